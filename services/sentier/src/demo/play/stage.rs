//! Before the month begins: the administrator, the staff, the directory, and agencies with their
//! credentials: a certificate, tokens, officers.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sentier_platform::pki::{signing_request, write_secret_file};
use sentier_proto::access::v1::BootstrapRequest;
use sentier_proto::name;
use zeroize::Zeroizing;

use super::accounts::{Accounts, Person};
use super::caller::Caller;
use super::client::{Channels, Client};
use crate::demo::world::AgencyKind;
use crate::target::Addresses;

/// What is needed to set the stage.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Where the services answer.
    pub addresses: Addresses,
    /// Where accounts and the hospital's key are kept.
    pub folder: PathBuf,
    /// The centre's code.
    pub centre: String,
    /// The one-time secret of an installation without administrator.
    pub first_secret: Option<Zeroizing<String>>,
    /// User name and password of an administrator who was there before the demo.
    pub administrator: Option<(String, Zeroizing<String>)>,
}

/// Everybody in place.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The centre's resource name.
    pub centre: String,
    /// Reads figures.
    pub manager: Client,
    /// Sees all cases.
    pub supervisor: Client,
    /// Approves what the other supervisor asks for.
    pub second_supervisor: Option<Client>,
    /// Opens cases.
    pub intake: Client,
    /// Open and work on cases.
    pub caseworkers: Vec<Client>,
    /// Those who answer.
    pub agencies: Vec<Agency>,
}

/// An agency with one structure.
#[derive(Clone, Debug)]
pub struct Agency {
    /// What kind.
    pub kind: AgencyKind,
    /// Resource name.
    pub name: String,
    /// Its structure's resource name.
    pub structure: String,
    /// Its system or officer.
    pub client: Client,
}

impl Stage {
    /// The agency of this kind.
    pub fn agency(&self, kind: AgencyKind) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.kind == kind)
    }
}

/// Sets the stage.
///
/// # Errors
/// When somebody cannot sign in, or a call is refused.
pub async fn set(setting: &Setting, caller: &Caller) -> anyhow::Result<Stage> {
    let channels = Channels::open(&setting.addresses, |config| config)?;
    let known = Accounts::find(&setting.folder)?;
    let again = known.is_some();
    let accounts = known.unwrap_or_else(|| Accounts::draw(&setting.centre));
    // Kept before they are made: an answer that is lost must not lock the demo out.
    accounts.keep(&setting.folder)?;
    let sign_in = |person: &Person| {
        let (caller, channels) = (caller.clone(), channels.clone());
        Client::signing_in(caller, channels, &person.user_name, &person.password)
    };
    if !again {
        found(setting, caller, &channels, &accounts).await?;
    }
    let manager = sign_in(&accounts.manager);
    let mut agencies = Vec::new();
    for kind in AgencyKind::ALL {
        let agency = agency(setting, &accounts, &manager, caller, kind, again)
            .await
            .with_context(|| format!("cannot enrol {}", public_name(kind).0))?;
        agencies.push(agency);
    }
    Ok(Stage {
        centre: name::centre(&accounts.centre),
        supervisor: sign_in(&accounts.supervisor),
        second_supervisor: accounts.second_supervisor.as_ref().map(sign_in),
        intake: sign_in(&accounts.intake),
        caseworkers: accounts.caseworkers.iter().map(sign_in).collect(),
        manager,
        agencies,
    })
}

/// The administrator and the staff.
async fn found(
    setting: &Setting,
    caller: &Caller,
    channels: &Channels,
    accounts: &Accounts,
) -> anyhow::Result<()> {
    let own = &accounts.administrator;
    let (user_name, password) = match (&setting.administrator, &setting.first_secret) {
        (Some((user_name, password)), _) => (user_name.clone(), password.clone()),
        (None, Some(secret)) => {
            let nobody = Client::of_connection(caller.clone(), channels.clone());
            let message = BootstrapRequest {
                secret: secret.trim().to_owned(),
                centre: accounts.centre.clone(),
                user_name: own.user_name.clone(),
                display_name: own.display_name.clone(),
                password: own.password.clone(),
            };
            match nobody.bootstrap(message).await {
                // Our own first try whose answer was lost, or somebody else: signing in will tell.
                Err(failed) if failed.is("ALREADY_BOOTSTRAPPED") => {}
                other => other.context("the one-time secret does not open the installation")?,
            }
            (own.user_name.clone(), Zeroizing::new(own.password.clone()))
        }
        (None, None) => anyhow::bail!(
            "the installation has an administrator already and the demo does not know one: \
             name one with --administrator"
        ),
    };
    let administrator = Client::signing_in(caller.clone(), channels.clone(), &user_name, &password);
    let centre = name::centre(&accounts.centre);
    for (person, roles) in accounts.staff() {
        administrator
            .create_staff(&centre, person, roles)
            .await
            .with_context(|| format!("cannot make the account {}", person.user_name))?;
    }
    Ok(())
}

/// Names plausible for Atakpamé, of agencies and structures that do not exist.
const fn public_name(kind: AgencyKind) -> (&'static str, &'static str) {
    match kind {
        AgencyKind::Hospital => ("Hôpital Fictif d'Atakpamé", "Urgences et maternité (fictif)"),
        AgencyKind::PolicePost => {
            ("Police, poste fictif de Djama", "Accueil des plaintes (fictif)")
        }
        AgencyKind::LegalClinic => ("Clinique juridique Fictive de l'Ogou", "Permanence (fictif)"),
        AgencyKind::Shelter => ("Maison d'accueil Fictive Oké", "Hébergement (fictif)"),
        AgencyKind::SocialServices => {
            ("Action sociale, service fictif", "Guichet familles (fictif)")
        }
    }
}

async fn agency(
    setting: &Setting,
    accounts: &Accounts,
    manager: &Client,
    caller: &Caller,
    kind: AgencyKind,
    again: bool,
) -> anyhow::Result<Agency> {
    let (agency_name, structure_name) = public_name(kind);
    let agency = manager.agency(agency_name).await?;
    let centre = name::centre(&accounts.centre);
    let structure = manager.structure(&agency, structure_name, kind.serves(), &centre).await?;
    let caller = caller.clone();
    let channels = Channels::open(&setting.addresses, |config| config)?;
    let client = match kind {
        AgencyKind::Hospital => {
            let channels = enrol(setting, manager, &agency).await?;
            Client::of_connection(caller, channels)
        }
        AgencyKind::PolicePost | AgencyKind::Shelter => {
            let token = manager.issue_agency_token(&agency).await?;
            Client::with_token(caller, channels, token)
        }
        AgencyKind::LegalClinic | AgencyKind::SocialServices => {
            let officer =
                if kind == AgencyKind::LegalClinic { &accounts.clinic } else { &accounts.social };
            if !again {
                manager.create_officer(&agency, officer).await?;
            }
            Client::signing_in(caller, channels, &officer.user_name, &officer.password)
        }
    };
    Ok(Agency { kind, name: agency, structure, client })
}

/// The hospital's system makes its key, has it signed, and connects with it.
async fn enrol(setting: &Setting, manager: &Client, agency: &str) -> anyhow::Result<Channels> {
    let request = signing_request()?;
    let certificate = manager.enrol_agency(agency, &request.request_pem).await?;
    let folder = setting.folder.join("hospital");
    std::fs::create_dir_all(&folder)?;
    let (cert_file, key_file) = (folder.join("agency.pem"), folder.join("agency.key"));
    write(&key_file, &request.key_pem)?;
    write(&cert_file, &certificate)?;
    Channels::open(&setting.addresses, |config| sentier_platform::config::ClientConfig {
        cert_file: Some(cert_file.clone()),
        key_file: Some(key_file.clone()),
        ..config
    })
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    write_secret_file(path, text).with_context(|| format!("cannot write {}", path.display()))
}
