//! The faces, and how wide a text is in them.

use krilla::text::Font;
use sentier_platform::fonts::{BOLD, REGULAR};

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// The report's title.
    Title,
    /// A section's.
    Heading,
    /// A figure's.
    Label,
    /// What it comes to.
    Body,
    /// A part of it, and what stands beside a bar.
    Small,
}

impl Style {
    /// The size of its letters, in points.
    pub(super) const fn size(self) -> f32 {
        match self {
            Self::Title => 18.0,
            Self::Heading => 13.0,
            Self::Label | Self::Body => 9.5,
            Self::Small => 8.0,
        }
    }

    /// From one line to the next, in points.
    pub(super) const fn leading(self) -> f32 {
        match self {
            Self::Title => 26.0,
            Self::Heading => 22.0,
            Self::Label | Self::Body => 13.5,
            Self::Small => 11.5,
        }
    }

    const fn is_bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading | Self::Label)
    }
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

/// The two faces of a report.
pub(super) struct Faces {
    regular: Face,
    bold: Face,
}

impl Faces {
    pub(super) fn read() -> Option<Self> {
        Some(Self { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? })
    }

    const fn of(&self, style: Style) -> &Face {
        if style.is_bold() { &self.bold } else { &self.regular }
    }

    pub(super) fn font(&self, style: Style) -> Font {
        self.of(style).font.clone()
    }

    /// How wide a text is, in points.
    pub(super) fn width(&self, style: Style, text: &str) -> f32 {
        self.of(style).width(text, style.size())
    }

    /// A text in lines no wider than `room`; a word that is wider is cut.
    pub(super) fn wrapped(&self, style: Style, text: &str, room: f32) -> Vec<String> {
        let fits = |line: &str| self.width(style, line) <= room;
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ') {
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
        lines
    }

    /// Whether a letter can be printed in both faces.
    #[cfg(test)]
    pub(super) fn has(&self, letter: char) -> bool {
        [&self.regular, &self.bold].iter().all(|face| face.metrics.glyph_index(letter).is_some())
    }
}
