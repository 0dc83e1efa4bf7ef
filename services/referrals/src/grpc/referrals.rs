//! The partner API's RPCs: lists, readings and answers; following is in [`super::watch`].

use futures_util::stream::BoxStream;
use prost::Message as _;
use prost_types::Timestamp;
use sentier_kernel::{Category, Explain, Violation};
use sentier_platform::authorise::{Denied, Resource};
use sentier_platform::grpc::{Violations, fingerprint, locale, moment, principal_of, request_id};
use sentier_platform::principal::Principal;
use sentier_platform::status::{Unavailable, invalid};
use sentier_proto::cases::v1::Disclosure;
use sentier_proto::referrals::v1::referrals_service_server::ReferralsService;
use sentier_proto::referrals::v1::{
    AcceptReferralRequest, AcceptReferralResponse, AcknowledgeReferralRequest,
    AcknowledgeReferralResponse, BatchAcknowledgeReferralsRequest,
    BatchAcknowledgeReferralsResponse, CompleteReferralRequest, CompleteReferralResponse,
    DeclineReferralRequest, DeclineReferralResponse, GetDisclosureRequest, GetDisclosureResponse,
    GetReferralRequest, GetReferralResponse, ListReferralsRequest, ListReferralsResponse, Referral,
    WatchReferralsRequest, WatchReferralsResponse,
};
use sentier_referrals_domain::referral::Command;
use sentier_referrals_domain::value::AgencyId;
use tonic::{Request, Response, Status};

use super::convert::{self, Viewer, expected_version};
use super::mask::ReadMask;
use super::{Gate, Watching, at_position, explained, is_full, next_token, page_size, told};
use crate::application::{Answer, Fault, Pathway};
use crate::contract::{self, centre_code, read_outcome, read_reason, read_state, referral_name};
use crate::projections::{Filter, ReferralList, Scope, Seen};

/// Answers the partner API's calls.
#[derive(Debug)]
pub(crate) struct ReferralsApi {
    gate: Gate,
    pub(super) pathway: Pathway,
    list: ReferralList,
    watching: Watching,
}

/// A stored disclosure is not the message that it was stored as.
#[derive(Debug, thiserror::Error)]
#[error("a stored disclosure cannot be read")]
struct Unreadable(#[source] prost::DecodeError);

impl Explain for Unreadable {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

impl ReferralsApi {
    pub(crate) const fn new(
        gate: Gate,
        pathway: Pathway,
        list: ReferralList,
        watching: Watching,
    ) -> Self {
        Self { gate, pathway, list, watching }
    }

    /// The agency that calls, when it may do this with referrals of its own.
    fn agency<T>(&self, request: &Request<T>, action: &'static str) -> Result<AgencyId, Status> {
        self.gate.agency(request, action)
    }

    async fn answer(
        &self,
        principal: &Principal,
        agency: AgencyId,
        answer: Answer,
        command: Command,
    ) -> Result<Referral, Fault> {
        let seen = self.pathway.answer(principal, agency, answer, command).await?;
        Ok(convert::referral(&seen, Viewer::Agency))
    }
}

/// What all answers have in common.
pub(super) trait Answering: prost::Message + Sized {
    fn common(&self) -> (&str, &str, Option<i64>);

    /// All of it, or what is wrong.
    fn read(&self, wrong: &mut Violations) -> Option<Answer> {
        let (name, key, version) = self.common();
        let name = wrong.keep(referral_name("name", name));
        let request_id = wrong.keep(request_id(key));
        let version = wrong.keep(expected_version(version));
        let fingerprint = fingerprint(self);
        Some(Answer {
            name: name?,
            request_id: request_id?,
            fingerprint,
            expected_version: version?,
        })
    }
}

macro_rules! answering {
    ($($request:ident),+ $(,)?) => {$(
        impl $crate::grpc::referrals::Answering for $request {
            fn common(&self) -> (&str, &str, Option<i64>) {
                (&self.name, &self.request_id, self.expected_version)
            }
        }
    )+};
}
pub(super) use answering;
answering!(
    AcknowledgeReferralRequest,
    AcceptReferralRequest,
    DeclineReferralRequest,
    CompleteReferralRequest
);

#[tonic::async_trait]
impl ReferralsService for ReferralsApi {
    type WatchReferralsStream = BoxStream<'static, Result<WatchReferralsResponse, Status>>;

    async fn list_referrals(
        &self,
        request: Request<ListReferralsRequest>,
    ) -> Result<Response<ListReferralsResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let principal = principal_of(&request)?;
        let mut wrong = Violations::default();
        let limit = page_size(&mut wrong, message.page_size);
        let centre = wrong.keep(centre_code("parent", &message.parent));
        let wanted = filter(&mut wrong, message);
        let mask = ReadMask::read(&mut wrong, message.read_mask.as_ref());
        if principal.agency().is_none() && message.parent.is_empty() {
            wrong.add(Violation::required("parent"));
        }
        let violations = wrong.into_vec();
        let (Some(limit), Some(centre), Some(mask), true) =
            (limit, centre, mask, violations.is_empty())
        else {
            return Err(invalid(violations, locale));
        };
        let (scope, viewer) = whose(principal, centre);
        self.may_list(principal, &scope).map_err(explained(locale))?;

        let filters = format!("{scope:?}|{wanted:?}");
        let before = at_position(&filters, &message.page_token);
        let before = before.map_err(|foreign| explained(locale)(super::ForeignPage(foreign)))?;
        self.list.caught_up().await.map_err(explained(locale))?;
        let page = self.list.page(&scope, &wanted, before.unwrap_or(i64::MAX), limit).await;
        let page = page.map_err(explained(locale))?;
        let cursor = page.last().map(|(position, _)| position.to_be_bytes().to_vec());
        let next_page_token = next_token(&filters, is_full(page.len(), limit), cursor);
        let shown = self.shown(principal, &scope, page).await.map_err(explained(locale))?;
        let shown = shown.iter().map(|seen| mask.apply(convert::referral(seen, viewer)));
        Ok(Response::new(ListReferralsResponse {
            next_page_token,
            referrals: shown.collect::<Result<_, _>>().map_err(explained(locale))?,
        }))
    }

    async fn get_referral(
        &self,
        request: Request<GetReferralRequest>,
    ) -> Result<Response<GetReferralResponse>, Status> {
        const ACTION: &str = "referrals.v1.ReferralsService/GetReferral";
        let locale = locale(&request);
        let principal = principal_of(&request)?;
        let mut wrong = Violations::default();
        let name = wrong.keep(referral_name("name", &request.get_ref().name));
        let mask = ReadMask::read(&mut wrong, request.get_ref().read_mask.as_ref());
        let (Some(name), Some(mask)) = (name, mask) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let seen = self.gate.found(&request, ACTION, &name, &self.pathway).await?.seen;
        let referral = mask.apply(convert::referral(&seen, viewer(principal)));
        let referral = Some(referral.map_err(explained(locale))?);
        Ok(Response::new(GetReferralResponse { referral }))
    }

    async fn get_disclosure(
        &self,
        request: Request<GetDisclosureRequest>,
    ) -> Result<Response<GetDisclosureResponse>, Status> {
        let locale = locale(&request);
        let name = referral_name("name", &request.get_ref().name);
        let name = name.map_err(|violation| invalid(vec![violation], locale))?;
        let agency = self.agency(&request, "referrals.v1.ReferralsService/GetDisclosure")?;
        let principal = principal_of(&request)?;
        let read = self.pathway.read_disclosure(principal, agency, name).await;
        let encoded = read.map_err(told(locale))?;
        // PRIVACY: the reading stands in the ledger; the agency is the one that consent names.
        let disclosure = Disclosure::decode(encoded.as_bytes()).map_err(Unreadable);
        let disclosure = Some(disclosure.map_err(explained(locale))?);
        Ok(Response::new(GetDisclosureResponse { disclosure }))
    }

    async fn watch_referrals(
        &self,
        request: Request<WatchReferralsRequest>,
    ) -> Result<Response<Self::WatchReferralsStream>, Status> {
        let agency = self.agency(&request, "referrals.v1.ReferralsService/WatchReferrals")?;
        self.watching.open(&request, agency, &self.list).await.map(Response::new)
    }

    async fn acknowledge_referral(
        &self,
        request: Request<AcknowledgeReferralRequest>,
    ) -> Result<Response<AcknowledgeReferralResponse>, Status> {
        let (locale, mut wrong) = (locale(&request), Violations::default());
        let answer = request.get_ref().read(&mut wrong);
        let Some(answer) = answer else { return Err(invalid(wrong.into_vec(), locale)) };
        let agency = self.agency(&request, "referrals.v1.ReferralsService/AcknowledgeReferral")?;
        let command = Command::Acknowledge { agency };
        let referral = self.answer(principal_of(&request)?, agency, answer, command).await;
        let referral = Some(referral.map_err(told(locale))?);
        Ok(Response::new(AcknowledgeReferralResponse { referral }))
    }

    async fn accept_referral(
        &self,
        request: Request<AcceptReferralRequest>,
    ) -> Result<Response<AcceptReferralResponse>, Status> {
        let (locale, mut wrong) = (locale(&request), Violations::default());
        let answer = request.get_ref().read(&mut wrong);
        let Some(answer) = answer else { return Err(invalid(wrong.into_vec(), locale)) };
        let agency = self.agency(&request, "referrals.v1.ReferralsService/AcceptReferral")?;
        let command = Command::Accept { agency };
        let referral = self.answer(principal_of(&request)?, agency, answer, command).await;
        let referral = Some(referral.map_err(told(locale))?);
        Ok(Response::new(AcceptReferralResponse { referral }))
    }

    async fn decline_referral(
        &self,
        request: Request<DeclineReferralRequest>,
    ) -> Result<Response<DeclineReferralResponse>, Status> {
        let (locale, mut wrong) = (locale(&request), Violations::default());
        let answer = request.get_ref().read(&mut wrong);
        let reason = coded("reason", request.get_ref().reason, read_reason);
        let (Some(answer), Some(reason)) = (answer, wrong.keep(reason)) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let agency = self.agency(&request, "referrals.v1.ReferralsService/DeclineReferral")?;
        let command = Command::Decline { agency, reason };
        let referral = self.answer(principal_of(&request)?, agency, answer, command).await;
        let referral = Some(referral.map_err(told(locale))?);
        Ok(Response::new(DeclineReferralResponse { referral }))
    }

    async fn complete_referral(
        &self,
        request: Request<CompleteReferralRequest>,
    ) -> Result<Response<CompleteReferralResponse>, Status> {
        let (locale, mut wrong) = (locale(&request), Violations::default());
        let answer = request.get_ref().read(&mut wrong);
        let outcome = coded("outcome", request.get_ref().outcome, read_outcome);
        let (Some(answer), Some(outcome)) = (answer, wrong.keep(outcome)) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let agency = self.agency(&request, "referrals.v1.ReferralsService/CompleteReferral")?;
        let command = Command::Complete { agency, outcome };
        let referral = self.answer(principal_of(&request)?, agency, answer, command).await;
        let referral = Some(referral.map_err(told(locale))?);
        Ok(Response::new(CompleteReferralResponse { referral }))
    }

    async fn batch_acknowledge_referrals(
        &self,
        request: Request<BatchAcknowledgeReferralsRequest>,
    ) -> Result<Response<BatchAcknowledgeReferralsResponse>, Status> {
        let action = "referrals.v1.ReferralsService/BatchAcknowledgeReferrals";
        let agency = self.agency(&request, action)?;
        self.acknowledge_batch(&request, agency).await.map(Response::new)
    }
}

const fn viewer(principal: &Principal) -> Viewer {
    if principal.agency().is_some() { Viewer::Agency } else { Viewer::Centre }
}

/// An agency's own referrals, of every centre or of one; or a centre's.
fn whose(principal: &Principal, centre: Option<String>) -> (Scope, Viewer) {
    match principal.agency() {
        Some(agency) => (Scope::Agency(AgencyId::from_uuid(agency), centre), Viewer::Agency),
        None => (Scope::Centre(centre.unwrap_or_default()), Viewer::Centre),
    }
}

const LIST: &str = "referrals.v1.ReferralsService/ListReferrals";

impl ReferralsApi {
    fn may_list(&self, principal: &Principal, scope: &Scope) -> Result<(), Denied> {
        match scope {
            Scope::Agency(agency, _) => {
                let own = Resource::new().agency(agency.as_uuid());
                self.gate.authorise(principal, LIST, &own)
            }
            Scope::Centre(centre) => self.gate.at_all(principal, LIST, centre),
        }
    }

    /// Of a page, what the caller may know of: of a centre's, what belongs to cases that are there for
    /// her. So a page may hold fewer than were asked for, and still be followed by another.
    async fn shown(
        &self,
        principal: &Principal,
        scope: &Scope,
        page: Vec<(i64, Seen)>,
    ) -> Result<Vec<Seen>, Unavailable> {
        let page = page.into_iter().map(|(_, seen)| seen);
        let Scope::Centre(centre) = scope else { return Ok(page.collect()) };
        let page: Vec<Seen> = page.collect();
        let cases = page.iter().map(|seen| seen.referral.request.case);
        let shown = self.gate.shown(principal, LIST, centre, cases).await?;
        let may = |seen: &Seen| shown.contains(&seen.referral.request.case);
        Ok(page.into_iter().filter(may).collect())
    }
}

/// What is wanted of a list; every state when none is named.
fn filter(wrong: &mut Violations, message: &ListReferralsRequest) -> Filter {
    let mut standings = Vec::new();
    if message.state != contract::STATE_UNSPECIFIED {
        standings.extend(wrong.keep(coded("state", message.state, read_state)));
        if !message.states.is_empty() {
            wrong.add(Violation::new("states", "violation-not-allowed"));
        }
    }
    for (at, code) in message.states.iter().enumerate() {
        let field = || format!("states[{at}]");
        match read_state(*code) {
            None => wrong.add(Violation::unknown_code(field())),
            Some(standing) if standings.contains(&standing) => {
                wrong.add(Violation::new(field(), "violation-invalid"));
            }
            Some(standing) => standings.push(standing),
        }
    }
    let mut at = |field: &'static str, given: Option<&Timestamp>| {
        let read = given.map(|given| moment(given).ok_or_else(|| Violation::malformed(field)));
        read.and_then(|read| wrong.keep(read))
    };
    Filter {
        standings,
        changed_from: at("updated_from_time", message.updated_from_time.as_ref()),
        changed_before: at("updated_before_time", message.updated_before_time.as_ref()),
        readable: message.readable,
    }
}

pub(super) fn coded<T>(
    field: &'static str,
    code: i32,
    read: impl Fn(i32) -> Option<T>,
) -> Result<T, Violation> {
    read(code).ok_or_else(|| Violation::unknown_code(field))
}
