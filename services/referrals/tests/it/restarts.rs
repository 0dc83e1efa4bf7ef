//! The service stops and starts in the middle of things.

use sentier_eventing::db::{Database, Row};
use sentier_proto::referrals::v1::GetDisclosureRequest;
use sentier_proto::referrals::v1::referral::State;
use sentier_test_support::wait::until;
use tonic::Code;

use crate::steps::{
    accepting, ask, consented, found, hospital, key_is_held, next, sent, stored, until_sent,
    watch_from, withdraw,
};
use crate::world::World;

pub(crate) async fn a_restart_in_the_middle_loses_nothing_and_repeats_nothing(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let first = sent(world, place).await;
    let answer = accepting(first);
    let mut partner = world.partner(place.agency);
    let before = partner.accept_referral(answer.clone()).await.expect("accepts").into_inner();
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let (token, _) = next(&mut stream).await;
    world.claims.refuse(Some(Code::Unavailable));
    let mut waiting = Vec::new();
    for _ in 0..3 {
        waiting.push(ask(world, place).await);
    }
    world.service.stop().await;

    consented(world);
    let service = world.restart().await;
    let mut partner = world.partner_of(&service, place.agency);
    for asked in &waiting {
        until_sent(&partner, *asked).await;
    }
    let again = partner.accept_referral(answer).await.expect("repeats").into_inner();
    assert_eq!(again, before);
    assert_eq!(stored(world, "referral_sent.v2").await, 4);
    assert_eq!(stored(world, "referral_accepted.v1").await, 1);
    let mut stream = watch_from(&partner, &token).await.expect("resumes");
    for state in [State::Received, State::Accepted, State::Sent, State::Sent, State::Sent] {
        assert_eq!(next(&mut stream).await.1.state(), state);
    }
    service.stop().await;
}

pub(crate) async fn messages_that_come_again_change_nothing(mut world: World) {
    consented(&world);
    let place = hospital(&world, "Santé Ogou").await;
    let (kept, revoked) = (sent(&world, place).await, sent(&world, place).await);
    withdraw(&world, revoked).await;
    until(async || (stored(&world, "disclosure_destroyed.v1").await == 1).then_some(())).await;
    let claims = world.claims.made().len();
    let events = all_events(&world).await;

    world.tell_everything_again().await;
    let last = sent(&world, place).await;
    // A withdrawal that comes after all others is the end of what was told again.
    withdraw(&world, last).await;
    until(async || (stored(&world, "disclosure_destroyed.v1").await == 2).then_some(())).await;
    // Sent, revoked and destroyed, and the end of its consent.
    assert_eq!(all_events(&world).await, events + 4);
    assert_eq!(world.claims.made().len(), claims + 1, "nothing was claimed twice");
    let partner = world.partner(place.agency);
    assert_eq!(found(&partner, kept).await.expect("found").state(), State::Sent);
    world.stop().await;
}

async fn all_events(world: &World) -> i64 {
    let db = Database::open(&world.database).await.expect("opens");
    let rows = db.fetch("SELECT COUNT(*) FROM event", &[]).await.expect("reads");
    db.close().await;
    rows[0].i64(0).expect("one")
}

pub(crate) async fn keys_that_were_not_destroyed_are_after_a_restart(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let asked = sent(world, place).await;
    // The key store cannot be written while the consent is withdrawn and the service ends.
    let keys = world.folder.path().join("referrals-keys/keys.db");
    let keys = Database::open(&format!("sqlite:{}", keys.display())).await.expect("opens");
    let lock = keys.begin().await.expect("locks");
    withdraw(world, asked).await;
    until(async || (stored(world, "referral_revoked.v1").await == 1).then_some(())).await;
    let mut partner = world.partner(place.agency);
    let request = GetDisclosureRequest { name: asked.name() };
    partner.get_disclosure(request).await.expect_err("over, key or no key");
    world.service.stop().await;
    drop(lock);
    assert!(key_is_held(world, asked).await);

    let service = world.restart().await;
    until(async || (!key_is_held(world, asked).await).then_some(())).await;
    until(async || (stored(world, "disclosure_destroyed.v1").await == 1).then_some(())).await;
    service.stop().await;
}

pub(crate) async fn read_models_rebuilt_from_zero_are_the_same(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let (kept, revoked) = (sent(world, place).await, sent(world, place).await);
    world.partner(place.agency).accept_referral(accepting(kept)).await.expect("accepts");
    let written = crate::messages::writing(kept, "Reçue.");
    world.writer(place.agency).send_message(written).await.expect("writes");
    crate::inbound::submitted(world, place).await;
    crate::webhooks::registered_nowhere(world, place).await;
    withdraw(world, revoked).await;
    until(async || (stored(world, "disclosure_destroyed.v1").await == 1).then_some(())).await;
    // The read model stands still once a list has caught up.
    found(&world.partner(place.agency), kept).await.expect("found");
    let live = until_settled(world).await;
    world.service.stop().await;

    let db = Database::open(&world.database).await.expect("opens");
    for table in TABLES {
        db.execute(&format!("DROP TABLE {table}"), &[]).await.expect("drops");
    }
    db.execute("DELETE FROM projection", &[]).await.expect("forgets");
    db.close().await;
    let service = world.restart().await;
    assert_eq!(until_settled(world).await, live);
    service.stop().await;
}

const TABLES: [&str; 11] = [
    "referral_v4",
    "referral_change_v4",
    "message_v1",
    "inbound_v1",
    "webhook_v1",
    "directory_agency_v3",
    "directory_structure_v3",
    "directory_offer_v3",
    "directory_cover_v3",
    "directory_commune_v3",
    "directory_hours_v3",
];

/// Every row of every read model, once each has reached the last event that it takes.
async fn until_settled(world: &World) -> Vec<String> {
    let db = Database::open(&world.database).await.expect("opens");
    let log = "SELECT position, event_type FROM event ORDER BY position DESC";
    let reached = "SELECT position FROM projection WHERE name = $1";
    until(async || {
        let log = db.fetch(log, &[]).await.ok()?;
        for model in sentier_referrals::projections() {
            let last = log.iter().find(|row| model.takes(&row.text(1).expect("a type")));
            let reached = db.fetch(reached, &[model.name().into()]).await.ok()?;
            let behind = reached.first()?.i64(0).ok()? < last?.i64(0).ok()?;
            if behind {
                return None;
            }
        }
        Some(())
    })
    .await;
    let mut all = Vec::new();
    for table in TABLES {
        // SQLite prints a whole row for us.
        let columns =
            db.fetch(&format!("SELECT name FROM pragma_table_info('{table}')"), &[]).await;
        let columns: Vec<String> =
            columns.expect("columns").iter().map(|row| row.text(0).expect("a name")).collect();
        let quoted: Vec<String> = columns.iter().map(|name| format!("quote({name})")).collect();
        let sql = format!("SELECT {} AS line FROM {table} ORDER BY line", quoted.join(" || "));
        let rows = db.fetch(&sql, &[]).await.expect("rows");
        let line = |row: &Row| format!("{table}: {}", row.text(0).expect("a line"));
        assert!(!rows.is_empty(), "{table} is empty");
        all.extend(rows.iter().map(line));
    }
    db.close().await;
    all
}
