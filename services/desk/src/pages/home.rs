//! The first page of each role.

use sentier_proto::access::v1::StaffRole;

use crate::page::{Answer, Here, see_other};

/// Leads to the page where her work begins.
pub(crate) async fn home(here: Here) -> Answer {
    let signed = here.signed()?;
    let first = if signed.works_on_cases() {
        "/cases"
    } else if signed.agency().is_some() {
        "/inbox"
    } else if signed.has(StaffRole::Administrator) {
        "/staff"
    } else {
        "/directory"
    };
    Ok(see_other(first))
}
