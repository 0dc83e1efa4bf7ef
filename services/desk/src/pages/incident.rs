//! Recording an incident: the ordered GBVIMS questions one after the other, the first yes stops.
//!
//! The answers are personal: they travel in the bodies of forms, never in an address.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::cases::v1::{IncidentAnswers, RecordIncidentRequest};
use sentier_proto::common::v1::{IncidentType, PartOfDay};

use super::{FormPage, choices, minimum};
use crate::form::{Choice, Form, date, wants_more};
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;

const LAST: i32 = 6;

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    page: Page,
    id: String,
    /// 1 to 6; 7 asks whether it is gender-based.
    number: i32,
    decided: i32,
    question: String,
    hint: String,
    progress: String,
}

#[derive(Template)]
#[template(path = "recorded.html")]
struct RecordedPage {
    page: Page,
    id: String,
    kind: String,
    why: String,
    urgent: bool,
}

/// Where she is in the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// This question stands next, after the yes to `decided`.
    Ask { question: i32, decided: i32 },
    /// The type is known: the question that decided it, 0 when none did.
    Known { decided: i32, gender_based: bool },
}

/// What follows an answer.
fn follow(question: i32, decided: i32, yes: bool) -> Step {
    match (question, yes) {
        (..=LAST, true) => Step::Ask { question: LAST + 1, decided: question },
        (..LAST, false) => Step::Ask { question: question + 1, decided: 0 },
        (LAST, false) => Step::Known { decided: 0, gender_based: false },
        (_, gender_based) => Step::Known { decided, gender_based },
    }
}

/// What stood before a question, or before the result (question 8).
fn before(question: i32, decided: i32) -> Step {
    match (question, decided) {
        (..=LAST, _) => Step::Ask { question: (question - 1).max(1), decided: 0 },
        (7, _) => Step::Ask { question: decided, decided: 0 },
        (_, 0) => Step::Ask { question: LAST, decided: 0 },
        (_, _) => Step::Ask { question: LAST + 1, decided },
    }
}

/// The type that follows: the sequence has the order of the types.
fn kind(decided: i32, gender_based: bool) -> IncidentType {
    match IncidentType::try_from(decided) {
        Ok(kind) if gender_based && kind != IncidentType::Unspecified => kind,
        _ => IncidentType::NonGbv,
    }
}

/// The first question.
pub(crate) async fn begin(here: Here, Path(id): Path<String>) -> Answer {
    here.case(&id)?;
    Ok(question(&here, id, 1, 0))
}

/// The next question, or the result, or the record.
pub(crate) async fn go_on(here: Here, Path(id): Path<String>) -> Answer {
    let number = |name: &str, most: i32| {
        let given = here.fields.get(name).parse().ok();
        given.filter(|given| (0..=most).contains(given)).unwrap_or(0)
    };
    let (asked, decided) = (number("question", LAST + 2).max(1), number("decided", LAST));
    let step = match here.fields.get("answer") {
        "yes" => follow(asked, decided, true),
        "no" => follow(asked, decided, false),
        "record" if wants_more(&here.fields) => {
            here.case(&id)?;
            let gender_based = here.fields.get("gender_based") == "yes";
            return Ok(details(&here, &id, decided, gender_based, None));
        }
        "record" => return record(&here, &id, decided).await,
        _ => before(asked, decided),
    };
    here.case(&id)?;
    Ok(match step {
        Step::Ask { question: number, decided } => question(&here, id, number, decided),
        Step::Known { decided, gender_based } => details(&here, &id, decided, gender_based, None),
    })
}

fn question(here: &Here, id: String, number: i32, decided: i32) -> Response {
    let words = here.words;
    let progress = words.fill("question-progress", &[("number", &number.to_string())]);
    here.show(&QuestionPage {
        page: here.page("title-form"),
        id,
        number,
        decided,
        question: words.say(&format!("question-{number}")),
        hint: words.find(&format!("question-hint-{number}")).unwrap_or_default(),
        progress,
    })
}

/// The type with the question that decided it, and what is still to be asked.
fn details(
    here: &Here,
    id: &str,
    decided: i32,
    gender_based: bool,
    trouble: Option<&Trouble>,
) -> Response {
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
    let form = Form::new(words, format!("/cases/{id}/incidents/new"), "submit-incident")
        .hide("request_id", here.request_id())
        .hide("answer", "record")
        .hide("question", "8")
        .hide("decided", decided.to_string())
        .hide("gender_based", if gender_based { "yes" } else { "no" })
        .line("date", "date", fields)
        .any_of("date_estimated", estimated)
        .one_of("part_of_day", parts)
        .lines("narrative", fields);
    let form = minimum::ask_circumstances(here, form).with_trouble(trouble);
    let kind = kind(decided, gender_based);
    let intro = vec![
        words.fill("incident-kind", &[("kind", &words.code("incident-type", kind.as_str_name()))]),
        why(here, decided, gender_based),
    ];
    let page = here.page("title-form");
    let heading = words.say("heading-incident");
    let back = format!("/cases/{id}/incidents/new");
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}

fn why(here: &Here, decided: i32, gender_based: bool) -> String {
    let words = here.words;
    if decided == 0 {
        return words.say("incident-no-question");
    }
    let question = words.say(&format!("question-{decided}"));
    let number = decided.to_string();
    let key = if gender_based { "incident-decided" } else { "incident-not-gender-based" };
    words.fill(key, &[("number", &number), ("question", &question)])
}

async fn record(here: &Here, id: &str, decided: i32) -> Answer {
    let fields = &here.fields;
    let gender_based = fields.get("gender_based") == "yes";
    let Some(on) = date(fields.get("date")) else {
        let trouble = Trouble::Fields(vec![("date", "wrong-date")]);
        return Ok(details(here, id, decided, gender_based, Some(&trouble)));
    };
    let mut wrong = Vec::new();
    let circumstances = minimum::circumstances(here, &mut wrong);
    if !wrong.is_empty() {
        let trouble = Trouble::Fields(wrong);
        return Ok(details(here, id, decided, gender_based, Some(&trouble)));
    }
    let part = PartOfDay::from_str_name(fields.get("part_of_day")).unwrap_or_default();
    let message = RecordIncidentRequest {
        name: here.case(id)?,
        request_id: here.request_id(),
        // Other work on the case meanwhile does not change what happened.
        expected_version: None,
        date: Some(on),
        date_estimated: fields.get("date_estimated") == "yes",
        part_of_day: part.into(),
        answers: Some(answers(decided, gender_based)),
        narrative: fields.get("narrative").to_owned(),
        circumstances,
    };
    match ask!(here, cases.record_incident, message).await {
        // PRIVACY: the type is personal, so it is shown in this answer and not behind an address; sending
        // the form again is the same write and the same page.
        Ok(answer) => Ok(here.show(&RecordedPage {
            page: here.page("title-record"),
            id: id.to_owned(),
            kind: here.words.code("incident-type", answer.r#type().as_str_name()),
            why: why(here, answer.deciding_question, gender_based),
            urgent: answer.r#type() == IncidentType::Rape,
        })),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(details(here, id, decided, gender_based, Some(&trouble))),
    }
}

const fn answers(decided: i32, gender_based: bool) -> IncidentAnswers {
    IncidentAnswers {
        penetration: decided == 1,
        sexual_contact: decided == 2,
        physical_assault: decided == 3,
        forced_marriage: decided == 4,
        denial_of_resources: decided == 5,
        psychological_abuse: decided == 6,
        gender_based,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_yes_stops_and_asks_whether_it_is_gender_based() {
        assert_eq!(follow(1, 0, false), Step::Ask { question: 2, decided: 0 });
        assert_eq!(follow(2, 0, true), Step::Ask { question: 7, decided: 2 });
        assert_eq!(follow(7, 2, true), Step::Known { decided: 2, gender_based: true });
        assert_eq!(follow(6, 0, false), Step::Known { decided: 0, gender_based: false });
    }

    #[test]
    fn the_way_back_is_the_way_she_came() {
        for question in 1..=6 {
            let Step::Ask { question: next, decided } = follow(question, 0, true) else { panic!() };
            assert_eq!(before(next, decided), Step::Ask { question, decided: 0 });
        }
        assert_eq!(before(8, 3), Step::Ask { question: 7, decided: 3 });
        assert_eq!(before(8, 0), Step::Ask { question: 6, decided: 0 });
        assert_eq!(before(1, 0), Step::Ask { question: 1, decided: 0 });
    }

    #[test]
    fn a_type_follows_from_the_deciding_question() {
        assert_eq!(kind(1, true), IncidentType::Rape);
        assert_eq!(kind(6, true), IncidentType::PsychologicalAbuse);
        assert_eq!(kind(3, false), IncidentType::NonGbv);
        assert_eq!(kind(0, false), IncidentType::NonGbv);
    }
}
