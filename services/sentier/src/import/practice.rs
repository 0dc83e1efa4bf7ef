//! The harmful practice that a cell names: each country writes its own list, so its words decide.

use sentier_proto::cases::v1::HarmfulPractice;

use super::fold::fold;

/// By which words a practice is known, folded.
const NAMES: [(HarmfulPractice, &[&str]); 4] = [
    (HarmfulPractice::GenitalMutilation, &["mgf", "fgm", "excision", "mutilation", "mutilations"]),
    (HarmfulPractice::WidowhoodRite, &["veuvage", "widowhood"]),
    (HarmfulPractice::WifeInheritance, &["levirat", "levirate", "inheritance", "heritage"]),
    (
        HarmfulPractice::RitualConfinement,
        &["couvent", "convent", "trokosi", "rituelle", "ritual", "sequestration"],
    ),
];
/// Words that deny what follows them.
const DENIALS: [&str; 9] =
    ["no", "non", "none", "not", "pas", "aucun", "aucune", "sans", "without"];
/// Words beside which a denial still says no more than no.
const FILLING: [&str; 17] = [
    "pratique",
    "pratiques",
    "practice",
    "practices",
    "traditional",
    "traditionnelle",
    "traditionnelles",
    "nefaste",
    "nefastes",
    "harmful",
    "htp",
    "de",
    "d",
    "il",
    "n",
    "y",
    "a",
];
/// Words that may stand between a denial and what it denies.
const BETWEEN: [&str; 8] = ["de", "d", "la", "l", "une", "any", "of", "a"];
/// Words of who does not know: nothing was said of a practice.
const UNKNOWN: [&str; 8] =
    ["inconnu", "inconnue", "unknown", "precise", "specified", "renseigne", "repondu", "nsp"];

/// What a cell says of a practice, and its own words where they say more than the code.
///
/// A practice that is named counts, wherever it stands. *None* is only what says nothing but no: "Non
/// précisé" or "no details" answers another question, so the code stays open, and the words are kept.
pub(super) fn practice(text: &str) -> (Option<HarmfulPractice>, String) {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let denied = words.iter().any(|word| DENIALS.contains(word));
    let code = if let Some(named) = named(&words) {
        Some(named)
    } else if denied && words.iter().all(|word| DENIALS.contains(word) || FILLING.contains(word)) {
        return (Some(HarmfulPractice::None), String::new());
    } else if words.is_empty() || denied || words.iter().any(|word| UNKNOWN.contains(word)) {
        None
    } else {
        Some(HarmfulPractice::Other)
    };
    (code, text.to_owned())
}

/// The first practice of the list that is named and not denied.
fn named(words: &[&str]) -> Option<HarmfulPractice> {
    let said = |names: &[&str]| {
        let mut places = words.iter().enumerate().filter(|(_, word)| names.contains(*word));
        places.any(|(place, _)| !is_denied(words, place))
    };
    NAMES.iter().find(|(_, names)| said(names)).map(|(practice, _)| *practice)
}

/// Whether a denial stands right before the word at `place`.
fn is_denied(words: &[&str], place: usize) -> bool {
    let mut before = words.iter().take(place).rev().skip_while(|word| BETWEEN.contains(*word));
    before.next().is_some_and(|word| DENIALS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<HarmfulPractice> {
        practice(text).0
    }

    #[test]
    fn a_practice_is_known_by_its_words_in_either_language() {
        assert_eq!(code("Excision"), Some(HarmfulPractice::GenitalMutilation));
        assert_eq!(code("FGM/C"), Some(HarmfulPractice::GenitalMutilation));
        assert_eq!(code("Rite de veuvage"), Some(HarmfulPractice::WidowhoodRite));
        assert_eq!(code("Lévirat"), Some(HarmfulPractice::WifeInheritance));
        assert_eq!(code("Servitude rituelle"), Some(HarmfulPractice::RitualConfinement));
        assert_eq!(code("Tatouage"), Some(HarmfulPractice::Other));
    }

    #[test]
    fn none_is_only_what_says_nothing_but_no() {
        for text in [
            "Non",
            "no",
            "None",
            "Aucune",
            "NON.",
            "Aucune pratique",
            "Pas de pratique néfaste",
            "No harmful traditional practice",
            "Il n'y a pas de pratique",
        ] {
            assert_eq!(practice(text), (Some(HarmfulPractice::None), String::new()), "{text}");
        }
    }

    #[test]
    fn what_was_not_specified_stays_open_and_keeps_its_words() {
        for text in [
            "Non précisé",
            "Non renseigné",
            "Not specified",
            "no details",
            "Inconnue",
            "unknown",
            "Sans réponse",
            "NSP",
            "Pas demandé",
        ] {
            assert_eq!(practice(text), (None, text.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_named_practice_counts_beside_a_no_that_denies_something_else() {
        for text in ["no details, excision", "Excision, non précisé", "Oui (MGF), pas de date"] {
            let told = (Some(HarmfulPractice::GenitalMutilation), text.to_owned());
            assert_eq!(practice(text), told, "{text}");
        }
    }

    #[test]
    fn a_denied_practice_is_not_named() {
        for text in ["Pas d'excision", "no FGM", "Aucune mutilation", "sans la mutilation"] {
            assert_eq!(practice(text), (None, text.to_owned()), "{text}");
        }
        let other = "Pas d'excision, rite de veuvage";
        assert_eq!(practice(other), (Some(HarmfulPractice::WidowhoodRite), other.to_owned()));
    }
}
