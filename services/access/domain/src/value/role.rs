//! What a member of staff may be.

/// A role of a centre's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Receives survivors, opens cases.
    Intake,
    /// Works on her own cases.
    Caseworker,
    /// Sees the centre's cases.
    Supervisor,
    /// Sees figures, the directory and audits.
    Manager,
    /// Runs the system and reads no file.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::Intake, Self::Caseworker, Self::Supervisor, Self::Manager, Self::Administrator];

    /// The code in stored events, tokens and policies.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Caseworker => "caseworker",
            Self::Supervisor => "supervisor",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}
