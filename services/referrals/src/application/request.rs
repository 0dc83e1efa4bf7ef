//! A centre's request is taken up: it reaches the agency's inbox, or the centre is told why not.

use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_referrals_domain::referral::{Claimed, Command, Referrals, Request};
use sentier_referrals_domain::value::Refusal;

use super::{Fault, Pathway, Told, case_basis, consent_basis, fault};

/// Whether a request may be claimed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Its disclosure may be asked for.
    Open,
    /// It cannot be sent; nothing is to be disclosed for it.
    Refused(Refusal),
    /// It was taken up before.
    Known,
}

impl Pathway {
    /// Asks what is known here, before anything is disclosed.
    pub(crate) async fn admit(&self, request: &Request) -> Result<Admission, Fault> {
        if self.find(request.referral).await?.is_some() {
            return Ok(Admission::Known);
        }
        if self.has_ended(request).await? {
            return Ok(Admission::Refused(Refusal::Consent));
        }
        let agency = self.agencies.state(request.agency.as_uuid()).await.map_err(fault)?;
        let suited = agency.state.suits(request.structure, request.need, &request.centre);
        Ok(match suited {
            Ok(()) => Admission::Open,
            Err(unsuited) => Admission::Refused(unsuited.into()),
        })
    }

    /// Stores the request with what was claimed for it, sealed under a key of its own.
    pub(crate) async fn receive(
        &self,
        told: &Told,
        request: Request,
        claimed: Result<Claimed, Refusal>,
    ) -> Result<(), Fault> {
        let stream = request.referral.as_uuid();
        let ring = match &claimed {
            Ok(_) => self.host.vault.create(stream).await.map_err(fault)?,
            Err(_) => KeyRing::none(),
        };
        let call = self.call(told);
        let at = call.stamp.at;
        let decide = move |state: &_| {
            let (request, claimed) = (request.clone(), claimed.clone());
            Referrals::decide(state, Command::ReceiveRequest { request, claimed }, at)
        };
        self.referrals.transact(call, stream, ring, decide).await.map_err(fault)?;
        Ok(())
    }

    /// Revokes a request whose basis ended while it was being taken up.
    pub(crate) async fn settle(&self, told: &Told, request: &Request) -> Result<(), Fault> {
        if self.has_ended(request).await? {
            self.revoke(&told.about("settle"), request.referral).await?;
        }
        Ok(())
    }

    async fn has_ended(&self, request: &Request) -> Result<bool, Fault> {
        let centre = &request.centre;
        for basis in [consent_basis(centre, request.consent), case_basis(centre, request.case)] {
            if self.bases.state(basis).await.map_err(fault)?.state.ended_at.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
