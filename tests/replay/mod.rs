//! Replay: published events are counted, again and from the log, and all that they make is the same.
//!
//! The read models are built anew from the log, and the same events are counted again by a service on empty
//! stores; then all three are compared row by row and indicator by indicator.
//!
//! ```text
//! cases, referrals (real stores and relays) ──JetStream──▶ statistics ──▶ log ──▶ rows, indicators ─────┐
//!                                               │                          └─ rebuilt ─▶ the same? ─────┤
//!                                               └─ again ─▶ statistics, empty ──▶ rows, indicators ─────┘
//! ```
//!
//! The events are made up ([`events`]), everything else is what runs in a centre. Rows that are equal make equal
//! indicators, but zeros are equal too: so every indicator is asked as well, and has to come to something.
#![expect(
    clippy::cast_precision_loss,
    clippy::missing_panics_doc,
    reason = "rates of whole numbers; a replay that cannot go on must stop"
)]

mod asking;
mod cases;
mod counting;
mod events;
mod luck;
mod referrals;
mod rows;
mod source;

use std::fmt::Write as _;
use std::time::Instant;

use sentier_eventing::facts::OpeningKeys;
use sentier_test_support::broker::Broker;
use sentier_test_support::databases::On;
use tempfile::TempDir;

pub use asking::{Answer, Answers, Indicators, Question};
use counting::{Counting, Stores, WEEK};
pub use events::NOW;
pub use rows::{Rows, differences};

/// What a replay came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Published events.
    pub events: u64,
    /// Published, counted, rebuilt from the log, and counted again: a name, how many, seconds, and
    /// megabytes of this process afterwards, its fullest moment included.
    pub steps: Vec<Step>,
    /// Rows of the read models.
    pub rows: usize,
    /// Rows that the second counting has otherwise.
    pub differing: usize,
    /// Rows that the rebuilding has otherwise.
    pub rebuilt_differing: usize,
    /// What the indicators came to in all three.
    pub indicators: Indicators,
    /// Cases opened, as published and as counted.
    pub opened: (u64, i64),
    /// Messages that a service could not take.
    pub parked: i64,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was done.
    pub name: &'static str,
    /// To how many.
    pub events: u64,
    /// How long it took.
    pub seconds: f64,
    /// Resident memory afterwards, and at its fullest, in megabytes.
    pub memory: (u64, u64),
}

impl Step {
    fn ended(name: &'static str, events: u64, began: Instant) -> Self {
        Self { name, events, seconds: began.elapsed().as_secs_f64(), memory: memory() }
    }
}

impl Outcome {
    /// Whether every row and every indicator is the same, and nothing was left out.
    pub fn is_identical(&self) -> bool {
        let rows = self.differing == 0 && self.rebuilt_differing == 0 && self.rows > 0;
        let same = rows && self.indicators.is_identical() && self.parked == 0;
        same && i64::try_from(self.opened.0) == Ok(self.opened.1)
    }

    /// As text.
    pub fn report(&self) -> String {
        let mut text = String::from(
            "step                         events   seconds   events/s    MB   peak MB\n",
        );
        for Step { name, events, seconds, memory: (now, peak) } in &self.steps {
            let rate = *events as f64 / seconds;
            let _infallible = writeln!(
                text,
                "{name:<24} {events:>10} {seconds:>9.1} {rate:>10.0} {now:>5} {peak:>9}"
            );
        }
        let Self { rows, differing, rebuilt_differing, parked, opened, .. } = self;
        let _infallible = writeln!(
            text,
            "{rows} rows; {differing} differ when counted again, {rebuilt_differing} when rebuilt; \
             {parked} messages parked; cases opened: {} published, {} counted",
            opened.0, opened.1
        );
        text.push_str(&self.indicators.report());
        text
    }
}

/// Publishes so many events, counts them, rebuilds the read models, and counts the events again.
pub async fn run(events: u64, on: On) -> Outcome {
    let broker = Broker::start_relaxed().await;
    let folder = TempDir::new().expect("a temporary folder");
    let sealing = folder.path().join("first-keys/sealing");
    let keys = OpeningKeys::open(&sealing, NOW).expect("keys");
    let (key, _drawn) = keys.sealing().expect("a key");

    let began = Instant::now();
    let opened = source::publish(events, &key, folder.path(), &broker).await;
    let published = Step::ended("published", events, began);

    let stores = Stores::new(folder.path(), "first", on).await;
    let first = Box::pin(counted("counted", events, &stores, &broker)).await;
    first.service.end_without_read_models().await;

    let began = Instant::now();
    let rebuilt = Counting::start(&stores, &broker, NOW.plus(WEEK)).await;
    rebuilt.counted(&broker).await;
    let rebuilding = Step::ended("rebuilt from the log", first.logged, began);
    let rebuilt_differing = differences(&first.with_week, &rebuilt.rows().await);
    let rebuilt_answers = rebuilt.answers().await;
    rebuilt.end().await;

    copy(&sealing, &folder.path().join("second-keys/sealing"));
    source::forget_consumers(&broker).await;
    let stores = Stores::new(folder.path(), "second", on).await;
    let second = Box::pin(counted("counted again", events, &stores, &broker)).await;
    second.service.end().await;

    Outcome {
        events,
        rows: first.rows.len(),
        differing: differences(&first.rows, &second.rows),
        rebuilt_differing,
        indicators: Indicators::compared(&first.answers, &[&rebuilt_answers, &second.answers]),
        opened: (opened, first.opened),
        parked: first.parked + second.parked,
        steps: vec![published, first.step, rebuilding, second.step],
    }
}

/// What a service made of everything that the broker has.
struct Counted {
    service: Counting,
    step: Step,
    /// Rows as they were counted, and once the week had ended.
    rows: Rows,
    with_week: Rows,
    answers: Answers,
    parked: i64,
    opened: i64,
    logged: u64,
}

async fn counted(name: &'static str, events: u64, stores: &Stores, broker: &Broker) -> Counted {
    let began = Instant::now();
    let service = Counting::start(stores, broker, NOW).await;
    service.counted(broker).await;
    let step = Step::ended(name, events, began);
    let (rows, parked, opened) =
        (service.rows().await, service.parked().await, service.opened().await);
    service.end_week().await;
    let (with_week, answers) = (service.rows().await, service.answers().await);
    let logged = service.logged();
    Counted { service, step, rows, with_week, answers, parked, opened, logged }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
}

/// Resident memory of this process, and at its fullest, in megabytes.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kilobytes.unwrap_or(0) / 1_024
    };
    (of("VmRSS:"), of("VmHWM:"))
}
