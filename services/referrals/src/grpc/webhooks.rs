//! The calls about webhooks.

use std::time::Duration;

use sentier_kernel::Violation;
use sentier_kernel::id::Uuid;
use sentier_platform::authorise::{Authoriser, Resource};
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of, timestamp};
use sentier_platform::principal::Principal;
use sentier_platform::status::invalid;
use sentier_proto::name;
use sentier_proto::referrals::v1::webhook::{Failure as WireFailure, State as WireState};
use sentier_proto::referrals::v1::webhook_service_server::WebhookService;
use sentier_proto::referrals::v1::{
    DeadLetter, ListDeadLettersRequest, ListDeadLettersResponse, ListWebhooksRequest,
    ListWebhooksResponse, RegisterWebhookRequest, RegisterWebhookResponse, RemoveWebhookRequest,
    RemoveWebhookResponse, ReplayDeadLettersRequest, ReplayDeadLettersResponse,
    RotateWebhookSecretRequest, RotateWebhookSecretResponse, SetWebhookActiveRequest,
    SetWebhookActiveResponse, Webhook as WireWebhook,
};
use sentier_referrals_domain::referral::Standing as ReferralStanding;
use sentier_referrals_domain::value::{AgencyId, WebhookId};
use sentier_referrals_domain::webhook::{Standing, Webhook};
use tonic::{Request, Response, Status};

use super::{
    ForeignPage, after_id, at_position, convert, explained, is_full, next_token, page_size, told,
};
use crate::application::{Fault, Pathway, fault};
use crate::contract::{self, agency_name, webhook_name};
use crate::projections::WebhookList;
use crate::webhooks::{Delivery, Failure, Queue, Reach, read_url, shown_secret};

/// The overlap of two secrets when the caller does not say.
const OVERLAP: i32 = 24;
/// The longest overlap: a week.
const LONGEST_OVERLAP: i32 = 168;

/// Answers the calls about webhooks.
#[derive(Debug)]
pub(crate) struct WebhooksApi {
    authoriser: Authoriser,
    pathway: Pathway,
    list: WebhookList,
    queue: Queue,
    reach: Reach,
}

impl WebhooksApi {
    pub(crate) fn new(
        env: &Environment,
        pathway: Pathway,
        list: WebhookList,
        (queue, reach): (Queue, Reach),
    ) -> Self {
        Self { authoriser: env.authoriser.clone(), pathway, list, queue, reach }
    }

    /// The caller, when she may do this to an agency's webhooks.
    fn caller<'a, T>(
        &self,
        request: &'a Request<T>,
        agency: AgencyId,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        let resource = Resource::new().agency(agency.as_uuid());
        self.permitted(request, &resource, action)
    }

    fn permitted<'a, T>(
        &self,
        request: &'a Request<T>,
        resource: &Resource,
        action: &'static str,
    ) -> Result<&'a Principal, Status> {
        let principal = principal_of(request)?;
        let permitted = self.authoriser.authorise(principal, action, resource);
        permitted.map_err(explained(locale(request)))?;
        Ok(principal)
    }

    /// Those of an agency, or of every one, of a standing or of all; behind `after`, at most `limit`.
    async fn found(
        &self,
        agency: Option<AgencyId>,
        standing: Option<Standing>,
        (after, limit): (Option<Uuid>, u32),
    ) -> Result<Vec<(WebhookId, Webhook)>, Fault> {
        let Some(agency) = agency else {
            self.list.caught_up().await.map_err(fault)?;
            return self.list.page(standing, after, limit).await.map_err(fault);
        };
        let all = self.pathway.webhooks(agency).await?.webhooks.into_iter();
        let wanted = all.filter(|(id, webhook)| {
            after.is_none_or(|after| id.as_uuid() > after)
                && standing.is_none_or(|standing| webhook.standing == standing)
        });
        Ok(wanted.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())
    }

    /// A webhook with how its deliveries go.
    async fn shown(&self, id: WebhookId, webhook: Webhook) -> Result<WireWebhook, Fault> {
        let going = self.queue.standing(id).await.map_err(fault)?;
        let state = match webhook.standing {
            Standing::Active => WireState::Active,
            Standing::Paused => WireState::Paused,
            Standing::Disabled => WireState::Disabled,
        };
        Ok(WireWebhook {
            name: name::webhook(webhook.agency, id),
            url: webhook.url,
            state: state.into(),
            register_time: Some(timestamp(webhook.registered_at)),
            previous_secret_until_time: webhook.previous_until.map(timestamp),
            pending_count: count(going.pending),
            dead_letter_count: count(going.dead),
            last_delivery_time: going.delivered_at.map(timestamp),
            failing_since_time: going.failing_since.map(timestamp),
            last_failure: going.failure.map_or(0, |failure| wire_failure(failure).into()),
        })
    }
}

#[tonic::async_trait]
impl WebhookService for WebhooksApi {
    async fn register_webhook(
        &self,
        request: Request<RegisterWebhookRequest>,
    ) -> Result<Response<RegisterWebhookResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/RegisterWebhook";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let agency = wrong.keep(agency_name("parent", &asked.parent));
        let entry = convert::entry(&mut wrong, &asked.request_id, fingerprint(asked));
        let url = wrong.keep(read_url(self.reach, &asked.url));
        let (Some(agency), Some(entry), Some(url)) = (agency, entry, url) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, agency, ACTION)?;
        let registered = self.pathway.register_webhook(keeper, entry, agency, url).await;
        let (id, webhook, secret) = registered.map_err(told(locale))?;
        let webhook = Some(self.shown(id, webhook).await.map_err(told(locale))?);
        let secret = secret.as_ref().map(shown_secret).unwrap_or_default();
        Ok(Response::new(RegisterWebhookResponse { webhook, secret }))
    }

    async fn list_webhooks(
        &self,
        request: Request<ListWebhooksRequest>,
    ) -> Result<Response<ListWebhooksResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/ListWebhooks";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let agency = wrong.keep(any_agency(&asked.parent));
        let standing = wrong.keep(read_standing(asked.state));
        let limit = page_size(&mut wrong, asked.page_size);
        let (Some(agency), Some(standing), Some(limit)) = (agency, standing, limit) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let whose =
            agency.map_or_else(Resource::new, |agency| Resource::new().agency(agency.as_uuid()));
        self.permitted(&request, &whose, ACTION)?;
        let filters = format!("webhooks|{}|{standing:?}", asked.parent);
        let after = after_id(&filters, &asked.page_token).map_err(explained(locale))?;
        let found = self.found(agency, standing, (after, limit)).await.map_err(told(locale))?;
        let cursor = found.last().map(|(id, _)| id.as_uuid().as_bytes().to_vec());
        let mut webhooks = Vec::with_capacity(found.len());
        for (id, webhook) in found {
            webhooks.push(self.shown(id, webhook).await.map_err(told(locale))?);
        }
        let next_page_token = next_token(&filters, is_full(webhooks.len(), limit), cursor);
        Ok(Response::new(ListWebhooksResponse { webhooks, next_page_token }))
    }

    async fn rotate_webhook_secret(
        &self,
        request: Request<RotateWebhookSecretRequest>,
    ) -> Result<Response<RotateWebhookSecretResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/RotateWebhookSecret";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(webhook_name("name", &asked.name));
        let entry = convert::entry(&mut wrong, &asked.request_id, fingerprint(asked));
        let overlap = wrong.keep(overlap(asked.overlap_hours));
        let (Some(place), Some(entry), Some(overlap)) = (place, entry, overlap) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, place.0, ACTION)?;
        let rotated = self.pathway.rotate_webhook_secret(keeper, entry, place, overlap).await;
        let (webhook, secret) = rotated.map_err(told(locale))?;
        let webhook = Some(self.shown(place.1, webhook).await.map_err(told(locale))?);
        let secret = secret.as_ref().map(shown_secret).unwrap_or_default();
        Ok(Response::new(RotateWebhookSecretResponse { webhook, secret }))
    }

    async fn set_webhook_active(
        &self,
        request: Request<SetWebhookActiveRequest>,
    ) -> Result<Response<SetWebhookActiveResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/SetWebhookActive";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(webhook_name("name", &asked.name));
        let entry = convert::entry(&mut wrong, &asked.request_id, fingerprint(asked));
        let (Some(place), Some(entry)) = (place, entry) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, place.0, ACTION)?;
        let set = self.pathway.set_webhook_active(keeper, entry, place, asked.active).await;
        let webhook = set.map_err(told(locale))?;
        if asked.active {
            self.queue.wake(place.1).await.map_err(explained(locale))?;
        }
        let webhook = Some(self.shown(place.1, webhook).await.map_err(told(locale))?);
        Ok(Response::new(SetWebhookActiveResponse { webhook }))
    }

    async fn remove_webhook(
        &self,
        request: Request<RemoveWebhookRequest>,
    ) -> Result<Response<RemoveWebhookResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/RemoveWebhook";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(webhook_name("name", &asked.name));
        let entry = convert::entry(&mut wrong, &asked.request_id, fingerprint(asked));
        let (Some(place), Some(entry)) = (place, entry) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, place.0, ACTION)?;
        self.pathway.remove_webhook(keeper, entry, place).await.map_err(told(locale))?;
        self.queue.forget(place.1).await.map_err(explained(locale))?;
        Ok(Response::new(RemoveWebhookResponse {}))
    }

    async fn list_dead_letters(
        &self,
        request: Request<ListDeadLettersRequest>,
    ) -> Result<Response<ListDeadLettersResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/ListDeadLetters";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(webhook_name("parent", &asked.parent));
        let limit = page_size(&mut wrong, asked.page_size);
        let (Some((agency, id)), Some(limit)) = (place, limit) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        self.caller(&request, agency, ACTION)?;
        let filters = format!("dead letters|{agency}|{id}");
        let after = at_position(&filters, &asked.page_token).map_err(ForeignPage::from);
        let after = after.map_err(explained(locale))?.unwrap_or(0);
        self.pathway.webhook(agency, id).await.map_err(told(locale))?;
        let dead = self.queue.dead(id, after, limit).await.map_err(explained(locale))?;
        let cursor = dead.last().map(|last| last.position.to_be_bytes().to_vec());
        Ok(Response::new(ListDeadLettersResponse {
            next_page_token: next_token(&filters, is_full(dead.len(), limit), cursor),
            dead_letters: dead.iter().map(|one| dead_letter(agency, id, one)).collect(),
        }))
    }

    async fn replay_dead_letters(
        &self,
        request: Request<ReplayDeadLettersRequest>,
    ) -> Result<Response<ReplayDeadLettersResponse>, Status> {
        const ACTION: &str = "referrals.v1.WebhookService/ReplayDeadLetters";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let place = wrong.keep(webhook_name("name", &asked.name));
        let entry = convert::entry(&mut wrong, &asked.request_id, fingerprint(asked));
        let (Some(place), Some(entry)) = (place, entry) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let keeper = self.caller(&request, place.0, ACTION)?;
        let replayed = self.pathway.replay_dead_letters(keeper, entry, place).await;
        let webhook = replayed.map_err(told(locale))?;
        // A repeat finds the moment of the first call: what died since stays where it is.
        let until = webhook.replayed_at.unwrap_or_default();
        self.queue.replay(place.1, until).await.map_err(explained(locale))?;
        let webhook = Some(self.shown(place.1, webhook).await.map_err(told(locale))?);
        Ok(Response::new(ReplayDeadLettersResponse { webhook }))
    }
}

/// The agency that is named; none for `agencies/-`, every one.
fn any_agency(parent: &str) -> Result<Option<AgencyId>, Violation> {
    if parent == "agencies/-" { Ok(None) } else { agency_name("parent", parent).map(Some) }
}

/// The standing that is wanted; none for all.
fn read_standing(state: i32) -> Result<Option<Standing>, Violation> {
    match WireState::try_from(state) {
        Ok(WireState::Unspecified) => Ok(None),
        Ok(WireState::Active) => Ok(Some(Standing::Active)),
        Ok(WireState::Paused) => Ok(Some(Standing::Paused)),
        Ok(WireState::Disabled) => Ok(Some(Standing::Disabled)),
        Err(_unknown) => Err(Violation::unknown_code("state")),
    }
}

fn overlap(hours: i32) -> Result<Duration, Violation> {
    let hours = if hours == 0 { OVERLAP } else { hours };
    match u64::try_from(hours) {
        Ok(whole) if (1..=LONGEST_OVERLAP).contains(&hours) => Ok(Duration::from_hours(whole)),
        _ => Err(Violation::new("overlap_hours", "violation-out-of-range")),
    }
}

fn dead_letter(agency: AgencyId, webhook: WebhookId, delivery: &Delivery) -> DeadLetter {
    let state = ReferralStanding::ALL.iter().find(|it| it.code() == delivery.standing);
    DeadLetter {
        name: format!("{}/deliveries/{}", name::webhook(agency, webhook), delivery.event),
        referral: delivery.referral.clone(),
        state: state.map_or(0, |state| contract::state(*state)),
        change_time: Some(timestamp(delivery.at)),
        give_up_time: delivery.died.map(timestamp),
        attempt_count: count(delivery.tries.into()),
        failure: delivery.failure.map_or(0, |failure| wire_failure(failure).into()),
        http_status: delivery.status.map_or(0, count),
    }
}

const fn wire_failure(failure: Failure) -> WireFailure {
    match failure {
        Failure::Unreachable => WireFailure::Unreachable,
        Failure::PrivateAddress => WireFailure::PrivateAddress,
        Failure::Timeout => WireFailure::Timeout,
        Failure::Status => WireFailure::Status,
    }
}

fn count(many: i64) -> i32 {
    i32::try_from(many).unwrap_or(i32::MAX)
}
