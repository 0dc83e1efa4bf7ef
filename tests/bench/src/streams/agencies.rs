//! Many agencies, each with a token, a connection and referrals of its own.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier::demo::play::{self, Caller, Channels, Client, Given, Journal, Setting, Stage, Wanted};
use sentier::demo::world::{Person, World};
use sentier::target::Addresses;
use sentier_platform::clock::Clock;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_proto::referrals::v1 as pb;
use sentier_proto::referrals::v1::referral::Outcome;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::whole::CENTRE;

/// Calls at once while the stage is set.
const AT_ONCE: usize = 24;
const NEED: Need = Need::HealthCare;

/// An agency with its system.
pub struct Partner {
    /// Its system, on a connection of its own.
    pub client: Client,
    /// What stands in its inbox.
    pub referrals: Vec<String>,
    token: String,
}

impl Partner {
    /// Changes that its stream shows in the end: each referral sent, received, accepted, completed.
    pub fn changes(&self) -> usize {
        self.referrals.len() * 4
    }
}

/// What an agency does with a referral.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// It has seen it.
    Acknowledge,
    /// It takes it.
    Accept,
    /// It served her.
    Complete,
}

impl Step {
    /// Does it; the referral's version after it.
    pub async fn take(self, client: &Client, referral: &str) -> anyhow::Result<i64> {
        let (name, request_id) = (referral.to_owned(), Uuid::now_v7().to_string());
        let expected_version = None;
        let mut service = ReferralsServiceClient::new(client.channels.referrals.clone());
        let after = match self {
            Self::Acknowledge => {
                let request = pb::AcknowledgeReferralRequest { name, request_id, expected_version };
                service
                    .acknowledge_referral(client.signed(request).await?)
                    .await?
                    .into_inner()
                    .referral
            }
            Self::Accept => {
                let request = pb::AcceptReferralRequest { name, request_id, expected_version };
                service.accept_referral(client.signed(request).await?).await?.into_inner().referral
            }
            Self::Complete => {
                let request = pb::CompleteReferralRequest {
                    name,
                    request_id,
                    expected_version,
                    outcome: Outcome::Served.into(),
                };
                service
                    .complete_referral(client.signed(request).await?)
                    .await?
                    .into_inner()
                    .referral
            }
        };
        Ok(after.context("the referral")?.version)
    }
}

/// The centre, and what it needs to make agencies.
pub struct Office {
    stage: Stage,
    addresses: Addresses,
    caller: Caller,
    survivor: Person,
}

impl Office {
    /// Sets the stage on a running installation.
    pub async fn open(addresses: &Addresses, data: &Path) -> anyhow::Result<Self> {
        let secret = std::fs::read_to_string(data.join("first-secret"))?;
        let setting = Setting {
            addresses: addresses.clone(),
            folder: data.join("demo"),
            centre: CENTRE.to_owned(),
            first_secret: Some(Zeroizing::new(secret.trim().to_owned())),
            administrator: None,
        };
        let caller = Caller::new(Journal::default(), Duration::from_mins(1));
        let stage = play::set(&setting, &caller).await?;
        let today = Clock::system().now().to_datetime().date();
        // An adult, who consents by herself.
        let adult = |person: &Person| {
            person.birth_date.is_none_or(|born: time::Date| today.year() - born.year() > 18)
        };
        let mut invented =
            World::generate(7, 64, today).cases.into_iter().map(|case| case.survivor);
        let survivor = invented.find(adult).context("an adult")?;
        Ok(Self { stage, addresses: addresses.clone(), caller, survivor })
    }

    /// So many agencies with one referral each; the first has `busy` of them.
    pub async fn enrol(&self, agencies: usize, busy: usize) -> anyhow::Result<Vec<Partner>> {
        let enrolled = stream::iter(0..agencies)
            .map(|number| self.agency(number, if number == 0 { busy.max(1) } else { 1 }));
        enrolled.buffered(AT_ONCE).try_collect().await
    }

    /// The same system on another connection, which takes little at once: what its reader leaves waits at
    /// the service, and not in buffers here.
    pub fn another(&self, partner: &Partner) -> anyhow::Result<Client> {
        let authority = Certificate::from_pem(std::fs::read(&self.addresses.ca_file)?);
        let referrals = Endpoint::from_shared(self.addresses.referrals.clone())?
            .tls_config(ClientTlsConfig::new().ca_certificate(authority))?
            .initial_stream_window_size(8_192)
            .connect_lazy();
        let channels = Channels::open(&self.addresses, |config| config)?;
        let channels = Channels { referrals, ..channels };
        Ok(Client::with_token(self.caller.clone(), channels, partner.token.clone()))
    }

    async fn agency(&self, number: usize, referrals: usize) -> anyhow::Result<Partner> {
        let manager = &self.stage.manager;
        let directory = pb::directory_service_client::DirectoryServiceClient::new(
            manager.channels.referrals.clone(),
        );
        let request = pb::RegisterAgencyRequest {
            request_id: Uuid::now_v7().to_string(),
            display_name: format!("Agency {number}"),
        };
        let answer = directory.clone().register_agency(manager.signed(request).await?).await?;
        let agency = answer.into_inner().agency.context("an agency")?.name;
        let request = pb::RegisterStructureRequest {
            parent: agency.clone(),
            request_id: Uuid::now_v7().to_string(),
            structure: Some(pb::Structure {
                display_name: format!("Structure {number}"),
                services_offered: vec![NEED.into()],
                centres: vec![self.stage.centre.clone()],
                ..pb::Structure::default()
            }),
        };
        let answer = directory.clone().register_structure(manager.signed(request).await?).await?;
        let structure = answer.into_inner().structure.context("a structure")?.name;
        let token = manager.issue_agency_token(&agency).await?;
        let channels = Channels::open(&self.addresses, |config| config)?;
        let client = Client::with_token(self.caller.clone(), channels, token.clone());
        let mut sent = Vec::new();
        for _ in 0..referrals {
            sent.push(self.refer(&agency, &structure, number).await?);
        }
        Ok(Partner { client, referrals: sent, token })
    }

    async fn refer(&self, agency: &str, structure: &str, number: usize) -> anyhow::Result<String> {
        let workers = &self.stage.caseworkers;
        let worker = workers.get(number % workers.len()).context("a caseworker")?;
        let case = worker.open_case(&self.stage.centre, &self.survivor).await?;
        let field_groups = [FieldGroup::Identity];
        let given = Given {
            purpose: ConsentPurpose::Services,
            agency,
            field_groups: &field_groups,
            expire_time: None,
        };
        let consent = worker.grant_consent(&case, given).await?;
        let wanted = Wanted {
            structure,
            need: NEED,
            urgency: Urgency::Routine,
            consent: &consent,
            field_groups: &field_groups,
        };
        Ok(worker.request_referral(&case, wanted).await?)
    }
}
