//! `sentier conformance`: plays a centre for an agency's client, and says what the client does wrong.
//!
//! The referrals are invented; what the client does with them is watched, and judged check by check by what
//! the partner's guide asks.
//!
//! A receiver of webhooks is tried by [`endpoint`]. [`Sandbox`] is the service: it answers as the real one does, but for the faults that it is told to make.
//! [`Script`] makes them, one after the other, and judges. Nothing here touches a store or a real referral:
//! every name is `centres/sandbox/…`, every person is invented.

mod endpoint;
mod fault;
mod room;
mod sandbox;
mod script;
mod service;
pub mod standing;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::Jwks;
use sentier_platform::clock::Clock;
use sentier_platform::config::{ListenConfig, TlsConfig};
use sentier_platform::ids::new_id;
use sentier_platform::pki::{Authority, Issued, write_secret_file};
use sentier_platform::server::Server;
use sentier_platform::shutdown::Shutdown;

use crate::console;
use sandbox::Sandbox;
use script::Script;

/// How often a silent stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How long open calls have to end.
const END: Duration = Duration::from_secs(2);

/// Where the sandbox listens, and for how long.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port on which the client is awaited.
    #[arg(long, default_value = "127.0.0.1:7443", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// Name or address by which the client reaches this machine; may be repeated.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Folder for the client's three files (agency.key, agency.pem, ca.pem), made when absent.
    #[arg(long, value_name = "DIR", required_unless_present = "agency_endpoint")]
    out: Option<PathBuf>,
    /// Address at which the agency receives webhooks: signed notices are posted there, right and wrong
    /// ones. On this machine also without TLS.
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    agency_endpoint: Option<String>,
    /// The secret that the receiver was given for this test (`whsec_…`); not one of a real centre.
    #[arg(long, value_name = "whsec_…")]
    webhook_secret: Option<String>,
    /// Seconds within which the client must open its stream.
    #[arg(long, default_value_t = 300, value_name = "SECONDS")]
    wait: u64,
    /// Also falls silent for two minutes, to see whether the client notices a dead line.
    #[arg(long)]
    patient: bool,
}

/// What was asked of the client, and what it did.
#[derive(Debug)]
struct Check {
    name: &'static str,
    outcome: Result<String, String>,
}

impl fmt::Display for Check {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Ok(seen) => write!(out, "ok    {:<22} {seen}", self.name),
            Err(missed) => write!(out, "FAIL  {:<22} {missed}", self.name),
        }
    }
}

/// Plays the script to its end.
///
/// # Errors
/// When the sandbox cannot be served, the endpoint is none, or a check failed.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let mut checks = Vec::new();
    if let (Some(url), Some(secret)) = (&args.agency_endpoint, &args.webhook_secret) {
        checks.extend(endpoint::play(url, secret, |check| console::say(check)).await?);
    }
    if let Some(folder) = &args.out {
        checks.extend(with_client(&args, folder).await?);
    }
    let failed = checks.iter().filter(|check| check.outcome.is_err()).count();
    anyhow::ensure!(failed == 0, "{failed} of {} checks failed", checks.len());
    console::say(format_args!(
        "\nAll {} checks passed. Not seen from here: whether a copy was really deleted. Look yourself.",
        checks.len()
    ));
    Ok(())
}

/// Plays a centre for the client.
async fn with_client(args: &Args, folder: &Path) -> anyhow::Result<Vec<Check>> {
    let (sandbox, shutdown) = (Sandbox::default(), Shutdown::new());
    let address = serve(args, folder, &sandbox, &shutdown).await?;
    console::say(format_args!(
        "The sandbox listens on https://{address} and {} holds agency.key, agency.pem and ca.pem.\n\
         Start your client now, so that it answers each referral by itself (see tests/partners/README.md).\n",
        folder.display(),
    ));
    let script = Script::new(sandbox, Duration::from_secs(args.wait));
    let checks = script.play(args.patient, |check| console::say(check)).await;
    shutdown.wait(END).await;
    Ok(checks)
}

async fn serve(
    args: &Args,
    folder: &Path,
    sandbox: &Sandbox,
    shutdown: &Shutdown,
) -> anyhow::Result<SocketAddr> {
    let clock = Clock::system();
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let authority = Authority::open_or_create(&folder.join("authority"), clock.now())?;
    let listen = listen(args.listen, args.hosts.clone(), folder, &authority)?;
    save(folder, "agency", &authority.issue_agency(new_id(), new_id(), clock.now())?)?;
    // Certificates alone are good here: no key signs a token.
    let authenticator =
        Authenticator::new(Jwks::parse(r#"{"keys":[]}"#)?, Arc::new(move || clock.now()));
    let server = Server::new(&listen, authenticator, shutdown.token()).add(sandbox.clone());
    let serving = server.serve().await.context("the sandbox cannot listen")?;
    drop(shutdown.spawn(serving.done));
    let beating = sandbox.clone();
    let stop = shutdown.token();
    drop(shutdown.spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(HEARTBEAT)).await.is_some() {
            beating.beat();
        }
    }));
    Ok(serving.address)
}

/// Listens with a certificate of the sandbox's own authority, and trusts no other.
fn listen(
    address: SocketAddr,
    hosts: Vec<String>,
    folder: &Path,
    authority: &Authority,
) -> anyhow::Result<ListenConfig> {
    let mut names = vec!["localhost".to_owned(), address.ip().to_string()];
    names.extend(hosts);
    let issued = authority.issue_server("referrals", &names, Clock::system().now())?;
    let own = save(folder, "sandbox", &issued)?;
    let client_ca_file = folder.join("ca.pem");
    std::fs::write(&client_ca_file, authority.ca_pem())?;
    Ok(ListenConfig {
        address,
        tls: TlsConfig {
            cert_file: Some(own.0),
            key_file: Some(own.1),
            client_ca_file: Some(client_ca_file),
            plaintext: false,
        },
        ..ListenConfig::default()
    })
}

/// Writes what was issued as `name.pem` and `name.key`.
fn save(folder: &Path, name: &str, issued: &Issued) -> anyhow::Result<(PathBuf, PathBuf)> {
    let (cert, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}.key")));
    std::fs::write(&cert, &issued.cert_pem)?;
    write_secret_file(&key, &issued.key_pem)?;
    Ok((cert, key))
}
