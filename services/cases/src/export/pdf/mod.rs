//! A case to print: A4, in French or English, with every letter of the languages of Togo.

mod layout;
mod style;

use sentier_platform::paper::{Faces, HEIGHT, Line, MARGIN, written};
use sentier_platform::status::Locale;

use super::document::Entries;
use super::{ExportError, words};
use style::Style;

/// The bytes of a document.
pub(crate) fn pdf(locale: Locale, document: &Entries) -> Result<Vec<u8>, ExportError> {
    let faces = Faces::read().ok_or(ExportError::Pdf)?;
    let pages = layout::pages(locale, &faces, document);
    let foot = |page| {
        let text = words::foot(locale, page, pages.len());
        Line { x: MARGIN, y: HEIGHT - MARGIN / 2.0, style: Style::Foot, text }
    };
    written(&faces, &pages, foot).ok_or(ExportError::Pdf)
}

#[cfg(test)]
mod tests {
    use sentier_platform::paper::WIDTH;

    use super::*;
    use crate::export::document::Value;

    /// Every letter of Ewe, Kabiyè and Ifè beyond ASCII, with tones above letters that have no composed form.
    const LETTERS: &str =
        "Ɖɖ Ɛɛ Ƒƒ Ɣɣ Ŋŋ Ɔɔ Ʋʋ Ɩɩ Ʊʊ Ñ ñ Ɖeɖe, ɛ́ ɛ̀ ɛ̃ ɔ́ ɔ̀ ɔ̃ ɩ́ ʊ́ ŋ̀ á à ã ẽ ĩ ũ ẹ ọ ṣ gb kp";

    fn sample() -> Entries {
        let text = |text: &str| Value::Text(text.to_owned());
        let long = "Un récit qui ne tient pas sur une ligne. ".repeat(120);
        let survivor = Entries(vec![
            ("full_name", text(LETTERS)),
            ("sex", Value::Code("female")),
            ("safe_contact", text(&"x".repeat(300))),
        ]);
        let incident = Entries(vec![("type", Value::Code("rape")), ("narrative", text(&long))]);
        Entries(vec![
            ("survivor", Value::One(survivor)),
            ("incidents", Value::Many(vec![incident])),
        ])
    }

    #[test]
    fn every_letter_of_the_languages_of_togo_has_a_glyph() {
        let faces = Faces::read().unwrap();
        for letter in LETTERS.chars() {
            assert!(faces.has(letter), "{letter:?} cannot be printed");
        }
    }

    #[test]
    fn nothing_is_written_beyond_the_margins_and_long_texts_go_on_on_the_next_page() {
        let faces = Faces::read().unwrap();
        let pages = layout::pages(Locale::French, &faces, &sample());
        assert!(pages.len() > 1);
        for line in pages.iter().flat_map(|page| &page.lines) {
            let end = line.x + faces.width(line.style, &line.text);
            assert!(end <= WIDTH - MARGIN + 0.5, "{end} {}", line.text);
            assert!(line.y <= HEIGHT - MARGIN, "{}", line.y);
        }
        let words: String =
            pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str()).collect();
        assert_eq!(words.matches("récit").count(), 120, "no word is lost");
    }

    #[test]
    fn a_document_is_a_pdf() {
        let bytes = pdf(Locale::French, &sample()).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
    }
}
