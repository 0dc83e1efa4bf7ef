//! What guards a case: how she may be reached, who must not see the file, and who opened it in an emergency.

mod asked;
mod contact;
mod glass;
mod managed;

use askama::Template;
use axum::extract::Path;
use sentier_proto::cases::v1::contact_answer::State;
use sentier_proto::cases::v1::{ContactAnswer, ExcludedStaff, GetSafeguardsRequest, GlassEntry};

use super::places::Places;
use super::{care, case::who};
use crate::page::{Answer, Here, Page, ask, see_other};

pub(crate) use asked::{ask, record};
pub(crate) use contact::{ask_plan, reach, set_plan};
pub(crate) use glass::{approve, ask_approval, ask_glass, break_glass};
pub(crate) use managed::{
    Alarmed, alarms, ask_honey, ask_review, ask_unseal, guarded, plant_honey, review, unseal,
};

#[derive(Template)]
#[template(path = "safeguards.html")]
struct SafeguardsPage {
    page: Page,
    id: String,
    supervises: bool,
    /// How she may be reached, in sentences; empty when she was not asked.
    plan: Vec<String>,
    answers: Vec<Reach>,
    excluded: Vec<Excluded>,
    sealed_to: Vec<String>,
    seal_reason: String,
    glass: Vec<Opened>,
    request_id: String,
}

/// A way of reaching her, and what the plan says of it now.
struct Reach {
    channel: &'static str,
    answerer: &'static str,
    way: String,
    says: String,
    tone: &'static str,
    allowed: bool,
}

struct Excluded {
    name: String,
    since: String,
    reason: String,
}

struct Opened {
    id: String,
    who: String,
    when: String,
    state: String,
    tone: &'static str,
    reason: String,
    /// Whether it waits for somebody to let her in.
    waits: bool,
}

/// A page that is opened on purpose only has no address of its own.
pub(crate) async fn closed(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(see_other(&format!("/cases/{id}")))
}

/// Opens it; the reading stands in the ledger first.
pub(crate) async fn show(here: Here, Path(id): Path<String>) -> Answer {
    use sentier_proto::access::v1::StaffRole;
    let supervises = here.signed()?.has(StaffRole::Supervisor);
    let purpose = if supervises { "supervision" } else { "direct_care" };
    let message = GetSafeguardsRequest { name: here.case(&id)?, purpose: purpose.to_owned() };
    let (told, staff, places) = tokio::join!(
        ask!(here, safeguard.get_safeguards, message),
        care::colleagues(&here),
        Places::known_to(&here)
    );
    let (told, staff) = (told?, staff.unwrap_or_default());
    let named = |name: &str| {
        let known = staff.iter().find(|one| one.name == name);
        known.map_or_else(|| who(&here, name, &places), |one| one.display_name.clone())
    };
    let waits = |entry: &GlassEntry| supervises && entry.expire_time.is_none();
    Ok(here.show(&SafeguardsPage {
        page: here.page("title-record"),
        supervises,
        plan: contact::sentences(&here, told.safe_contact.as_ref()),
        answers: told.answers.iter().map(|answer| reached(&here, answer)).collect(),
        excluded: told.excluded.iter().map(|one| excluded(&here, one, &named)).collect(),
        sealed_to: told.sealed_to.iter().map(|name| named(name)).collect(),
        glass: told.glass.iter().map(|one| opened(&here, one, &named, waits(one))).collect(),
        request_id: here.request_id(),
        seal_reason: told.seal_reason.clone(),
        id,
    }))
}

fn last(name: &str) -> String {
    name.rsplit('/').next().unwrap_or_default().to_owned()
}

fn excluded(here: &Here, one: &ExcludedStaff, named: &impl Fn(&str) -> String) -> Excluded {
    Excluded {
        name: named(&one.staff),
        since: here.words.moment(one.exclude_time.as_ref()),
        reason: one.reason.clone(),
    }
}

fn opened(here: &Here, one: &GlassEntry, named: &impl Fn(&str) -> String, waits: bool) -> Opened {
    let words = here.words;
    let (state, tone) = match (one.alone, &one.approver, &one.reviewer) {
        (true, _, reviewer) if reviewer.is_empty() => (words.say("glass-alone"), "bad"),
        (true, ..) => (words.say("glass-reviewed"), "done"),
        (false, approver, _) if approver.is_empty() => (words.say("glass-waits"), "wait"),
        (false, ..) => (words.say("glass-together"), "done"),
    };
    Opened {
        id: last(&one.name),
        who: named(&one.staff),
        when: words.moment(one.ask_time.as_ref()),
        state,
        tone,
        reason: one.reason.clone(),
        waits,
    }
}

/// What the plan says of a way, and what may be said.
fn reached(here: &Here, answer: &ContactAnswer) -> Reach {
    let words = here.words;
    let channel = words.code("contact-channel", answer.channel().as_str_name());
    let answerer = words.code("contact-answerer", answer.answerer().as_str_name());
    let (says, tone) = match answer.state() {
        State::Allowed => {
            let name =
                if answer.may_name_centre { "contact-name-centre" } else { "contact-neutral" };
            let mut says = vec![words.say("contact-now")];
            says.extend(answer.code_word.then(|| words.say("contact-code-word")));
            says.push(words.say(name));
            (says.join(" "), "good")
        }
        State::NotUntil => {
            let then = words.moment(answer.not_before_time.as_ref());
            (words.fill("contact-not-until", &[("moment", then.as_str())]), "wait")
        }
        State::Never | State::Unspecified => {
            (words.code("contact", answer.ground().as_str_name()), "bad")
        }
    };
    Reach {
        channel: answer.channel().as_str_name(),
        answerer: answer.answerer().as_str_name(),
        way: format!("{channel} · {answerer}"),
        says,
        tone,
        allowed: answer.state() == State::Allowed,
    }
}
