//! The specification of safeguards.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment, Sensitive};

use super::{ALONE_LASTS, Command, Fact, REQUEST_LASTS, Rejection, TOGETHER_LASTS};
use crate::case::care::{self, Planned};
use crate::case::spec::{ask_to_close, day, erase, history, id, open};
use crate::case::{self, Case, Event, State};
use crate::codes::{FieldGroup, Need};
use crate::disclosure::{self, Permit};
use crate::file::CaseFile;
use crate::id::{ActionId, EntryId, StaffId};
use crate::personal::Contact;
use crate::safe_contact::spec::{any_contact, any_plan};
use crate::safe_contact::{self, Answerer, Channel, Ground, Hours, SafeContactPlan, Way, Weekday};
use crate::value::{Date, Note, Phone, SafeContact, ShortText, TimeOfDay};

/// The caseworker who opened the case, another, and a supervisor.
const AKOUVI: u8 = 0;
const DEDE: u8 = 1;
const SENA: u8 = 2;

fn staff(number: u8) -> StaffId {
    StaffId::from_uuid(id(number))
}

fn entry(number: u8) -> EntryId {
    EntryId::from_uuid(id(number))
}

fn why() -> Sensitive<Note> {
    Sensitive::new(Note::parse("her words").unwrap())
}

fn record(number: u8, by: u8, fact: Fact) -> case::Command {
    let (entry, by) = (entry(number), staff(by));
    case::Command::Safeguard(Command { entry, by, fact, plan: None })
}

fn exclude(number: u8, who: u8) -> case::Command {
    record(number, AKOUVI, Fact::StaffExcluded { staff: staff(who), why: why() })
}

fn seal(number: u8, to: &[u8]) -> case::Command {
    let to = to.iter().map(|who| staff(*who)).collect();
    record(number, SENA, Fact::CaseSealed { to, why: why() })
}

fn break_alone(number: u8, by: u8, at: Moment) -> case::Command {
    record(number, by, Fact::GlassBroken { expires_at: at.plus(ALONE_LASTS), why: why() })
}

fn ask(number: u8, by: u8) -> case::Command {
    record(number, by, Fact::GlassRequested { why: why() })
}

fn approve(number: u8, by: u8, request: u8, at: Moment) -> case::Command {
    let (request, expires_at) = (entry(request), at.plus(TOGETHER_LASTS));
    record(number, by, Fact::GlassApproved { request, expires_at })
}

fn review(number: u8, by: u8, opening: u8) -> case::Command {
    record(number, by, Fact::GlassReviewed { opening: entry(opening), comment: why() })
}

fn care(number: u8, fact: care::Fact) -> case::Command {
    case::Command::Care(care::Command { entry: entry(number), by: staff(AKOUVI), fact })
}

fn assign(number: u8, to: u8) -> case::Command {
    care(number, care::Fact::CaseAssigned { to: staff(to) })
}

fn transfer(number: u8, to: u8) -> case::Command {
    care(number, care::Fact::TransferRequested { to: staff(to), why: why() })
}

fn plan_for(number: u8, who: u8) -> case::Command {
    let planned = Planned {
        action: ActionId::from_uuid(id(number)),
        need: Need::LegalAid,
        staff: Some(staff(who)),
        agency: None,
        due_on: Date::of(day(30)),
    };
    let (actions, aims) = (vec![planned], Sensitive::new(care::Aims::default()));
    care(number, care::Fact::ActionPlanAgreed { actions, follow_up_on: None, aims })
}

fn after(mut events: Vec<Event>, command: case::Command, at: Moment) -> Vec<Event> {
    let state = Case::fold(&events);
    events.extend(Case::decide(&state, command, at).unwrap());
    events
}

fn admitted(events: &[Event], at: Moment) -> BTreeSet<StaffId> {
    Case::fold(events).safeguard.admitted(at)
}

#[test]
fn nothing_is_given_to_whom_the_case_must_not_reach() {
    let excluded = history([open(), exclude(1, DEDE)]);
    for give in [assign(2, DEDE), transfer(2, DEDE), plan_for(2, DEDE)] {
        given::<Case>(excluded.clone()).when(give, day(9)).then_refused("STAFF_EXCLUDED");
    }
    let back = record(3, SENA, Fact::StaffReadmitted { staff: staff(DEDE), why: why() });
    let readmitted = after(excluded, back, day(9));
    assert!(Case::decide(&Case::fold(&readmitted), assign(4, DEDE), day(9)).is_ok());
}

#[test]
fn who_was_asked_to_take_it_over_is_asked_no_more_when_excluded() {
    let asked = history([open(), transfer(1, DEDE)]);
    assert_eq!(Case::fold(&asked).care.successor(), Some(staff(DEDE)));
    let excluded = after(asked, exclude(2, DEDE), day(9));
    assert_eq!(Case::fold(&excluded).care.successor(), None);
}

#[test]
fn a_seal_names_the_caseworker_and_nobody_with_a_conflict() {
    let opened = history([open()]);
    given::<Case>(opened.clone()).when(seal(1, &[]), day(9)).then_refused("INVALID_FIELDS");
    given::<Case>(opened.clone())
        .when(seal(1, &[SENA]), day(9))
        .then_refused("CASEWORKER_NOT_NAMED");
    let excluded = after(opened.clone(), exclude(1, DEDE), day(9));
    given::<Case>(excluded).when(seal(2, &[AKOUVI, DEDE]), day(9)).then_refused("STAFF_EXCLUDED");
    let sealed = after(opened, seal(1, &[AKOUVI, SENA]), day(9));
    given::<Case>(sealed.clone()).when(assign(2, DEDE), day(9)).then_refused("NOT_NAMED");
    let unsealed = after(sealed, record(3, SENA, Fact::CaseUnsealed { why: why() }), day(9));
    assert!(Case::decide(&Case::fold(&unsealed), assign(4, DEDE), day(9)).is_ok());
}

#[test]
fn who_goes_in_alone_has_three_hours_and_no_second_time_before_the_review() {
    let broken = after(history([open()]), break_alone(1, DEDE, day(9)), day(9));
    let end = day(9).plus(ALONE_LASTS);
    let last = Moment::from_micros(end.as_micros() - 1);
    assert_eq!(admitted(&broken, last), [staff(DEDE)].into());
    assert_eq!(admitted(&broken, end), BTreeSet::new());
    given::<Case>(broken.clone())
        .when(break_alone(2, DEDE, end), end)
        .then_refused("REVIEW_PENDING");
    given::<Case>(broken.clone()).when(review(2, DEDE, 1), end).then_refused("OWN_GLASS");
    let reviewed = after(broken, review(2, SENA, 1), end);
    assert_eq!(
        admitted(&after(reviewed, break_alone(3, DEDE, end), end), end),
        [staff(DEDE)].into()
    );
}

#[test]
fn nobody_takes_longer_than_is_ever_permitted() {
    let long = Fact::GlassBroken { expires_at: day(10), why: why() };
    given::<Case>(history([open()]))
        .when(record(1, DEDE, long), day(9))
        .then_refused("INVALID_FIELDS");
}

#[test]
fn a_request_opens_nothing_until_another_person_approves_it_in_time() {
    let asked = after(history([open()]), ask(1, DEDE), day(9));
    assert_eq!(admitted(&asked, day(9)), BTreeSet::new());
    let own = approve(2, DEDE, 1, day(9));
    given::<Case>(asked.clone()).when(own, day(9)).then_refused("OWN_GLASS");
    let late = day(9).plus(REQUEST_LASTS);
    given::<Case>(asked.clone()).when(approve(2, SENA, 1, late), late).then_refused("GLASS_LAPSED");
    let approved = after(asked, approve(2, SENA, 1, day(9)), day(9));
    let end = day(9).plus(TOGETHER_LASTS);
    assert_eq!(admitted(&approved, Moment::from_micros(end.as_micros() - 1)), [staff(DEDE)].into());
    assert_eq!(admitted(&approved, end), BTreeSet::new());
    // Two looked already: there is nothing to review.
    given::<Case>(approved).when(review(3, SENA, 1), day(9)).then_refused("NO_SUCH_ENTRY");
}

#[test]
fn a_conflict_that_comes_to_light_ends_the_request() {
    let asked = after(history([open()]), ask(1, DEDE), day(9));
    let excluded = after(asked, exclude(2, DEDE), day(9));
    given::<Case>(excluded)
        .when(approve(3, SENA, 1, day(9)), day(9))
        .then_refused("STAFF_EXCLUDED");
}

fn set_plan(number: u8, plan: SafeContactPlan) -> case::Command {
    record(number, AKOUVI, Fact::SafeContactSet { plan: Sensitive::new(plan) })
}

/// A contact with the plan that the file holds.
fn reach(number: u8, channel: Channel, answerer: Answerer, file: &CaseFile) -> case::Command {
    let plan = file.state.safeguard.safe_contact.zip(file.safe_contact.clone());
    let fact = Fact::ContactAttempted { channel, answerer, note: why() };
    let (entry, by) = (entry(number), staff(AKOUVI));
    case::Command::Safeguard(Command { entry, by, fact, plan })
}

#[test]
fn whom_nobody_asked_is_not_reached() {
    let file = CaseFile::fold(&history([open()]));
    let refused = reach(1, Channel::Call, Answerer::Survivor, &file);
    let never = Rejection::ContactNotAllowed(safe_contact::Answer::Never(Ground::NoPlan));
    assert_eq!(Case::decide(&file.state, refused, day(9)), Err(never.into()));
}

#[test]
fn a_plan_that_was_read_before_another_was_made_reaches_nobody() {
    let never = SafeContactPlan { never: true, ..SafeContactPlan::default() };
    let before = history([open(), set_plan(1, never.clone())]);
    let read = CaseFile::fold(&before);
    let now = after(before, set_plan(2, never), day(9));
    given::<Case>(now)
        .when(reach(3, Channel::Call, Answerer::Survivor, &read), day(9))
        .then_refused("CONTACT_PLAN_CHANGED");
}

/// The number that a partner is given under a plan.
fn disclosed_number(plan: Option<SafeContactPlan>) -> String {
    let plan = plan.map(|plan| set_plan(1, plan));
    let mut file = CaseFile::fold(&history([open()].into_iter().chain(plan)));
    let phone = Phone::parse("+228 90 11 22 33").unwrap();
    let safe_contact = SafeContact::parse("her sister, after six").unwrap();
    file.contact = Sensitive::new(Contact { phone, safe_contact });
    let permit = Permit { field_groups: [FieldGroup::Contact].into(), until: None };
    let told = disclosure::release(&file, permit).unwrap().contact;
    let told = told.expose().unwrap();
    assert_eq!(told.safe_contact.as_str(), "her sister, after six");
    told.phone.as_str().to_owned()
}

#[test]
fn a_partner_is_given_no_number_of_whom_nobody_may_ring() {
    let way = |channel| Way {
        channel,
        address: ShortText::default(),
        days: Weekday::ALL.iter().copied().collect(),
        hours: Hours {
            from: TimeOfDay::parse(8, 0).unwrap(),
            until: TimeOfDay::parse(9, 0).unwrap(),
        },
        answerers: [Answerer::Survivor].into(),
    };
    let by = |channels: &[Channel]| {
        let ways = channels.iter().map(|channel| way(*channel)).collect();
        disclosed_number(Some(SafeContactPlan { ways, ..SafeContactPlan::default() }))
    };
    let never = SafeContactPlan { never: true, ..SafeContactPlan::default() };
    assert_eq!(disclosed_number(Some(never)), "");
    assert_eq!(by(&[Channel::Visit]), "");
    for rings in [Channel::Call, Channel::TextMessage] {
        assert_eq!(by(&[Channel::Visit, rings]), "+228 90 11 22 33");
    }
    // Whom nobody asked yet gave her number with her words on how.
    assert_eq!(disclosed_number(None), "+228 90 11 22 33");
}

#[derive(Clone, Debug)]
enum Step {
    Plan(SafeContactPlan),
    Reach(Channel, Answerer),
    Wait(u64),
    Erase,
    Close,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => any_plan().prop_map(Step::Plan),
        6 => any_contact().prop_map(|(channel, answerer)| Step::Reach(channel, answerer)),
        4 => (1_u64..3_000).prop_map(Step::Wait),
        1 => Just(Step::Close),
        1 => Just(Step::Erase),
    ]
}

proptest! {
    /// No sequence of plans, waits and attempts reaches her beside what she agreed to last.
    #[test]
    fn no_sequence_reaches_her_beside_her_plan(steps in prop::collection::vec(any_step(), 1..40)) {
        let mut now = day(1);
        let mut events = history([open()]);
        let mut agreed: Option<SafeContactPlan> = None;
        let (mut closed, mut erased) = (false, false);
        for (number, step) in (1_u8..).zip(steps) {
            let file = CaseFile::fold(&events);
            let state: &State = &file.state;
            let (command, sought) = match step {
                Step::Wait(minutes) => {
                    now = now.plus(Duration::from_mins(minutes));
                    continue;
                }
                Step::Plan(plan) => {
                    let decided = Case::decide(state, set_plan(number, plan.clone()), now);
                    if let Ok(more) = decided {
                        events.extend(more);
                        agreed = Some(plan);
                    }
                    continue;
                }
                Step::Erase => {
                    erased = true;
                    (erase(), None)
                }
                Step::Close => {
                    closed = true;
                    let reason = crate::codes::ClosureReason::Other;
                    let supervisor = Some(StaffId::from_uuid(id(2)));
                    let close = case::Command::CloseCase { reason, supervisor };
                    for command in [ask_to_close(reason), close] {
                        let decided = Case::decide(&Case::fold(&events), command, now);
                        events.extend(decided.unwrap_or_default());
                    }
                    continue;
                }
                Step::Reach(channel, answerer) => {
                    (reach(number, channel, answerer, &file), Some((channel, answerer)))
                }
            };
            let decided = Case::decide(state, command, now);
            if let Some((channel, answerer)) = sought {
                let answer = safe_contact::decide(agreed.as_ref(), channel, answerer, now);
                prop_assert_eq!(decided.is_ok(), answer.is_allowed() && !closed && !erased);
            }
            events.extend(decided.unwrap_or_default());
        }
    }
}
