//! `sentier sandbox`: the sandbox as a standing server, for the clients of many agencies at once.
//!
//! Each sandbox credential has a room of its own with the scenarios of the conformance kit. The process has no
//! store and no broker, and trusts its own authority alone: a sandbox credential opens nothing at a centre, and
//! nothing of a centre comes here. So what is invented is never mixed with what is real, and counted nowhere.

mod checks;
mod rooms;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use sentier_platform::auth::Authenticator;
use sentier_platform::auth::token::Jwks;
use sentier_platform::authorise::Authoriser;
use sentier_platform::clock::Clock;
use sentier_platform::ids::new_id;
use sentier_platform::pki::Authority;
use sentier_platform::server::Server;
use sentier_platform::shutdown::Shutdown;
use sentier_proto::name;
use sentier_proto::referrals::v1::sandbox_service_server::SandboxServiceServer;

use super::{END, HEARTBEAT, listen, save};
use crate::console;
use crate::signals::Ends;
use checks::Checks;
use rooms::Rooms;

/// What is done with the sandbox.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Serves it until it is stopped.
    Serve {
        /// Address and port on which clients are awaited.
        #[arg(long, default_value = "127.0.0.1:7443", value_name = "ADDRESS:PORT")]
        listen: SocketAddr,
        /// Name or address by which clients reach this machine; may be repeated.
        #[arg(long = "host", value_name = "NAME")]
        hosts: Vec<String>,
        /// Folder of the sandbox's own authority, made when absent; never that of a centre.
        #[arg(long, value_name = "DIR")]
        folder: PathBuf,
        /// Also falls silent for two minutes, to see whether a client notices a dead line.
        #[arg(long)]
        patient: bool,
    },
    /// Writes a sandbox credential (agency.key, agency.pem, ca.pem) for an agency's engineer.
    Enrol {
        /// Folder of the sandbox's own authority.
        #[arg(long, value_name = "DIR")]
        folder: PathBuf,
        /// Folder for the three files, made when absent.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// Does it.
///
/// # Errors
/// When a file cannot be read or written, or the address is taken.
pub async fn run(command: Command) -> anyhow::Result<()> {
    let clock = Clock::system();
    match command {
        Command::Serve { listen, hosts, folder, patient } => {
            serve(listen, hosts, &folder, patient).await
        }
        Command::Enrol { folder, out } => {
            let authority = Authority::open_or_create(&folder.join("authority"), clock.now())?;
            std::fs::create_dir_all(&out)?;
            let (agency, credential) = (new_id(), new_id());
            let issued = authority.issue_agency(agency, credential, clock.now())?;
            save(&out, "agency", &issued)?;
            std::fs::write(out.join("ca.pem"), authority.ca_pem())?;
            console::say(name::agency_credential(agency, credential));
            Ok(())
        }
    }
}

async fn serve(
    address: SocketAddr,
    hosts: Vec<String>,
    folder: &std::path::Path,
    patient: bool,
) -> anyhow::Result<()> {
    let (clock, shutdown) = (Clock::system(), Shutdown::new());
    let mut ends = Ends::new()?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let authority = Authority::open_or_create(&folder.join("authority"), clock.now())?;
    let listen = listen(address, hosts, folder, &authority)?;
    let authenticator =
        Authenticator::new(Jwks::parse(r#"{"keys":[]}"#)?, Arc::new(move || clock.now()));
    let rooms = Rooms::new(patient, shutdown.clone());
    let checks = SandboxServiceServer::new(Checks::new(Authoriser::new()?, rooms.clone()));
    let server = Server::new(&listen, authenticator, shutdown.token());
    let serving = server.add(rooms.clone()).add(checks).serve().await;
    let serving = serving.context("the sandbox cannot listen")?;
    let address = serving.address;
    drop(shutdown.spawn(serving.done));
    beat(&rooms, &shutdown);
    console::say(format_args!("The sandbox listens on https://{address}"));
    ends.asked().await;
    shutdown.wait(END).await;
    Ok(())
}

/// Every room shows that it lives.
fn beat(rooms: &Rooms, shutdown: &Shutdown) {
    let (rooms, stop) = (rooms.clone(), shutdown.token());
    drop(shutdown.spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(HEARTBEAT)).await.is_some() {
            rooms.beat();
        }
    }));
}

/// How long a client has to open its stream, once it has called.
const WAIT: Duration = Duration::from_mins(10);
