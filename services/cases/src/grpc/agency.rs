//! What agencies have to do with a case: answered by her caseworker, and shown with the case.

use std::collections::BTreeSet;

use sentier_cases_domain::case::agency::{Event, Fact, Place, Proposal, Refusal, Standing, State};
use sentier_cases_domain::codes::FieldGroup;
use sentier_cases_domain::id::{ProposalId, ReferralId};
use sentier_kernel::Violation;
use sentier_platform::grpc::{locale, principal_of, request_id, timestamp};
use sentier_platform::principal::Principal;
use sentier_platform::status::InvalidFields;
use sentier_proto::cases::v1::agency_service_server::AgencyService;
use sentier_proto::cases::v1::onward_proposal::State as Shown;
use sentier_proto::cases::v1::{
    DeclineOnwardRequest, DeclineOnwardResponse, OnwardProposal, ReferredIn,
    RequestAgencyTransferRequest, RequestAgencyTransferResponse, RequestReferralRequest,
    TakeUpOnwardRequest, TakeUpOnwardResponse,
};
use sentier_proto::name;
use tonic::{Request, Response, Status};

use super::convert::{self, Asked, asked};
use super::fields::{self, Fields};
use super::{CasesGrpc, Refusal as Refused, answer, calls};
use crate::application::{Known, Onward};
use crate::codes::Coded as _;

impl CasesGrpc {
    async fn on_take_up_onward(
        &self,
        principal: &Principal,
        request: TakeUpOnwardRequest,
    ) -> Result<TakeUpOnwardResponse, Refused> {
        const ACTION: &str = "cases.v1.AgencyService/TakeUpOnward";
        let asked = take_up(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let (changed, referral) = self.cases.take_up_onward(call, &known, asked.wish).await?;
        Ok(TakeUpOnwardResponse {
            case: Some(answer::case(&changed, self.now())),
            referral: name::referral(&known.centre, referral),
        })
    }

    async fn on_decline_onward(
        &self,
        principal: &Principal,
        request: DeclineOnwardRequest,
    ) -> Result<DeclineOnwardResponse, Refused> {
        const ACTION: &str = "cases.v1.AgencyService/DeclineOnward";
        let asked = decline(&request)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let (proposal, reason) = asked.wish;
        let changed = self.cases.decline_onward(call, &known, proposal, reason).await?;
        Ok(DeclineOnwardResponse { case: Some(answer::case(&changed, self.now())) })
    }

    async fn on_request_agency_transfer(
        &self,
        principal: &Principal,
        request: RequestAgencyTransferRequest,
    ) -> Result<RequestAgencyTransferResponse, Refused> {
        const ACTION: &str = "cases.v1.AgencyService/RequestAgencyTransfer";
        // It asks what a referral asks.
        let asked = convert::request_referral(&RequestReferralRequest {
            name: request.name.clone(),
            request_id: request.request_id.clone(),
            expected_version: request.expected_version,
            structure: request.structure.clone(),
            need: request.need,
            urgency: request.urgency,
            consent: request.consent.clone(),
            field_groups: request.field_groups.clone(),
        })?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let supervisor = self.supervisor(principal, &known).await?;
        let changed = self.cases.ask_transfer(call, &known, asked.wish, supervisor).await;
        let (changed, referral) = changed?;
        Ok(RequestAgencyTransferResponse {
            case: Some(answer::case(&changed, self.now())),
            referral: name::referral(&known.centre, referral),
        })
    }
}

calls! { AgencyService:
    take_up_onward(TakeUpOnwardRequest) -> TakeUpOnwardResponse by on_take_up_onward,
    decline_onward(DeclineOnwardRequest) -> DeclineOnwardResponse by on_decline_onward,
    request_agency_transfer(RequestAgencyTransferRequest) -> RequestAgencyTransferResponse
        by on_request_agency_transfer,
}

fn proposal(text: &str) -> Result<ProposalId, Violation> {
    if text.is_empty() {
        return Err(Violation::required("proposal"));
    }
    text.parse().map_err(|_malformed| Violation::malformed("proposal"))
}

fn take_up(request: &TakeUpOnwardRequest) -> Result<Asked<Onward>, InvalidFields> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let proposal = fields.keep(proposal(&request.proposal));
    let structure = fields.keep(fields::structure("structure", &request.structure));
    let consent = fields.keep(fields::consent("consent", &request.consent));
    if let (Some(name), Some((of, _))) = (&name, &consent)
        && name != of
    {
        // Another case's consent is none of this case's.
        fields.broken(Violation::malformed("consent"));
    }
    let field_groups: Option<BTreeSet<FieldGroup>> =
        fields.keep(if request.field_groups.is_empty() {
            Err(Violation::required("field_groups"))
        } else {
            fields::codes("field_groups", &request.field_groups)
        });
    let wish = (|| {
        let (agency, structure) = structure?;
        let place = Place { agency, structure };
        let (proposal, consent) = (proposal?, consent?.1);
        Some(Onward { proposal, place, consent, field_groups: field_groups? })
    })();
    asked(fields, name, id, wish)
}

fn decline(request: &DeclineOnwardRequest) -> Result<Asked<(ProposalId, Refusal)>, InvalidFields> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let proposal = fields.keep(proposal(&request.proposal));
    let reason = fields.keep(fields::code("reason", request.reason));
    asked(fields, name, id, proposal.zip(reason))
}

/// The proposals of agencies on a case, oldest first.
pub(super) fn proposals(centre: &str, state: &State) -> Vec<OnwardProposal> {
    let mut all: Vec<_> = state.proposals.iter().collect();
    all.sort_by_key(|(_, it)| it.proposed_at);
    all.into_iter().map(|(id, it)| shown(centre, *id, it)).collect()
}

fn shown(centre: &str, id: ProposalId, it: &Proposal) -> OnwardProposal {
    let (state, refusal, followed) = match it.standing {
        Standing::Proposed => (Shown::Proposed, 0, None),
        Standing::TakenUp(referral) => (Shown::TakenUp, 0, Some(referral)),
        Standing::Declined(reason) => (Shown::Declined, reason.number(), None),
        Standing::Ended => (Shown::Ended, 0, None),
    };
    let place = it.place.map(|place| name::structure(place.agency, place.structure));
    OnwardProposal {
        id: id.to_string(),
        state: state.into(),
        referral: name::referral(centre, it.referral),
        need: it.need.number(),
        urgency: it.urgency.number(),
        structure: place.unwrap_or_default(),
        propose_time: Some(timestamp(it.proposed_at)),
        end_time: it.ended_at.map(timestamp),
        refusal,
        onward_referral: followed.map(|id| name::referral(centre, id)).unwrap_or_default(),
    }
}

/// Who referred her to the centre.
pub(super) fn referred_in(state: &State) -> Vec<ReferredIn> {
    let all = state.referred_in.values();
    all.map(|it| ReferredIn {
        agency: name::agency(it.agency),
        need: it.need.number(),
        take_time: Some(timestamp(it.at)),
    })
    .collect()
}

/// The referral whose agency proposed another; empty when none did.
pub(super) fn onward_of(centre: &str, state: &State, referral: ReferralId) -> String {
    let first = state.onward_of.get(&referral);
    first.map(|first| name::referral(centre, first)).unwrap_or_default()
}

/// What a fact concerns, and the code that says more, for the timeline.
pub(super) fn about(known: &Known, event: &Event) -> (String, String) {
    let referral = |id: ReferralId| name::referral(&known.centre, id);
    match event.fact {
        Fact::ReferredIn { agency, need, .. } => (name::agency(agency), need.code().to_owned()),
        Fact::OnwardProposed { referral: of, need, .. } => (referral(of), need.code().to_owned()),
        Fact::OnwardTakenUp { referral: id, .. } | Fact::TransferAsked { referral: id } => {
            (referral(id), String::new())
        }
        Fact::OnwardDeclined { of, reason, .. } => (referral(of), reason.code().to_owned()),
        Fact::OnwardEnded { of, .. } => (referral(of), String::new()),
        Fact::PassedOver { place, need, .. } => {
            (name::structure(place.agency, place.structure), need.code().to_owned())
        }
    }
}
