//! What an agency proposes beyond a referral that it holds.

use sentier_kernel::Violation;
use sentier_platform::grpc::{Violations, locale, principal_of, timestamp};
use sentier_platform::ids::derived;
use sentier_platform::status::invalid;
use sentier_proto::name;
use sentier_proto::referrals::v1::onward_service_server::OnwardService;
use sentier_proto::referrals::v1::{
    OnwardProposal, Referral, SubmitOnwardProposalRequest, SubmitOnwardProposalResponse,
    WithdrawOnwardProposalRequest, WithdrawOnwardProposalResponse,
};
use sentier_referrals_domain::referral::onward::{Onward, Proposal, Wanted};
use sentier_referrals_domain::referral::{Command, Next};
use sentier_referrals_domain::value::{AgencyId, ProposalId};
use tonic::{Request, Response, Status};

use super::convert::{self, Viewer};
use super::referrals::{Answering, answering, coded};
use super::{Gate, told};
use crate::application::{Answer, Pathway};
use crate::contract::{self, read_need, read_urgency, structure_name};

/// Answers the calls about proposals.
#[derive(Debug)]
pub(crate) struct OnwardApi {
    gate: Gate,
    pathway: Pathway,
}

answering!(SubmitOnwardProposalRequest, WithdrawOnwardProposalRequest);

impl OnwardApi {
    pub(crate) const fn new(gate: Gate, pathway: Pathway) -> Self {
        Self { gate, pathway }
    }

    async fn moved<T>(
        &self,
        request: &Request<T>,
        agency: AgencyId,
        answer: Answer,
        command: Command,
    ) -> Result<Referral, Status> {
        let principal = principal_of(request)?;
        let seen = self.pathway.answer(principal, agency, answer, command).await;
        Ok(convert::referral(&seen.map_err(told(locale(request)))?, Viewer::Agency))
    }
}

/// The structure that is named, or none.
fn place(text: &str) -> Result<Option<Next>, Violation> {
    if text.is_empty() {
        return Ok(None);
    }
    let (agency, structure) = structure_name("structure", text)?;
    Ok(Some(Next { agency, structure }))
}

#[tonic::async_trait]
impl OnwardService for OnwardApi {
    async fn submit_onward_proposal(
        &self,
        request: Request<SubmitOnwardProposalRequest>,
    ) -> Result<Response<SubmitOnwardProposalResponse>, Status> {
        const ACTION: &str = "referrals.v1.OnwardService/SubmitOnwardProposal";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let answer = asked.read(&mut wrong);
        let need = wrong.keep(coded("need", asked.need, read_need));
        let urgency = wrong.keep(coded("urgency", asked.urgency, read_urgency));
        let place = wrong.keep(place(&asked.structure));
        let (Some(answer), Some(need), Some(urgency), Some(place)) = (answer, need, urgency, place)
        else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let agency = self.gate.agency(&request, ACTION)?;
        if let Some(place) = place {
            let suited = self.pathway.could_serve(place, need, &answer.name.centre).await;
            if suited.map_err(told(locale))?.is_err() {
                let unsuited = Violation::new("structure", "violation-unsuited");
                return Err(invalid(vec![unsuited], locale));
            }
        }
        let proposal = ProposalId::from_uuid(derived(answer.request_id, "onward"));
        let wanted = Wanted { need, urgency, place };
        let command = Command::ProposeOnward { agency, proposal, wanted };
        let referral = Some(self.moved(&request, agency, answer, command).await?);
        Ok(Response::new(SubmitOnwardProposalResponse { referral }))
    }

    async fn withdraw_onward_proposal(
        &self,
        request: Request<WithdrawOnwardProposalRequest>,
    ) -> Result<Response<WithdrawOnwardProposalResponse>, Status> {
        const ACTION: &str = "referrals.v1.OnwardService/WithdrawOnwardProposal";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let answer = asked.read(&mut wrong);
        let proposal = asked.proposal.parse::<ProposalId>();
        let proposal = wrong.keep(proposal.map_err(|_id| Violation::malformed("proposal")));
        let (Some(answer), Some(proposal)) = (answer, proposal) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let agency = self.gate.agency(&request, ACTION)?;
        let command = Command::WithdrawOnward { agency, proposal };
        let referral = Some(self.moved(&request, agency, answer, command).await?);
        Ok(Response::new(WithdrawOnwardProposalResponse { referral }))
    }
}

/// The proposals of a referral, oldest first.
pub(super) fn proposals(onward: &Onward) -> Vec<OnwardProposal> {
    let mut all: Vec<_> = onward.iter().collect();
    all.sort_by_key(|(_, it)| it.proposed_at);
    all.into_iter().map(|(id, it)| proposal(id, it)).collect()
}

fn proposal(id: ProposalId, it: &Proposal) -> OnwardProposal {
    let place = it.wanted.place.map(|place| name::structure(place.agency, place.structure));
    OnwardProposal {
        id: id.to_string(),
        state: contract::proposal_state(it.standing),
        need: contract::need(it.wanted.need),
        urgency: contract::urgency(it.wanted.urgency),
        structure: place.unwrap_or_default(),
        propose_time: Some(timestamp(it.proposed_at)),
        end_time: it.ended_at.map(timestamp),
    }
}
