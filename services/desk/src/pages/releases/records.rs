//! Batches of truthful, generalised records: what they would be, and their approval by name.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use sentier_proto::statistics::v1::record_batch::State;
use sentier_proto::statistics::v1::{
    ApproveRecordBatchRequest, DownloadRecordBatchRequest, GetRecordBatchRequest, RecordBatch,
    RecordClass,
};

use super::super::audit::colleagues;
use super::super::report::{name as period_name, saved};
use super::named as named_approver;
use crate::form::Form;
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::pages::FormPage;
use crate::trouble::Trouble;
use crate::words::Words;

/// Quarters that are shown: the present one and four before it.
const SHOWN: i32 = 5;

#[derive(Template)]
#[template(path = "records.html")]
struct RecordsPage {
    page: Page,
    off: bool,
    batches: Vec<BatchRow>,
    limits: String,
}

struct BatchRow {
    period: String,
    title: String,
    state: String,
    tone: &'static str,
    counts: String,
    approver: String,
    waits: bool,
    released: bool,
}

/// The batches of the last quarters.
pub(crate) async fn records(here: Here) -> Answer {
    let mut page = RecordsPage {
        page: here.page("title-figures"),
        off: false,
        batches: Vec::new(),
        limits: String::new(),
    };
    let colleagues = colleagues(&here).await.unwrap_or_default();
    for period in quarters(&here) {
        match batch(&here, &period).await {
            Ok(batch) => {
                page.limits.clone_from(&batch.limits);
                page.batches.push(row(&here, &colleagues, &batch));
            }
            Err(trouble) if trouble.has_reason("RECORDS_OFF") => {
                page.off = true;
                break;
            }
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(here.show(&page))
}

/// Asks whether she means it, with what would leave.
pub(crate) async fn ask_batch(here: Here, Path(quarter): Path<String>) -> Answer {
    approval_page(&here, &quarter, None).await
}

/// Approves.
pub(crate) async fn approve_batch(here: Here, Path(quarter): Path<String>) -> Answer {
    let message =
        ApproveRecordBatchRequest { name: named(&quarter)?, request_id: here.request_id() };
    match ask!(here, records.approve_record_batch, message).await {
        Ok(_batch) => Ok(see_other("/records?n=batch-approved")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => approval_page(&here, &quarter, Some(&trouble)).await,
    }
}

/// A released batch as a file.
pub(crate) async fn batch_file(here: Here, Path(quarter): Path<String>) -> Answer {
    let message = DownloadRecordBatchRequest { name: named(&quarter)? };
    let file = ask!(here, records.download_record_batch, message).await?;
    Ok(saved(file.content, file.media_type, &file.file_name))
}

async fn batch(here: &Here, quarter: &str) -> Result<RecordBatch, Trouble> {
    let message = GetRecordBatchRequest { name: named(quarter)? };
    Ok(ask!(here, records.get_record_batch, message).await?.batch.unwrap_or_default())
}

fn named(quarter: &str) -> Result<String, Trouble> {
    Here::named::<1>("recordBatches/*", format!("recordBatches/{quarter}"))
}

/// The present quarter and those before it, the latest first.
fn quarters(here: &Here) -> Vec<String> {
    let today = here.desk.env.clock.now().to_datetime().date();
    let now = today.year() * 4 + (i32::from(u8::from(today.month())) - 1) / 3;
    let quarter = |count: i32| format!("{:04}-Q{}", count.div_euclid(4), count.rem_euclid(4) + 1);
    (0..SHOWN).map(|back| quarter(now - back)).collect()
}

fn row(here: &Here, colleagues: &HashMap<String, String>, batch: &RecordBatch) -> BatchRow {
    let (words, state) = (here.words, batch.state());
    let approver = match batch.approver.as_str() {
        "" => String::new(),
        approver => {
            let who = named_approver(here, colleagues, approver);
            let when = words.moment(batch.approve_time.as_ref());
            words.fill("batch-approved", &[("who", &who), ("when", &when)])
        }
    };
    let counts = [
        ("records", batch.records.to_string()),
        ("carried", batch.carried.to_string()),
        ("dropped", batch.dropped.to_string()),
    ];
    let counts: Vec<(&str, &str)> =
        counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    BatchRow {
        period: batch.period.clone(),
        title: period_name(words, &batch.period),
        state: words.code("batch", state.as_str_name()),
        tone: if state == State::Released { "good" } else { "" },
        counts: if state == State::Open {
            String::new()
        } else {
            words.fill("batch-counts", &counts)
        },
        approver,
        waits: state == State::Waiting,
        released: state == State::Released,
    }
}

async fn approval_page(here: &Here, quarter: &str, trouble: Option<&Trouble>) -> Answer {
    let words = here.words;
    let batch = batch(here, quarter).await?;
    let mut intro: Vec<String> = batch.classes.iter().map(|one| class(words, one)).collect();
    if intro.is_empty() {
        intro.push(words.say("batch-nothing"));
    }
    intro.extend([batch.limits.clone(), words.say("batch-for-ever")]);
    let form = Form::new(words, format!("/records/{quarter}/approve"), "submit-batch-approval")
        .dangerous()
        .hide("request_id", here.request_id())
        .with_trouble(trouble);
    let heading =
        words.fill("heading-batch-approval", &[("period", &period_name(words, &batch.period))]);
    let page = here.page("title-form");
    let back = "/records".to_owned();
    Ok(here.show_after(trouble, &FormPage { page, heading, intro, form, back }))
}

/// `12 : Plateaux, moins de 18 ans, violence sexuelle`.
fn class(words: Words, class: &RecordClass) -> String {
    let of = |any: &str, begins: &str, code: &str| match code {
        "" => words.say(any),
        code => words.say(&format!("{begins}-{}", code.replace('_', "-"))),
    };
    let what = [
        of("batch-any-region", "release-region", &class.region),
        of("batch-any-ages", "batch-ages", &class.ages),
        of("batch-kind-other", "batch-kind", &class.kind),
    ];
    let count = class.count.to_string();
    words.fill("batch-class", &[("count", &count), ("what", &what.join(", "))])
}
