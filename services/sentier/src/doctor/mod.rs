//! `sentier doctor`: looks at everything that an installation needs, and says what is wrong with it.

mod answers;
mod files;
mod machine;
mod stores;

use std::fmt;
use std::path::PathBuf;

use anyhow::bail;

use crate::console;
use crate::target::default_data;
use crate::up::Layout;

/// What is looked at.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Data folder of `sentier up`.
    #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
    data: PathBuf,
    /// A nats-server 2.12 or newer; without it one is looked for.
    #[arg(long, env = "SENTIER_NATS_SERVER", value_name = "FILE")]
    nats_server: Option<PathBuf>,
    /// Also builds every read model anew and compares it with the one in use, row for row.
    #[arg(long)]
    rebuild: bool,
}

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    Good,
    Watch,
    Wrong,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    grade: Grade,
    what: String,
}

impl Finding {
    fn good(what: impl Into<String>) -> Self {
        Self { grade: Grade::Good, what: what.into() }
    }

    fn watch(what: impl Into<String>) -> Self {
        Self { grade: Grade::Watch, what: what.into() }
    }

    fn wrong(what: impl Into<String>) -> Self {
        Self { grade: Grade::Wrong, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.grade {
            Grade::Good => "ok   ",
            Grade::Watch => "watch",
            Grade::Wrong => "WRONG",
        };
        write!(out, "{mark}  {}", self.what)
    }
}

/// Looks at everything.
///
/// # Errors
/// When something is wrong.
pub async fn run(args: Args) -> anyhow::Result<()> {
    if !args.data.is_dir() {
        bail!("{} is no data folder; `sentier up` makes one", args.data.display());
    }
    let layout = Layout::create(&args.data)?;
    let mut findings = vec![machine::disk(layout.root())];
    findings.extend(machine::clock(&layout));
    findings.push(machine::broker(args.nats_server.as_deref()).await);
    findings.extend(files::permissions(layout.root())?);
    findings.extend(files::configuration(&layout));
    findings.extend(stores::integrity(&layout).await);
    findings.extend(answers::parts(&layout).await);
    if args.rebuild {
        findings.extend(stores::rebuilt(&layout).await);
    }
    for finding in &findings {
        console::say(finding);
    }
    let wrong = findings.iter().filter(|finding| finding.grade == Grade::Wrong).count();
    if wrong > 0 {
        bail!("{wrong} things are wrong");
    }
    Ok(())
}
