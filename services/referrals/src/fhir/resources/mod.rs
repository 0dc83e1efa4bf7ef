//! The resources: a referral and what belongs to it, in the words of FHIR R4 (4.0.1).

mod capability;
mod communication;
mod consent;
mod searchset;
mod service_request;
mod survivor;
mod task;
mod wish;

pub(super) use capability::capability_statement;
pub(super) use communication::{communication, written};
pub(super) use consent::{consent, consent_subset};
pub(super) use searchset::Searchset;
pub(super) use service_request::{service_request, subsetted};
pub(super) use task::task;
pub(super) use wish::{Wish, wish};
