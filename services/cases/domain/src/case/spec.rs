//! The specification of a case, and the properties that no sequence of commands breaks.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Explain as _, Moment, Sensitive};

use super::care::codes::Check;
use super::care::{self, Fact};
use super::{Case, Command, Erasure, Event, State};
use crate::classification::Answers;
use crate::codes::{ClosureReason, FieldGroup, Need, Progress, Purpose, Sex, Urgency};
use crate::consent::{ConsentAge, GivenBy, GivenHow, Giving};
use crate::disclosure;
use crate::file::CaseFile;
use crate::id::{
    AgencyId, CaseId, ConsentId, EntryId, FollowUpId, IncidentId, ReferralId, StaffId, StructureId,
    SurvivorId,
};
use crate::minimum::{
    Abduction, Circumstances, DisplacementStage, HarmfulPractice, PerpetratorCount, PlaceType,
    ReferralSource, ReportedElsewhere, SurvivorProfile, YesNo,
};
use crate::personal::{Contact, Identity};
use crate::retention::Ground;
use crate::value::{ConsentLimits, Date, FullName, Narrative, Note, SurvivorCode};

pub(super) const DAY: i64 = 86_400_000_000;

pub(super) fn day(number: i64) -> Moment {
    Moment::from_micros(20_000 * DAY + number * DAY)
}

pub(super) fn id(number: u8) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

pub(super) fn groups(of: &[FieldGroup]) -> BTreeSet<FieldGroup> {
    of.iter().copied().collect()
}

pub(super) fn open() -> Command {
    Command::OpenCase {
        case: CaseId::from_uuid(id(0)),
        survivor: SurvivorId::from_uuid(id(0)),
        survivor_code: SurvivorCode::parse("OG1-7K3M-QX").unwrap(),
        caseworker: StaffId::from_uuid(id(0)),
        identity: Sensitive::new(Identity {
            full_name: FullName::parse("Afi").unwrap(),
            sex: Sex::Female,
            birth_date: None,
            birth_date_estimated: false,
        }),
        contact: Sensitive::new(Contact::default()),
        profile: Sensitive::new(SurvivorProfile::default()),
        statistics: None,
    }
}

/// Circumstances that are whole.
pub(super) fn told() -> Circumstances {
    Circumstances {
        displacement_stage: Some(DisplacementStage::NotDisplaced),
        place_type: Some(PlaceType::Road),
        harmful_practice: Some(HarmfulPractice::None),
        goods_exchanged: Some(YesNo::No),
        abduction: Some(Abduction::None),
        previous_incidents: Some(YesNo::Yes),
        reported_elsewhere: Some(ReportedElsewhere::No),
        perpetrator_count: Some(PerpetratorCount::Unknown),
        referred_from: Some(ReferralSource::SelfReferred),
        ..Circumstances::default()
    }
}

/// An adult's own consent.
pub(super) fn giving() -> Giving {
    Giving {
        how: GivenHow::Signature,
        by: GivenBy::Survivor,
        age: ConsentAge::Adult,
        assent: None,
        best_interest: None,
        limits: ConsentLimits::default(),
    }
}

pub(super) fn incident(number: u8) -> Command {
    Command::RecordIncident {
        incident: IncidentId::from_uuid(id(number)),
        date: Date::parse(2024, 1, 1).unwrap(),
        date_estimated: false,
        part_of_day: None,
        answers: Answers { penetration: true, gender_based: true, ..Answers::default() },
        circumstances: Sensitive::new(told()),
        narrative: Sensitive::new(Narrative::parse("her words").unwrap()),
    }
}

pub(super) fn grant(number: u8, agency: u8, expires: Option<i64>) -> Command {
    Command::GrantConsent {
        consent: ConsentId::from_uuid(id(number)),
        purpose: Purpose::Services,
        agency: Some(AgencyId::from_uuid(id(agency))),
        field_groups: groups(&[FieldGroup::Identity, FieldGroup::Incident]),
        expires_at: expires.map(day),
        giving: Sensitive::new(giving()),
        born: None,
    }
}

pub(super) fn statistics(number: u8) -> Command {
    Command::GrantConsent {
        consent: ConsentId::from_uuid(id(number)),
        purpose: Purpose::Statistics,
        agency: None,
        field_groups: BTreeSet::new(),
        expires_at: None,
        giving: Sensitive::new(giving()),
        born: None,
    }
}

pub(super) fn withdraw(number: u8) -> Command {
    Command::WithdrawConsent { consent: ConsentId::from_uuid(id(number)) }
}

pub(super) fn refer(number: u8, agency: u8, consent: u8, of: &[FieldGroup]) -> Command {
    Command::RequestReferral {
        referral: ReferralId::from_uuid(id(number)),
        agency: AgencyId::from_uuid(id(agency)),
        structure: StructureId::from_uuid(id(agency)),
        need: Need::HealthCare,
        urgency: Urgency::Routine,
        consent: ConsentId::from_uuid(id(consent)),
        field_groups: groups(of),
    }
}

pub(super) fn progress(number: u8, progress: Progress) -> Command {
    let referral = ReferralId::from_uuid(id(number));
    Command::RecordReferralProgress { referral, progress, outcome: None, happened_at: day(9) }
}

fn follow_up(number: u8) -> Command {
    Command::RecordFollowUp {
        follow_up: FollowUpId::from_uuid(id(number)),
        met_at: day(0),
        goals: BTreeMap::new(),
        next_on: None,
        note: Sensitive::new(Note::parse("she is well").unwrap()),
    }
}

/// Her caseworker asks to close, with the checklist.
pub(super) fn ask_to_close(reason: ClosureReason) -> Command {
    let checks = [Check::MayReturn].into();
    let note = Sensitive::new(Note::parse("she is well").unwrap());
    let fact = Fact::ClosureRequested { reason, checks, note };
    let (entry, by) = (EntryId::from_uuid(id(210)), StaffId::from_uuid(id(0)));
    Command::Care(care::Command { entry, by, fact })
}

/// A supervisor closes what was asked for.
pub(super) fn close() -> Command {
    let supervisor = Some(StaffId::from_uuid(id(2)));
    Command::CloseCase { reason: ClosureReason::NeedsMet, supervisor }
}

fn release(number: u8) -> Command {
    Command::ReleaseFacts { incident: IncidentId::from_uuid(id(number)), is_whole: true }
}

/// Of the incident something is missing.
fn withhold(number: u8) -> Command {
    Command::ReleaseFacts { incident: IncidentId::from_uuid(id(number)), is_whole: false }
}

/// The history of commands that were all accepted, one a day.
pub(super) fn history(commands: impl IntoIterator<Item = Command>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (at, command) in (0..).zip(commands) {
        let state = Case::fold(&events);
        events.extend(Case::decide(&state, command, day(at)).unwrap());
    }
    events
}

pub(super) fn erase() -> Command {
    erase_on(Ground::SurvivorRequest)
}

pub(super) fn erase_on(ground: Ground) -> Command {
    let (entry, by) = (EntryId::from_uuid(id(200)), StaffId::from_uuid(id(2)));
    Command::EraseSurvivor(Erasure { entry, by, ground, keys: Vec::new() })
}

pub(super) const IDENTITY: &[FieldGroup] = &[FieldGroup::Identity];

#[test]
fn a_case_that_was_never_opened_is_not_found() {
    given::<Case>([]).when(close(), day(1)).then_refused("NOT_FOUND");
}

#[test]
fn a_referral_needs_a_consent() {
    given::<Case>(history([open()]))
        .when(refer(1, 1, 1, IDENTITY), day(5))
        .then_refused("NO_SUCH_CONSENT");
}

#[test]
fn a_referral_needs_a_consent_for_its_own_agency() {
    given::<Case>(history([open(), grant(1, 1, None)]))
        .when(refer(1, 2, 1, IDENTITY), day(5))
        .then_refused("CONSENT_FOR_ANOTHER_AGENCY");
}

#[test]
fn a_referral_discloses_no_group_beyond_the_consent() {
    given::<Case>(history([open(), grant(1, 1, None)]))
        .when(refer(1, 1, 1, &[FieldGroup::Narrative]), day(5))
        .then_refused("NO_CONSENT");
}

#[test]
fn an_expired_consent_allows_no_referral() {
    given::<Case>(history([open(), grant(1, 1, Some(5))]))
        .when(refer(1, 1, 1, IDENTITY), day(5))
        .then_refused("CONSENT_NOT_VALID");
}

#[test]
fn a_consent_to_statistics_allows_no_referral() {
    given::<Case>(history([open(), statistics(1)]))
        .when(refer(1, 1, 1, IDENTITY), day(5))
        .then_refused("NO_CONSENT");
}

#[test]
fn a_consent_to_services_names_its_agency_and_groups() {
    let command = Command::GrantConsent {
        consent: ConsentId::from_uuid(id(1)),
        purpose: Purpose::Services,
        agency: None,
        field_groups: BTreeSet::new(),
        expires_at: None,
        giving: Sensitive::new(giving()),
        born: None,
    };
    let refused = Case::decide(&Case::fold(&history([open()])), command, day(1)).unwrap_err();
    let fields: Vec<_> = refused.violations().into_iter().map(|wrong| wrong.field).collect();
    assert_eq!(fields, ["agency", "field_groups"]);
}

#[test]
fn a_withdrawn_consent_stops_the_referral_and_its_disclosure() {
    let events = history([open(), grant(1, 1, None), refer(1, 1, 1, IDENTITY), withdraw(1)]);
    let state = Case::fold(&events);
    let (referral, agency) = (ReferralId::from_uuid(id(1)), AgencyId::from_uuid(id(1)));
    assert_eq!(state.referrals[&referral].progress, Progress::Revoked);
    let refused = disclosure::permit(&state, referral, agency, day(9)).unwrap_err();
    assert_eq!(refused.reason(), "CONSENT_NOT_VALID");
}

#[test]
fn progress_only_moves_forward() {
    let events = history([
        open(),
        grant(1, 1, None),
        refer(1, 1, 1, IDENTITY),
        progress(1, Progress::Accepted),
    ]);
    given::<Case>(events.clone()).when(progress(1, Progress::Received), day(9)).then_nothing();
    given::<Case>(events).when(progress(1, Progress::Accepted), day(9)).then_nothing();
}

#[test]
fn an_appointment_may_be_missed_and_given_again_and_an_end_is_final() {
    let mut steps = vec![open(), grant(1, 1, None), refer(1, 1, 1, IDENTITY)];
    for next in [
        Progress::Accepted,
        Progress::Scheduled,
        Progress::NoShow,
        Progress::Scheduled,
        Progress::Attended,
        Progress::InService,
        Progress::CancelRequested,
        Progress::Cancelled,
    ] {
        let at = day(9);
        let moved = Event::ReferralProgressed {
            referral: ReferralId::from_uuid(id(1)),
            progress: next,
            outcome: None,
            happened_at: at,
            at,
        };
        given::<Case>(history(steps.clone())).when(progress(1, next), at).then([moved]);
        steps.push(progress(1, next));
    }
    for late in [Progress::Scheduled, Progress::Completed, Progress::Expired] {
        given::<Case>(history(steps.clone())).when(progress(1, late), day(9)).then_nothing();
    }
}

#[test]
fn a_need_that_is_left_is_a_task_until_the_next_structure_is_asked() {
    use super::care::task::{Change, Kind, changes};
    for left in [Progress::Declined, Progress::Expired] {
        let event = Event::ReferralProgressed {
            referral: ReferralId::from_uuid(id(1)),
            progress: left,
            outcome: None,
            happened_at: day(9),
            at: day(9),
        };
        let begun = changes(&event);
        assert!(matches!(begun[..], [.., Change::Begin(task)] if task.kind == Kind::Referral));
    }
    let asked = history([open(), grant(1, 1, None), refer(1, 1, 1, IDENTITY)]);
    let last = asked.last().expect("a referral");
    assert!(changes(last).contains(&Change::EndAll(Kind::Referral)));
}

#[test]
fn a_case_with_an_open_referral_does_not_close() {
    let met = ClosureReason::NeedsMet;
    let asked = [open(), grant(1, 1, None), refer(1, 1, 1, IDENTITY), ask_to_close(met)];
    given::<Case>(history(asked.clone())).when(close(), day(9)).then_refused("REFERRALS_OPEN");
    let done = history(asked.into_iter().chain([progress(1, Progress::Completed)]));
    let at = day(9);
    given::<Case>(done).when(close(), at).then([Event::CaseClosed { reason: met, at }]);
}

#[test]
fn facts_are_released_under_a_consent_to_statistics_only() {
    given::<Case>(history([open(), incident(1), grant(1, 1, None)]))
        .when(release(1), day(9))
        .then_refused("NO_CONSENT");
    let released = history([open(), incident(1), statistics(1), release(1)]);
    given::<Case>(released).when(release(1), day(9)).then_nothing();
}

#[test]
fn an_incident_that_is_not_whole_is_withheld_once_until_what_it_hangs_on_changes() {
    let (at, number) = (day(9), IncidentId::from_uuid(id(1)));
    let withheld = Event::FactsWithheld { incident: number, at };
    let consented = [open(), incident(1), statistics(1)];
    given::<Case>(history(consented.clone())).when(withhold(1), at).then([withheld.clone()]);
    let told = || history(consented.clone().into_iter().chain([withhold(1)]));
    given::<Case>(told()).when(withhold(1), at).then_nothing();
    // What is whole goes.
    let released = Event::FactsReleased { incident: number, consent: consent_of(1), at };
    given::<Case>(told()).when(release(1), at).then([released]);
    // Without a consent nothing is asked at all.
    let without = history([open(), incident(1)]);
    given::<Case>(without).when(withhold(1), at).then_refused("NO_CONSENT");
    // Another consent ended: it is looked at again.
    let again = consented.into_iter().chain([statistics(2), withhold(1), withdraw(2)]);
    given::<Case>(history(again)).when(withhold(1), at).then([withheld]);
}

#[test]
fn what_is_missing_of_an_incident_is_named_by_the_paths_of_a_correction() {
    let whole = CaseFile::fold(&history([open(), incident(1)]));
    let hers = |file: &CaseFile| -> Vec<String> {
        let missing = file.missing(&file.incidents[0], Date::of(day(9)));
        missing.into_iter().map(|one| one.field.into_owned()).collect()
    };
    let expected = [
        "survivor.birth_date",
        "survivor.profile.marital_status",
        "survivor.profile.displacement_status",
        "survivor.profile.disability",
    ];
    assert_eq!(hers(&whole), expected, "her circumstances are whole");
    let Command::RecordIncident { incident, date, part_of_day, answers, narrative, .. } =
        incident(1)
    else {
        panic!("an incident")
    };
    let circumstances = Sensitive::new(Circumstances { abduction: None, ..told() });
    let short = Command::RecordIncident {
        incident,
        date,
        date_estimated: false,
        part_of_day,
        answers,
        circumstances,
        narrative,
    };
    let found = hers(&CaseFile::fold(&history([open(), short])));
    assert!(found.contains(&"circumstances.abduction".to_owned()), "{found:?}");
}

fn consent_of(number: u8) -> ConsentId {
    ConsentId::from_uuid(id(number))
}

#[test]
fn a_disclosure_holds_the_consented_groups_only() {
    let events = history([open(), incident(1), grant(1, 1, None), refer(1, 1, 1, IDENTITY)]);
    let (referral, agency) = (ReferralId::from_uuid(id(1)), AgencyId::from_uuid(id(1)));
    let file = CaseFile::fold(&events);
    let disclosed = disclosure::disclose(&file, referral, agency, day(9)).unwrap();
    assert!(disclosed.identity.expose().is_some());
    assert!(disclosed.contact.expose().is_none());
    assert!(disclosed.incidents.is_empty());
    let other = AgencyId::from_uuid(id(2));
    assert!(disclosure::disclose(&file, referral, other, day(9)).is_err());
}

#[test]
fn an_erased_survivor_leaves_nothing_in_the_file() {
    let events = history([open(), incident(1), follow_up(1), erase()]);
    let file = CaseFile::fold(&events);
    assert!(file.identity.is_erased() && file.contact.is_erased());
    assert!(file.incidents.is_empty() && file.follow_ups.is_empty());
    given::<Case>(events).when(incident(2), day(9)).then_refused("SURVIVOR_ERASED");
}

/// Any command, over few ids so that they meet.
fn any_command() -> impl Strategy<Value = Command> {
    let few = || 0..3_u8;
    prop_oneof![
        Just(open()),
        few().prop_map(incident),
        (few(), few(), proptest::option::of(0..40_i64)).prop_map(|(c, a, e)| grant(c, a, e)),
        few().prop_map(statistics),
        few().prop_map(withdraw),
        (few(), few(), few(), proptest::sample::subsequence(FieldGroup::ALL.to_vec(), 0..=4))
            .prop_map(|(r, a, c, of)| refer(r, a, c, &of)),
        (few(), proptest::sample::select(Progress::ALL.to_vec())).prop_map(|(r, p)| progress(r, p)),
        few().prop_map(follow_up),
        few().prop_map(release),
        few().prop_map(withhold),
        care::spec::any_command(),
        super::agency::any_command(),
        Just(ask_to_close(ClosureReason::NeedsMet)),
        Just(close()),
        Just(erase()),
    ]
}

/// What the events say of a consent, found without the code under test.
fn consented(
    events: &[Event],
    wanted: ConsentId,
    to: AgencyId,
    of: &BTreeSet<FieldGroup>,
    now: Moment,
) -> bool {
    let withdrawn = events.iter().any(|event| match event {
        Event::ConsentWithdrawn { consent, .. } => *consent == wanted,
        Event::SurvivorErased { .. } => true,
        _ => false,
    });
    !withdrawn
        && events.iter().any(|event| match event {
            Event::ConsentGranted {
                consent, purpose, agency, field_groups, expires_at, ..
            } => {
                *consent == wanted
                    && *purpose == Purpose::Services
                    && *agency == Some(to)
                    && of.is_subset(field_groups)
                    && expires_at.is_none_or(|end| now < end)
            }
            _ => false,
        })
}

proptest! {
    #[test]
    fn nothing_leaves_without_a_consent_valid_at_that_instant(
        commands in proptest::collection::vec(any_command(), 0..40),
    ) {
        let mut events = history([open()]);
        for (number, command) in (1..).zip(commands) {
            let (state, at) = (Case::fold(&events), day(number));
            for decided in Case::decide(&state, command, at).unwrap_or_default() {
                if let Event::ReferralRequested { agency, consent, field_groups, .. } = &decided {
                    prop_assert!(consented(&events, *consent, *agency, field_groups, at));
                }
                events.push(decided);
            }
            let state: State = Case::fold(&events);
            for (referral, known) in &state.referrals {
                if let Ok(permit) = disclosure::permit(&state, *referral, known.agency, at) {
                    prop_assert!(
                        consented(&events, known.consent, known.agency, &permit.field_groups, at)
                    );
                }
            }
        }
    }

    #[test]
    fn the_same_command_twice_adds_nothing(
        commands in proptest::collection::vec(any_command(), 0..30),
    ) {
        let mut events = history([open()]);
        for (number, command) in (1..).zip(commands) {
            let (state, at) = (Case::fold(&events), day(number));
            let Ok(decided) = Case::decide(&state, command.clone(), at) else { continue };
            let after = decided.iter().fold(state, Case::evolve);
            events.extend(decided);
            prop_assert_eq!(&Case::fold(&events), &after);
            prop_assert_eq!(&CaseFile::fold(&events).state, &after);
            prop_assert!(Case::decide(&after, command, at).unwrap_or_default().is_empty());
        }
    }
}
