//! A month of a commune's work, played through the public API alone, as staff and as partners would.
//!
//! [`world`] invents the month, [`play`] acts it, the tally keeps what must come of it, and the figures
//! that statistics counts are compared with it at the end. The benchmark calls with the same people.

mod figures;
pub mod measure;
pub mod play;
mod progress;
mod summary;
mod tally;
pub mod world;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use sentier_platform::clock::Clock;
use tokio::time::Instant;
use zeroize::Zeroizing;

pub use figures::Row;
pub use summary::Summary;
pub use tally::Done;

use crate::console;
use crate::target::Target;
use play::{Caller, Conduct, Journal, Pace, Setting};
use progress::Progress;
use tally::Tally;
use world::World;

/// The file in a data folder that holds the one-time secret of an installation without administrator.
const FIRST_SECRET: &str = "first-secret";

/// What is played.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// How many cases the month has; one centre sees 5 to 35.
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub cases: usize,
    /// The same seed plays the same month.
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// How many visits take place at once.
    #[arg(long, default_value_t = 8, value_name = "C")]
    pub concurrency: usize,
    /// `fast`, or how long the month lasts: `90s`, `10m`, `2h`.
    #[arg(long, default_value = "fast")]
    pub pace: Pace,
    /// The centre's code, when the installation has no centre yet.
    #[arg(long, default_value = "ogou-1", value_name = "CODE")]
    pub centre: String,
    /// Folder for the accounts that are made and the hospital's key; `demo` in the data folder otherwise.
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// An administrator who is there already; the password is asked for.
    #[arg(long, value_name = "USER")]
    pub administrator: Option<String>,
    /// Writes every acknowledged write to a file, as JSON lines without personal data.
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// Seconds for which a call is tried again before the demo gives up.
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub patience: u64,
    /// Seconds that the pathway may take to drain at the end.
    #[arg(long, default_value_t = 120, value_name = "SECONDS")]
    pub drain: u64,
}

/// Plays the month.
///
/// # Errors
/// When the installation does not answer, a call is refused that should not be, or the figures are not
/// what the demo knows within the time to drain.
pub async fn run(args: Args) -> anyhow::Result<Summary> {
    let begun = Instant::now();
    let setting = setting(&args)?;
    let journal = match &args.journal {
        Some(path) => {
            Journal::create(path).with_context(|| format!("cannot make {}", path.display()))?
        }
        None => Journal::default(),
    };
    let caller = Caller::new(journal, Duration::from_secs(args.patience));
    let today = Clock::system().now().to_datetime().date();
    let world = World::generate(args.seed, args.cases, today);
    let progress = Progress::new(world.acts());
    progress.say("accounts, agencies and their credentials");
    let stage = play::set(&setting, &caller).await?;
    progress.say("the month");
    let tally = Tally::default();
    let conduct = Conduct {
        seed: args.seed,
        concurrency: args.concurrency,
        pace: args.pace,
        drain: Duration::from_secs(args.drain),
    };
    let figures = Box::pin(play::play(world, stage, &tally, &progress, conduct)).await;
    progress.end();
    Ok(Summary {
        done: tally.done(),
        figures: figures?,
        latencies: caller.measure.by_call(),
        journal: caller.journal.entries(),
        again: caller.again(),
        took: begun.elapsed(),
        accounts: play::accounts_file(&setting.folder),
    })
}

fn setting(args: &Args) -> anyhow::Result<Setting> {
    let administrator = match &args.administrator {
        Some(user_name) => {
            let password = console::ask_secret(&format!("Password of {user_name}"))
                .context("the password cannot be asked for")?;
            Some((user_name.clone(), password))
        }
        None => None,
    };
    Ok(Setting {
        addresses: args.target.addresses()?,
        folder: args.folder.clone().unwrap_or_else(|| args.target.data.join("demo")),
        centre: args.centre.clone(),
        first_secret: first_secret(&args.target.data)?,
        administrator,
    })
}

fn first_secret(data: &Path) -> anyhow::Result<Option<Zeroizing<String>>> {
    let path = data.join(FIRST_SECRET);
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Some(Zeroizing::new(text)))
}
