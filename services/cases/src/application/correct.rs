//! Corrects what is known of a survivor or of an incident: what does not change is kept, so the file is
//! opened first.

use sentier_cases_domain::case::{
    Command, Event, IncidentCorrection, Rejection, SurvivorCorrection,
};
use sentier_cases_domain::classification::Classification;
use sentier_cases_domain::file::{CaseFile, Former};
use sentier_cases_domain::id::IncidentId;
use sentier_eventing::streams::{Call, Reading, Recorded};

use super::{Answer, Cases, Fault, Known};

/// A file that was opened to be corrected. PERSONAL.
#[derive(Debug)]
pub struct OpenedFile {
    /// The case's version that was read.
    pub version: i64,
    events: Vec<Recorded<Event>>,
}

impl OpenedFile {
    /// The file as it stands.
    pub fn file(&self) -> CaseFile {
        self.file_at(i64::MAX)
    }

    fn file_at(&self, version: i64) -> CaseFile {
        let until = self.events.iter().take_while(|recorded| recorded.version <= version);
        CaseFile::fold(until.map(|recorded| &recorded.event))
    }
}

/// An incident that was corrected. PERSONAL: for the one who gave the new values.
#[derive(Clone, Debug)]
pub struct CorrectedIncident {
    /// The case after it.
    pub answer: Answer,
    /// How it was classified.
    pub former: Classification,
    /// How it is classified.
    pub classification: Classification,
}

impl Cases {
    /// The file of a case, to be corrected. PRIVACY: the reading stands in the log before a field is
    /// opened; `reading` names it, so that a repeat leaves no second entry.
    ///
    /// # Errors
    /// When she was erased, the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn open_to_correct(
        &self,
        reading: Reading,
        known: &Known,
    ) -> Result<OpenedFile, Fault> {
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if ring.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let events = self.streams.disclose(reading, known.case.as_uuid(), &ring).await?;
        let opened =
            OpenedFile { version: events.last().map_or(0, |recorded| recorded.version), events };
        if opened.file().state.erased {
            return Err(Rejection::SurvivorErased.into());
        }
        Ok(opened)
    }

    /// Corrects what is known of her.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn correct_survivor(
        &self,
        call: Call,
        known: &Known,
        wish: SurvivorCorrection,
    ) -> Result<Answer, Fault> {
        self.change_sealed(call, known, Command::CorrectSurvivor(wish)).await
    }

    /// Corrects an incident.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn correct_incident(
        &self,
        call: Call,
        known: &Known,
        opened: &OpenedFile,
        wish: IncidentCorrection,
    ) -> Result<CorrectedIncident, Fault> {
        let incident = wish.incident;
        let types = |told: Option<&sentier_cases_domain::case::ToldIncident>| {
            told.map(|told| told.details.classification).ok_or(Rejection::SurvivorErased)
        };
        let mut former = types(wish.former.expose())?;
        let mut classification = types(wish.told.expose())?;
        let answer = self.change_sealed(call, known, Command::CorrectIncident(wish)).await?;
        // A repeat is told what the first call was told: both stood in the file that was opened now.
        if let Some((then, now)) = corrected_at(opened, incident, answer.version) {
            (former, classification) = (then, now);
        }
        Ok(CorrectedIncident { answer, former, classification })
    }
}

/// The classification of the incident before and after the correction at a version of the case.
fn corrected_at(
    opened: &OpenedFile,
    incident: IncidentId,
    version: i64,
) -> Option<(Classification, Classification)> {
    let at_it = |recorded: &Recorded<Event>| {
        recorded.version == version
            && matches!(recorded.event, Event::IncidentCorrected { incident: of, .. } if of == incident)
    };
    opened.events.iter().find(|recorded| at_it(recorded))?;
    let file = opened.file_at(version);
    let Former::Incident { incident: was, .. } = &file.corrections.last()?.former else {
        return None;
    };
    let is = file.incidents.iter().find(|known| known.id == incident)?;
    let of = |it: &sentier_cases_domain::file::Incident| Some(it.details.expose()?.classification);
    of(was).zip(of(is))
}
