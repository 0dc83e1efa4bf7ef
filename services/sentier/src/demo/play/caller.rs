//! One call, repeated under the same request id until it is answered or patience ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use tonic::{Request, Response, Status};

use super::failed::{Failed, Verdict, verdict};
use super::journal::Journal;
use crate::demo::measure::Measure;

/// How long one try may take.
const ATTEMPT: Duration = Duration::from_secs(10);
/// The first pause after a try that failed; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// How often a call signs in anew before a refusal is believed.
const SIGN_INS: u32 = 3;

/// What all callers of one run share.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Acknowledged writes.
    pub journal: Journal,
    /// Latencies.
    pub measure: Measure,
    /// How long a call is tried.
    pub patience: Duration,
    again: Arc<AtomicU64>,
}

/// Puts a credential on a request; `renew` when the last one was refused.
pub(super) trait Sign {
    fn sign<Q: Send>(
        &self,
        request: &mut Request<Q>,
        renew: bool,
    ) -> impl Future<Output = Result<(), Failed>> + Send;
}

/// Shows nothing.
pub(super) struct Nobody;

impl Sign for Nobody {
    async fn sign<Q: Send>(&self, _: &mut Request<Q>, _: bool) -> Result<(), Failed> {
        Ok(())
    }
}

impl Caller {
    /// A caller that tries for as long as `patience` lasts.
    pub fn new(journal: Journal, patience: Duration) -> Self {
        Self { journal, measure: Measure::default(), patience, again: Arc::default() }
    }

    /// How many tries were repeated.
    pub fn again(&self) -> u64 {
        self.again.load(Ordering::Relaxed)
    }

    pub(super) async fn call<Q, T, F>(
        &self,
        rpc: &'static str,
        message: Q,
        signer: &(impl Sign + Sync),
        send: impl Fn(Request<Q>) -> F + Send,
    ) -> Result<T, Failed>
    where
        Q: Clone + Send,
        T: Send,
        F: Future<Output = Result<Response<T>, Status>> + Send,
    {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        let mut sign_ins = 0;
        loop {
            let mut request = Request::new(message.clone());
            request.set_timeout(ATTEMPT);
            signer.sign(&mut request, sign_ins > 0).await?;
            let tried = Instant::now();
            let status = match timeout(ATTEMPT, send(request)).await {
                Ok(Ok(response)) => {
                    self.measure.add(rpc, tried.elapsed());
                    return Ok(response.into_inner());
                }
                Ok(Err(status)) => status,
                Err(_elapsed) => Status::deadline_exceeded("no answer"),
            };
            match verdict(&status) {
                Verdict::SignIn if sign_ins < SIGN_INS => sign_ins += 1,
                Verdict::SignIn | Verdict::Final => return Err(Failed::refused(rpc, &status)),
                Verdict::Again if begun.elapsed() < self.patience => {}
                Verdict::Again => {
                    let waited = begun.elapsed();
                    return Err(Failed::NoAnswer { rpc, code: status.code(), waited });
                }
            }
            self.again.fetch_add(1, Ordering::Relaxed);
            tracing::debug!(rpc, code = ?status.code(), "asked again");
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_cut_call_is_asked_again_and_a_refusal_is_not() {
        let caller = Caller::new(Journal::default(), Duration::from_secs(5));
        let tries = AtomicU64::new(0);
        let answer =
            caller
                .call("test/Cut", (), &Nobody, |_request| {
                    let first = tries.fetch_add(1, Ordering::Relaxed) < 2;
                    async move {
                        if first { Err(Status::unavailable("cut")) } else { Ok(Response::new(7)) }
                    }
                })
                .await;
        assert_eq!((answer.unwrap(), caller.again()), (7, 2));

        let refused: Result<u8, _> = caller
            .call("test/Refused", (), &Nobody, |_request| async { Err(Status::aborted("behind")) })
            .await;
        assert!(matches!(refused, Err(Failed::Refused { .. })));
        assert_eq!(caller.again(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends() {
        let caller = Caller::new(Journal::default(), Duration::from_secs(5));
        let never: Result<u8, _> = caller
            .call("test/Never", (), &Nobody, |_request| async { Err(Status::unavailable("down")) })
            .await;
        assert!(matches!(never, Err(Failed::NoAnswer { .. })));
    }
}
