//! How long ago it was, on an assessment of her health.

use sentier_proto::cases::v1::get_case_request::View;
use sentier_proto::cases::v1::{Case, GetCaseRequest, HoursSince};

use crate::page::{Here, ask};
use crate::trouble::Trouble;
use crate::words::Words;

/// From here on days say more than hours.
const IN_DAYS: i32 = 240;

/// What is known of it, for the form.
#[derive(Default)]
pub(super) enum Elapsed {
    /// No incident is recorded: somebody may know.
    #[default]
    Unknown,
    /// It follows from the latest incident, as far as that is known.
    Follows(Option<HoursSince>),
}

/// How long ago the case's latest incident was.
///
/// PRIVACY: it tells when something happened, so looking at it is a reading, and stands in the ledger.
pub(super) async fn of_case(here: &Here, case: &Case) -> Result<Elapsed, Trouble> {
    if case.incident_count == 0 {
        return Ok(Elapsed::Unknown);
    }
    let message = GetCaseRequest {
        name: case.name.clone(),
        purpose: "direct_care".to_owned(),
        view: View::Clocks.into(),
    };
    let read = ask!(here, cases.get_case, message).await?;
    let hours = read.incidents.into_iter().filter_map(|incident| incident.hours_since);
    Ok(Elapsed::Follows(hours.min_by_key(|hours| hours.most)))
}

/// How long ago it was, in words.
pub(super) fn said(words: Words, of: HoursSince) -> String {
    let HoursSince { least, most, told } = of;
    let key = match (least >= IN_DAYS, least == most) {
        (true, _) => "hours-since-days",
        (false, true) => "hours-since-one",
        (false, false) => "hours-since-range",
    };
    let days = (least / 24).to_string();
    let (least, most) = (least.to_string(), most.to_string());
    let said = words.fill(key, &[("least", &least), ("most", &most), ("days", &days)]);
    if told { words.fill("hours-since-told", &[("hours", &said)]) } else { said }
}

#[cfg(test)]
mod tests {
    use sentier_platform::catalogue::Locale;

    use super::*;

    #[test]
    fn hours_are_said_as_a_range_a_number_or_days_and_whether_they_were_told() {
        let of = |least, most, told| said(Words(Locale::English), HoursSince { least, most, told });
        assert_eq!(of(10, 34, false), "between 10 and 34 hours");
        assert_eq!(of(24, 24, false), "24 hours");
        assert_eq!(of(480, 500, false), "at least 20 days");
        assert_eq!(of(20, 20, true), "20 hours, as told");
    }
}
