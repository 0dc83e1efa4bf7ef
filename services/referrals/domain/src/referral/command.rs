//! What may be wished of a referral.

use sentier_kernel::{Moment, Sensitive};

use crate::agency::Unsuited;
use crate::value::{
    AgencyId, CaseId, DeclineReason, Disclosure, Need, Outcome, ReferralId, StructureId, Urgency,
};

/// What a centre asks of a structure. Ids, codes and a term; nothing personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The referral's id, drawn by the cases context.
    pub referral: ReferralId,
    /// The case.
    pub case: CaseId,
    /// The asking centre's code.
    pub centre: String,
    /// The agency asked.
    pub agency: AgencyId,
    /// Its structure.
    pub structure: StructureId,
    /// The need.
    pub need: Need,
    /// How fast.
    pub urgency: Urgency,
    /// From this moment on the disclosure may not be read.
    pub read_until: Moment,
}

/// A wish to move a referral. Those of an agency name it: another agency's referral does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Put a centre's request in the agency's inbox.
    ReceiveRequest {
        /// What is asked.
        request: Request,
        /// What the case releases.
        disclosure: Sensitive<Disclosure>,
        /// What the directory says of the structure (`agency::State::suits`).
        suited: Result<(), Unsuited>,
    },
    /// The agency has seen it.
    Acknowledge {
        /// Who says so.
        agency: AgencyId,
    },
    /// The agency takes it.
    Accept {
        /// Who says so.
        agency: AgencyId,
    },
    /// The agency does not take it.
    Decline {
        /// Who says so.
        agency: AgencyId,
        /// Why.
        reason: DeclineReason,
    },
    /// The service was given.
    Complete {
        /// Who says so.
        agency: AgencyId,
        /// What it led to.
        outcome: Outcome,
    },
    /// Consent was withdrawn or is not valid.
    Revoke,
    /// The agency reads the disclosure.
    ReadDisclosure {
        /// Who reads.
        agency: AgencyId,
    },
}
