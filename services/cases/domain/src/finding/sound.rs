//! A name as it sounds, so that it is found however a hand wrote it: in French, Ewe, Kabiyè or Ifè
//! spelling, with tones or without.
//!
//! The rules are ours. Beider-Morse and the metaphones know none of these languages: they split kp and
//! gb, read the w of Afiwa as v, and keep Kodzo, Kodjo and Kojo apart. Where two languages read a letter
//! differently (c is k in Camille, tch in the Kabiyè Calɩ) a word has two sounds.

use unicode_normalization::UnicodeNormalization as _;

/// The sounds of each word of a name; a word without letters has none.
pub(super) fn words(name: &str) -> Vec<Vec<String>> {
    let plain = plain(name);
    plain
        .split_whitespace()
        .map(|word| {
            let mut sounds: Vec<String> = [Reading::French, Reading::Kabiye]
                .into_iter()
                .map(|reading| sound(word, reading))
                .filter(|sound| !sound.is_empty())
                .collect();
            sounds.dedup();
            sounds
        })
        .filter(|sounds| !sounds.is_empty())
        .collect()
}

/// How many letters a name holds.
pub(super) fn letters(name: &str) -> usize {
    plain(name).chars().filter(char::is_ascii_lowercase).count()
}

/// Small Latin letters and spaces: no tones, no accents, no letters that only one orthography has.
fn plain(name: &str) -> String {
    name.nfd()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            'a'..='z' => Some(letter),
            'ɛ' | 'ǝ' | 'ə' | 'œ' | 'æ' => Some('e'),
            'ɔ' => Some('o'),
            'ɩ' | 'ı' => Some('i'),
            'ʊ' | 'ʋ' => Some(if letter == 'ʊ' { 'u' } else { 'v' }),
            'ŋ' => Some('n'),
            'ɖ' => Some('d'),
            'ƒ' => Some('f'),
            'ɣ' => Some('g'),
            ' ' | '\t' | '-' | '.' | ',' | '/' => Some(' '),
            // Tones and accents fall off; the apostrophe of N'Guessan joins its word.
            _ => None,
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    French,
    Kabiye,
}

/// Spellings of one sound, longest first within a first letter. Capital letters are sounds that no
/// single small letter stands for: `C` as in tchin, `J` as in Kodjo.
const SPELLINGS: &[(&str, &str)] = &[
    ("tch", "C"),
    ("tsh", "C"),
    ("sch", "C"),
    ("eau", "o"),
    ("ch", "C"),
    ("sh", "C"),
    ("ts", "C"),
    ("tz", "C"),
    ("dj", "J"),
    ("dz", "J"),
    ("kp", "p"),
    ("gb", "b"),
    ("gn", "n"),
    ("ny", "n"),
    ("ng", "n"),
    ("ph", "f"),
    ("qu", "k"),
    ("kh", "k"),
    ("gh", "g"),
    ("ou", "u"),
    ("oo", "u"),
    ("au", "o"),
    ("ai", "e"),
    ("ay", "e"),
    ("ei", "e"),
    ("ey", "e"),
    ("oi", "ua"),
    ("ss", "s"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("ge", "Je"),
    ("gi", "Ji"),
    ("gy", "Ji"),
    ("j", "J"),
    ("q", "k"),
    ("x", "ks"),
    ("y", "i"),
    ("w", "u"),
    ("z", "s"),
    ("h", ""),
    // Abra and Abla are one day-name.
    ("r", "l"),
];

fn sound(word: &str, reading: Reading) -> String {
    let mut sound = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let c_alone = letter == 'c' && !rest.starts_with("ch");
        let (taken, said) = if c_alone && reading == Reading::Kabiye {
            (1, "C")
        } else if let Some((spelling, said)) =
            SPELLINGS.iter().find(|(spelling, _)| rest.starts_with(spelling))
        {
            (spelling.len(), *said)
        } else if letter == 'c' {
            (1, "k")
        } else {
            (letter.len_utf8(), rest.get(..letter.len_utf8()).unwrap_or_default())
        };
        sound.push_str(said);
        rest = rest.get(taken..).unwrap_or_default();
    }
    settled(&sound)
}

/// Doubled sounds are one; what French writes at the end of a word and does not say falls off.
fn settled(sound: &str) -> String {
    let mut once: Vec<char> = sound.chars().collect();
    once.dedup();
    // Komla is Komlan, Rose is Ros, Agnès is Agnè: but a short name keeps its end.
    while once.len() > 3 && matches!(once.last(), Some('e' | 's' | 'n')) {
        once.pop();
    }
    once.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> Vec<String> {
        words(name).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn spellings_of_one_name_share_a_sound() {
        for (one, other) in [
            ("Kossi", "Kosi"),
            ("Kodjo", "Kodzo"),
            ("Kodjo", "Kojo"),
            ("Akouvi", "Akuvi"),
            ("Abra", "Abla"),
            ("Gbedji", "Bedji"),
            ("Kpeli", "Peli"),
            ("Komlan", "Komla"),
            ("Tchalla", "Tsala"),
            ("Tchilalo", "Cilalo"),
            ("Yaovi", "Iaovi"),
            ("Afiwa", "Afiwah"),
            ("Ɖéla", "Dela"),
            ("Ƒúi", "Fui"),
            ("N'Guessan", "Nguessan"),
            ("Philomène", "Filomen"),
            ("Rose", "Ros"),
            ("Essohanam", "Esoanam"),
        ] {
            let (one, other) = (first(one), first(other));
            assert!(one.iter().any(|sound| other.contains(sound)), "{one:?} {other:?}");
        }
    }

    #[test]
    fn other_names_sound_otherwise() {
        for (one, other) in [("Kossi", "Kodjo"), ("Afi", "Ama"), ("Mawuli", "Mawuena")] {
            let (one, other) = (first(one), first(other));
            assert!(!one.iter().any(|sound| other.contains(sound)), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_c_is_read_in_french_and_in_kabiye() {
        assert_eq!(first("Camille"), ["kamil", "Camil"]);
        assert_eq!(first("Calɩ").len(), 2);
    }

    #[test]
    fn what_has_no_letters_has_no_sound() {
        assert!(words(" - 12 ?").is_empty());
        assert_eq!(letters("A. Ɖé"), 3);
    }
}
