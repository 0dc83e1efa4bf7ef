//! The limits for care, with the time that is left.

use sentier_platform::grpc::moment;
use sentier_proto::cases::v1::clock::Standing;
use sentier_proto::cases::v1::{Case, Clock, GetCaseRequest, get_case_request::View};

use crate::page::{Here, ask};
use crate::trouble::Trouble;

/// One limit as it is shown.
pub(crate) struct ClockRow {
    pub(crate) limit: String,
    pub(crate) standing: String,
    pub(crate) tone: &'static str,
    pub(crate) until: String,
    pub(crate) certainty: String,
}

/// After the record of an incident, its limits are looked at for this many days: longer than any.
const DAYS: u64 = 7;

/// The limits in words, the ones that still run.
pub(crate) fn rows(here: &Here, clocks: &[Clock]) -> Vec<ClockRow> {
    clocks.iter().map(|clock| row(here, clock)).collect()
}

fn row(here: &Here, clock: &Clock) -> ClockRow {
    let words = here.words;
    let left = clock.time_left.unwrap_or_default().seconds / 60;
    let (hours, minutes) = ((left / 60).to_string(), format!("{:02}", left % 60));
    let left = words.fill("a-while-hours", &[("hours", &hours), ("minutes", &minutes)]);
    let (standing, tone) = match clock.standing() {
        Standing::Running => (words.fill("clock-standing-running", &[("left", &left)]), "wait"),
        Standing::Uncertain => (words.say("clock-standing-uncertain"), "bad"),
        Standing::Over | Standing::Unspecified => (words.say("clock-standing-over"), "done"),
    };
    let moment = words.moment(clock.deadline.as_ref());
    ClockRow {
        limit: words.code("clock", clock.limit().as_str_name()),
        standing,
        tone,
        until: words.fill("clock-until", &[("moment", &moment)]),
        certainty: words.code("clock", clock.certainty().as_str_name()),
    }
}

/// The limits of a case's incidents that are not over, when one was recorded these days.
///
/// PRIVACY: a limit tells what happened, so looking at it is a reading, and stands in the ledger.
pub(crate) async fn of_case(here: &Here, case: &Case) -> Result<Vec<ClockRow>, Trouble> {
    let now = here.desk.env.clock.now();
    let recorded = case.last_incident_record_time.as_ref().and_then(moment);
    let lately = recorded.is_some_and(|at| now.since(at).as_secs() < DAYS * 86_400);
    if !lately || case.erased {
        return Ok(Vec::new());
    }
    let message = GetCaseRequest {
        name: case.name.clone(),
        purpose: "direct_care".to_owned(),
        view: View::Clocks.into(),
    };
    let read = ask!(here, cases.get_case, message).await?;
    let clocks: Vec<Clock> = read
        .incidents
        .into_iter()
        .flat_map(|incident| incident.clocks)
        .filter(|clock| clock.standing() != Standing::Over)
        .collect();
    Ok(rows(here, &clocks))
}
