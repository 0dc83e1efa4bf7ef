//! Between the contract and the application: every wrong field is told at once.

use std::collections::BTreeSet;

use prost::Message;
use sentier_access_domain::credential::{Holder, Kind};
use sentier_access_domain::value::password::WeakPassword;
use sentier_access_domain::value::{CentreCode, OfficerRole, Role, UserName, password};
use sentier_access_domain::{AccountId, AgencyId, AnalystId, CredentialId};
use sentier_kernel::page::ForeignPageToken;
use sentier_kernel::{Category, Explain, PageSize, PageToken, Violation};
use sentier_platform::grpc::{given, request_id, timestamp, uuid};
use sentier_platform::status::InvalidFields;
use sentier_proto::access::v1::credential::Kind as WireKind;
use sentier_proto::access::v1::{
    Credential, OfficerRole as WireOfficerRole, Session, Staff, StaffRole,
};
use sentier_proto::name;
use uuid::Uuid;

use crate::application::{
    Access, CredentialView, Fault, Page, Password, SessionView, StaffView, Write,
};

/// Binds every value, or returns the violations of all that have one.
macro_rules! gather {
    ($($name:ident = $value:expr;)+) => {
        let ($($name,)+) = {
            let mut wrong = sentier_platform::grpc::Violations::default();
            $(let $name = wrong.keep($value);)+
            let ($(Some($name),)+) = ($($name,)+) else {
                return Err($crate::grpc::convert::refused(wrong.into_vec()));
            };
            ($($name,)+)
        };
    };
}
pub(super) use gather;

type Read<T> = Result<T, Violation>;

const WEAK: &str = "violation-weak-password";
const LONGEST_PASSWORD: usize = 256;
const LONGEST_DISPLAY_NAME: usize = 120;

/// The refusal of these violations; a weak password alone has a reason of its own.
pub(super) fn refused(violations: Vec<Violation>) -> Fault {
    match violations.as_slice() {
        [only] if only.sentence == WEAK => WeakPassword.into(),
        _ => InvalidFields::new(violations).into(),
    }
}

/// The key of a write.
pub(super) fn write(
    access: &Access,
    id: &str,
    message: &impl Message,
    expected_version: Option<i64>,
) -> Read<Write> {
    let fingerprint = access.lookup.fingerprint(message);
    Ok(Write { request_id: request_id(id)?, fingerprint, expected_version })
}

pub(super) fn centre_code(field: &'static str, text: &str) -> Read<CentreCode> {
    given(field, text)?;
    CentreCode::parse(text).map_err(|_malformed| Violation::malformed(field))
}

pub(super) fn centre_name(field: &'static str, text: &str) -> Read<CentreCode> {
    let [code] = named(field, "centres/*", text)?;
    centre_code(field, code)
}

pub(super) fn staff_name(field: &'static str, text: &str) -> Read<(CentreCode, AccountId)> {
    let [code, id] = named(field, "centres/*/staff/*", text)?;
    Ok((centre_code(field, code)?, AccountId::from_uuid(uuid(field, id)?)))
}

pub(super) fn agency_name(field: &'static str, text: &str) -> Read<AgencyId> {
    let [id] = named(field, "agencies/*", text)?;
    Ok(AgencyId::from_uuid(uuid(field, id)?))
}

pub(super) fn officer_name(field: &'static str, text: &str) -> Read<(AgencyId, AccountId)> {
    let [agency, id] = named(field, "agencies/*/officers/*", text)?;
    let agency = AgencyId::from_uuid(uuid(field, agency)?);
    Ok((agency, AccountId::from_uuid(uuid(field, id)?)))
}

pub(super) fn credential_name(field: &'static str, text: &str) -> Read<(Holder, CredentialId)> {
    let (holder, id) = if text.starts_with("analysts/") {
        let [analyst, id] = named(field, "analysts/*/credentials/*", text)?;
        (Holder::Analyst(AnalystId::from_uuid(uuid(field, analyst)?)), id)
    } else {
        let [agency, id] = named(field, "agencies/*/credentials/*", text)?;
        (Holder::Agency(AgencyId::from_uuid(uuid(field, agency)?)), id)
    };
    Ok((holder, CredentialId::from_uuid(uuid(field, id)?)))
}

fn named<'a, const N: usize>(
    field: &'static str,
    pattern: &str,
    text: &'a str,
) -> Read<[&'a str; N]> {
    given(field, text)?;
    name::parse(pattern, text).ok_or_else(|| Violation::malformed(field))
}

pub(super) fn user_name(text: &str) -> Read<UserName> {
    given("user_name", text)?;
    UserName::parse(text).map_err(|_malformed| Violation::malformed("user_name"))
}

/// As typed at sign-in: phones capitalise and add spaces.
pub(super) fn typed_user_name(text: &str) -> Read<UserName> {
    user_name(&text.trim().to_lowercase())
}

pub(super) fn display_name(text: &str) -> Read<String> {
    let text = text.trim();
    given("display_name", text)?;
    if text.chars().count() > LONGEST_DISPLAY_NAME {
        return Err(Violation::too_long("display_name"));
    }
    if text.chars().any(char::is_control) {
        return Err(Violation::malformed("display_name"));
    }
    Ok(text.to_owned())
}

/// A password as someone types it to be let in.
pub(super) fn typed_password(field: &'static str, text: String) -> Read<Password> {
    given(field, &text)?;
    if text.len() > LONGEST_PASSWORD {
        return Err(Violation::too_long(field));
    }
    Ok(Password::new(text))
}

/// A password that someone wants to have.
pub(super) fn new_password(field: &'static str, text: String) -> Read<Password> {
    given(field, &text)?;
    if password::check(&text).is_err() {
        return Err(Violation::new(field, WEAK));
    }
    typed_password(field, text)
}

pub(super) fn roles(codes: &[i32]) -> Read<BTreeSet<Role>> {
    if codes.is_empty() {
        return Err(Violation::required("roles"));
    }
    let read = |code: &i32| match StaffRole::try_from(*code) {
        Ok(StaffRole::Intake) => Ok(Role::Intake),
        Ok(StaffRole::Caseworker) => Ok(Role::Caseworker),
        Ok(StaffRole::Supervisor) => Ok(Role::Supervisor),
        Ok(StaffRole::Manager) => Ok(Role::Manager),
        Ok(StaffRole::Administrator) => Ok(Role::Administrator),
        Ok(StaffRole::Unspecified) | Err(_) => Err(Violation::unknown_code("roles")),
    };
    codes.iter().map(read).collect()
}

/// None given: she serves referrals, as every officer did before there were roles.
pub(super) fn officer_roles(codes: &[i32]) -> Read<BTreeSet<OfficerRole>> {
    if codes.is_empty() {
        return Ok(BTreeSet::from([OfficerRole::ReferralOfficer]));
    }
    let read = |code: &i32| match WireOfficerRole::try_from(*code) {
        Ok(WireOfficerRole::Administrator) => Ok(OfficerRole::Administrator),
        Ok(WireOfficerRole::ReferralOfficer) => Ok(OfficerRole::ReferralOfficer),
        Ok(WireOfficerRole::Reader) => Ok(OfficerRole::Reader),
        Ok(WireOfficerRole::Unspecified) | Err(_) => Err(Violation::unknown_code("roles")),
    };
    codes.iter().map(read).collect()
}

/// A token of another list, or of this list with other filters.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the page token belongs to another list")]
struct ForeignPage(#[source] ForeignPageToken);

impl Explain for ForeignPage {
    fn category(&self) -> Category {
        Category::Invalid
    }

    fn reason(&self) -> &'static str {
        "FOREIGN_PAGE_TOKEN"
    }

    fn violations(&self) -> Vec<Violation> {
        vec![Violation::malformed("page_token")]
    }
}

/// The page that a token starts, in the list with these filters.
pub(super) fn page(size: PageSize, filters: &str, token: &str) -> Result<Page, Fault> {
    let cursor = PageToken::decode(filters.as_bytes(), token).map_err(ForeignPage)?;
    let after = match cursor {
        Some(bytes) => {
            Some(Uuid::from_slice(&bytes).map_err(|_foreign| ForeignPage(ForeignPageToken))?)
        }
        None => None,
    };
    Ok(Page { size, after })
}

/// The token of the next page; empty on the last.
pub(super) fn next_page(filters: &str, next: Option<Uuid>) -> String {
    next.map_or_else(String::new, |id| PageToken::encode(filters.as_bytes(), id.as_bytes()))
}

fn wire_roles(roles: &BTreeSet<Role>) -> Vec<i32> {
    let wire = |role: &Role| match role {
        Role::Intake => StaffRole::Intake,
        Role::Caseworker => StaffRole::Caseworker,
        Role::Supervisor => StaffRole::Supervisor,
        Role::Manager => StaffRole::Manager,
        Role::Administrator => StaffRole::Administrator,
    };
    roles.iter().map(|role| wire(role).into()).collect()
}

fn wire_officer_roles(roles: &BTreeSet<OfficerRole>) -> Vec<i32> {
    let wire = |role: &OfficerRole| match role {
        OfficerRole::Administrator => WireOfficerRole::Administrator,
        OfficerRole::ReferralOfficer => WireOfficerRole::ReferralOfficer,
        OfficerRole::Reader => WireOfficerRole::Reader,
    };
    roles.iter().map(|role| wire(role).into()).collect()
}

/// The answer's form; an erased name is empty.
pub(super) fn staff(view: StaffView) -> Staff {
    Staff {
        name: view.name,
        user_name: view.user_name.into_exposed().unwrap_or_default(),
        display_name: view.display_name.into_exposed().unwrap_or_default(),
        roles: wire_roles(&view.roles),
        active: view.active,
        version: view.version,
    }
}

pub(super) fn credential(view: CredentialView) -> Credential {
    let kind = match view.kind {
        Kind::Certificate { .. } => WireKind::Certificate,
        Kind::Token => WireKind::Token,
        Kind::Officer { .. } => WireKind::Officer,
    };
    Credential {
        name: match view.holder {
            Holder::Agency(agency) => name::agency_credential(agency, view.id),
            Holder::Analyst(analyst) => name::analyst_credential(analyst, view.id),
        },
        kind: kind.into(),
        display_name: view.display_name.into_exposed().unwrap_or_default(),
        issue_time: Some(timestamp(view.issued)),
        expire_time: view.until.map(timestamp),
        revoke_time: view.revoked.map(timestamp),
        overlap_end_time: view.overlap_end.map(timestamp),
        officer_roles: wire_officer_roles(&view.officer_roles),
    }
}

pub(super) fn session(view: SessionView) -> Session {
    Session {
        access_token: view.access_token.0,
        access_expire_time: Some(timestamp(view.expires)),
        refresh_token: view.refresh.reveal(),
        principal: view.principal,
        display_name: view.display_name.into_exposed().unwrap_or_default(),
        roles: wire_roles(&view.roles),
        officer_roles: wire_officer_roles(&view.officer_roles),
    }
}
