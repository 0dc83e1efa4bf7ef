//! Closes a case.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::codes::ClosureReason;
use sentier_cases_domain::id::StaffId;
use sentier_eventing::streams::Call;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Closes a case that has no open referral and whose closure was asked for and approved by another;
    /// `supervisor` is who closes when she supervises it, and approves what another asked for by that.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn close_case(
        &self,
        call: Call,
        known: &Known,
        reason: ClosureReason,
        supervisor: Option<StaffId>,
    ) -> Result<Answer, Fault> {
        self.change(call, known, Command::CloseCase { reason, supervisor }).await
    }
}
