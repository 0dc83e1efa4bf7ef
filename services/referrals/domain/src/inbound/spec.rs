//! A referral towards a centre, specified.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider as _, Moment, Sensitive};

use super::{Agreement, Command, Event, Inbounds, Sex, Standing, State, Submission, Unfit, Wanted};
use crate::value::{AgencyId, CaseId, DeclineReason, InboundId, Need, Urgency};

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));
const CASE: CaseId = CaseId::from_uuid(Uuid::from_u128(4));

fn wanted() -> Wanted {
    Wanted {
        id: InboundId::from_uuid(Uuid::from_u128(3)),
        agency: AGENCY,
        centre: "ogou-1".to_owned(),
        need: Need::PsychosocialSupport,
        urgency: Urgency::Urgent,
        agreement: Agreement::Thumbprint,
    }
}

fn submission() -> Submission {
    Submission {
        full_name: "Afi".to_owned(),
        sex: Sex::Female,
        phone: String::new(),
        safe_contact: "par sa tante".to_owned(),
        note: String::new(),
    }
}

fn told() -> Sensitive<Submission> {
    Sensitive::new(submission())
}

fn submit() -> Command {
    Command::Submit { wanted: wanted(), submission: told() }
}

fn answer_by() -> Moment {
    AT.plus(Duration::from_hours(24))
}

fn submitted() -> Event {
    Event::InboundSubmitted { wanted: wanted(), submission: told(), answer_by: answer_by(), at: AT }
}

const ACCEPT: Command = Command::Accept { case: CASE };
const DECLINE: Command = Command::Decline { reason: DeclineReason::NotEligible };
const WITHDRAW: Command = Command::Withdraw { agency: AGENCY };
const ACCEPTED: Event = Event::InboundAccepted { case: CASE, at: AT };

#[test]
fn it_is_submitted_once() {
    given::<Inbounds>([]).when(submit(), AT).then([submitted()]);
    given::<Inbounds>([submitted()]).when(submit(), AT).then_nothing();
    let other = Wanted { need: Need::Police, ..wanted() };
    given::<Inbounds>([submitted()])
        .when(Command::Submit { wanted: other, submission: told() }, AT)
        .then_refused("ALREADY_EXISTS");
}

#[test]
fn the_first_answer_stands() {
    given::<Inbounds>([submitted()]).when(ACCEPT, AT).then([ACCEPTED]);
    given::<Inbounds>([submitted(), ACCEPTED]).when(ACCEPT, AT).then_nothing();
    for late in [DECLINE, WITHDRAW] {
        given::<Inbounds>([submitted(), ACCEPTED]).when(late, AT).then_refused("REFERRAL_STATE");
    }
    let declined = Event::InboundDeclined { reason: DeclineReason::NotEligible, at: AT };
    given::<Inbounds>([submitted()]).when(DECLINE, AT).then([declined.clone()]);
    given::<Inbounds>([submitted(), declined]).when(ACCEPT, AT).then_refused("REFERRAL_STATE");
    given::<Inbounds>([]).when(ACCEPT, AT).then_refused("NOT_FOUND");
}

#[test]
fn only_its_agency_takes_it_back() {
    let stranger = AgencyId::from_uuid(Uuid::from_u128(9));
    given::<Inbounds>([submitted()])
        .when(Command::Withdraw { agency: stranger }, AT)
        .then_refused("NOT_FOUND");
    given::<Inbounds>([submitted()]).when(WITHDRAW, AT).then([Event::InboundWithdrawn { at: AT }]);
}

#[test]
fn what_nobody_answers_lapses_at_its_deadline() {
    given::<Inbounds>([submitted()]).when(Command::Lapse, AT).then_nothing();
    let lapsed = Event::InboundLapsed { at: answer_by() };
    given::<Inbounds>([submitted()]).when(Command::Lapse, answer_by()).then([lapsed.clone()]);
    given::<Inbounds>([submitted(), ACCEPTED]).when(Command::Lapse, answer_by()).then_nothing();
    given::<Inbounds>([submitted(), lapsed]).when(ACCEPT, AT).then_refused("REFERRAL_STATE");
}

#[test]
fn what_was_told_is_read_until_the_answer_and_then_its_key_is_destroyed() {
    given::<Inbounds>([submitted()]).when(Command::Read, AT).then_nothing();
    given::<Inbounds>([submitted()])
        .when(Command::DestroySubmission, AT)
        .then_refused("REFERRAL_STATE");
    given::<Inbounds>([submitted(), ACCEPTED])
        .when(Command::Read, AT)
        .then_refused("DISCLOSURE_ENDED");
    let destroyed = Event::SubmissionDestroyed { at: AT };
    given::<Inbounds>([submitted(), ACCEPTED])
        .when(Command::DestroySubmission, AT)
        .then([destroyed.clone()]);
    given::<Inbounds>([submitted(), ACCEPTED, destroyed])
        .when(Command::DestroySubmission, AT)
        .then_nothing();
}

#[test]
fn what_is_told_has_its_limits_and_is_never_printed() {
    assert!(submission().unfit().is_empty());
    let wrong = Submission {
        full_name: "é".repeat(201),
        phone: "\u{7}".to_owned(),
        safe_contact: String::new(),
        ..submission()
    };
    assert_eq!(
        wrong.unfit(),
        [
            ("submission.full_name", Unfit::TooLong),
            ("submission.phone", Unfit::Malformed),
            ("submission.safe_contact", Unfit::Required)
        ]
    );
    assert!(!format!("{:?} {:?}", submission(), submitted()).contains("Afi"));
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(submit()),
        Just(ACCEPT),
        prop::sample::select(DeclineReason::ALL).prop_map(|reason| Command::Decline { reason }),
        Just(WITHDRAW),
        Just(Command::Lapse),
        Just(Command::Read),
        Just(Command::DestroySubmission),
    ]
}

proptest! {
    #[test]
    fn there_is_one_end_and_repeats_change_nothing(
        walk in prop::collection::vec((any_command(), 0_u64..60), 0..12)
    ) {
        let mut state = State::default();
        let mut at = AT;
        let mut ends = 0;
        for (command, hours) in walk {
            at = at.max(AT.plus(Duration::from_hours(hours)));
            let Ok(events) = Inbounds::decide(&state, command.clone(), at) else { continue };
            let before = state.inbound.as_ref().map(|it| it.standing);
            state = events.iter().fold(state, Inbounds::evolve);
            let after = state.inbound.as_ref().map(|it| it.standing);
            if before == Some(Standing::Submitted) && after != before {
                ends += 1;
            }
            prop_assert_eq!(Inbounds::decide(&state, command, at), Ok(vec![]));
        }
        prop_assert!(ends <= 1);
        if let Some(inbound) = &state.inbound {
            prop_assert!(inbound.key_held || inbound.standing != Standing::Submitted);
        }
    }
}
