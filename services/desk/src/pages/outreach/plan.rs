//! An activity is planned, planned anew, or cancelled.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::statistics::v1::{
    ActivityKind, ActivityPlan, CancelActivityRequest, CancelReason, OutreachTheme,
    PlanActivityRequest, RevisePlanRequest,
};

use super::{activity, counts, named};
use crate::form::{Choice, Fields, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::{FormPage, choices, places};
use crate::trouble::Trouble;

const KINDS: [ActivityKind; 3] =
    [ActivityKind::AwarenessSession, ActivityKind::PublicEvent, ActivityKind::Training];
const THEMES: [OutreachTheme; 11] = [
    OutreachTheme::FormsOfViolence,
    OutreachTheme::RightsAndLaw,
    OutreachTheme::ServicesAvailable,
    OutreachTheme::ForcedMarriage,
    OutreachTheme::HarmfulPractices,
    OutreachTheme::SchoolViolence,
    OutreachTheme::SexualExploitation,
    OutreachTheme::PartnerViolence,
    OutreachTheme::MenAndBoys,
    OutreachTheme::CareOfSurvivors,
    OutreachTheme::Other,
];
const CANCEL_REASONS: [CancelReason; 6] = [
    CancelReason::Insecurity,
    CancelReason::Weather,
    CancelReason::NoFunding,
    CancelReason::PartnerUnavailable,
    CancelReason::NoAudience,
    CancelReason::Other,
];

/// The form of a new activity.
pub(crate) async fn ask(here: Here) -> Answer {
    here.centre()?;
    Ok(page(&here, "/outreach/new", "/outreach", None).await)
}

/// Plans an activity.
pub(crate) async fn plan(here: Here) -> Answer {
    let parent = here.centre()?;
    let planned = match typed(&here.fields) {
        Ok(plan) => {
            let message =
                PlanActivityRequest { parent, request_id: here.request_id(), plan: Some(plan) };
            ask!(here, outreach.plan_activity, message).await
        }
        Err(trouble) => Err(trouble),
    };
    match planned {
        Ok(answer) => {
            let activity = answer.activity.unwrap_or_default();
            let id = activity.name.rsplit('/').next().unwrap_or_default();
            Ok(see_other(&format!("/outreach/{id}?n=activity-planned")))
        }
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, "/outreach/new", "/outreach", Some(&trouble)).await),
    }
}

/// The form of an activity that is planned anew, with its plan.
pub(crate) async fn ask_revision(mut here: Here, Path(id): Path<String>) -> Answer {
    let activity = activity::read(&here, &id).await?.activity.unwrap_or_default();
    here.fields =
        filled(&activity.plan.unwrap_or_default()).with("version", activity.version.to_string());
    let back = format!("/outreach/{id}");
    Ok(page(&here, &format!("{back}/plan"), &back, None).await)
}

/// Plans an activity anew.
pub(crate) async fn revise(here: Here, Path(id): Path<String>) -> Answer {
    let name = named(&here, &id)?;
    let revised = match typed(&here.fields) {
        Ok(plan) => {
            let message = RevisePlanRequest {
                name,
                request_id: here.request_id(),
                expected_version: here.fields.version(),
                plan: Some(plan),
            };
            ask!(here, outreach.revise_plan, message).await
        }
        Err(trouble) => Err(trouble),
    };
    let back = format!("/outreach/{id}");
    match revised {
        Ok(_activity) => Ok(see_other(&format!("{back}?n=activity-planned"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &format!("{back}/plan"), &back, Some(&trouble)).await),
    }
}

/// The form that cancels an activity.
pub(crate) async fn ask_cancelling(here: Here, Path(id): Path<String>) -> Answer {
    named(&here, &id)?;
    Ok(cancel_page(&here, &id, None))
}

/// Cancels an activity.
pub(crate) async fn cancel(here: Here, Path(id): Path<String>) -> Answer {
    let reason = CancelReason::from_str_name(here.fields.get("reason")).unwrap_or_default();
    let message = CancelActivityRequest {
        name: named(&here, &id)?,
        request_id: here.request_id(),
        expected_version: None,
        reason: reason.into(),
    };
    match ask!(here, outreach.cancel_activity, message).await {
        Ok(_activity) => Ok(see_other(&format!("/outreach/{id}?n=activity-cancelled"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(cancel_page(&here, &id, Some(&trouble))),
    }
}

fn cancel_page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let reasons =
        choices::of(here, "reason", "cancel-reason", &CANCEL_REASONS, CancelReason::as_str_name);
    let form = Form::new(here.words, format!("/outreach/{id}/cancel"), "submit-cancel-activity")
        .hide("request_id", here.request_id())
        .one_of("reason", reasons)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-cancel-activity");
    let back = format!("/outreach/{id}");
    here.show_after(trouble, &FormPage { page, heading, intro: Vec::new(), form, back })
}

fn typed(fields: &Fields) -> Result<ActivityPlan, Trouble> {
    let day = fields.get("plan.day");
    if !day.is_empty() && date(day).is_none() {
        return Err(Trouble::Fields(vec![("plan.day", "wrong-date")]));
    }
    let people = counts::number(fields, "plan.people_target")?.unwrap_or_default();
    let kind = ActivityKind::from_str_name(fields.get("plan.kind")).unwrap_or_default();
    let theme = OutreachTheme::from_str_name(fields.get("plan.theme")).unwrap_or_default();
    Ok(ActivityPlan {
        kind: kind.into(),
        theme: theme.into(),
        title: fields.get("plan.title").to_owned(),
        day: date(day),
        commune: fields.get("plan.commune").to_owned(),
        place: fields.get("plan.place").to_owned(),
        agencies: fields.all("plan.agencies").map(str::to_owned).collect(),
        people_target: i32::try_from(people).unwrap_or(i32::MAX),
        budget: counts::number(fields, "plan.budget")?.unwrap_or_default(),
        funder: fields.get("plan.funder").to_owned(),
    })
}

fn filled(plan: &ActivityPlan) -> Fields {
    let day = plan
        .day
        .map_or_else(String::new, |on| format!("{:04}-{:02}-{:02}", on.year, on.month, on.day));
    let mut pairs = vec![
        ("plan.kind", plan.kind().as_str_name().to_owned()),
        ("plan.theme", plan.theme().as_str_name().to_owned()),
        ("plan.title", plan.title.clone()),
        ("plan.day", day),
        ("plan.commune", plan.commune.clone()),
        ("plan.place", plan.place.clone()),
        ("plan.people_target", plan.people_target.to_string()),
        ("plan.budget", plan.budget.to_string()),
        ("plan.funder", plan.funder.clone()),
    ];
    pairs.extend(plan.agencies.iter().map(|agency| ("plan.agencies", agency.clone())));
    Fields::of(&pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

async fn page(here: &Here, action: &str, back: &str, trouble: Option<&Trouble>) -> Response {
    let fields = &here.fields;
    let kinds = choices::of(here, "plan.kind", "activity-kind", &KINDS, ActivityKind::as_str_name);
    let themes =
        choices::of(here, "plan.theme", "outreach-theme", &THEMES, OutreachTheme::as_str_name);
    // Without the directory she plans without partners, and adds them later.
    let agencies = places::agencies(here).await.unwrap_or_default();
    let agencies = agencies.into_iter().filter(|agency| agency.active);
    let agencies = agencies
        .map(|agency| Choice::new("plan.agencies", agency.name, agency.display_name, fields));
    let mut form = Form::new(here.words, action, "submit-activity")
        .hide("request_id", here.request_id())
        .hide("version", fields.get("version"))
        .one_of("plan.kind", kinds)
        .select("plan.theme", themes)
        .line("plan.title", "text", fields)
        .line("plan.day", "date", fields)
        .line("plan.commune", "text", fields)
        .line("plan.place", "text", fields)
        .line("plan.people_target", "number", fields)
        .line("plan.budget", "number", fields)
        .line("plan.funder", "text", fields);
    let agencies: Vec<Choice> = agencies.collect();
    if !agencies.is_empty() {
        form = form.any_of("plan.agencies", agencies);
    }
    let form = form.with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-activity");
    let intro = vec![here.words.say("outreach-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: back.to_owned() })
}
