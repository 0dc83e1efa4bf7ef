//! Papers for the survivor, to be printed: who saw or changed her file, and that she was erased.

use askama::Template;
use axum::extract::Path;
use sentier_proto::cases::v1::{
    GetErasureCertificateRequest, GetErasureCertificateResponse, GetTimelineRequest, TimelineEntry,
};

use super::audit::colleagues;
use super::case::{self, what_and_detail};
use super::places::Places;
use crate::page::{Answer, Here, Page, ask};
use crate::trouble::Trouble;
use crate::words::Words;

/// Entries that are asked for at once, and how often: a file has some hundreds.
const AT_ONCE: i32 = 1_000;
const PAGES: u32 = 20;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    page: Page,
    id: String,
    code: String,
    today: String,
    lines: Vec<Line>,
}

struct Line {
    when: String,
    who: String,
    what: String,
    why: String,
}

/// Everyone who saw or changed a file: what, when and why, oldest first.
pub(crate) async fn report(here: Here, Path(id): Path<String>) -> Answer {
    let (case, entries, places, colleagues) = tokio::join!(
        case::facts(&here, &id),
        timeline(&here, &id),
        Places::known_to(&here),
        colleagues(&here)
    );
    let colleagues = colleagues.unwrap_or_default();
    let line = |entry: &TimelineEntry| {
        let named = colleagues.get(&entry.principal).cloned();
        let (what, why) = what_and_detail(&here, entry);
        Line {
            when: here.words.moment(entry.occur_time.as_ref()),
            who: named.unwrap_or_else(|| case::who(&here, &entry.principal, &places)),
            what,
            why,
        }
    };
    let lines = entries?.iter().map(line).collect();
    let page = here.page("title-paper");
    let code = case?.survivor_code;
    Ok(here.show(&ReportPage { page, id, code, today: today(&here), lines }))
}

async fn timeline(here: &Here, id: &str) -> Result<Vec<TimelineEntry>, Trouble> {
    let (mut entries, mut page_token) = (Vec::new(), String::new());
    for _ in 0..PAGES {
        let name = here.case(id)?;
        let message = GetTimelineRequest { name, page_size: AT_ONCE, page_token };
        let answer = ask!(here, cases.get_timeline, message).await?;
        entries.extend(answer.entries);
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(entries)
}

fn today(here: &Here) -> String {
    let today = here.desk.env.clock.now().to_datetime().date();
    here.words.date(&sentier_platform::grpc::date(today))
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage {
    page: Page,
    back: String,
    facts: Vec<(String, String)>,
    note: String,
}

/// That she was erased: what was destroyed, when, on what ground; signed.
pub(crate) async fn certificate(here: Here, Path(id): Path<String>) -> Answer {
    let message = GetErasureCertificateRequest { name: here.case(&id)? };
    let found = ask!(here, retention.get_erasure_certificate, message).await?;
    let words = here.words;
    let fact = |key: &str, value: String| (words.say(key), value);
    let facts = vec![
        fact("fact-erased-at", words.moment(found.erase_time.as_ref())),
        fact("fact-ground", words.code("erasure-ground", found.ground().as_str_name())),
        fact("fact-ordered", ordered(words, &found)),
        fact("fact-keys", found.key_count.to_string()),
        fact("fact-objects", found.object_count.to_string()),
        fact("fact-replace-by", words.day(found.replace_by_time.as_ref())),
    ];
    let works = here.signed()?.works_on_cases();
    let back = if works { format!("/cases/{id}") } else { "/retention".to_owned() };
    let page = here.page("title-paper");
    Ok(here.show(&CertificatePage { page, back, facts, note: found.note }))
}

/// Whether a person ordered it, or the schedule did it by itself.
fn ordered(words: Words, found: &GetErasureCertificateResponse) -> String {
    if found.announce_time.is_none() {
        return words.say("ordered-by-person");
    }
    let announced = words.day(found.announce_time.as_ref());
    words.fill("ordered-by-schedule", &[("day", announced.as_str())])
}
