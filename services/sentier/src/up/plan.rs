//! How each service of an installation is configured.

use std::net::SocketAddr;

use sentier_access::AccessConfig;
use sentier_cases::CasesConfig;
use sentier_desk::{DeskConfig, DeskListenConfig};
use sentier_eventing::objects::ObjectsConfig;
use sentier_platform::config::{ClientConfig, ListenConfig, NatsConfig, ServiceConfig, TlsConfig};
use sentier_referrals::{FhirConfig, ReferralsConfig};
use sentier_statistics::StatisticsConfig;
use serde::Serialize;

use super::{Layout, Options, Stores, UpError};
use crate::target::Addresses;

/// The configuration of every service.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Accounts and credentials.
    pub access: AccessConfig,
    /// Case work.
    pub cases: CasesConfig,
    /// Referrals.
    pub referrals: ReferralsConfig,
    /// Figures.
    pub statistics: StatisticsConfig,
    /// Pages.
    pub desk: DeskConfig,
}

/// What every service's configuration is made of.
struct Maker<'a> {
    layout: &'a Layout,
    options: &'a Options,
    nats: &'a NatsConfig,
}

impl Plan {
    pub(super) fn new(layout: &Layout, options: &Options, nats: &NatsConfig) -> Self {
        let maker = Maker { layout, options, nats };
        let ports = options.ports;
        Self {
            access: AccessConfig {
                service: maker.service("access", ports.access),
                pki_dir: layout.pki(),
                bootstrap_file: Some(layout.first_secret()),
                ..AccessConfig::default()
            },
            cases: CasesConfig {
                service: maker.service("cases", ports.cases),
                access: maker.client("cases", ports.access),
                statistics: maker.client("cases", ports.statistics),
                referrals: maker.client("cases", ports.referrals),
                attachments: ObjectsConfig {
                    folder: Some(layout.objects()),
                    ..ObjectsConfig::default()
                },
                ..CasesConfig::default()
            },
            referrals: ReferralsConfig {
                service: maker.service("referrals", ports.referrals),
                access: maker.client("referrals", ports.access),
                cases: maker.client("referrals", ports.cases),
                fhir: maker.fhir(),
                ..ReferralsConfig::default()
            },
            statistics: StatisticsConfig {
                service: maker.service("statistics", ports.statistics),
                access: maker.client("statistics", ports.access),
                ..StatisticsConfig::default()
            },
            desk: maker.desk(),
        }
    }

    /// Writes one file per service, so that each can also be run apart on the same folder.
    pub(super) fn write(&self, layout: &Layout) -> Result<(), UpError> {
        write(layout, "access", &self.access)?;
        write(layout, "cases", &self.cases)?;
        write(layout, "referrals", &self.referrals)?;
        write(layout, "statistics", &self.statistics)?;
        write(layout, "desk", &self.desk)
    }

    pub(super) fn addresses(&self, layout: &Layout, options: &Options) -> Addresses {
        let maker = Maker { layout, options, nats: &self.access.service.nats };
        let ports = options.ports;
        Addresses {
            access: maker.url(ports.access),
            cases: maker.url(ports.cases),
            referrals: maker.url(ports.referrals),
            statistics: maker.url(ports.statistics),
            desk: maker.desk_url(),
            nats: self.access.service.nats.url.clone(),
            ca_file: layout.ca_file(),
            fhir: ports.fhir.map(|port| maker.url(port)),
        }
    }
}

fn write(layout: &Layout, service: &str, config: &impl Serialize) -> Result<(), UpError> {
    let text = toml::to_string(config)?;
    let page =
        format!("# Written by `sentier up` at every start: what is changed here is lost.\n{text}");
    Ok(std::fs::write(layout.config(service), page)?)
}

impl Maker<'_> {
    fn service(&self, name: &str, port: u16) -> ServiceConfig {
        let database = match &self.options.stores {
            Stores::Sqlite => format!("sqlite:{}", self.layout.store(name).display()),
            Stores::Postgres { server, prefix } => format!("{server}/{prefix}{name}"),
        };
        ServiceConfig {
            database,
            keys_dir: self.layout.keys(name),
            listen: ListenConfig {
                address: SocketAddr::new(self.options.listen, port),
                tls: TlsConfig {
                    cert_file: Some(self.layout.cert_file(name)),
                    key_file: Some(self.layout.key_file(name)),
                    client_ca_file: Some(self.layout.ca_file()),
                    plaintext: false,
                },
                ..ListenConfig::default()
            },
            nats: self.nats.clone(),
            telemetry: self.options.telemetry.clone(),
            ..ServiceConfig::default()
        }
    }

    /// How `from` calls the service on `port`: by mTLS, with its own certificate.
    fn client(&self, from: &str, port: u16) -> ClientConfig {
        ClientConfig {
            address: self.url(port),
            ca_file: Some(self.layout.ca_file()),
            cert_file: Some(self.layout.cert_file(from)),
            key_file: Some(self.layout.key_file(from)),
            ..ClientConfig::default()
        }
    }

    fn fhir(&self) -> FhirConfig {
        let port = self.options.ports.fhir;
        FhirConfig {
            address: port.map(|port| SocketAddr::new(self.options.listen, port)),
            public_address: port.map(|port| self.url(port)),
            ..FhirConfig::default()
        }
    }

    fn desk(&self) -> DeskConfig {
        let ports = self.options.ports;
        let beyond = !self.options.listen.is_loopback();
        DeskConfig {
            public_address: Some(self.desk_url()),
            session_key_file: self.layout.keys("desk").with_extension("key"),
            listen: DeskListenConfig {
                address: SocketAddr::new(self.options.listen, ports.desk),
                cert_file: beyond.then(|| self.layout.cert_file("desk")),
                key_file: beyond.then(|| self.layout.key_file("desk")),
                ..DeskListenConfig::default()
            },
            // The desk carries the signed-in person's token; a certificate of its own would say less.
            access: ClientConfig {
                cert_file: None,
                key_file: None,
                ..self.client("desk", ports.access)
            },
            cases: self.client("desk", ports.cases),
            referrals: self.client("desk", ports.referrals),
            statistics: self.client("desk", ports.statistics),
            telemetry: self.options.telemetry.clone(),
            ..DeskConfig::default()
        }
    }

    fn desk_url(&self) -> String {
        let scheme = if self.options.listen.is_loopback() { "http" } else { "https" };
        format!("{scheme}://{}:{}", self.host(), self.options.ports.desk)
    }

    fn url(&self, port: u16) -> String {
        format!("https://{}:{port}", self.host())
    }

    /// The name by which this machine is called, by others as by ourselves.
    fn host(&self) -> String {
        match self.options.hosts.first() {
            Some(host) => host.clone(),
            None if self.options.listen.is_unspecified() => "127.0.0.1".to_owned(),
            None => self.options.listen.to_string(),
        }
    }
}
