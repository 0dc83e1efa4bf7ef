//! One receiver, one purpose, one event; and a published vector.

use std::os::unix::fs::PermissionsExt as _;

use hpke::Deserializable as _;
use sentier_kernel::Moment;
use sentier_proto::common::v1::Date;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

const PURPOSE: &str = "statistics.incident";
const EVENT: Uuid = Uuid::from_u128(7);

fn facts(year: i32) -> Date {
    Date { year, month: 3, day: 8 }
}

fn opened(folder: &TempDir) -> OpeningKeys {
    OpeningKeys::open(&folder.path().join("facts"), Moment::from_micros(100)).expect("keys")
}

fn seal(keys: &OpeningKeys) -> SealedFacts {
    // As a sender does: it knows the id and 32 bytes.
    let (key, _drawn_at) = keys.sealing().expect("a key");
    let known = SealingKey::new(key.id(), &key.public_key()).expect("a public key");
    known.seal(PURPOSE, EVENT, &facts(2026)).expect("sealed")
}

/// RFC 9180, A.2.1.1, the first encryption.
#[test]
fn the_vector_of_the_standard_opens() {
    let bytes = |text: &str| hex::decode(text).expect("hex");
    let ikm = bytes("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df");
    let enc = bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    let info = bytes("4f6465206f6e2061204772656369616e2055726e");
    let aad = bytes("436f756e742d30");
    let sealed = bytes(
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
    );
    let enc = <hpke::kem::X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(&enc);
    let secret = ikm.try_into().expect("32 bytes");
    let plain = seal::open_raw(&secret, &enc.expect("a key"), &info, &sealed, &aad);
    assert_eq!(plain.expect("opens").as_slice(), b"Beauty is truth, truth beauty");
}

#[test]
fn the_receiver_reads_what_was_sealed_to_it() {
    let folder = TempDir::new().expect("a folder");
    let sealed = seal(&opened(&folder));
    let read: Date = opened(&folder).unseal(PURPOSE, EVENT, &sealed).expect("opens");
    assert_eq!(read, facts(2026));
}

#[test]
fn another_key_purpose_or_event_does_not_open() {
    let (ours, theirs) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let (ours, theirs) = (opened(&ours), opened(&theirs));
    let sealed = seal(&ours);
    let unknown = theirs.unseal::<Date>(PURPOSE, EVENT, &sealed);
    assert!(matches!(unknown, Err(FactsError::UnknownKey)), "{unknown:?}");
    let renamed = SealedFacts { key_id: seal(&theirs).key_id, ..sealed.clone() };
    let forged = theirs.unseal::<Date>(PURPOSE, EVENT, &renamed);
    assert!(matches!(forged, Err(FactsError::Open)), "{forged:?}");
    for (purpose, event) in [("referrals.need", EVENT), (PURPOSE, Uuid::from_u128(8))] {
        let moved = ours.unseal::<Date>(purpose, event, &sealed);
        assert!(matches!(moved, Err(FactsError::Open)), "{moved:?}");
    }
}

#[test]
fn one_changed_byte_is_noticed_wherever_it_is() {
    let folder = TempDir::new().expect("a folder");
    let keys = opened(&folder);
    let sealed = seal(&keys);
    for index in 0..sealed.ciphertext.len() {
        let mut changed = sealed.clone();
        changed.ciphertext[index] ^= 1;
        assert!(keys.unseal::<Date>(PURPOSE, EVENT, &changed).is_err(), "byte {index}");
    }
    for index in 0..sealed.encapsulated_key.len() {
        let mut changed = sealed.clone();
        changed.encapsulated_key[index] ^= 1;
        assert!(keys.unseal::<Date>(PURPOSE, EVENT, &changed).is_err(), "key byte {index}");
    }
    let short = SealedFacts { encapsulated_key: vec![1; 31], ..sealed };
    assert!(matches!(keys.unseal::<Date>(PURPOSE, EVENT, &short), Err(FactsError::Open)));
}

#[test]
fn sizes_say_nothing_and_no_two_sealings_are_alike() {
    let folder = TempDir::new().expect("a folder");
    let keys = opened(&folder);
    let (key, _drawn_at) = keys.sealing().expect("a key");
    let empty = key.seal(PURPOSE, EVENT, &Date::default()).expect("sealed");
    let full = seal(&keys);
    assert_eq!(empty.ciphertext.len(), full.ciphertext.len());
    assert_ne!(seal(&keys).ciphertext, full.ciphertext);
}

#[test]
fn a_destroyed_key_opens_nothing_and_the_one_before_the_newest_still_does() {
    let folder = TempDir::new().expect("a folder");
    let keys = opened(&folder);
    let replica = opened(&folder);
    let first = seal(&keys);
    keys.rotate(Moment::from_micros(200)).expect("a second key");
    let second = seal(&keys);
    keys.rotate(Moment::from_micros(300)).expect("a third key");
    let third = seal(&keys);

    assert_eq!(keys.destroy_replaced_before(Moment::from_micros(300)).expect("destroyed"), 1);
    for keys in [&keys, &opened(&folder)] {
        let gone = keys.unseal::<Date>(PURPOSE, EVENT, &first);
        assert!(matches!(gone, Err(FactsError::UnknownKey)), "{gone:?}");
    }
    for sealed in [second, third] {
        replica.unseal::<Date>(PURPOSE, EVENT, &sealed).expect("a replica finds the new key");
    }
    let mut names: Vec<_> = std::fs::read_dir(folder.path().join("facts"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry"))
        .inspect(|entry| {
            let mode = entry.metadata().expect("metadata").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        })
        .map(|entry| entry.file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(names, ["facts-2.key", "facts-3.key"]);
}
