//! How lines of a case are written.

use sentier_platform::paper::Lettering;

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// The document's title.
    Title,
    /// A section's.
    Heading,
    /// What an entry is.
    Label,
    /// What stands in it.
    Body,
    /// At the foot of a page.
    Foot,
}

impl Lettering for Style {
    fn size(self) -> f32 {
        match self {
            Self::Title => 15.0,
            Self::Heading => 12.0,
            Self::Label | Self::Body => 9.5,
            Self::Foot => 8.0,
        }
    }

    fn leading(self) -> f32 {
        match self {
            Self::Title => 24.0,
            Self::Heading => 18.0,
            Self::Label | Self::Body => 13.5,
            Self::Foot => 10.0,
        }
    }

    fn is_bold(self) -> bool {
        matches!(self, Self::Title | Self::Heading | Self::Label)
    }
}
