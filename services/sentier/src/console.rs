//! The terminal: the one place that prints, and that asks for secrets.

use std::fmt::Display;
use std::io::{self, Write as _};

use zeroize::Zeroizing;

/// Prints a line for the person at the terminal. One who has left misses it; that is no failure.
pub fn say(line: impl Display) {
    let _gone = writeln!(io::stdout().lock(), "{line}");
}

/// Tells what went wrong, and why, to the person at the terminal.
pub fn complain(error: &anyhow::Error) {
    let mut out = io::stderr().lock();
    let _gone = writeln!(out, "sentier: {error:#}");
}

/// Asks for a secret, which does not appear while it is typed.
///
/// # Errors
/// When nobody sits at a terminal.
pub fn ask_secret(question: &str) -> io::Result<Zeroizing<String>> {
    rpassword::prompt_password(format!("{question}: ")).map(Zeroizing::new)
}
