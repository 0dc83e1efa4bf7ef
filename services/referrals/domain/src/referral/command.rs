//! What may be wished of a referral.

use sentier_kernel::{Moment, Sensitive};
use serde::{Deserialize, Serialize};

use super::onward;
use crate::agency::Unsuited;
use crate::value::{
    AgencyId, CaseId, ConsentId, DeclineReason, Disclosure, Need, Outcome, ProposalId, ReferralId,
    Refusal, StructureId, Urgency,
};

/// What a centre asks of a structure. Ids and codes; nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The referral's id, drawn by the cases context.
    pub referral: ReferralId,
    /// The case.
    pub case: CaseId,
    /// The consent that it relies on.
    pub consent: ConsentId,
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
    /// Whether the agency is asked to take the whole case over.
    #[serde(default, skip_serializing_if = "is_not")]
    pub transfer: bool,
}

/// What is not so is not written: most referrals are no transfer, and older ones never said.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_not(so: &bool) -> bool {
    !*so
}

/// What the case releases for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// PRIVACY: the released fields.
    pub disclosure: Sensitive<Disclosure>,
    /// From this moment on they may not be read.
    pub read_until: Moment,
    /// Until when the agency is expected to take or decline it.
    pub answer_by: Moment,
}

impl From<Unsuited> for Refusal {
    fn from(unsuited: Unsuited) -> Self {
        match unsuited {
            Unsuited::AgencyNotActive => Self::AgencyNotActive,
            Unsuited::ServiceNotOffered => Self::ServiceNotOffered,
        }
    }
}

/// A wish to move a referral. Those of an agency name it: another agency's referral does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Put a centre's request in the agency's inbox, or keep why it does not get there.
    ReceiveRequest {
        /// What is asked.
        request: Request,
        /// What the case releases; or what the directory (`agency::State::suits`) or the case refused.
        claimed: Result<Claimed, Refusal>,
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
    /// The agency gives an appointment, which is a message of its own.
    Schedule {
        /// Who says so.
        agency: AgencyId,
    },
    /// The agency takes an appointment back.
    CancelAppointment {
        /// Who says so.
        agency: AgencyId,
    },
    /// She came to the agency, or did not.
    RecordAttendance {
        /// Who says so.
        agency: AgencyId,
        /// Whether she came.
        attended: bool,
    },
    /// The agency begins to serve her.
    StartService {
        /// Who says so.
        agency: AgencyId,
    },
    /// The agency tells how it goes, in a message of its own.
    AddNote {
        /// Who says so.
        agency: AgencyId,
    },
    /// The agency proposes what else she needs.
    ProposeOnward {
        /// Who says so.
        agency: AgencyId,
        /// The proposal.
        proposal: ProposalId,
        /// What is proposed.
        wanted: onward::Wanted,
    },
    /// The agency takes a proposal back.
    WithdrawOnward {
        /// Who says so.
        agency: AgencyId,
        /// The proposal.
        proposal: ProposalId,
    },
    /// The centre asked her: it goes on with a proposal, or it does not.
    AnswerOnward {
        /// The proposal.
        proposal: ProposalId,
        /// Whether it does.
        taken_up: bool,
    },
    /// The agency writes to the centre, or the centre to the agency.
    SendMessage {
        /// The agency, when it writes; none for the centre.
        agency: Option<AgencyId>,
    },
    /// The centre asks the agency to stop.
    RequestCancellation,
    /// The agency has stopped.
    ConfirmCancellation {
        /// Who says so.
        agency: AgencyId,
    },
    /// The deadline passed; nothing happens when it did not.
    Expire,
    /// The service was given.
    Complete {
        /// Who says so.
        agency: AgencyId,
        /// What it led to.
        outcome: Outcome,
    },
    /// Consent was withdrawn or is not valid.
    Revoke,
    /// The key of a disclosure that may not be read any more is gone.
    DestroyDisclosure,
    /// The key of messages that may not be read any more is gone.
    DestroyMessages,
    /// The agency reads the disclosure.
    ReadDisclosure {
        /// Who reads.
        agency: AgencyId,
    },
}
