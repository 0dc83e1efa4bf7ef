//! The mark in every form (CSRF): only a page that this session was given can be sent back.
//!
//! The mark is masked anew on each page, so that compressing a page tells nothing about it (BREACH).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::seal::Keys;

const MARK: usize = 32;

/// A fresh mark for a page of `session`; empty, which nothing accepts, without randomness.
pub(crate) fn issue(keys: &Keys, session: Uuid) -> String {
    let mut mask = [0_u8; MARK];
    if getrandom::fill(&mut mask).is_err() {
        return String::new();
    }
    let masked: Vec<u8> = keys.mark(session).iter().zip(mask).map(|(a, b)| a ^ b).collect();
    URL_SAFE_NO_PAD.encode([mask.as_slice(), &masked].concat())
}

/// Whether `text` is a mark of `session`.
pub(crate) fn accepts(keys: &Keys, session: Uuid, text: &str) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(text) else { return false };
    let Some((mask, masked)) = bytes.split_at_checked(MARK) else { return false };
    let mark: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
    masked.len() == MARK && bool::from(mark.ct_eq(&keys.mark(session)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_good_for_its_session_only_and_never_the_same_twice() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open_or_create(&folder.path().join("desk.key")).unwrap();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mark = issue(&keys, one);
        assert!(accepts(&keys, one, &mark));
        assert!(!accepts(&keys, other, &mark));
        assert!(!accepts(&keys, one, ""));
        assert!(!accepts(&keys, one, mark.get(..20).unwrap()));
        assert_ne!(mark, issue(&keys, one));
    }
}
