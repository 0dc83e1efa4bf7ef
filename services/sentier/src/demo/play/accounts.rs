//! The accounts that the demo makes, kept in a file of its owner's alone: a second run, and whoever
//! wants to look at the month on the desk, sign in with them.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rand::RngExt as _;
use rand::distr::Alphanumeric;
use sentier_platform::pki::write_secret_file;
use sentier_proto::access::v1::StaffRole;
use serde::{Deserialize, Serialize};

use crate::demo::world::CASEWORKERS;

/// Somebody who signs in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// User name.
    pub user_name: String,
    /// Name shown to colleagues.
    pub display_name: String,
    /// Password, drawn for this installation.
    pub password: String,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Person").field("user_name", &self.user_name).finish_non_exhaustive()
    }
}

/// Everybody who signs in during the demo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// The centre's code.
    pub centre: String,
    /// Runs the system.
    pub administrator: Person,
    /// Keeps the directory and reads figures.
    pub manager: Person,
    /// Sees the centre's cases.
    pub supervisor: Person,
    /// Approves what the other supervisor asks for; absent in accounts of before.
    #[serde(default)]
    pub second_supervisor: Option<Person>,
    /// Opens cases.
    pub intake: Person,
    /// Work on their own cases.
    pub caseworkers: Vec<Person>,
    /// Answers for the legal clinic.
    pub clinic: Person,
    /// Answers for the social services.
    pub social: Person,
}

impl Accounts {
    /// New accounts for a centre, with drawn passwords.
    pub fn draw(centre: &str) -> Self {
        let caseworkers = ["Pyalo Démonstration", "Akou Démonstration", "Iyabo Démonstration"]
            .into_iter()
            .take(CASEWORKERS)
            .zip(1..)
            .map(|(name, number)| person(&format!("demo.suivi-{number}"), name))
            .collect();
        Self {
            centre: centre.to_owned(),
            administrator: person("demo.admin", "Gervais Démonstration"),
            manager: person("demo.direction", "Honorine Démonstration"),
            supervisor: person("demo.supervision", "Mawusi Démonstration"),
            second_supervisor: Some(person("demo.supervision-2", "Kafui Démonstration")),
            intake: person("demo.accueil", "Delphine Démonstration"),
            caseworkers,
            clinic: person("demo.clinique", "Bertin Démonstration"),
            social: person("demo.social", "Edwige Démonstration"),
        }
    }

    /// The staff that the administrator makes accounts for, with their roles.
    pub fn staff(&self) -> Vec<(&Person, &'static [StaffRole])> {
        let mut staff: Vec<(&Person, &'static [StaffRole])> = vec![
            (&self.manager, &[StaffRole::Manager]),
            (&self.supervisor, &[StaffRole::Supervisor]),
            (&self.intake, &[StaffRole::Intake]),
        ];
        let second = self.second_supervisor.as_ref();
        staff.extend(second.map(|person| (person, &[StaffRole::Supervisor][..])));
        staff.extend(
            self.caseworkers
                .iter()
                .map(|person| (person, &[StaffRole::Intake, StaffRole::Caseworker][..])),
        );
        staff
    }

    /// The accounts of an earlier run.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn find(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = file(folder);
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let accounts = serde_json::from_str(&text)
            .with_context(|| format!("{} is malformed", path.display()))?;
        Ok(Some(accounts))
    }

    /// Keeps the accounts; gives the file.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep(&self, folder: &Path) -> anyhow::Result<PathBuf> {
        let path = file(folder);
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        write_secret_file(&path, &serde_json::to_string_pretty(self)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

/// Where the accounts are kept in the demo's folder.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("accounts.json")
}

fn person(user_name: &str, display_name: &str) -> Person {
    let password = rand::rng().sample_iter(Alphanumeric).take(20).map(char::from).collect();
    Person { user_name: user_name.to_owned(), display_name: display_name.to_owned(), password }
}
