//! What every process of Sentier needs once: who calls and what she may do, errors, configuration,
//! certificates, and the edges to the world.

extern crate self as sentier_platform;

pub mod apart;
pub mod auth;
pub mod authorise;
pub mod catalogue;
pub mod client;
pub mod clock;
pub mod config;
pub mod door;
pub mod environment;
pub mod fonts;
pub mod grpc;
pub mod ids;
pub mod paper;
pub mod pki;
pub mod principal;
pub mod server;
pub mod shutdown;
pub mod status;
pub mod telemetry;
pub mod trace;
