//! The machine as a picture and as a table, for `LIFECYCLE.md`; drawn from the table that decides.

use std::fmt::Write as _;

use super::transition::{allowed, transitions};
use super::{Action, Mover, Standing};

/// The machine in Mermaid's notation for state diagrams.
///
/// A revocation leads from every state that is not final and would cross the whole picture; the text
/// beside it says so.
pub fn diagram() -> String {
    let mut drawn = String::from("stateDiagram-v2\n    [*] --> sent: send\n");
    for (from, by, to) in transitions().filter(|(_, by, _)| *by != Action::Revoke) {
        line(&mut drawn, &format!("    {} --> {}: {}", from.code(), to.code(), by.code()));
    }
    for standing in Standing::ALL.iter().filter(|standing| standing.is_final()) {
        line(&mut drawn, &format!("    {} --> [*]", standing.code()));
    }
    drawn
}

/// What each state allows, and to whom, as a Markdown table.
pub fn table() -> String {
    let mut drawn =
        String::from("| state | the agency | the centre | this service |\n|---|---|---|---|\n");
    for standing in Standing::ALL {
        let [agency, centre, service] =
            [Mover::Agency, Mover::Centre, Mover::Service].map(|mover| {
                let codes: Vec<_> =
                    allowed(*standing, mover).into_iter().map(Action::code).collect();
                if codes.is_empty() { "–".to_owned() } else { codes.join(", ") }
            });
        line(&mut drawn, &format!("| {} | {agency} | {centre} | {service} |", standing.code()));
    }
    drawn
}

fn line(drawn: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _written = writeln!(drawn, "{text}");
}
