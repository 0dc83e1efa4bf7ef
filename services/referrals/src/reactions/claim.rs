//! Claiming a disclosure from the cases context, which checks consent at that moment.

use std::time::Duration;

use prost::Message as _;
use sentier_eventing::inbox::ReactionError;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::client::Traced;
use sentier_platform::grpc::moment;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::{ClaimDisclosureRequest, ClaimDisclosureResponse, FieldGroupLimit};
use sentier_proto::name;
use sentier_referrals_domain::referral::{Claimed, Request};
use sentier_referrals_domain::value::{Disclosure, Refusal};
use tonic::Code;

use super::poison;
use crate::application::Terms;
use crate::codes::field_group;

/// How long one claim may take.
const DEADLINE: Duration = Duration::from_secs(5);

/// The disclosure of a request, or the refusal of `cases`. What the pathway does not let this need ask for
/// never leaves the case.
pub(super) async fn claim(
    cases: &CasesServiceClient<Traced>,
    request: &Request,
    terms: Terms,
) -> Result<Result<Claimed, Refusal>, ReactionError> {
    let mut asked = tonic::Request::new(ClaimDisclosureRequest {
        case_name: name::case(&request.centre, request.case),
        referral: name::referral(&request.centre, request.referral),
        agency: name::agency(request.agency),
        limit: terms.limit.map(|groups| FieldGroupLimit {
            field_groups: groups.into_iter().map(field_group).collect(),
        }),
    });
    asked.set_timeout(DEADLINE);
    let mut cases = cases.clone();
    let answer = tokio::time::timeout(DEADLINE, cases.claim_disclosure(asked)).await;
    match answer {
        Ok(Ok(response)) => claimed(response.into_inner(), terms.answer_by).map(Ok),
        Ok(Err(status)) => refused(status.code()),
        Err(_elapsed) => Err(ReactionError::Retry("cases did not answer in time".to_owned())),
    }
}

fn claimed(response: ClaimDisclosureResponse, answer_by: Moment) -> Result<Claimed, ReactionError> {
    let incomplete = || poison("the claim was answered without a disclosure or its term");
    let disclosure = response.disclosure.ok_or_else(incomplete)?;
    let read_until = response.read_until_time.as_ref().and_then(moment).ok_or_else(incomplete)?;
    // PRIVACY: the one copy of these fields in this context; sealed before it rests.
    let disclosure = Sensitive::new(Disclosure::new(disclosure.encode_to_vec()));
    Ok(Claimed { disclosure, read_until, answer_by })
}

/// A rule of `cases` says no for good; anything else may pass.
fn refused(code: Code) -> Result<Result<Claimed, Refusal>, ReactionError> {
    match code {
        Code::FailedPrecondition | Code::NotFound => Ok(Err(Refusal::Consent)),
        Code::InvalidArgument => Err(poison("cases cannot read the claim")),
        other => Err(ReactionError::Retry(format!("cases answered {other:?}"))),
    }
}
