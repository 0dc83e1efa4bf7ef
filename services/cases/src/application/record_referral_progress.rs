//! Takes up what the referrals context tells of a referral.

use sentier_cases_domain::case::Command;
use sentier_cases_domain::codes::{Outcome, Progress};
use sentier_cases_domain::id::{AgencyId, ReferralId};
use sentier_eventing::codec::write;
use sentier_eventing::store::{AppendError, NewEvent, Stamp};
use sentier_eventing::streams::{Call, TransactError, readings_stream};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::{Cases, Fault, Known};

/// The stored type of the entry that an agency's reading leaves.
pub(crate) const DISCLOSURE_READ: &str = "disclosure_read.v1";

/// An agency's reading, beside the readings of the case.
#[derive(Serialize, Deserialize)]
pub(crate) struct DisclosureRead {
    pub(crate) referral: ReferralId,
    pub(crate) agency: AgencyId,
}

/// What the referrals context tells of a referral.
#[derive(Clone, Copy, Debug)]
pub struct ReferralAnswer {
    /// How far it came.
    pub progress: Progress,
    /// What it led to; of a completion alone.
    pub outcome: Option<Outcome>,
    /// When the referrals context recorded it.
    pub happened_at: Moment,
}

impl Cases {
    /// Takes up how far a referral came; duplicates and late arrivals change nothing.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of the store.
    pub async fn record_referral_progress(
        &self,
        stamp: Stamp,
        known: &Known,
        referral: ReferralId,
        answer: ReferralAnswer,
    ) -> Result<(), Fault> {
        let call = Call { stamp, expected_version: None };
        let ReferralAnswer { progress, outcome, happened_at } = answer;
        let command = Command::RecordReferralProgress { referral, progress, outcome, happened_at };
        self.change(call, known, command).await.map(drop)
    }

    /// Writes an agency's reading of a disclosure beside the readings of the case's own file, so that
    /// the survivor can be told who read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record_disclosure_read(
        &self,
        stamp: Stamp,
        known: &Known,
        referral: ReferralId,
        agency: AgencyId,
    ) -> Result<(), Fault> {
        let payload = write(&DisclosureRead { referral, agency })?;
        let event = NewEvent { event_type: DISCLOSURE_READ, payload };
        let stream = readings_stream(known.case.as_uuid());
        match self.host.store.note(stamp, stream, event).await {
            Ok(_) => Ok(()),
            Err(AppendError::Store(error)) => Err(error.into()),
            Err(AppendError::Stale) => Err(Fault::Command(TransactError::Stale)),
            Err(AppendError::RequestReused) => Err(Fault::Command(TransactError::RequestReused)),
        }
    }
}
