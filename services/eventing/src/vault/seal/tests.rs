//! A sealed field opens in its own place and nowhere else.

use super::*;

fn ring(subject: u128) -> KeyRing {
    let key = |class, byte: u8| {
        (class, DataKey::new(Uuid::from_u128(byte.into()), Zeroizing::new([byte; 32])))
    };
    KeyRing::live(
        Uuid::from_u128(subject),
        [key(Class::Identity, 1_u8), key(Class::Contact, 2), key(Class::Narrative, 3)],
    )
}

fn place() -> Place {
    Place {
        centre: "ogou-1".to_owned(),
        stream: Uuid::from_u128(7),
        version: 3,
        event_type: "case_opened.v1".to_owned(),
    }
}

fn seal(text: &str) -> Sealed {
    let ring = ring(9);
    Sealer::new(&ring, place())
        .seal(Class::Identity, "survivor.full_name", &Sensitive::new(text.to_owned()))
        .expect("seals")
}

fn open(
    ring: &KeyRing,
    place: Place,
    class: Class,
    field: &'static str,
    sealed: &Sealed,
) -> Result<Sensitive<String>, CodecError> {
    Opener::reading(ring, place).open(class, field, sealed)
}

#[test]
fn a_field_opens_in_its_own_place() {
    let opened = open(&ring(9), place(), Class::Identity, "survivor.full_name", &seal("Afi"));
    assert_eq!(opened.expect("opens").expose().map(String::as_str), Some("Afi"));
}

#[test]
fn a_field_opens_nowhere_else() {
    let sealed = seal("Afi");
    let elsewhere = [
        Place { centre: "zio-1".to_owned(), ..place() },
        Place { stream: Uuid::from_u128(8), ..place() },
        Place { version: 4, ..place() },
        Place { event_type: "case_closed.v1".to_owned(), ..place() },
    ];
    for other in elsewhere {
        assert!(open(&ring(9), other, Class::Identity, "survivor.full_name", &sealed).is_err());
    }
    assert!(open(&ring(9), place(), Class::Identity, "survivor.phone", &sealed).is_err());
    assert!(open(&ring(9), place(), Class::Contact, "survivor.full_name", &sealed).is_err());
    assert!(open(&ring(10), place(), Class::Identity, "survivor.full_name", &sealed).is_err());
}

#[test]
fn one_changed_byte_is_noticed_wherever_it_is() {
    let sealed = seal("Afi");
    for at in 0..sealed.0.len() {
        let mut forged = sealed.clone();
        forged.0[at] ^= 1;
        assert!(
            open(&ring(9), place(), Class::Identity, "survivor.full_name", &forged).is_err(),
            "{at}"
        );
    }
}

#[test]
fn short_and_long_names_have_the_same_length() {
    assert_eq!(seal("Afi").0.len(), seal("Abla Massan Essivi").0.len());
}

#[test]
fn destroyed_keys_read_as_erased_and_a_decision_reads_nothing() {
    let sealed = seal("Afi");
    let erased = KeyRing::erased(Uuid::from_u128(9));
    let opened = open(&erased, place(), Class::Identity, "survivor.full_name", &sealed);
    assert!(opened.expect("a value").is_erased());
    let withheld: Sensitive<String> = Opener::withholding()
        .open(Class::Identity, "survivor.full_name", &sealed)
        .expect("a value");
    assert_eq!(withheld, Sensitive::Withheld);
}

#[test]
fn nothing_prints_a_key_or_a_value() {
    let printed = format!("{:?} {:?}", ring(9), seal("Afi"));
    assert!(!printed.contains("Afi") && !printed.contains("1, 1, 1"), "{printed}");
}
