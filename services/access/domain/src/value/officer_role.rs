//! What an officer of an agency may be.

/// A role of an agency's officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficerRole {
    /// Keeps the agency's credentials, officers, webhooks and structures; reads no disclosure.
    Administrator,
    /// Serves referrals.
    ReferralOfficer,
    /// Sees where referrals stand.
    Reader,
}

impl OfficerRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::ReferralOfficer, Self::Reader];

    /// The code in stored events, tokens and policies.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "agency_administrator",
            Self::ReferralOfficer => "agency_referral_officer",
            Self::Reader => "agency_reader",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}
