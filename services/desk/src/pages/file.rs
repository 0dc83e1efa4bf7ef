//! The personal file of a case. It opens on purpose only: each reading stands in the ledger, with its
//! purpose and the reader's name, before anything is shown.

use askama::Template;
use axum::extract::Path;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::{GetCaseRequest, case::State, get_case_request::View};

use super::care::{Told, told};
use super::clocks::{self, ClockRow};
use super::correct::{self, CorrectionRow};
use super::personal::{IncidentRow, of_incident, of_survivor};
use super::{choices, giving};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "file.html")]
struct FilePage {
    page: Page,
    id: String,
    code: String,
    purpose: String,
    erased: bool,
    facts: Vec<(String, String)>,
    incidents: Vec<IncidentRow>,
    notes: Vec<(String, String)>,
    clocks: Vec<ClockRow>,
    /// How each consent was given.
    given: Vec<String>,
    /// Why each override was asked for.
    reasons: Vec<String>,
    care: Vec<Told>,
    corrections: Vec<CorrectionRow>,
    works: bool,
}

/// A file has no address of its own.
pub(crate) async fn closed(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(see_other(&format!("/cases/{id}")))
}

/// Opens the file for this one page.
pub(crate) async fn read(here: Here, Path(id): Path<String>) -> Answer {
    let purpose = here.fields.get("purpose");
    if !choices::READINGS.contains(&purpose) {
        return Err(Trouble::Fields(vec![("purpose", "wrong-reading")]));
    }
    let message = GetCaseRequest {
        name: here.case(&id)?,
        purpose: purpose.to_owned(),
        view: View::File.into(),
    };
    let file = ask!(here, cases.get_case, message).await?;
    let case = file.case.unwrap_or_default();
    let note = |one: &sentier_proto::cases::v1::FollowUp| {
        (here.words.moment(one.meet_time.as_ref()), one.note.clone())
    };
    let clocks: Vec<_> =
        file.incidents.iter().flat_map(|incident| incident.clocks.clone()).collect();
    let signed = here.signed()?;
    let works = case.state() == State::Open
        && !case.erased
        && (signed.has(StaffRole::Supervisor) || signed.has(StaffRole::Caseworker));
    let incident = |one: &sentier_proto::cases::v1::Incident| {
        let part = one.name.rsplit('/').next().unwrap_or_default();
        let correct =
            if works { format!("/cases/{id}/incidents/{part}/correct") } else { String::new() };
        let mut row = IncidentRow { correct, ..of_incident(&here, one) };
        row.facts.extend(missing(&here, &one.missing_fields));
        row
    };
    let incidents = file.incidents.iter().map(incident).collect();
    Ok(here.show(&FilePage {
        page: here.page("title-record"),
        works,
        corrections: correct::rows(&here, &file.corrections),
        code: case.survivor_code,
        purpose: here.words.code("reading", purpose),
        erased: case.erased,
        facts: file.survivor.as_ref().map_or_else(Vec::new, |one| of_survivor(&here, one)),
        incidents,
        notes: file.follow_ups.iter().map(note).collect(),
        clocks: clocks::rows(&here, &clocks),
        given: file
            .given_consents
            .iter()
            .filter_map(|one| Some(giving::shown(&here, one.giving.as_ref()?)))
            .collect(),
        reasons: file.override_reasons.into_iter().map(|one| one.reason).collect(),
        care: file.care.as_ref().map_or_else(Vec::new, |care| told(&here, care)),
        id,
    }))
}

/// What is still asked before an incident is counted, as the forms call it.
fn missing(here: &Here, fields: &[String]) -> Option<(String, String)> {
    let label = |field: &String| {
        let key = format!("label-{}", field.replace(['.', '_'], "-"));
        here.words.find(&key).unwrap_or_else(|| field.clone())
    };
    let labels = fields.iter().map(label).collect::<Vec<_>>().join(" · ");
    (!labels.is_empty()).then(|| (here.words.say("label-missing-fields"), labels))
}
