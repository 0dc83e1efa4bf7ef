//! From the domain's values to the contract's messages, and from requests to values.

use sentier_kernel::Violation;
use sentier_platform::grpc::{Violations, request_id, timestamp};
use sentier_proto::name;
use sentier_proto::referrals::v1 as wire;
use sentier_referrals_domain::referral::{Mover, Referral, allowed};

use super::onward;
use crate::application::{AgencySeen, Entry};
use crate::contract::{self, need};
use crate::projections::Seen;

/// Who looks at a referral: the case is shown to its centre only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Viewer {
    Agency,
    Centre,
}

pub(super) fn referral(seen: &Seen, viewer: Viewer) -> wire::Referral {
    let referral = &seen.referral;
    let request = &referral.request;
    wire::Referral {
        name: name::referral(&request.centre, request.referral),
        version: seen.version,
        state: contract::state(referral.standing),
        structure: name::structure(request.agency, request.structure),
        need: need(request.need),
        urgency: contract::urgency(request.urgency),
        send_time: referral.sent_at.map(timestamp),
        receive_time: referral.received_at.map(timestamp),
        answer_time: referral.answered_at.map(timestamp),
        end_time: referral.ended_at.map(timestamp),
        decline_reason: referral.decline_reason.map_or(0, contract::reason),
        outcome: referral.outcome.map_or(0, contract::outcome),
        read_until_time: referral.read_until.map(timestamp),
        case: match viewer {
            Viewer::Agency => String::new(),
            Viewer::Centre => name::case(&request.centre, request.case),
        },
        answer_by_time: referral.answer_by.map(timestamp),
        serve_time: referral.served_at.map(timestamp),
        confirm_by_time: referral.confirm_by.map(timestamp),
        message_count: i32::try_from(referral.messages).unwrap_or(i32::MAX),
        last_message_time: referral.last_message_at.map(timestamp),
        allowed_actions: allowed_actions(referral, viewer),
        next_structure: match (viewer, referral.next) {
            (Viewer::Centre, Some(next)) => name::structure(next.agency, next.structure),
            _ => String::new(),
        },
        update_time: referral.changed_at.map(timestamp),
        onward_proposals: onward::proposals(&referral.onward),
        transfer: request.transfer,
    }
}

fn allowed_actions(referral: &Referral, viewer: Viewer) -> Vec<String> {
    let mover = match viewer {
        Viewer::Agency => Mover::Agency,
        Viewer::Centre => Mover::Centre,
    };
    allowed(referral.standing, mover).into_iter().map(|action| action.code().to_owned()).collect()
}

pub(super) fn agency(seen: AgencySeen) -> wire::Agency {
    wire::Agency {
        name: name::agency(seen.agency.id),
        version: seen.version,
        display_name: seen.agency.display_name,
        active: seen.agency.active,
        takes_cases_over: seen.agency.takes_cases_over,
    }
}

/// The key and content of a write to the directory.
pub(super) fn entry(wrong: &mut Violations, request: &str, fingerprint: [u8; 32]) -> Option<Entry> {
    let request_id = wrong.keep(request_id(request))?;
    Some(Entry { request_id, fingerprint })
}

/// The version that a caller saw.
pub(super) fn expected_version(seen: Option<i64>) -> Result<Option<i64>, Violation> {
    match seen {
        Some(version) if version < 1 => Err(Violation::malformed("expected_version")),
        other => Ok(other),
    }
}
