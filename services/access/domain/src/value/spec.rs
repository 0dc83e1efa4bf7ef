//! What the values accept.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn every_user_name_of_the_alphabet_is_kept(text in "[a-z0-9.-]{3,40}") {
        let name = UserName::parse(&text).unwrap();
        prop_assert_eq!(name.as_str(), text);
    }

    #[test]
    fn a_short_password_is_weak(text in ".{0,9}") {
        prop_assert!(password::check(&text).is_err());
    }
}

#[test]
fn names_outside_the_alphabet_are_refused() {
    for text in ["ab", "Afi", "afi mensah", "afi_m", "éwé", &"a".repeat(41)] {
        assert_eq!(UserName::parse(text), Err(MalformedName));
    }
    for text in ["o", "ogou.1", "Ogou-1", &"a".repeat(33)] {
        assert_eq!(CentreCode::parse(text), Err(MalformedName));
    }
    assert_eq!(CentreCode::parse("ogou-1").unwrap().as_str(), "ogou-1");
}

#[test]
fn common_passwords_are_weak_in_any_case() {
    assert!(password::check("MotDePasse1").is_err());
    assert!(password::check("aaaaaaaaaaaa").is_err());
    assert!(password::check("trois chèvres").is_ok());
}

#[test]
fn hashes_and_names_do_not_print() {
    let hash = PasswordHash::from_phc("$argon2id$x".to_owned());
    let secret = SecretHash::from_bytes([7; 32]);
    let name = UserName::parse("afi").unwrap();
    assert_eq!(format!("{hash:?}{secret:?}{name:?}"), "………");
}

#[test]
fn a_role_is_known_by_its_code() {
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(*role));
    }
    assert_eq!(Role::from_code("director"), None);
}
