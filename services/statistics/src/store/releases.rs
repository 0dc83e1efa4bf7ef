//! The stored form of releases, their budget and their subscriptions: nothing of it is about a survivor.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use sentier_statistics_domain::budget::{self, PrivacyBudget};
use sentier_statistics_domain::release::{self, Estimates, Release, ReleaseId, Releases, Rho};
use sentier_statistics_domain::subscription::{self, Subscriptions, Terms};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ENTERED: &str = "release_entered.v1";
/// The type of the event that holds what was published.
pub(crate) const PUBLISHED: &str = "release_published.v1";

const REQUESTED: &str = "subscription_requested.v1";
const APPROVED: &str = "subscription_approved.v1";
const REVOKED: &str = "subscription_revoked.v1";
const DELIVERED: &str = "release_delivered.v1";

/// Every type of event that a subscription's stream holds.
pub(crate) const SUBSCRIPTION_EVENTS: [&str; 4] = [REQUESTED, APPROVED, REVOKED, DELIVERED];

/// The stream of a year's budget.
pub(crate) fn budget_stream(year: u16) -> Uuid {
    named(&format!("sentier/privacy-budget/{year}"))
}

/// The stream of a release: it follows from its name, so that its event's id tells the calendar alone.
pub(crate) fn release_stream(id: ReleaseId) -> Uuid {
    named(&format!("sentier/release/{id}"))
}

fn named(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

/// The budget as JSON.
#[derive(Debug)]
pub(crate) struct BudgetCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entered {
    release: ReleaseId,
    rho: Rho,
    debit: Rho,
}

impl Codec for BudgetCodec {
    type Aggregate = PrivacyBudget;

    fn event_type(event: &budget::Event) -> &'static str {
        let budget::Event::ReleaseEntered { .. } = event;
        ENTERED
    }

    fn encode(event: &budget::Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let budget::Event::ReleaseEntered { release, rho, debit } = *event;
        super::write(&Entered { release, rho, debit })
    }

    fn decode(
        event_type: &str,
        payload: &[u8],
        _opener: &Opener<'_>,
    ) -> Result<budget::Event, CodecError> {
        if event_type != ENTERED {
            return Err(CodecError::UnknownType);
        }
        let Entered { release, rho, debit } = super::read(payload)?;
        Ok(budget::Event::ReleaseEntered { release, rho, debit })
    }
}

/// Releases as JSON.
#[derive(Debug)]
pub(crate) struct ReleaseCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    release: ReleaseId,
    rho: Rho,
    noisy: Vec<i64>,
    estimates: Estimates,
}

impl Codec for ReleaseCodec {
    type Aggregate = Releases;

    fn event_type(event: &release::Event) -> &'static str {
        let release::Event::ReleasePublished(_) = event;
        PUBLISHED
    }

    fn encode(event: &release::Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let release::Event::ReleasePublished(Release { id, rho, noisy, estimates }) = event.clone();
        super::write(&Published { release: id, rho, noisy, estimates })
    }

    fn decode(
        event_type: &str,
        payload: &[u8],
        _opener: &Opener<'_>,
    ) -> Result<release::Event, CodecError> {
        if event_type != PUBLISHED {
            return Err(CodecError::UnknownType);
        }
        let Published { release: id, rho, noisy, estimates } = super::read(payload)?;
        Ok(release::Event::ReleasePublished(Release { id, rho, noisy, estimates }))
    }
}

/// Subscriptions as JSON.
#[derive(Debug)]
pub(crate) struct SubscriptionsCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Requested {
    analyst: Uuid,
    organisation: String,
    purpose: String,
    until: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Approved {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoked {
    reason: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Delivered {
    release: ReleaseId,
}

impl Codec for SubscriptionsCodec {
    type Aggregate = Subscriptions;

    fn event_type(event: &subscription::Event) -> &'static str {
        match event {
            subscription::Event::SubscriptionRequested { .. } => REQUESTED,
            subscription::Event::SubscriptionApproved => APPROVED,
            subscription::Event::SubscriptionRevoked { .. } => REVOKED,
            subscription::Event::ReleaseDelivered { .. } => DELIVERED,
        }
    }

    fn encode(event: &subscription::Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event.clone() {
            subscription::Event::SubscriptionRequested { analyst, terms } => {
                let Terms { organisation, purpose, until } = terms;
                super::write(&Requested { analyst, organisation, purpose, until })
            }
            subscription::Event::SubscriptionApproved => super::write(&Approved {}),
            subscription::Event::SubscriptionRevoked { reason } => {
                super::write(&Revoked { reason })
            }
            subscription::Event::ReleaseDelivered { release } => {
                super::write(&Delivered { release })
            }
        }
    }

    fn decode(
        event_type: &str,
        payload: &[u8],
        _opener: &Opener<'_>,
    ) -> Result<subscription::Event, CodecError> {
        Ok(match event_type {
            REQUESTED => {
                let Requested { analyst, organisation, purpose, until } = super::read(payload)?;
                let terms = Terms { organisation, purpose, until };
                subscription::Event::SubscriptionRequested { analyst, terms }
            }
            APPROVED => {
                let Approved {} = super::read(payload)?;
                subscription::Event::SubscriptionApproved
            }
            REVOKED => {
                let Revoked { reason } = super::read(payload)?;
                subscription::Event::SubscriptionRevoked { reason }
            }
            DELIVERED => {
                let Delivered { release } = super::read(payload)?;
                subscription::Event::ReleaseDelivered { release }
            }
            _ => return Err(CodecError::UnknownType),
        })
    }
}
