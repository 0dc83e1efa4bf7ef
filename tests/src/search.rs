//! A search for personal values in every form in which they could lie somewhere.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// Shorter texts are found by chance.
const SHORTEST: usize = 6;

/// A value that must not be found, with the name of its field for the report.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which field.
    pub field: &'static str,
    /// The value.
    pub value: String,
}

/// Looks for many values at once.
#[derive(Debug)]
pub struct Search {
    wanted: Vec<(usize, &'static str)>,
    values: Vec<Wanted>,
    automaton: AhoCorasick,
}

impl Search {
    /// A search for these values; those that are too short to mean anything are left out.
    ///
    /// # Panics
    /// When there is nothing to look for.
    pub fn new(values: Vec<Wanted>) -> Self {
        let values: Vec<Wanted> =
            values.into_iter().filter(|one| one.value.chars().count() >= SHORTEST).collect();
        assert!(!values.is_empty(), "a search for nothing finds nothing");
        let mut wanted = Vec::new();
        let mut patterns = Vec::new();
        for (place, one) in values.iter().enumerate() {
            for (form, bytes) in forms(&one.value) {
                wanted.push((place, form));
                patterns.push(bytes);
            }
        }
        let automaton = AhoCorasick::new(&patterns).expect("patterns that compile");
        Self { wanted, values, automaton }
    }

    /// Which fields were found in these bytes, and in what form. The values themselves are not told.
    pub fn found(&self, bytes: &[u8]) -> BTreeSet<String> {
        self.automaton
            .find_overlapping_iter(bytes)
            .filter_map(|hit| self.wanted.get(hit.pattern().as_usize()))
            .filter_map(|(place, form)| Some((self.values.get(*place)?, form)))
            .map(|(one, form)| format!("{} as {form}", one.field))
            .collect()
    }
}

/// The forms of a text.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    let escaped = |upper: bool| -> Vec<u8> {
        text.encode_utf16()
            .map(|unit| match (char::from_u32(unit.into()), upper) {
                (Some(plain), _) if plain.is_ascii() => plain.to_string(),
                (_, true) => format!("\\u{unit:04X}"),
                (_, false) => format!("\\u{unit:04x}"),
            })
            .collect::<String>()
            .into_bytes()
    };
    let percent: String = bytes
        .iter()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(*byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let debugged = format!("{text:?}").trim_matches('"').to_owned();
    let listed = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    let mut forms = vec![
        ("text", bytes.to_vec()),
        ("UTF-16 little", utf16(u16::to_le_bytes)),
        ("UTF-16 big", utf16(u16::to_be_bytes)),
        ("JSON escapes", escaped(false)),
        ("JSON escapes", escaped(true)),
        ("debug text", debugged.into_bytes()),
        ("percent escapes", percent.replace("%20", "+").into_bytes()),
        ("percent escapes", percent.into_bytes()),
        ("hex", hex::encode(bytes).into_bytes()),
        ("hex", hex::encode_upper(bytes).into_bytes()),
        ("a list of bytes", listed.into_bytes()),
    ];
    for shift in 0..3 {
        forms.push(("base64", coded(&STANDARD, bytes, shift)));
        forms.push(("base64 for URLs", coded(&URL_SAFE, bytes, shift)));
    }
    forms
}

/// The characters of base64 that depend on these bytes alone, when they begin `shift` bytes into a group.
fn coded(engine: &impl Engine, bytes: &[u8], shift: usize) -> Vec<u8> {
    let mut shifted = vec![0; shift];
    shifted.extend_from_slice(bytes);
    let text = engine.encode(&shifted);
    // Characters of the bytes before, and the last whole character before what follows is mixed in.
    let from = (shift * 8).div_ceil(6);
    let to = shifted.len() * 8 / 6;
    text.as_bytes().get(from..to).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "Afi Kpogbédaku l'aînée";

    fn search() -> Search {
        Search::new(vec![Wanted { field: "full_name", value: NAME.to_owned() }])
    }

    fn is_found(bytes: &[u8]) -> bool {
        let mut around = b"before ".to_vec();
        around.extend_from_slice(bytes);
        around.extend_from_slice(b" after");
        !search().found(&around).is_empty()
    }

    #[test]
    fn a_value_is_found_in_every_form() {
        assert!(is_found(NAME.as_bytes()));
        assert!(is_found(&NAME.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()));
        assert!(is_found(&NAME.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()));
        assert!(is_found(b"Afi Kpogb\\u00e9daku l'a\\u00een\\u00e9e"));
        assert!(is_found(b"Afi%20Kpogb%C3%A9daku%20l%27a%C3%AEn%C3%A9e"));
        assert!(is_found(hex::encode(NAME).as_bytes()));
        assert!(is_found(format!("{:?}", NAME.as_bytes()).as_bytes()));
    }

    #[test]
    fn a_value_is_found_in_base64_wherever_it_begins() {
        for before in ["", "x", "xy", "xyz"] {
            for after in ["", "!", "!!"] {
                let text = format!("{before}{NAME}{after}");
                assert!(is_found(STANDARD.encode(&text).as_bytes()), "{before} {after}");
                assert!(is_found(URL_SAFE.encode(&text).as_bytes()), "{before} {after}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert!(search().found("Afi Kpogbédaku".as_bytes()).is_empty());
    }
}
