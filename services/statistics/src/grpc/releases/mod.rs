//! The calls of releases: subscriptions, and what goes out under them.

mod codes;
mod columnar;
mod convert;
mod files;
mod following;
mod padding;
mod rows;

use futures_util::stream::BoxStream;
use sentier_eventing::host::Host;
use sentier_eventing::projection::Projections;
use sentier_kernel::page::{ForeignPageToken, PageSize, PageToken};
use sentier_kernel::{Explain, Violation};
use sentier_platform::authorise::{Denied, Resource};
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of};
use sentier_platform::principal::Principal;
use sentier_platform::status::{Locale, NotFound, invalid, to_status};
use sentier_proto::statistics::v1::release_service_server::{ReleaseService, ReleaseServiceServer};
use sentier_proto::statistics::v1::{
    ApproveSubscriptionRequest, ApproveSubscriptionResponse, DownloadReleaseRequest,
    DownloadReleaseResponse, GetReleaseRequest, GetReleaseResponse, ListReleasesRequest,
    ListReleasesResponse, ListSubscriptionsRequest, ListSubscriptionsResponse,
    RequestSubscriptionRequest, RequestSubscriptionResponse, RevokeSubscriptionRequest,
    RevokeSubscriptionResponse, SubscribeReleasesRequest, SubscribeReleasesResponse, Subscription,
};
use sentier_statistics_domain::release::{Release, ReleaseId};
use sentier_statistics_domain::subscription::Command;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::Subscribing;
use crate::projections::{CAUGHT_UP, RELEASES, releases_after, subscriptions_before};
pub(crate) use convert::release;
pub(crate) use following::Following;
pub(crate) use padding::pad;

/// Answers the calls of `ReleaseService`.
#[derive(Debug)]
pub(crate) struct ReleasesApi {
    pub(crate) host: Host,
    pub(crate) subscribing: Subscribing,
    pub(crate) projections: Projections,
    pub(crate) following: Following,
}

/// Who reads, and under which subscription; the data owner needs none.
type Reader = (Principal, Option<(Uuid, Uuid)>);

impl ReleasesApi {
    pub(crate) fn server(self) -> ReleaseServiceServer<Self> {
        ReleaseServiceServer::new(self)
    }

    /// The caller, when she may do this. Releases belong to no centre.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        let permitted = self.host.env.authoriser.authorise(principal, action, &Resource::new());
        permitted.map_err(told(locale(request)))?;
        Ok(principal)
    }

    /// The caller with her subscription, which an analyst must name.
    fn reader<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        subscription: &str,
        wrong: &mut Violations,
    ) -> Result<Reader, Status> {
        let principal = self.caller(request, action)?.clone();
        let Some(analyst) = analyst(&principal) else { return Ok((principal, None)) };
        let named = convert::subscription_name(wrong, "subscription", subscription);
        // Without it there is a violation, and the call ends with it.
        Ok((principal, Some((analyst, named.unwrap_or_default()))))
    }

    /// A release, entered as delivered before it is given.
    async fn given(
        &self,
        reader: &Reader,
        id: ReleaseId,
        locale: Locale,
    ) -> Result<Release, Status> {
        let found = self.subscribing.release(id).await.map_err(told(locale))?;
        let found = found.ok_or_else(|| to_status(&NotFound::new("release"), locale))?;
        if let (caller, Some((analyst, subscription))) = reader {
            let entered = self.subscribing.deliver(caller, *analyst, *subscription, id).await;
            entered.map_err(told(locale))?;
        }
        Ok(found)
    }

    async fn caught_up(&self, locale: Locale) -> Result<(), Status> {
        self.projections.caught_up(RELEASES, CAUGHT_UP).await.map_err(told(locale))
    }
}

const fn analyst(principal: &Principal) -> Option<Uuid> {
    match principal {
        Principal::Analyst { id } => Some(*id),
        _ => None,
    }
}

fn told<E: Explain>(locale: Locale) -> impl Fn(E) -> Status {
    move |error| to_status(&error, locale)
}

/// What was read of a request, when nothing of it is wrong.
fn whole<T>(read: Option<T>, wrong: Violations, locale: Locale) -> Result<T, Status> {
    let violations = wrong.into_vec();
    match read {
        Some(read) if violations.is_empty() => Ok(read),
        _ => Err(invalid(violations, locale)),
    }
}

/// A place in a list that is ordered by a number.
fn place(filters: &str, token: &str) -> Result<Option<i64>, ForeignPageToken> {
    let Some(cursor) = PageToken::decode(filters.as_bytes(), token)? else { return Ok(None) };
    let cursor = <[u8; 8]>::try_from(cursor.as_slice()).map_err(|_length| ForeignPageToken)?;
    Ok(Some(i64::from_be_bytes(cursor)))
}

fn token(filters: &str, place: i64) -> String {
    PageToken::encode(filters.as_bytes(), &place.to_be_bytes())
}

fn page_size(wrong: &mut Violations, wish: i32) -> Option<PageSize> {
    let size = PageSize::from_request(wish);
    wrong.keep(size.ok_or_else(|| Violation::malformed("page_size")))
}

#[tonic::async_trait]
impl ReleaseService for ReleasesApi {
    type DownloadReleaseStream = BoxStream<'static, Result<DownloadReleaseResponse, Status>>;
    type SubscribeReleasesStream = BoxStream<'static, Result<SubscribeReleasesResponse, Status>>;

    async fn request_subscription(
        &self,
        request: Request<RequestSubscriptionRequest>,
    ) -> Result<Response<RequestSubscriptionResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/RequestSubscription";
        let caller = self.caller(&request, action)?;
        let key = convert::key(&mut wrong, &message.request_id, fingerprint(message));
        let terms = convert::terms(&mut wrong, message);
        let (key, terms) = whole(key.zip(terms), wrong, locale)?;
        let analyst = analyst(caller).ok_or_else(|| to_status(&Denied::NotPermitted, locale))?;
        let known = self.subscribing.request((caller, analyst), key, terms).await;
        let known = known.map_err(told(locale))?;
        let subscription = Some(convert::subscription(&known, self.host.env.clock.now()));
        Ok(Response::new(RequestSubscriptionResponse { subscription }))
    }

    async fn approve_subscription(
        &self,
        request: Request<ApproveSubscriptionRequest>,
    ) -> Result<Response<ApproveSubscriptionResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/ApproveSubscription";
        let caller = self.caller(&request, action)?;
        let name = convert::subscription_name(&mut wrong, "name", &message.name);
        let key = convert::key(&mut wrong, &message.request_id, fingerprint(message));
        let (name, key) = whole(name.zip(key), wrong, locale)?;
        let known = self.subscribing.keep(caller, key, name, Command::ApproveSubscription).await;
        let known = known.map_err(told(locale))?;
        let subscription = Some(convert::subscription(&known, self.host.env.clock.now()));
        Ok(Response::new(ApproveSubscriptionResponse { subscription }))
    }

    async fn revoke_subscription(
        &self,
        request: Request<RevokeSubscriptionRequest>,
    ) -> Result<Response<RevokeSubscriptionResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/RevokeSubscription";
        let caller = self.caller(&request, action)?;
        let name = convert::subscription_name(&mut wrong, "name", &message.name);
        let key = convert::key(&mut wrong, &message.request_id, fingerprint(message));
        let reason = convert::text(&mut wrong, "reason", &message.reason);
        let ((name, key), reason) = whole(name.zip(key).zip(reason), wrong, locale)?;
        let command = Command::RevokeSubscription { reason };
        let known =
            self.subscribing.keep(caller, key, name, command).await.map_err(told(locale))?;
        let subscription = Some(convert::subscription(&known, self.host.env.clock.now()));
        Ok(Response::new(RevokeSubscriptionResponse { subscription }))
    }

    async fn list_subscriptions(
        &self,
        request: Request<ListSubscriptionsRequest>,
    ) -> Result<Response<ListSubscriptionsResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/ListSubscriptions";
        let caller = self.caller(&request, action)?;
        let size = page_size(&mut wrong, message.page_size);
        let size = whole(size, wrong, locale)?;
        let own = analyst(caller);
        let filters = format!("subscriptions|{}", own.unwrap_or_default());
        let before = place(&filters, &message.page_token).map_err(told(locale))?;
        self.caught_up(locale).await?;
        let db = self.host.store.database();
        let found = subscriptions_before(db, own, before, size.and_one()).await;
        let (page, next) = size.cut(found.map_err(told(locale))?, |(place, _)| *place);
        let now = self.host.env.clock.now();
        let subscriptions = page.iter().map(|(_, known)| {
            let listed = convert::subscription(known, now);
            // PRIVACY: who of the staff decided is nothing for an organisation outside.
            let approver = if own.is_some() { String::new() } else { listed.approver };
            Subscription { approver, ..listed }
        });
        Ok(Response::new(ListSubscriptionsResponse {
            subscriptions: subscriptions.collect(),
            next_page_token: next.map(|place| token(&filters, place)).unwrap_or_default(),
        }))
    }

    async fn list_releases(
        &self,
        request: Request<ListReleasesRequest>,
    ) -> Result<Response<ListReleasesResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        self.caller(&request, "statistics.v1.ReleaseService/ListReleases")?;
        let size = page_size(&mut wrong, message.page_size);
        let size = whole(size, wrong, locale)?;
        let after = place("releases", &message.page_token).map_err(told(locale))?;
        self.caught_up(locale).await?;
        let db = self.host.store.database();
        let found = releases_after(db, after.unwrap_or(0), size.and_one()).await;
        let (page, next) = size.cut(found.map_err(told(locale))?, |(id, _rho)| id.place());
        Ok(Response::new(ListReleasesResponse {
            releases: page.into_iter().map(|(id, rho)| convert::heading(id, rho)).collect(),
            next_page_token: next.map(|place| token("releases", place)).unwrap_or_default(),
        }))
    }

    async fn get_release(
        &self,
        request: Request<GetReleaseRequest>,
    ) -> Result<Response<GetReleaseResponse>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/GetRelease";
        let reader = self.reader(&request, action, &message.subscription, &mut wrong)?;
        let id = convert::release_name(&mut wrong, "name", &message.name);
        let id = whole(id, wrong, locale)?;
        let found = self.given(&reader, id, locale).await?;
        Ok(Response::new(GetReleaseResponse { release: Some(release(&found)) }))
    }

    async fn download_release(
        &self,
        request: Request<DownloadReleaseRequest>,
    ) -> Result<Response<Self::DownloadReleaseStream>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/DownloadRelease";
        let reader = self.reader(&request, action, &message.subscription, &mut wrong)?;
        let id = convert::release_name(&mut wrong, "name", &message.name);
        let content = convert::content(&mut wrong, message.content, id);
        let (id, content) = whole(id.zip(content), wrong, locale)?;
        let found = self.given(&reader, id, locale).await?;
        let file = files::file(&self.subscribing, &found, content, locale).await?;
        Ok(Response::new(file))
    }

    async fn subscribe_releases(
        &self,
        request: Request<SubscribeReleasesRequest>,
    ) -> Result<Response<Self::SubscribeReleasesStream>, Status> {
        let (locale, message) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let action = "statistics.v1.ReleaseService/SubscribeReleases";
        let (caller, under) = self.reader(&request, action, &message.subscription, &mut wrong)?;
        let under = under.ok_or_else(|| to_status(&Denied::NotPermitted, locale))?;
        let from = following::from(&mut wrong, message, under.1);
        let from = whole(from, wrong, locale)?;
        let stream = self.following.open(self, &request, (caller, under), from).await?;
        Ok(Response::new(stream))
    }
}
