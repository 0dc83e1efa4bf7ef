//! The access service over gRPC with TLS, on real stores and a real broker.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop, and helpers are not tests themselves"
)]

mod bootstrap;
mod credentials;
mod officers;
mod privacy;
mod restart;
mod revocations;
mod rotation;
mod sessions;
mod sign_in;
mod staff;
mod world;

/// Runs each scenario on SQLite and on PostgreSQL.
macro_rules! on_both_stores {
    ($($scenario:ident;)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $scenario() {
                let world = crate::world::World::start(sentier_test_support::databases::Fresh::sqlite()).await;
                Box::pin(super::$scenario(world)).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $scenario() {
                let fresh = sentier_test_support::databases::Fresh::postgres().await;
                Box::pin(super::$scenario(crate::world::World::start(fresh).await)).await;
            })+
        }
    };
}
use on_both_stores;
