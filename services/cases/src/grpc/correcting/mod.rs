//! What was told at intake is completed or corrected. What is wrong in itself is refused before the file is
//! opened; what does not change is taken from the file.

mod incident;
mod mask;
mod survivor;
mod told;

use sentier_cases_domain::case::{IncidentCorrection, Rejection, SurvivorCorrection};
use sentier_cases_domain::id::StaffId;
use sentier_eventing::streams::{Call, Reading};
use sentier_kernel::{Category, Explain as _, Sensitive};
use sentier_platform::authorise::Denied;
use sentier_platform::grpc::request_id;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{
    CorrectIncidentRequest, CorrectIncidentResponse, CorrectSurvivorRequest,
    CorrectSurvivorResponse,
};

use super::convert::asked;
use super::fields::{self, Fields};
use super::{CasesGrpc, Refusal, answer};
use crate::application::{Fault, Known, OpenedFile, WHOLE_FILE};
use crate::codes::Coded as _;

pub(super) use told::{as_correction, fields_of};

/// How often a file is opened again when somebody else was faster.
const TRIES: u32 = 3;

impl CasesGrpc {
    pub(super) async fn on_correct_survivor(
        &self,
        principal: &Principal,
        request: CorrectSurvivorRequest,
    ) -> Result<CorrectSurvivorResponse, Refusal> {
        const ACTION: &str = "cases.v1.CorrectionService/CorrectSurvivor";
        let by = corrector(principal)?;
        let mut read = Fields::default();
        let name = read.keep(fields::case("name", &request.name));
        let id = read.keep(request_id(&request.request_id));
        let wanted = survivor::wanted(&mut read, &request, self.now());
        let asked = asked(read, name, id, wanted)?;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let mut tries = 0;
        loop {
            let opened = self.open_to_correct(principal, &known, &call).await?;
            let file = opened.file();
            let change = survivor::change(&file, &request, &asked.wish, self.now())?;
            let wish = SurvivorCorrection {
                fields: change.fields,
                former: Sensitive::new(change.former),
                told: Sensitive::new(change.told),
                givings: file.givings,
                by,
            };
            let call = Call { expected_version: seen.or(Some(opened.version)), ..call.clone() };
            match self.cases.correct_survivor(call, &known, wish).await {
                Err(fault) if again(&fault, seen, &mut tries) => {}
                done => {
                    let case = Some(answer::case(&done?, self.now()));
                    return Ok(CorrectSurvivorResponse { case });
                }
            }
        }
    }

    pub(super) async fn on_correct_incident(
        &self,
        principal: &Principal,
        request: CorrectIncidentRequest,
    ) -> Result<CorrectIncidentResponse, Refusal> {
        const ACTION: &str = "cases.v1.CorrectionService/CorrectIncident";
        let by = corrector(principal)?;
        let mut read = Fields::default();
        let named = read.keep(fields::incident("name", &request.name));
        let id = read.keep(request_id(&request.request_id));
        let wanted = incident::wanted(&mut read, &request, self.now());
        let (name, incident) = named.unzip();
        let asked = asked(read, name, id, incident.zip(wanted))?;
        let (incident, ref wanted) = asked.wish;
        let seen = request.expected_version;
        let (known, call) = self.begin(principal, ACTION, &asked, seen, &request).await?;
        let mut tries = 0;
        loop {
            let opened = self.open_to_correct(principal, &known, &call).await?;
            let file = opened.file();
            let found = file.incidents.iter().find(|known| known.id == incident);
            let found = found.ok_or(Fault::Refused(Rejection::NoSuchIncident))?;
            let change = incident::change(found, &request, wanted, self.now())?;
            let wish = IncidentCorrection {
                incident,
                fields: change.fields,
                former: Sensitive::new(change.former),
                told: Sensitive::new(change.told),
                by,
            };
            let call = Call { expected_version: seen.or(Some(opened.version)), ..call.clone() };
            match self.cases.correct_incident(call, &known, &opened, wish).await {
                Err(fault) if again(&fault, seen, &mut tries) => {}
                done => {
                    let done = done?;
                    return Ok(CorrectIncidentResponse {
                        case: Some(answer::case(&done.answer, self.now())),
                        r#type: done.classification.incident_type.number(),
                        deciding_question: done.classification.deciding_question.into(),
                        former_type: done.former.incident_type.number(),
                        former_deciding_question: done.former.deciding_question.into(),
                    });
                }
            }
        }
    }

    async fn open_to_correct(
        &self,
        principal: &Principal,
        known: &Known,
        call: &Call,
    ) -> Result<OpenedFile, Refusal> {
        let fields = WHOLE_FILE.to_vec();
        let reading = self.cases.host.reading(principal, &known.centre, "direct_care", fields);
        let id = derived(call.stamp.request_id, "reading");
        Ok(self.cases.open_to_correct(Reading { id, ..reading }, known).await?)
    }
}

/// Corrections are a member of staff's.
fn corrector(principal: &Principal) -> Result<StaffId, Denied> {
    principal.staff_id().map(StaffId::from_uuid).ok_or(Denied::NotPermitted)
}

/// Whether somebody else changed the case since its file was opened, and the caller does not mind.
fn again(fault: &Fault, seen: Option<i64>, tries: &mut u32) -> bool {
    *tries += 1;
    seen.is_none() && fault.category() == Category::Stale && *tries < TRIES
}
