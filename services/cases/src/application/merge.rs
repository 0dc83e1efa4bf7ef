//! Merges two cases of one survivor, parts them again, and marks cases as of different survivors: one
//! append changes both streams, or neither.

use sentier_cases_domain::case::merge::Command;
use sentier_cases_domain::case::{self, Case, Event, Rejection, State};
use sentier_cases_domain::id::{CaseId, MergeId, StaffId};
use sentier_eventing::streams::{Call, Streams, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};
use crate::store::CaseCodec;

/// How often an append is tried while others write the second case.
const TRIES: u32 = 5;

/// Two cases: work goes on on the first.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The case that is followed.
    pub kept: &'a Known,
    /// The other.
    pub other: &'a Known,
}

impl Cases {
    /// Merges `other` into `kept`. Both histories stay where they are.
    ///
    /// # Errors
    /// The domain's rejection of either case, or a fault of the store.
    pub async fn merge_cases(
        &self,
        call: Call,
        pair: Pair<'_>,
        by: StaffId,
    ) -> Result<Answer, Fault> {
        let merge = MergeId::from_uuid(derived(call.stamp.request_id, "merge"));
        let follow = Command::Follow { merge, case: pair.kept.case, by };
        let take_in = Command::TakeIn { merge, case: pair.other.case, by };
        self.change_both(call, pair, follow, take_in).await
    }

    /// Undoes the merge of two cases: both are as they were, and what was recorded since stays where it
    /// was recorded.
    ///
    /// # Errors
    /// As [`Cases::merge_cases`].
    pub async fn undo_merge(
        &self,
        call: Call,
        pair: Pair<'_>,
        by: StaffId,
    ) -> Result<Answer, Fault> {
        let state = self.streams.state(pair.other.case.as_uuid()).await?.state;
        let follows = state.merging.follows.filter(|known| known.case == pair.kept.case);
        // A repeat finds them parted, and is answered from the request log.
        let merge =
            follows.map_or_else(|| MergeId::from_uuid(call.stamp.request_id), |it| it.merge);
        let undo = Command::Undo { merge, by };
        self.change_both(call, pair, undo, undo).await
    }

    /// Marks two cases as of different survivors.
    ///
    /// # Errors
    /// As [`Cases::merge_cases`].
    pub async fn mark_different(
        &self,
        call: Call,
        pair: Pair<'_>,
        by: StaffId,
    ) -> Result<Answer, Fault> {
        let of = |known: &Known| Command::MarkDifferent { case: known.case, by };
        self.change_both(call, pair, of(pair.kept), of(pair.other)).await
    }

    /// The cases that are one with this one, itself left out.
    pub(super) async fn merged_with(&self, known: &Known) -> Result<Vec<CaseId>, Fault> {
        let own = self.streams.state(known.case.as_uuid()).await?.state;
        let Some(follows) = own.merging.follows else {
            return Ok(own.merging.followers.keys().copied().collect());
        };
        let followed = self.streams.state(follows.case.as_uuid()).await?.state;
        let others = followed.merging.followers.keys().copied();
        let others = others.filter(|case| *case != known.case);
        Ok(std::iter::once(follows.case).chain(others).collect())
    }

    /// Decides on both cases and makes their events durable together.
    async fn change_both(
        &self,
        call: Call,
        pair: Pair<'_>,
        of_other: Command,
        of_kept: Command,
    ) -> Result<Answer, Fault> {
        let (kept, other) = (pair.kept.case.as_uuid(), pair.other.case.as_uuid());
        let (at, none) = (call.stamp.at, KeyRing::none());
        let mut attempt = 0;
        loop {
            let loaded = self.streams.state(kept).await?;
            let second = decided(&loaded.state, of_kept, at);
            let append = |events: &[Event]| {
                Streams::<CaseCodec>::appended(&call, kept, loaded.version, &none, events)
            };
            // What the second case refuses is told by the first's decision: a repeat is answered before.
            let (second, refused) = match second {
                Ok(events) if events.is_empty() => (Vec::new(), None),
                Ok(events) => (vec![append(&events)?], None),
                Err(rejection) => (Vec::new(), Some(rejection)),
            };
            let decide = move |state: &State| match &refused {
                Some(rejection) => Err(rejection.clone()),
                None => decided(state, of_other, at),
            };
            let also = move |_events: &[Event]| Ok(second.clone());
            match self.streams.transact_with(call.clone(), other, none.clone(), decide, also).await
            {
                Err(TransactError::Stale) if attempt + 1 < TRIES => attempt += 1,
                Err(error) => return Err(Fault::Command(error)),
                Ok(_) => break,
            }
        }
        let loaded = self.streams.state(kept).await?;
        Ok(Answer {
            centre: pair.kept.centre.clone(),
            case: pair.kept.case,
            version: loaded.version,
            state: loaded.state,
        })
    }
}

fn decided(
    state: &State,
    command: Command,
    at: sentier_kernel::Moment,
) -> Result<Vec<Event>, Rejection> {
    Case::decide(state, case::Command::Merge(command), at)
}
