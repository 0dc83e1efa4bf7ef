//! `sentier up`: starts everything, says how to sign in, and stops when asked.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sentier_platform::config::TelemetryConfig;
use sentier_platform::environment::Environment;
use sentier_platform::telemetry;

use super::{Broker, Options, Ports, System};
use crate::target::default_data;
use crate::{console, signals};

/// What is started.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of everything that the system keeps; made when absent.
    #[arg(long, env = "SENTIER_DATA", default_value_os_t = default_data(), value_name = "DIR")]
    data: PathBuf,
    /// Address of this machine on which partners and staff reach it; loopback serves this machine alone.
    #[arg(long, default_value_t = Ipv4Addr::LOCALHOST.into(), value_name = "ADDRESS")]
    listen: IpAddr,
    /// Name or address by which others reach this machine, for its certificates; may be repeated.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Port of the pages.
    #[arg(long, default_value_t = Ports::default().desk, value_name = "PORT")]
    desk_port: u16,
    /// First of the four ports of the services, in a row: access, cases, referrals, statistics.
    #[arg(long, default_value_t = Ports::default().access, value_name = "PORT")]
    ports_from: u16,
    /// Port of the local broker.
    #[arg(long, default_value_t = Ports::default().nats, value_name = "PORT")]
    nats_port: u16,
    /// Port on which partners' records systems are served FHIR; off when absent.
    #[arg(long, value_name = "PORT")]
    fhir_port: Option<u16>,
    /// A nats-server 2.12 or newer; without it one is looked for.
    #[arg(long, env = "SENTIER_NATS_SERVER", value_name = "FILE")]
    nats_server: Option<PathBuf>,
    /// What is logged, in the syntax of tracing's `EnvFilter`.
    #[arg(long, default_value = "warn", value_name = "FILTER")]
    log: String,
    /// OTLP collector that receives traces and metrics.
    #[arg(long, value_name = "URL")]
    otlp_endpoint: Option<String>,
    /// Where `/metrics` and `/healthz` are served.
    #[arg(long, value_name = "ADDRESS:PORT")]
    scrape_address: Option<std::net::SocketAddr>,
}

/// Runs the system until it is asked to end.
///
/// # Errors
/// When it does not start.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let env = Environment::system()?;
    let options = options(args, env.clone())?;
    let guard = telemetry::init("sentier", &options.telemetry)?;
    if let Some(address) = options.telemetry.scrape_address {
        guard.serve_scrape(address, &env.shutdown).await.context("metrics cannot be served")?;
    }
    let mut ends = signals::Ends::new()?;
    let system = tokio::select! {
        started = Box::pin(System::start(options)) => started?,
        () = ends.asked() => return Ok(()),
    };
    greet(&system);
    ends.asked().await;
    console::say("\nArrêt en cours… / Stopping…");
    if system.stop().await {
        console::say("Arrêté. / Stopped.");
    } else {
        console::say("Arrêté ; des appels ont été coupés. / Stopped; some calls were cut.");
    }
    Ok(())
}

fn options(args: Args, env: Environment) -> anyhow::Result<Options> {
    let port = |step: u16| {
        args.ports_from.checked_add(step).context("--ports-from is too high: four ports follow")
    };
    let ports = Ports {
        access: port(0)?,
        cases: port(1)?,
        referrals: port(2)?,
        statistics: port(3)?,
        desk: args.desk_port,
        nats: args.nats_port,
        fhir: args.fhir_port,
    };
    Ok(Options {
        listen: args.listen,
        hosts: args.hosts,
        ports,
        broker: Broker::Supervised(args.nats_server),
        telemetry: TelemetryConfig {
            filter: args.log,
            otlp_endpoint: args.otlp_endpoint,
            scrape_address: args.scrape_address,
            ..TelemetryConfig::default()
        },
        ..Options::of_box(args.data, env)
    })
}

fn greet(system: &System) {
    let (addresses, data) = (system.addresses(), system.layout().root());
    console::say(format_args!(
        "Sentier tourne. / Sentier is running.\n\
         \n\
         \x20 pages       {}\n\
         \x20 access      {}\n\
         \x20 cases       {}\n\
         \x20 referrals   {}   (partenaires / partner agencies)\n\
         \x20 statistics  {}\n\
         \x20 données / data  {}\n",
        addresses.desk,
        addresses.access,
        addresses.cases,
        addresses.referrals,
        addresses.statistics,
        data.display(),
    ));
    if let Some(fhir) = &addresses.fhir {
        console::say(format_args!("\x20 FHIR        {fhir}/fhir\n"));
    }
    match first_secret(&system.layout().first_secret()) {
        Some(secret) => console::say(format_args!(
            "Première fois : ouvrez {}/first-run et donnez ce code à usage unique.\n\
             First time: open that page and give this one-time code.\n\
             \n\
             \x20 {secret}\n",
            addresses.desk,
        )),
        None => console::say(format_args!(
            "Connectez-vous sur {0} avec votre compte. / Sign in at {0}.\n",
            addresses.desk
        )),
    }
    let program = std::env::args_os().next().map_or_else(|| "sentier".into(), PathBuf::from);
    console::say(format_args!(
        "Voir un mois de travail joué / Watch a month of work being played:\n\
         \x20 {} demo --data {}\n\
         Ctrl-C arrête proprement. / Ctrl-C stops cleanly.",
        program.display(),
        data.display(),
    ));
}

/// The secret that access left, while nobody has used it.
fn first_secret(file: &Path) -> Option<String> {
    Some(std::fs::read_to_string(file).ok()?.trim().to_owned())
}
