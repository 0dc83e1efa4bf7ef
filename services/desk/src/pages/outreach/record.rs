//! What took place is recorded, or corrected with its reason.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::statistics::v1::activity::State;
use sentier_proto::statistics::v1::{
    Activity, ActivityKind, ActivityOutcome, CorrectActivityRequest, RecordActivityRequest,
};

use super::{activity, counts, named};
use crate::form::{Fields, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::FormPage;
use crate::trouble::Trouble;

/// The form, with what was planned or recorded so far.
pub(crate) async fn ask(mut here: Here, Path(id): Path<String>) -> Answer {
    let activity = activity::read(&here, &id).await?.activity.unwrap_or_default();
    here.fields = filled(&activity);
    Ok(page(&here, &id, &activity, None))
}

/// Records what took place, or corrects what was recorded.
pub(crate) async fn record(here: Here, Path(id): Path<String>) -> Answer {
    let name = named(&here, &id)?;
    let activity = activity::read(&here, &id).await?.activity.unwrap_or_default();
    let (request_id, expected_version) = (here.request_id(), here.fields.version());
    let kept = match typed(&here.fields, &activity) {
        Err(trouble) => Err(trouble),
        Ok(outcome) if here.fields.has("reason") => {
            let reason = here.fields.get("reason").to_owned();
            let outcome = Some(outcome);
            let message =
                CorrectActivityRequest { name, request_id, expected_version, outcome, reason };
            ask!(here, outreach.correct_activity, message).await.map(drop)
        }
        Ok(outcome) => {
            let outcome = Some(outcome);
            let message = RecordActivityRequest { name, request_id, expected_version, outcome };
            ask!(here, outreach.record_activity, message).await.map(drop)
        }
    };
    match kept {
        Ok(()) => Ok(see_other(&format!("/outreach/{id}?n=activity-recorded"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &id, &activity, Some(&trouble))),
    }
}

fn typed(fields: &Fields, activity: &Activity) -> Result<ActivityOutcome, Trouble> {
    let day = fields.get("outcome.day");
    if !day.is_empty() && date(day).is_none() {
        return Err(Trouble::Fields(vec![("outcome.day", "wrong-date")]));
    }
    let counts::Counts { audience, trained, costs } = counts::typed(fields)?;
    Ok(ActivityOutcome {
        day: date(day),
        audience,
        trained,
        costs,
        funder: fields.get("outcome.funder").to_owned(),
        agencies: activity.plan.clone().unwrap_or_default().agencies,
    })
}

fn filled(activity: &Activity) -> Fields {
    let plan = activity.plan.clone().unwrap_or_default();
    let outcome = activity.outcome.clone().unwrap_or_default();
    let day = outcome
        .day
        .or(plan.day)
        .map_or_else(String::new, |on| format!("{:04}-{:02}-{:02}", on.year, on.month, on.day));
    let funder = if outcome.funder.is_empty() { plan.funder } else { outcome.funder.clone() };
    let version = activity.version.to_string();
    let fields =
        Fields::of(&[("outcome.day", &day), ("outcome.funder", &funder), ("version", &version)]);
    counts::filled(fields, &outcome.audience, &outcome.trained, &outcome.costs)
}

fn page(here: &Here, id: &str, activity: &Activity, trouble: Option<&Trouble>) -> Response {
    let plan = activity.plan.clone().unwrap_or_default();
    let training = plan.kind() == ActivityKind::Training;
    let mut form =
        Form::new(here.words, format!("/outreach/{id}/record"), "submit-activity-record")
            .hide("request_id", here.request_id())
            .hide("version", here.fields.get("version"))
            .line("outcome.day", "date", &here.fields);
    form = counts::ask(form, here.words, training, &here.fields);
    form = form.line("outcome.funder", "text", &here.fields);
    if activity.state() == State::Held {
        form = form.line("reason", "text", &here.fields).worded("label-correction-reason");
    }
    let form = form.with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-activity-record");
    let intro = vec![plan.title, here.words.say("outreach-record-intro")];
    let back = format!("/outreach/{id}");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
