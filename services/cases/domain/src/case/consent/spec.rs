//! Consent and override by given, when, then; and that nothing leaves without one of them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment, Sensitive};

use crate::case::spec::{
    DAY, IDENTITY, ask_to_close, close, day, grant, groups, history, id, open, progress, refer,
    statistics, withdraw,
};
use crate::case::{Case, Command, Event, OVERRIDE_LASTS, REQUEST_LASTS, State, Wanted};
use crate::codes::{ClosureReason, FieldGroup, Progress, Purpose};
use crate::consent::{Born, LegalGround};
use crate::disclosure;
use crate::file::CaseFile;
use crate::id::{AgencyId, ConsentId, StaffId};
use crate::value::OverrideReason;

/// Overrides have ids of their own.
const OVERRIDES: u8 = 100;

fn staff(number: u8) -> StaffId {
    StaffId::from_uuid(id(number))
}

fn override_id(number: u8) -> ConsentId {
    ConsentId::from_uuid(id(OVERRIDES + number))
}

fn ask(number: u8, agency: u8, of: &[FieldGroup], by: u8) -> Command {
    Command::RequestOverride {
        id: override_id(number),
        wanted: Wanted {
            agency: AgencyId::from_uuid(id(agency)),
            field_groups: groups(of),
            ground: LegalGround::ImminentDanger,
            survivor_told: true,
        },
        reason: Sensitive::new(OverrideReason::parse("he waits for her").unwrap()),
        by: staff(by),
    }
}

fn approve(number: u8, by: u8) -> Command {
    Command::ApproveOverride { id: override_id(number), by: staff(by) }
}

fn refer_by_override(number: u8, agency: u8, of: &[FieldGroup], overriding: u8) -> Command {
    refer(number, agency, OVERRIDES + overriding, of)
}

/// An hour after the request.
fn soon() -> Moment {
    day(1).plus(std::time::Duration::from_hours(1))
}

/// A case with an override that another person approved.
fn approved() -> Vec<Event> {
    let mut events = history([open(), ask(1, 1, IDENTITY, 1)]);
    events.extend(Case::decide(&Case::fold(&events), approve(1, 2), soon()).unwrap());
    events
}

#[test]
fn a_requested_override_permits_nothing() {
    given::<Case>(history([open(), ask(1, 1, IDENTITY, 1)]))
        .when(refer_by_override(1, 1, IDENTITY, 1), day(1))
        .then_refused("NO_SUCH_CONSENT");
}

#[test]
fn nobody_approves_her_own_override() {
    given::<Case>(history([open(), ask(1, 1, IDENTITY, 1)]))
        .when(approve(1, 1), day(1))
        .then_refused("OWN_OVERRIDE");
}

#[test]
fn an_approved_override_permits_its_agency_and_groups_for_a_time() {
    let state = Case::fold(&approved());
    let end = soon().plus(OVERRIDE_LASTS);
    let tried = |command, at| Case::decide(&state, command, at).is_ok();
    let last = Moment::from_micros(end.as_micros() - 1);
    assert!(tried(refer_by_override(1, 1, IDENTITY, 1), last));
    assert!(!tried(refer_by_override(1, 1, IDENTITY, 1), end));
    assert!(!tried(refer_by_override(1, 2, IDENTITY, 1), last));
    assert!(!tried(refer_by_override(1, 1, &[FieldGroup::Narrative], 1), last));
}

#[test]
fn a_request_lapses_when_nobody_approves_it() {
    let events = history([open(), ask(1, 1, IDENTITY, 1)]);
    let lapsed = day(1).plus(REQUEST_LASTS);
    given::<Case>(events).when(approve(1, 2), lapsed).then_refused("OVERRIDE_LAPSED");
}

#[test]
fn an_override_gives_its_groups_and_its_reason() {
    let Command::RequestOverride { id, wanted, by, .. } = ask(1, 1, &[], 1) else {
        panic!("a request")
    };
    let reason = Sensitive::new(OverrideReason::default());
    let empty = Command::RequestOverride { id, wanted, reason, by };
    given::<Case>(history([open()])).when(empty, day(1)).then_refused("INVALID_FIELDS");
}

#[test]
fn an_override_can_be_ended_as_a_consent_is_withdrawn() {
    let mut events = approved();
    let withdrawal = withdraw(OVERRIDES + 1);
    events.extend(Case::decide(&Case::fold(&events), withdrawal, soon()).unwrap());
    given::<Case>(events)
        .when(refer_by_override(1, 1, IDENTITY, 1), day(4))
        .then_refused("CONSENT_NOT_VALID");
}

/// Any command, over few ids so that they meet.
fn any_command() -> impl Strategy<Value = Command> {
    let few = || 0..3_u8;
    let some = || proptest::sample::subsequence(FieldGroup::ALL.to_vec(), 0..=4);
    prop_oneof![
        (few(), few(), proptest::option::of(0..40_i64)).prop_map(|(c, a, e)| grant(c, a, e)),
        few().prop_map(statistics),
        few().prop_map(withdraw),
        few().prop_map(|number| withdraw(OVERRIDES + number)),
        (few(), few(), some(), few()).prop_map(|(o, a, of, by)| ask(o, a, &of, by)),
        (few(), few()).prop_map(|(o, by)| approve(o, by)),
        (few(), few(), few(), some()).prop_map(|(r, a, c, of)| refer(r, a, c, &of)),
        (few(), few(), some(), few()).prop_map(|(r, a, of, o)| refer_by_override(r, a, &of, o)),
        (few(), proptest::sample::select(Progress::ALL.to_vec())).prop_map(|(r, p)| progress(r, p)),
        Just(ask_to_close(ClosureReason::NeedsMet)),
        Just(close()),
        Just(crate::case::spec::erase()),
    ]
}

/// What the history says of a permission, found without the code under test: a consent, or a request of
/// one person that another approved.
fn permitted(
    events: &[Event],
    wanted: ConsentId,
    to: AgencyId,
    of: &BTreeSet<FieldGroup>,
    now: Moment,
) -> bool {
    let ended = events.iter().any(|event| match event {
        Event::ConsentWithdrawn { consent, .. } => *consent == wanted,
        Event::SurvivorErased { .. } => true,
        _ => false,
    });
    let consented = events.iter().any(|event| match event {
        Event::ConsentGranted {
            consent, purpose, agency, field_groups, expires_at, at, ..
        } => {
            *consent == wanted
                && *purpose == Purpose::Services
                && *agency == Some(to)
                && of.is_subset(field_groups)
                && *at <= now
                && expires_at.is_none_or(|end| now < end)
        }
        _ => false,
    });
    let overridden = events.iter().any(|asked| match asked {
        Event::OverrideRequested { id, wanted: it, by: requester, .. } => {
            *id == wanted
                && it.agency == to
                && of.is_subset(&it.field_groups)
                && events.iter().any(|event| match event {
                    Event::OverrideApproved { id, by, at, .. } => {
                        let until = Moment::from_micros(at.as_micros() + 3 * DAY);
                        *id == wanted && by != requester && *at <= now && now < until
                    }
                    _ => false,
                })
        }
        _ => false,
    });
    !ended && (consented || overridden)
}

/// A case that went through commands at times of a clock that may be set back and forth; commands come
/// again as a caller repeats them.
fn lived(steps: Vec<(Command, i64, bool)>) -> Vec<Event> {
    lived_from(open(), steps)
}

/// As [`lived`], from this opening; who grants a consent knows what the file knows of her birth.
pub(super) fn lived_from(opening: Command, steps: Vec<(Command, i64, bool)>) -> Vec<Event> {
    let mut events = history([opening]);
    for (command, hour, again) in steps {
        for _ in 0..=u8::from(again) {
            let at = day(0).plus(std::time::Duration::from_hours(hour.unsigned_abs()));
            let state = Case::fold(&events);
            let command = knowing(command.clone(), &CaseFile::fold(&events));
            events.extend(Case::decide(&state, command, at).unwrap_or_default());
        }
    }
    events
}

pub(super) fn knowing(mut command: Command, file: &CaseFile) -> Command {
    if let Command::GrantConsent { born, .. } = &mut command {
        *born = file.identity.expose().and_then(Born::of);
    }
    command
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// The function under test is the one that a claim of the referrals service passes, before and after
    /// anything is opened.
    #[test]
    fn no_field_group_leaves_without_a_permission_valid_at_that_instant(
        steps in proptest::collection::vec((any_command(), 0..900_i64, any::<bool>()), 0..40),
        asked_at in proptest::collection::vec(0..1_000_u64, 1..6),
    ) {
        let events = lived(steps);
        let (state, file): (State, CaseFile) = (Case::fold(&events), CaseFile::fold(&events));
        for hour in asked_at {
            let now = day(0).plus(std::time::Duration::from_hours(hour));
            for (referral, known) in &state.referrals {
                for agency in (0..3).map(|number| AgencyId::from_uuid(id(number))) {
                    let permit = disclosure::permit(&state, *referral, agency, now);
                    let leaves = disclosure::disclose(&file, *referral, agency, now);
                    prop_assert_eq!(permit.is_ok(), leaves.is_ok());
                    let Ok(permit) = permit else { continue };
                    let groups = &permit.field_groups;
                    prop_assert!(permitted(&events, known.consent, agency, groups, now));
                    let leaves = leaves.unwrap();
                    prop_assert_eq!(&leaves.permit, &permit);
                    let identity = leaves.identity.expose().is_some();
                    prop_assert_eq!(identity, groups.contains(&FieldGroup::Identity));
                    let contact = leaves.contact.expose().is_some();
                    prop_assert_eq!(contact, groups.contains(&FieldGroup::Contact));
                }
            }
        }
    }

    #[test]
    fn no_override_is_approved_by_who_asked_for_it(
        steps in proptest::collection::vec((any_command(), 0..900_i64, any::<bool>()), 0..40),
    ) {
        for known in Case::fold(&lived(steps)).overrides.values() {
            prop_assert!(known.approved.is_none_or(|(by, _)| by != known.requested_by));
        }
    }
}
