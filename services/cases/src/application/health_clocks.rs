//! The health clocks of a case that still run: derived from the file when they are asked for, and kept
//! nowhere. A stored deadline would tell what happened to her, and when.

use sentier_cases_domain::clock::{Clock, Standing};
use sentier_cases_domain::counted::Service;
use sentier_cases_domain::id::IncidentId;
use sentier_eventing::streams::Reading;
use sentier_kernel::Moment;

use super::{Cases, Fault, Known};

/// What must happen after one incident, and by when. PERSONAL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthClocks {
    /// The incident.
    pub incident: IncidentId,
    /// The clocks that are not over, the nearest deadline first; at least one.
    pub clocks: Vec<Clock>,
    /// Whether a referral for health care runs, or led to a service.
    pub referred: bool,
}

impl Cases {
    /// The incidents of a case with a health clock that is not over at `now`. PRIVACY: the reading stands in
    /// the log before a field is opened. An erased survivor has none.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn health_clocks(
        &self,
        reading: Reading,
        known: &Known,
        now: Moment,
    ) -> Result<Vec<HealthClocks>, Fault> {
        let (answer, file) = self.read_case(reading, known).await?;
        let Some(file) = file else { return Ok(Vec::new()) };
        let referred = answer.state.referrals.values().any(|referral| {
            let given = Service::of(referral.progress, referral.outcome) == Some(Service::Given);
            referral.need.is_health() && (!referral.progress.is_final() || given)
        });
        let of_incident = file.incidents.iter().map(|incident| {
            let mut clocks = file.clocks(incident);
            clocks.retain(|clock| clock.standing(now) != Standing::Over);
            clocks.sort_by_key(|clock| clock.deadline);
            HealthClocks { incident: incident.id, clocks, referred }
        });
        Ok(of_incident.filter(|it| !it.clocks.is_empty()).collect())
    }
}
