//! A centre's indicators for a DHIS2: as a `dataValueSets` file, or pushed.
//!
//! ```text
//! ListIndicatorValues ──▶ set (by the mapping file) ──▶ file
//!    of one month                │                 └──▶ push: POST /api/dataValueSets, tried again
//!                                └ what is withheld is left out, and told
//! ```
//!
//! The figures are those that a manager sees, with her rights: what is small is withheld before it leaves the
//! service. Pushing the same month again writes the same values again, so a push that broke may be repeated.

mod mapping;
mod push;
mod set;
#[cfg(test)]
mod spec;

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use sentier_platform::client;
use sentier_proto::statistics::v1::indicator_service_client::IndicatorServiceClient;
use sentier_proto::statistics::v1::{
    Indicator, IndicatorValue, ListIndicatorValuesRequest, ListIndicatorsRequest,
};

use crate::console;
use crate::login::{Authorised, Login, Session, refused, secret};
use mapping::Mapping;
use push::{Patience, Receiver};
use set::Made;

/// Items asked for at once.
const PAGE: i32 = 500;

/// What is done for a DHIS2.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Prints a mapping file with every indicator and its parts, for identifiers to be filled in.
    Mapping(MappingArgs),
    /// Writes a month as a `dataValueSets` file.
    Export(ExportArgs),
    /// Pushes a month, and tries again when the DHIS2 is away.
    Push(PushArgs),
}

/// Options of a new mapping file.
#[derive(Debug, clap::Args)]
pub struct MappingArgs {
    #[command(flatten)]
    login: Login,
}

/// Which month, and by which mapping.
#[derive(Debug, clap::Args)]
struct Wanted {
    #[command(flatten)]
    login: Login,
    /// The month, `2026-11`.
    #[arg(long)]
    month: String,
    /// The mapping file, TOML.
    #[arg(long, value_name = "FILE")]
    mapping: PathBuf,
}

/// Options of an export.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    #[command(flatten)]
    wanted: Wanted,
    /// The file to write, JSON.
    file: PathBuf,
}

/// Options of a push.
#[derive(Debug, clap::Args)]
pub struct PushArgs {
    #[command(flatten)]
    wanted: Wanted,
    /// File that holds the DHIS2's personal access token.
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// Authority that signed the DHIS2's certificate, PEM; without it those that the machine trusts.
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// How often a DHIS2 that is away is asked, 1 to 20.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=20))]
    tries: u32,
}

/// Does it.
///
/// # Errors
/// When the installation or the DHIS2 refuses, or a file cannot be used.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Mapping(args) => {
            let mut desk = Desk::sign_in(&args.login).await?;
            console::say(mapping::skeleton(&desk.catalogue().await?));
            desk.session.end().await
        }
        Command::Export(args) => {
            let made = made(&args.wanted).await?.1;
            let mut json = serde_json::to_string_pretty(&made.set)?;
            json.push('\n');
            std::fs::write(&args.file, json)
                .with_context(|| format!("cannot write {}", args.file.display()))?;
            tell(&made);
            Ok(())
        }
        Command::Push(args) => pushed(args).await,
    }
}

async fn pushed(args: PushArgs) -> anyhow::Result<()> {
    let token = secret(Some(&args.token_file), "Token")?;
    let (mapping, made) = made(&args.wanted).await?;
    let url = mapping.url.context("the mapping file names no url")?;
    let receiver = Receiver::new(&url, token, args.ca_file.as_deref())?;
    let body = serde_json::to_string(&made.set)?;
    let patience = Patience { tries: args.tries, ..Patience::default() };
    let counts = receiver.push(&body, patience).await?;
    tell(&made);
    console::say(format!(
        "imported {}, updated {}, ignored {}",
        counts.imported, counts.updated, counts.ignored
    ));
    Ok(())
}

/// The mapping, and what it makes of the month.
async fn made(wanted: &Wanted) -> anyhow::Result<(Mapping, Made)> {
    let path = &wanted.mapping;
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let mapping = Mapping::parse(&text).with_context(|| format!("{}", path.display()))?;
    let mut desk = Desk::sign_in(&wanted.login).await?;
    let wrong = mapping.wrong(&desk.catalogue().await?);
    ensure!(wrong.is_empty(), "{}: {}", path.display(), wrong.join("; "));
    let parent = desk.session.centre.clone().context("only a centre's staff reads its figures")?;
    let values = desk.values(&parent, &wanted.month).await?;
    desk.session.end().await?;
    let centre = parent.trim_start_matches("centres/");
    Ok((mapping.clone(), set::made(&mapping, centre, &wanted.month, &values)?))
}

fn tell(made: &Made) {
    let sent = made.set.data_values.len();
    console::say(format!("{sent} values; {} withheld because they are small", made.withheld));
}

/// The calls, in the name of who signed in.
struct Desk {
    session: Session,
    indicators: IndicatorServiceClient<Authorised>,
}

impl Desk {
    async fn sign_in(login: &Login) -> anyhow::Result<Self> {
        let session = login.sign_in().await?;
        let addresses = login.addresses()?;
        let channel = client::channel(&addresses.client(&addresses.statistics))?;
        let indicators = IndicatorServiceClient::with_interceptor(channel, session.bearer());
        Ok(Self { session, indicators })
    }

    async fn catalogue(&mut self) -> anyhow::Result<Vec<Indicator>> {
        let mut all = Vec::new();
        let mut page_token = String::new();
        loop {
            let request = ListIndicatorsRequest { page_size: PAGE, page_token };
            let page = self.indicators.list_indicators(request).await.map_err(refused)?;
            let page = page.into_inner();
            all.extend(page.indicators);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return Ok(all);
            }
        }
    }

    async fn values(&mut self, parent: &str, month: &str) -> anyhow::Result<Vec<IndicatorValue>> {
        let mut request = ListIndicatorValuesRequest {
            parent: parent.to_owned(),
            from_month: month.to_owned(),
            to_month: month.to_owned(),
            page_size: PAGE,
            ..ListIndicatorValuesRequest::default()
        };
        let mut all = Vec::new();
        loop {
            let page = self.indicators.list_indicator_values(request.clone()).await;
            let page = page.map_err(refused)?.into_inner();
            all.extend(page.values);
            // Every page tells the same week, whatever ends meanwhile.
            request.week = page.week;
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                return Ok(all);
            }
        }
    }
}
