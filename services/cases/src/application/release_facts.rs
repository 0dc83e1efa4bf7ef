//! Releases an incident's facts to the statistics, under a consent valid now.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::counted::is_covered;
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::IncidentId;
use sentier_cases_domain::value::Date;
use sentier_eventing::streams::Reading;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Releases an incident's facts, or tells that they are withheld because something is missing; done once
    /// per incident and correction, whoever asks how often.
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
        let is_whole = self.is_whole(known, incident, position).await?;
        let own = Principal::Service { name: self.host.name.to_owned() };
        let request = derived(incident.as_uuid(), &format!("release facts {position}"));
        let call = self.host.call(&own, &known.centre, request, [0; 32], None);
        self.change(call, known, Command::ReleaseFacts { incident, is_whole }).await
    }

    /// Whether nothing of the minimum data set is missing. PRIVACY: looked at under her consent alone, in
    /// the opened file, with an entry in the log first; a second try leaves no second entry.
    async fn is_whole(
        &self,
        known: &Known,
        incident: IncidentId,
        position: i64,
    ) -> Result<bool, Fault> {
        let stream = known.case.as_uuid();
        let now = self.host.env.clock.now();
        let state = self.streams.state(stream).await?.state;
        let released = state.incidents.get(&incident).copied().unwrap_or_default();
        if released || !is_covered(&state, now) {
            return Ok(true);
        }
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Ok(true);
        }
        let own = Principal::Service { name: self.host.name.to_owned() };
        let fields = vec!["identity", "incident"];
        let reading = self.host.reading(&own, &known.centre, "statistics", fields);
        let id = derived(incident.as_uuid(), &format!("is whole {position}"));
        let events = self.streams.disclose(Reading { id, ..reading }, stream, &ring).await?;
        let file = CaseFile::fold(events.iter().map(|recorded| &recorded.event));
        let found = file.incidents.iter().find(|it| it.id == incident);
        Ok(found.is_none_or(|it| file.missing(it, Date::of(now)).is_empty()))
    }
}
