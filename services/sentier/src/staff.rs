//! `sentier staff`: accounts of a centre's staff.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;
use sentier_platform::ids::new_id;
use sentier_proto::access::v1::{CreateStaffRequest, StaffRole};

use crate::console;
use crate::login::{Login, refused, secret};

/// What is done with accounts.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Creates an account at the administrator's own centre.
    Add {
        /// User name, 3 to 40 of `a-z`, `0-9`, `.`, `-`.
        user_name: String,
        /// Name shown to colleagues.
        #[arg(long, value_name = "TEXT")]
        display_name: String,
        /// What she may be; may be repeated.
        #[arg(long = "role", required = true, value_enum)]
        roles: Vec<Role>,
        /// File that holds her first password; asked for when absent.
        #[arg(long, value_name = "FILE")]
        first_password_file: Option<PathBuf>,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
}

/// A role, as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Receives survivors, opens cases.
    Intake,
    /// Works on her own cases.
    Caseworker,
    /// Sees the centre's cases.
    Supervisor,
    /// Sees figures, the directory and audits.
    Manager,
    /// Runs the system and reads no file.
    Administrator,
}

impl From<Role> for StaffRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Intake => Self::Intake,
            Role::Caseworker => Self::Caseworker,
            Role::Supervisor => Self::Supervisor,
            Role::Manager => Self::Manager,
            Role::Administrator => Self::Administrator,
        }
    }
}

/// Does it.
///
/// # Errors
/// When access refuses.
pub async fn run(command: Command) -> anyhow::Result<()> {
    let Command::Add { user_name, display_name, roles, first_password_file, login } = command;
    let mut session = login.sign_in().await?;
    let centre = session.centre.clone().context("only staff of a centre create accounts")?;
    let question = format!("First password of {user_name}");
    let password = secret(first_password_file.as_ref(), &question)?;
    let request = CreateStaffRequest {
        parent: centre,
        request_id: new_id().to_string(),
        user_name,
        display_name,
        password: password.to_string(),
        roles: roles.into_iter().map(|role| StaffRole::from(role).into()).collect(),
    };
    let answer = session.access.create_staff(request).await.map_err(refused)?.into_inner();
    if let Some(staff) = answer.staff {
        console::say(format_args!("{}  {}", staff.name, staff.user_name));
    }
    session.end().await
}
