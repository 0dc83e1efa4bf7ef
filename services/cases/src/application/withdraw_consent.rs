//! Withdraws a consent, with immediate effect.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::id::ConsentId;
use sentier_eventing::streams::Call;

use super::{Answer, Cases, Fault, Known};

impl Cases {
    /// Withdraws a consent; on a closed case too.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn withdraw_consent(
        &self,
        call: Call,
        known: &Known,
        consent: ConsentId,
    ) -> Result<Answer, Fault> {
        self.change(call, known, Command::WithdrawConsent { consent }).await
    }
}
