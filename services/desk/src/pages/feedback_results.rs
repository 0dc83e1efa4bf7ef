//! What survivors say of the centre's work, as its manager sees it: means per question, and nobody's name.

use askama::Template;
use sentier_proto::cases::v1::{FeedbackAverage, GetFeedbackSummaryRequest};

use crate::page::{Answer, Here, Page, ask};

#[derive(Template)]
#[template(path = "feedback_results.html")]
struct ResultsPage {
    page: Page,
    year: String,
    quarter: String,
    /// How many feedbacks there were, in a sentence.
    count: String,
    rows: Vec<Row>,
}

struct Row {
    question: String,
    average: String,
    answers: String,
}

/// The means of a quarter; of the last one that has ended unless she asks for another.
pub(crate) async fn show(here: Here) -> Answer {
    let today = here.desk.env.clock.now().to_datetime().date();
    let (year, quarter) = last_ended(today);
    let wish = |name: &str, otherwise: i32| here.query(name).parse().unwrap_or(otherwise);
    let (year, quarter) = (wish("year", year), wish("quarter", quarter));
    let message = GetFeedbackSummaryRequest { parent: here.centre()?, year, quarter };
    let told = ask!(here, care.get_feedback_summary, message).await?;
    let words = here.words;
    let count = told.feedback_count.map_or_else(
        || words.say("feedback-results-none"),
        |count| words.fill("feedback-results-count", &[("count", &count.to_string())]),
    );
    Ok(here.show(&ResultsPage {
        page: here.page("title-list"),
        year: year.to_string(),
        quarter: quarter.to_string(),
        count,
        rows: told.averages.iter().map(|one| row(&here, one)).collect(),
    }))
}

fn row(here: &Here, one: &FeedbackAverage) -> Row {
    let withheld = || here.words.say("feedback-results-withheld");
    let tenths = |tenths: i32| {
        let (whole, part) = ((tenths / 10).to_string(), (tenths % 10).to_string());
        here.words.fill("a-decimal", &[("whole", &whole), ("part", &part)])
    };
    Row {
        question: here.words.code("feedback-question", one.question().as_str_name()),
        average: one.average_tenths.map_or_else(withheld, tenths),
        answers: one.answer_count.map(|count| count.to_string()).unwrap_or_default(),
    }
}

/// The last quarter that has ended on a day.
fn last_ended(today: time::Date) -> (i32, i32) {
    match (u8::from(today.month()) - 1) / 3 {
        0 => (today.year() - 1, 4),
        quarter => (today.year(), quarter.into()),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_last_quarter_has_ended() {
        assert_eq!(last_ended(date!(2026 - 11 - 25)), (2026, 3));
        assert_eq!(last_ended(date!(2026 - 03 - 31)), (2025, 4));
        assert_eq!(last_ended(date!(2026 - 04 - 01)), (2026, 1));
    }
}
