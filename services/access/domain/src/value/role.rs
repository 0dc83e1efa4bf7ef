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
