//! Agencies' own systems before a whole Sentier: the guide's commands, and clients in Python and TypeScript.

mod centre;
mod client;
mod conformance;
mod guide;
mod isolation;
mod kills;
mod life;
mod shapes;
