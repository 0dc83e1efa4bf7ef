//! `sentier serve NAME`: one part in a process of its own, as a hub runs them.

use std::path::PathBuf;

use anyhow::Context as _;
use sentier_platform::config::{Sources, load};
use sentier_platform::environment::Environment;
use sentier_platform::telemetry;

use crate::parts::{Access, Cases, Desk, Part, Referrals, Service, Statistics};
use crate::signals::Ends;

/// Variables that the executable itself reads; all others that begin with `SENTIER_` are options.
const OURS: [&str; 3] = ["SENTIER_DATA", "SENTIER_NATS_SERVER", "SENTIER_TEST_POSTGRES"];

/// What is served.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The part.
    #[arg(value_enum)]
    part: Part,
    #[command(flatten)]
    given: Given,
}

/// Where a part's options come from.
#[derive(Clone, Debug, clap::Args)]
pub struct Given {
    /// TOML file of options; variables `SENTIER_…` and `--set` win over it.
    #[arg(long, env = "SENTIER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// One option, its name as in the file; may be repeated.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    flags: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("must be NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Given {
    /// A file, and the variables of the environment.
    pub const fn of(file: PathBuf) -> Self {
        Self { config: Some(file), flags: Vec::new() }
    }

    /// File, then environment, then flags.
    pub fn sources(self) -> Sources {
        let mut sources = Sources::of_process(self.config);
        sources.environment.retain(|(name, _)| !OURS.contains(&name.as_str()));
        sources.flags = self.flags;
        sources
    }
}

/// Serves it until the process is asked to end.
///
/// # Errors
/// When the configuration is refused or the part does not start.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let sources = args.given.sources();
    match args.part {
        Part::Access => Box::pin(serve::<Access>(&sources)).await,
        Part::Cases => Box::pin(serve::<Cases>(&sources)).await,
        Part::Referrals => Box::pin(serve::<Referrals>(&sources)).await,
        Part::Statistics => Box::pin(serve::<Statistics>(&sources)).await,
        Part::Desk => Box::pin(serve::<Desk>(&sources)).await,
    }
}

async fn serve<S: Service>(sources: &Sources) -> anyhow::Result<()> {
    let config = load::<S::Config>(sources)?;
    let told = S::telemetry(&config);
    let guard = telemetry::init(S::NAME, told)?;
    let env = Environment::system()?;
    if let Some(address) = told.scrape_address {
        guard.serve_scrape(address, &env.shutdown).await.context("metrics cannot be served")?;
    }
    let mut ends = Ends::new()?;
    tokio::select! {
        started = begin::<S>(&config, &env) => started?,
        () = ends.asked() => return Ok(()),
    }
    ends.asked().await;
    tracing::info!(service = S::NAME, "stopping");
    if !env.shutdown.wait(S::patience(&config)).await {
        tracing::warn!(service = S::NAME, "some calls were cut");
    }
    Ok(())
}

async fn begin<S: Service>(config: &S::Config, env: &Environment) -> anyhow::Result<()> {
    let started = S::start(config, env).await.map_err(anyhow::Error::from_boxed);
    let address = started.with_context(|| format!("{} does not start", S::NAME))?;
    tracing::info!(service = S::NAME, %address, "serving");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_names_an_option_and_its_value() {
        assert_eq!(pair("listen.address=[::1]:1"), Ok(("listen.address".into(), "[::1]:1".into())));
        assert!(pair("listen.address").is_err());
    }
}
