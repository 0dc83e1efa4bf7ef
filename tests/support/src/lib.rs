//! What the integration tests of several crates stand on: a broker and databases of a test's own,
//! certificates and tokens of its callers, and waiting with a deadline.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop where it stands, and draws its own ids"
)]

pub mod broker;
pub mod callers;
pub mod databases;
pub mod wait;

use sentier_platform::authorise::Authoriser;
use sentier_platform::clock::Clock;
use sentier_platform::environment::Environment;
use sentier_platform::shutdown::Shutdown;

/// What surrounds a service whose clock is this one.
pub fn environment(clock: &Clock) -> Environment {
    Environment {
        clock: clock.clone(),
        shutdown: Shutdown::new(),
        authoriser: Authoriser::new().expect("the policies are readable"),
    }
}
