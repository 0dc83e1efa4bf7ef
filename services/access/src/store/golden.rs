//! Every stored event type has a file in `domain/golden/`, which still decodes, and today's encoding
//! equals it. A file is never edited: a new shape is a new version with a file of its own.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::PathBuf;
use std::time::Duration;

use sentier_access_domain::value::{
    CentreCode, OfficerRole, PasswordHash, Role, SecretHash, UserName,
};
use sentier_access_domain::{
    AccountId, AgencyId, AnalystId, CredentialId, account, credential, installation, session,
    user_name,
};
use sentier_eventing::Codec;
use sentier_eventing::codec::Event;
use sentier_eventing::vault::{Class, DataKey, KeyRing, Opener, Place, Sealer};
use sentier_kernel::{Moment, Sensitive};
use serde_json::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{AccountCodec, CredentialCodec, InstallationCodec, SessionCodec, UserNameCodec};

/// What stands in the files for a sealed value, which differs each time.
const SEALED: &str = "c2VhbGVk";

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn file(event_type: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("domain/golden");
    folder.join(format!("{event_type}.json"))
}

fn encoded<C: Codec>(event: &Event<C>) -> Value {
    let key = DataKey::new(id(90), Zeroizing::new([7; 32]));
    let ring = KeyRing::live(id(91), [(Class::Identity, key)]);
    let event_type = C::event_type(event).to_owned();
    let place = Place { centre: "ogou-1".to_owned(), stream: id(92), version: 1, event_type };
    let payload = C::encode(event, &Sealer::new(&ring, place)).unwrap();
    let mut form: Value = serde_json::from_slice(&payload).unwrap();
    for field in ["user_name", "display_name"] {
        if let Some(sealed) = form.get_mut(field) {
            assert!(sealed.as_str().unwrap().len() > 100, "{field} is sealed");
            *sealed = Value::from(SEALED);
        }
    }
    form
}

/// The event's file; `withheld` is the event as a fold sees it.
fn stands<C: Codec>(event: &Event<C>, withheld: &Event<C>)
where
    Event<C>: PartialEq + Debug,
{
    let event_type = C::event_type(event);
    let golden = std::fs::read(file(event_type)).unwrap_or_else(|_absent| {
        panic!("{event_type} has no file; it would hold:\n{}", encoded::<C>(event))
    });
    let form: Value = serde_json::from_slice(&golden).unwrap();
    assert_eq!(encoded::<C>(event), form, "{event_type}");
    assert_eq!(&C::decode(event_type, &golden, &Opener::withholding()).unwrap(), withheld);
}

fn same<C: Codec>(event: &Event<C>)
where
    Event<C>: PartialEq + Debug,
{
    stands::<C>(event, event);
}

fn created(
    holder: account::Holder,
    user_name: Sensitive<UserName>,
    name: Sensitive<String>,
) -> account::Event {
    let password =
        PasswordHash::from_phc("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned());
    account::Event::Created { holder, user_name, display_name: name, password }
}

#[test]
fn accounts_are_read_and_written_as_ever() {
    let holder = account::Holder::Staff {
        centre: CentreCode::parse("ogou-1").unwrap(),
        roles: BTreeSet::from([Role::Intake, Role::Administrator]),
    };
    let open = Sensitive::new(UserName::parse("afi").unwrap());
    stands::<AccountCodec>(
        &created(holder.clone(), open, Sensitive::new("Afi".to_owned())),
        &created(holder, Sensitive::Withheld, Sensitive::Withheld),
    );
    let roles = BTreeSet::from([Role::Manager]);
    let password = PasswordHash::from_phc("$argon2id$other".to_owned());
    same::<AccountCodec>(&account::Event::RolesChanged { roles, not_before: AT });
    same::<AccountCodec>(&account::Event::PasswordChanged { password, not_before: AT });
    same::<AccountCodec>(&account::Event::Disabled { not_before: AT });
    same::<AccountCodec>(&account::Event::SignInFailed { locked_until: Some(AT) });
    same::<AccountCodec>(&account::Event::SignInSucceeded);
}

#[test]
fn officers_survive_the_store() {
    let holder = account::Holder::Officer {
        agency: AgencyId::from_uuid(id(1)),
        credential: CredentialId::from_uuid(id(2)),
        roles: BTreeSet::from([OfficerRole::Administrator, OfficerRole::Reader]),
    };
    let open = Sensitive::new(UserName::parse("kossi").unwrap());
    let event = created(holder.clone(), open, Sensitive::new("Kossi".to_owned()));
    let form = serde_json::to_vec(&encoded::<AccountCodec>(&event)).unwrap();
    let read = AccountCodec::decode("account_created.v1", &form, &Opener::withholding()).unwrap();
    assert_eq!(read, created(holder, Sensitive::Withheld, Sensitive::Withheld));
}

#[test]
fn an_officer_from_before_roles_serves_referrals() {
    let old = std::fs::read(file("account_created.v1.officer")).unwrap();
    let read = AccountCodec::decode("account_created.v1", &old, &Opener::withholding()).unwrap();
    let holder = account::Holder::Officer {
        agency: AgencyId::from_uuid(id(1)),
        credential: CredentialId::from_uuid(id(2)),
        roles: BTreeSet::from([OfficerRole::ReferralOfficer]),
    };
    assert_eq!(read, created(holder, Sensitive::Withheld, Sensitive::Withheld));
}

#[test]
fn credentials_are_read_and_written_as_ever() {
    let issued = |display_name| credential::Event::Issued {
        holder: credential::Holder::Agency(AgencyId::from_uuid(id(1))),
        kind: credential::Kind::Certificate { pem: "-----BEGIN CERTIFICATE-----".to_owned() },
        display_name,
        until: Some(AT),
    };
    stands::<CredentialCodec>(
        &issued(Sensitive::new("Hôpital".to_owned())),
        &issued(Sensitive::Withheld),
    );
    same::<CredentialCodec>(&credential::Event::Revoked { forget: AT });
    let by = CredentialId::from_uuid(id(5));
    same::<CredentialCodec>(&credential::Event::Replaced { by, until: AT });
}

#[test]
fn every_kind_of_credential_survives_the_store() {
    let account = AccountId::from_uuid(id(3));
    for kind in [credential::Kind::Token, credential::Kind::Officer { account }] {
        let holder = credential::Holder::Analyst(AnalystId::from_uuid(id(4)));
        let issued = |display_name| credential::Event::Issued {
            holder,
            kind: kind.clone(),
            display_name,
            until: None,
        };
        let written = encoded::<CredentialCodec>(&issued(Sensitive::new("Institut".to_owned())));
        let form = serde_json::to_vec(&written).unwrap();
        let read = CredentialCodec::decode("credential_issued.v1", &form, &Opener::withholding());
        assert_eq!(read.unwrap(), issued(Sensitive::Withheld));
    }
}

#[test]
fn sessions_are_read_and_written_as_ever() {
    let refresh = SecretHash::from_bytes([9; 32]);
    let account = AccountId::from_uuid(id(3));
    let idle = Duration::from_hours(1);
    same::<SessionCodec>(&session::Event::Started { account, refresh, at: AT, ends: AT, idle });
    same::<SessionCodec>(&session::Event::Refreshed { refresh, at: AT });
    same::<SessionCodec>(&session::Event::Ended { why: session::Ending::Reused, forget: AT });
}

#[test]
fn every_ending_survives_the_store() {
    use session::Ending::{AccountStopped, Reused, SignedOut};
    for why in [AccountStopped, Reused, SignedOut] {
        let event = session::Event::Ended { why, forget: AT };
        let form = serde_json::to_vec(&encoded::<SessionCodec>(&event)).unwrap();
        let read = SessionCodec::decode("session_ended.v1", &form, &Opener::withholding());
        assert_eq!(read.unwrap(), event);
    }
}

#[test]
fn the_installation_and_its_names_are_read_and_written_as_ever() {
    let secret = SecretHash::from_bytes([9; 32]);
    let administrator = AccountId::from_uuid(id(3));
    let centre = CentreCode::parse("ogou-1").unwrap();
    same::<InstallationCodec>(&installation::Event::Prepared { secret });
    same::<InstallationCodec>(&installation::Event::Bootstrapped { administrator, centre });
    same::<UserNameCodec>(&user_name::Claimed { account: administrator });
}

/// The stored types that a codec names.
fn types(codec: &str) -> BTreeSet<&str> {
    let constants = codec.lines().filter_map(|line| line.strip_prefix("const "));
    let texts = constants.filter_map(|it| it.split_once(": &str = \"")?.1.strip_suffix("\";"));
    texts.filter(|text| text.contains(".v")).collect()
}

#[test]
fn every_stored_type_has_a_file_and_every_file_a_type() {
    let account = types(include_str!("account.rs"));
    let credential = types(include_str!("credential.rs"));
    assert_eq!(account, AccountCodec::TYPES.iter().copied().collect::<BTreeSet<_>>());
    assert_eq!(credential, CredentialCodec::TYPES.iter().copied().collect::<BTreeSet<_>>());
    let others =
        [include_str!("installation.rs"), include_str!("session.rs"), include_str!("user_name.rs")];
    let others = others.map(types);
    assert!(others.iter().all(|named| !named.is_empty()), "{others:?}");
    let named: BTreeSet<&str> = others.into_iter().chain([account, credential]).flatten().collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("domain/golden");
    let files = std::fs::read_dir(folder).unwrap();
    let files: Vec<String> =
        files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let stored: BTreeSet<&str> = files
        .iter()
        .map(|name| name.trim_end_matches(".json").trim_end_matches(".officer"))
        .collect();
    assert_eq!(named, stored, "types that codecs name, and those that have a file");
}
