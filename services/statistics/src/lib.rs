//! The statistics service: counts what the other services publish, and never knows who.
//!
//! ```text
//! cases, referrals ──NATS──▶ reactions ──count──▶ figures, indicators (a stream per centre and month)
//!      ▲                        │ open                │         weeks (an event ends one)
//!      └── GetSealingKey ── sealing keys          projections ──▶ GetFigures, ListIndicatorValues, GetReport
//! ```
//!
//! Survivors go another way: into the counters of the releases for analysts (`releasing`), which begin at
//! their noise and leave the service on the 10th, through the year's privacy budget.
//!
//! A published event is counted once: the request id of its count follows from the event's id, so what
//! is delivered again is answered from the request log. Facts about a person (type of incident, age
//! band, sex) arrive sealed to a key of this service and are stored as a count, without any id.

pub mod config;

mod application;
mod catalogue;
mod dhis2;
mod dictionary;
mod grpc;
mod processes;
mod projections;
mod publish;
mod reactions;
mod releasing;
mod reporting;
mod service;
mod store;
mod sums;

pub use config::StatisticsConfig;
pub use projections::projections;
pub use sentier_statistics_domain::plan;
pub use service::{CONSUMERS, Statistics, start};
