//! Specification of authentication.

use std::time::Duration;

use super::*;
use token::{Kind, Signer};

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);

fn claims() -> Claims {
    let iat = AT.as_micros() / 1_000_000;
    Claims {
        iss: "sentier".to_owned(),
        sub: Uuid::from_u128(1),
        kind: Kind::Staff,
        centre: Some("ogou-1".to_owned()),
        roles: vec!["caseworker".to_owned()],
        agency: None,
        cid: Uuid::from_u128(2),
        iat,
        exp: iat + 600,
    }
}

fn at(now: Moment, signer: &Signer) -> Authenticator {
    let keys = Jwks::parse(&signer.jwks().to_json()).unwrap();
    Authenticator::new(keys, Arc::new(move || now))
}

#[test]
fn a_token_is_good_until_it_expires() {
    let signer = Signer::from_seed(&[7; 32]);
    let token = signer.sign(&claims()).unwrap();
    assert_eq!(at(AT, &signer).bearer(&token), Ok(Identity::Bearer(Arc::new(claims()))));
    for wrong in [AT.plus(Duration::from_secs(606)), AT.minus(Duration::from_secs(6))] {
        assert_eq!(at(wrong, &signer).bearer(&token), Err(Unknown::NoValidCredential));
    }
}

#[test]
fn a_token_of_another_key_or_with_a_changed_byte_is_refused() {
    let signer = Signer::from_seed(&[7; 32]);
    let foreign = Signer::from_seed(&[8; 32]).sign(&claims()).unwrap();
    assert_eq!(at(AT, &signer).bearer(&foreign), Err(Unknown::NoValidCredential));
    let token = signer.sign(&claims()).unwrap();
    for place in (0..token.len()).step_by(7) {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(at(AT, &signer).bearer(&changed).is_err(), "byte {place}");
    }
}

#[test]
fn a_revoked_credential_is_refused_even_after_it_was_remembered() {
    let signer = Signer::from_seed(&[7; 32]);
    let gate = at(AT, &signer);
    let token = signer.sign(&claims()).unwrap();
    assert!(gate.bearer(&token).is_ok());
    gate.revoke(claims().cid, AT.plus(Duration::from_mins(10)));
    assert_eq!(gate.bearer(&token), Err(Unknown::Revoked));
}

#[test]
fn tokens_of_an_account_from_before_its_change_are_refused() {
    let signer = Signer::from_seed(&[7; 32]);
    let gate = at(AT, &signer);
    let token = signer.sign(&claims()).unwrap();
    gate.revoke_before(claims().sub, AT);
    assert!(gate.bearer(&token).is_ok());
    gate.revoke_before(claims().sub, AT.plus(Duration::from_secs(1)));
    assert_eq!(gate.bearer(&token), Err(Unknown::Revoked));
}

#[test]
fn a_key_that_is_withdrawn_no_longer_verifies() {
    let signer = Signer::from_seed(&[7; 32]);
    let gate = at(AT, &signer);
    let token = signer.sign(&claims()).unwrap();
    assert!(gate.bearer(&token).is_ok());
    gate.trust(Signer::from_seed(&[9; 32]).jwks());
    assert_eq!(gate.bearer(&token), Err(Unknown::NoValidCredential));
}

#[test]
fn an_open_stream_learns_that_its_caller_was_revoked_or_has_expired() {
    let signer = Signer::from_seed(&[7; 32]);
    let gate = at(AT, &signer);
    let caller = gate.bearer(&signer.sign(&claims()).unwrap()).unwrap();
    let revocations = gate.revocations();
    assert_eq!(gate.recheck(&caller), Ok(()));
    assert!(!revocations.has_changed().unwrap());
    gate.revoke(claims().cid, AT.plus(Duration::from_mins(10)));
    assert!(revocations.has_changed().unwrap());
    assert_eq!(gate.recheck(&caller), Err(Unknown::Revoked));
    let later = at(AT.plus(Duration::from_secs(606)), &signer);
    assert_eq!(later.recheck(&caller), Err(Unknown::NoValidCredential));
}

#[test]
fn a_session_that_was_ended_is_revoked_and_one_whose_token_ran_out_is_not() {
    let signer = Signer::from_seed(&[7; 32]);
    let caller = at(AT, &signer).bearer(&signer.sign(&claims()).unwrap()).unwrap();
    let later = at(AT.plus(Duration::from_mins(11)), &signer);
    assert!(later.recheck(&caller).is_err() && !later.is_revoked(&caller));
    later.revoke(claims().cid, AT.plus(Duration::from_mins(20)));
    assert!(later.is_revoked(&caller));
    let dismissed = at(AT, &signer);
    dismissed.revoke_before(claims().sub, AT.plus(Duration::from_secs(1)));
    assert!(dismissed.is_revoked(&caller));
    assert!(!dismissed.is_revoked(&Identity::Service("cases".to_owned())));
}
