//! The stored form of outreach: nothing of it is personal, so nothing is sealed.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_platform::ids::derived;
use sentier_statistics_domain::outreach::{
    Activities, CancelReason, Event, Outcome, Plan, Target, Targets, TargetsEvent,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const PLANNED: &str = "activity_planned.v1";
const REVISED: &str = "activity_plan_revised.v1";
const HELD: &str = "activity_held.v1";
const CORRECTED: &str = "activity_corrected.v1";
const CANCELLED: &str = "activity_cancelled.v1";

/// Every type of event that an activity's stream holds.
pub(crate) const ACTIVITY_EVENTS: [&str; 5] = [PLANNED, REVISED, HELD, CORRECTED, CANCELLED];

/// The type of the event that a year's targets leave.
pub(crate) const TARGETS_SET: &str = "outreach_targets_set.v1";

/// The stream of an activity. The same id under another centre's name is another stream, and an empty one.
pub(crate) fn activity_stream(centre: &str, activity: Uuid) -> Uuid {
    derived(activity, centre)
}

/// The stream of a centre's targets of a year.
pub(crate) fn targets_stream(centre: &str, year: i32) -> Uuid {
    let name = format!("sentier/outreach-targets/{centre}/{year}");
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

/// Activities as JSON.
#[derive(Debug)]
pub(crate) struct ActivitiesCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    id: Uuid,
    plan: Plan,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Revised {
    plan: Plan,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    outcome: Outcome,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Corrected {
    outcome: Outcome,
    reason: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cancelled {
    reason: CancelReason,
}

impl Codec for ActivitiesCodec {
    type Aggregate = Activities;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::ActivityPlanned { .. } => PLANNED,
            Event::PlanRevised { .. } => REVISED,
            Event::ActivityHeld { .. } => HELD,
            Event::ActivityCorrected { .. } => CORRECTED,
            Event::ActivityCancelled { .. } => CANCELLED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event.clone() {
            Event::ActivityPlanned { id, plan } => super::write(&Planned { id, plan }),
            Event::PlanRevised { plan } => super::write(&Revised { plan }),
            Event::ActivityHeld { outcome } => super::write(&Held { outcome }),
            Event::ActivityCorrected { outcome, reason } => {
                super::write(&Corrected { outcome, reason })
            }
            Event::ActivityCancelled { reason } => super::write(&Cancelled { reason }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            PLANNED => {
                let Planned { id, plan } = super::read(payload)?;
                Ok(Event::ActivityPlanned { id, plan })
            }
            REVISED => super::read(payload).map(|Revised { plan }| Event::PlanRevised { plan }),
            HELD => super::read(payload).map(|Held { outcome }| Event::ActivityHeld { outcome }),
            CORRECTED => {
                let Corrected { outcome, reason } = super::read(payload)?;
                Ok(Event::ActivityCorrected { outcome, reason })
            }
            CANCELLED => {
                super::read(payload).map(|Cancelled { reason }| Event::ActivityCancelled { reason })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}

/// Targets as JSON.
#[derive(Debug)]
pub(crate) struct TargetsCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    year: i32,
    targets: Vec<Target>,
}

impl Codec for TargetsCodec {
    type Aggregate = Targets;

    fn event_type(event: &TargetsEvent) -> &'static str {
        match event {
            TargetsEvent::TargetsSet { .. } => TARGETS_SET,
        }
    }

    fn encode(event: &TargetsEvent, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let TargetsEvent::TargetsSet { year, targets } = event.clone();
        super::write(&Set { year, targets })
    }

    fn decode(
        event_type: &str,
        payload: &[u8],
        _opener: &Opener<'_>,
    ) -> Result<TargetsEvent, CodecError> {
        if event_type != TARGETS_SET {
            return Err(CodecError::UnknownType);
        }
        let Set { year, targets } = super::read(payload)?;
        Ok(TargetsEvent::TargetsSet { year, targets })
    }
}
