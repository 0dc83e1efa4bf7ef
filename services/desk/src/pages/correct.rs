//! Completing or correcting what a file says. The form begins with what is known, so it is opened as the
//! file is: on purpose, by a form, and the reading stands in the ledger.

use axum::extract::Path;
use axum::response::Response;
use prost_types::FieldMask;
use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::{
    CorrectIncidentRequest, CorrectSurvivorRequest, Correction, GetCaseRequest, GetCaseResponse,
    Incident, IncidentAnswers,
};
use sentier_proto::common::v1::{IncidentType, PartOfDay};

use super::personal::{of_incident, of_survivor};
use super::{FormPage, choices, minimum, open_case, retype};
use crate::form::{Choice, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// What the form about her asks for.
const SURVIVOR: [&str; 6] = ["full_name", "sex", "birth_date", "phone", "safe_contact", "profile"];
/// What the form about an incident asks for, but for those who did it and its type.
const INCIDENT: [&str; 21] = [
    "date",
    "part_of_day",
    "narrative",
    "circumstances.time",
    "circumstances.displacement_stage",
    "circumstances.place_type",
    "circumstances.region",
    "circumstances.district",
    "circumstances.town",
    "circumstances.harmful_practice",
    "circumstances.harmful_practice_detail",
    "circumstances.goods_exchanged",
    "circumstances.abduction",
    "circumstances.previous_incidents",
    "circumstances.reported_elsewhere",
    "circumstances.interview_date",
    "circumstances.perpetrator_count",
    "circumstances.referred_from",
    "circumstances.sectors",
    "circumstances.sector_details",
    "circumstances.earlier_reports",
];

/// A correction has no address of its own.
pub(crate) async fn closed(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(see_other(&format!("/cases/{id}")))
}

/// As [`closed`], of an incident.
pub(crate) async fn closed_of(here: Here, Path((id, _part)): Path<(String, String)>) -> Answer {
    here.case(&id)?;
    Ok(see_other(&format!("/cases/{id}")))
}

fn mask(paths: &[&str]) -> FieldMask {
    FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }
}

async fn opened(here: &Here, id: &str) -> Result<GetCaseResponse, Trouble> {
    let message = GetCaseRequest {
        name: here.case(id)?,
        purpose: "direct_care".to_owned(),
        view: View::File.into(),
    };
    ask!(here, cases.get_case, message).await
}

/// Corrects what is known of her, or shows the form.
pub(crate) async fn survivor(mut here: Here, Path(id): Path<String>) -> Answer {
    if here.fields.get("correct") != "yes" {
        let known = opened(&here, &id).await?.survivor.ok_or(Trouble::NoPage)?;
        let mut typed = Vec::new();
        retype::survivor(&mut typed, &known);
        if let Some(born) = known.birth_date.filter(|_| known.birth_date_estimated) {
            // An estimate is told as her age.
            let year = here.desk.env.clock.now().to_datetime().year();
            typed.retain(|(name, _)| *name != "survivor.birth_date");
            typed.push(("age", (year - born.year).to_string()));
        }
        here.fields = retype::fields(&typed);
        return Ok(survivor_page(&here, &id, None));
    }
    let told = match open_case::survivor(&here) {
        Ok(told) => told,
        Err(trouble) => return Ok(survivor_page(&here, &id, Some(&trouble))),
    };
    let message = CorrectSurvivorRequest {
        name: here.case(&id)?,
        request_id: here.request_id(),
        expected_version: None,
        survivor: Some(told),
        update_mask: Some(mask(&SURVIVOR)),
    };
    match ask!(here, corrections.correct_survivor, message).await {
        Ok(_case) => Ok(see_other(&format!("/cases/{id}?n=corrected"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(survivor_page(&here, &id, Some(&trouble))),
    }
}

fn survivor_page(here: &Here, id: &str, trouble: Option<&Trouble>) -> Response {
    let form = Form::new(here.words, format!("/cases/{id}/correct"), "submit-correct")
        .hide("request_id", here.request_id())
        .hide("correct", "yes");
    let form = open_case::ask_survivor(here, form).with_trouble(trouble);
    let intro = vec![here.words.say("correct-intro"), here.words.say("correct-birth-date")];
    show(here, id, ("heading-correct-survivor", intro), form, trouble)
}

fn show(
    here: &Here,
    id: &str,
    (heading, intro): (&str, Vec<String>),
    form: Form,
    trouble: Option<&Trouble>,
) -> Response {
    let page = here.page("title-form");
    let (heading, back) = (here.words.say(heading), format!("/cases/{id}"));
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

/// Corrects an incident, or shows the form.
pub(crate) async fn incident(mut here: Here, Path((id, part)): Path<(String, String)>) -> Answer {
    let name = format!("{}/incidents/{part}", here.case(&id)?);
    let name = Here::named::<3>("centres/*/cases/*/incidents/*", name)?;
    if here.fields.get("correct") != "yes" {
        let file = opened(&here, &id).await?;
        let known = file.incidents.into_iter().find(|known| known.name == name);
        here.fields = retype::fields(&typed(&known.ok_or(Trouble::NoPage)?));
        return Ok(incident_page(&here, &id, &part, None));
    }
    let message = match told(&here, name) {
        Ok(message) => message,
        Err(trouble) => return Ok(incident_page(&here, &id, &part, Some(&trouble))),
    };
    match ask!(here, corrections.correct_incident, message).await {
        // PRIVACY: what the type was and is stands in the file, not behind an address.
        Ok(_corrected) => Ok(see_other(&format!("/cases/{id}?n=corrected"))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(incident_page(&here, &id, &part, Some(&trouble))),
    }
}

fn typed(known: &Incident) -> retype::Typed {
    let mut typed = Vec::new();
    retype::incident(&mut typed, known);
    let perpetrators = known.circumstances.iter().flat_map(|told| &told.perpetrators);
    if perpetrators.count() > minimum::PERPETRATORS.len() {
        typed.push(("keep_perpetrators", "yes".to_owned()));
    }
    typed
}

fn told(here: &Here, name: String) -> Result<CorrectIncidentRequest, Trouble> {
    let fields = &here.fields;
    let mut wrong = Vec::new();
    let on = date(fields.get("date"));
    if on.is_none() {
        wrong.push(("date", "wrong-date"));
    }
    let circumstances = minimum::circumstances(here, &mut wrong);
    if !wrong.is_empty() {
        return Err(Trouble::Fields(wrong));
    }
    let mut paths = INCIDENT.to_vec();
    paths.push("circumstances.legal_action");
    // A form has room for some of them; more stay as they are.
    if fields.get("keep_perpetrators") != "yes" {
        paths.push("circumstances.perpetrators");
    }
    let answers = IncidentType::from_str_name(fields.get("type")).map(answers);
    paths.extend(answers.map(|_| "answers"));
    let part = PartOfDay::from_str_name(fields.get("part_of_day")).unwrap_or_default();
    Ok(CorrectIncidentRequest {
        name,
        request_id: here.request_id(),
        expected_version: None,
        date: on,
        date_estimated: fields.get("date_estimated") == "yes",
        part_of_day: part.into(),
        answers,
        narrative: fields.get("narrative").to_owned(),
        circumstances,
        update_mask: Some(mask(&paths)),
    })
}

/// The answers that lead the decision sequence to a type.
fn answers(kind: IncidentType) -> IncidentAnswers {
    let is = |wanted| kind == wanted;
    IncidentAnswers {
        penetration: is(IncidentType::Rape),
        sexual_contact: is(IncidentType::SexualAssault),
        physical_assault: is(IncidentType::PhysicalAssault),
        forced_marriage: is(IncidentType::ForcedMarriage),
        denial_of_resources: is(IncidentType::DenialOfResources),
        psychological_abuse: is(IncidentType::PsychologicalAbuse),
        gender_based: !is(IncidentType::NonGbv),
    }
}

fn incident_page(here: &Here, id: &str, part: &str, trouble: Option<&Trouble>) -> Response {
    let (words, fields) = (here.words, &here.fields);
    let parts = choices::of(
        here,
        "part_of_day",
        "part-of-day",
        &choices::PARTS_OF_DAY,
        PartOfDay::as_str_name,
    );
    let estimated =
        vec![Choice::new("date_estimated", "yes", words.say("choice-date-estimated"), fields)];
    let spelled = |number| IncidentType::try_from(number).ok().map(|kind| kind.as_str_name());
    let mut kinds = choices::all(here, "type", "incident-type", spelled);
    if let Some(none) = kinds.first_mut() {
        none.label = words.say("choice-type-kept");
    }
    let action = format!("/cases/{id}/incidents/{part}/correct");
    let form = Form::new(words, action, "submit-correct")
        .hide("request_id", here.request_id())
        .hide("correct", "yes")
        .hide("keep_perpetrators", fields.get("keep_perpetrators"))
        .line("date", "date", fields)
        .any_of("date_estimated", estimated)
        .one_of("part_of_day", parts)
        .select("type", kinds)
        .lines("narrative", fields);
    let form = minimum::ask_circumstances(here, form).with_trouble(trouble);
    let intro = vec![here.words.say("correct-intro")];
    show(here, id, ("heading-correct-incident", intro), form, trouble)
}

/// One correction of a file, with what stood before it.
pub(crate) struct CorrectionRow {
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) fields: String,
    /// What stood before, label by label.
    pub(crate) facts: Vec<(String, String)>,
    /// Her account as it stood.
    pub(crate) narrative: String,
}

/// The corrections of a file, oldest first.
pub(crate) fn rows(here: &Here, corrections: &[Correction]) -> Vec<CorrectionRow> {
    corrections.iter().map(|one| row(here, one)).collect()
}

fn row(here: &Here, one: &Correction) -> CorrectionRow {
    let words = here.words;
    let mine = here.signed().is_ok_and(|signed| signed.principal == one.staff);
    let mut narrative = String::new();
    let mut facts = Vec::new();
    if let Some(former) = &one.former_survivor {
        facts = of_survivor(here, former);
    }
    if let Some(former) = &one.former_incident {
        let told = of_incident(here, former);
        facts.push((words.say("label-type"), told.kind));
        facts.push((words.say("label-date"), told.when));
        facts.extend(told.facts);
        narrative = told.narrative;
    }
    CorrectionRow {
        when: words.moment(one.correct_time.as_ref()),
        who: words.say(if mine { "by-you" } else { "by-colleague" }),
        fields: named(here, &one.fields),
        facts,
        narrative,
    }
}

/// The fields of a correction in words.
pub(crate) fn named(here: &Here, fields: &[String]) -> String {
    let name = |path: &String| {
        let key = path.replace(['.', '_'], "-");
        let found = here.words.find(&format!("label-{key}"));
        let found = found.or_else(|| here.words.find(&format!("label-survivor-{key}")));
        found.unwrap_or_else(|| here.words.say("label-other-field"))
    };
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}
