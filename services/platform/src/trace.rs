//! W3C trace context between our own processes.
//!
//! It crosses from one service to another, in call metadata and message headers. It is taken from our
//! own services only: nobody outside chooses, or learns, the ids of our traces.

use std::fmt;

use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use tonic::metadata::MetadataValue;
use tonic::service::Interceptor;
use tonic::{Request, Status};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The metadata key and message header.
pub const HEADER: &str = "traceparent";

/// The place of a span in its trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceParent(SpanContext);

impl TraceParent {
    /// The present span's; `None` when no trace is recorded.
    pub fn current() -> Option<Self> {
        let context = Span::current().context().span().span_context().clone();
        context.is_valid().then_some(Self(context))
    }

    /// The one in a header, `00-TRACE-SPAN-FLAGS`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace, span, flags) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let lengths = (version.len(), trace.len(), span.len(), flags.len());
        if version != "00" || lengths != (2, 32, 16, 2) || parts.next().is_some() {
            return None;
        }
        let context = SpanContext::new(
            TraceId::from_hex(trace).ok()?,
            SpanId::from_hex(span).ok()?,
            TraceFlags::new(u8::from_str_radix(flags, 16).ok()? & TraceFlags::SAMPLED.to_u8()),
            true,
            TraceState::NONE,
        );
        context.is_valid().then_some(Self(context))
    }

    /// Makes `span` a child of this one: for a call.
    pub fn adopt(&self, span: &Span) {
        let parent = opentelemetry::Context::new().with_remote_span_context(self.0.clone());
        // A span that is not recorded has no parent either.
        drop(span.set_parent(parent));
    }

    /// Links `span` to this one: for a message, whose effect is a trace of its own.
    pub fn link(&self, span: &Span) {
        span.add_link(self.0.clone());
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (trace, span) = (self.0.trace_id(), self.0.span_id());
        write!(out, "00-{trace}-{span}-{:02x}", self.0.trace_flags())
    }
}

/// Sends the present trace with every call of a client.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inject;

impl Interceptor for Inject {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let parent = TraceParent::current().map(|parent| parent.to_string());
        if let Some(value) = parent.and_then(|text| MetadataValue::try_from(text).ok()) {
            request.metadata_mut().insert(HEADER, value);
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::TracerProvider as _;
    use opentelemetry_sdk::trace::SdkTracerProvider;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    const TEXT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_trace_crosses_in_the_metadata_and_is_adopted() {
        let tracer = SdkTracerProvider::builder().build().tracer("test");
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        let _recorded =
            tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        let span = tracing::info_span!("rpc");
        TraceParent::parse(TEXT).unwrap().adopt(&span);
        let _entered = span.enter();
        let sent = Inject.call(Request::new(())).unwrap();
        let sent = sent.metadata().get(HEADER).unwrap().to_str().unwrap().to_owned();
        assert!(sent.starts_with("00-0af7651916cd43dd8448eb211c80319c-"), "{sent}");
        assert!(!sent.contains("b7ad6b7169203331"), "the child has an id of its own");
        assert_eq!(TraceParent::parse(&sent), TraceParent::current().map(|it| reread(&it)));
    }

    fn reread(parent: &TraceParent) -> TraceParent {
        TraceParent::parse(&parent.to_string()).unwrap()
    }

    #[test]
    fn without_a_trace_nothing_is_sent() {
        assert_eq!(TraceParent::current(), None);
        let sent = Inject.call(Request::new(())).unwrap();
        assert!(sent.metadata().get(HEADER).is_none());
    }

    #[test]
    fn what_is_no_trace_parent_is_not_taken() {
        assert_eq!(TraceParent::parse(TEXT).unwrap().to_string(), TEXT);
        for text in [
            "",
            "00",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-0af7651916cd43dd8448eb211c8031-b7ad6b7169203331-01",
        ] {
            assert_eq!(TraceParent::parse(text), None, "{text}");
        }
    }
}
