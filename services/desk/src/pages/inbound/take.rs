//! The centre takes what an agency refers: it reads what was told, and opens a case or declines.
//!
//! PRIVACY: what was told is opened for one page, by a form and never by an address; the reading is
//! recorded. Accepted, it stands in her file, and nowhere else.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::cases::v1::{AddNoteRequest, OpenCaseRequest, Survivor};
use sentier_proto::common::v1::Urgency;
use sentier_proto::referrals::v1::inbound_referral::State;
use sentier_proto::referrals::v1::referral::DeclineReason;
use sentier_proto::referrals::v1::{
    AcceptInboundReferralRequest, DeclineInboundReferralRequest, GetInboundReferralRequest,
    GetSubmissionRequest, InboundReferral, Submission,
};

use super::{declined, last, list, name, tone};
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::pages::places::Places;
use crate::pages::{FormPage, choices};
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "taken.html")]
struct TakenPage {
    page: Page,
    id: String,
    need: String,
    state: String,
    tone: &'static str,
    urgent: bool,
    urgency: String,
    facts: Vec<(String, String)>,
    /// Whether it waits for an answer.
    open: bool,
    /// What was told, once it was opened on purpose.
    told: Vec<(String, String)>,
    /// Whether the caller copies the note into the file herself.
    copies_note: bool,
    request_id: String,
    /// Of the acceptance, and of the note: each its own write.
    accept_id: String,
    note_id: String,
    version: i64,
}

/// What agencies referred to the centre.
pub(crate) async fn all(here: Here) -> Answer {
    if !here.signed()?.works_on_cases() {
        return Err(Trouble::NoPage);
    }
    let centre = here.centre()?;
    list(&here, centre, "/inbound").await
}

/// One of them, without what was told.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    let (inbound, places) = tokio::join!(find(&here, &id), Places::known_to(&here));
    let inbound = inbound?;
    let page = page(&here, &inbound, &places, None);
    Ok(here.show(&page))
}

/// What was told has no address of its own.
pub(crate) async fn closed(here: Here, Path(id): Path<String>) -> Answer {
    of_centre(&here, &id)?;
    Ok(see_other(&format!("/inbound/{id}")))
}

/// Opens what was told, for this one page.
pub(crate) async fn read(here: Here, Path(id): Path<String>) -> Answer {
    let (inbound, places) = tokio::join!(find(&here, &id), Places::known_to(&here));
    let inbound = inbound?;
    let told = submission(&here, &id).await?;
    let page = page(&here, &inbound, &places, Some(&told));
    Ok(here.show(&page))
}

/// Opens a case with what was told, and links it. Sent twice it is done once: each write has its own id.
pub(crate) async fn accept(here: Here, Path(id): Path<String>) -> Answer {
    let inbound = of_centre(&here, &id)?;
    let told = submission(&here, &id).await?;
    let note = told.note.clone();
    let open = OpenCaseRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        survivor: Some(Survivor {
            full_name: told.full_name,
            sex: told.sex,
            phone: told.phone,
            safe_contact: told.safe_contact,
            ..Survivor::default()
        }),
        ..OpenCaseRequest::default()
    };
    let case = ask!(here, cases.open_case, open).await?.case.unwrap_or_default();
    if !note.is_empty() && keeps_notes(&here) {
        let note = AddNoteRequest {
            name: case.name.clone(),
            request_id: here.fields.get("note_id").to_owned(),
            expected_version: None,
            note,
        };
        ask!(here, care.add_note, note).await?;
    }
    let accept = AcceptInboundReferralRequest {
        name: inbound,
        request_id: here.fields.get("accept_id").to_owned(),
        expected_version: None,
        case: case.name.clone(),
    };
    ask!(here, inbound.accept_inbound_referral, accept).await?;
    Ok(see_other(&format!("/cases/{}?n=case-opened", last(&case.name))))
}

/// Why not?
pub(crate) async fn ask_decline(here: Here, Path(id): Path<String>) -> Answer {
    let version = find(&here, &id).await?.version;
    Ok(declining(&here, &id, version, None))
}

/// The centre does not take it.
pub(crate) async fn decline(here: Here, Path(id): Path<String>) -> Answer {
    let reason = DeclineReason::from_str_name(here.fields.get("reason")).unwrap_or_default();
    let message = DeclineInboundReferralRequest {
        name: of_centre(&here, &id)?,
        request_id: here.request_id(),
        expected_version: here.fields.version(),
        reason: reason.into(),
    };
    match ask!(here, inbound.decline_inbound_referral, message).await {
        Ok(_declined) => Ok(see_other("/inbound?n=inbound-declined")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let version = match here.fields.version() {
                Some(seen) if !trouble.is_stale() => seen,
                _ => find(&here, &id).await?.version,
            };
            Ok(declining(&here, &id, version, Some(&trouble)))
        }
    }
}

fn declining(here: &Here, id: &str, version: i64, trouble: Option<&Trouble>) -> Response {
    let reasons = &choices::DECLINE_REASONS;
    let reasons: Vec<Choice> =
        choices::of(here, "reason", "decline-reason", reasons, DeclineReason::as_str_name);
    let mut form = Form::new(here.words, format!("/inbound/{id}/decline"), "submit-decline")
        .hide("request_id", here.request_id())
        .hide("version", version.to_string())
        .one_of("reason", reasons)
        .with_trouble(trouble);
    form.danger = true;
    let page = here.page("title-form");
    let heading = here.words.say("heading-decline");
    let back = format!("/inbound/{id}");
    here.show_after(trouble, &FormPage { page, heading, intro: Vec::new(), form, back })
}

/// The resource name of one of the centre's.
fn of_centre(here: &Here, id: &str) -> Result<String, Trouble> {
    let signed = here.signed()?;
    if !signed.works_on_cases() {
        return Err(Trouble::NoPage);
    }
    name(signed.centre().unwrap_or_default(), id)
}

async fn find(here: &Here, id: &str) -> Result<InboundReferral, Trouble> {
    let message = GetInboundReferralRequest { name: of_centre(here, id)? };
    let answer = ask!(here, inbound.get_inbound_referral, message).await?;
    Ok(answer.inbound_referral.unwrap_or_default())
}

async fn submission(here: &Here, id: &str) -> Result<Submission, Trouble> {
    let message = GetSubmissionRequest { name: of_centre(here, id)? };
    let answer = ask!(here, inbound.get_submission, message).await?;
    Ok(answer.submission.unwrap_or_default())
}

/// Whether the caller may write notes into a file: who only receives may not.
fn keeps_notes(here: &Here) -> bool {
    here.signed()
        .is_ok_and(|signed| signed.has(StaffRole::Caseworker) || signed.has(StaffRole::Supervisor))
}

fn page(
    here: &Here,
    inbound: &InboundReferral,
    places: &Places,
    told: Option<&Submission>,
) -> TakenPage {
    let words = here.words;
    let state = inbound.state();
    let facts = [
        ("fact-agency", places.name(here, &inbound.agency)),
        ("fact-sent", words.moment(inbound.submit_time.as_ref())),
        ("fact-agreement", words.code("agreement", inbound.agreement().as_str_name())),
        ("fact-answer-by", words.moment(inbound.answer_by_time.as_ref())),
        ("fact-ended", words.moment(inbound.end_time.as_ref())),
        ("fact-declined", declined(here, inbound)),
    ];
    let given = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let noted = told.is_some_and(|told| !told.note.is_empty());
    TakenPage {
        page: here.page("title-record"),
        id: last(&inbound.name).to_owned(),
        need: words.code("need", inbound.need().as_str_name()),
        state: words.code("inbound", state.as_str_name()),
        tone: tone(state),
        urgent: inbound.urgency() == Urgency::Urgent,
        urgency: words.code("urgency", inbound.urgency().as_str_name()),
        facts: given.map(|(label, value)| (words.say(label), value)).collect(),
        open: state == State::Submitted,
        told: told.map_or_else(Vec::new, |told| of_her(here, told)),
        copies_note: noted && !keeps_notes(here),
        request_id: here.request_id(),
        accept_id: sentier_platform::ids::new_id().to_string(),
        note_id: sentier_platform::ids::new_id().to_string(),
        version: inbound.version,
    }
}

/// What was told of her, label by label; only what was given.
fn of_her(here: &Here, told: &Submission) -> Vec<(String, String)> {
    let words = here.words;
    let known = [
        ("label-submission-full-name", told.full_name.clone()),
        ("label-submission-sex", words.code("sex", told.sex().as_str_name())),
        ("label-submission-phone", told.phone.clone()),
        ("label-submission-safe-contact", told.safe_contact.clone()),
        ("label-submission-note", told.note.clone()),
    ];
    let given = known.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(label, value)| (words.say(label), value)).collect()
}
