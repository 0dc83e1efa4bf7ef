//! What the statistics count of a case, from its events alone.
//!
//! [`Told`] is a fold over a case's events; each step says what the event adds to the figures. Facts of
//! care wait until a consent to statistics covers the case, and are told once. What counts is the consent at
//! the close of a month ([`period`]): a consent that comes later or ends before adds nothing to it, and a
//! withdrawal takes back what was told of open months, and of those alone. A worker's number of cases
//! follows the consent in both directions, so that it never counts a case that left the figures.
//!
//! PRIVACY: codes, months and numbers; nothing personal is read, and no id of the case is in a fact.

mod answers;
#[cfg(test)]
mod answers_spec;
mod delay;
mod occupation;
pub mod period;
mod spans;
#[cfg(test)]
mod spec;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sentier_kernel::{Decider as _, Moment};

use crate::case::care::{self, Fact, Standing, task};
use crate::case::{Case, Event, State, merge};
use crate::codes::{Need, Outcome, Progress, Purpose};
use crate::consent;
use crate::id::{ReferralId, StaffId};
use crate::value::Date;

use answers::Answers;
pub use answers::Service;
pub use delay::{Lasted, ReportDelay};
pub use occupation::Occupation;
pub use spans::{AgeStep, HealthReach, ResponseTime};
pub use standing::{Release, Releases};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// A case was opened.
    Opened,
    /// It was assessed within 72 hours.
    AssessedInTime,
    /// It was assessed later.
    AssessedLate,
    /// It has a safety plan.
    SafetyPlanned,
    /// It has an action plan.
    ActionPlanned,
    /// A supervisor approved an action plan of it.
    PlanApproved,
    /// It was closed.
    Closed,
    /// It was closed; how long it had been open.
    Lasted(Lasted),
    /// Its follow-ups, when it was closed.
    FollowUps,
    /// Its referrals, when it was closed.
    Referrals,
    /// The centre gave a service.
    ServiceGiven(Need),
    /// A worker has a case more, or less.
    CasesHeld(StaffId),
    /// A supervisor supervised.
    Supervised(StaffId),
    /// A referral reached an agency's inbox; this and the next four in the month of that.
    ReferralSent,
    /// The agency saw it.
    Acknowledged(ResponseTime),
    /// The agency took it.
    Accepted(ResponseTime),
    /// She came, or is served; taken off again when it turns out that no service was given.
    Served(ResponseTime),
    /// The centre knows how it ended: completed, whatever it led to, or declined.
    Settled,
}

/// One number to add to one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Which figure.
    pub measure: Measure,
    /// A day of the month that it belongs to.
    pub on: Date,
    /// What to add.
    pub amount: i64,
}

impl Counted {
    /// Whether it tells nothing of a case, only how many a worker has.
    pub const fn is_of_staff(&self) -> bool {
        matches!(self.measure, Measure::CasesHeld(_))
    }
}

/// What is told once of a case, whatever happens again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Assessed,
    SafetyPlanned,
    ActionPlanned,
    PlanApproved,
    Closed,
}

/// What a number stands or falls with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum With {
    /// Its own month.
    Month,
    /// The opening of the case: it is told where the opening was.
    Opening,
    /// The sending of a referral: it is told where the sending was.
    Sending(ReferralId),
}

/// A number that waits, or was told.
#[derive(Clone, Copy, Debug)]
struct Entry {
    counted: Counted,
    with: With,
    /// What others stand or fall with, that this is.
    is: Option<With>,
    /// The step at which it was told.
    step: usize,
}

/// What was told of a case so far.
#[derive(Clone, Debug, Default)]
pub struct Told {
    state: State,
    steps: usize,
    waiting: Vec<Entry>,
    entries: Vec<Entry>,
    taken_back: Vec<(usize, Counted)>,
    held_by: Option<StaffId>,
    done: BTreeSet<Step>,
    sent: BTreeMap<ReferralId, Answers>,
    /// Of what others stand or fall with, whether it was told.
    stands: BTreeMap<With, bool>,
}

/// What becomes of a number under a consent.
enum Fate {
    Told,
    Waits,
    Dropped,
}

impl Told {
    /// Takes one more event of the case, stored at `at`, and says what it adds to the figures.
    pub fn step(&mut self, event: &Event, at: Moment) -> Vec<Counted> {
        self.steps += 1;
        self.taken_back.clear();
        let was_covered = is_covered(&self.state, at);
        self.state = Case::evolve(std::mem::take(&mut self.state), event);
        self.notice(event, at);
        if self.state.erased {
            self.waiting.clear();
        }
        if !matters(event) {
            return Vec::new();
        }
        let follows = self.state.merging.follows.is_some();
        let covered = is_covered(&self.state, at) && !follows;
        let mut told = if covered { self.tell(at) } else { Vec::new() };
        if matches!(event, Event::Merge(of) if matches!(of.fact, merge::Fact::Followed { .. })) {
            let back = self.take_back(at).into_iter();
            told.extend(back.map(|(_, one)| Counted { amount: -one.amount, ..one }));
        }
        let withdrawn = matches!(event, Event::ConsentWithdrawn { .. });
        if withdrawn && was_covered && !is_covered(&self.state, at) {
            self.taken_back = self.take_back(at);
        }
        told.extend(self.hold(covered, Date::of(at)));
        told
    }

    /// What the last step took out of the figures again, because the consent ended while its month was
    /// open: with the number of the step that told it, from 1 on.
    pub fn taken_back(&self) -> &[(usize, Counted)] {
        &self.taken_back
    }

    /// What a consent lets out: nothing of a month that closed without one, and nothing of a month that
    /// the consent does not reach the end of.
    fn tell(&mut self, at: Moment) -> Vec<Counted> {
        let mut told = Vec::new();
        for mut entry in std::mem::take(&mut self.waiting) {
            match self.fate(&entry, at) {
                Fate::Waits => self.waiting.push(entry),
                Fate::Dropped => {
                    if let Some(is) = entry.is {
                        self.stands.insert(is, false);
                    }
                }
                Fate::Told => {
                    if let Some(is) = entry.is {
                        self.stands.insert(is, true);
                    }
                    entry.step = self.steps;
                    told.push(entry.counted);
                    self.entries.push(entry);
                }
            }
        }
        told
    }

    fn fate(&self, entry: &Entry, at: Moment) -> Fate {
        if entry.with != With::Month {
            return match self.stands.get(&entry.with) {
                Some(true) => Fate::Told,
                Some(false) => Fate::Dropped,
                None => Fate::Waits,
            };
        }
        if !period::is_open(entry.counted.on, at) {
            return Fate::Dropped;
        }
        let to_the_end = is_covered(&self.state, period::closes_at(entry.counted.on));
        if to_the_end { Fate::Told } else { Fate::Waits }
    }

    /// What was told of months that are open is taken back, and waits for a new consent, or for an undoing
    /// of a merge. Months that have closed are not corrected (PRIVACY 2.5).
    fn take_back(&mut self, at: Moment) -> Vec<(usize, Counted)> {
        let open = |entry: &Entry| period::is_open(entry.counted.on, at);
        let (back, kept) = std::mem::take(&mut self.entries).into_iter().partition(open);
        self.entries = kept;
        let back: Vec<Entry> = back;
        for is in back.iter().filter_map(|entry| entry.is) {
            self.stands.remove(&is);
        }
        self.waiting.extend(&back);
        // What others stand with is told first.
        self.waiting.sort_by_key(|entry| entry.is.is_none());
        back.into_iter().map(|entry| (entry.step, entry.counted)).collect()
    }

    /// Moves the case to whom it counts for now; to nobody when it is closed or left the figures.
    fn hold(&mut self, covered: bool, on: Date) -> impl Iterator<Item = Counted> + use<> {
        let counts = covered && self.state.closed.is_none();
        let worker = self.state.opening.as_ref().map(|opening| opening.caseworker);
        let holds = worker.filter(|_worker| counts);
        let before = std::mem::replace(&mut self.held_by, holds);
        let change = move |worker: StaffId, amount| Counted {
            measure: Measure::CasesHeld(worker),
            on,
            amount,
        };
        let moved = before != holds;
        let changes = [before.map(|one| change(one, -1)), holds.map(|one| change(one, 1))];
        changes.into_iter().flatten().filter(move |_change| moved)
    }

    fn notice(&mut self, event: &Event, at: Moment) {
        let Some(opened_at) = self.state.opening.as_ref().map(|opening| opening.at) else { return };
        let (cohort, on) = (Date::of(opened_at), Date::of(at));
        match event {
            Event::CaseOpened { .. } => {
                self.wait_as(Measure::Opened, cohort, (With::Month, Some(With::Opening)));
            }
            Event::CaseClosed { .. } if self.done.insert(Step::Closed) => {
                self.wait_as(Measure::Closed, cohort, (With::Opening, None));
                self.wait(Measure::Lasted(Lasted::between(cohort, on)), on, 1);
                self.wait(Measure::FollowUps, on, self.state.follow_ups.len());
                self.wait(Measure::Referrals, on, self.state.referrals.len());
            }
            Event::Care(event) => self.notice_care(event, at.since(opened_at), cohort, on),
            Event::ReferralProgressed { referral, progress, outcome, happened_at, .. } => {
                self.notice_answer(*referral, (*progress, *outcome), *happened_at);
            }
            _ => {}
        }
    }

    /// Answers are timed from the sending, both as the referrals context recorded them; each is told once.
    /// One that comes although nothing was sent tells nothing.
    fn notice_answer(
        &mut self,
        referral: ReferralId,
        (progress, outcome): (Progress, Option<Outcome>),
        at: Moment,
    ) {
        let with = With::Sending(referral);
        if progress == Progress::Sent && !self.sent.contains_key(&referral) {
            self.sent.insert(referral, Answers::new(at));
            self.wait_as(Measure::ReferralSent, Date::of(at), (With::Month, Some(with)));
            return;
        }
        let Some(answers) = self.sent.get_mut(&referral) else { return };
        let on = Date::of(answers.sent_at());
        for (measure, amount) in answers.take(progress, outcome, at) {
            let counted = Counted { measure, on, amount };
            self.waiting.push(Entry { counted, with, is: None, step: 0 });
        }
    }

    fn notice_care(&mut self, event: &care::Event, since: Duration, cohort: Date, on: Date) {
        match &event.fact {
            Fact::AssessmentRecorded { .. } => {
                let in_time = since < task::ASSESS_WITHIN;
                let measure = if in_time { Measure::AssessedInTime } else { Measure::AssessedLate };
                self.once(Step::Assessed, measure, cohort);
            }
            Fact::SafetyPlanMade { .. } => {
                self.once(Step::SafetyPlanned, Measure::SafetyPlanned, cohort);
            }
            Fact::ActionPlanAgreed { .. } => {
                self.once(Step::ActionPlanned, Measure::ActionPlanned, cohort);
            }
            Fact::ServiceGiven { need, .. } => self.wait(Measure::ServiceGiven(*need), on, 1),
            Fact::CaseAssigned { .. } => self.wait(Measure::Supervised(event.by), on, 1),
            Fact::ApprovalAnswered { .. } => {
                self.wait(Measure::Supervised(event.by), on, 1);
                let plan = self.state.care.action_plan.as_ref();
                if plan.is_some_and(|plan| plan.approval == Standing::Approved) {
                    self.once(Step::PlanApproved, Measure::PlanApproved, cohort);
                }
            }
            _ => {}
        }
    }

    fn once(&mut self, step: Step, measure: Measure, on: Date) {
        if self.done.insert(step) {
            self.wait_as(measure, on, (With::Opening, None));
        }
    }

    fn wait(&mut self, measure: Measure, on: Date, amount: usize) {
        let amount = i64::try_from(amount).unwrap_or(i64::MAX);
        if amount > 0 {
            let counted = Counted { measure, on, amount };
            self.waiting.push(Entry { counted, with: With::Month, is: None, step: 0 });
        }
    }

    /// One, that stands or falls with another, or that others stand or fall with.
    fn wait_as(&mut self, measure: Measure, on: Date, (with, is): (With, Option<With>)) {
        let counted = Counted { measure, on, amount: 1 };
        self.waiting.push(Entry { counted, with, is, step: 0 });
    }
}

/// Whether a consent to statistics covers the case at `at`.
pub fn is_covered(state: &State, at: Moment) -> bool {
    let none = BTreeSet::new();
    !state.erased
        && consent::covers(&state.consents, None, Purpose::Statistics, &none, at).is_some()
}

/// Whether an event can add anything; what the others do to a case waits for the next of these.
pub const fn matters(event: &Event) -> bool {
    match event {
        Event::ConsentGranted { .. }
        | Event::ConsentWithdrawn { .. }
        | Event::CaseClosed { .. }
        | Event::ReferralProgressed { .. }
        | Event::SurvivorErased { .. } => true,
        Event::Merge(event) => {
            matches!(event.fact, merge::Fact::Followed { .. } | merge::Fact::Parted { .. })
        }
        Event::Care(event) => matches!(
            event.fact,
            Fact::AssessmentRecorded { .. }
                | Fact::SafetyPlanMade { .. }
                | Fact::ActionPlanAgreed { .. }
                | Fact::ServiceGiven { .. }
                | Fact::CaseAssigned { .. }
                | Fact::TransferAnswered { .. }
                | Fact::ApprovalAnswered { .. }
                | Fact::CaseReopened { .. }
        ),
        _ => false,
    }
}
