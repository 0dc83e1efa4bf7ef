//! From stored event to published event: the allow-list. What is not named here stays inside.
//!
//! PRIVACY: opaque ids and life-cycle facts in clear; facts about a person sealed to the statistics
//! service, under a consent that is asked for again at the moment of publishing.

mod care_facts;
mod incident_facts;
mod sealing_key;
mod survivor_facts;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use moka::sync::Cache;
use prost::Message as _;
use sentier_cases_domain::case::{Event, agency};
use sentier_cases_domain::counted;
use sentier_cases_domain::id::CaseId;
use sentier_eventing::StoredEvent;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::outbox::{PublishError, Published, Publisher};
use sentier_kernel::id::Uuid;
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::events::v1::{
    CaseClosed, CaseOpened, CasesEvent, ConsentGranted, ConsentWithdrawn, FollowUpRecorded,
    IncidentRecorded, OnwardAnswered, ReferralRequested, SurvivorErased,
};
use sentier_proto::common::v1::EventEnvelope;

use crate::application::{Cases, FEEDBACK_RECORDED, Known};
use crate::codes::Coded;
use crate::store::CaseCodec;
pub(crate) use sealing_key::SealingKeys;

/// Publishes life-cycle facts; of a made-up case none.
pub(crate) struct LifeCyclePublisher {
    pub cases: Cases,
}

impl Publisher for LifeCyclePublisher {
    fn translate<'a>(
        &'a self,
        stored: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        Box::pin(async move {
            let case = CaseId::from_uuid(stored.stream);
            let mut fact = event(stored)?.and_then(|event| life_cycle(case, &event));
            if fact.is_some() && is_made_up(&self.cases, case).await? {
                return Ok(Vec::new());
            }
            if let Some(Fact::ReferralRequested(asked)) = &mut fact {
                asked.transfer = is_transfer(&self.cases, stored, &asked.referral_id).await?;
            }
            Ok(fact.map(|fact| published(stored, stored.event_id(), fact)).into_iter().collect())
        })
    }
}

/// Publishes facts for the statistics, sealed: of incidents, and of the work on cases. A publisher of its own: it waits for the statistics service, and
/// a referral must not wait with it.
pub(crate) struct FactsPublisher {
    cases: Cases,
    keys: SealingKeys,
    /// Messages that were not sent, because no consent let them out any more. A restart forgets them: then
    /// the statistics find out by themselves that they never counted them.
    unsent: Cache<Uuid, ()>,
}

/// How many messages are remembered.
const UNSENT: u64 = 10_000;

const UNREAD: PublishError = PublishError("a case cannot be read");

impl FactsPublisher {
    /// Names its relay.
    pub(crate) const NAME: &'static str = "cases_facts";

    pub(crate) fn new(cases: Cases, keys: SealingKeys) -> Self {
        Self { cases, keys, unsent: Cache::new(UNSENT) }
    }

    /// A case, when it is there and no honey record.
    async fn real(&self, case: CaseId) -> Result<Option<Arc<Known>>, PublishError> {
        let known = self.cases.known(case).await.map_err(|_fault| UNREAD)?;
        Ok(known.filter(|known| !known.honey))
    }
}

impl Publisher for FactsPublisher {
    fn translate<'a>(
        &'a self,
        stored: &'a StoredEvent,
    ) -> BoxFuture<'a, Result<Vec<Published>, PublishError>> {
        Box::pin(async move {
            if !told_of(&stored.event_type) {
                return Ok(Vec::new());
            }
            let case = CaseId::from_uuid(stored.stream);
            let facts = match event(stored)? {
                Some(Event::FactsReleased { incident, .. }) => {
                    self.facts(stored, case, incident).await?
                }
                Some(Event::ReferralRequested { at, .. }) => {
                    self.referred(stored, at).await?.into_iter().collect()
                }
                Some(event) if counted::matters(&event) => {
                    let mut facts = self.care_facts(stored).await?;
                    if matches!(event, Event::ConsentWithdrawn { .. }) {
                        facts.extend(self.taken_back(stored, case).await?);
                    }
                    if survivor_facts::may_leave(&event) {
                        facts.extend(self.left(stored).await?);
                    }
                    facts
                }
                None if stored.event_type == FEEDBACK_RECORDED => self.feedback(stored).await?,
                _ => Vec::new(),
            };
            Ok(facts.into_iter().map(|(id, fact)| published(stored, id, fact)).collect())
        })
    }
}

/// Whether the statistics may learn anything of an event of this stored type: others are not even read.
fn told_of(event_type: &str) -> bool {
    const TYPES: [&str; 18] = [
        "facts_released",
        "feedback_recorded",
        "consent_granted",
        "consent_withdrawn",
        "case_closed",
        "survivor_erased",
        "case_followed",
        "case_parted",
        "assessment_recorded",
        "safety_plan_made",
        "action_plan_agreed",
        "service_given",
        "case_assigned",
        "transfer_answered",
        "approval_answered",
        "case_reopened",
        "referral_progressed",
        "referral_requested",
    ];
    event_type.rsplit_once('.').is_some_and(|(name, _version)| TYPES.contains(&name))
}

/// Whether a referral asks an agency to take the case over: then that stands right before it, in the same
/// append (`case::agency::ask_transfer`).
async fn is_transfer(
    cases: &Cases,
    stored: &StoredEvent,
    referral: &str,
) -> Result<bool, PublishError> {
    let before = cases.before(stored).await;
    let before = before.map_err(|_fault| UNREAD)?;
    let before = before.as_ref().map(event).transpose()?.flatten();
    let Some(Event::Agency(agency::Event { fact, .. })) = before else { return Ok(false) };
    Ok(matches!(fact, agency::Fact::TransferAsked { referral: asked }
        if asked.to_string() == referral))
}

/// Whether a case is a honey record.
async fn is_made_up(cases: &Cases, case: CaseId) -> Result<bool, PublishError> {
    let known = cases.known(case).await.map_err(|_fault| UNREAD)?;
    Ok(known.is_some_and(|known| known.honey))
}

fn event(stored: &StoredEvent) -> Result<Option<Event>, PublishError> {
    CaseCodec::withheld(&stored.event_type, &stored.payload)
        .map_err(|_malformed| PublishError("a stored event cannot be read"))
}

/// What the world may know of an event without a person's facts; `None` for what stays inside.
fn life_cycle(case: CaseId, event: &Event) -> Option<Fact> {
    let case_id = case.to_string();
    Some(match event {
        Event::CaseOpened { .. } => Fact::CaseOpened(CaseOpened { case_id }),
        Event::IncidentRecorded { incident, .. } => {
            Fact::IncidentRecorded(IncidentRecorded { case_id, incident_id: incident.to_string() })
        }
        Event::ConsentGranted { consent, purpose, agency, expires_at, .. } => {
            Fact::ConsentGranted(ConsentGranted {
                case_id,
                consent_id: consent.to_string(),
                purpose: purpose.number(),
                agency_id: agency.map(|id| id.to_string()).unwrap_or_default(),
                expire_time: expires_at.map(timestamp),
            })
        }
        Event::ConsentWithdrawn { consent, .. } => {
            Fact::ConsentWithdrawn(ConsentWithdrawn { case_id, consent_id: consent.to_string() })
        }
        Event::ReferralRequested {
            referral, agency, structure, need, urgency, consent, ..
        } => Fact::ReferralRequested(ReferralRequested {
            referral_id: referral.to_string(),
            case_id,
            consent_id: consent.to_string(),
            agency_id: agency.to_string(),
            structure_id: structure.to_string(),
            need: need.number(),
            urgency: urgency.number(),
            transfer: false,
        }),
        Event::Agency(event) => return answered(event),
        Event::FollowUpRecorded { .. } => Fact::FollowUpRecorded(FollowUpRecorded { case_id }),
        Event::CaseClosed { .. } => Fact::CaseClosed(CaseClosed { case_id }),
        Event::SurvivorErased { .. } => {
            Fact::SurvivorErased(SurvivorErased { case_ids: vec![case_id] })
        }
        Event::ReferralProgressed { .. }
        | Event::SurvivorCorrected { .. }
        | Event::IncidentCorrected { .. }
        | Event::FactsReleased { .. }
        | Event::FactsWithheld { .. }
        | Event::OverrideRequested { .. }
        | Event::OverrideApproved { .. }
        | Event::TaskOverdue { .. }
        | Event::Ending(_)
        | Event::Merge(_)
        | Event::Care(_)
        | Event::Safeguard(_) => return None,
    })
}

/// What an agency learns of its proposal: whether it is gone on with, and no more.
fn answered(event: &agency::Event) -> Option<Fact> {
    use agency::Fact as Of;
    let (proposal, of, taken_up) = match event.fact {
        Of::OnwardTakenUp { proposal, of, .. } => (proposal, of, true),
        Of::OnwardDeclined { proposal, of, .. } | Of::OnwardEnded { proposal, of } => {
            (proposal, of, false)
        }
        Of::ReferredIn { .. }
        | Of::OnwardProposed { .. }
        | Of::TransferAsked { .. }
        | Of::PassedOver { .. } => return None,
    };
    let (referral_id, proposal_id) = (of.to_string(), proposal.to_string());
    Some(Fact::OnwardAnswered(OnwardAnswered { referral_id, proposal_id, taken_up }))
}

fn published(stored: &StoredEvent, event_id: Uuid, fact: Fact) -> Published {
    let name = match &fact {
        Fact::CaseOpened(_) => "case_opened",
        Fact::IncidentRecorded(_) => "incident_recorded",
        Fact::ConsentGranted(_) => "consent_granted",
        Fact::ConsentWithdrawn(_) => "consent_withdrawn",
        Fact::ReferralRequested(_) => "referral_requested",
        Fact::FollowUpRecorded(_) => "follow_up_recorded",
        Fact::OnwardAnswered(_) => "onward_answered",
        Fact::CaseClosed(_) => "case_closed",
        Fact::SurvivorErased(_) => "survivor_erased",
        Fact::IncidentFactsReleased(_) => "incident_facts_released",
        Fact::CareFactsReleased(_) => "care_facts_released",
        Fact::SurvivorFactsReleased(_) => "survivor_facts_released",
    };
    // A consumer that holds copies must not pass over what ends them.
    let must_know = matches!(
        fact,
        Fact::ConsentWithdrawn(_) | Fact::SurvivorErased(_) | Fact::ReferralRequested(_)
    );
    let envelope = EventEnvelope {
        event_id: event_id.to_string(),
        centre: stored.centre.clone(),
        position: stored.position,
        occur_time: Some(timestamp(stored.at)),
        may_ignore: !must_know,
    };
    Published {
        event_id,
        fact: name,
        centre: stored.centre.clone(),
        payload: CasesEvent { envelope: Some(envelope), fact: Some(fact) }.encode_to_vec(),
    }
}
