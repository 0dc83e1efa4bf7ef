//! Releases the facts of incidents that a consent to statistics covers: when an incident is recorded
//! under one, when one is given later, and again when the incident is corrected.

use futures_util::future::BoxFuture;
use sentier_cases_domain::case::Rejection;
use sentier_cases_domain::id::IncidentId;
use sentier_kernel::id::Uuid;

use super::{PAGE, Process};
use crate::application::{Cases, Fault};
use crate::projections::unreleased_incident;

/// Works through what is covered.
#[derive(Debug)]
pub(crate) struct ReleaseFacts;

impl Process for ReleaseFacts {
    fn work<'a>(&'a mut self, cases: &'a Cases) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let mut after = (0, IncidentId::from_uuid(Uuid::nil()));
            loop {
                let due =
                    unreleased_incident::covered(cases.host.store.database(), after, PAGE).await?;
                let Some(last) = due.last() else { return Ok(()) };
                after = (last.position, last.incident);
                for one in &due {
                    let Some(known) = cases.known(one.case).await? else { continue };
                    match cases.release_facts(&known, one.incident, one.position).await {
                        Ok(_) => {}
                        // The consent ended, or she was erased, since the read model was written.
                        Err(fault) if is_over(&fault) => {}
                        Err(fault) => return Err(fault),
                    }
                }
            }
        })
    }

    fn name(&self) -> &'static str {
        "release_facts"
    }
}

const fn is_over(fault: &Fault) -> bool {
    matches!(fault.rejection(), Some(Rejection::NoConsent | Rejection::SurvivorErased))
}
