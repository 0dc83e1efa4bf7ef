//! The one line and the one figure that tell of a call: method, code, reason, kind of caller, time.
//!
//! PRIVACY: no id, no name, no address, no content. A method that the contract does not know is not
//! repeated: its text is the caller's.

use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll};
use std::time::Instant;

use http::Response;
use http_body::{Frame, SizeHint};
use opentelemetry::KeyValue;
use opentelemetry::metrics::Histogram;
use tonic::body::Body;
use tonic::codegen::Bytes;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::contract;

static DURATION: LazyLock<Histogram<f64>> = LazyLock::new(|| {
    opentelemetry::global::meter("sentier")
        .f64_histogram("sentier.rpc.duration")
        .with_unit("s")
        .with_description("Time from a call's arrival to the end of its answer")
        .with_boundaries(vec![0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0])
        .build()
});

/// The method's name when it is one of the contract's.
pub(super) fn known(path: &str) -> &'static str {
    contract::call(path).unwrap_or("other")
}

/// What will be told of a call when it has ended.
#[derive(Debug)]
pub(super) struct Line {
    pub method: &'static str,
    pub principal: &'static str,
    pub started: Instant,
}

impl Line {
    /// Tells of a call that ended with `status`; `None` when all went well.
    pub(super) fn tell(self, status: Option<&Status>) {
        let code = status.map_or(Code::Ok, Status::code);
        let reason = status
            .filter(|status| status.code() != Code::Ok)
            .and_then(StatusExt::get_details_error_info)
            .map(|info| info.reason)
            .unwrap_or_default();
        let elapsed = self.started.elapsed();
        let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let (method, principal, code) = (self.method, self.principal, format!("{code:?}"));
        if method == "other" && code == "Ok" {
            // Health probes and reflection.
            tracing::debug!(method, code, reason, principal, duration_ms, "answered");
        } else {
            tracing::info!(method, code, reason, principal, duration_ms, "answered");
        }
        let labels = [KeyValue::new("method", method), KeyValue::new("code", code)];
        DURATION.record(elapsed.as_secs_f64(), &labels);
    }

    /// Tells when the answer's end is known: at once for a refusal, else after its last frame.
    pub(super) fn follow(self, response: Response<Body>) -> Response<Body> {
        if let Some(status) = Status::from_header_map(response.headers()) {
            self.tell(Some(&status));
            return response;
        }
        response.map(|inner| Body::new(Followed { inner, line: Some(self) }))
    }
}

/// An answer whose end is told.
struct Followed {
    inner: Body,
    line: Option<Line>,
}

impl Followed {
    fn tell(&mut self, status: Option<&Status>) {
        if let Some(line) = self.line.take() {
            line.tell(status);
        }
    }
}

impl http_body::Body for Followed {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(trailers) = frame.trailers_ref() {
                    let status = Status::from_header_map(trailers);
                    self.tell(status.as_ref());
                }
            }
            Poll::Ready(Some(Err(status))) => self.tell(Some(status)),
            Poll::Ready(None) => self.tell(None),
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for Followed {
    /// The caller went away before the end.
    fn drop(&mut self) {
        let Some(line) = self.line.take() else { return };
        let (method, principal) = (line.method, line.principal);
        let duration_ms = u64::try_from(line.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(method, code = "Cancelled", principal, duration_ms, "answered");
    }
}
