//! What the demo knows it did: the figures must come to the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sentier_proto::referrals::v1::referral::State;

use super::figures::Figures;

/// Counts of what was done, beside the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Incidents recorded, with consent to statistics or without.
    pub incidents: u64,
    /// Consents given.
    pub consents: u64,
    /// Consents withdrawn.
    pub withdrawn: u64,
    /// Referrals requested.
    pub referrals: u64,
    /// Disclosures read by agencies.
    pub readings: u64,
    /// Disclosures that had ended when an agency wanted to read them.
    pub too_late: u64,
    /// Survivors erased.
    pub erased: u64,
    /// Closures that waited for an agency in vain.
    pub stay_open: u64,
}

#[derive(Debug)]
struct Referral {
    need: i32,
    consent: String,
    case: String,
}

#[derive(Debug, Default)]
struct Known {
    done: Done,
    figures: Figures,
    requested: BTreeMap<String, Referral>,
    reached: BTreeMap<String, BTreeSet<State>>,
    finished: BTreeSet<String>,
    refused: BTreeMap<String, String>,
    withdrawn: BTreeSet<String>,
    erased: BTreeSet<String>,
}

impl Known {
    /// Whether consent ended before the agency did.
    fn is_revoked(&self, name: &str, referral: &Referral) -> bool {
        let ended = self.reached.get(name).is_some_and(|reached| {
            reached.contains(&State::Completed) || reached.contains(&State::Declined)
        });
        let consent_ended =
            self.withdrawn.contains(&referral.consent) || self.erased.contains(&referral.case);
        consent_ended && !ended
    }
}

/// The tally; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Mutex<Known>>);

impl Tally {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn opened(&self) {
        self.known().figures.opened += 1;
    }

    pub(super) fn closed(&self) {
        self.known().figures.closed += 1;
    }

    pub(super) fn stays_open(&self) {
        self.known().done.stay_open += 1;
    }

    pub(super) fn followed_up(&self) {
        self.known().figures.follow_ups += 1;
    }

    /// An incident, and its cell when she consented to statistics.
    pub(super) fn incident(&self, cell: Option<(i32, i32)>) {
        let mut known = self.known();
        known.done.incidents += 1;
        if let Some(cell) = cell {
            *known.figures.incidents.entry(cell).or_default() += 1;
        }
    }

    pub(super) fn consented(&self) {
        self.known().done.consents += 1;
    }

    pub(super) fn requested(&self, name: &str, need: i32, consent: &str, case: &str) {
        let mut known = self.known();
        known.done.referrals += 1;
        let referral = Referral { need, consent: consent.to_owned(), case: case.to_owned() };
        known.requested.insert(name.to_owned(), referral);
    }

    pub(super) fn withdrawn(&self, consent: &str) {
        let mut known = self.known();
        known.done.withdrawn += 1;
        known.withdrawn.insert(consent.to_owned());
    }

    pub(super) fn erased(&self, case: &str) {
        let mut known = self.known();
        known.done.erased += 1;
        known.erased.insert(case.to_owned());
    }

    pub(super) fn reached(&self, referral: &str, state: State) {
        self.known().reached.entry(referral.to_owned()).or_default().insert(state);
    }

    pub(super) fn finished(&self, referral: &str) {
        self.known().finished.insert(referral.to_owned());
    }

    /// An answer that came too late for the state of its referral.
    pub(super) fn refused(&self, referral: &str, why: &impl ToString) {
        self.known().refused.insert(referral.to_owned(), why.to_string());
    }

    pub(super) fn read(&self) {
        self.known().done.readings += 1;
    }

    pub(super) fn too_late(&self) {
        self.known().done.too_late += 1;
    }

    /// What was done, beside the figures.
    pub fn done(&self) -> Done {
        self.known().done
    }

    /// Referrals that an agency has still to answer.
    pub fn unanswered(&self) -> usize {
        let known = self.known();
        known
            .requested
            .iter()
            .filter(|(name, referral)| {
                !known.finished.contains(*name) && !known.is_revoked(name, referral)
            })
            .count()
    }

    /// Answers that were refused although consent, as far as the demo knows, had not ended.
    pub fn unexplained(&self) -> Vec<String> {
        let known = self.known();
        let explained = |name: &String| {
            known.requested.get(name).is_some_and(|referral| known.is_revoked(name, referral))
        };
        known
            .refused
            .iter()
            .filter(|(name, _)| !explained(name))
            .map(|(_, why)| why.clone())
            .collect()
    }

    /// The figures as they must be counted.
    pub fn expected(&self) -> Figures {
        let known = self.known();
        let mut figures = known.figures.clone();
        let nothing = BTreeSet::new();
        for (name, referral) in &known.requested {
            let reached = known.reached.get(name).unwrap_or(&nothing);
            let revoked = known.is_revoked(name, referral).then_some(State::Revoked);
            for state in std::iter::once(State::Sent).chain(reached.iter().copied()).chain(revoked)
            {
                *figures.referrals.entry((referral.need, state.into())).or_default() += 1;
            }
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_referral_whose_consent_ends_is_revoked_unless_the_agency_ended_first() {
        let tally = Tally::default();
        for name in ["open", "done"] {
            tally.requested(name, 1, "consent", "case");
            tally.reached(name, State::Received);
        }
        tally.reached("done", State::Completed);
        tally.finished("done");
        assert_eq!(tally.unanswered(), 1);
        tally.withdrawn("consent");
        assert_eq!(tally.unanswered(), 0);
        let referrals = tally.expected().referrals;
        assert_eq!(referrals.get(&(1, State::Sent.into())), Some(&2));
        assert_eq!(referrals.get(&(1, State::Revoked.into())), Some(&1));
        assert_eq!(referrals.get(&(1, State::Completed.into())), Some(&1));
    }

    #[test]
    fn a_refused_answer_is_explained_by_a_consent_that_ended_and_by_nothing_else() {
        let tally = Tally::default();
        tally.requested("hers", 1, "consent", "case");
        tally.refused("hers", &"accept was refused");
        tally.refused("another's", &"complete was refused");
        assert_eq!(tally.unexplained(), ["complete was refused", "accept was refused"]);
        tally.withdrawn("consent");
        assert_eq!(tally.unexplained(), ["complete was refused"]);
    }
}
