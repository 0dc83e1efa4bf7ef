//! May she be reached this way, now? Nothing personal in the answer.

use sentier_kernel::{Moment, codes};

use super::{Answerer, Channel, SafeContactPlan};

codes! {
    /// Why never.
    Ground {
        /// She was not asked how she may be reached.
        NoPlan = "no_plan",
        /// She said never.
        SheSaidNever = "she_said_never",
        /// She agreed to no such way.
        NotThisWay = "not_this_way",
    }
}

/// Whether she may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Now.
    Allowed {
        /// Whether a code word must be said first.
        code_word: bool,
        /// Whether who calls may say from where. Otherwise nothing of the centre is said.
        may_name_centre: bool,
    },
    /// Not before a moment.
    NotUntil(Moment),
    /// Never this way.
    Never(Ground),
}

impl Answer {
    /// Whether it is now.
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// Whether a survivor with this plan may be reached at a moment, by a channel, through somebody's ear.
pub fn decide(
    plan: Option<&SafeContactPlan>,
    channel: Channel,
    answerer: Answerer,
    at: Moment,
) -> Answer {
    let Some(plan) = plan else { return Answer::Never(Ground::NoPlan) };
    if plan.never {
        return Answer::Never(Ground::SheSaidNever);
    }
    let ways =
        plan.ways.iter().filter(|way| way.channel == channel && way.answerers.contains(&answerer));
    match ways.filter_map(|way| way.opens(at)).min() {
        None => Answer::Never(Ground::NotThisWay),
        Some(opens) if opens > at => Answer::NotUntil(opens),
        Some(_now) => Answer::Allowed {
            code_word: !plan.code_word.is_empty(),
            may_name_centre: plan.may_name_centre,
        },
    }
}
