//! What referrals answers: agencies, structures, and a referral in each of its states.

use sentier_proto::cases::v1 as cases;
use sentier_proto::common::v1::{FieldGroup, Need, Urgency};
use sentier_proto::referrals::v1 as referrals;
use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};

use super::{Answer, agency_name, at, structure_name};
use crate::stub::facts::*;
use crate::stub::{Stub, directory};

fn agency() -> referrals::Agency {
    referrals::Agency {
        name: agency_name(),
        version: 1,
        display_name: "CHR Atakpamé".to_owned(),
        active: true,
        takes_cases_over: true,
    }
}

pub(in crate::stub) fn register_agency(
    _: &Stub,
    _: referrals::RegisterAgencyRequest,
) -> Answer<referrals::RegisterAgencyResponse> {
    Ok(referrals::RegisterAgencyResponse { agency: Some(agency()) })
}

pub(in crate::stub) fn list_agencies(
    _: &Stub,
    _: referrals::ListAgenciesRequest,
) -> Answer<referrals::ListAgenciesResponse> {
    let other = referrals::Agency {
        name: sentier_proto::name::agency(OTHER_AGENCY),
        display_name: "Commissariat".to_owned(),
        takes_cases_over: false,
        ..agency()
    };
    Ok(referrals::ListAgenciesResponse {
        agencies: vec![agency(), other],
        next_page_token: String::new(),
    })
}

pub(in crate::stub) fn hospital() -> referrals::Structure {
    referrals::Structure {
        name: structure_name(),
        display_name: "Urgences du CHR".to_owned(),
        services_offered: vec![Need::ClinicalManagementOfRape.into(), Need::HealthCare.into()],
        centres: vec![sentier_proto::name::centre(CENTRE)],
        phone: "24 40 01 01".to_owned(),
        ..directory::details()
    }
}

pub(in crate::stub) fn list_structures(
    _: &Stub,
    _: referrals::ListStructuresRequest,
) -> Answer<referrals::ListStructuresResponse> {
    let post = referrals::Structure {
        name: sentier_proto::name::structure(OTHER_AGENCY, STRUCTURE),
        display_name: "Poste central".to_owned(),
        services_offered: vec![Need::Police.into()],
        phone: "24 40 01 01".to_owned(),
        ..referrals::Structure::default()
    };
    Ok(referrals::ListStructuresResponse {
        structures: vec![hospital(), post],
        next_page_token: String::new(),
    })
}

fn referral(state: State) -> referrals::Referral {
    let ended = matches!(state, State::Declined | State::Completed | State::Revoked);
    referrals::Referral {
        name: sentier_proto::name::referral(CENTRE, REFERRAL),
        version: 3,
        state: state.into(),
        structure: structure_name(),
        need: Need::ClinicalManagementOfRape.into(),
        urgency: Urgency::Urgent.into(),
        send_time: at(YESTERDAY),
        receive_time: if state == State::Sent { None } else { at(YESTERDAY + 60) },
        answer_time: None,
        end_time: if ended { at(YESTERDAY + 600) } else { None },
        decline_reason: if state == State::Declined {
            DeclineReason::NoCapacity
        } else {
            DeclineReason::Unspecified
        }
        .into(),
        outcome: if state == State::Completed { Outcome::Served } else { Outcome::Unspecified }
            .into(),
        read_until_time: if ended { None } else { at(YESTERDAY + 86_400 * 30) },
        answer_by_time: at(YESTERDAY + 3 * 3_600),
        allowed_actions: allowed(state).iter().map(|code| (*code).to_owned()).collect(),
        onward_proposals: super::super::onward::on_the_referral(state),
        transfer: state == State::Received,
        ..referrals::Referral::default()
    }
}

/// Both sides see one answer here; each page offers only what is its own.
fn allowed(state: State) -> &'static [&'static str] {
    match state {
        State::Sent => &["acknowledge", "accept", "decline", "request_cancellation"],
        State::Received => &["accept", "decline", "request_cancellation"],
        State::Accepted => &[
            "decline",
            "schedule",
            "attend",
            "start_service",
            "add_note",
            "propose_onward",
            "complete",
        ],
        State::Scheduled => &["schedule", "cancel_appointment", "miss_appointment", "complete"],
        _ => &[],
    }
}

pub(in crate::stub) fn list_referrals(
    _: &Stub,
    asked: referrals::ListReferralsRequest,
) -> Answer<referrals::ListReferralsResponse> {
    let all = [State::Sent, State::Received, State::Accepted, State::Declined, State::Completed];
    let wanted = |state: &State| asked.state() == State::Unspecified || asked.state() == *state;
    Ok(referrals::ListReferralsResponse {
        referrals: all.into_iter().filter(wanted).map(referral).collect(),
        next_page_token: String::new(),
    })
}

/// The last letter of the id says which state the referral has: `1` sent, `3` accepted, `4` declined.
pub(in crate::stub) fn get_referral(
    _: &Stub,
    asked: referrals::GetReferralRequest,
) -> Answer<referrals::GetReferralResponse> {
    let digit = asked.name.chars().last().and_then(|letter| letter.to_digit(10)).unwrap_or(1);
    let state = State::try_from(i32::try_from(digit).unwrap()).unwrap_or(State::Sent);
    Ok(referrals::GetReferralResponse { referral: Some(referral(state)) })
}

pub(in crate::stub) fn get_disclosure(
    _: &Stub,
    _: referrals::GetDisclosureRequest,
) -> Answer<referrals::GetDisclosureResponse> {
    Ok(referrals::GetDisclosureResponse {
        disclosure: Some(cases::Disclosure {
            field_groups: vec![FieldGroup::Identity.into(), FieldGroup::Incident.into()],
            survivor_code: CODE.to_owned(),
            survivor: Some(cases::Survivor {
                phone: String::new(),
                safe_contact: String::new(),
                ..super::cases::survivor()
            }),
            incidents: vec![cases::Incident {
                narrative: String::new(),
                ..super::cases::incident()
            }],
        }),
    })
}
