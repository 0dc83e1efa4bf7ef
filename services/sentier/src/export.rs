//! Files that leave the centre: the Incident Recorder, and one case. Through the public API, with the
//! rights of who signs in.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use sentier_platform::client;
use sentier_proto::cases::v1::export_service_client::ExportServiceClient;
use sentier_proto::cases::v1::{
    ExportCaseRequest, ExportHeader, ExportIncidentRecorderRequest, ExportPurpose,
    export_case_request, export_case_response, export_incident_recorder_request,
    export_incident_recorder_response,
};
use tonic::{Request, Status, Streaming};

use crate::console;
use crate::import::Language;
use crate::login::{Authorised, Login, Session, refused, speak};

/// What is exported.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The GBVIMS Incident Recorder: every incident under a consent to statistics that is valid now.
    ///
    /// Writes a ZIP archive and prints the passphrase that opens it, once.
    IncidentRecorder(RecorderArgs),
    /// One case, to print or for machines.
    ///
    /// Writes a ZIP archive and prints the passphrase that opens it, once.
    Case(CaseArgs),
}

/// Options of an export of the Incident Recorder.
#[derive(Debug, clap::Args)]
pub struct RecorderArgs {
    #[command(flatten)]
    common: Common,
    /// As what.
    #[arg(long, value_enum, default_value_t = RecorderFormat::Xlsx)]
    format: RecorderFormat,
    /// Why; stands in the ledger.
    #[arg(long, value_enum, default_value_t = Purpose::Reporting)]
    purpose: Purpose,
}

/// Options of an export of a case.
#[derive(Debug, clap::Args)]
pub struct CaseArgs {
    /// The case, `centres/{centre}/cases/{case}`.
    case: String,
    #[command(flatten)]
    common: Common,
    /// As what.
    #[arg(long, value_enum, default_value_t = CaseFormat::Pdf)]
    format: CaseFormat,
    /// Why; stands in the ledger.
    #[arg(long, value_enum, default_value_t = Purpose::SurvivorRequest)]
    purpose: Purpose,
}

#[derive(Debug, clap::Args)]
struct Common {
    /// The archive to write; it must not exist.
    file: PathBuf,
    #[command(flatten)]
    login: Login,
    /// Language of what is written.
    #[arg(long, value_enum, default_value_t = Language::Fr)]
    language: Language,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RecorderFormat {
    /// A workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CaseFormat {
    /// To print.
    Pdf,
    /// For machines.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Purpose {
    /// Figures for those who coordinate.
    Reporting,
    /// The survivor asked for what is kept of her.
    SurvivorRequest,
    /// For a court or a lawyer, at her wish.
    Legal,
    /// Supervision on paper.
    Supervision,
}

impl From<Purpose> for i32 {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Reporting => ExportPurpose::Reporting,
            Purpose::SurvivorRequest => ExportPurpose::SurvivorRequest,
            Purpose::Legal => ExportPurpose::Legal,
            Purpose::Supervision => ExportPurpose::Supervision,
        }
        .into()
    }
}

/// Exports.
///
/// # Errors
/// When the installation refuses, or the file cannot be written.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::IncidentRecorder(args) => recorder(args).await,
        Command::Case(args) => case(args).await,
    }
}

async fn recorder(args: RecorderArgs) -> anyhow::Result<()> {
    use export_incident_recorder_request::Format;
    use export_incident_recorder_response::Part;
    let session = args.common.login.sign_in().await?;
    let message = ExportIncidentRecorderRequest {
        parent: session.centre.clone().context("only a centre's staff can export")?,
        format: match args.format {
            RecorderFormat::Xlsx => Format::Xlsx,
            RecorderFormat::Csv => Format::Csv,
        }
        .into(),
        purpose: args.purpose.into(),
    };
    let mut client = exports(&args.common, &session)?;
    let answer = client.export_incident_recorder(spoken(&args.common, message)).await;
    let part = |answer: sentier_proto::cases::v1::ExportIncidentRecorderResponse| {
        answer.part.map(|part| match part {
            Part::Header(header) => Ok(header),
            Part::Chunk(chunk) => Err(chunk),
        })
    };
    written(&args.common.file, answer.map_err(refused)?.into_inner(), part).await?;
    session.end().await
}

async fn case(args: CaseArgs) -> anyhow::Result<()> {
    use export_case_request::Format;
    use export_case_response::Part;
    let session = args.common.login.sign_in().await?;
    let message = ExportCaseRequest {
        name: args.case.clone(),
        format: match args.format {
            CaseFormat::Pdf => Format::Pdf,
            CaseFormat::Json => Format::Json,
        }
        .into(),
        purpose: args.purpose.into(),
    };
    let mut client = exports(&args.common, &session)?;
    let answer = client.export_case(spoken(&args.common, message)).await;
    let part = |answer: sentier_proto::cases::v1::ExportCaseResponse| {
        answer.part.map(|part| match part {
            Part::Header(header) => Ok(header),
            Part::Chunk(chunk) => Err(chunk),
        })
    };
    written(&args.common.file, answer.map_err(refused)?.into_inner(), part).await?;
    session.end().await
}

fn exports(common: &Common, session: &Session) -> anyhow::Result<ExportServiceClient<Authorised>> {
    let addresses = common.login.addresses()?;
    let channel = client::channel(&addresses.client(&addresses.cases))?;
    Ok(ExportServiceClient::with_interceptor(channel, session.bearer()))
}

fn spoken<Q>(common: &Common, message: Q) -> Request<Q> {
    let mut request = Request::new(message);
    speak(&mut request, common.language.into());
    request
}

/// Writes the archive, whole or not at all, and then tells what opens it.
async fn written<T>(
    file: &Path,
    mut parts: Streaming<T>,
    part: impl Fn(T) -> Option<Result<ExportHeader, Vec<u8>>>,
) -> anyhow::Result<()> {
    let (mut header, mut bytes) = (None, Vec::new());
    while let Some(answer) = parts.message().await.map_err(|status: Status| refused(status))? {
        match part(answer) {
            Some(Ok(first)) => header = Some(first),
            Some(Err(chunk)) => bytes.extend(chunk),
            None => {}
        }
    }
    let header = header.context("an empty answer")?;
    let mut options = std::fs::OpenOptions::new();
    let mut out = options
        .write(true)
        .create_new(true)
        .open(file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    std::io::Write::write_all(&mut out, &bytes)?;
    console::say(format!("{}: {}", file.display(), header.count));
    console::say(format!("passphrase, shown this once: {}", header.passphrase));
    Ok(())
}
