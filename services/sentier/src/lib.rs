//! The executable: runs the services, together or apart, and holds the tools around them.
//!
//! A reader begins at [`cli`] (what may be typed) and goes on to [`up`] (everything in one process).

pub mod cli;
pub mod console;
pub mod demo;
pub mod import;
pub mod target;
