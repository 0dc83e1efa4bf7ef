//! The two faces, and how wide a text is in them.

use krilla::text::Font;

use crate::fonts::{BOLD, REGULAR};

/// How a line is written; a document names its own styles.
pub trait Lettering: Copy {
    /// The size of its letters, in points.
    fn size(self) -> f32;
    /// From one line to the next, in points.
    fn leading(self) -> f32;
    /// Whether it is bold.
    fn is_bold(self) -> bool;
}

struct Face {
    font: Font,
    metrics: ttf_parser::Face<'static>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        Some(Self { font, metrics: ttf_parser::Face::parse(bytes, 0).ok()? })
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let advance = |letter| {
            let glyph = self.metrics.glyph_index(letter).unwrap_or_default();
            f32::from(self.metrics.glyph_hor_advance(glyph).unwrap_or_default())
        };
        text.chars().map(advance).sum::<f32>() * size / f32::from(self.metrics.units_per_em())
    }
}

/// The regular and the bold face.
pub struct Faces {
    regular: Face,
    bold: Face,
}

impl std::fmt::Debug for Faces {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Faces")
    }
}

impl Faces {
    /// Reads both; none when they are not faces.
    pub fn read() -> Option<Self> {
        Some(Self { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? })
    }

    fn of(&self, style: impl Lettering) -> &Face {
        if style.is_bold() { &self.bold } else { &self.regular }
    }

    pub(super) fn font(&self, style: impl Lettering) -> Font {
        self.of(style).font.clone()
    }

    /// How wide a text is, in points.
    pub fn width(&self, style: impl Lettering, text: &str) -> f32 {
        self.of(style).width(text, style.size())
    }

    /// A text in lines no wider than `room`, each of its own lines on a new one; a word that is wider is cut.
    pub fn wrapped(&self, style: impl Lettering, text: &str, room: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            self.wrap(style, paragraph, room, &mut lines);
        }
        lines
    }

    fn wrap(&self, style: impl Lettering, text: &str, room: f32, lines: &mut Vec<String>) {
        let fits = |line: &str| self.width(style, line) <= room;
        let mut line = String::new();
        // Not at spaces that hold numbers together.
        for word in text.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if !fits(&line) {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        lines.push(line);
    }

    /// Whether a letter can be printed in both faces.
    pub fn has(&self, letter: char) -> bool {
        [&self.regular, &self.bold].iter().all(|face| face.metrics.glyph_index(letter).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy)]
    struct Plain;

    impl Lettering for Plain {
        fn size(self) -> f32 {
            10.0
        }
        fn leading(self) -> f32 {
            12.0
        }
        fn is_bold(self) -> bool {
            false
        }
    }

    #[test]
    fn lines_fit_no_word_is_lost_and_a_long_word_is_cut() {
        let faces = Faces::read().unwrap();
        let text = format!("{}\n{}", "quatre mots par ligne ".repeat(20), "x".repeat(100));
        let lines = faces.wrapped(Plain, &text, 150.0);
        assert!(lines.iter().all(|line| faces.width(Plain, line) <= 150.0));
        let words: String = lines.join(" ");
        assert_eq!(words.matches("quatre").count(), 20);
        assert_eq!(words.matches('x').count(), 100);
    }
}
