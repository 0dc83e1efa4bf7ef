//! Texts as they are compared: case, accents, spaces and punctuation do not count.

/// `text` in lower case, without accents, its words separated by one space.
///
/// `>` and `+` are kept as a word, because a count of perpetrators may be "> 3"; an ending that only
/// offers a gender or a number, as in "Référé(e)", is dropped.
pub(super) fn fold(text: &str) -> String {
    let mut lower = text.to_lowercase();
    for ending in ["(e)", "(s)", "(es)", "(ne)"] {
        lower = lower.replace(ending, "");
    }
    let mut folded = String::with_capacity(lower.len());
    for letter in lower.chars() {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ɛ' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ɔ' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '>' | '+' => folded.push_str(" over "),
            // A combining accent belongs to the letter before it.
            '\u{300}'..='\u{36f}' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_spaces_and_punctuation_do_not_count() {
        for text in [
            "DATE DE L’INCIDENT",
            " date de l'incident ",
            "Date_de_l_incident",
            "date  de l-incident:",
        ] {
            assert_eq!(fold(text), "date de l incident");
        }
        assert_eq!(fold("Référé(e)"), fold("refere"));
        assert_eq!(fold("Re\u{301}fe\u{301}re\u{301}"), "refere");
        assert_ne!(fold("> 3"), fold("3"));
        assert_eq!(fold("Sœur"), "soeur");
    }
}
