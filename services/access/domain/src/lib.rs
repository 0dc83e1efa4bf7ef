//! Who is who, as pure rules: the first administrator, accounts and their names.
//!
//! Nothing here hashes, draws or reads a clock: hashes, ids and moments arrive as values, so that a
//! password or a secret never enters a command, an event or a state.

pub mod account;
pub mod installation;
pub mod user_name;
pub mod value;

sentier_kernel::typed_id! {
    /// A person who signs in: a member of staff or an agency's officer.
    pub AccountId,
    /// An agency that receives referrals.
    pub AgencyId,
}
