//! What breaks, and what must hold nevertheless: nothing acknowledged is lost, nothing is applied twice.

mod again;
mod escalation;
mod kills;
mod tampering;
