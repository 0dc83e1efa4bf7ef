//! What every process of Sentier needs once: configuration, certificates, and the edges to the world.

extern crate self as sentier_platform;

pub mod auth;
pub mod client;
pub mod config;
pub mod pki;
pub mod server;
pub mod telemetry;
