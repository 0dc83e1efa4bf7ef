//! A tool's session: it signs in as a person does, and acts with her rights.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use sentier_platform::client;
use sentier_platform::status::Locale;
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{self as proto, SignInRequest, SignOutRequest};
use tonic::metadata::errors::InvalidMetadataValue;
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

/// Puts a token on every call.
#[derive(Clone, Debug)]
pub struct Bearer(MetadataValue<Ascii>);

impl Bearer {
    /// Of this token.
    ///
    /// # Errors
    /// When it cannot be sent.
    pub fn of(token: &str) -> Result<Self, InvalidMetadataValue> {
        let mut value: MetadataValue<Ascii> = format!("Bearer {token}").parse()?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// Puts it on a call.
    pub fn sign<Q>(&self, request: &mut Request<Q>) {
        request.metadata_mut().insert("authorization", self.0.clone());
    }
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        self.sign(&mut request);
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
        let session = opened(channel.clone(), &self.user, &password, Locale::default());
        let session = session.await.map_err(refused)?;
        let bearer = Bearer::of(&session.access_token)?;
        Ok(Session {
            access: AccessServiceClient::with_interceptor(channel, bearer.clone()),
            bearer,
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

/// Opens a session with a password; whoever calls renews it or signs out.
///
/// # Errors
/// What access says, in the language of `locale`.
pub async fn opened(
    access: Channel,
    user_name: &str,
    password: &str,
    locale: Locale,
) -> Result<proto::Session, Status> {
    let (user_name, password) = (user_name.to_owned(), password.to_owned());
    let mut request = Request::new(SignInRequest { user_name, password });
    speak(&mut request, locale);
    let answer = AccessServiceClient::new(access).sign_in(request).await?.into_inner();
    // Of an answer without a session the first call is refused.
    Ok(answer.session.unwrap_or_default())
}

/// Asks for answers in a language.
pub fn speak<Q>(request: &mut Request<Q>, locale: Locale) {
    let tag = MetadataValue::from_static(locale.tag());
    request.metadata_mut().insert("accept-language", tag);
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
