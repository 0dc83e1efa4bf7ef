//! Closes a case.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::codes::ClosureReason;
use sentier_eventing::streams::Call;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Closes a case that has no open referral and whose closure a supervisor approved, or closes
    /// herself.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn close_case(
        &self,
        call: Call,
        known: &Known,
        reason: ClosureReason,
        supervises: bool,
    ) -> Result<Answer, Fault> {
        self.change(call, known, Command::CloseCase { reason, supervises }).await
    }
}
