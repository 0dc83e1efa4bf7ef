//! An override: field groups leave without her consent, on a legal ground that two people stand for.

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::consent_override::{Ground, State};
use sentier_proto::cases::v1::{
    ApproveOverrideRequest, Case, ConsentOverride, RequestOverrideRequest,
};
use sentier_proto::common::v1::FieldGroup;
use sentier_proto::referrals::v1::Agency;

use super::places::Places;
use super::{FormPage, choices, giving, places};
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// One override on the page of a case.
pub(crate) struct OverrideRow {
    pub(crate) id: String,
    pub(crate) place: String,
    pub(crate) groups: String,
    pub(crate) ground: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) asked: String,
    /// Whether who looks may approve it.
    pub(crate) approvable: bool,
}

/// The overrides of a case, the newest first.
pub(crate) fn rows(here: &Here, case: &Case, places: &Places, approves: bool) -> Vec<OverrideRow> {
    let mut all: Vec<&ConsentOverride> = case.overrides.iter().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.request_time.map(|at| (at.seconds, at.nanos))));
    all.into_iter().map(|one| row(here, one, places, approves)).collect()
}

fn row(here: &Here, one: &ConsentOverride, places: &Places, approves: bool) -> OverrideRow {
    let words = here.words;
    let mine = here.signed().is_ok_and(|signed| signed.principal == one.requester);
    let groups = one.field_groups().map(|group| words.code("field-group", group.as_str_name()));
    OverrideRow {
        id: one.name.rsplit('/').next().unwrap_or_default().to_owned(),
        place: places.name(here, &one.agency),
        groups: groups.collect::<Vec<_>>().join(" · "),
        ground: words.code("override", one.ground().as_str_name()),
        state: words.code("override", one.state().as_str_name()),
        tone: match one.state() {
            State::Approved => "good",
            State::Requested => "wait",
            State::Lapsed | State::Unspecified => "done",
        },
        asked: words.moment(one.request_time.as_ref()),
        approvable: approves && !mine && one.state() == State::Requested,
    }
}

/// The form.
pub(crate) async fn ask(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    let agencies = places::agencies(&here).await?;
    Ok(page(&here, &id, &agencies, None))
}

/// Asks for the override.
pub(crate) async fn request(here: Here, Path(id): Path<String>) -> Answer {
    let fields = &here.fields;
    let group = |name: &str| FieldGroup::from_str_name(name).map(i32::from);
    let message = RequestOverrideRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        expected_version: None,
        agency: fields.get("agency").to_owned(),
        field_groups: fields.codes("field_groups", group),
        ground: Ground::from_str_name(fields.get("ground")).map_or(0, i32::from),
        reason: fields.get("reason").to_owned(),
        survivor_told: fields.get("survivor_told") == "yes",
    };
    match ask!(here, cases.request_override, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=override-requested"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let agencies = places::agencies(&here).await.unwrap_or_default();
            Ok(page(&here, &id, &agencies, Some(&trouble)))
        }
    }
}

fn page(here: &Here, id: &str, agencies: &[Agency], trouble: Option<&Trouble>) -> Response {
    let (words, fields) = (here.words, &here.fields);
    let active = agencies.iter().filter(|agency| agency.active);
    let named = active.map(|one| Choice::new("agency", &one.name, &one.display_name, fields));
    let groups =
        choices::of(here, "field_groups", "field-group", &choices::GROUPS, FieldGroup::as_str_name);
    let told = vec![Choice::new("survivor_told", "yes", words.say("choice-survivor-told"), fields)];
    let form = Form::new(words, format!("/cases/{id}/overrides/new"), "submit-override")
        .dangerous()
        .hide("request_id", here.request_id())
        .select("ground", giving::grounds(here))
        .select("agency", named.collect())
        .named(words.say("label-agency"))
        .any_of("field_groups", groups)
        .named(words.say("label-field-groups"))
        .lines("reason", fields)
        .named(words.say("label-override-reason"))
        .any_of("survivor_told", told)
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = words.say("heading-override");
    let intro = vec![words.say("override-intro"), words.say("override-told")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}

fn name(here: &Here, id: &str, overriding: &str) -> Result<String, Trouble> {
    let name = format!("{}/overrides/{overriding}", here.case(id)?);
    Here::named::<3>("centres/*/cases/*/overrides/*", name)
}

/// Asks whether she approves it.
pub(crate) async fn ask_approval(here: Here, Path((id, one)): Path<(String, String)>) -> Answer {
    name(&here, &id, &one)?;
    Ok(approval(&here, &id, &one, None))
}

/// Approves it.
pub(crate) async fn approve(here: Here, Path((id, one)): Path<(String, String)>) -> Answer {
    let message = ApproveOverrideRequest {
        name: name(&here, &id, &one)?,
        request_id: here.request_id(),
        expected_version: None,
    };
    match ask!(here, cases.approve_override, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=override-approved"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(approval(&here, &id, &one, Some(&trouble))),
    }
}

fn approval(here: &Here, id: &str, one: &str, trouble: Option<&Trouble>) -> Response {
    let action = format!("/cases/{id}/overrides/{one}/approve");
    let form = Form::new(here.words, action, "submit-approve")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-approve");
    let intro = vec![here.words.say("approve-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: format!("/cases/{id}") })
}
