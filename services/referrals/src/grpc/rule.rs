//! A rule of a pathway, what is asked of it, and what it proposes, between the contract and the domain.

use std::collections::BTreeSet;

use prost_types::Duration as WireDuration;
use sentier_kernel::{Moment, Violation};
use sentier_platform::grpc::{Violations, moment, timestamp};
use sentier_proto::name;
use sentier_proto::referrals::v1 as wire;
use sentier_referrals_domain::pathway::{
    Asked, Candidate, Proposal, Proposed, Revision, Rule, SetAside, Step, TimeLeft,
};
use sentier_referrals_domain::value::Need;

use super::structure::structure;
use crate::codes::{field_group, limit, obstacle, read_field_group, read_sex, reason};
use crate::contract::{need, read_need, structure_name};

/// Full years.
const OLDEST: i32 = 120;
/// Ten years.
const LONGEST_AGO: i32 = 87_600;
/// Characters of a commune's name.
const LONGEST_COMMUNE: usize = 60;

pub(super) fn write(centre: &str, of: Need, revision: Revision) -> wire::Pathway {
    let step = |step: Step| wire::PathwayStep {
        structure: name::structure(step.agency, step.structure),
        deadline_minutes: i32::try_from(step.deadline_minutes).unwrap_or(i32::MAX),
    };
    let Revision { number, rule, at } = revision;
    wire::Pathway {
        name: name::pathway(centre, of.code()),
        revision: number,
        set_time: Some(timestamp(at)),
        steps: rule.steps.into_iter().map(step).collect(),
        serve_first: rule.serve_first.into_iter().map(need).collect(),
        field_groups: rule.field_groups.into_iter().map(field_group).collect(),
    }
}

/// A rule as its keeper gives it, or what cannot be read of it.
pub(super) fn read(wrong: &mut Violations, given: &wire::Pathway) -> Rule {
    let mut rule = Rule::default();
    for (at, step) in given.steps.iter().enumerate() {
        let path = |field: &str| format!("pathway.steps[{at}].{field}");
        let place = structure_name("pathway.steps", &step.structure);
        let place = place.map_err(|found| Violation::new(path("structure"), found.sentence));
        let minutes = u32::try_from(step.deadline_minutes);
        let out = |_negative| Violation::new(path("deadline_minutes"), "violation-out-of-range");
        let read = wrong.keep(place).zip(wrong.keep(minutes.map_err(out)));
        rule.steps.extend(read.map(|((agency, structure), deadline_minutes)| Step {
            agency,
            structure,
            deadline_minutes,
        }));
    }
    for (at, code) in given.serve_first.iter().enumerate() {
        let unknown = || Violation::unknown_code(format!("pathway.serve_first[{at}]"));
        rule.serve_first.extend(wrong.keep(read_need(*code).ok_or_else(unknown)));
    }
    for (at, code) in given.field_groups.iter().enumerate() {
        let unknown = || Violation::unknown_code(format!("pathway.field_groups[{at}]"));
        rule.field_groups.extend(wrong.keep(read_field_group(*code).ok_or_else(unknown)));
    }
    rule
}

/// Needs that the caller says are served; naming one twice says no more.
pub(super) fn read_settled(wrong: &mut Violations, given: &[i32]) -> BTreeSet<Need> {
    let unknown = || Violation::unknown_code("settled_needs");
    let read = given.iter().map(|code| read_need(*code).ok_or_else(unknown));
    read.filter_map(|read| wrong.keep(read)).collect()
}

/// What is asked for, or everything that is wrong with it.
pub(super) fn read_asked(
    wrong: &mut Violations,
    given: &wire::ProposePathwayRequest,
    at: Moment,
) -> Option<Asked> {
    let out_of_range = |field| Violation::new(field, "violation-out-of-range");
    let need = wrong.keep(read_need(given.need).ok_or_else(|| Violation::unknown_code("need")));
    if given.age.is_some_and(|age| !(0..=OLDEST).contains(&age)) {
        wrong.add(out_of_range("age"));
    }
    let sex = (given.sex != 0).then(|| read_sex(given.sex));
    if sex == Some(None) {
        wrong.add(Violation::unknown_code("sex"));
    }
    let commune = given.commune.trim();
    if commune.chars().count() > LONGEST_COMMUNE {
        wrong.add(Violation::too_long("commune"));
    }
    if given.hours_since_incident.is_some_and(|hours| !(0..=LONGEST_AGO).contains(&hours)) {
        wrong.add(out_of_range("hours_since_incident"));
    }
    let limit = given.limit_time.as_ref().map(moment);
    if limit == Some(None) {
        wrong.add(Violation::malformed("limit_time"));
    }
    Some(Asked {
        need: need?,
        age: given.age.and_then(|age| u8::try_from(age).ok()),
        sex: sex.flatten(),
        commune: (!commune.is_empty()).then(|| commune.to_owned()),
        hours_since: given.hours_since_incident.and_then(|hours| u32::try_from(hours).ok()),
        limit: limit.flatten(),
        at,
    })
}

/// Everything of an answer but the rule and the next structure.
pub(super) fn proposal(proposal: Proposal) -> wire::ProposePathwayResponse {
    wire::ProposePathwayResponse {
        proposals: proposal.ranked.into_iter().map(proposed).collect(),
        set_aside: proposal.set_aside.into_iter().map(set_aside).collect(),
        clinical_times: proposal.time_left.into_iter().map(clinical_time).collect(),
        pathway: None,
        next_structure: String::new(),
        next_answer_by_time: None,
        first_needs: Vec::new(),
    }
}

fn place(candidate: Candidate) -> wire::Structure {
    structure(candidate.agency, candidate.id, candidate.structure)
}

fn proposed(one: Proposed) -> wire::ProposedStructure {
    wire::ProposedStructure {
        structure: Some(place(one.candidate)),
        reasons: one.reasons.into_iter().map(reason).collect(),
        answer_by_time: Some(timestamp(one.answer_by)),
        open_time: one.opens.map(timestamp),
    }
}

fn set_aside(one: SetAside) -> wire::StructureSetAside {
    wire::StructureSetAside {
        structure: Some(place(one.candidate)),
        obstacles: one.obstacles.into_iter().map(obstacle).collect(),
    }
}

fn clinical_time(left: TimeLeft) -> wire::ClinicalTime {
    wire::ClinicalTime {
        limit: limit(left.limit),
        deadline: Some(timestamp(left.until)),
        time_left: Some(WireDuration {
            seconds: i64::try_from(left.left.as_secs()).unwrap_or(i64::MAX),
            nanos: 0,
        }),
    }
}
