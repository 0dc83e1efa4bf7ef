//! Opens a case in an emergency: alone, counted against her month in the same append; or by two people.

use sentier_cases_domain::alone::{self, Alone};
use sentier_cases_domain::case::safeguard::{self, ALONE_LASTS, Fact, TOGETHER_LASTS};
use sentier_cases_domain::case::{Case, Command, Event, Rejection, State};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_cases_domain::value::Note;
use sentier_eventing::store::Stamp;
use sentier_eventing::streams::{Call, Streams, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment, Sensitive};
use sentier_platform::ids::derived;

use super::alarm::{AlarmKind, raised};
use super::{Answer, Cases, Fault, Known};
use crate::store::{AloneCodec, alone_of};

/// How often an append is tried while she opens other files at the same time: more than a month permits.
const TRIES: u32 = 40;

/// A file that somebody opened alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedAlone {
    /// The alarm that it raised.
    pub alarm: EntryId,
    /// Until when the file is open to her.
    pub until: Moment,
    /// How many files she opened alone this month, this one included.
    pub used: usize,
    /// How many a month permits.
    pub most: u8,
}

impl Cases {
    /// Opens a case to who asks, alone and for a time; the alarm stands with it. Beyond the month's quota
    /// the attempt is kept, and refused.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn break_glass(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        why: Sensitive<Note>,
    ) -> Result<OpenedAlone, Fault> {
        let (at, most) = (call.stamp.at, self.rules.alone_a_month);
        let alarm = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let expires_at = at.plus(ALONE_LASTS);
        let fact = Fact::GlassBroken { expires_at, why };
        let command = Command::Safeguard(safeguard::Command { entry: alarm, by, fact, plan: None });
        let answer = match self.open_alone(&call, known, &command).await {
            Ok(answer) => answer,
            Err(fault) => {
                if let Some(Rejection::Safeguard(safeguard::Rejection::AloneUsedUp { .. })) =
                    fault.rejection()
                {
                    self.refused_alone(call, known).await?;
                }
                return Err(fault);
            }
        };
        raised(AlarmKind::BreakGlass);
        let used = self.alone().state(alone_of(&call.stamp.principal)).await?.state.used(at);
        Ok(OpenedAlone { alarm, until: ended(&answer, alarm, expires_at), used, most })
    }

    fn alone(&self) -> Streams<AloneCodec> {
        Streams::new(&self.host.store)
    }

    /// Both streams, or neither: who opens several files at once gets no more than the month permits.
    async fn open_alone(
        &self,
        call: &Call,
        known: &Known,
        command: &Command,
    ) -> Result<Answer, Fault> {
        let (at, most) = (call.stamp.at, self.rules.alone_a_month);
        let (case, count) = (known.case.as_uuid(), alone_of(&call.stamp.principal));
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        let erased = ring.is_erased();
        let mut attempt = 0;
        loop {
            let loaded = self.alone().state(count).await?;
            let open = alone::Command::Open { case: known.case, most };
            let (counted, used_up) = match Alone::decide(&loaded.state, open, at) {
                Ok(events) => {
                    let none = KeyRing::none();
                    let (version, events) = (loaded.version, events.as_slice());
                    let counted =
                        Streams::<AloneCodec>::appended(call, count, version, &none, events)?;
                    (vec![counted], None)
                }
                // Told only of what the case itself permits: a repeat is answered before.
                Err(used_up) => (Vec::new(), Some(used_up)),
            };
            let command = command.clone();
            let decide = move |state: &State| {
                if erased {
                    return Err(Rejection::SurvivorErased);
                }
                let events = Case::decide(state, command.clone(), at)?;
                used_up.clone().filter(|_| !events.is_empty()).map_or(Ok(events), Err)
            };
            let also = move |_events: &[Event]| Ok(counted.clone());
            let (call, ring) = (call.clone(), ring.clone());
            match self.streams.transact_with(call, case, ring, decide, also).await {
                Err(TransactError::Stale) if attempt + 1 < TRIES => attempt += 1,
                Err(error) => return Err(Fault::Command(error)),
                Ok(done) => return Ok(Answer::of(known, done)),
            }
        }
    }

    /// Keeps that an attempt was refused, so that the review shows it.
    async fn refused_alone(&self, call: Call, known: &Known) -> Result<(), Fault> {
        let (at, case, most) = (call.stamp.at, known.case, self.rules.alone_a_month);
        let count = alone_of(&call.stamp.principal);
        let request_id = derived(call.stamp.request_id, "refused");
        let call = Call { stamp: Stamp { request_id, ..call.stamp }, expected_version: None };
        let decide = move |state: &alone::State| {
            Alone::decide(state, alone::Command::Refuse { case, most }, at)
        };
        self.alone().transact(call, count, KeyRing::none(), decide).await?;
        Ok(())
    }

    /// Lets in who asked, for a time.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn approve_break_glass(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        request: EntryId,
    ) -> Result<Moment, Fault> {
        let expires_at = call.stamp.at.plus(TOGETHER_LASTS);
        let fact = Fact::GlassApproved { request, expires_at };
        let (answer, _) = self.record_entry(call, known, by, fact).await?;
        Ok(ended(&answer, request, expires_at))
    }
}

/// Until when a break-glass lasts; of a repeat what the first call was told.
fn ended(answer: &Answer, entry: EntryId, otherwise: Moment) -> Moment {
    let known = answer.state.safeguard.glass.get(&entry);
    known.and_then(|glass| glass.expires_at).unwrap_or(otherwise)
}
