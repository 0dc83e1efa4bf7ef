//! A centre's figures for a DHIS2: as a `dataValueSets` file, or pushed.
//!
//! ```text
//! mapping file ──▶ DownloadDataValueSet ──▶ file
//!                  (of a month or quarter) └─▶ push: POST /api/dataValueSets, tried again
//! ```
//!
//! The statistics service makes the message, for this tool and for the desk; the figures are those that a manager sees,
//! with her rights: what is small is withheld before it leaves the service. Pushing the same period again
//! writes the same values again, so a push that broke may be repeated.

mod push;
#[cfg(test)]
mod spec;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use sentier_platform::client;
use sentier_proto::statistics::v1::dhis2_service_client::Dhis2ServiceClient;
use sentier_proto::statistics::v1::{
    DownloadDataValueSetRequest, DownloadDataValueSetResponse, DownloadMappingTemplateRequest,
};
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::console;
use crate::login::{Authorised, Login, Session, refused, secret};
use push::{Patience, Receiver};

/// What is done for a DHIS2.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Prints a mapping file with every indicator and its parts, for identifiers to be filled in.
    Mapping(MappingArgs),
    /// Writes a month or a quarter as a `dataValueSets` file.
    Export(ExportArgs),
    /// Pushes a month or a quarter, and tries again when the DHIS2 is away.
    Push(PushArgs),
}

/// Options of a new mapping file.
#[derive(Debug, clap::Args)]
pub struct MappingArgs {
    #[command(flatten)]
    login: Login,
}

/// Which period, and by which mapping.
#[derive(Debug, clap::Args)]
struct Wanted {
    #[command(flatten)]
    login: Login,
    /// The month, `2026-11`, or the quarter, `2026-Q4`.
    #[arg(long, alias = "month")]
    period: String,
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
            let request = DownloadMappingTemplateRequest { parent: desk.centre()? };
            let made = desk.dhis2.download_mapping_template(request).await.map_err(refused)?;
            console::say(String::from_utf8(made.into_inner().content)?);
            desk.session.end().await
        }
        Command::Export(args) => {
            let made = made(&args.wanted).await?;
            std::fs::write(&args.file, &made.content)
                .with_context(|| format!("cannot write {}", args.file.display()))?;
            tell(&made);
            Ok(())
        }
        Command::Push(args) => pushed(args).await,
    }
}

async fn pushed(args: PushArgs) -> anyhow::Result<()> {
    let token = secret(Some(&args.token_file), "Token")?;
    let made = made(&args.wanted).await?;
    ensure!(!made.url.is_empty(), "the mapping file names no url");
    let receiver = Receiver::new(&made.url, token, args.ca_file.as_deref())?;
    let body = std::str::from_utf8(&made.content)?;
    let patience = Patience { tries: args.tries, ..Patience::default() };
    let counts = receiver.push(body, patience).await?;
    tell(&made);
    console::say(format!(
        "imported {}, updated {}, ignored {}",
        counts.imported, counts.updated, counts.ignored
    ));
    Ok(())
}

/// What the mapping makes of the period.
async fn made(wanted: &Wanted) -> anyhow::Result<DownloadDataValueSetResponse> {
    let path = &wanted.mapping;
    let mapping = std::fs::read_to_string(path);
    let mapping = mapping.with_context(|| format!("cannot read {}", path.display()))?;
    let mut desk = Desk::sign_in(&wanted.login).await?;
    let request = DownloadDataValueSetRequest {
        parent: desk.centre()?,
        period: wanted.period.clone(),
        week: String::new(),
        mapping,
    };
    let made = desk.dhis2.download_data_value_set(request).await;
    let made = made.map_err(|status| wrong(&status, path))?.into_inner();
    desk.session.end().await?;
    Ok(made)
}

/// The refusal, with every place that is wrong in the file or the call.
fn wrong(status: &Status, file: &Path) -> anyhow::Error {
    let mut text = String::new();
    for violation in status.get_details_bad_request().into_iter().flat_map(|it| it.field_violations)
    {
        let _infallible = write!(text, "\n{}: {}", violation.field, violation.description);
    }
    refused(status.clone()).context(format!("{} makes no message{text}", file.display()))
}

fn tell(made: &DownloadDataValueSetResponse) {
    let DownloadDataValueSetResponse { values, withheld, week, .. } = made;
    console::say(format!(
        "{values} values, as of the week of {week}; {withheld} withheld because they are small"
    ));
}

/// The calls, in the name of who signed in.
struct Desk {
    session: Session,
    dhis2: Dhis2ServiceClient<Authorised>,
}

impl Desk {
    async fn sign_in(login: &Login) -> anyhow::Result<Self> {
        let session = login.sign_in().await?;
        let addresses = login.addresses()?;
        let channel = client::channel(&addresses.client(&addresses.statistics))?;
        let dhis2 = Dhis2ServiceClient::with_interceptor(channel, session.bearer());
        Ok(Self { session, dhis2 })
    }

    fn centre(&self) -> anyhow::Result<String> {
        self.session.centre.clone().context("only a centre's staff reads its figures")
    }
}
