//! Referrals of agencies towards a centre.

use sentier_kernel::Violation;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{
    Violations, fingerprint, locale, principal_of, request_id, timestamp,
};
use sentier_platform::ids::derived;
use sentier_platform::status::{NotFound, invalid, to_status};
use sentier_proto::name;
use sentier_proto::referrals::v1 as wire;
use sentier_proto::referrals::v1::inbound_service_server::InboundService;
use sentier_proto::referrals::v1::{
    AcceptInboundReferralRequest, AcceptInboundReferralResponse, DeclineInboundReferralRequest,
    DeclineInboundReferralResponse, GetInboundReferralRequest, GetInboundReferralResponse,
    GetSubmissionRequest, GetSubmissionResponse, ListInboundReferralsRequest,
    ListInboundReferralsResponse, SubmitInboundReferralRequest, SubmitInboundReferralResponse,
    WithdrawInboundReferralRequest, WithdrawInboundReferralResponse,
};
use sentier_referrals_domain::inbound::{Command, Standing, Submission, Unfit, Wanted};
use sentier_referrals_domain::value::{AgencyId, InboundId};
use tonic::{Request, Response, Status};

use super::convert::{Viewer, expected_version};
use super::{ForeignPage, Gate, at_position, explained, is_full, next_token, page_size, told};
use crate::application::{InboundWish, Pathway};
use crate::contract::{
    self, InboundName, case_name, centre_code, inbound_name, read_agreement, read_inbound_state,
    read_need, read_reason, read_sex, read_urgency,
};
use crate::projections::{InboundList, InboundScope, SeenInbound};

/// Answers the calls about referrals towards a centre.
#[derive(Debug)]
pub(crate) struct InboundApi {
    gate: Gate,
    pathway: Pathway,
    list: InboundList,
}

impl InboundApi {
    pub(crate) const fn new(gate: Gate, pathway: Pathway, list: InboundList) -> Self {
        Self { gate, pathway, list }
    }

    /// Whether the caller may do this at a centre: the agency that it is, or none for staff.
    fn side<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        centre: &str,
    ) -> Result<Option<AgencyId>, Status> {
        let (locale, principal) = (locale(request), principal_of(request)?);
        if principal.agency().is_some() {
            return self.gate.agency(request, action).map(Some);
        }
        let here = Resource::new().centre(centre);
        self.gate.authorise(principal, action, &here).map_err(explained(locale))?;
        Ok(None)
    }
}

/// What all answers have in common.
fn wish(
    wrong: &mut Violations,
    message: &impl prost::Message,
    (name, key, version): (&str, &str, Option<i64>),
) -> Option<InboundWish> {
    let name = wrong.keep(inbound_name("name", name));
    let request_id = wrong.keep(request_id(key));
    let version = wrong.keep(expected_version(version));
    Some(InboundWish {
        name: name?,
        request_id: request_id?,
        fingerprint: fingerprint(message),
        expected_version: version?,
    })
}

/// What is told of her, or everything that is wrong with it.
fn submission(wrong: &mut Violations, given: Option<&wire::Submission>) -> Option<Submission> {
    let given = wrong.keep(given.ok_or_else(|| Violation::required("submission")))?;
    let sex = coded("submission.sex", given.sex, read_sex);
    let sex = wrong.keep(sex);
    let texts = [&given.full_name, &given.phone, &given.safe_contact, &given.note];
    let [full_name, phone, safe_contact, note] = texts.map(|text| text.trim());
    let unfit = Submission::unfit_texts([full_name, phone, safe_contact, note]);
    for (field, unfit) in &unfit {
        wrong.add(match unfit {
            Unfit::Required => Violation::required(*field),
            Unfit::TooLong => Violation::too_long(*field),
            Unfit::Malformed => Violation::malformed(*field),
        });
    }
    let sex = sex.filter(|_sex| unfit.is_empty())?;
    let [full_name, phone, safe_contact, note] =
        [full_name, phone, safe_contact, note].map(str::to_owned);
    Some(Submission { full_name, sex, phone, safe_contact, note })
}

fn coded<T>(
    field: &'static str,
    code: i32,
    read: impl Fn(i32) -> Option<T>,
) -> Result<T, Violation> {
    read(code).ok_or_else(|| Violation::unknown_code(field))
}

fn shown(seen: &SeenInbound, viewer: Viewer) -> wire::InboundReferral {
    let inbound = &seen.inbound;
    let wanted = &inbound.wanted;
    wire::InboundReferral {
        name: format!("centres/{}/inboundReferrals/{}", wanted.centre, wanted.id),
        version: seen.version,
        state: contract::inbound_state(inbound.standing),
        agency: name::agency(wanted.agency),
        need: contract::need(wanted.need),
        urgency: contract::urgency(wanted.urgency),
        agreement: contract::agreement(wanted.agreement),
        submit_time: Some(timestamp(inbound.submitted_at)),
        answer_by_time: Some(timestamp(inbound.answer_by)),
        end_time: inbound.ended_at.map(timestamp),
        decline_reason: inbound.decline_reason.map_or(0, contract::reason),
        case: match (viewer, inbound.case) {
            (Viewer::Centre, Some(case)) => name::case(&wanted.centre, case),
            _ => String::new(),
        },
    }
}

const fn viewer(agency: Option<AgencyId>) -> Viewer {
    if agency.is_some() { Viewer::Agency } else { Viewer::Centre }
}

/// Every state when none is named.
fn state_filter(code: i32) -> Result<Option<Standing>, Violation> {
    if code == contract::STATE_UNSPECIFIED {
        return Ok(None);
    }
    coded("state", code, read_inbound_state).map(Some)
}

#[tonic::async_trait]
impl InboundService for InboundApi {
    async fn submit_inbound_referral(
        &self,
        request: Request<SubmitInboundReferralRequest>,
    ) -> Result<Response<SubmitInboundReferralResponse>, Status> {
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let centre = centre_code("parent", &asked.parent);
        let centre = centre.and_then(|it| it.ok_or_else(|| Violation::required("parent")));
        let centre = wrong.keep(centre);
        let key = wrong.keep(request_id(&asked.request_id));
        let need = wrong.keep(coded("need", asked.need, read_need));
        let urgency = wrong.keep(coded("urgency", asked.urgency, read_urgency));
        let agreement = wrong.keep(coded("agreement", asked.agreement, read_agreement));
        let submission = submission(&mut wrong, asked.submission.as_ref());
        let (Some(centre), Some(request_id), Some(need), Some(urgency), Some(agreement)) =
            (centre, key, need, urgency, agreement)
        else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let Some(submission) = submission else { return Err(invalid(wrong.into_vec(), locale)) };
        let action = "referrals.v1.InboundService/SubmitInboundReferral";
        let agency = self.gate.agency(&request, action)?;
        let inbound = InboundId::from_uuid(derived(request_id, "inbound"));
        let name = InboundName { centre: centre.clone(), inbound };
        let fingerprint = fingerprint(asked);
        let wish = InboundWish { name, request_id, fingerprint, expected_version: None };
        let wanted = Wanted { id: inbound, agency, centre, need, urgency, agreement };
        let principal = principal_of(&request)?;
        let seen = self.pathway.submit_inbound(principal, wish, wanted, submission).await;
        let seen = seen.map_err(told(locale))?;
        let inbound_referral = Some(shown(&seen, Viewer::Agency));
        Ok(Response::new(SubmitInboundReferralResponse { inbound_referral }))
    }

    async fn list_inbound_referrals(
        &self,
        request: Request<ListInboundReferralsRequest>,
    ) -> Result<Response<ListInboundReferralsResponse>, Status> {
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let limit = page_size(&mut wrong, asked.page_size);
        let centre = wrong.keep(centre_code("parent", &asked.parent));
        let state = wrong.keep(state_filter(asked.state));
        let principal = principal_of(&request)?;
        if asked.parent.is_empty() && principal.agency().is_none() {
            wrong.add(Violation::required("parent"));
        }
        let violations = wrong.into_vec();
        let (Some(limit), Some(centre), Some(state), true) =
            (limit, centre, state, violations.is_empty())
        else {
            return Err(invalid(violations, locale));
        };
        let action = "referrals.v1.InboundService/ListInboundReferrals";
        let agency = self.side(&request, action, centre.as_deref().unwrap_or_default())?;
        let scope = match agency {
            Some(agency) => InboundScope::Agency(agency, centre),
            None => InboundScope::Centre(centre.unwrap_or_default()),
        };
        let filters = format!("inbound|{scope:?}|{}", asked.state);
        let before = at_position(&filters, &asked.page_token).map_err(ForeignPage::from);
        let before = before.map_err(explained(locale))?.unwrap_or(i64::MAX);
        self.list.caught_up().await.map_err(explained(locale))?;
        let page = self.list.page(&scope, state, before, limit).await;
        let page = page.map_err(explained(locale))?;
        let cursor = page.last().map(|(position, _)| position.to_be_bytes().to_vec());
        Ok(Response::new(ListInboundReferralsResponse {
            next_page_token: next_token(&filters, is_full(page.len(), limit), cursor),
            inbound_referrals: page.iter().map(|(_, seen)| shown(seen, viewer(agency))).collect(),
        }))
    }

    async fn get_inbound_referral(
        &self,
        request: Request<GetInboundReferralRequest>,
    ) -> Result<Response<GetInboundReferralResponse>, Status> {
        let locale = locale(&request);
        let named = inbound_name("name", &request.get_ref().name);
        let named = named.map_err(|violation| invalid(vec![violation], locale))?;
        let action = "referrals.v1.InboundService/GetInboundReferral";
        let agency = self.side(&request, action, &named.centre)?;
        let seen = self.pathway.own_inbound(&named, agency).await.map_err(told(locale))?;
        let inbound_referral = Some(shown(&seen, viewer(agency)));
        Ok(Response::new(GetInboundReferralResponse { inbound_referral }))
    }

    async fn get_submission(
        &self,
        request: Request<GetSubmissionRequest>,
    ) -> Result<Response<GetSubmissionResponse>, Status> {
        let locale = locale(&request);
        let named = inbound_name("name", &request.get_ref().name);
        let named = named.map_err(|violation| invalid(vec![violation], locale))?;
        let action = "referrals.v1.InboundService/GetSubmission";
        self.side(&request, action, &named.centre)?;
        self.pathway.own_inbound(&named, None).await.map_err(told(locale))?;
        let told_of_her = self.pathway.read_submission(principal_of(&request)?, &named).await;
        let of_her = told_of_her.map_err(told(locale))?;
        // PRIVACY: the reading stands in the ledger; the reader may open cases at this centre.
        let submission = Some(wire::Submission {
            full_name: of_her.full_name,
            sex: contract::sex(of_her.sex),
            phone: of_her.phone,
            safe_contact: of_her.safe_contact,
            note: of_her.note,
        });
        Ok(Response::new(GetSubmissionResponse { submission }))
    }

    async fn accept_inbound_referral(
        &self,
        request: Request<AcceptInboundReferralRequest>,
    ) -> Result<Response<AcceptInboundReferralResponse>, Status> {
        const ACTION: &str = "referrals.v1.InboundService/AcceptInboundReferral";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let common = (asked.name.as_str(), asked.request_id.as_str(), asked.expected_version);
        let wish = wish(&mut wrong, asked, common);
        let centre = wish.as_ref().map(|wish| wish.name.centre.clone()).unwrap_or_default();
        let case = wrong.keep(case_name("case", &asked.case, &centre));
        let (Some(wish), Some(case)) = (wish, case) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        self.side(&request, ACTION, &centre)?;
        let principal = principal_of(&request)?;
        // The case must be there for her, as it is for whoever opened it a moment ago.
        let there = self.gate.shown(principal, ACTION, &centre, [case]).await;
        if !there.map_err(explained(locale))?.contains(&case) {
            return Err(to_status(&NotFound::new("case"), locale));
        }
        let command = Command::Accept { case };
        let seen = self.pathway.answer_inbound(principal, None, wish, command).await;
        let inbound_referral = Some(shown(&seen.map_err(told(locale))?, Viewer::Centre));
        Ok(Response::new(AcceptInboundReferralResponse { inbound_referral }))
    }

    async fn decline_inbound_referral(
        &self,
        request: Request<DeclineInboundReferralRequest>,
    ) -> Result<Response<DeclineInboundReferralResponse>, Status> {
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let common = (asked.name.as_str(), asked.request_id.as_str(), asked.expected_version);
        let wish = wish(&mut wrong, asked, common);
        let reason = wrong.keep(coded("reason", asked.reason, read_reason));
        let (Some(wish), Some(reason)) = (wish, reason) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let action = "referrals.v1.InboundService/DeclineInboundReferral";
        self.side(&request, action, &wish.name.centre)?;
        let command = Command::Decline { reason };
        let principal = principal_of(&request)?;
        let seen = self.pathway.answer_inbound(principal, None, wish, command).await;
        let inbound_referral = Some(shown(&seen.map_err(told(locale))?, Viewer::Centre));
        Ok(Response::new(DeclineInboundReferralResponse { inbound_referral }))
    }

    async fn withdraw_inbound_referral(
        &self,
        request: Request<WithdrawInboundReferralRequest>,
    ) -> Result<Response<WithdrawInboundReferralResponse>, Status> {
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let common = (asked.name.as_str(), asked.request_id.as_str(), asked.expected_version);
        let wish = wish(&mut wrong, asked, common);
        let Some(wish) = wish else { return Err(invalid(wrong.into_vec(), locale)) };
        let action = "referrals.v1.InboundService/WithdrawInboundReferral";
        let agency = self.gate.agency(&request, action)?;
        let command = Command::Withdraw { agency };
        let principal = principal_of(&request)?;
        let seen = self.pathway.answer_inbound(principal, Some(agency), wish, command).await;
        let inbound_referral = Some(shown(&seen.map_err(told(locale))?, Viewer::Agency));
        Ok(Response::new(WithdrawInboundReferralResponse { inbound_referral }))
    }
}
