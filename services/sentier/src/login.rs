//! A tool's session: it signs in as a person does, and acts with her rights.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use sentier_platform::client;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{SignInRequest, SignOutRequest};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use zeroize::Zeroizing;

use crate::console;
use crate::target::{Addresses, Target};

/// Who acts, and where.
#[derive(Debug, clap::Args)]
pub struct Login {
    #[command(flatten)]
    target: Target,
    /// User name of who acts.
    #[arg(long, value_name = "NAME")]
    user: String,
    /// File that holds her password; asked for when absent.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// Puts the session's token on every call.
#[derive(Clone, Debug)]
pub struct Bearer(MetadataValue<Ascii>);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A channel that speaks for the signed-in person.
pub type Authorised = InterceptedService<Channel, Bearer>;

/// A session; [`Session::end`] signs out.
#[derive(Debug)]
pub struct Session {
    /// Accounts and credentials, in her name.
    pub access: AccessServiceClient<Authorised>,
    /// Her centre, `centres/{centre}`; none for an agency's officer.
    pub centre: Option<String>,
    bearer: Bearer,
    refresh_token: Zeroizing<String>,
}

impl Login {
    /// Where the installation answers.
    ///
    /// # Errors
    /// When neither its data folder nor an option says so.
    pub fn addresses(&self) -> anyhow::Result<Addresses> {
        self.target.addresses()
    }

    /// Signs in.
    ///
    /// # Errors
    /// When access cannot be reached or refuses.
    pub async fn sign_in(&self) -> anyhow::Result<Session> {
        let addresses = self.target.addresses()?;
        let channel = client::channel(&addresses.client(&addresses.access))?;
        let password = secret(self.password_file.as_ref(), &format!("Password of {}", self.user))?;
        let request =
            SignInRequest { user_name: self.user.clone(), password: password.to_string() };
        let answer = AccessServiceClient::new(channel.clone()).sign_in(request).await;
        let session = answer.map_err(refused)?.into_inner().session.context("an empty answer")?;
        let mut token: MetadataValue<Ascii> = format!("Bearer {}", session.access_token).parse()?;
        token.set_sensitive(true);
        Ok(Session {
            access: AccessServiceClient::with_interceptor(channel, Bearer(token.clone())),
            bearer: Bearer(token),
            centre: session.principal.split("/staff/").next().map(str::to_owned),
            refresh_token: Zeroizing::new(session.refresh_token),
        })
    }
}

impl Session {
    /// Puts her token on the calls of another service.
    pub fn bearer(&self) -> Bearer {
        self.bearer.clone()
    }

    /// Signs out.
    ///
    /// # Errors
    /// When access cannot be reached.
    pub async fn end(mut self) -> anyhow::Result<()> {
        let request = SignOutRequest { refresh_token: self.refresh_token.to_string() };
        self.access.sign_out(request).await.map_err(refused)?;
        Ok(())
    }
}

/// A secret from a file, or from the person at the terminal.
///
/// # Errors
/// When neither gives one.
pub fn secret(file: Option<&PathBuf>, question: &str) -> anyhow::Result<Zeroizing<String>> {
    let text = match file {
        None => console::ask_secret(question).context("nobody is there to ask; name a file")?,
        Some(path) => Zeroizing::new(
            std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?,
        ),
    };
    let line = Zeroizing::new(text.lines().next().unwrap_or_default().to_owned());
    if line.is_empty() {
        bail!("the secret is empty");
    }
    Ok(line)
}

/// What a service said, as an error of the tool; its sentences are meant for people.
#[expect(clippy::needless_pass_by_value, reason = "stands behind `map_err`")]
pub fn refused(status: Status) -> anyhow::Error {
    match status.code() {
        tonic::Code::Unavailable => anyhow::anyhow!("the service cannot be reached; does it run?"),
        _ => anyhow::anyhow!("{}", status.message()),
    }
}
