//! Finds a survivor's case by what she tells of herself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sentier_cases_domain::case::Event;
use sentier_cases_domain::finding::{Criterion, Match, Query, Sought};
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_cases_domain::search::{self, Searches};
use sentier_eventing::streams::{Call, Streams};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::finder::{Kept, Searcher};
use super::{Cases, Fault, Known, Listed, SHOWS_OWN};
use crate::projections::{CASE_LIST, case_list, merged, sought};
use crate::store::{SearchCodec, searches_of};

/// Matches that are told, at most: a search is for one survivor, not for a list.
const MOST: usize = 10;
/// Survivors that are taken into an index at once.
const PAGE: u32 = 500;
/// What an index opens, as the ledger names it.
const OPENED: [&str; 2] = ["identity", "contact"];
/// Names what the survivors of a centre are together, for the ledger.
const INDICES: Uuid = Uuid::from_u128(0x5e47_1e60_14de_4c35_9c0d_e5f0_57a6_14de);

/// A case that may be hers. Not personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The case, as a list shows it.
    pub case: Listed,
    /// How sure, of a thousand.
    pub score: u32,
    /// What spoke for it.
    pub on: BTreeSet<Criterion>,
}

impl Cases {
    /// The likeliest cases of a centre.
    ///
    /// PRIVACY: that somebody searched stands in the log before anything is opened.
    ///
    /// # Errors
    /// When nothing is asked or the caller's quota is used up, and when store or keys do not answer.
    pub async fn search_cases(
        &self,
        call: Call,
        searcher: &Searcher,
        query: &Query,
    ) -> Result<Vec<Hit>, Fault> {
        let centre = call.stamp.centre.clone();
        self.enter_search(call, query.criteria()).await?;
        let principal = &searcher.principal;
        let found = {
            let kept = self.finder.of(&centre, searcher, self.host.env.clock.now());
            let mut kept = kept.lock().await;
            self.refresh(principal, &centre, &mut kept).await?;
            kept.index.search(query, MOST)
        };
        self.told(&centre, principal, found).await
    }

    /// Cases that may be of the same survivor as this one; counts as a search.
    ///
    /// # Errors
    /// As [`Cases::search_cases`].
    pub async fn possible_duplicates(
        &self,
        call: Call,
        searcher: &Searcher,
        known: &Known,
    ) -> Result<Vec<Hit>, Fault> {
        let by = [Criterion::FullName, Criterion::Phone, Criterion::BirthDate];
        self.enter_search(call, by.into()).await?;
        let principal = &searcher.principal;
        let found = {
            let kept = self.finder.of(&known.centre, searcher, self.host.env.clock.now());
            let mut kept = kept.lock().await;
            self.refresh(principal, &known.centre, &mut kept).await?;
            kept.index.possible_duplicates(known.case, MOST)
        };
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let follows = merged::followed(self.host.store.database(), &[known.case]).await?;
        let itself = follows.get(&known.case).copied().unwrap_or(known.case);
        let mut hits = self.told(&known.centre, principal, found).await?;
        hits.retain(|hit| {
            hit.case.case != itself && !state.merging.different.contains(&hit.case.case)
        });
        Ok(hits)
    }

    async fn enter_search(&self, call: Call, criteria: BTreeSet<Criterion>) -> Result<(), Fault> {
        let searches = Streams::<SearchCodec>::new(&self.host.store);
        let (at, stream) = (call.stamp.at, searches_of(&call.stamp.principal));
        let decide = move |state: &search::State| {
            let command = search::Command::Search { criteria: criteria.clone() };
            Searches::decide(state, command, at)
        };
        searches.transact(call, stream, KeyRing::none(), decide).await?;
        Ok(())
    }

    /// Takes in whoever came, and leaves out whoever was erased, since the index was asked last.
    async fn refresh(
        &self,
        principal: &Principal,
        centre: &str,
        kept: &mut Kept,
    ) -> Result<(), Fault> {
        self.projections.caught_up(CASE_LIST, SHOWS_OWN).await?;
        loop {
            let db = self.host.store.database();
            let places = sought::after(db, centre, kept.reached, PAGE).await?;
            let Some(last) = places.last().map(|place| place.position) else { return Ok(()) };
            let (erased, alive): (Vec<_>, Vec<_>) =
                places.into_iter().partition(|place| place.erased);
            for place in erased {
                kept.index.remove(place.case);
            }
            if !alive.is_empty() {
                self.take_in(principal, centre, kept, &alive).await?;
            }
            kept.reached = last;
        }
    }

    async fn take_in(
        &self,
        principal: &Principal,
        centre: &str,
        kept: &mut Kept,
        places: &[sought::Place],
    ) -> Result<(), Fault> {
        let survivors: Vec<Uuid> = places.iter().map(|place| place.survivor.as_uuid()).collect();
        let rings = self.host.vault.rings(&survivors).await?;
        let streams = places.iter().map(|place| place.case.as_uuid());
        let rings: HashMap<Uuid, KeyRing> = streams.zip(rings).collect();
        let positions: Vec<i64> = places.iter().map(|place| place.position).collect();
        let reading = self.host.reading(principal, centre, "search", OPENED.to_vec());
        let whole = derived(INDICES, centre);
        let opened = self.streams.disclose_at(reading, whole, &positions, &rings).await?;
        for (stream, recorded) in opened {
            if let Some(sought) = sought_in(CaseId::from_uuid(stream), &recorded.event) {
                kept.index.insert(sought);
            }
        }
        Ok(())
    }

    /// What of the matches is there for who asks.
    async fn told(
        &self,
        centre: &str,
        principal: &Principal,
        found: Vec<Match>,
    ) -> Result<Vec<Hit>, Fault> {
        let (db, viewer) = (self.host.store.database(), principal.staff_id());
        let mut cases: Vec<CaseId> = found.iter().map(|it| it.case).collect();
        let follows = merged::followed(db, &cases).await?;
        // The code of either case finds the one where the work goes on, once.
        cases.extend(follows.values());
        let shown = case_list::find(db, centre, viewer.map(StaffId::from_uuid), &cases).await?;
        let mut shown: BTreeMap<CaseId, Listed> =
            shown.into_iter().map(|listed| (listed.case, listed)).collect();
        let mut hits: Vec<Hit> = Vec::with_capacity(found.len());
        for Match { case, score, on } in found {
            let case = follows.get(&case).copied().unwrap_or(case);
            match hits.iter_mut().find(|hit| hit.case.case == case) {
                Some(known) => known.on.extend(on),
                None => hits.extend(shown.remove(&case).map(|case| Hit { case, score, on })),
            }
        }
        Ok(hits)
    }
}

/// Who she is; nothing when her keys are gone.
fn sought_in(case: CaseId, event: &Event) -> Option<Sought> {
    let (Event::CaseOpened { survivor_code, identity, contact, .. }
    | Event::SurvivorCorrected { survivor_code, identity, contact, .. }) = event
    else {
        return None;
    };
    let (identity, contact) = (identity.expose()?, contact.expose()?);
    Some(Sought {
        case,
        survivor_code: survivor_code.clone(),
        name: identity.full_name.clone(),
        phone: contact.phone.clone(),
        birth_date: identity.birth_date,
        birth_date_estimated: identity.birth_date_estimated,
    })
}
