//! Coded values of the GBVIMS minimum data set, as far as the statistics tell them apart; the codes are a
//! storage format and are written out.

mod pathway;
mod spans;
mod survivor;

pub use pathway::*;
pub use spans::*;
pub use survivor::*;
