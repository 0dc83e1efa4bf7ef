//! A follow-up meeting and its note.

use axum::extract::Path;
use axum::response::Response;
use prost_types::Timestamp;
use sentier_platform::grpc::calendar_date;
use sentier_proto::cases::v1::{Goal, GoalProgress, GoalState, RecordFollowUpRequest};
use time::Time;
use time::macros::format_description;

use super::{FormPage, choices};
use crate::form::{Choice, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The goals, with the names of their fields.
const GOALS: [(&str, Goal); 5] = [
    ("goal_safety", Goal::Safety),
    ("goal_health", Goal::Health),
    ("goal_psychosocial", Goal::Psychosocial),
    ("goal_justice", Goal::Justice),
    ("goal_other", Goal::Other),
];

/// The form, with now filled in.
pub(crate) async fn ask(mut here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    let now = here.desk.env.clock.now().to_datetime();
    let day = now.format(format_description!("[year]-[month]-[day]")).unwrap_or_default();
    let clock = now.format(format_description!("[hour]:[minute]")).unwrap_or_default();
    here.fields = here.fields.with("meet_time", day).with("meet_clock", clock);
    Ok(page(&here, &id, None))
}

/// Records the meeting.
pub(crate) async fn record(here: Here, Path(id): Path<String>) -> Answer {
    let name = here.case(&id)?;
    let next = here.fields.get("next_day");
    let recorded = match meet_time(&here) {
        _ if !next.is_empty() && date(next).is_none() => {
            Err(Trouble::Fields(vec![("next_day", "wrong-date")]))
        }
        Some(at) => {
            let message = RecordFollowUpRequest {
                name,
                request_id: here.request_id(),
                expected_version: None,
                meet_time: Some(at),
                note: here.fields.get("note").to_owned(),
                goals: goals(&here),
                next_day: date(here.fields.get("next_day")),
            };
            ask!(here, cases.record_follow_up, message).await
        }
        None => Err(Trouble::Fields(vec![("meet_time", "wrong-date")])),
    };
    match recorded {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=follow-up-recorded"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, Some(&trouble))),
    }
}

/// The goals that were looked at.
fn goals(here: &Here) -> Vec<GoalState> {
    let goal = |(field, goal): &(&str, Goal)| {
        let progress = GoalProgress::from_str_name(here.fields.get(field))?;
        Some(GoalState { goal: (*goal).into(), progress: progress.into() })
    };
    GOALS.iter().filter_map(goal).collect()
}

fn meet_time(here: &Here) -> Option<Timestamp> {
    time_given(here, "meet_time", "meet_clock")
}

/// The moment in two fields of a form. Togo keeps UTC all year. Without a time of day it is the day's
/// beginning.
pub(crate) fn time_given(here: &Here, day: &str, clock: &str) -> Option<Timestamp> {
    let day = calendar_date(&date(here.fields.get(day))?)?;
    let clock = match here.fields.get(clock) {
        "" => Time::MIDNIGHT,
        text => Time::parse(text, format_description!("[hour]:[minute]")).ok()?,
    };
    let at = day.with_time(clock).assume_utc();
    Some(Timestamp { seconds: at.unix_timestamp(), nanos: 0 })
}

fn page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let mut form = Form::new(here.words, format!("/cases/{id}/follow-ups/new"), "submit-follow-up")
        .hide("request_id", here.request_id())
        .line("meet_time", "date", &here.fields)
        .line("meet_clock", "time", &here.fields)
        .lines("note", &here.fields);
    let steps = [GoalProgress::InProgress, GoalProgress::Met, GoalProgress::NotApplicable];
    for (field, _) in GOALS {
        let none = Choice::new(field, "", here.words.say("choice-not-looked-at"), &here.fields);
        let steps = choices::of(here, field, "goal-progress", &steps, GoalProgress::as_str_name);
        form = form.select(field, std::iter::once(none).chain(steps).collect());
    }
    let form = form.line("next_day", "date", &here.fields).with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-follow-up");
    let back = format!("/cases/{id}");
    here.show_after(trouble, &FormPage { page, heading, intro: Vec::new(), form, back })
}
