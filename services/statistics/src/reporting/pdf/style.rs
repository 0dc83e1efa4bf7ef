//! How lines of a report are written, and bars filled.

use sentier_platform::paper::Lettering;
use sentier_statistics_domain::reports::Level;

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

impl Lettering for Style {
    fn size(self) -> f32 {
        match self {
            Self::Title => 18.0,
            Self::Heading => 13.0,
            Self::Label | Self::Body => 9.5,
            Self::Small => 8.0,
        }
    }

    fn leading(self) -> f32 {
        match self {
            Self::Title => 26.0,
            Self::Heading => 22.0,
            Self::Label | Self::Body => 13.5,
            Self::Small => 11.5,
        }
    }

    fn is_bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading | Self::Label)
    }
}

/// How a rectangle is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shade {
    /// This period.
    Now,
    /// The one before.
    Before,
    /// A rule between sections, and round a tile.
    Rule,
    /// A tile of the map; none where there is no rate.
    Tile(Option<Level>),
}

impl Shade {
    /// Two blues that are told apart in grey too, a grey, and tints from white to orange on which ink is
    /// read.
    pub(super) const fn color(self) -> [u8; 3] {
        match self {
            Self::Now => [28, 82, 138],
            Self::Before => [160, 190, 220],
            Self::Rule => [150, 150, 150],
            Self::Tile(None) => [255, 255, 255],
            Self::Tile(Some(Level::Never)) => [232, 241, 232],
            Self::Tile(Some(Level::UnderTenth)) => [254, 237, 212],
            Self::Tile(Some(Level::UnderQuarter)) => [253, 208, 162],
            Self::Tile(Some(Level::UnderHalf)) => [253, 174, 107],
            Self::Tile(Some(Level::Half)) => [241, 130, 60],
        }
    }
}
