//! How this service's events are stored. Nothing here is personal, so nothing is sealed.

mod figures;
mod indicators;
mod outreach;
mod records;
mod releases;
mod sealing;
#[cfg(test)]
mod tests;
mod weeks;

use sentier_eventing::codec::{read, write};

pub(crate) use figures::{FIGURES_EVENTS, FiguresCodec, figures_stream};
pub(crate) use indicators::{CARE_COUNTED, IndicatorsCodec, indicators_stream};
pub(crate) use outreach::{
    ACTIVITY_EVENTS, ActivitiesCodec, TargetsCodec, activity_stream, targets_stream,
};
pub(crate) use records::{BatchCodec, batch_stream};
pub(crate) use releases::{
    BudgetCodec, PUBLISHED, ReleaseCodec, SUBSCRIPTION_EVENTS, SubscriptionsCodec, budget_stream,
    release_stream,
};
pub(crate) use sealing::{ROTATED, SEALING_STREAM, SealingCodec};
pub(crate) use weeks::{WEEK_CLOSED, WEEKS_STREAM, WeeksCodec};
