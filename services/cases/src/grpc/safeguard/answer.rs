//! What guards a case, as it is told. PERSONAL: its reading stands in the log already.

use std::collections::BTreeMap;

use sentier_cases_domain::case::safeguard::{Event, Fact};
use sentier_cases_domain::file::CaseFile;
use sentier_cases_domain::id::EntryId;
use sentier_cases_domain::value::Note;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1 as pb;
use sentier_proto::name;

use super::plan::{answers, as_plan};
use crate::application::Known;
use crate::grpc::care::entry_name;

pub(super) fn safeguards(known: &Known, file: &CaseFile, now: Moment) -> pb::GetSafeguardsResponse {
    let told: BTreeMap<EntryId, &Event> =
        file.safeguard.iter().map(|event| (event.entry, event)).collect();
    let state = &file.state.safeguard;
    let staff = |id| name::staff(&known.centre, id);
    let excluded = state.excluded.iter().filter_map(|(who, entry)| {
        let event = told.get(entry)?;
        Some(pb::ExcludedStaff {
            staff: staff(*who),
            exclude_time: Some(timestamp(event.at)),
            excluder: staff(event.by),
            reason: reason(event),
        })
    });
    let mut glass: Vec<_> = state.glass.iter().collect();
    glass.sort_by_key(|(_, glass)| std::cmp::Reverse(glass.at));
    let glass = glass.into_iter().map(|(entry, glass)| pb::GlassEntry {
        name: entry_name(&known.centre, known.case, entry),
        staff: staff(glass.by),
        ask_time: Some(timestamp(glass.at)),
        reason: told.get(entry).map(|event| reason(event)).unwrap_or_default(),
        alone: glass.alone,
        approver: glass.approved_by.map(staff).unwrap_or_default(),
        expire_time: glass.expires_at.map(timestamp),
        reviewer: glass.reviewed.map(|(who, _)| staff(who)).unwrap_or_default(),
    });
    let sealed = file.safeguard.iter().rev().find_map(|event| match event.fact {
        Fact::CaseSealed { .. } => Some(reason(event)),
        _ => None,
    });
    let plan = file.safe_contact.as_ref().and_then(Sensitive::expose);
    pb::GetSafeguardsResponse {
        excluded: excluded.collect(),
        sealed_to: state.sealed_to.iter().flatten().map(|who| staff(*who)).collect(),
        seal_reason: sealed.filter(|_| state.sealed_to.is_some()).unwrap_or_default(),
        glass: glass.collect(),
        safe_contact: plan.map(as_plan),
        answers: plan.map(|plan| answers(plan, now)).unwrap_or_default(),
    }
}

/// Whom or what an entry is about, in a timeline, and the code that says more.
pub(in crate::grpc) fn about(known: &Known, event: &Event) -> (String, String) {
    let none = String::new();
    let entry = |id| entry_name(&known.centre, known.case, id);
    match &event.fact {
        Fact::StaffExcluded { staff, .. } | Fact::StaffReadmitted { staff, .. } => {
            (name::staff(&known.centre, staff), none)
        }
        Fact::GlassApproved { request: id, .. } | Fact::GlassReviewed { opening: id, .. } => {
            (entry(*id), none)
        }
        Fact::ContactAttempted { channel, .. } => (entry(event.entry), channel.code().to_owned()),
        Fact::CaseSealed { .. }
        | Fact::CaseUnsealed { .. }
        | Fact::GlassRequested { .. }
        | Fact::GlassBroken { .. }
        | Fact::SafeContactSet { .. } => (entry(event.entry), none),
    }
}

fn reason(event: &Event) -> String {
    let words = |why: &Sensitive<Note>| why.expose().map(|why| why.as_str().to_owned());
    match &event.fact {
        Fact::StaffExcluded { why, .. }
        | Fact::CaseSealed { why, .. }
        | Fact::GlassRequested { why }
        | Fact::GlassBroken { why, .. } => words(why).unwrap_or_default(),
        _ => String::new(),
    }
}
