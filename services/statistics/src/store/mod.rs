//! How this service's events are stored. Nothing here names anybody; what one message told of an incident or a need
//! is sealed under the key of the month in which it was counted.

mod figures;
mod indicators;
mod outreach;
mod records;
mod releases;
mod sealing;
mod sums;
#[cfg(test)]
mod tests;
mod weeks;

use sentier_eventing::codec::{CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealed, Sealer, SpanKey};
use sentier_kernel::Sensitive;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use figures::{FIGURES_EVENTS, FiguresCodec, figures_stream};
pub(crate) use indicators::{CARE_COUNTED, CARE_COUNTED_V1, IndicatorsCodec, indicators_stream};
pub(crate) use outreach::{
    ACTIVITY_EVENTS, ActivitiesCodec, TargetsCodec, activity_stream, targets_stream,
};
pub(crate) use records::{BatchCodec, batch_stream};
pub(crate) use releases::{
    BudgetCodec, PUBLISHED, ReleaseCodec, SUBSCRIPTION_EVENTS, SubscriptionsCodec, budget_stream,
    release_stream,
};
pub(crate) use sealing::{ROTATED, SEALING_STREAM, SealingCodec};
pub(crate) use sums::{SUMS_FINALISED, SumsCodec, sums_stream};
pub(crate) use weeks::{WEEK_CLOSED, WEEKS_STREAM, WeeksCodec};

/// Every type of event that is sealed.
pub(crate) const SEALED: [&str; 5] =
    [figures::INCIDENT, figures::RECOUNTED, figures::UNCOUNTED, figures::REFERRAL, CARE_COUNTED];

/// The name of what is sealed in an event that counts.
const COUNT: &str = "count";

/// An event that counts, as stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedCount {
    count: Sealed,
}

/// A count, sealed to its place under the month's key.
fn sealed(sealer: &Sealer<'_>, told: impl Serialize) -> Result<Vec<u8>, CodecError> {
    write(&SealedCount { count: sealer.seal(SpanKey::CLASS, COUNT, &Sensitive::new(told))? })
}

/// What follows from a sealed count, or `not_open` where it is withheld or its key destroyed.
fn opened<T: DeserializeOwned, E>(
    opener: &Opener<'_>,
    payload: &[u8],
    follows: fn(T) -> E,
    not_open: E,
) -> Result<E, CodecError> {
    let SealedCount { count } = read(payload)?;
    let told = opener.open(SpanKey::CLASS, COUNT, &count)?.into_exposed();
    Ok(told.map_or(not_open, follows))
}
