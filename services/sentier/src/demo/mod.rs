//! A month of a commune's work, played through the public API.

use sentier_platform::client;
use sentier_proto::access::v1::GetJwksRequest;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;

use crate::target::Target;

/// What is played.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where.
    #[command(flatten)]
    pub target: Target,
}

/// Plays it.
///
/// # Errors
/// When the installation cannot be reached.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let addresses = args.target.addresses()?;
    let channel = client::channel(&addresses.client(&addresses.access))?;
    let keys = AccessServiceClient::new(channel).get_jwks(GetJwksRequest {}).await?;
    anyhow::bail!(
        "the demo is being written; access answers {} bytes",
        keys.get_ref().jwks_json.len()
    )
}
