//! What must not be told of small numbers (PRIVACY, tier T3): which cells of a table are withheld so that
//! nobody finds out one of them from the others.
//!
//! Three shapes: [`parts`], which add up to a total ([`parts::shown`]), sums over months of which some
//! cells are withheld already ([`sums::shown`]), and numbers with any equations between them ([`room`]),
//! which is what several tables of the same people are. A number of persons from 1 to below [`SMALL`] is
//! small. What is withheld can lie anywhere in a span of at least [`SPAN`]; the tests hold that with a
//! linear programme, which knows every equation that a reader knows.

mod flow;
pub mod parts;
pub mod room;
#[cfg(test)]
mod spec;
pub mod sums;

/// A number of persons from 1 to below this is small.
pub const SMALL: i64 = 5;

/// How far apart the least and the greatest number that a withheld cell may be are, at least.
pub const SPAN: i64 = SMALL - 1;

/// Whether a number of persons is small.
pub const fn is_small(number: i64) -> bool {
    0 < number && number < SMALL
}
