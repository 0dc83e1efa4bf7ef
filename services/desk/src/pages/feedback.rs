//! What a survivor says of the centre's work. It leads nowhere: no case is named.

use axum::response::Response;
use sentier_proto::access::v1::Staff;
use sentier_proto::cases::v1::{FeedbackQuestion, FeedbackScore, RecordFeedbackRequest};
use sentier_proto::name;

use super::{FormPage, care};
use crate::form::{Choice, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::trouble::Trouble;

/// The questions, with the names of their fields.
const QUESTIONS: [(&str, FeedbackQuestion); 18] = [
    ("score_reachable", FeedbackQuestion::Reachable),
    ("score_received_quickly", FeedbackQuestion::ReceivedQuickly),
    ("score_respected", FeedbackQuestion::Respected),
    ("score_private", FeedbackQuestion::Private),
    ("score_informed", FeedbackQuestion::Informed),
    ("score_decided", FeedbackQuestion::Decided),
    ("score_helped", FeedbackQuestion::Helped),
    ("score_safer", FeedbackQuestion::Safer),
    ("score_recommends", FeedbackQuestion::Recommends),
    ("score_hours_suitable", FeedbackQuestion::HoursSuitable),
    ("score_welcoming", FeedbackQuestion::Welcoming),
    ("score_listened", FeedbackQuestion::Listened),
    ("score_not_blamed", FeedbackQuestion::NotBlamed),
    ("score_own_language", FeedbackQuestion::OwnLanguage),
    ("score_chose_worker", FeedbackQuestion::ChoseWorker),
    ("score_kept_secret", FeedbackQuestion::KeptSecret),
    ("score_referred_well", FeedbackQuestion::ReferredWell),
    ("score_followed_up", FeedbackQuestion::FollowedUp),
];

/// The form.
pub(crate) async fn ask(here: Here) -> Answer {
    let staff = care::colleagues(&here).await?;
    Ok(page(&here, &staff, None))
}

/// Records the answers.
pub(crate) async fn record(here: Here) -> Answer {
    let score = |(field, question): &(&str, FeedbackQuestion)| {
        let score = here.fields.get(field).parse().ok()?;
        Some(FeedbackScore { question: (*question).into(), score })
    };
    let message = RecordFeedbackRequest {
        parent: here.centre()?,
        request_id: here.request_id(),
        caseworker: here.fields.get("caseworker").to_owned(),
        scores: QUESTIONS.iter().filter_map(score).collect(),
    };
    match ask!(here, care.record_feedback, message).await {
        Ok(_nothing) => Ok(see_other("/today?n=feedback-recorded")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => {
            let staff = care::colleagues(&here).await.unwrap_or_default();
            Ok(page(&here, &staff, Some(&trouble)))
        }
    }
}

fn page(here: &Here, staff: &[Staff], trouble: Option<&Trouble>) -> Response {
    let me = here.signed().map(|signed| signed.principal.clone()).unwrap_or_default();
    let others: Vec<Staff> = staff.iter().filter(|one| !is_same(&one.name, &me)).cloned().collect();
    let mut form = Form::new(here.words, "/feedback", "submit-entry")
        .hide("request_id", here.request_id())
        .select("caseworker", care::named(here, "caseworker", &others));
    for (field, _) in QUESTIONS {
        form = form.one_of(field, scores(here, field));
    }
    let form = form.with_trouble(trouble);
    let page = here.page("title-form");
    let heading = here.words.say("heading-feedback");
    let intro = vec![here.words.say("feedback-intro")];
    here.show_after(trouble, &FormPage { page, heading, intro, form, back: "/today".to_owned() })
}

fn scores(here: &Here, field: &str) -> Vec<Choice> {
    let choice = |score: i32| {
        let words = here.words.say(&format!("feedback-score-{score}"));
        Choice::new(field, score.to_string(), words, &here.fields)
    };
    (1..=5).map(choice).collect()
}

/// Whether two names are of the same member of staff.
fn is_same(one: &str, other: &str) -> bool {
    let id = |text| name::parse::<2>("centres/*/staff/*", text).map(|[_, id]| id.to_owned());
    id(one).is_some() && id(one) == id(other)
}
