//! What the system of a centre's box holds in memory, its broker included.

use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use tokio::process::{Child, Command};

use crate::report::Table;

/// How long the system has to start, and to settle.
const START: Duration = Duration::from_secs(30);
const SETTLE: Duration = Duration::from_secs(10);

/// Resident memory of `sentier up` and of its nats-server, idle and after a demo.
pub async fn measure() -> anyhow::Result<Table> {
    // Built beside us.
    let sentier = &std::env::current_exe()?.with_file_name("sentier");
    let folder = tempfile::TempDir::new()?;
    let data = folder.path().join("data");
    let mut up = Command::new(sentier)
        .args(["up", "--ports-from", "17431", "--nats-port", "17422", "--desk-port", "18080"])
        .arg("--data")
        .arg(&data)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} does not run: build it first", sentier.display()))?;
    let started = async {
        while !data.join("addresses.json").exists() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(START, started).await.context("the system does not start")?;
    tokio::time::sleep(SETTLE).await;
    let mut table = Table::new(
        "Resident memory, MB (aim: idle under 100 in all)",
        &["when", "sentier up", "nats-server", "in all"],
    );
    row(&mut table, "idle", &up)?;
    let mut demo = Command::new(sentier)
        .args(["demo", "--cases", "200", "--concurrency", "32", "--data"])
        .arg(&data)
        .stdout(Stdio::null())
        .spawn()?;
    let mut under_load: Option<(u64, u64)> = None;
    while demo.try_wait()?.is_none() {
        let (own, broker) = resident(&up)?;
        let peak = under_load.get_or_insert((0, 0));
        *peak = (peak.0.max(own), peak.1.max(broker));
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let (own, broker) = under_load.unwrap_or_default();
    table.row(["peak of a demo".to_owned(), mb(own), mb(broker), mb(own + broker)]);
    tokio::time::sleep(SETTLE).await;
    row(&mut table, "after it", &up)?;
    up.kill().await?;
    Ok(table)
}

fn row(table: &mut Table, when: &str, up: &Child) -> anyhow::Result<()> {
    let (own, broker) = resident(up)?;
    table.row([when.to_owned(), mb(own), mb(broker), mb(own + broker)]);
    Ok(())
}

fn mb(kilobytes: u64) -> String {
    format!("{:.0}", kilobytes as f64 / 1024.0)
}

/// Kilobytes of the system and of its children.
pub fn resident(up: &Child) -> anyhow::Result<(u64, u64)> {
    let own = up.id().context("the system ended")?;
    let children = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children"))?;
    let mut broker = 0;
    for child in children.split_whitespace() {
        broker += kilobytes(child.parse()?)?;
    }
    // A child may hang below another thread of its parent.
    for thread in std::fs::read_dir(format!("/proc/{own}/task"))? {
        let path = thread?.path();
        if !path.ends_with(own.to_string()) {
            let more = std::fs::read_to_string(path.join("children")).unwrap_or_default();
            for child in more.split_whitespace() {
                broker += kilobytes(child.parse()?)?;
            }
        }
    }
    Ok((kilobytes(own)?, broker))
}

fn kilobytes(process: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("VmRSS")?;
    Ok(line.split_whitespace().nth(1).context("a figure")?.parse()?)
}
