//! Credentials as stored.

use sentier_access_domain::credential::{Credential, Event, Holder, Kind};
use sentier_access_domain::{AccountId, AgencyId, AnalystId, CredentialId};
use sentier_eventing::Codec;
use sentier_eventing::codec::CodecError;
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Credentials' codec.
#[derive(Debug)]
pub(crate) struct CredentialCodec;

const ISSUED: &str = "credential_issued.v1";
const REPLACED: &str = "credential_replaced.v1";
const REVOKED: &str = "credential_revoked.v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuedForm {
    holder: HolderForm,
    credential: KindForm,
    display_name: Sealed,
    until: Option<Moment>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
enum HolderForm {
    Agency(AgencyId),
    Analyst(AnalystId),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum KindForm {
    Certificate { pem: String },
    Token,
    Officer { account: AccountId },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplacedForm {
    by: CredentialId,
    until: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokedForm {
    forget: Moment,
}

impl CredentialCodec {
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] = &[ISSUED, REPLACED, REVOKED];
}

impl Codec for CredentialCodec {
    type Aggregate = Credential;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::Issued { .. } => ISSUED,
            Event::Replaced { .. } => REPLACED,
            Event::Revoked { .. } => REVOKED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::Issued { holder, kind, display_name, until } => write(&IssuedForm {
                holder: match holder {
                    Holder::Agency(id) => HolderForm::Agency(*id),
                    Holder::Analyst(id) => HolderForm::Analyst(*id),
                },
                credential: match kind {
                    Kind::Certificate { pem } => KindForm::Certificate { pem: pem.clone() },
                    Kind::Token => KindForm::Token,
                    Kind::Officer { account } => KindForm::Officer { account: *account },
                },
                display_name: sealer.seal(Class::Identity, "display_name", display_name)?,
                until: *until,
            }),
            Event::Replaced { by, until } => write(&ReplacedForm { by: *by, until: *until }),
            Event::Revoked { forget } => write(&RevokedForm { forget: *forget }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            ISSUED => {
                let IssuedForm { holder, credential, display_name, until } = read(payload)?;
                Ok(Event::Issued {
                    holder: match holder {
                        HolderForm::Agency(id) => Holder::Agency(id),
                        HolderForm::Analyst(id) => Holder::Analyst(id),
                    },
                    kind: match credential {
                        KindForm::Certificate { pem } => Kind::Certificate { pem },
                        KindForm::Token => Kind::Token,
                        KindForm::Officer { account } => Kind::Officer { account },
                    },
                    display_name: opener.open(Class::Identity, "display_name", &display_name)?,
                    until,
                })
            }
            REPLACED => {
                let ReplacedForm { by, until } = read(payload)?;
                Ok(Event::Replaced { by, until })
            }
            REVOKED => {
                let RevokedForm { forget } = read(payload)?;
                Ok(Event::Revoked { forget })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
