//! What a year shall reach; the manager's.

use axum::response::Response;
use sentier_proto::statistics::v1::{
    ActivityKind, GetOutreachRequest, OutreachTarget, SetOutreachTargetsRequest,
};

use super::counts;
use crate::form::{Fields, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::FormPage;
use crate::trouble::Trouble;

/// Each kind with the names of its fields: how many activities, how many people.
const FIELDS: [(ActivityKind, &str, &str); 3] = [
    (ActivityKind::AwarenessSession, "sessions", "session_people"),
    (ActivityKind::PublicEvent, "events", "event_people"),
    (ActivityKind::Training, "trainings", "training_people"),
];

/// The form, with this year's targets.
pub(crate) async fn ask(mut here: Here) -> Answer {
    let year = here.desk.env.clock.now().to_datetime().year();
    let month = format!("{year:04}-01");
    let message =
        GetOutreachRequest { parent: here.centre()?, from_month: month.clone(), to_month: month };
    let targets = ask!(here, outreach.get_outreach, message).await?.targets;
    let mut fields = Fields::of(&[("year", &year.to_string())]);
    for (kind, activities, people) in FIELDS {
        if let Some(target) = targets.iter().find(|target| target.kind() == kind) {
            fields = fields.with(activities, target.activities.to_string());
            fields = fields.with(people, target.people.to_string());
        }
    }
    here.fields = fields;
    Ok(page(&here, None))
}

/// Sets the targets.
pub(crate) async fn set(here: Here) -> Answer {
    let parent = here.centre()?;
    let set = match typed(&here.fields) {
        Ok((year, targets)) => {
            let request_id = here.request_id();
            let message = SetOutreachTargetsRequest { parent, request_id, year, targets };
            ask!(here, outreach.set_outreach_targets, message).await
        }
        Err(trouble) => Err(trouble),
    };
    match set {
        Ok(_targets) => Ok(see_other("/outreach?n=targets-set")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

fn typed(fields: &Fields) -> Result<(i32, Vec<OutreachTarget>), Trouble> {
    let number = |field| {
        let number = counts::number(fields, field)?.unwrap_or_default();
        Ok::<_, Trouble>(i32::try_from(number).unwrap_or(i32::MAX))
    };
    let mut targets = Vec::new();
    for (kind, activities, people) in FIELDS {
        let (activities, people) = (number(activities)?, number(people)?);
        if activities != 0 || people != 0 {
            targets.push(OutreachTarget { kind: kind.into(), activities, people });
        }
    }
    Ok((number("year")?, targets))
}

fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let mut form = Form::new(words, "/outreach/targets", "submit-targets")
        .hide("request_id", here.request_id())
        .line("year", "number", &here.fields);
    for (kind, activities, people) in FIELDS {
        form = form
            .part(words.code("activity-kind", kind.as_str_name()))
            .line(activities, "number", &here.fields)
            .worded("label-target-activities")
            .line(people, "number", &here.fields)
            .worded("label-target-people");
    }
    let form = form.with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-targets");
    let intro = vec![words.say("targets-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/outreach".to_owned() })
}
