//! Adapter tests of the executable: real services, a real nats-server, real databases.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod apart;
mod machine;
mod together;
