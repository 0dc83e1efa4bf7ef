//! No entry, no reading: without the ledger's store nobody reads a file.

use std::time::Duration;

use sentier_eventing::db::Database;
use tokio::time::{Instant, timeout};

use crate::world::*;

/// The server's own connection, and the name of the service's database.
async fn server(world: &World) -> (Database, String) {
    let (server, name) = world.config.service.database.rsplit_once('/').expect("a database");
    let admin = Database::open(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
    (admin, name.to_owned())
}

async fn admit(admin: &Database, name: &str, admitted: bool) {
    let sql = format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {admitted}");
    admin.execute(&sql, &[]).await.expect("alters");
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    admin.fetch(cut, &[name.into()]).await.expect("cuts");
}

#[tokio::test]
async fn without_the_ledgers_store_every_reading_stops_within_a_second() {
    let world = World::start(On::Postgres).await;
    let mut akouvi = world.caseworker();
    let case = opened(&mut akouvi).await;
    assert!(file(&mut akouvi, &case).await.survivor.is_some());

    let (admin, name) = server(&world).await;
    admit(&admin, &name, false).await;
    let killed = Instant::now();
    while killed.elapsed() < Duration::from_secs(3) {
        let answer = timeout(Duration::from_secs(1), akouvi.get_case(read(&case))).await;
        let told = matches!(answer, Ok(Ok(_)));
        assert!(
            !told,
            "a file was read {} ms after its ledger was gone",
            killed.elapsed().as_millis()
        );
    }

    admit(&admin, &name, true).await;
    let again = until(|| {
        let mut akouvi = akouvi.clone();
        let case = case.clone();
        async move { akouvi.get_case(read(&case)).await.ok() }
    });
    assert!(again.await.into_inner().survivor.is_some());
    admin.close().await;
}
