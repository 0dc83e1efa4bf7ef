//! What a figure comes to, in words and in numbers; the same in every report.

use sentier_statistics_domain::indicators::Unit;
use sentier_statistics_domain::reports::Figure;

use super::document::{Numbers, Words, grouped, rounded};

/// How a share is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// In a sentence.
    Long,
    /// In the room beside a bar.
    Brief,
}

/// What a figure comes to in its period.
pub(super) fn said(words: Words, figure: &Figure, manner: Manner) -> String {
    let value = &figure.value;
    match (figure.indicator.unit(), value.numerator, value.denominator) {
        (_, None, _) => words.say("report-withheld"),
        (Unit::Share, Some(part), Some(whole)) if whole > 0 => match manner {
            Manner::Long => words.share(part, whole, figure.interval),
            Manner::Brief => words.brief(part, whole, figure.interval),
        },
        (Unit::Average, Some(sum), Some(count)) if count > 0 => {
            let tenths = rounded(sum.saturating_mul(10), count);
            let values =
                [("whole", (tenths / 10).to_string()), ("tenth", (tenths % 10).to_string())];
            words.fill("report-average", &values)
        }
        (Unit::Share | Unit::Average, ..) => words.say("report-nothing"),
        (Unit::Count, Some(count), _) => grouped(words.0, count),
    }
}

/// The same in numbers.
pub(super) fn numbers(figure: &Figure) -> Numbers {
    Numbers {
        count: figure.value.numerator,
        of: figure.value.denominator,
        interval: figure.interval,
        before: figure.before.numerator,
        before_of: figure.before.denominator,
        instead: None,
    }
}
