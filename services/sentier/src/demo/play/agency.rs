//! An agency at work: it learns of referrals by its stream or by looking, and answers each.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sentier_kernel::Moment;
use sentier_platform::grpc::moment;
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::Referral;
use sentier_proto::referrals::v1::referral::State;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::client::Client;
use super::failed::Failed;
use super::pace::Calendar;
use super::stage::Agency;
use crate::demo::tally::Tally;
use crate::demo::world::{AgencyKind, Answer, Answers, Decision};

/// Answers that one agency works on at once.
const AT_ONCE: usize = 8;
/// After so many items the hospital's line is cut, and its system goes on from its last token.
const CUT_AFTER: usize = 40;
/// A stream is silent for 15 seconds at most; after this it is dead.
const SILENCE: Duration = Duration::from_secs(40);
/// Clocks of two machines may differ by so much.
const SLACK: Duration = Duration::from_secs(2);

/// One agency during the month.
#[derive(Debug)]
pub(super) struct AtWork {
    kind: AgencyKind,
    client: Client,
    calendar: Calendar,
    tally: Tally,
    since: Moment,
    answers: Mutex<Answers>,
    hands: Arc<Semaphore>,
    seen: Mutex<HashSet<String>>,
}

impl AtWork {
    pub(super) fn new(
        agency: &Agency,
        calendar: Calendar,
        tally: Tally,
        since: Moment,
        seed: u64,
    ) -> Self {
        Self {
            kind: agency.kind,
            client: agency.client.clone(),
            calendar,
            tally,
            // What an earlier month left is not ours to answer.
            since: since.minus(SLACK),
            answers: Mutex::new(Answers::new(seed, agency.kind)),
            hands: Arc::new(Semaphore::new(AT_ONCE)),
            seen: Mutex::default(),
        }
    }

    /// Works until it is dropped.
    pub(super) async fn work(self: Arc<Self>) -> anyhow::Result<()> {
        let mut answering = JoinSet::new();
        match self.kind {
            AgencyKind::Hospital | AgencyKind::Shelter => self.watch(&mut answering).await,
            AgencyKind::PolicePost | AgencyKind::LegalClinic | AgencyKind::SocialServices => {
                self.look(&mut answering).await
            }
        }
    }

    /// Follows the stream, and opens it again from the last token after every cut.
    async fn watch(
        self: &Arc<Self>,
        answering: &mut JoinSet<Result<(), Failed>>,
    ) -> anyhow::Result<()> {
        let mut token = String::new();
        loop {
            if let Ok(mut stream) = self.client.watch(&token).await {
                let mut items = 0;
                while let Ok(Ok(Some(item))) = timeout(SILENCE, stream.message()).await {
                    if let Some(referral) = item.referral {
                        self.take(referral, answering);
                        items += 1;
                    }
                    token = item.resume_token;
                    done(answering)?;
                    if self.kind == AgencyKind::Hospital && items == CUT_AFTER {
                        break;
                    }
                }
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Looks into the inbox again and again.
    async fn look(
        self: &Arc<Self>,
        answering: &mut JoinSet<Result<(), Failed>>,
    ) -> anyhow::Result<()> {
        loop {
            let mut page_token = String::new();
            loop {
                let (page, next) = self.client.inbox(State::Sent, page_token).await?;
                for referral in page {
                    self.take(referral, answering);
                }
                page_token = next;
                if page_token.is_empty() {
                    break;
                }
            }
            done(answering)?;
            sleep(self.calendar.look()).await;
        }
    }

    /// A referral that was not seen before is answered.
    fn take(self: &Arc<Self>, referral: Referral, answering: &mut JoinSet<Result<(), Failed>>) {
        let fresh = referral.send_time.as_ref().and_then(moment).is_some_and(|at| at >= self.since);
        let waiting = referral.state() == State::Sent;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !fresh || !waiting || !seen.insert(referral.name.clone()) {
            return;
        }
        let urgency = Urgency::try_from(referral.urgency).unwrap_or_default();
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).next(urgency);
        let agency = Arc::clone(self);
        answering.spawn(async move {
            let outcome = agency.answer(&referral.name, answer).await;
            agency.tally.finished(&referral.name);
            match outcome {
                // Consent was withdrawn meanwhile: the agency stops, as it must.
                Err(failed) if failed.is("REFERRAL_STATE") => Ok(()),
                other => other,
            }
        });
    }

    async fn answer(&self, referral: &str, answer: Answer) -> Result<(), Failed> {
        self.calendar.pause(answer.acknowledge_after).await;
        {
            let _hand = self.hands.acquire().await;
            self.client.acknowledge(referral).await?;
            self.tally.reached(referral, State::Received);
            self.read(referral).await?;
        }
        self.calendar.pause(answer.decide_after).await;
        let complete = match answer.decision {
            Decision::Decline(reason) => {
                let _hand = self.hands.acquire().await;
                self.client.decline(referral, reason).await?;
                self.tally.reached(referral, State::Declined);
                return Ok(());
            }
            Decision::Accept(complete) => complete,
        };
        {
            let _hand = self.hands.acquire().await;
            self.client.accept(referral).await?;
            self.tally.reached(referral, State::Accepted);
        }
        if let Some((after, outcome)) = complete {
            self.calendar.pause(after).await;
            let _hand = self.hands.acquire().await;
            self.client.complete(referral, outcome).await?;
            self.tally.reached(referral, State::Completed);
        }
        Ok(())
    }

    async fn read(&self, referral: &str) -> Result<(), Failed> {
        match self.client.disclosure(referral).await {
            Ok(_disclosure) => self.tally.read(),
            Err(failed) if failed.is("DISCLOSURE_ENDED") => self.tally.too_late(),
            Err(failed) => return Err(failed),
        }
        Ok(())
    }
}

/// Takes away the answers that are done; a failed one ends the demo.
fn done(answering: &mut JoinSet<Result<(), Failed>>) -> anyhow::Result<()> {
    while let Some(ended) = answering.try_join_next() {
        ended??;
    }
    Ok(())
}
