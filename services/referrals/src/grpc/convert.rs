//! From the domain's values to the contract's messages, and from requests to values.

use std::collections::BTreeSet;

use sentier_kernel::Violation;
use sentier_platform::grpc::{Violations, request_id, timestamp};
use sentier_proto::name;
use sentier_proto::referrals::v1 as wire;
use sentier_referrals_domain::agency::Structure;
use sentier_referrals_domain::referral::{Mover, Referral, allowed};
use sentier_referrals_domain::value::{AgencyId, StructureId};

use crate::application::{AgencySeen, Entry};
use crate::contract::{self, centre_code, need, read_need};
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
    }
}

pub(super) fn structure(
    agency: AgencyId,
    id: StructureId,
    structure: Structure,
) -> wire::Structure {
    wire::Structure {
        name: name::structure(agency, id),
        display_name: structure.display_name,
        services_offered: structure.services_offered.into_iter().map(need).collect(),
        centres: structure.centres.iter().map(|centre| name::centre(centre)).collect(),
        phone: structure.phone,
    }
}

/// The key and content of a write to the directory.
pub(super) fn entry(wrong: &mut Violations, request: &str, fingerprint: [u8; 32]) -> Option<Entry> {
    let request_id = wrong.keep(request_id(request))?;
    Some(Entry { request_id, fingerprint })
}

/// A structure as its keeper gives it, or everything that is wrong with it.
pub(super) fn read_structure(
    wrong: &mut Violations,
    given: Option<&wire::Structure>,
) -> Option<Structure> {
    let missing = || Violation::required("structure");
    let given = wrong.keep(given.ok_or_else(missing))?;
    let mut services = BTreeSet::new();
    for (at, code) in given.services_offered.iter().enumerate() {
        let field = format!("structure.services_offered[{at}]");
        let read = read_need(*code).ok_or_else(|| Violation::unknown_code(field));
        services.extend(wrong.keep(read));
    }
    let mut centres = BTreeSet::new();
    for (at, centre) in given.centres.iter().enumerate() {
        let read = centre_code("structure.centres", centre);
        let field = || format!("structure.centres[{at}]");
        let read = read.ok().flatten().ok_or_else(|| Violation::malformed(field()));
        centres.extend(wrong.keep(read));
    }
    if given.phone.chars().count() > LONGEST_PHONE {
        wrong.add(Violation::too_long("structure.phone"));
    }
    Some(Structure {
        display_name: given.display_name.trim().to_owned(),
        services_offered: services,
        centres,
        phone: given.phone.trim().to_owned(),
    })
}

/// Characters of a public phone number.
const LONGEST_PHONE: usize = 40;

/// The version that a caller saw.
pub(super) fn expected_version(seen: Option<i64>) -> Result<Option<i64>, Violation> {
    match seen {
        Some(version) if version < 1 => Err(Violation::malformed("expected_version")),
        other => Ok(other),
    }
}
