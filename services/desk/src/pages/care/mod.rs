//! What is done for a survivor between intake and closure: one page that asks, for every kind of entry.

mod asked;
mod file;
mod hours;
mod message;
mod state;

use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::{ListStaffRequest, Staff, StaffRole};
use sentier_proto::cases::v1::Case;
use sentier_proto::referrals::v1::Agency;

use super::{FormPage, case, places};
use crate::form::{Choice, Form, wants_more};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;
pub(crate) use file::{Told, told};
use hours::Elapsed;
pub(crate) use state::{CareRows, rows};

/// What can be recorded; its code stands in the address and in the keys of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Assessment,
    SafetyPlan,
    Plan,
    Service,
    Note,
    Flag,
    Conference,
    Assign,
    Transfer,
    ApproveAssessment,
    ApprovePlan,
    Closure,
    Reopen,
    Action,
    LowerFlag,
    Approval,
    TakeOver,
}

/// Every kind with its code, and whether it is about a part of the case that the address names.
const KINDS: [(&str, Kind, bool); 17] = [
    ("assessment", Kind::Assessment, false),
    ("safety-plan", Kind::SafetyPlan, false),
    ("plan", Kind::Plan, false),
    ("service", Kind::Service, false),
    ("care-note", Kind::Note, false),
    ("flag", Kind::Flag, false),
    ("conference", Kind::Conference, false),
    ("assign", Kind::Assign, false),
    ("transfer", Kind::Transfer, false),
    ("approve-assessment", Kind::ApproveAssessment, false),
    ("approve-plan", Kind::ApprovePlan, false),
    ("closure", Kind::Closure, false),
    ("reopen", Kind::Reopen, false),
    ("action", Kind::Action, true),
    ("lower-flag", Kind::LowerFlag, true),
    ("approval", Kind::Approval, true),
    ("take-over", Kind::TakeOver, true),
];

impl Kind {
    fn of(code: &str, of_part: bool) -> Result<Self, Trouble> {
        let found = KINDS.iter().find(|(known, _, part)| *known == code && *part == of_part);
        found.map(|(_, kind, _)| *kind).ok_or(Trouble::NoPage)
    }

    fn code(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or("", |(code, _, _)| code)
    }
}

/// What a form is about: the case, and the part that the address names.
struct About {
    id: String,
    part: String,
    kind: Kind,
}

impl About {
    fn path(&self) -> String {
        let code = self.kind.code();
        match self.part.as_str() {
            "" => format!("/cases/{}/care/{code}", self.id),
            part => format!("/cases/{}/care/{code}/{part}", self.id),
        }
    }
}

/// What a form needs to be drawn, beside what was typed.
#[derive(Default)]
struct Known {
    /// The case, where the form shows something of it.
    case: Case,
    /// Colleagues, where one is chosen.
    staff: Vec<Staff>,
    /// Agencies, where some are chosen.
    agencies: Vec<Agency>,
    /// How long ago it was, where her health is assessed.
    elapsed: Elapsed,
}

/// The form of an entry.
pub(crate) async fn ask(here: Here, Path((id, code)): Path<(String, String)>) -> Answer {
    draw(&here, About { id, part: String::new(), kind: Kind::of(&code, false)? }).await
}

/// The form of an entry about a part of the case.
pub(crate) async fn ask_of(
    here: Here,
    Path((id, code, part)): Path<(String, String, String)>,
) -> Answer {
    draw(&here, About { id, part, kind: Kind::of(&code, true)? }).await
}

/// Records an entry.
pub(crate) async fn record(here: Here, Path((id, code)): Path<(String, String)>) -> Answer {
    take(&here, About { id, part: String::new(), kind: Kind::of(&code, false)? }).await
}

/// Records an entry about a part of the case.
pub(crate) async fn record_of(
    here: Here,
    Path((id, code, part)): Path<(String, String, String)>,
) -> Answer {
    take(&here, About { id, part, kind: Kind::of(&code, true)? }).await
}

async fn draw(here: &Here, about: About) -> Answer {
    here.case(&about.id)?;
    let known = known(here, &about).await?;
    Ok(page(here, &about, &known, None))
}

async fn take(here: &Here, about: About) -> Answer {
    let name = here.case(&about.id)?;
    if wants_more(&here.fields) {
        return draw(here, about).await;
    }
    match message::send(here, &about, name).await {
        Ok(()) => Ok(see_other(&format!("/cases/{}?n=entry-recorded", about.id))),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            // What she typed is shown again, also when nothing else can be had just now.
            let known = known(here, &about).await.unwrap_or_default();
            Ok(page(here, &about, &known, Some(&trouble)))
        }
    }
}

async fn known(here: &Here, about: &About) -> Result<Known, Trouble> {
    let staff = match about.kind {
        Kind::Assign | Kind::Transfer | Kind::Plan => colleagues(here).await?,
        _ => Vec::new(),
    };
    let case = match about.kind {
        Kind::Service | Kind::Assessment => case::facts(here, &about.id).await?,
        _ => Case::default(),
    };
    let agencies = match about.kind {
        Kind::Plan | Kind::Conference => places::agencies(here).await?,
        _ => Vec::new(),
    };
    let elapsed = match about.kind {
        Kind::Assessment => hours::of_case(here, &case).await?,
        _ => Elapsed::Unknown,
    };
    Ok(Known { case, staff, agencies, elapsed })
}

/// Active colleagues who work on cases.
pub(super) async fn colleagues(here: &Here) -> Result<Vec<Staff>, Trouble> {
    let message =
        ListStaffRequest { parent: here.centre()?, page_size: 1_000, page_token: String::new() };
    let staff = ask!(here, access.list_staff, message).await?.staff;
    let works = |one: &Staff| {
        one.roles().any(|role| matches!(role, StaffRole::Caseworker | StaffRole::Supervisor))
    };
    Ok(staff.into_iter().filter(|one| one.active && works(one)).collect())
}

/// Colleagues to choose from.
pub(super) fn named(here: &Here, name: &str, staff: &[Staff]) -> Vec<Choice> {
    let choice = |one: &Staff| Choice::new(name, &one.name, &one.display_name, &here.fields);
    staff.iter().map(choice).collect()
}

fn page(here: &Here, about: &About, known: &Known, trouble: Option<&Trouble>) -> Response {
    let form =
        Form::new(here.words, about.path(), "submit-entry").hide("request_id", here.request_id());
    let form = asked::fields(here, about, known, form).with_trouble(trouble);
    let code = about.kind.code();
    let page = here.page("title-form");
    let heading = here.words.say(&format!("entry-{code}"));
    let intro = here.words.find(&format!("intro-{code}")).into_iter().collect();
    let back = format!("/cases/{}", about.id);
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

#[cfg(test)]
mod tests {
    use sentier_platform::catalogue::Locale;

    use super::*;
    use crate::words::Words;

    #[test]
    fn every_kind_has_its_words() {
        for (code, _, _) in KINDS {
            for locale in [Locale::French, Locale::English] {
                assert!(Words(locale).find(&format!("entry-{code}")).is_some(), "{code}");
            }
        }
    }
}
