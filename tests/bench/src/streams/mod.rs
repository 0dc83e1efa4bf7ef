//! A thousand partner streams on one instance while referrals change, and readers that stop reading.
//!
//! Each stream is an agency with a token and a TLS connection of its own, on a `sentier up` in a process of
//! its own, whose memory is read. The changes are the agencies' own answers at a steady rate: a stream shows
//! each of them to its agency's system. One busy agency has a fifth of them, and beside its stream some more
//! that read along in the first half and stop reading in the second.

mod agencies;
mod follower;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier::target::Addresses;
use tokio::task::JoinSet;

use crate::report::{Table, short};
use crate::up::Up;
use agencies::{Office, Partner, Step};
use follower::{Follower, Shown};

/// Streams of the busy agency beside its own.
const SLOW: usize = 10;
/// A referral's changes that are measured; it was sent before.
const STEPS: [Step; 3] = [Step::Acknowledge, Step::Accept, Step::Complete];
/// How long the system has to come to rest, and to show the last change.
const REST: Duration = Duration::from_secs(8);
const LAST: Duration = Duration::from_secs(30);

/// One change that was made: of which referral, to which version, and when.
struct Made {
    referral: String,
    version: i64,
    called: Instant,
    answered: Instant,
    slow: bool,
}

/// The latencies, the memory of a stream, and the verdict.
pub async fn measure(streams: usize, rate: u32) -> anyhow::Result<Table> {
    let folder = tempfile::TempDir::new()?;
    let data = folder.path().join("data");
    let up = Up::start(&data).await?;
    let office = Office::open(&Addresses::read(&data)?, &data).await?;
    eprintln!("streams: {streams} agencies are enrolled, each with a referral");
    // A fifth of the changes are the busy agency's.
    let partners = office.enrol(streams, streams / 4).await?;
    tokio::time::sleep(REST).await;
    let (before, _) = up.resident()?;

    let mut followers = stream::iter(&partners)
        .map(|partner| Follower::open(partner.client.clone()))
        .buffered(64)
        .try_collect::<Vec<_>>()
        .await?;
    tokio::time::sleep(REST).await;
    let (open, _) = up.resident()?;
    let busy = partners.first().context("an agency")?;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        slow.push(Follower::open(office.another(busy)?).await?);
    }

    eprintln!("streams: {rate} changes a second");
    let began = Instant::now();
    let made = change(&partners, rate, &slow).await?;
    let lasted = began.elapsed();
    let (loaded, _) = up.resident()?;

    let shown = until_shown(&mut followers, &partners, &made).await?;
    for follower in &slow {
        follower.read_on(true);
    }
    for follower in &mut slow {
        follower.reaches(busy.changes(), LAST).await.context("a reader that had stopped")?;
        follower.in_order()?;
    }
    let resumed = followers.iter().chain(&slow).map(Follower::resumed).sum();
    up.end().await?;
    Ok(report((streams, rate, lasted), &made, &shown, resumed, [before, open, loaded]))
}

/// Makes every change at a steady rate; half-way the slow readers stop reading.
async fn change(partners: &[Partner], rate: u32, slow: &[Follower]) -> anyhow::Result<Vec<Made>> {
    let jobs: Vec<(&Partner, &String, Step)> = STEPS
        .into_iter()
        .flat_map(|step| {
            let all = partners.iter();
            all.flat_map(move |it| it.referrals.iter().map(move |referral| (it, referral, step)))
        })
        .collect();
    let half = jobs.len() / 2;
    let mut beat = tokio::time::interval(Duration::from_secs(1) / rate);
    let mut making = JoinSet::new();
    for (number, (partner, referral, step)) in jobs.into_iter().enumerate() {
        beat.tick().await;
        if number == half {
            for follower in slow {
                follower.read_on(false);
            }
        }
        let (client, referral) = (partner.client.clone(), referral.clone());
        making.spawn(async move {
            let called = Instant::now();
            let version = step.take(&client, &referral).await?;
            let answered = Instant::now();
            anyhow::Ok(Made { referral, version, called, answered, slow: number >= half })
        });
    }
    let mut made = Vec::new();
    while let Some(done) = making.join_next().await {
        made.push(done??);
    }
    Ok(made)
}

/// Waits until each stream has shown each change of its agency, in order; how much later than its answer
/// each measured change was there.
async fn until_shown(
    followers: &mut [Follower],
    partners: &[Partner],
    made: &[Made],
) -> anyhow::Result<Vec<(Duration, bool)>> {
    let mut arrivals = std::collections::HashMap::new();
    for (number, (follower, partner)) in followers.iter_mut().zip(partners).enumerate() {
        let reached = follower.reaches(partner.changes(), LAST).await;
        reached.with_context(|| format!("the stream of agency {number}"))?;
        follower.in_order()?;
        for Shown { referral, version, at } in follower.shown() {
            arrivals.insert((referral, version), at);
        }
    }
    made.iter()
        .map(|one| {
            let at =
                arrivals.get(&(one.referral.clone(), one.version)).context("a change was lost")?;
            Ok((at.saturating_duration_since(one.answered), one.slow))
        })
        .collect()
}

fn report(
    (streams, rate, lasted): (usize, u32, Duration),
    made: &[Made],
    shown: &[(Duration, bool)],
    resumed: usize,
    [before, open, loaded]: [u64; 3],
) -> Table {
    let mut table = Table::new(
        &format!(
            "{streams} partner streams on one instance, {rate} changes a second asked, {:.0} made; none lost, \
             none out of order, also for the {SLOW} that stopped reading; streams that ended and were \
             resumed: {resumed}",
            made.len() as f64 / lasted.as_secs_f64()
        ),
        &["what", "p50", "p99"],
    );
    let calls: Vec<Duration> = made.iter().map(|one| one.answered - one.called).collect();
    let part = |slow: bool| -> Vec<Duration> {
        shown.iter().filter(|(_, half)| *half == slow).map(|(wait, _)| *wait).collect()
    };
    for (what, mut waits) in [
        ("a change, from call to answer".to_owned(), calls),
        ("from its answer to the stream, all read".to_owned(), part(false)),
        (format!("from its answer to the stream, {SLOW} readers stopped"), part(true)),
    ] {
        waits.sort_unstable();
        let at = |share: usize| waits.get(waits.len() * share / 100).copied().unwrap_or_default();
        table.row([what, short(at(50)), short(at(99))]);
    }
    let per_stream = (open.saturating_sub(before)) as f64 / streams as f64;
    table.row([
        "memory of a stream with its connection, idle".to_owned(),
        format!("{per_stream:.1} kB"),
        String::new(),
    ]);
    for (when, memory) in
        [("before any stream", before), ("streams open", open), ("after the changes", loaded)]
    {
        table.row([
            format!("resident, {when}"),
            format!("{:.0} MB", memory as f64 / 1024.0),
            String::new(),
        ]);
    }
    table
}
