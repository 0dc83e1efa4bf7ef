//! Printed pages: A4, in a face that has every letter of the languages of Togo.
//!
//! A document's own layout says what stands where; here is what every document needs: how wide a text is
//! ([`Faces`]), when a page is full ([`Sheet`]), and the bytes of a PDF ([`written`]).

mod faces;
mod sheet;
mod written;

pub use faces::{Faces, Lettering};
pub use sheet::{Bar, Line, Page, Sheet};
pub use written::written;

/// A4, in points.
pub const WIDTH: f32 = 595.0;
/// A4, in points.
pub const HEIGHT: f32 = 842.0;
/// What stays empty on every side, in points.
pub const MARGIN: f32 = 48.0;
