//! The system of a centre's box, in a process of its own whose memory can be read.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use tokio::process::{Child, Command};

/// How long it has to start, and to end.
const START: Duration = Duration::from_secs(30);
const END: Duration = Duration::from_secs(30);

/// A `sentier up`. Dropped, it is asked to end, and ends its broker with it.
pub struct Up(Child);

impl Up {
    /// Starts one with its files in `data`.
    pub async fn start(data: &Path) -> anyhow::Result<Self> {
        let sentier = sentier()?;
        let up = Command::new(&sentier)
            .args(["up", "--ports-from", "17431", "--nats-port", "17422", "--desk-port", "18080"])
            .arg("--data")
            .arg(data)
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not run: build it first", sentier.display()))?;
        let up = Self(up);
        let started = async {
            while !data.join("addresses.json").exists() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(START, started).await.context("the system does not start")?;
        Ok(up)
    }

    /// Kilobytes of the system and of its children.
    pub fn resident(&self) -> anyhow::Result<(u64, u64)> {
        let own = self.0.id().context("the system ended")?;
        let mut children = std::collections::BTreeSet::new();
        // A child hangs below the thread that started it.
        for thread in std::fs::read_dir(format!("/proc/{own}/task"))? {
            let text = std::fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
            children.extend(text.split_whitespace().map(str::to_owned));
        }
        let sizes = children.iter().map(|child| kilobytes(child.parse()?));
        Ok((kilobytes(own)?, sizes.sum::<anyhow::Result<u64>>()?))
    }

    /// Ends it.
    pub async fn end(mut self) -> anyhow::Result<()> {
        self.ask();
        tokio::time::timeout(END, self.0.wait()).await.context("the system does not end")??;
        Ok(())
    }

    fn ask(&self) {
        if let Some(own) = self.0.id() {
            let _asked =
                std::process::Command::new("kill").args(["-TERM", &own.to_string()]).status();
        }
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        self.ask();
    }
}

/// The program, which is built beside us.
pub fn sentier() -> anyhow::Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("sentier"))
}

fn kilobytes(process: u32) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("VmRSS")?;
    Ok(line.split_whitespace().nth(1).context("a figure")?.parse()?)
}
