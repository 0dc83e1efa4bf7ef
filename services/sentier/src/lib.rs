//! The executable: runs the services, together or apart, and holds the tools around them.
//!
//! A reader begins at [`cli`] (what may be typed) and goes on to [`up`] (everything in one process).

pub mod agency;
pub mod analyst;
pub mod audit;
pub mod backup;
pub mod cli;
pub mod config;
pub mod conformance;
pub mod console;
pub mod demo;
pub mod dhis2;
pub mod directory;
pub mod doctor;
pub mod export;
pub mod import;
pub mod login;
mod memory;
pub mod paged;
pub mod parts;
pub mod privacy;
pub mod secrets;
pub mod serve;
mod signals;
pub mod staff;
pub mod target;
pub mod up;
