//! A centre's request is taken up: it reaches the agency's inbox, or the centre is told why not.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::{try_join, try_join4};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::{Decider as _, Moment};
use sentier_referrals_domain::pathway::{FieldGroup, Rule};
use sentier_referrals_domain::referral::{Claimed, Command, Referrals, Request};
use sentier_referrals_domain::value::{ReferralId, Refusal, Urgency};

use super::{Fault, Pathway, Told, case_basis, consent_basis, fault};

/// Whether a request may be claimed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Its disclosure may be asked for, on these terms.
    Open(Terms),
    /// It cannot be sent; nothing is to be disclosed for it.
    Refused(Refusal),
    /// It was taken up before.
    Known,
}

/// What the centre's pathway says of a request at the moment it is taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Until when the agency is expected to answer.
    pub answer_by: Moment,
    /// What a referral for this need may ask of a case; none when no rule says so.
    ///
    /// PRIVACY: asked at each claim, so that a rule that was narrowed holds from that moment on.
    pub limit: Option<BTreeSet<FieldGroup>>,
}

impl Terms {
    fn of(rule: Option<Rule>, request: &Request, now: Moment) -> Self {
        let answer_by = now.plus(answer_within(rule.as_ref(), request));
        Self { answer_by, limit: rule.map(|rule| rule.field_groups) }
    }
}

/// How long the agency has to answer: as the centre's pathway says of this structure, and never longer than
/// an urgent referral allows.
fn answer_within(rule: Option<&Rule>, request: &Request) -> Duration {
    let usual = request.urgency.answer_within();
    let steps = rule.map(|rule| rule.steps.as_slice()).unwrap_or_default();
    let step = steps.iter().find(|step| step.structure == request.structure);
    let own = step.map(|step| Duration::from_mins(step.deadline_minutes.into()));
    match request.urgency {
        Urgency::Routine => own.unwrap_or(usual),
        Urgency::Urgent => own.map_or(usual, |own| own.min(usual)),
    }
}

impl Pathway {
    /// Asks what is known here, before anything is disclosed.
    pub(crate) async fn admit(&self, request: &Request) -> Result<Admission, Fault> {
        // Asked together: a partner waits for the answer.
        let agency = async { self.agencies.state(request.agency.as_uuid()).await.map_err(fault) };
        let rule = self.rule_of(&request.centre, request.need);
        let asked = try_join4(self.find(request.referral), self.has_ended(request), agency, rule);
        let (found, ended, agency, rule) = Box::pin(asked).await?;
        if found.is_some() {
            return Ok(Admission::Known);
        }
        if ended {
            return Ok(Admission::Refused(Refusal::Consent));
        }
        let suited = agency.state.suits(request.structure, request.need, &request.centre);
        let takes_over = agency.state.agency.as_ref().is_some_and(|it| it.takes_cases_over);
        let now = self.host.env.clock.now();
        Ok(match suited {
            // A case is handed over to nobody who has not who manages cases.
            Ok(()) if request.transfer && !takes_over => {
                Admission::Refused(Refusal::CasesNotTakenOver)
            }
            Ok(()) => Admission::Open(Terms::of(rule, request, now)),
            Err(unsuited) => Admission::Refused(unsuited.into()),
        })
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
