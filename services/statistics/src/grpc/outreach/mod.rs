//! The calls of outreach.

mod codes;
mod convert;
pub(super) mod sums;

use sentier_eventing::host::Host;
use sentier_kernel::page::{ForeignPageToken, PageSize, PageToken};
use sentier_kernel::{Explain, Violation};
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of};
use sentier_platform::principal::Principal;
use sentier_platform::status::{Locale, invalid, to_status};
use sentier_proto::statistics::v1::activity::State;
use sentier_proto::statistics::v1::outreach_service_server::{
    OutreachService, OutreachServiceServer,
};
use sentier_proto::statistics::v1::{
    Activity, CancelActivityRequest, CancelActivityResponse, CorrectActivityRequest,
    CorrectActivityResponse, GetActivityRequest, GetActivityResponse, GetFiguresRequest,
    GetOutreachRequest, GetOutreachResponse, ListActivitiesRequest, ListActivitiesResponse,
    PlanActivityRequest, PlanActivityResponse, RecordActivityRequest, RecordActivityResponse,
    RevisePlanRequest, RevisePlanResponse, SetOutreachTargetsRequest, SetOutreachTargetsResponse,
};
use sentier_statistics_domain::outreach::{ActivityKind, Command, progress};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::{Entry, Outreach, Seen};
use crate::projections::{Filter, OutreachList, Place};

/// Answers the calls of `OutreachService`.
#[derive(Debug)]
pub(crate) struct OutreachApi {
    pub(crate) host: Host,
    pub(crate) outreach: Outreach,
    pub(crate) list: OutreachList,
}

impl OutreachApi {
    pub(crate) fn server(self) -> OutreachServiceServer<Self> {
        OutreachServiceServer::new(self)
    }

    /// The caller, when she may do this for this centre.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        action: &'static str,
        centre: &str,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        let resource = Resource::new().centre(centre);
        let permitted = self.host.env.authoriser.authorise(principal, action, &resource);
        permitted.map_err(told(locale(request)))?;
        Ok(principal)
    }

    /// Changes an activity for a caller who may.
    async fn keep<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        read: Option<(Entry, Uuid, Command)>,
        wrong: Violations,
    ) -> Result<Option<Activity>, Status> {
        let locale = locale(request);
        let (entry, activity, command) = whole(read, wrong, locale)?;
        let keeper = self.caller(request, action, &entry.centre)?;
        let centre = entry.centre.clone();
        let kept = self.outreach.keep(keeper, entry, activity, command).await;
        Ok(Some(convert::activity(&centre, &kept.map_err(told(locale))?)))
    }
}

/// What was read of a request, when nothing of it is wrong.
fn whole<T>(read: Option<T>, wrong: Violations, locale: Locale) -> Result<T, Status> {
    let violations = wrong.into_vec();
    match read {
        Some(read) if violations.is_empty() => Ok(read),
        _ => Err(invalid(violations, locale)),
    }
}

fn told<E: Explain>(locale: Locale) -> impl Fn(E) -> Status {
    move |error| to_status(&error, locale)
}

#[tonic::async_trait]
impl OutreachService for OutreachApi {
    async fn plan_activity(
        &self,
        request: Request<PlanActivityRequest>,
    ) -> Result<Response<PlanActivityResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let centre = convert::centre(&mut wrong, &message.parent);
        let print = fingerprint(message);
        let entry = convert::entry(&mut wrong, centre, &message.request_id, print, None);
        let plan = convert::plan(&mut wrong, message.plan.as_ref());
        let (entry, plan) = whole(entry.zip(plan), wrong, locale)?;
        let action = "statistics.v1.OutreachService/PlanActivity";
        let keeper = self.caller(&request, action, &entry.centre)?;
        let centre = entry.centre.clone();
        let kept = self.outreach.plan(keeper, entry, plan).await.map_err(told(locale))?;
        let activity = Some(convert::activity(&centre, &kept));
        Ok(Response::new(PlanActivityResponse { activity }))
    }

    async fn revise_plan(
        &self,
        request: Request<RevisePlanRequest>,
    ) -> Result<Response<RevisePlanResponse>, Status> {
        let message = request.get_ref();
        let mut wrong = Violations::default();
        let name = convert::activity_name(&mut wrong, &message.name);
        let key = (message.request_id.as_str(), fingerprint(message), message.expected_version);
        let plan = convert::plan(&mut wrong, message.plan.as_ref());
        let command = plan.map(|plan| Command::RevisePlan { plan });
        let read = keyed(&mut wrong, name, key, command);
        let action = "statistics.v1.OutreachService/RevisePlan";
        let activity = self.keep(&request, action, read, wrong).await?;
        Ok(Response::new(RevisePlanResponse { activity }))
    }

    async fn record_activity(
        &self,
        request: Request<RecordActivityRequest>,
    ) -> Result<Response<RecordActivityResponse>, Status> {
        let message = request.get_ref();
        let mut wrong = Violations::default();
        let name = convert::activity_name(&mut wrong, &message.name);
        let key = (message.request_id.as_str(), fingerprint(message), message.expected_version);
        let outcome = convert::outcome(&mut wrong, message.outcome.as_ref());
        let command = outcome.map(|outcome| Command::RecordActivity { outcome });
        let read = keyed(&mut wrong, name, key, command);
        let action = "statistics.v1.OutreachService/RecordActivity";
        let activity = self.keep(&request, action, read, wrong).await?;
        Ok(Response::new(RecordActivityResponse { activity }))
    }

    async fn correct_activity(
        &self,
        request: Request<CorrectActivityRequest>,
    ) -> Result<Response<CorrectActivityResponse>, Status> {
        let message = request.get_ref();
        let mut wrong = Violations::default();
        let name = convert::activity_name(&mut wrong, &message.name);
        let key = (message.request_id.as_str(), fingerprint(message), message.expected_version);
        let outcome = convert::outcome(&mut wrong, message.outcome.as_ref());
        let reason = convert::text(&mut wrong, "reason", &message.reason);
        let command = outcome
            .zip(reason)
            .map(|(outcome, reason)| Command::CorrectActivity { outcome, reason });
        let read = keyed(&mut wrong, name, key, command);
        let action = "statistics.v1.OutreachService/CorrectActivity";
        let activity = self.keep(&request, action, read, wrong).await?;
        Ok(Response::new(CorrectActivityResponse { activity }))
    }

    async fn cancel_activity(
        &self,
        request: Request<CancelActivityRequest>,
    ) -> Result<Response<CancelActivityResponse>, Status> {
        let message = request.get_ref();
        let mut wrong = Violations::default();
        let name = convert::activity_name(&mut wrong, &message.name);
        let key = (message.request_id.as_str(), fingerprint(message), message.expected_version);
        let reason = convert::code(&mut wrong, "reason", message.reason, codes::CANCEL_REASONS);
        let command = reason.map(|reason| Command::CancelActivity { reason });
        let read = keyed(&mut wrong, name, key, command);
        let action = "statistics.v1.OutreachService/CancelActivity";
        let activity = self.keep(&request, action, read, wrong).await?;
        Ok(Response::new(CancelActivityResponse { activity }))
    }

    async fn get_activity(
        &self,
        request: Request<GetActivityRequest>,
    ) -> Result<Response<GetActivityResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let name = convert::activity_name(&mut wrong, &message.name);
        let (centre, id) = whole(name, wrong, locale)?;
        self.caller(&request, "statistics.v1.OutreachService/GetActivity", &centre)?;
        let (seen, history) = self.outreach.activity(&centre, id).await.map_err(told(locale))?;
        let activity = Some(convert::activity(&centre, &seen));
        let changes = history.iter().map(convert::change).collect();
        Ok(Response::new(GetActivityResponse { activity, changes }))
    }

    async fn list_activities(
        &self,
        request: Request<ListActivitiesRequest>,
    ) -> Result<Response<ListActivitiesResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let centre = convert::centre(&mut wrong, &message.parent);
        let size = PageSize::from_request(message.page_size);
        let size = wrong.keep(size.ok_or_else(|| Violation::malformed("page_size")));
        let state = wrong.keep(state_filter(message.state));
        let kind = wrong.keep(kind_filter(message.kind));
        let read = centre.zip(size).zip(state.zip(kind));
        let ((centre, size), (state, kind)) = whole(read, wrong, locale)?;
        self.caller(&request, "statistics.v1.OutreachService/ListActivities", &centre)?;
        let filters = format!("activities|{centre}|{}|{}", message.state, message.kind);
        let after = place(&filters, &message.page_token).map_err(told(locale))?;
        self.list.caught_up().await.map_err(told(locale))?;
        let filter = Filter { centre: &centre, state, kind };
        // One more tells whether there is a next page.
        let found = self.list.list(filter, after, size.get() + 1).await.map_err(told(locale))?;
        let shown = usize::try_from(size.get()).unwrap_or(usize::MAX).min(found.len());
        let (page, more) = found.split_at(shown);
        let next_page_token = match page.last() {
            Some((place, _)) if !more.is_empty() => token(&filters, *place),
            _ => String::new(),
        };
        let activities =
            page.iter().map(|(_, seen): &(Place, Seen)| convert::activity(&centre, seen)).collect();
        Ok(Response::new(ListActivitiesResponse { activities, next_page_token }))
    }

    async fn set_outreach_targets(
        &self,
        request: Request<SetOutreachTargetsRequest>,
    ) -> Result<Response<SetOutreachTargetsResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let centre = convert::centre(&mut wrong, &message.parent);
        let print = fingerprint(message);
        let entry = convert::entry(&mut wrong, centre, &message.request_id, print, None);
        let targets = convert::targets(&mut wrong, &message.targets);
        let (entry, targets) = whole(entry.zip(targets), wrong, locale)?;
        let action = "statistics.v1.OutreachService/SetOutreachTargets";
        let keeper = self.caller(&request, action, &entry.centre)?;
        let set = self.outreach.set_targets(keeper, entry, message.year, targets).await;
        let targets = set.map_err(told(locale))?.iter().map(convert::target).collect();
        Ok(Response::new(SetOutreachTargetsResponse { targets }))
    }

    async fn get_outreach(
        &self,
        request: Request<GetOutreachRequest>,
    ) -> Result<Response<GetOutreachResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        // A range of months is asked for alike everywhere.
        let query = super::convert::query(&GetFiguresRequest {
            parent: message.parent.clone(),
            from_month: message.from_month.clone(),
            to_month: message.to_month.clone(),
        });
        let super::convert::Query { centre, from, to } =
            query.map_err(|violations| invalid(violations, locale))?;
        self.caller(&request, "statistics.v1.OutreachService/GetOutreach", &centre)?;
        self.list.caught_up().await.map_err(told(locale))?;
        let reached = self.list.reached(&centre, from, to).await.map_err(told(locale))?;
        let (year, _month) = to.parts();
        let targets = self.outreach.targets(&centre, year.into()).await.map_err(told(locale))?;
        let done = self.list.done_since_january(&centre, to).await.map_err(told(locale))?;
        Ok(Response::new(convert::reached(&reached, &targets, &progress(&targets, &done))))
    }
}

/// A change of an activity, when all of it could be read.
fn keyed(
    wrong: &mut Violations,
    name: Option<(String, Uuid)>,
    (request_id, fingerprint, expected_version): (&str, [u8; 32], Option<i64>),
    command: Option<Command>,
) -> Option<(Entry, Uuid, Command)> {
    let (centre, id) = name.unzip();
    let entry = convert::entry(wrong, centre, request_id, fingerprint, expected_version);
    let ((entry, id), command) = entry.zip(id).zip(command)?;
    Some((entry, id, command))
}

fn state_filter(number: i32) -> Result<Option<&'static str>, Violation> {
    match State::try_from(number) {
        Ok(State::Unspecified) => Ok(None),
        Ok(State::Planned) => Ok(Some("planned")),
        Ok(State::Held) => Ok(Some("held")),
        Ok(State::Cancelled) => Ok(Some("cancelled")),
        Err(_unknown) => Err(Violation::unknown_code("state")),
    }
}

fn kind_filter(number: i32) -> Result<Option<ActivityKind>, Violation> {
    match number {
        0 => Ok(None),
        given => match codes::value(codes::KINDS, given) {
            Some(kind) => Ok(Some(kind)),
            None => Err(Violation::unknown_code("kind")),
        },
    }
}

fn token(filters: &str, place: Place) -> String {
    let mut cursor = place.day.to_be_bytes().to_vec();
    cursor.extend_from_slice(place.stream.as_bytes());
    PageToken::encode(filters.as_bytes(), &cursor)
}

fn place(filters: &str, token: &str) -> Result<Option<Place>, ForeignPageToken> {
    let Some(cursor) = PageToken::decode(filters.as_bytes(), token)? else { return Ok(None) };
    let (day, stream) = cursor.split_first_chunk::<8>().ok_or(ForeignPageToken)?;
    let stream = Uuid::from_slice(stream).map_err(|_length| ForeignPageToken)?;
    Ok(Some(Place { day: i64::from_be_bytes(*day), stream }))
}
