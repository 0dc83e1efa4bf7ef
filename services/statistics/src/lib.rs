//! The statistics service: counts what the other services publish, and never knows who.
//!
//! ```text
//! cases, referrals ──NATS──▶ reactions ──count──▶ figures, indicators (a stream per centre and month)
//!      ▲                        │ open                │         weeks (an event ends one)
//!      └── GetSealingKey ── sealing keys          projections ──▶ GetFigures, ListIndicatorValues, GetReport
//! ```
//!
//! A published event is counted once: the request id of its count follows from the event's id, so what
//! is delivered again is answered from the request log. Facts about a person (type of incident, age
//! band, sex) arrive sealed to a key of this service and are stored as a count, without any id.

pub mod config;

mod application;
mod catalogue;
mod grpc;
mod projections;
mod publish;
mod reactions;
mod reporting;
mod service;
mod store;

pub use config::StatisticsConfig;
pub use projections::projections;
pub use service::{Statistics, start};
