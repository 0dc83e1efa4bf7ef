//! How the structures answer: the section of the figures that shows it.

use sentier_proto::statistics::v1::{
    ListStructureResponsesRequest, ResponsePart, StructureResponse,
};

use super::figures::label;
use super::indicators::as_of;
use super::places::Places;
use crate::page::{Here, ask};
use crate::trouble::Trouble;
use crate::words::{Words, code_key};

/// More than a centre has in the months that one page shows.
const ALL: i32 = 1_000;
/// The part of those without an answer, or without an end that is known.
const NONE: &str = "none";

/// The section.
pub(crate) struct Section {
    /// As of which week.
    pub(crate) week: String,
    pub(crate) rows: Vec<Row>,
}

/// One structure and need in a month.
pub(crate) struct Row {
    pub(crate) month: String,
    pub(crate) structure: String,
    pub(crate) need: String,
    pub(crate) sent: String,
    pub(crate) acknowledged: Vec<String>,
    pub(crate) accepted: Vec<String>,
    pub(crate) served: Vec<String>,
    pub(crate) ended: Vec<String>,
    pub(crate) closed: String,
    pub(crate) declined: Vec<String>,
}

impl Row {
    /// What is told in lines, column by column.
    pub(crate) const fn tables(&self) -> [&Vec<String>; 4] {
        [&self.acknowledged, &self.accepted, &self.served, &self.ended]
    }
}

/// What was sent in these months, as of the last week that has ended.
pub(super) async fn section(here: &Here, from: &str, to: &str) -> Result<Section, Trouble> {
    let message = ListStructureResponsesRequest {
        parent: here.centre()?,
        from_month: from.to_owned(),
        to_month: to.to_owned(),
        page_size: ALL,
        ..ListStructureResponsesRequest::default()
    };
    let told = ask!(here, responses.list_structure_responses, message).await?;
    let week = as_of(here.words, &told.week);
    if told.responses.is_empty() {
        return Ok(Section { week, rows: Vec::new() });
    }
    let places = Places::known_to(here).await;
    let row = |one: &StructureResponse| row(here.words, places.name(here, &one.structure), one);
    Ok(Section { week, rows: told.responses.iter().map(row).collect() })
}

fn row(words: Words, structure: String, one: &StructureResponse) -> Row {
    // When nothing is told of a structure, that is said once.
    let known = one.sent.is_some();
    let table = |parts: &[ResponsePart], name: fn(Words, &str) -> String| {
        if known { lines(words, parts, name) } else { Vec::new() }
    };
    let timed = |parts: &[ResponsePart]| {
        let half =
            half(parts).map(|code| words.fill("response-half", &[("time", &time(words, code))]));
        half.into_iter().chain(table(parts, time)).collect()
    };
    Row {
        month: label(words, &one.month),
        structure,
        need: words.code("need", one.need().as_str_name()),
        sent: count(words, one.sent),
        acknowledged: timed(&one.acknowledged),
        accepted: timed(&one.accepted),
        served: timed(&one.served),
        ended: table(&one.ended, end),
        closed: if known { count(words, one.closed) } else { String::new() },
        declined: table(&one.declined, reason),
    }
}

fn count(words: Words, count: Option<i64>) -> String {
    count.map_or_else(|| words.say("indicator-withheld"), |count| count.to_string())
}

/// The parts that are not nothing, each in a line.
fn lines(words: Words, parts: &[ResponsePart], name: fn(Words, &str) -> String) -> Vec<String> {
    let told = parts.iter().filter(|part| part.count != Some(0));
    let line = |part: &ResponsePart| {
        let values = [("what", name(words, &part.code)), ("count", count(words, part.count))];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, text)| (*key, &**text)).collect();
        words.fill("response-part", &values)
    };
    told.map(line).collect()
}

/// The time within which half of those that were answered were; `None` when a number is withheld, or none was.
fn half(parts: &[ResponsePart]) -> Option<&str> {
    let all: i64 = parts.iter().map(|part| part.count).sum::<Option<i64>>()?;
    let none: i64 =
        parts.iter().filter(|part| part.code == NONE).filter_map(|part| part.count).sum();
    let answered = all - none;
    let mut reached = 0;
    let within = parts.iter().filter(|part| part.code != NONE).find(|part| {
        reached += part.count.unwrap_or(0);
        answered > 0 && reached * 2 >= answered
    });
    within.map(|part| part.code.as_str())
}

fn time(words: Words, code: &str) -> String {
    words.say(&code_key("response", code))
}

/// A completion by what it led to; the others by themselves.
fn end(words: Words, code: &str) -> String {
    match code {
        "served" | "partly_served" | "no_show" | "declined_by_survivor" => {
            words.say(&code_key("outcome", code))
        }
        other => words.say(&code_key("ended", other)),
    }
}

fn reason(words: Words, code: &str) -> String {
    words.say(&code_key("decline-reason", code))
}

#[cfg(test)]
mod tests {
    use sentier_platform::catalogue::Locale;

    use super::*;

    fn parts(counts: &[(&str, Option<i64>)]) -> Vec<ResponsePart> {
        let part = |(code, count): &(&str, Option<i64>)| ResponsePart {
            code: (*code).to_owned(),
            count: *count,
        };
        counts.iter().map(part).collect()
    }

    #[test]
    fn half_of_those_that_were_answered_is_told_where_every_number_is() {
        let answered = |first, second, none| {
            parts(&[
                ("within_3_hours", first),
                ("within_24_hours", second),
                ("later", Some(6)),
                (NONE, none),
            ])
        };
        // 5 of 20 within 3 hours, 14 of 20 within 24; the 40 that were not answered are not among them.
        assert_eq!(half(&answered(Some(5), Some(9), Some(40))), Some("within_24_hours"));
        // 10 of 20 are half.
        assert_eq!(half(&answered(Some(10), Some(4), Some(0))), Some("within_3_hours"));
        assert_eq!(half(&answered(None, Some(9), Some(40))), None);
        assert_eq!(half(&parts(&[("later", Some(0)), (NONE, Some(7))])), None);
    }

    #[test]
    fn every_part_has_its_words() {
        let times = [
            "within_3_hours",
            "within_24_hours",
            "within_72_hours",
            "within_7_days",
            "later",
            NONE,
        ];
        let ends = ["served", "partly_served", "no_show", "declined_by_survivor", "declined"];
        let ends = ends.into_iter().chain(["expired", "cancelled", NONE]);
        let words = Words(Locale::French);
        for text in
            times.map(|code| time(words, code)).into_iter().chain(ends.map(|code| end(words, code)))
        {
            assert!(text.contains(' ') || text.chars().any(char::is_uppercase), "{text}");
            assert!(!text.starts_with("response-") && !text.starts_with("ended-"), "{text}");
        }
    }
}
