//! What access answers: sessions, staff and credentials.

use prost_types::Timestamp;
use sentier_kernel::Category;
use sentier_platform::catalogue::Locale;
use sentier_platform::grpc::timestamp;
use sentier_platform::status::to_status;
use sentier_proto::access::v1 as access;

use super::{Answer, at};
use crate::stub::facts::*;
use crate::stub::{Refusal, Stub};

fn session(stub: &Stub, user: &str, turn: usize) -> access::Session {
    use access::StaffRole;
    let roles: &[StaffRole] = match user {
        "inti" => &[StaffRole::Intake],
        "afi" => &[StaffRole::Caseworker],
        "sena" => &[StaffRole::Supervisor],
        "manu" => &[StaffRole::Manager],
        "ada" => &[StaffRole::Administrator],
        "rosa" => &[StaffRole::Manager, StaffRole::Supervisor],
        _ => &[],
    };
    let officer_roles: &[access::OfficerRole] = match user {
        "kodjo" => &[access::OfficerRole::Administrator, access::OfficerRole::ReferralOfficer],
        "lisa" => &[access::OfficerRole::Reader],
        _ => &[],
    };
    let principal = if ["kodjo", "lisa"].contains(&user) {
        format!("agencies/{AGENCY}/officers/{STAFF}")
    } else {
        sentier_proto::name::staff(CENTRE, STAFF)
    };
    let end = stub.clock.now().plus(std::time::Duration::from_mins(15));
    access::Session {
        access_token: format!("token-{user}-{turn}"),
        access_expire_time: Some(timestamp(end)),
        refresh_token: format!("refresh-{user}-{turn}"),
        principal,
        display_name: format!("Mme {user}"),
        roles: roles.iter().map(|role| i32::from(*role)).collect(),
        officer_roles: officer_roles.iter().map(|role| i32::from(*role)).collect(),
    }
}

pub(in crate::stub) fn sign_in(
    stub: &Stub,
    asked: access::SignInRequest,
) -> Answer<access::SignInResponse> {
    if asked.password != "right" {
        let wrong = Refusal {
            category: Category::UnknownCaller,
            reason: "SIGN_IN_FAILED",
            violations: Vec::new(),
        };
        return Err(to_status(&wrong, Locale::French));
    }
    Ok(access::SignInResponse { session: Some(session(stub, &asked.user_name, 0)) })
}

pub(in crate::stub) fn refresh_token(
    stub: &Stub,
    asked: access::RefreshTokenRequest,
) -> Answer<access::RefreshTokenResponse> {
    let mut parts = asked.refresh_token.split('-').skip(1);
    let user = parts.next().unwrap_or_default();
    let turn: usize = parts.next().and_then(|turn| turn.parse().ok()).unwrap_or_default();
    Ok(access::RefreshTokenResponse { session: Some(session(stub, user, turn + 1)) })
}

pub(in crate::stub) fn list_staff(
    _: &Stub,
    _: access::ListStaffRequest,
) -> Answer<access::ListStaffResponse> {
    let one = |id: &str, user: &str, active| access::Staff {
        name: sentier_proto::name::staff(CENTRE, id),
        user_name: user.to_owned(),
        display_name: format!("Mme {user}"),
        roles: vec![access::StaffRole::Caseworker.into(), access::StaffRole::Manager.into()],
        active,
        version: 3,
    };
    Ok(access::ListStaffResponse {
        staff: vec![one(STAFF, "afi", true), one(CASE, "partie", false)],
        next_page_token: "suite".to_owned(),
    })
}

pub(in crate::stub) fn list_credentials(
    _: &Stub,
    asked: access::ListCredentialsRequest,
) -> Answer<access::ListCredentialsResponse> {
    use access::credential::Kind;
    let one = |id: &str, kind: Kind, revoked: Option<Timestamp>| access::Credential {
        name: format!("{}/credentials/{id}", asked.parent),
        kind: kind.into(),
        display_name: "Logiciel du CHR".to_owned(),
        issue_time: at(YESTERDAY),
        expire_time: at(YESTERDAY + 86_400 * 365),
        revoke_time: revoked,
        ..access::Credential::default()
    };
    Ok(access::ListCredentialsResponse {
        credentials: vec![
            one(CREDENTIAL, Kind::Certificate, None),
            one(CASE, Kind::Token, at(YESTERDAY)),
        ],
        next_page_token: String::new(),
    })
}

pub(in crate::stub) fn issue_token(
    _: &Stub,
    _: access::IssueAgencyTokenRequest,
) -> Answer<access::IssueAgencyTokenResponse> {
    Ok(access::IssueAgencyTokenResponse { credential: None, token: "jeton-une-fois".to_owned() })
}
