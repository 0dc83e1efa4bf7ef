//! Releases an incident's facts to the statistics, under a consent valid now.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::id::IncidentId;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Releases an incident's facts; done once per incident and correction, whoever asks how often.
    /// `position` is that of the event that recorded or corrected it.
    ///
    /// # Errors
    /// The domain's rejection, `NO_CONSENT` among them, or a fault of the store.
    pub async fn release_facts(
        &self,
        known: &Known,
        incident: IncidentId,
        position: i64,
    ) -> Result<Answer, Fault> {
        let own = Principal::Service { name: self.host.name.to_owned() };
        let request = derived(incident.as_uuid(), &format!("release facts {position}"));
        let call = self.host.call(&own, &known.centre, request, [0; 32], None);
        self.change(call, known, Command::ReleaseFacts { incident }).await
    }
}
