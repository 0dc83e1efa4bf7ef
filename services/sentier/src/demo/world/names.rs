//! Names, written by us: first names as they are heard around Atakpamé, family names that nobody bears.
//!
//! Nothing was taken from a register or a page. Phone numbers begin with `+228 00`, which the national
//! numbering plan assigns to nobody.

use rand::RngExt as _;

use super::draw::{Source, chance, pick};
use sentier_proto::common::v1::Sex;

/// Ewe names by the day of birth, Kabyè, Ifè and French names of girls and women.
pub(super) const FIRST_FEMALE: [&str; 32] = [
    "Adzo",
    "Abla",
    "Akou",
    "Yawa",
    "Afi",
    "Ama",
    "Akossiwa",
    "Dédé",
    "Kayi",
    "Mawusi",
    "Mazalo",
    "Tchilalo",
    "Essohana",
    "Pyalo",
    "Manawè",
    "Essozimna",
    "Adjoké",
    "Iyabo",
    "Abiké",
    "Bolanlé",
    "Ogoudélé",
    "Folaké",
    "Solange",
    "Honorine",
    "Delphine",
    "Rosaline",
    "Clémence",
    "Bernadette",
    "Odile",
    "Perpétue",
    "Justine",
    "Edwige",
];

/// The same of boys and men.
pub(super) const FIRST_MALE: [&str; 20] = [
    "Kodzo",
    "Komla",
    "Kokou",
    "Yao",
    "Koffi",
    "Komi",
    "Kossi",
    "Hodabalo",
    "Essowè",
    "Pitalou",
    "Akéza",
    "Kèhindé",
    "Taïwo",
    "Bamidélé",
    "Olouchègoun",
    "Prosper",
    "Gervais",
    "Anselme",
    "Bertin",
    "Mathias",
];

/// Invented family names: built from syllables of the region's languages.
pub(super) const FAMILY: [&str; 40] = [
    "Adzimavo",
    "Kpogbédaku",
    "Agbovissoun",
    "Tchakorouna",
    "Essobiyouwè",
    "Lanbodjawa",
    "Akpédzanouvi",
    "Odjougbélédo",
    "Igbozoukani",
    "Kpétsiwovi",
    "Dzramédowo",
    "Nakponawina",
    "Yovodékanou",
    "Amégnihovi",
    "Batchalakina",
    "Soglonouvé",
    "Ayivodjiwo",
    "Ekouéhounté",
    "Houndjovikpo",
    "Pilakiwéna",
    "Ezoudagba",
    "Ikouforidja",
    "Atchadéouka",
    "Gbédzimako",
    "Sizingawè",
    "Tomféwala",
    "Awoussouvi",
    "Dogblénou",
    "Kézièbalo",
    "Massabiyou",
    "Ogoutchina",
    "Adétoukagbé",
    "Lébénawo",
    "Wénouvito",
    "Zanoukpédo",
    "Fiadzomévi",
    "Bodjolawè",
    "Nidawoyé",
    "Takpadjéou",
    "Elavagnonvi",
];

/// A full name, as the person gives it.
pub(super) fn full_name(source: &mut Source, sex: Sex) -> String {
    let firsts: &[&str] = if sex == Sex::Male { &FIRST_MALE } else { &FIRST_FEMALE };
    let first = pick(source, firsts);
    let family = pick(source, &FAMILY);
    let second = pick(source, firsts);
    if chance(source, 30) && second != first {
        format!("{first} {second} {family}")
    } else {
        format!("{first} {family}")
    }
}

/// A phone number that cannot ring anywhere.
pub(super) fn phone(source: &mut Source) -> String {
    let (a, b, c) = (
        source.random_range(0..100_u8),
        source.random_range(0..100_u8),
        source.random_range(0..100_u8),
    );
    format!("+228 00 {a:02} {b:02} {c:02}")
}

/// A word agreed with one survivor: nothing else in the world contains it.
pub(super) fn code_word(source: &mut Source) -> String {
    const SYLLABLES: [&str; 16] = [
        "ka", "mo", "ti", "wé", "lu", "do", "fa", "gbé", "no", "si", "yo", "za", "pé", "vi", "ro",
        "nu",
    ];
    let word: String = (0..4).map(|_| pick(source, &SYLLABLES)).collect();
    format!("{word}{:06}", source.random_range(0..1_000_000_u32))
}
