//! The letters of what is printed: a sans-serif, which has every letter of the languages of Togo. Its licence
//! lies beside it in `fonts/`.

/// The regular face, as a TrueType file.
pub static REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
/// The bold face, as a TrueType file.
pub static BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");
