//! Issuing certificates and tokens to agencies and analysts.

use std::time::Duration;

use sentier_access_domain::credential::{Command, Credential, Holder, Issued, Kind, State};
use sentier_access_domain::{AgencyId, AnalystId, CredentialId};
use sentier_eventing::streams::{Call, Committed};
use sentier_kernel::{Decider as _, Moment, Sensitive, Violation};
use sentier_platform::auth::token::{Claims, Kind as TokenKind};
use sentier_platform::ids::derived;
use sentier_platform::pki::{AGENCY_LIFE, PkiError};
use sentier_platform::principal::Principal;
use sentier_platform::status::{InvalidFields, NotFound, Unavailable};
use uuid::Uuid;

use super::view::AccessToken;
use super::{Access, CredentialView, Fault, INSTALLATION, NewCredential, Write};

impl Access {
    /// Signs an agency's request for a client certificate; answers the certificate too.
    ///
    /// # Errors
    /// When the signing request is malformed or not signed by its own key.
    pub(crate) async fn enrol_agency(
        &self,
        principal: &Principal,
        write: Write,
        new: NewCredential<AgencyId>,
        signing_request: &str,
    ) -> Result<(CredentialView, String), Fault> {
        let id = CredentialId::from_uuid(derived(write.request_id, "credential"));
        let call = self.call(principal, INSTALLATION, write);
        let at = call.stamp.at;
        let (agency, credential) = (new.holder.as_uuid(), id.as_uuid());
        let signed = self.authority.sign_client_csr(signing_request, agency, credential, at);
        let pem = signed.map_err(|error| unsigned(&error))?;
        let kind = Kind::Certificate { pem };
        let until = at.plus(AGENCY_LIFE);
        let holder = Holder::Agency(new.holder);
        let committed = self.issue(call, id, (holder, kind, until), &new.display_name).await?;
        // A repeat is answered with the certificate of the first call.
        match &issued(&committed)?.kind {
            Kind::Certificate { pem } => {
                Ok((self.issued_view(id, new.display_name).await?, pem.clone()))
            }
            Kind::Token | Kind::Officer { .. } => Err(NotFound::new("credential").into()),
        }
    }

    /// Issues a token to an agency; shown this once, a repeat does not bring it back.
    ///
    /// # Errors
    /// When the store or the signing key is away.
    pub(crate) async fn issue_agency_token(
        &self,
        principal: &Principal,
        write: Write,
        new: NewCredential<AgencyId>,
    ) -> Result<(CredentialView, Option<AccessToken>), Fault> {
        let id = CredentialId::from_uuid(derived(write.request_id, "credential"));
        let who = (TokenKind::Agency, id.as_uuid(), Some(new.holder.as_uuid()));
        let holder = Holder::Agency(new.holder);
        let life = self.lives.agency_token;
        self.issue_token(principal, write, (id, holder, life, new.display_name), who).await
    }

    /// Enrols an analyst; her token is shown this once, a repeat does not bring it back.
    ///
    /// # Errors
    /// When the store or the signing key is away.
    pub(crate) async fn enrol_analyst(
        &self,
        principal: &Principal,
        write: Write,
        display_name: String,
    ) -> Result<(CredentialView, Option<AccessToken>), Fault> {
        let analyst = AnalystId::from_uuid(derived(write.request_id, "analyst"));
        let id = CredentialId::from_uuid(derived(write.request_id, "credential"));
        let who = (TokenKind::Analyst, analyst.as_uuid(), None);
        let life = self.lives.analyst_token;
        let new = (id, Holder::Analyst(analyst), life, display_name);
        self.issue_token(principal, write, new, who).await
    }

    async fn issue_token(
        &self,
        principal: &Principal,
        write: Write,
        (id, holder, life, display_name): (CredentialId, Holder, Duration, String),
        who: (TokenKind, Uuid, Option<Uuid>),
    ) -> Result<(CredentialView, Option<AccessToken>), Fault> {
        let call = self.call(principal, INSTALLATION, write);
        let at = call.stamp.at;
        let until = at.plus(life);
        let committed = self.issue(call, id, (holder, Kind::Token, until), &display_name).await?;
        let claims = token_claims(who, id, (at, until));
        let token = if committed.repeated { None } else { Some(self.signing.sign(&claims)?) };
        Ok((self.issued_view(id, display_name).await?, token.map(AccessToken)))
    }

    async fn issue(
        &self,
        call: Call,
        id: CredentialId,
        (holder, kind, until): (Holder, Kind, Moment),
        display_name: &str,
    ) -> Result<Committed<State>, Fault> {
        let at = call.stamp.at;
        let ring = self.host.vault.create(id.as_uuid()).await?;
        let (display_name, until) = (display_name.to_owned(), Some(until));
        let command = Command::Issue { holder, kind, display_name, until };
        let decide = move |state: &State| Credential::decide(state, command.clone(), at);
        Ok(self.credentials().transact(call, id.as_uuid(), ring, decide).await?)
    }

    /// A credential that the caller has just named herself: nothing is opened to show it.
    pub(super) async fn issued_view(
        &self,
        id: CredentialId,
        display_name: String,
    ) -> Result<CredentialView, Fault> {
        // A repeat shows the credential as it was issued, even when it was revoked since.
        let events = self.credentials().history(id.as_uuid(), 0, 1).await?;
        let view = CredentialView::of(id, events).ok_or_else(|| NotFound::new("credential"))?;
        Ok(CredentialView { display_name: Sensitive::new(display_name), ..view })
    }
}

/// What a token says that outlives sessions: it carries no roles, and speaks for a system.
pub(super) fn token_claims(
    (kind, sub, agency): (TokenKind, Uuid, Option<Uuid>),
    id: CredentialId,
    (at, until): (Moment, Moment),
) -> Claims {
    let seconds = |moment: Moment| moment.as_micros().div_euclid(1_000_000);
    Claims {
        iss: "sentier".to_owned(),
        sub,
        kind,
        centre: None,
        roles: Vec::new(),
        agency,
        cid: id.as_uuid(),
        iat: seconds(at),
        exp: seconds(until),
    }
}

fn issued(committed: &Committed<State>) -> Result<&Issued, Fault> {
    Ok(committed.state.as_ref().as_ref().ok_or_else(|| NotFound::new("credential"))?)
}

pub(super) fn unsigned(error: &PkiError) -> Fault {
    match error {
        PkiError::Malformed(_) => {
            InvalidFields::new(vec![Violation::malformed("signing_request_pem")]).into()
        }
        PkiError::File(_) | PkiError::Randomness(_) | PkiError::HalfRoot => {
            Unavailable::new("certificate authority").into()
        }
    }
}
