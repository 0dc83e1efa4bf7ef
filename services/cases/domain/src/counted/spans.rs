//! Spans of hours and ages of the figures: from a rape to a health service, from a referral to its
//! answer, and her age in steps.

use std::time::Duration;

use sentier_kernel::{Moment, codes};

use crate::age::years_at;
use crate::value::Date;

const HOUR: Duration = Duration::from_hours(1);

codes! {
    /// How soon after a rape she was at a health service (WHO: prophylaxis within 72 hours, emergency
    /// contraception within 120).
    HealthReach {
        /// Less than 72 hours.
        Within72Hours = "within_72_hours",
        /// Less than 120 hours.
        Within120Hours = "within_120_hours",
        /// Later.
        Later = "later",
    }
    /// How long an answer to a referral took.
    ResponseTime {
        /// Less than 24 hours.
        Within24Hours = "within_24_hours",
        /// Less than 72 hours.
        Within72Hours = "within_72_hours",
        /// Less than 7 days.
        Within7Days = "within_7_days",
        /// 7 days or more.
        Later = "later",
    }
    /// Her age at the incident, in steps of which every age band of a report is made up.
    AgeStep {
        /// 0 to 9 years.
        From0To9 = "0_to_9",
        /// 10 and 11 years.
        From10To11 = "10_to_11",
        /// 12 to 14 years.
        From12To14 = "12_to_14",
        /// 15 to 17 years.
        From15To17 = "15_to_17",
        /// 18 and 19 years.
        From18To19 = "18_to_19",
        /// 20 to 24 years.
        From20To24 = "20_to_24",
        /// 25 to 34 years.
        From25To34 = "25_to_34",
        /// 35 to 49 years.
        From35To49 = "35_to_49",
        /// 50 years and over.
        From50 = "50_and_over",
    }
}

impl HealthReach {
    /// From the earliest instant at which it can have happened to the service; a span that is exactly as
    /// long as a limit is beyond it.
    pub fn between(earliest: Moment, served: Moment) -> Self {
        match served.since(earliest) {
            span if span < 72 * HOUR => Self::Within72Hours,
            span if span < 120 * HOUR => Self::Within120Hours,
            _ => Self::Later,
        }
    }
}

impl ResponseTime {
    /// From the sending to the answer.
    pub fn between(sent: Moment, answered: Moment) -> Self {
        match answered.since(sent) {
            span if span < 24 * HOUR => Self::Within24Hours,
            span if span < 72 * HOUR => Self::Within72Hours,
            span if span < 7 * 24 * HOUR => Self::Within7Days,
            _ => Self::Later,
        }
    }
}

impl AgeStep {
    /// The step of her age on the day of the incident; `None` when that day is before her birth.
    pub fn at(birth: Date, incident: Date) -> Option<Self> {
        Some(match years_at(birth, incident)? {
            ..=9 => Self::From0To9,
            10..=11 => Self::From10To11,
            12..=14 => Self::From12To14,
            15..=17 => Self::From15To17,
            18..=19 => Self::From18To19,
            20..=24 => Self::From20To24,
            25..=34 => Self::From25To34,
            35..=49 => Self::From35To49,
            _ => Self::From50,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    fn start() -> Moment {
        Date::parse(2026, 11, 20).unwrap().midnight()
    }

    fn before(hours: u32) -> Moment {
        let span = hours * HOUR;
        start().plus(span.saturating_sub(MINUTE))
    }

    #[test]
    fn a_health_service_at_71_59_is_within_72_hours_and_at_72_00_is_not() {
        let reach = |at| HealthReach::between(start(), at);
        assert_eq!(reach(before(72)), HealthReach::Within72Hours);
        assert_eq!(reach(start().plus(72 * HOUR)), HealthReach::Within120Hours);
        assert_eq!(reach(before(120)), HealthReach::Within120Hours);
        assert_eq!(reach(start().plus(120 * HOUR)), HealthReach::Later);
    }

    #[test]
    fn an_answer_after_exactly_a_day_is_not_within_24_hours() {
        let took = |at| ResponseTime::between(start(), at);
        assert_eq!(took(before(24)), ResponseTime::Within24Hours);
        assert_eq!(took(start().plus(24 * HOUR)), ResponseTime::Within72Hours);
        assert_eq!(took(start().plus(72 * HOUR)), ResponseTime::Within7Days);
        assert_eq!(took(before(7 * 24)), ResponseTime::Within7Days);
        assert_eq!(took(start().plus(7 * 24 * HOUR)), ResponseTime::Later);
    }

    #[test]
    fn her_age_is_that_on_the_day_of_the_incident() {
        let birth = Date::parse(2008, 11, 20).unwrap();
        let on = |year, day| AgeStep::at(birth, Date::parse(year, 11, day).unwrap());
        assert_eq!(on(2026, 19), Some(AgeStep::From15To17));
        assert_eq!(on(2026, 20), Some(AgeStep::From18To19));
        assert_eq!(on(2018, 19), Some(AgeStep::From0To9));
        assert_eq!(on(2018, 20), Some(AgeStep::From10To11));
        assert_eq!(on(2008, 19), None);
    }

    #[test]
    fn each_step_of_age_begins_on_a_birthday() {
        let birth = Date::parse(1970, 11, 20).unwrap();
        let at = |age: i32, day| AgeStep::at(birth, Date::parse(1970 + age, 11, day).unwrap());
        // The age with which each step but the first begins: the day before it is the step before.
        let begins = [10, 12, 15, 18, 20, 25, 35, 50];
        for (steps, age) in AgeStep::ALL.windows(2).zip(begins) {
            assert_eq!((at(age, 19), at(age, 20)), (Some(steps[0]), Some(steps[1])), "{age}");
        }
        assert_eq!((at(0, 20), at(56, 20)), (Some(AgeStep::From0To9), Some(AgeStep::From50)));
    }
}
