//! What an officer of an agency may be.

use sentier_kernel::codes;

codes! {
    /// A role of an agency's officer; its code stands in stored events, tokens and policies.
    OfficerRole {
        /// Keeps the agency's credentials, officers, webhooks and structures; reads no disclosure.
        Administrator = "agency_administrator",
        /// Serves referrals.
        ReferralOfficer = "agency_referral_officer",
        /// Sees where referrals stand.
        Reader = "agency_reader",
    }
}
