//! Finding a survivor again by what she tells: her name as it sounds, her phone, her date of birth, her
//! code.
//!
//! No index stands at rest (PRIVACY 5): names of Ewe and Kabiyè days repeat so often that even a keyed
//! index would give them away. One centre's [`Index`] is built in memory when its keys are there, and
//! dropped when nobody looks for anybody. A match says why it matched and never what it matched.

mod index;
mod likeness;
mod sound;
mod words;

pub use index::Index;
pub use likeness::{Criterion, Match, Query, Sought};
