//! Drafts of intakes: kept, read, listed, discarded, lapsed; and taken over when a case is opened.

use sentier_cases_domain::draft::{Command, Draft, DraftContent, Event, LASTS, Rejection};
use sentier_cases_domain::id::{CaseId, DraftId, StaffId};
use sentier_eventing::Codec as _;
use sentier_eventing::store::StreamAppend;
use sentier_eventing::streams::{Call, Reading, Streams};
use sentier_eventing::vault::{KeyRing, VaultError};
use sentier_kernel::{Decider as _, Moment, PageSize, Sensitive};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{Cases, Fault, SHOWS_OWN};
use crate::projections::{CASE_LIST, draft_list};
use crate::store::DraftCodec;

/// A draft that is kept. Not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// The draft.
    pub draft: DraftId,
    /// When it was last saved.
    pub saved_at: Moment,
}

impl KeptDraft {
    /// When it lapses.
    pub fn expires_at(&self) -> Moment {
        self.saved_at.plus(LASTS)
    }
}

/// Where a draft belongs: its centre, and who began it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftOwner {
    /// The code of its centre.
    pub centre: String,
    /// The principal who began it.
    pub principal: String,
}

impl Cases {
    const fn drafts(&self) -> &Streams<DraftCodec> {
        &self.drafts
    }

    /// Whose a draft is; `None` when there is none under this id.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn draft_owner(&self, draft: DraftId) -> Result<Option<DraftOwner>, Fault> {
        let first = self.host.store.read_stream(draft.as_uuid(), 0, 1).await?;
        let Some(stored) = first.into_iter().next() else { return Ok(None) };
        let event = DraftCodec::withheld(&stored.event_type, &stored.payload)?;
        let owner = DraftOwner { centre: stored.centre, principal: stored.principal };
        Ok(event.map(|_saved| owner))
    }

    /// Keeps what was told so far, under this draft or a new one.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn save_draft(
        &self,
        call: Call,
        draft: Option<DraftId>,
        staff: StaffId,
        content: Sensitive<DraftContent>,
    ) -> Result<KeptDraft, Fault> {
        let new = || DraftId::from_uuid(derived(call.stamp.request_id, "draft"));
        let draft = draft.unwrap_or_else(new);
        // The keys are durable before anything is sealed with them.
        let ring = match self.host.vault.create(draft.as_uuid()).await {
            Ok(ring) => ring,
            Err(VaultError::Erased) => KeyRing::erased(draft.as_uuid()),
            Err(error) => return Err(error.into()),
        };
        let (at, erased) = (call.stamp.at, ring.is_erased());
        let command = Command::Save { draft, staff, content };
        let decide = move |state: &_| {
            if erased {
                return Err(Rejection::NoSuchDraft);
            }
            Draft::decide(state, command.clone(), at)
        };
        let done = self.drafts().transact(call, draft.as_uuid(), ring, decide).await?;
        let saved_at = done.state.kept.map_or(at, |(_, saved)| saved);
        Ok(KeptDraft { draft, saved_at })
    }

    /// What was told so far. PRIVACY: the reading stands in the log before it is opened.
    ///
    /// # Errors
    /// When the draft ended or lapsed, the reading cannot be stored, or the store or the keys cannot be
    /// read.
    pub async fn read_draft(
        &self,
        reading: Reading,
        draft: DraftId,
    ) -> Result<(KeptDraft, DraftContent), Fault> {
        let stream = draft.as_uuid();
        let state = self.drafts().state(stream).await?.state;
        let ring = self.host.vault.ring(stream).await?;
        let kept = state.is_kept(self.host.env.clock.now()) && !ring.is_erased();
        let Some((_, saved_at)) = state.kept.filter(|_| kept) else {
            return Err(Fault::NoDraft(Rejection::NoSuchDraft));
        };
        let events = self.drafts().disclose(reading, stream, &ring).await?;
        let last = events.into_iter().rev().find_map(|recorded| match recorded.event {
            Event::DraftSaved { content, .. } => content.into_exposed(),
            Event::DraftEnded { .. } => None,
        });
        let content = last.ok_or(Fault::NoDraft(Rejection::NoSuchDraft))?;
        Ok((KeptDraft { draft, saved_at }, content))
    }

    /// A page of a member of staff's drafts at a centre, and where the next one starts.
    ///
    /// # Errors
    /// When the read model is behind for too long, or the store does not answer.
    pub async fn list_drafts(
        &self,
        centre: &str,
        staff: StaffId,
        before: Option<i64>,
        size: PageSize,
    ) -> Result<(Vec<KeptDraft>, Option<i64>), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        let after = self.host.env.clock.now().minus(LASTS);
        let (db, before) = (self.host.store.database(), before.unwrap_or(i64::MAX));
        let rows = draft_list::page(db, (centre, staff), after, before, size.and_one()).await?;
        let (rows, next) = size.cut(rows, |last| last.position);
        let kept =
            rows.into_iter().map(|row| KeptDraft { draft: row.draft, saved_at: row.saved_at });
        Ok((kept.collect(), next))
    }

    /// Discards a draft; its keys go with it.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn discard_draft(&self, call: Call, draft: DraftId) -> Result<(), Fault> {
        self.end_draft(call, draft, Command::Discard).await
    }

    /// Ends a draft to which nobody came back in time.
    ///
    /// # Errors
    /// When the store does not answer.
    pub(crate) async fn lapse_draft(&self, centre: &str, draft: DraftId) -> Result<(), Fault> {
        let own = Principal::Service { name: self.host.name.to_owned() };
        let request = derived(draft.as_uuid(), "lapse");
        let call = self.host.call(&own, centre, request, [0; 32], None);
        self.end_draft(call, draft, Command::Lapse).await
    }

    async fn end_draft(&self, call: Call, draft: DraftId, command: Command) -> Result<(), Fault> {
        let at = call.stamp.at;
        let decide = move |state: &_| Draft::decide(state, command.clone(), at);
        self.drafts().transact(call, draft.as_uuid(), KeyRing::none(), decide).await?;
        Ok(())
    }

    /// What ends a draft in the very append that opens its case; nothing when this case has it already.
    pub(super) async fn taken_over(
        &self,
        call: &Call,
        draft: DraftId,
        case: CaseId,
    ) -> Result<Option<StreamAppend>, Fault> {
        let loaded = self.drafts().state(draft.as_uuid()).await?;
        let events = Draft::decide(&loaded.state, Command::Take { case }, call.stamp.at)
            .map_err(Fault::NoDraft)?;
        if events.is_empty() {
            return Ok(None);
        }
        let (stream, version) = (draft.as_uuid(), loaded.version);
        let append =
            Streams::<DraftCodec>::appended(call, stream, version, &KeyRing::none(), &events)?;
        Ok(Some(append))
    }
}
