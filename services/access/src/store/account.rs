//! Accounts as stored.

use std::collections::BTreeSet;

use sentier_access_domain::account::{Account, Event, Holder};
use sentier_access_domain::value::{OfficerRole, PasswordHash, Role, UserName};
use sentier_access_domain::{AgencyId, CredentialId};
use sentier_eventing::Codec;
use sentier_eventing::codec::CodecError;
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::{Moment, Sensitive};
use serde::{Deserialize, Serialize};

use super::{read, read_centre, unreadable, write};

/// Accounts' codec.
#[derive(Debug)]
pub(crate) struct AccountCodec;

const CREATED: &str = "account_created.v1";
const ROLES_CHANGED: &str = "roles_changed.v1";
const PASSWORD_CHANGED: &str = "password_changed.v1";
const DISABLED: &str = "account_disabled.v1";
const SIGN_IN_FAILED: &str = "sign_in_failed.v1";
const SIGN_IN_SUCCEEDED: &str = "sign_in_succeeded.v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CreatedForm {
    holder: HolderForm,
    user_name: Sealed,
    display_name: Sealed,
    password: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum HolderForm {
    Staff {
        centre: String,
        roles: Vec<String>,
    },
    Officer {
        agency: AgencyId,
        credential: CredentialId,
        /// Absent in accounts from before officers had roles: they served referrals.
        #[serde(default = "serves_referrals")]
        roles: Vec<String>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesForm {
    roles: Vec<String>,
    not_before: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    password: String,
    not_before: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DisabledForm {
    not_before: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FailedForm {
    locked_until: Option<Moment>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NothingForm {}

impl AccountCodec {
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] =
        &[CREATED, ROLES_CHANGED, PASSWORD_CHANGED, DISABLED, SIGN_IN_FAILED, SIGN_IN_SUCCEEDED];
}

impl Codec for AccountCodec {
    type Aggregate = Account;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::Created { .. } => CREATED,
            Event::RolesChanged { .. } => ROLES_CHANGED,
            Event::PasswordChanged { .. } => PASSWORD_CHANGED,
            Event::Disabled { .. } => DISABLED,
            Event::SignInFailed { .. } => SIGN_IN_FAILED,
            Event::SignInSucceeded => SIGN_IN_SUCCEEDED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::Created { holder, user_name, display_name, password } => {
                let user_name = user_name.clone().map(|name| name.as_str().to_owned());
                write(&CreatedForm {
                    holder: write_holder(holder),
                    user_name: sealer.seal(Class::Identity, "user_name", &user_name)?,
                    display_name: sealer.seal(Class::Identity, "display_name", display_name)?,
                    password: password.as_phc().to_owned(),
                })
            }
            Event::RolesChanged { roles, not_before } => {
                write(&RolesForm { roles: write_roles(roles), not_before: *not_before })
            }
            Event::PasswordChanged { password, not_before } => write(&PasswordForm {
                password: password.as_phc().to_owned(),
                not_before: *not_before,
            }),
            Event::Disabled { not_before } => write(&DisabledForm { not_before: *not_before }),
            Event::SignInFailed { locked_until } => {
                write(&FailedForm { locked_until: *locked_until })
            }
            Event::SignInSucceeded => write(&NothingForm {}),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            CREATED => created(&read(payload)?, opener),
            ROLES_CHANGED => {
                let RolesForm { roles, not_before } = read(payload)?;
                Ok(Event::RolesChanged { roles: read_roles(&roles)?, not_before })
            }
            PASSWORD_CHANGED => {
                let PasswordForm { password, not_before } = read(payload)?;
                let password = PasswordHash::from_phc(password);
                Ok(Event::PasswordChanged { password, not_before })
            }
            DISABLED => {
                let DisabledForm { not_before } = read(payload)?;
                Ok(Event::Disabled { not_before })
            }
            SIGN_IN_FAILED => {
                let FailedForm { locked_until } = read(payload)?;
                Ok(Event::SignInFailed { locked_until })
            }
            SIGN_IN_SUCCEEDED => {
                let NothingForm {} = read(payload)?;
                Ok(Event::SignInSucceeded)
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}

fn created(form: &CreatedForm, opener: &Opener<'_>) -> Result<Event, CodecError> {
    let user_name = match opener.open::<String>(Class::Identity, "user_name", &form.user_name)? {
        Sensitive::Open(text) => Sensitive::Open(read_name(&text)?),
        Sensitive::Withheld => Sensitive::Withheld,
        Sensitive::Erased => Sensitive::Erased,
    };
    Ok(Event::Created {
        holder: read_holder(&form.holder)?,
        user_name,
        display_name: opener.open(Class::Identity, "display_name", &form.display_name)?,
        password: PasswordHash::from_phc(form.password.clone()),
    })
}

fn read_name(text: &str) -> Result<UserName, CodecError> {
    UserName::parse(text).map_err(|_malformed| unreadable("a user name has an alphabet"))
}

fn write_holder(holder: &Holder) -> HolderForm {
    match holder {
        Holder::Staff { centre, roles } => {
            HolderForm::Staff { centre: centre.as_str().to_owned(), roles: write_roles(roles) }
        }
        Holder::Officer { agency, credential, roles } => HolderForm::Officer {
            agency: *agency,
            credential: *credential,
            roles: roles.iter().map(|role| role.code().to_owned()).collect(),
        },
    }
}

fn serves_referrals() -> Vec<String> {
    vec![OfficerRole::ReferralOfficer.code().to_owned()]
}

fn read_holder(form: &HolderForm) -> Result<Holder, CodecError> {
    Ok(match form {
        HolderForm::Staff { centre, roles } => {
            Holder::Staff { centre: read_centre(centre)?, roles: read_roles(roles)? }
        }
        HolderForm::Officer { agency, credential, roles } => Holder::Officer {
            agency: *agency,
            credential: *credential,
            roles: read_officer_roles(roles)?,
        },
    })
}

fn write_roles(roles: &BTreeSet<Role>) -> Vec<String> {
    roles.iter().map(|role| role.code().to_owned()).collect()
}

fn read_roles(codes: &[String]) -> Result<BTreeSet<Role>, CodecError> {
    let read = |code: &String| Role::from_code(code).ok_or_else(|| unreadable("a role has a code"));
    codes.iter().map(read).collect()
}

fn read_officer_roles(codes: &[String]) -> Result<BTreeSet<OfficerRole>, CodecError> {
    let read =
        |code: &String| OfficerRole::from_code(code).ok_or_else(|| unreadable("a role has a code"));
    codes.iter().map(read).collect()
}
