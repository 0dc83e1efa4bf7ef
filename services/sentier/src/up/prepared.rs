//! A data folder made ready: certificates, a running broker, one configuration file per service.

use std::net::{IpAddr, Ipv4Addr, TcpListener};

use sentier_platform::ids::new_id;

use super::broker::{self, Supervised};
use super::{Broker, Layout, Lock, Options, Plan, Ports, UpError, certificates};
use crate::target::Addresses;

/// A data folder on which services can run.
#[derive(Debug)]
pub struct Prepared {
    /// What lies where.
    pub layout: Layout,
    /// How each service is configured.
    pub plan: Box<Plan>,
    /// Where they will answer.
    pub addresses: Addresses,
    broker: Option<Supervised>,
    _lock: Lock,
}

impl Prepared {
    /// Takes the folder, issues certificates, starts the broker and writes the configuration files.
    ///
    /// # Errors
    /// When another process has the folder, or something that is needed cannot be had.
    pub async fn new(mut options: Options) -> Result<Self, UpError> {
        let layout = Layout::create(&options.data)?;
        let lock = layout.lock()?;
        // One that was left behind by a killed process holds the broker's port.
        broker::end_orphan(&layout.nats()).await?;
        options.ports = chosen(options.listen, options.ports)?;
        certificates::issue(&layout, &options, options.env.clock.now())?;
        let mut supervised = None;
        let nats = match &options.broker {
            Broker::At(config) => config.clone(),
            Broker::Supervised(named) => {
                let binary = broker::find(named.as_deref()).await?;
                let server = Supervised::start(binary, &layout.nats(), options.ports.nats).await?;
                let config = server.config.clone();
                supervised = Some(server);
                config
            }
        };
        let plan = Box::new(Plan::new(&layout, &options, &nats));
        plan.write(&layout)?;
        let addresses = plan.addresses(&layout, &options);
        Ok(Self { layout, plan, addresses, broker: supervised, _lock: lock })
    }

    /// Stops the broker and gives the folder back.
    pub async fn stop(self) {
        if let Some(broker) = self.broker {
            broker.stop().await;
        }
    }
}

/// The ports with every 0 replaced by a free one; refuses a port that something else has.
fn chosen(listen: IpAddr, mut ports: Ports) -> Result<Ports, UpError> {
    let mut held = Vec::new();
    let (services, loopback) = (
        [
            &mut ports.access,
            &mut ports.cases,
            &mut ports.referrals,
            &mut ports.statistics,
            &mut ports.desk,
        ],
        IpAddr::from(Ipv4Addr::LOCALHOST),
    );
    let all = services.into_iter().chain(ports.fhir.as_mut()).map(|port| (listen, port));
    // Held until all are chosen, so that no two are the same.
    for (address, port) in all.chain([(loopback, &mut ports.nats)]) {
        let listener = if *port == 0 {
            free(address)?
        } else {
            TcpListener::bind((address, *port)).map_err(|_taken| UpError::PortTaken(*port))?
        };
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}

/// A free port below those that the system gives to outgoing connections: a client that knocks at a service
/// which is away may be given the service's own port there, and keeps it from coming back.
fn free(address: IpAddr) -> std::io::Result<TcpListener> {
    const FROM: u16 = 20_000;
    const COUNT: u16 = 12_000;
    let [.., a, b] = new_id().into_bytes();
    let start = u16::from_be_bytes([a, b]) % COUNT;
    let ports = (0..COUNT).map(|step| FROM + (start + step) % COUNT);
    let mut taken = std::io::Error::from(std::io::ErrorKind::AddrInUse);
    for port in ports {
        match TcpListener::bind((address, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => taken = error,
        }
    }
    Err(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_by_its_number_before_anything_starts() {
        let listen = Ipv4Addr::LOCALHOST.into();
        let other = TcpListener::bind((listen, 0)).unwrap();
        let taken = other.local_addr().unwrap().port();
        let ports = Ports { cases: taken, ..Ports::free() };
        assert!(matches!(chosen(listen, ports), Err(UpError::PortTaken(port)) if port == taken));
        let free = chosen(listen, Ports::free()).unwrap();
        assert!((20_000..32_000).contains(&free.desk) && (20_000..32_000).contains(&free.nats));
    }
}
