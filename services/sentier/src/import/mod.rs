//! Taking over the records that a centre has.

use std::path::PathBuf;

use crate::target::Target;

/// Where the records come from.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The GBVIMS Incident Recorder, as CSV or XLSX.
    IncidentRecorder {
        /// The file.
        file: PathBuf,
        /// Where to.
        #[command(flatten)]
        target: Target,
    },
}

/// Takes them over.
///
/// # Errors
/// When the file or the installation cannot be used.
pub async fn run(command: Command) -> anyhow::Result<()> {
    let Command::IncidentRecorder { file, target } = command;
    let addresses = target.addresses()?;
    let bytes = tokio::fs::read(&file).await?.len();
    anyhow::bail!("the import of {bytes} bytes into {} is being written", addresses.cases)
}
