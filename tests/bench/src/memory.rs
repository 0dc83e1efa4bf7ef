//! What the system of a centre's box holds in memory, its broker included.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::report::Table;
use crate::up::{Up, sentier};

/// How long the system has to settle.
const SETTLE: Duration = Duration::from_secs(10);

/// Resident memory of `sentier up` and of its nats-server, idle and after a demo.
pub async fn measure() -> anyhow::Result<Table> {
    let folder = tempfile::TempDir::new()?;
    let data = folder.path().join("data");
    let up = Up::start(&data).await?;
    tokio::time::sleep(SETTLE).await;
    let mut table = Table::new(
        "Resident memory, MB (aim: idle under 100 in all)",
        &["when", "sentier up", "nats-server", "in all"],
    );
    row(&mut table, "idle", &up)?;
    let mut demo = Command::new(sentier()?)
        .args(["demo", "--cases", "200", "--concurrency", "32", "--data"])
        .arg(&data)
        .stdout(Stdio::null())
        .spawn()?;
    let mut under_load: Option<(u64, u64)> = None;
    while demo.try_wait()?.is_none() {
        let (own, broker) = up.resident()?;
        let peak = under_load.get_or_insert((0, 0));
        *peak = (peak.0.max(own), peak.1.max(broker));
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let (own, broker) = under_load.unwrap_or_default();
    table.row(["peak of a demo".to_owned(), mb(own), mb(broker), mb(own + broker)]);
    tokio::time::sleep(SETTLE).await;
    row(&mut table, "after it", &up)?;
    up.end().await?;
    Ok(table)
}

fn row(table: &mut Table, when: &str, up: &Up) -> anyhow::Result<()> {
    let (own, broker) = up.resident()?;
    table.row([when.to_owned(), mb(own), mb(broker), mb(own + broker)]);
    Ok(())
}

fn mb(kilobytes: u64) -> String {
    format!("{:.0}", kilobytes as f64 / 1024.0)
}
