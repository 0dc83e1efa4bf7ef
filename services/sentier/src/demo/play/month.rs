//! The month: every case through its visits, every agency at its answers, until the pathway is quiet.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use sentier_kernel::Moment;
use sentier_platform::clock::Clock;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::agency::AtWork;
use super::case::{self, Scene};
use super::client::Client;
use super::pace::{Calendar, Pace};
use super::stage::Stage;
use crate::demo::figures::{self, Figures, Row};
use crate::demo::progress::Progress;
use crate::demo::tally::Tally;
use crate::demo::world::World;

/// How the month is played.
#[derive(Clone, Copy, Debug)]
pub struct Conduct {
    /// Seed of the agencies' answers.
    pub seed: u64,
    /// Visits that take place at once.
    pub concurrency: usize,
    /// How fast.
    pub pace: Pace,
    /// How long the pathway may take to drain at the end.
    pub drain: Duration,
}

/// Plays the month, and compares the figures at its end.
///
/// # Errors
/// When a call is refused that should not be, nobody answers, or the pathway does not drain in time.
pub async fn play(
    world: World,
    stage: Stage,
    tally: &Tally,
    progress: &Progress,
    conduct: Conduct,
) -> anyhow::Result<Vec<Row>> {
    let begun = Clock::system().now();
    let (stage, calendar) = (Arc::new(stage), Calendar::begin(conduct.pace));
    let before = figures(&stage.manager, &stage.centre, begun).await?;

    let mut agencies = JoinSet::new();
    for agency in &stage.agencies {
        let at_work = AtWork::begin(agency, calendar, tally.clone(), conduct.seed).await?;
        agencies.spawn(Arc::new(at_work).work());
    }
    let scene = Scene {
        stage: Arc::clone(&stage),
        calendar,
        tally: tally.clone(),
        progress: progress.clone(),
        rooms: Arc::new(Semaphore::new(conduct.concurrency.max(1))),
        patience: conduct.drain,
    };
    let mut cases = JoinSet::new();
    for (number, script) in world.cases.into_iter().enumerate() {
        let scene = scene.clone();
        cases.spawn(async move {
            case::play(&scene, &script).await.with_context(|| format!("case {}", number + 1))
        });
    }
    let to_the_end = async {
        let mut asked = Vec::new();
        while let Some(ended) = cases.join_next().await {
            asked.extend(ended??);
        }
        progress.say("waiting until the agencies have answered and everything is counted");
        let rows = drained(&stage, tally, &before, begun, conduct.drain).await?;
        if asked.is_empty() {
            return Ok(rows);
        }
        progress.say("erasing who asked for it");
        for case in asked {
            stage.supervisor.erase_survivor(&case).await?;
            tally.erased(&case);
        }
        drained(&stage, tally, &before, begun, conduct.drain).await
    };
    tokio::select! {
        // The agencies work for ever: that one ends is a failure, whose reason it tells.
        Some(ended) = agencies.join_next() => {
            ended??;
            anyhow::bail!("an agency stopped working")
        }
        rows = to_the_end => rows,
    }
}

/// Waits until all answers are given and the figures are what the demo knows.
async fn drained(
    stage: &Stage,
    tally: &Tally,
    before: &Figures,
    begun: Moment,
    deadline: Duration,
) -> anyhow::Result<Vec<Row>> {
    let waiting = Instant::now();
    loop {
        let (unanswered, unexplained) = (tally.unanswered(), tally.unexplained());
        let counted = figures(&stage.manager, &stage.centre, begun).await?.minus(before);
        let rows = figures::compare(&counted, &tally.expected());
        let wrong: Vec<String> =
            rows.iter().filter(|row| row.counted != row.known).map(ToString::to_string).collect();
        if unanswered == 0 && unexplained.is_empty() && wrong.is_empty() {
            return Ok(rows);
        }
        if waiting.elapsed() > deadline {
            anyhow::bail!(
                "the pathway did not drain within {} s: {unanswered} referrals wait for their agency; \
                 answers refused without a reason that the demo knows: {}; figures that differ: {}",
                deadline.as_secs(),
                listing(&unexplained),
                listing(&wrong)
            );
        }
        sleep(Duration::from_millis(250)).await;
    }
}

fn listing(all: &[String]) -> String {
    if all.is_empty() { "none".to_owned() } else { all.join("; ") }
}

/// The figures from the month in which the demo began until now.
async fn figures(manager: &Client, centre: &str, begun: Moment) -> anyhow::Result<Figures> {
    let month = |at: Moment| {
        let date = at.to_datetime().date();
        format!("{:04}-{:02}", date.year(), u8::from(date.month()))
    };
    let (from, to) = (month(begun), month(Clock::system().now()));
    // Indicators are told of weeks that have ended: what the demo does shows in them on Monday.
    let answer = manager.figures(centre, &from, &to).await?;
    Ok(Figures::read(&answer))
}
