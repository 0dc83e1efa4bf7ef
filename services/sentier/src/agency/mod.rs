//! `sentier agency`: credentials of partner agencies.

mod rotate;

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sentier_platform::ids::new_id;
use sentier_platform::pki::{signing_request, write_secret_file};
use sentier_proto::access::v1::{
    CreateOfficerRequest, Credential, EnrolAgencyRequest, IssueAgencyTokenRequest,
    ListCredentialsRequest, OfficerRole, RevokeCredentialRequest,
};

use crate::console;
use crate::login::{Login, Session, refused, secret};
use crate::paged::{PAGE, whole};

/// What is done with an agency's credentials.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Writes a key, a client certificate and the authority's certificate for an agency's system.
    Enrol {
        /// The agency, `agencies/{agency}` or its id.
        agency: String,
        /// Folder for the three files, made when absent; hand it to the agency by a safe way.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// What the credential is called, for people.
        #[arg(long, default_value = "Système / system", value_name = "TEXT")]
        called: String,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
    /// Prints a token for an agency that cannot hold a certificate; it is shown this once.
    Token {
        /// The agency, `agencies/{agency}` or its id.
        agency: String,
        /// What the credential is called, for people.
        #[arg(long, default_value = "Jeton / token", value_name = "TEXT")]
        called: String,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
    /// Lists an agency's credentials.
    List {
        /// The agency, `agencies/{agency}` or its id.
        agency: String,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
    /// Replaces the certificate in a folder by a fresh one; the old one stays good for an overlap. Run by the
    /// agency: the certificate in the folder is who acts, and the new key is made there.
    Rotate {
        /// Folder with agency.key, agency.pem and ca.pem, as `enrol` wrote them.
        #[arg(long, value_name = "DIR")]
        credential: PathBuf,
        /// Where the access service answers.
        #[arg(long, value_name = "https://HOST:PORT")]
        access: String,
        /// What the new credential is called, for people.
        #[arg(long, default_value = "Système / system", value_name = "TEXT")]
        called: String,
        /// Hours for which the old certificate stays good (1 to 720).
        #[arg(long, default_value_t = 72, value_name = "HOURS")]
        overlap: i32,
    },
    /// Creates the account of an agency's officer, who uses the desk's partner pages.
    Officer {
        /// The agency, `agencies/{agency}` or its id.
        agency: String,
        /// The name with which she will sign in.
        #[arg(long, value_name = "NAME")]
        officer: String,
        /// Her name as pages show it.
        #[arg(long, value_name = "TEXT")]
        called: String,
        /// File that holds her first password; asked for when absent.
        #[arg(long, value_name = "FILE")]
        officer_password_file: Option<PathBuf>,
        /// What she may do; may be repeated.
        #[arg(long = "role", value_enum, default_value = "referral-officer")]
        roles: Vec<Role>,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
    /// Revokes a credential; every service refuses it within a second.
    Revoke {
        /// The credential, as `list` shows it.
        credential: String,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
}

/// What an officer may do.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Role {
    /// Keeps credentials, officers, webhooks and structures.
    Administrator,
    /// Serves referrals.
    ReferralOfficer,
    /// Sees where referrals stand.
    Reader,
}

impl Role {
    const fn wire(self) -> OfficerRole {
        match self {
            Self::Administrator => OfficerRole::Administrator,
            Self::ReferralOfficer => OfficerRole::ReferralOfficer,
            Self::Reader => OfficerRole::Reader,
        }
    }
}

/// Does it.
///
/// # Errors
/// When access refuses, or a file cannot be written.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Enrol { agency, out, called, login } => {
            let mut session = login.sign_in().await?;
            enrol(&mut session, &agency, &out, called).await?;
            session.end().await
        }
        Command::Token { agency, called, login } => {
            let mut session = login.sign_in().await?;
            let request = IssueAgencyTokenRequest {
                parent: resource(&agency),
                request_id: new_id().to_string(),
                display_name: called,
            };
            let answer = session.access.issue_agency_token(request).await.map_err(refused)?;
            let answer = answer.into_inner();
            describe(answer.credential.as_ref());
            console::say(answer.token);
            session.end().await
        }
        Command::List { agency, login } => {
            let mut session = login.sign_in().await?;
            list(&mut session, &agency).await?;
            session.end().await
        }
        Command::Rotate { credential, access, called, overlap } => {
            rotate::run(&credential, access, called, overlap).await
        }
        Command::Officer { agency, officer, called, officer_password_file, roles, login } => {
            let password =
                secret(officer_password_file.as_ref(), &format!("Password of {officer}"))?;
            let mut session = login.sign_in().await?;
            let request = CreateOfficerRequest {
                parent: resource(&agency),
                request_id: new_id().to_string(),
                user_name: officer,
                display_name: called,
                password: password.to_string(),
                roles: roles.into_iter().map(|role| role.wire().into()).collect(),
            };
            let answer = session.access.create_officer(request).await.map_err(refused)?;
            describe(answer.into_inner().credential.as_ref());
            session.end().await
        }
        Command::Revoke { credential, login } => {
            let mut session = login.sign_in().await?;
            let request =
                RevokeCredentialRequest { name: credential, request_id: new_id().to_string() };
            let answer = session.access.revoke_credential(request).await.map_err(refused)?;
            describe(answer.into_inner().credential.as_ref());
            session.end().await
        }
    }
}

/// The key is made here and never leaves this machine: access signs its public half.
async fn enrol(
    session: &mut Session,
    agency: &str,
    out: &Path,
    called: String,
) -> anyhow::Result<()> {
    let own = signing_request()?;
    let request = EnrolAgencyRequest {
        parent: resource(agency),
        request_id: new_id().to_string(),
        signing_request_pem: own.request_pem,
        display_name: called,
    };
    let answer = session.access.enrol_agency(request).await.map_err(refused)?.into_inner();
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(out)?;
    write_secret_file(&out.join("agency.key"), &own.key_pem).context("cannot write the key")?;
    std::fs::write(out.join("agency.pem"), answer.certificate_pem)?;
    std::fs::write(out.join("ca.pem"), answer.ca_pem)?;
    describe(answer.credential.as_ref());
    console::say(format_args!("{}: agency.key, agency.pem, ca.pem", out.display()));
    Ok(())
}

async fn list(session: &mut Session, agency: &str) -> anyhow::Result<()> {
    let credentials = whole(async |page_token| {
        let parent = resource(agency);
        let request = ListCredentialsRequest { parent, page_size: PAGE, page_token };
        let page = session.access.list_credentials(request).await.map_err(refused)?.into_inner();
        anyhow::Ok((page.credentials, page.next_page_token))
    });
    for credential in &credentials.await? {
        describe(Some(credential));
    }
    Ok(())
}

/// One line about a credential.
pub(crate) fn describe(credential: Option<&Credential>) {
    let Some(credential) = credential else { return };
    let state = match (&credential.revoke_time, &credential.overlap_end_time) {
        (Some(_), _) => "revoked",
        (None, Some(_)) => "replaced",
        (None, None) => "good",
    };
    let kind = credential.kind().as_str_name().trim_start_matches("KIND_").to_lowercase();
    console::say(format_args!("{}  {kind}  {state}  {}", credential.name, credential.display_name));
}

/// The resource name of an agency that was given by id.
fn resource(agency: &str) -> String {
    if agency.starts_with("agencies/") { agency.to_owned() } else { format!("agencies/{agency}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_may_be_named_by_its_id_alone() {
        assert_eq!(resource("7f"), "agencies/7f");
        assert_eq!(resource("agencies/7f"), "agencies/7f");
    }
}
