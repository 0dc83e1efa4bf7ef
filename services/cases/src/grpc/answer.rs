//! Answers of the contract, from states and files.

use sentier_cases_domain::case::{CaseReferral, State};
use sentier_cases_domain::clock::Clock;
use sentier_cases_domain::codes::FieldGroup;
use sentier_cases_domain::consent::{Basis, Consent};
use sentier_cases_domain::counted::is_covered;
use sentier_cases_domain::disclosure::Disclosure;
use sentier_cases_domain::file::{CaseFile, FollowUp, Incident};
use sentier_cases_domain::id::{CaseId, ReferralId, StaffId};
use sentier_cases_domain::personal::{Contact, Identity};
use sentier_cases_domain::value::{CaseworkerCode, Date};
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1 as pb;
use sentier_proto::{common, name};

use super::{agency, care, giving, minimum};
use crate::application::{Answer, Listed};
use crate::codes::Coded;

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn state(closed: bool) -> i32 {
    let state = if closed { pb::case::State::Closed } else { pb::case::State::Open };
    state.into()
}

/// A case with its consents and referrals.
pub(super) fn case(answer: &Answer, now: Moment) -> pb::Case {
    let Answer { centre, case, version, state: of } = answer;
    let of: &State = of;
    let opening = of.opening.as_ref();
    let hers = (!of.erased).then_some(&of.care);
    pb::Case {
        name: name::case(centre, case),
        version: *version,
        state: state(of.closed.is_some()),
        survivor_code: opening.map(|it| it.survivor_code.to_string()).unwrap_or_default(),
        caseworker: opening.map(|it| name::staff(centre, it.caseworker)).unwrap_or_default(),
        open_time: opening.map(|it| timestamp(it.at)),
        close_time: of.closed.map(|(_reason, at)| timestamp(at)),
        incident_count: whole(of.incidents.len()),
        consents: of.consents.iter().map(|it| consent(centre, *case, it)).collect(),
        referrals: of
            .referrals
            .iter()
            .map(|(id, it)| pb::CaseReferral {
                onward_of: agency::onward_of(centre, &of.agency, *id),
                transfer: of.agency.transfers.contains(id),
                ..referral(centre, *case, *id, it)
            })
            .collect(),
        erased: of.erased,
        overrides: of
            .overrides
            .iter()
            .map(|(id, it)| giving::as_override(centre, *case, *id, it, now))
            .collect(),
        last_incident_record_time: of.last_incident_at.map(timestamp),
        caseworker_code: opening.map(|it| code(centre, it.caseworker)).unwrap_or_default(),
        care: Some(care::state(centre, *case, &of.care)),
        assignment_clock: of.assignment_clock().map(|it| clock(&it, now)),
        onward_proposals: agency::proposals(centre, &of.agency),
        referred_in: agency::referred_in(&of.agency),
        risk: hers.and_then(|it| it.assessment.as_ref()).map_or(0, |it| it.risk.number()),
        flag_count: hers.map_or(0, |it| whole(it.flags.len())),
    }
}

fn code(centre: &str, caseworker: StaffId) -> String {
    CaseworkerCode::of(centre, caseworker.as_uuid()).to_string()
}

/// A case in a list: without consents and referrals.
pub(super) fn listed(centre: &str, it: &Listed) -> pb::Case {
    pb::Case {
        name: name::case(centre, it.case),
        version: it.version,
        state: state(it.closed_at.is_some()),
        survivor_code: it.survivor_code.to_string(),
        caseworker: name::staff(centre, it.caseworker),
        open_time: Some(timestamp(it.opened_at)),
        close_time: it.closed_at.map(timestamp),
        incident_count: i32::try_from(it.incidents).unwrap_or(i32::MAX),
        consents: Vec::new(),
        referrals: Vec::new(),
        erased: it.erased,
        overrides: Vec::new(),
        last_incident_record_time: None,
        caseworker_code: code(centre, it.caseworker),
        care: None,
        assignment_clock: None,
        onward_proposals: Vec::new(),
        referred_in: Vec::new(),
        risk: it.risk.map_or(0, Coded::number),
        flag_count: i32::try_from(it.flags).unwrap_or(i32::MAX),
    }
}

fn consent(centre: &str, case: CaseId, it: &Consent) -> pb::Consent {
    let state = match it.withdrawn_at {
        Some(_) if it.by_correction => pb::consent::State::EndedByCorrection,
        Some(_) => pb::consent::State::Withdrawn,
        None => pb::consent::State::Granted,
    };
    pb::Consent {
        name: consent_name(centre, case, it.id),
        purpose: it.purpose.number(),
        agency: it.agency.map(name::agency).unwrap_or_default(),
        field_groups: it.field_groups.iter().map(|group| group.number()).collect(),
        grant_time: Some(timestamp(it.granted_at)),
        expire_time: it.expires_at.map(timestamp),
        state: state.into(),
        withdraw_time: it.withdrawn_at.map(timestamp),
        overriding: it.basis != Basis::Consent,
    }
}

fn referral(centre: &str, case: CaseId, id: ReferralId, it: &CaseReferral) -> pb::CaseReferral {
    pb::CaseReferral {
        referral: name::referral(centre, id),
        structure: name::structure(it.agency, it.structure),
        need: it.need.number(),
        urgency: it.urgency.number(),
        consent: consent_name(centre, case, it.consent),
        progress: it.progress.number(),
        request_time: Some(timestamp(it.requested_at)),
        onward_of: String::new(),
        transfer: false,
    }
}

/// `centres/{centre}/cases/{case}/consents/{consent}`.
pub(super) fn consent_name(centre: &str, case: CaseId, consent: impl std::fmt::Display) -> String {
    format!("{}/consents/{consent}", name::case(centre, case))
}

/// `centres/{centre}/cases/{case}/incidents/{incident}`.
pub(super) fn incident_name(
    centre: &str,
    case: CaseId,
    incident: impl std::fmt::Display,
) -> String {
    format!("{}/incidents/{incident}", name::case(centre, case))
}

/// `centres/{centre}/cases/{case}/overrides/{override}`.
pub(super) fn override_name(centre: &str, case: CaseId, id: impl std::fmt::Display) -> String {
    format!("{}/overrides/{id}", name::case(centre, case))
}

/// A calendar date on the wire.
pub(super) fn day(date: Date) -> common::v1::Date {
    common::v1::Date { year: date.year(), month: date.month().into(), day: date.day().into() }
}

// PRIVACY: from here on values are exposed, into answers whose reading stands in the log already.

/// Who she is; what is withheld stays empty, and `None` when all of it is.
pub(super) fn survivor(
    identity: &Sensitive<Identity>,
    contact: &Sensitive<Contact>,
) -> Option<pb::Survivor> {
    let (identity, contact) = (identity.expose(), contact.expose());
    if identity.is_none() && contact.is_none() {
        return None;
    }
    let mut survivor = pb::Survivor::default();
    if let Some(identity) = identity {
        identity.full_name.as_str().clone_into(&mut survivor.full_name);
        survivor.sex = identity.sex.number();
        survivor.birth_date = identity.birth_date.map(day);
        survivor.birth_date_estimated = identity.birth_date_estimated;
    }
    if let Some(contact) = contact {
        contact.phone.as_str().clone_into(&mut survivor.phone);
        contact.safe_contact.as_str().clone_into(&mut survivor.safe_contact);
    }
    Some(survivor)
}

/// One incident; what is withheld stays empty.
pub(super) fn incident(centre: &str, case: CaseId, it: &Incident) -> pb::Incident {
    let mut incident = pb::Incident {
        name: incident_name(centre, case, it.id),
        record_time: Some(timestamp(it.recorded_at)),
        ..pb::Incident::default()
    };
    if let Some(details) = it.details.expose() {
        incident.date = Some(day(details.date));
        incident.date_estimated = details.date_estimated;
        incident.part_of_day = details.part_of_day.map_or(0, Coded::number);
        incident.r#type = details.classification.incident_type.number();
        incident.deciding_question = details.classification.deciding_question.into();
    }
    if let Some(narrative) = it.narrative.expose() {
        narrative.as_str().clone_into(&mut incident.narrative);
    }
    incident
}

/// One incident of a file, with what a disclosure never holds: circumstances, contexts, clocks.
pub(super) fn whole_incident(
    centre: &str,
    case: CaseId,
    file: &CaseFile,
    it: &Incident,
    now: Moment,
) -> pb::Incident {
    pb::Incident {
        circumstances: it.circumstances.expose().and_then(minimum::as_circumstances),
        contexts: file.contexts(it).into_iter().map(Coded::number).collect(),
        clocks: clocks(file, it, now),
        missing_fields: missing(file, it, now),
        hours_since: hours_since(it, now),
        ..incident(centre, case, it)
    }
}

/// What keeps an incident out of the figures that she consented to.
fn missing(file: &CaseFile, it: &Incident, now: Moment) -> Vec<String> {
    if !is_covered(&file.state, now) {
        return Vec::new();
    }
    file.missing(it, Date::of(now)).into_iter().map(|one| one.field.into_owned()).collect()
}

/// How long ago an incident was at `now`.
pub(super) fn hours_since(it: &Incident, now: Moment) -> Option<pb::HoursSince> {
    it.window().map(|window| care::hours(window.hours_until(now), false))
}

/// The clocks of an incident.
pub(super) fn clocks(file: &CaseFile, it: &Incident, now: Moment) -> Vec<pb::Clock> {
    file.clocks(it).iter().map(|it| clock(it, now)).collect()
}

/// One clock as it stands at `now`.
pub(super) fn clock(it: &Clock, now: Moment) -> pb::Clock {
    pb::Clock {
        limit: it.limit.number(),
        deadline: Some(timestamp(it.deadline)),
        latest_deadline: Some(timestamp(it.latest)),
        certainty: it.certainty.number(),
        standing: it.standing(now).number(),
        time_left: prost_types::Duration::try_from(it.left(now)).ok(),
    }
}

/// How each consent was given, and why each override was asked for.
pub(super) fn permissions(
    centre: &str,
    case: CaseId,
    file: &CaseFile,
) -> (Vec<pb::GivenConsent>, Vec<pb::OverrideReason>) {
    let given = file.givings.iter().filter_map(|(id, giving)| {
        let giving = giving.expose().map(giving::as_giving)?;
        Some(pb::GivenConsent { consent: consent_name(centre, case, id), giving: Some(giving) })
    });
    let reasons = file.reasons.iter().filter_map(|(id, reason)| {
        let reason = reason.expose()?.as_str().to_owned();
        Some(pb::OverrideReason { override_name: override_name(centre, case, id), reason })
    });
    (given.collect(), reasons.collect())
}

/// One follow-up.
pub(super) fn follow_up(it: &FollowUp) -> pb::FollowUp {
    let note = it.note.expose().map(|note| note.as_str().to_owned()).unwrap_or_default();
    pb::FollowUp {
        meet_time: Some(timestamp(it.met_at)),
        note,
        goals: care::goals(&it.goals),
        next_day: it.next_on.map(day),
    }
}

/// What leaves for one agency.
pub(super) fn disclosure(centre: &str, case: CaseId, it: &Disclosure) -> pb::Disclosure {
    pb::Disclosure {
        field_groups: it
            .permit
            .field_groups
            .iter()
            .map(|group: &FieldGroup| group.number())
            .collect(),
        survivor_code: it.survivor_code.to_string(),
        survivor: survivor(&it.identity, &it.contact),
        incidents: it.incidents.iter().map(|one| incident(centre, case, one)).collect(),
    }
}
