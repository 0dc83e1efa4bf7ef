//! The use cases, one file each: load, decide, append; or read, with the entry in the log first.

mod agency;
mod alarm;
mod attachments;
mod audit;
mod birth;
mod break_glass;
mod claim_disclosure;
mod close_case;
mod correct;
mod counted;
mod drafts;
mod erase_survivor;
mod escalate_referral;
mod export;
mod fault;
mod feedback_summary;
mod find;
mod finder;
mod get_case;
mod get_timeline;
mod grant_consent;
mod health_clocks;
mod honey;
mod incident_facts;
mod list_cases;
mod list_tasks;
mod merge;
mod open_case;
mod override_consent;
mod preview_disclosure;
mod record_entry;
mod record_feedback;
mod record_follow_up;
mod record_incident;
mod record_referral_progress;
mod relations;
mod release_facts;
mod request_referral;
mod retention;
mod safeguard;
mod survivor_facts;
mod tell_overdue;
mod withdraw_consent;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use sentier_cases_domain::case::{Case, Command, Event, Rejection, State};
use sentier_cases_domain::id::{CaseId, StaffId, SurvivorId};
use sentier_cases_domain::retention::Schedule;
use sentier_eventing::Codec as _;
use sentier_eventing::objects::Objects;
use sentier_eventing::projection::Projections;
use sentier_eventing::streams::{Call, Committed, Streams};
use sentier_eventing::vault::KeyRing;
use sentier_eventing::{Host, StoredEvent};
use sentier_kernel::Decider as _;

pub use agency::Onward;
pub use alarm::{Alarm, AlarmKind, HoneyRecord, REVIEW_WITHIN, SealedCase, WantedAlarms};
pub use attachments::{Download, SeenAttachment, Started, Upload, Uploading};
pub use audit::{ReviewItem, ReviewWindow, SeenReading};
pub use break_glass::OpenedAlone;
pub use claim_disclosure::{Claim, Claimed};
pub use correct::{CorrectedIncident, OpenedFile};
pub use counted::CountedFacts;
pub use drafts::{DraftOwner, KeptDraft};
pub use fault::Fault;
pub use find::Hit;
pub use finder::Searcher;
pub(crate) use get_case::WHOLE_FILE;
pub use get_timeline::{Entry, Reached, Timeline, What};
pub use grant_consent::Grant;
pub use health_clocks::HealthClocks;
pub use incident_facts::{IncidentFacts, PerpetratorFacts, ProfileFacts, ReleasedFacts, TakenBack};
pub use list_cases::{Listed, Own, Page, Wanted};
pub use list_tasks::{DueTask, Health, Lately, WantedTasks};
pub use merge::Pair;
pub use open_case::Opening;
pub use override_consent::Overriding;
pub use preview_disclosure::Previewed;
pub use record_entry::Noted;
pub use record_feedback::{FEEDBACK_RECORDED, FeedbackRecordedV1};
pub use record_follow_up::Meeting;
pub use record_incident::{Account, Recorded};
pub(crate) use record_referral_progress::DISCLOSURE_READ;
pub use record_referral_progress::ReferralAnswer;
pub use relations::Relation;
pub use request_referral::Wish;
pub use retention::{Certificate, EndFiles, ErasureSchedule, OrderedBy, RestingFile, WantedFiles};
pub use safeguard::Contact;
pub use survivor_facts::{NearestPerpetrator, SurvivorFacts};

use crate::pathways::Pathways;
use crate::store::{CaseCodec, DraftCodec, UploadCodec};

/// How many openings are remembered.
const REMEMBERED: u64 = 50_000;
/// How long an answer from a read model waits to show what its caller has just written.
const SHOWS_OWN: Duration = Duration::from_secs(2);

/// What never changes about a case from its opening on; not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The case.
    pub case: CaseId,
    /// The code of its centre.
    pub centre: String,
    /// The survivor whose keys seal its personal fields.
    pub survivor: SurvivorId,
    /// The principal who opened it.
    pub opened_by: String,
    /// Whether the case is made up: it counts nowhere, and nothing of it is published.
    pub honey: bool,
}

/// Whom a case concerns. Changes with the case and the clock, so it is read each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Who works on it.
    pub caseworker: Option<StaffId>,
    /// Whom a pending transfer asks to.
    pub successor: Option<StaffId>,
    /// Who has a conflict of interest.
    pub excluded: BTreeSet<StaffId>,
    /// For whom alone it is there; absent when it is not sealed.
    pub sealed_to: Option<BTreeSet<StaffId>>,
    /// To whom a break-glass opens it now.
    pub admitted: BTreeSet<StaffId>,
}

/// A case after a command or a reading: life-cycle facts.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The code of its centre.
    pub centre: String,
    /// The case.
    pub case: CaseId,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: Arc<State>,
}

/// What the owners of an installation decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// For how long files are kept.
    pub schedule: Schedule,
    /// How many files somebody may open alone in a month; 0 for none.
    pub alone_a_month: u8,
}

/// The cases of a service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Cases {
    pub(crate) host: Host,
    pub(crate) streams: Streams<CaseCodec>,
    pub(crate) projections: Projections,
    known: Cache<CaseId, Arc<Known>>,
    finder: finder::Finder,
    drafts: Streams<DraftCodec>,
    uploads: Streams<UploadCodec>,
    objects: Objects,
    rules: Rules,
    pathways: Pathways,
}

impl Cases {
    /// The cases in the host's store, listed by these read models, their attachments in `objects`, under
    /// `rules`; what the pathway says of them, `pathways` knows.
    pub fn new(
        host: &Host,
        projections: Projections,
        objects: Objects,
        rules: Rules,
        pathways: Pathways,
    ) -> Self {
        let streams = Streams::new(&host.store);
        Self {
            host: host.clone(),
            streams,
            projections,
            known: Cache::new(REMEMBERED),
            finder: finder::Finder::default(),
            drafts: Streams::new(&host.store),
            uploads: Streams::new(&host.store),
            objects,
            rules,
            pathways,
        }
    }

    /// What is known of a case from its opening; `None` when there is no such case.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn known(&self, case: CaseId) -> Result<Option<Arc<Known>>, Fault> {
        if let Some(known) = self.known.get(&case) {
            return Ok(Some(known));
        }
        let first = self.host.store.read_stream(case.as_uuid(), 0, 1).await?;
        let Some(stored) = first.into_iter().next() else { return Ok(None) };
        let Some(Event::CaseOpened { survivor, .. }) =
            CaseCodec::withheld(&stored.event_type, &stored.payload)?
        else {
            // Another kind of stream stands under this id.
            return Ok(None);
        };
        let honey = self.is_honey(case).await?;
        let known =
            Known { case, centre: stored.centre, survivor, opened_by: stored.principal, honey };
        let known = Arc::new(known);
        self.known.insert(case, Arc::clone(&known));
        Ok(Some(known))
    }

    /// The event of a case that stands right before this one; none before the first.
    pub(crate) async fn before(&self, stored: &StoredEvent) -> Result<Option<StoredEvent>, Fault> {
        let Some(behind) = stored.version.checked_sub(2).filter(|behind| *behind >= 0) else {
            return Ok(None);
        };
        let read = self.host.store.read_stream(stored.stream, behind, 1).await?;
        Ok(read.into_iter().next())
    }

    /// Whom a case concerns now.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn people(&self, known: &Known) -> Result<People, Fault> {
        let mut state = self.streams.state(known.case.as_uuid()).await?.state;
        // Who works on the case that is followed works on both.
        if let Some(follows) = state.merging.follows {
            state = self.streams.state(follows.case.as_uuid()).await?.state;
        }
        Ok(People {
            caseworker: state.opening.as_ref().map(|opening| opening.caseworker),
            successor: state.care.successor(),
            excluded: state.safeguard.excluded.keys().copied().collect(),
            sealed_to: state.safeguard.sealed_to.clone(),
            admitted: state.safeguard.admitted(self.host.env.clock.now()),
        })
    }

    /// Decides a command on a case and makes its events durable.
    async fn change(&self, call: Call, known: &Known, command: Command) -> Result<Answer, Fault> {
        self.transact(call, known, KeyRing::none(), command).await
    }

    /// As [`Cases::change`], for a command whose events carry personal fields.
    async fn change_sealed(
        &self,
        call: Call,
        known: &Known,
        command: Command,
    ) -> Result<Answer, Fault> {
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        self.transact(call, known, ring, command).await
    }

    async fn transact(
        &self,
        call: Call,
        known: &Known,
        ring: KeyRing,
        command: Command,
    ) -> Result<Answer, Fault> {
        let (at, erased) = (call.stamp.at, ring.is_erased());
        let decide = move |state: &State| {
            // Keys go only after the erasure is stored: whoever finds them gone knows of it.
            if erased {
                return Err(Rejection::SurvivorErased);
            }
            Case::decide(state, command.clone(), at)
        };
        let done = self.streams.transact(call, known.case.as_uuid(), ring, decide).await?;
        Ok(Answer::of(known, done))
    }
}

impl Answer {
    fn of(known: &Known, done: Committed<State>) -> Self {
        Self {
            centre: known.centre.clone(),
            case: known.case,
            version: done.version,
            state: done.state,
        }
    }
}
