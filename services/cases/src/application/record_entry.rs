//! Records an entry of a case: of its care, or of what guards it.

use sentier_cases_domain::case::care;
use sentier_cases_domain::case::{Command, safeguard};
use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_eventing::streams::Call;
use sentier_platform::ids::derived;

use super::{Answer, Cases, Fault, Known};

/// What is recorded.
#[derive(Clone, Debug)]
pub enum Noted {
    /// What was done for her, asked for or answered.
    Care(care::Fact),
    /// What guards her file, and herself.
    Safeguard(safeguard::Fact),
}

impl From<care::Fact> for Noted {
    fn from(fact: care::Fact) -> Self {
        Self::Care(fact)
    }
}

impl From<safeguard::Fact> for Noted {
    fn from(fact: safeguard::Fact) -> Self {
        Self::Safeguard(fact)
    }
}

impl Cases {
    /// Records an entry.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys or store.
    pub async fn record_entry(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        noted: impl Into<Noted>,
    ) -> Result<(Answer, EntryId), Fault> {
        let entry = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let command = match noted.into() {
            Noted::Care(fact) => Command::Care(care::Command { entry, by, fact }),
            Noted::Safeguard(fact) => {
                Command::Safeguard(safeguard::Command { entry, by, fact, plan: None })
            }
        };
        Ok((self.change_sealed(call, known, command).await?, entry))
    }
}
