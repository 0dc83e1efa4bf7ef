//! Opaque ids of this context and of what it points to.

use sentier_kernel::typed_id;

typed_id! {
    /// One case; also the key of its stream.
    pub CaseId,
    /// One survivor; the subject whose keys seal her personal values.
    pub SurvivorId,
    /// One incident of a case.
    pub IncidentId,
    /// One consent of a case.
    pub ConsentId,
    /// One referral; the referrals context uses the same id.
    pub ReferralId,
    /// One follow-up meeting.
    pub FollowUpId,
    /// One entry of a case's care: an assessment, a plan, a note, a request…
    pub EntryId,
    /// One action of a plan.
    pub ActionId,
    /// A merge of two cases of one survivor.
    pub MergeId,
    /// A draft of an intake; also the subject whose keys seal it.
    pub DraftId,
    /// Where the chunks of an attachment are put away; random, so that it tells nothing.
    pub ObjectId,
    /// A member of staff.
    pub StaffId,
    /// An agency of the directory.
    pub AgencyId,
    /// A structure of an agency.
    pub StructureId,
    /// What an agency proposes beyond its referral; the referrals context uses the same id.
    pub ProposalId,
    /// A referral of an agency towards the centre; the referrals context uses the same id.
    pub InboundId,
}
