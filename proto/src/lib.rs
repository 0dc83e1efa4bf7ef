//! The contract of Sentier as Rust types: generated from `proto/sentier`, never edited.
//!
//! Every context has a package `v1` (its gRPC service and resources) and a package `events::v1` (what
//! it publishes on NATS). Services meet here and nowhere else.
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction,
    missing_docs,
    unused_qualifications,
    unreachable_pub,
    reason = "generated code"
)]

pub mod name;

/// The whole contract as an encoded `FileDescriptorSet`, for reflection and for contract tests.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.binpb"));

/// Coded values and small messages that every context shares.
pub mod common {
    pub mod v1 {
        tonic::include_proto!("sentier.common.v1");
    }
}
/// The machine-readable reasons of errors.
pub mod errors {
    pub mod v1 {
        tonic::include_proto!("sentier.errors.v1");
    }
}
/// Who is who.
pub mod access {
    pub mod v1 {
        tonic::include_proto!("sentier.access.v1");
    }
    pub mod events {
        pub mod v1 {
            tonic::include_proto!("sentier.access.events.v1");
        }
    }
}
/// Case work.
pub mod cases {
    pub mod v1 {
        tonic::include_proto!("sentier.cases.v1");
    }
    pub mod events {
        pub mod v1 {
            tonic::include_proto!("sentier.cases.events.v1");
        }
    }
}
/// The referral pathway.
pub mod referrals {
    pub mod v1 {
        tonic::include_proto!("sentier.referrals.v1");
    }
    pub mod events {
        pub mod v1 {
            tonic::include_proto!("sentier.referrals.events.v1");
        }
    }
}
/// Figures.
pub mod statistics {
    pub mod v1 {
        tonic::include_proto!("sentier.statistics.v1");
    }
    pub mod events {
        pub mod v1 {
            tonic::include_proto!("sentier.statistics.events.v1");
        }
    }
}
