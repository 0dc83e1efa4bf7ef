//! The life of a referral in the words of FHIR: `Task.status` is what every system knows, and
//! `Task.businessStatus` is the state itself. The pair leads back to exactly one state.
//!
//! What moves a Task is taken from the one table of transitions (`LIFECYCLE.md`): a Task that shall stand
//! elsewhere is the action that leads there.

use sentier_proto::referrals::v1::Referral;
use sentier_referrals_domain::referral::{Action, Mover, Standing, transitions};

use crate::contract::read_state;

/// The state of a referral; none for one that this version does not know.
pub(super) fn of(referral: &Referral) -> Option<Standing> {
    read_state(referral.state)
}

/// The state with this code.
pub(super) fn from_code(code: &str) -> Option<Standing> {
    Standing::ALL.iter().copied().find(|standing| standing.code() == code)
}

/// `Task.status`. What still waits for somebody's word is on hold; what nobody answered has failed.
pub(super) const fn task_status(standing: Standing) -> &'static str {
    match standing {
        Standing::Sent => "requested",
        Standing::Received => "received",
        Standing::Accepted => "accepted",
        Standing::Declined => "rejected",
        Standing::Scheduled | Standing::Attended | Standing::InService => "in-progress",
        Standing::NoShow | Standing::CancelRequested => "on-hold",
        Standing::Completed => "completed",
        Standing::Cancelled | Standing::Revoked => "cancelled",
        Standing::Expired => "failed",
    }
}

/// `ServiceRequest.status`: whether the centre still asks for it.
pub(super) const fn request_status(standing: Standing) -> &'static str {
    match standing {
        Standing::Sent
        | Standing::Received
        | Standing::Accepted
        | Standing::Scheduled
        | Standing::Attended
        | Standing::NoShow
        | Standing::InService
        | Standing::CancelRequested => "active",
        Standing::Completed => "completed",
        Standing::Declined | Standing::Revoked | Standing::Cancelled | Standing::Expired => {
            "revoked"
        }
    }
}

/// The states that a Task of this status may have; nothing for a status that no Task here has.
pub(super) fn with_task_status(status: &str) -> Vec<Standing> {
    Standing::ALL.iter().copied().filter(|it| task_status(*it) == status).collect()
}

/// The states of a request of this status.
pub(super) fn with_request_status(status: &str) -> Vec<Standing> {
    Standing::ALL.iter().copied().filter(|it| request_status(*it) == status).collect()
}

/// Whether an agency moves a referral by this.
fn moves(by: Action) -> bool {
    by.by() == Mover::Agency && !is_told(by)
}

/// Whether an action leaves a referral where it is: what is told of it, not a step.
const fn is_told(by: Action) -> bool {
    matches!(by, Action::AddNote | Action::ProposeOnward)
}

/// What an agency means that gives a status alone: the one state of it to which an agency leads, and of
/// several in progress that she is being served.
pub(super) fn meant_by(status: &str) -> Option<Standing> {
    let reached =
        |standing: &Standing| transitions().any(|(_, by, to)| to == *standing && moves(by));
    let meant: Vec<Standing> = with_task_status(status).into_iter().filter(reached).collect();
    match meant.as_slice() {
        [one] => Some(*one),
        several if several.contains(&Standing::InService) => Some(Standing::InService),
        _ => None,
    }
}

/// The agency's action that leads there: by the table from where it stands; else that which leads there
/// from elsewhere, for the service to refuse, or to answer again. None when no action of an agency does.
pub(super) fn action(from: Standing, to: Standing) -> Option<Action> {
    let leads =
        |(at, by, end): (Standing, Action, Standing)| (end == to && moves(by)).then_some((at, by));
    let mut elsewhere = None;
    for (at, by) in transitions().filter_map(leads) {
        if at == from {
            return Some(by);
        }
        elsewhere = elsewhere.or(Some(by));
    }
    elsewhere
}

/// Where an action leads from a state, by their codes; none for what does not move a Task.
pub(super) fn end(from: Standing, action: &str) -> Option<Standing> {
    let moves = |(at, by, _): &(Standing, Action, Standing)| {
        *at == from && by.code() == action && !is_told(*by)
    };
    transitions().find(moves).map(|(_, _, to)| to)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_pair_of_statuses_leads_back_to_one_state() {
        let pairs: BTreeSet<_> =
            Standing::ALL.iter().map(|it| (task_status(*it), it.code())).collect();
        assert_eq!(pairs.len(), Standing::ALL.len());
        for standing in Standing::ALL {
            assert_eq!(from_code(standing.code()), Some(*standing));
            assert!(with_task_status(task_status(*standing)).contains(standing));
            assert!(with_request_status(request_status(*standing)).contains(standing));
        }
        assert_eq!((from_code("draft"), with_task_status("draft")), (None, Vec::new()));
    }

    #[test]
    fn a_final_state_is_final_for_every_system() {
        for standing in Standing::ALL {
            let status = task_status(*standing);
            let ended = ["rejected", "completed", "cancelled", "failed"].contains(&status);
            assert_eq!(ended, standing.is_final(), "{status}");
            assert_eq!(request_status(*standing) == "active", !standing.is_final());
        }
    }

    #[test]
    fn every_move_of_an_agency_is_a_task_that_shall_stand_elsewhere() {
        for (from, by, to) in transitions().filter(|(_, by, _)| moves(*by)) {
            assert_eq!(action(from, to), Some(by), "{} to {}", from.code(), to.code());
            assert_eq!(end(from, by.code()), Some(to));
        }
        for nobodys in [Standing::Sent, Standing::Revoked, Standing::Expired] {
            assert_eq!(action(Standing::Accepted, nobodys), None);
        }
        assert_eq!(action(Standing::Accepted, Standing::CancelRequested), None);
    }

    #[test]
    fn a_status_alone_means_what_an_agency_can_do() {
        let meant = |status| meant_by(status).map(Standing::code);
        assert_eq!(meant("accepted"), Some("accepted"));
        assert_eq!(meant("rejected"), Some("declined"));
        assert_eq!(meant("in-progress"), Some("in_service"));
        assert_eq!(meant("on-hold"), Some("no_show"));
        assert_eq!(meant("cancelled"), Some("cancelled"));
        for nobodys in ["requested", "failed", "draft"] {
            assert_eq!(meant(nobodys), None);
        }
    }
}
