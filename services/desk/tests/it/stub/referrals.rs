//! What is written on a referral, and what an agency would see of a case.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "every answer has the shape of its call"
)]

use sentier_proto::cases::v1 as cases;
use sentier_proto::common::v1::{FieldGroup, Need, Sex, Urgency};
use sentier_proto::referrals::v1 as referrals;
use sentier_proto::referrals::v1::inbound_referral::{Agreement, State};
use sentier_proto::referrals::v1::message::{Author, Kind};
use tonic::Status;

use super::Stub;
use super::facts::{AGENCY, CENTRE, ENTRY, LIMITS, NAME, NOTE, PHONE, REFERRAL, SAFE, YESTERDAY};

const TOMORROW: i64 = YESTERDAY + 2 * 86_400;

fn at(seconds: i64) -> Option<prost_types::Timestamp> {
    Some(prost_types::Timestamp { seconds, nanos: 0 })
}

fn message(kind: Kind, author: Author, text: &str) -> referrals::Message {
    let referral = sentier_proto::name::referral(CENTRE, REFERRAL);
    referrals::Message {
        name: format!("{referral}/messages/0190b0a6-0000-7000-8000-0000000003e5"),
        kind: kind.into(),
        author: author.into(),
        write_time: at(YESTERDAY),
        text: text.to_owned(),
        appointment_time: if kind == Kind::Appointment { at(TOMORROW) } else { None },
    }
}

pub(super) fn list_messages(
    _: &Stub,
    asked: referrals::ListMessagesRequest,
) -> Result<referrals::ListMessagesResponse, Status> {
    let messages = vec![
        message(Kind::Appointment, Author::Agency, "porte 3"),
        message(Kind::Message, Author::Centre, NOTE),
    ];
    let first = asked.page_token.is_empty();
    let next_page_token = if first { "further".to_owned() } else { String::new() };
    Ok(referrals::ListMessagesResponse { messages, next_page_token })
}

pub(super) fn preview(
    _: &Stub,
    asked: cases::GetDisclosurePreviewRequest,
) -> Result<cases::GetDisclosurePreviewResponse, Status> {
    let limits = LIMITS.to_owned();
    if asked.limits_only {
        return Ok(cases::GetDisclosurePreviewResponse { limits, ..<_>::default() });
    }
    let identity = asked.field_groups().any(|group| group == FieldGroup::Identity);
    let full_name = if identity { NAME.to_owned() } else { String::new() };
    let survivor = Some(cases::Survivor { full_name, ..<_>::default() });
    let field_groups = asked.field_groups;
    let disclosure = cases::Disclosure { field_groups, survivor, ..<_>::default() };
    Ok(cases::GetDisclosurePreviewResponse {
        disclosure: Some(disclosure),
        read_until_time: at(TOMORROW),
        limits,
    })
}

fn inbound() -> referrals::InboundReferral {
    referrals::InboundReferral {
        name: format!("centres/{CENTRE}/inboundReferrals/{ENTRY}"),
        version: 1,
        state: State::Submitted.into(),
        agency: sentier_proto::name::agency(AGENCY),
        need: Need::PsychosocialSupport.into(),
        urgency: Urgency::Urgent.into(),
        agreement: Agreement::Thumbprint.into(),
        submit_time: at(YESTERDAY),
        answer_by_time: at(TOMORROW),
        ..<_>::default()
    }
}

pub(super) fn list_inbound(
    _: &Stub,
    _: referrals::ListInboundReferralsRequest,
) -> Result<referrals::ListInboundReferralsResponse, Status> {
    let inbound_referrals = vec![inbound()];
    Ok(referrals::ListInboundReferralsResponse { inbound_referrals, ..<_>::default() })
}

pub(super) fn get_inbound(
    _: &Stub,
    _: referrals::GetInboundReferralRequest,
) -> Result<referrals::GetInboundReferralResponse, Status> {
    Ok(referrals::GetInboundReferralResponse { inbound_referral: Some(inbound()) })
}

pub(super) fn submission(
    _: &Stub,
    _: referrals::GetSubmissionRequest,
) -> Result<referrals::GetSubmissionResponse, Status> {
    let submission = Some(referrals::Submission {
        full_name: NAME.to_owned(),
        sex: Sex::Female.into(),
        phone: PHONE.to_owned(),
        safe_contact: SAFE.to_owned(),
        note: NOTE.to_owned(),
    });
    Ok(referrals::GetSubmissionResponse { submission })
}
