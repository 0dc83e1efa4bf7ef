//! An agency at work: it learns of referrals by its stream or by looking, and answers each.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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

/// One agency during the month.
#[derive(Debug)]
pub(super) struct AtWork {
    kind: AgencyKind,
    client: Client,
    calendar: Calendar,
    tally: Tally,
    answers: Mutex<Answers>,
    hands: Arc<Semaphore>,
    seen: Mutex<HashSet<String>>,
}

impl AtWork {
    /// Begins the month with what the agency has already: an earlier month's referrals are not this one's
    /// to answer, and its stream shows them again as they stood when they were sent.
    pub(super) async fn begin(
        agency: &Agency,
        calendar: Calendar,
        tally: Tally,
        seed: u64,
    ) -> Result<Self, Failed> {
        Ok(Self {
            kind: agency.kind,
            client: agency.client.clone(),
            calendar,
            tally,
            answers: Mutex::new(Answers::new(seed, agency.kind)),
            hands: Arc::new(Semaphore::new(AT_ONCE)),
            seen: Mutex::new(known(&agency.client).await?),
        })
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
            for referral in listed(&self.client, State::Sent).await? {
                self.take(referral, answering);
            }
            done(answering)?;
            sleep(self.calendar.look()).await;
        }
    }

    /// A referral that was not seen before is answered.
    fn take(self: &Arc<Self>, referral: Referral, answering: &mut JoinSet<Result<(), Failed>>) {
        let waiting = referral.state() == State::Sent;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting || !seen.insert(referral.name.clone()) {
            return;
        }
        let urgency = Urgency::try_from(referral.urgency).unwrap_or_default();
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).next(urgency);
        let agency = Arc::clone(self);
        answering.spawn(async move {
            let outcome = agency.answer(&referral.name, answer).await;
            agency.tally.finished(&referral.name);
            match outcome {
                // Consent was withdrawn meanwhile: the agency stops, as it must. The tally knows better.
                Err(failed) if failed.is("REFERRAL_STATE") => {
                    agency.tally.refused(&referral.name, &failed);
                    Ok(())
                }
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

/// The names of all referrals that an agency has.
async fn known(client: &Client) -> Result<HashSet<String>, Failed> {
    let all = listed(client, State::Unspecified).await?;
    Ok(all.into_iter().map(|referral| referral.name).collect())
}

/// An agency's referrals in this state, or in any.
async fn listed(client: &Client, state: State) -> Result<Vec<Referral>, Failed> {
    let (mut referrals, mut page_token) = (Vec::new(), String::new());
    loop {
        let (page, next) = client.inbox(state, page_token).await?;
        referrals.extend(page);
        page_token = next;
        if page_token.is_empty() {
            return Ok(referrals);
        }
    }
}

/// Takes away the answers that are done; a failed one ends the demo.
fn done(answering: &mut JoinSet<Result<(), Failed>>) -> anyhow::Result<()> {
    while let Some(ended) = answering.try_join_next() {
        ended??;
    }
    Ok(())
}
