//! A certificate or token is replaced by another of its kind; the old one stays good for an overlap.

use std::time::Duration;

use sentier_access_domain::credential::{Command, Credential, Holder, Kind, Rejection, State};
use sentier_access_domain::{AgencyId, CredentialId};
use sentier_eventing::streams::{Call, Streams, TransactError};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment, Violation};
use sentier_platform::auth::token::Kind as TokenKind;
use sentier_platform::ids::derived;
use sentier_platform::pki::AGENCY_LIFE;
use sentier_platform::principal::Principal;
use sentier_platform::status::{InvalidFields, NotFound};

use super::issue::{token_claims, unsigned};
use super::view::AccessToken;
use super::{Access, CredentialView, Fault, INSTALLATION, Write};
use crate::store::CredentialCodec;

/// What is asked for in the place of a credential.
#[derive(Debug)]
pub(crate) struct Rotation {
    pub(crate) agency: AgencyId,
    pub(crate) credential: CredentialId,
    /// For a certificate.
    pub(crate) signing_request: Option<String>,
    pub(crate) display_name: String,
    pub(crate) overlap: Duration,
}

/// What a rotation gives.
#[derive(Debug)]
pub(crate) struct Rotated {
    pub(crate) issued: CredentialView,
    pub(crate) replaced: CredentialView,
    pub(crate) certificate: Option<String>,
    /// Shown this once; a repeat does not bring it back.
    pub(crate) token: Option<AccessToken>,
}

impl Access {
    /// Issues a credential in the place of another, both in one append.
    ///
    /// # Errors
    /// When the old one is not there, was revoked or replaced, or is an account; or the signing request does
    /// not fit.
    pub(crate) async fn rotate_credential(
        &self,
        principal: &Principal,
        write: Write,
        wish: Rotation,
    ) -> Result<Rotated, Fault> {
        let Rotation { agency, credential: old, signing_request, display_name, overlap } = wish;
        let new = CredentialId::from_uuid(derived(write.request_id, "credential"));
        let call = self.call(principal, INSTALLATION, write);
        let at = call.stamp.at;
        let (kind, until) =
            self.kind_of_new(old, (agency, new), signing_request.as_deref(), at).await?;
        let (holder, named) = (Holder::Agency(agency), display_name.clone());
        let issue = Command::Issue { holder, kind, display_name: named, until: Some(until) };
        let issued = Credential::decide(&None, issue, at)?;
        let ring = self.host.vault.create(new.as_uuid()).await?;
        let around: Call = call.clone();
        let decide = move |state: &State| {
            if !state.as_ref().is_some_and(|issued| issued.holder == holder) {
                return Err(Rejection::NotFound);
            }
            Credential::decide(state, Command::Replace { by: new, overlap }, at)
        };
        let also = move |_: &[_]| {
            let id = new.as_uuid();
            Ok(vec![Streams::<CredentialCodec>::appended(&around, id, 0, &ring, &issued)?])
        };
        let done = self.credentials();
        let done = done.transact_with(call, old.as_uuid(), KeyRing::none(), decide, also).await?;
        let issued = self.issued_view(new, display_name).await?;
        let (certificate, token) = match &issued.kind {
            Kind::Certificate { pem } => (Some(pem.clone()), None),
            Kind::Token if !done.repeated => {
                let who = (TokenKind::Agency, new.as_uuid(), Some(agency.as_uuid()));
                let claims = token_claims(who, new, (at, until));
                (None, Some(AccessToken(self.signing.sign(&claims)?)))
            }
            Kind::Token | Kind::Officer { .. } => (None, None),
        };
        let replaced = self.credential_view(principal, old, old.as_uuid()).await?;
        Ok(Rotated { issued, replaced, certificate, token })
    }

    /// A certificate for a certificate, a token for a token.
    async fn kind_of_new(
        &self,
        old: CredentialId,
        (agency, new): (AgencyId, CredentialId),
        signing_request: Option<&str>,
        at: Moment,
    ) -> Result<(Kind, Moment), Fault> {
        let known = self.credentials().state(old.as_uuid()).await?.state;
        let known = known.as_ref().as_ref().filter(|it| it.holder == Holder::Agency(agency));
        let known = known.ok_or_else(|| NotFound::new("credential"))?;
        let field = "signing_request_pem";
        match (&known.kind, signing_request) {
            (Kind::Certificate { .. }, Some(request)) => {
                let (agency, new) = (agency.as_uuid(), new.as_uuid());
                let signed = self.authority.sign_client_csr(request, agency, new, at);
                let pem = signed.map_err(|error| unsigned(&error))?;
                Ok((Kind::Certificate { pem }, at.plus(AGENCY_LIFE)))
            }
            (Kind::Certificate { .. }, None) => {
                Err(InvalidFields::new(vec![Violation::required(field)]).into())
            }
            (Kind::Token, None) => Ok((Kind::Token, at.plus(self.lives.agency_token))),
            (Kind::Token, Some(_)) => {
                let wrong = Violation::new(field, "violation-not-allowed");
                Err(InvalidFields::new(vec![wrong]).into())
            }
            (Kind::Officer { .. }, _) => Err(TransactError::Rejected(Rejection::NotFound).into()),
        }
    }
}
