//! The safeguard service: who may open a file beyond or against her role, and how she may be reached.

mod answer;
mod entries;
mod glass;
mod honey;
mod lists;
mod plan;

pub(super) use answer::about;

use sentier_platform::principal::Principal;
use sentier_proto::cases::v1 as pb;
use sentier_proto::name;

use super::fields::{self, Fields};
use super::gate::Admitted;
use super::reading::purpose;
use super::{CasesGrpc, Refusal};
use sentier_cases_domain::review::BREAK_GLASS;

/// What is opened, as the ledger names it.
const OPENED: [&str; 2] = ["contact", "narrative"];

impl CasesGrpc {
    pub(super) async fn on_get_safeguards(
        &self,
        principal: &Principal,
        request: pb::GetSafeguardsRequest,
    ) -> Result<pb::GetSafeguardsResponse, Refusal> {
        const ACTION: &str = "cases.v1.SafeguardService/GetSafeguards";
        let mut fields = Fields::default();
        let named = fields.keep(fields::case("name", &request.name));
        let purpose = fields.keep(purpose(&request.purpose));
        let (named, purpose) = fields.built(named.zip(purpose))?;
        let Admitted { known, by_glass } = self.admitted(principal, ACTION, &named).await?;
        let purpose = if by_glass { BREAK_GLASS } else { purpose };
        let reading = self.cases.host.reading(principal, &known.centre, purpose, OPENED.to_vec());
        let (_, file) = self.cases.read_case(reading, &known).await?;
        // Of an erased survivor nothing is left that could be told.
        let told = file.map(|file| answer::safeguards(&known, &file, self.now()));
        Ok(told.unwrap_or_default())
    }
}

/// `centres/{centre}/cases/{case}/alarms/{alarm}`.
fn alarm_name(centre: &str, case: impl std::fmt::Display, alarm: impl std::fmt::Display) -> String {
    format!("{}/alarms/{alarm}", name::case(centre, case))
}
