//! What guards a case, as the cases service would tell it.
#![expect(clippy::unnecessary_wraps, reason = "every answer has the shape of its call")]

use sentier_proto::cases::v1 as cases;
use sentier_proto::name;
use tonic::Status;

use super::Stub;
use super::care::at;
use super::facts::*;

type Answer<T> = Result<T, Status>;

/// Why, in words that only the page of safeguards shows.
const WHY: &str = "La belle-soeur, mot: agbadza";

fn staff() -> String {
    name::staff(CENTRE, STAFF)
}

fn case() -> String {
    name::case(CENTRE, CASE)
}

pub(super) fn get_safeguards(
    _: &Stub,
    _: cases::GetSafeguardsRequest,
) -> Answer<cases::GetSafeguardsResponse> {
    use cases::contact_answer::State;
    let glass = |id: &str, alone| cases::GlassEntry {
        name: format!("{}/entries/{id}", case()),
        staff: staff(),
        ask_time: at(YESTERDAY),
        reason: WHY.to_owned(),
        alone,
        ..Default::default()
    };
    let way = cases::ContactWay {
        channel: cases::ContactChannel::Call.into(),
        days: vec![cases::Weekday::Monday.into(), cases::Weekday::Friday.into()],
        from_time: Some(cases::TimeOfDay { hours: 14, minutes: 0 }),
        until_time: Some(cases::TimeOfDay { hours: 16, minutes: 30 }),
        answerers: vec![cases::ContactAnswerer::Survivor.into()],
        ..Default::default()
    };
    let answer = |state: State| cases::ContactAnswer {
        channel: cases::ContactChannel::Call.into(),
        answerer: cases::ContactAnswerer::Survivor.into(),
        state: state.into(),
        not_before_time: at(YESTERDAY),
        ground: cases::contact_answer::Ground::SheSaidNever.into(),
        code_word: true,
        may_name_centre: false,
    };
    Ok(cases::GetSafeguardsResponse {
        excluded: vec![cases::ExcludedStaff {
            staff: staff(),
            exclude_time: at(YESTERDAY),
            excluder: staff(),
            reason: WHY.to_owned(),
        }],
        sealed_to: vec![staff()],
        seal_reason: WHY.to_owned(),
        glass: vec![glass(ENTRY, false), glass(ACTION, true)],
        safe_contact: Some(cases::SafeContactPlan {
            ways: vec![way],
            code_word: "mangue".to_owned(),
            ..Default::default()
        }),
        answers: [State::Allowed, State::NotUntil, State::Never].map(answer).into(),
    })
}

pub(super) fn request_break_glass(
    _: &Stub,
    _: cases::RequestBreakGlassRequest,
) -> Answer<cases::RequestBreakGlassResponse> {
    Ok(cases::RequestBreakGlassResponse { entry: format!("{}/entries/{ENTRY}", case()) })
}

pub(super) fn break_glass(
    _: &Stub,
    cases::BreakGlassRequest { reason, .. }: cases::BreakGlassRequest,
) -> Answer<cases::BreakGlassResponse> {
    let month_count = if reason == LAST_ALONE { 3 } else { 1 };
    Ok(cases::BreakGlassResponse { month_count, month_limit: 3, ..Default::default() })
}

pub(super) fn list_alarms(
    _: &Stub,
    _: cases::ListAlarmsRequest,
) -> Answer<cases::ListAlarmsResponse> {
    let one = cases::Alarm {
        name: format!("{}/alarms/{ENTRY}", case()),
        kind: cases::alarm::Kind::BreakGlass.into(),
        staff: staff(),
        raise_time: at(YESTERDAY),
        review_by_time: at(YESTERDAY + 3 * 86_400),
        month_count: 2,
        ..Default::default()
    };
    Ok(cases::ListAlarmsResponse { alarms: vec![one], next_page_token: String::new() })
}

pub(super) fn list_sealed_cases(
    _: &Stub,
    _: cases::ListSealedCasesRequest,
) -> Answer<cases::ListSealedCasesResponse> {
    let one = cases::SealedCase {
        name: case(),
        seal_time: at(YESTERDAY),
        sealer: staff(),
        staff: vec![staff()],
    };
    Ok(cases::ListSealedCasesResponse { cases: vec![one], next_page_token: String::new() })
}

pub(super) fn list_honey_records(
    _: &Stub,
    _: cases::ListHoneyRecordsRequest,
) -> Answer<cases::ListHoneyRecordsResponse> {
    let one = cases::HoneyRecord { name: case(), plant_time: at(YESTERDAY), planter: staff() };
    Ok(cases::ListHoneyRecordsResponse { records: vec![one], next_page_token: String::new() })
}
