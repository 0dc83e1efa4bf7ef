//! Records and classifies an incident.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::classification::{Answers, Classification, classify};
use sentier_cases_domain::codes::PartOfDay;
use sentier_cases_domain::id::IncidentId;
use sentier_cases_domain::minimum::Circumstances;
use sentier_cases_domain::value::{Date, Narrative};
use sentier_eventing::streams::Call;
use sentier_kernel::Sensitive;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// What she tells of an incident. PERSONAL.
#[derive(Clone, Debug)]
pub struct Account {
    /// When it happened.
    pub date: Date,
    /// Whether the date is an estimate.
    pub date_estimated: bool,
    /// Part of day; absent when unknown.
    pub part_of_day: Option<PartOfDay>,
    /// The answers that classify it.
    pub answers: Answers,
    /// What else the form asks about it.
    pub circumstances: Sensitive<Circumstances>,
    /// Her account.
    pub narrative: Sensitive<Narrative>,
}

/// An incident that was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The case after it.
    pub answer: Answer,
    /// The incident.
    pub incident: IncidentId,
    /// How it is classified. PERSONAL: for the one who gave the answers.
    pub classification: Classification,
}

impl Cases {
    /// Records and classifies an incident.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn record_incident(
        &self,
        call: Call,
        known: &Known,
        account: Account,
    ) -> Result<Recorded, Fault> {
        let incident = IncidentId::from_uuid(derived(call.stamp.request_id, "incident"));
        let classification = classify(account.answers);
        let Account { date, date_estimated, part_of_day, answers, circumstances, narrative } =
            account;
        let command = Command::RecordIncident {
            incident,
            date,
            date_estimated,
            part_of_day,
            answers,
            circumstances,
            narrative,
        };
        let answer = self.change_sealed(call, known, command).await?;
        Ok(Recorded { answer, incident, classification })
    }
}
