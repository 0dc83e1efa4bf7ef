//! A centre's request is taken up: it reaches the agency's inbox, or the centre is told why not.

use std::time::Duration;

use futures_util::future::{try_join, try_join3};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment};
use sentier_referrals_domain::referral::{Claimed, Command, Referrals, Request};
use sentier_referrals_domain::value::{ReferralId, Refusal, Urgency};

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
        // Asked together: a partner waits for the answer.
        let agency = async { self.agencies.state(request.agency.as_uuid()).await.map_err(fault) };
        let asked = try_join3(self.find(request.referral), self.has_ended(request), agency);
        let (found, ended, agency) = Box::pin(asked).await?;
        if found.is_some() {
            return Ok(Admission::Known);
        }
        if ended {
            return Ok(Admission::Refused(Refusal::Consent));
        }
        let suited = agency.state.suits(request.structure, request.need, &request.centre);
        let takes_over = agency.state.agency.as_ref().is_some_and(|it| it.takes_cases_over);
        Ok(match suited {
            // A case is handed over to nobody who has not who manages cases.
            Ok(()) if request.transfer && !takes_over => {
                Admission::Refused(Refusal::CasesNotTakenOver)
            }
            Ok(()) => Admission::Open,
            Err(unsuited) => Admission::Refused(unsuited.into()),
        })
    }

    /// Until when the agency is expected to answer a request that is taken up now: as the centre's pathway
    /// says of this structure, and never later than an urgent referral allows.
    pub(crate) async fn answer_by(&self, request: &Request) -> Result<Moment, Fault> {
        let usual = request.urgency.answer_within();
        let revision = self.pathways(&request.centre).await?.rules.remove(&request.need);
        let steps = revision.map(|it| it.rule.steps).unwrap_or_default();
        let step = steps.into_iter().find(|step| step.structure == request.structure);
        let own = step.map(|step| Duration::from_mins(step.deadline_minutes.into()));
        let within = match request.urgency {
            Urgency::Routine => own.unwrap_or(usual),
            Urgency::Urgent => own.map_or(usual, |own| own.min(usual)),
        };
        Ok(self.host.env.clock.now().plus(within))
    }

    /// Draws the key of a referral while its disclosure is being claimed. A key that then seals nothing
    /// opens nothing.
    pub(crate) async fn draw_key(&self, referral: ReferralId) -> Result<(), Fault> {
        self.host.vault.create(referral.as_uuid()).await.map(drop).map_err(fault)
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
        let consent = self.bases.state(consent_basis(centre, request.consent));
        let case = self.bases.state(case_basis(centre, request.case));
        let (consent, case) = try_join(consent, case).await.map_err(fault)?;
        Ok(consent.state.ended_at.is_some() || case.state.ended_at.is_some())
    }
}
