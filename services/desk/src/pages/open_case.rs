//! Intake: opening a case. Nothing but her sex is asked for by force; her name is hers to keep.

use axum::response::Response;
use sentier_platform::grpc::date as on_wire;
use sentier_proto::cases::v1::{OpenCaseRequest, Survivor};
use sentier_proto::common::v1::{Date, Sex};

use super::{FormPage, choices, drafts, giving, minimum};
use crate::form::{Choice, Form, date};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    here.centre()?;
    Ok(page(&here, None))
}

/// Opens the case.
pub(crate) async fn open(here: Here) -> Answer {
    let parent = here.centre()?;
    if here.fields.get("then") == "draft" {
        return Box::pin(drafts::save(&here)).await;
    }
    let draft = match here.fields.get("draft") {
        "" => String::new(),
        id => format!("{parent}/drafts/{id}"),
    };
    let survivor = match survivor(&here) {
        Ok(survivor) => survivor,
        Err(trouble) => return Ok(page(&here, Some(&trouble))),
    };
    let message = OpenCaseRequest {
        parent,
        request_id: here.request_id(),
        survivor: Some(survivor),
        draft,
        statistics_giving: agrees(&here).then(|| giving::told(&here, &giving::INTAKE)),
    };
    match ask!(here, cases.open_case, message).await {
        Ok(answer) => {
            let case = answer.case.unwrap_or_default();
            let id = case.name.rsplit('/').next().unwrap_or_default();
            Ok(see_other(&format!("/cases/{id}?n=case-opened")))
        }
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, Some(&trouble))),
    }
}

/// Whether she agrees to be counted.
fn agrees(here: &Here) -> bool {
    here.fields.get("statistics") == "yes"
}

/// What was told of her, or what of it is wrong.
pub(crate) fn survivor(here: &Here) -> Result<Survivor, Trouble> {
    let fields = &here.fields;
    let mut wrong = Vec::new();
    let (birth_date, age) = (fields.get("survivor.birth_date"), fields.get("age"));
    let born = born(here);
    match (born, birth_date, age) {
        (Some(_), _, _) | (None, "", "") => {}
        (None, "", _) => wrong.push(("age", "wrong-age")),
        (None, _, _) => wrong.push(("survivor.birth_date", "wrong-date")),
    }
    let sex = Sex::from_str_name(fields.get("survivor.sex")).unwrap_or_default();
    if sex == Sex::Unspecified {
        wrong.push(("survivor.sex", "wrong-choice"));
    }
    let profile = minimum::profile(here, &mut wrong);
    if !wrong.is_empty() {
        return Err(Trouble::Fields(wrong));
    }
    Ok(Survivor {
        full_name: fields.get("survivor.full_name").to_owned(),
        sex: sex.into(),
        birth_date: born.map(|(date, _)| date),
        birth_date_estimated: born.is_some_and(|(_, estimated)| estimated),
        phone: fields.get("survivor.phone").to_owned(),
        safe_contact: fields.get("survivor.safe_contact").to_owned(),
        profile,
    })
}

/// Her birth as it stands in the form, and whether it is an estimate.
pub(crate) fn born(here: &Here) -> Option<(Date, bool)> {
    match (here.fields.get("survivor.birth_date"), here.fields.get("age")) {
        ("", "") => None,
        ("", age) => born_by(here, age).map(|date| (date, true)),
        (text, _) => date(text).map(|date| (date, false)),
    }
}

/// The first of January of the year in which somebody of this age was born.
fn born_by(here: &Here, age: &str) -> Option<Date> {
    let age: i32 = age.parse().ok().filter(|age| (0..=120).contains(age))?;
    let today = on_wire(here.desk.env.clock.now().to_datetime().date());
    Some(Date { year: today.year - age, month: 1, day: 1 })
}

/// Asks who she is.
pub(crate) fn ask_survivor(here: &Here, form: Form) -> Form {
    let fields = &here.fields;
    let sexes = choices::of(here, "survivor.sex", "sex", &choices::SEXES, Sex::as_str_name);
    let form = form
        .line("survivor.full_name", "text", fields)
        .one_of("survivor.sex", first_chosen(sexes))
        .line("survivor.birth_date", "date", fields)
        .line("age", "number", fields)
        .line("survivor.phone", "tel", fields)
        .lines("survivor.safe_contact", fields);
    minimum::ask_profile(here, form)
}

pub(crate) fn page(here: &Here, trouble: Option<&Trouble>) -> Response {
    let fields = &here.fields;
    let words = here.words;
    let form = Form::new(words, "/cases/new", "submit-open-case")
        .or("draft", "submit-save-draft")
        .hide("request_id", here.request_id())
        .hide("draft", fields.get("draft"));
    let agreeing = vec![Choice::new("statistics", "yes", words.say("choice-statistics"), fields)];
    let form =
        ask_survivor(here, form).part(words.say("part-statistics")).any_of("statistics", agreeing);
    let form = giving::ask(here, form, &giving::INTAKE).with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-open-case");
    let intro = vec![here.words.say("open-case-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/cases".to_owned() })
}

/// The first choice stands chosen until she chooses another.
pub(crate) fn first_chosen(mut choices: Vec<Choice>) -> Vec<Choice> {
    if !choices.iter().any(|choice| choice.chosen)
        && let Some(first) = choices.first_mut()
    {
        first.chosen = true;
    }
    choices
}
