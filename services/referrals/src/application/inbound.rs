//! Referrals of agencies towards a centre: submitted, read, answered, taken back, lapsed.

use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Category, Decider as _, Explain, Sensitive};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::inbound::{
    Command, Event, Inbound, Inbounds, Rejection, Submission, Wanted,
};
use sentier_referrals_domain::value::{AgencyId, InboundId};

use super::{Fault, Pathway, Told, fault};
use crate::contract::InboundName;
use crate::projections::SeenInbound;

/// One wish about a referral towards a centre.
#[derive(Clone, Debug)]
pub(crate) struct InboundWish {
    /// Which one.
    pub(crate) name: InboundName,
    /// The caller's key.
    pub(crate) request_id: Uuid,
    /// Of the request.
    pub(crate) fingerprint: [u8; 32],
    /// The version that the caller saw.
    pub(crate) expected_version: Option<i64>,
}

/// The agency is not active, or no structure of it covers the centre's area.
#[derive(Debug, thiserror::Error)]
#[error("the agency does not work with this centre")]
struct NotAPartner;

impl Explain for NotAPartner {
    fn category(&self) -> Category {
        Category::Refused
    }

    fn reason(&self) -> &'static str {
        "AGENCY_NOT_ACTIVE"
    }
}

impl Pathway {
    /// An agency refers a survivor to a centre that it works with.
    pub(crate) async fn submit_inbound(
        &self,
        principal: &Principal,
        wish: InboundWish,
        wanted: Wanted,
        submission: Submission,
    ) -> Result<SeenInbound, Fault> {
        if !self.works_with(wanted.agency, &wanted.centre).await? {
            return Err(fault(NotAPartner));
        }
        let agency = wanted.agency;
        let ring = self.host.vault.create(wanted.id.as_uuid()).await.map_err(fault)?;
        let submission = Sensitive::new(submission);
        let command = Command::Submit { wanted, submission };
        self.wished(principal, Some(agency), wish, command, ring).await
    }

    /// Whether an agency is active and has a structure for the centre's area.
    async fn works_with(&self, agency: AgencyId, centre: &str) -> Result<bool, Fault> {
        let known = self.agencies.state(agency.as_uuid()).await.map_err(fault)?;
        let covers = |agency: &sentier_referrals_domain::agency::Agency| {
            agency.active && agency.structures.values().any(|it| it.centres.contains(centre))
        };
        Ok(known.state.agency.as_ref().is_some_and(covers))
    }

    /// The centre answers, or the agency takes it back.
    pub(crate) async fn answer_inbound(
        &self,
        principal: &Principal,
        agency: Option<AgencyId>,
        wish: InboundWish,
        command: Command,
    ) -> Result<SeenInbound, Fault> {
        self.wished(principal, agency, wish, command, KeyRing::none()).await
    }

    async fn wished(
        &self,
        principal: &Principal,
        agency: Option<AgencyId>,
        wish: InboundWish,
        command: Command,
        ring: KeyRing,
    ) -> Result<SeenInbound, Fault> {
        let InboundWish { name, request_id, fingerprint, expected_version } = wish;
        let call =
            self.host.call(principal, &name.centre, request_id, fingerprint, expected_version);
        let at = call.stamp.at;
        let place = name.clone();
        let decide = move |state: &_| {
            let known: &sentier_referrals_domain::inbound::State = state;
            let fresh = matches!(command, Command::Submit { .. }) && known.inbound.is_none();
            let theirs = known.inbound.as_ref().is_some_and(|it| is_theirs(it, &place, agency));
            if fresh || theirs {
                Inbounds::decide(known, command.clone(), at)
            } else {
                Err(Rejection::NotFound)
            }
        };
        let stream = name.inbound.as_uuid();
        let done = self.inbound.transact(call, stream, ring, decide).await.map_err(fault)?;
        // The request log knows a key, not its owner: the answer to another's is not given out.
        match done.state.inbound.clone() {
            Some(inbound) if is_theirs(&inbound, &name, agency) => {
                Ok(SeenInbound { version: done.version, inbound })
            }
            _ => Err(not_found()),
        }
    }

    /// One that is there for this agency, or for its centre.
    pub(crate) async fn own_inbound(
        &self,
        name: &InboundName,
        agency: Option<AgencyId>,
    ) -> Result<SeenInbound, Fault> {
        let loaded = self.inbound.state(name.inbound.as_uuid()).await.map_err(fault)?;
        let own = loaded.state.inbound.clone().filter(|it| is_theirs(it, name, agency));
        let seen = own.map(|inbound| SeenInbound { version: loaded.version, inbound });
        seen.ok_or_else(not_found)
    }

    /// What was told, for the centre that has not answered.
    ///
    /// PRIVACY: the reading stands in the ledger before the key is used.
    pub(crate) async fn read_submission(
        &self,
        principal: &Principal,
        name: &InboundName,
    ) -> Result<Submission, Fault> {
        let stream = name.inbound.as_uuid();
        let state = self.inbound.state(stream).await.map_err(fault)?.state;
        let now = self.host.env.clock.now();
        let ended = || fault(TransactError::Rejected(Rejection::Ended));
        Inbounds::decide(&state, Command::Read, now)
            .map_err(TransactError::Rejected)
            .map_err(fault)?;
        let ring = self.host.vault.ring(stream).await.map_err(fault)?;
        let entry = self.host.reading(principal, &name.centre, "referral", vec!["submission"]);
        let events = self.inbound.disclose(entry, stream, &ring).await.map_err(fault)?;
        let told = events.into_iter().find_map(|recorded| match recorded.event {
            Event::InboundSubmitted { submission, .. } => submission.into_exposed(),
            _ => None,
        });
        told.ok_or_else(ended)
    }

    /// Ends what no centre answered in time.
    pub(crate) async fn lapse_inbound(&self, inbound: InboundId) -> Result<(), Fault> {
        self.by_itself(inbound, "lapse", Command::Lapse).await
    }

    /// Destroys the keys of what was told and has been answered, then keeps that as a fact; a repeat goes
    /// on, as with disclosures.
    pub(crate) async fn destroy_submissions(&self, ended: &[InboundId]) -> Result<(), Fault> {
        let mut subjects = Vec::new();
        for inbound in ended {
            let state = self.inbound.state(inbound.as_uuid()).await.map_err(fault)?.state;
            let now = self.host.env.clock.now();
            let may = Inbounds::decide(&state, Command::DestroySubmission, now);
            if may.is_ok_and(|events| !events.is_empty()) {
                subjects.push(inbound.as_uuid());
            }
        }
        self.host.vault.erase_all(&subjects).await.map_err(fault)?;
        for inbound in subjects.into_iter().map(InboundId::from_uuid) {
            self.by_itself(inbound, "submission destroyed", Command::DestroySubmission).await?;
        }
        Ok(())
    }

    async fn by_itself(
        &self,
        inbound: InboundId,
        label: &str,
        command: Command,
    ) -> Result<(), Fault> {
        let stream = inbound.as_uuid();
        let state = self.inbound.state(stream).await.map_err(fault)?.state;
        let Some(centre) = state.inbound.as_ref().map(|it| it.wanted.centre.clone()) else {
            return Ok(());
        };
        let request_id = derived(stream, label);
        let call = self.call(&Told { centre, request_id, fingerprint: [0; 32] });
        let at = call.stamp.at;
        let decide = move |state: &_| Inbounds::decide(state, command.clone(), at);
        self.inbound.transact(call, stream, KeyRing::none(), decide).await.map_err(fault)?;
        Ok(())
    }
}

fn is_theirs(inbound: &Inbound, name: &InboundName, agency: Option<AgencyId>) -> bool {
    inbound.wanted.id == name.inbound
        && inbound.wanted.centre == name.centre
        && agency.is_none_or(|agency| inbound.wanted.agency == agency)
}

fn not_found() -> Fault {
    fault(TransactError::Rejected(Rejection::NotFound))
}
