//! What a member of staff may be.

use sentier_kernel::codes;

codes! {
    /// A role of a centre's staff; its code stands in stored events, tokens and policies.
    Role {
        /// Receives survivors, opens cases.
        Intake = "intake",
        /// Works on her own cases.
        Caseworker = "caseworker",
        /// Sees the centre's cases.
        Supervisor = "supervisor",
        /// Sees figures, the directory and audits.
        Manager = "manager",
        /// Runs the system and reads no file.
        Administrator = "administrator",
    }
}
