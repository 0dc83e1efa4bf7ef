//! What every event store must do, said once and run on both databases.

use std::collections::BTreeSet;
use std::time::Duration;

use sentier_eventing::StoreError;
use sentier_eventing::store::{AppendError, EventStore, NewEvent, StoreOptions, StreamAppend};
use sentier_eventing::streams::{
    READ_EVENT, Reading, Recorded, Streams, TransactError, readings_stream,
};
use sentier_eventing::vault::{Class, DataKey, KeyRing};
use sentier_kernel::{Moment, Sensitive};
use sentier_test_support::databases::Fresh;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::broker::{
    each_message_takes_effect_once_and_poison_is_parked,
    what_is_stored_is_published_once_and_in_order,
};
use crate::claims::{
    a_claim_and_its_owner_are_stored_together_or_not_at_all,
    of_two_claims_on_one_name_exactly_one_wins,
};
use crate::ledger::{
    a_changed_column_of_one_event_is_found_at_its_place, a_checkpoint_of_another_key_is_found,
    a_deleted_or_swapped_event_is_found_at_its_place,
    a_rewritten_history_is_not_the_one_that_was_signed, an_older_copy_is_not_what_the_witness_saw,
    an_older_store_gets_its_tree_when_it_is_opened, an_untouched_store_passes_and_grows_on,
};
use crate::projections::{
    a_list_shows_what_its_caller_has_just_written, a_new_version_is_built_beside_the_old,
    a_rebuild_is_equal_until_a_row_is_changed, a_replaced_version_is_dropped_at_the_next_start,
    a_restart_applies_nothing_twice, what_a_read_model_does_not_take_is_passed_over,
};
use crate::tally::{Counted, Full, LIMIT, TallyCodec, call, count, stamp};

/// Runs each sentence of the suite on both databases.
macro_rules! on_both {
    ($($sentence:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                super::$sentence(super::Fresh::sqlite()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                super::$sentence(super::Fresh::postgres().await).await;
            })+
        }
    };
}

on_both!(
    what_was_appended_is_read_back_after_a_restart,
    several_streams_are_appended_all_or_nothing,
    a_repeated_request_gets_the_first_answer,
    a_follower_sees_every_position_once_and_in_order,
    a_hot_stream_loses_no_command,
    two_processes_never_overwrite_each_other,
    a_refusal_stores_nothing,
    a_stale_caller_is_told,
    a_reading_stands_in_the_log_before_the_plain_text,
    a_snapshot_and_its_tail_give_the_same_state,
    a_list_shows_what_its_caller_has_just_written,
    a_restart_applies_nothing_twice,
    a_new_version_is_built_beside_the_old,
    a_replaced_version_is_dropped_at_the_next_start,
    a_rebuild_is_equal_until_a_row_is_changed,
    what_a_read_model_does_not_take_is_passed_over,
    what_is_stored_is_published_once_and_in_order,
    each_message_takes_effect_once_and_poison_is_parked,
    of_two_claims_on_one_name_exactly_one_wins,
    a_claim_and_its_owner_are_stored_together_or_not_at_all,
    an_untouched_store_passes_and_grows_on,
    a_changed_column_of_one_event_is_found_at_its_place,
    a_deleted_or_swapped_event_is_found_at_its_place,
    a_rewritten_history_is_not_the_one_that_was_signed,
    an_older_copy_is_not_what_the_witness_saw,
    a_checkpoint_of_another_key_is_found,
    an_older_store_gets_its_tree_when_it_is_opened,
    nothing_personal_is_read_when_the_log_cannot_be_written,
    nothing_of_an_erased_survivor_is_in_a_rebuilt_snapshot,
);

fn id(value: u128) -> Uuid {
    Uuid::from_u128(value)
}

fn one(stream: u128, expected_version: i64) -> StreamAppend {
    of_type("counted.v1", stream, expected_version)
}

fn of_type(event_type: &'static str, stream: u128, expected_version: i64) -> StreamAppend {
    let event = NewEvent { event_type, payload: b"{\"by\":1}".to_vec() };
    StreamAppend { stream: id(stream), expected_version, events: vec![event] }
}

/// Appends one event to a new stream.
pub(crate) async fn append_one(store: &EventStore, request: u128, stream: u128) {
    store.append(stamp(request), vec![one(stream, 0)]).await.expect("appends");
}

/// Appends one event of this type to a new stream.
pub(crate) async fn append_of_type(event_type: &'static str, store: &EventStore, number: u128) {
    let appends = vec![of_type(event_type, number, 0)];
    store.append(stamp(number), appends).await.expect("appends");
}

async fn what_was_appended_is_read_back_after_a_restart(fresh: Fresh) {
    let store = fresh.store().await;
    append_one(&store, 1, 10).await;
    drop(store);

    let store = fresh.store().await;
    let log = store.read_log(0, 10).await.expect("reads");
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].position, log[0].stream, log[0].version), (1, id(10), 1));
    assert_eq!(log[0].payload, b"{\"by\":1}");
    assert_eq!(*store.head().borrow(), 1);
    assert_eq!(store.read_stream(id(10), 0, 10).await.expect("reads"), log);
}

async fn several_streams_are_appended_all_or_nothing(fresh: Fresh) {
    let store = fresh.store().await;
    append_one(&store, 1, 11).await;
    let refused = store.append(stamp(2), vec![one(10, 0), one(11, 0)]).await;
    assert!(matches!(refused, Err(AppendError::Stale)), "{refused:?}");
    assert_eq!(store.read_head().await.expect("reads"), 1);

    let both = store.append(stamp(3), vec![one(10, 0), one(11, 1)]).await.expect("appends");
    assert_eq!(both.position, 3);
    assert_eq!(store.read_stream(id(11), 0, 10).await.expect("reads").len(), 2);
}

async fn a_repeated_request_gets_the_first_answer(fresh: Fresh) {
    let streams = Streams::<TallyCodec>::new(&fresh.store().await);
    let first = streams.transact(call(1), id(10), KeyRing::none(), count(3)).await.expect("counts");
    streams.transact(call(2), id(10), KeyRing::none(), count(4)).await.expect("counts");

    let again =
        streams.transact(call(1), id(99), KeyRing::none(), count(3)).await.expect("answers");
    assert!(again.repeated);
    assert_eq!((again.stream, again.version, *again.state), (id(10), first.version, 3));

    let mut other = call(1);
    other.stamp.fingerprint = [8; 32];
    let reused = streams.transact(other, id(10), KeyRing::none(), count(5)).await;
    assert!(matches!(reused, Err(TransactError::RequestReused)), "{reused:?}");
    assert_eq!(*streams.state(id(10)).await.expect("reads").state, 7);
}

async fn a_follower_sees_every_position_once_and_in_order(fresh: Fresh) {
    const WRITERS: u128 = 8;
    const EACH: u128 = 100;
    const PATIENCE: Duration = Duration::from_mins(2);
    // Two stores on one database are two processes: the hard case for a total order.
    let stores = [fresh.store().await, fresh.store().await];
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = stores[usize::from(writer % 2 == 0)].clone();
            tokio::spawn(async move {
                for n in 0..EACH {
                    append_one(&store, 1 + writer * EACH + n, 1_000 + writer * EACH + n).await;
                }
            })
        })
        .collect();

    let mut seen = Vec::new();
    let total = usize::try_from(WRITERS * EACH).expect("fits");
    let follow = async {
        while seen.len() < total {
            let after = seen.last().copied().unwrap_or(0);
            let page = stores[0].read_log(after, 64).await.expect("reads");
            seen.extend(page.iter().map(|event| event.position));
            tokio::task::yield_now().await;
        }
    };
    let followed = tokio::time::timeout(PATIENCE, follow).await;
    assert!(followed.is_ok(), "only {} of {total} positions were seen", seen.len());
    for writer in writers {
        writer.await.expect("writes");
    }
    let expected: Vec<i64> = (1..).take(total).collect();
    assert_eq!(seen, expected);
    let streams: BTreeSet<Uuid> = stores[0]
        .read_log(0, 10_000)
        .await
        .expect("reads")
        .iter()
        .map(|event| event.stream)
        .collect();
    assert_eq!(streams.len(), total);
}

async fn a_hot_stream_loses_no_command(fresh: Fresh) {
    let streams = Streams::<TallyCodec>::new(&fresh.store().await);
    let calls: Vec<_> = (1..=200)
        .map(|request| {
            let streams = streams.clone();
            tokio::spawn(async move {
                streams.transact(call(request), id(10), KeyRing::none(), count(1)).await
            })
        })
        .collect();
    for one in calls {
        one.await.expect("joins").expect("counts");
    }
    let loaded = streams.state(id(10)).await.expect("reads");
    assert_eq!((loaded.version, *loaded.state), (200, 200));
}

async fn two_processes_never_overwrite_each_other(fresh: Fresh) {
    let here = Streams::<TallyCodec>::new(&fresh.store().await);
    let there = Streams::<TallyCodec>::new(&fresh.store().await);
    for request in (1..=40).step_by(2) {
        let (a, b) = tokio::join!(
            here.transact(call(request), id(10), KeyRing::none(), count(1)),
            there.transact(call(request + 1), id(10), KeyRing::none(), count(1)),
        );
        a.expect("counts");
        b.expect("counts");
    }
    let loaded = here.state(id(10)).await.expect("reads");
    assert_eq!((loaded.version, *loaded.state), (40, 40));

    // A refusal decided on what one process remembers is looked at again.
    here.transact(call(100), id(10), KeyRing::none(), count(LIMIT - 40)).await.expect("counts");
    there.transact(call(101), id(10), KeyRing::none(), count(40 - LIMIT)).await.expect("counts");
    here.transact(call(102), id(10), KeyRing::none(), count(1)).await.expect("there is room again");
}

async fn a_refusal_stores_nothing(fresh: Fresh) {
    let store = fresh.store().await;
    let streams = Streams::<TallyCodec>::new(&store);
    let refused = streams.transact(call(1), id(10), KeyRing::none(), count(LIMIT + 1)).await;
    assert!(matches!(refused, Err(TransactError::Rejected(Full))), "{refused:?}");
    let nothing =
        streams.transact(call(2), id(10), KeyRing::none(), count(0)).await.expect("is so");
    assert_eq!((nothing.version, store.read_head().await.expect("reads")), (0, 0));
}

async fn a_stale_caller_is_told(fresh: Fresh) {
    let streams = Streams::<TallyCodec>::new(&fresh.store().await);
    streams.transact(call(1), id(10), KeyRing::none(), count(1)).await.expect("counts");
    let behind = sentier_eventing::streams::Call { expected_version: Some(0), ..call(2) };
    let stale = streams.transact(behind, id(10), KeyRing::none(), count(1)).await;
    assert!(matches!(stale, Err(TransactError::Stale)), "{stale:?}");
    let right = sentier_eventing::streams::Call { expected_version: Some(1), ..call(3) };
    streams.transact(right, id(10), KeyRing::none(), count(1)).await.expect("counts");
}

async fn a_reading_stands_in_the_log_before_the_plain_text(fresh: Fresh) {
    let store = fresh.store().await;
    let streams = Streams::<TallyCodec>::new(&store);
    let key = DataKey::new(id(5), Zeroizing::new([5; 32]));
    let ring = KeyRing::live(id(4), [(Class::Narrative, key)]);
    let event = Counted { by: 1, note: Some(Sensitive::new("elle a parlé".to_owned())) };
    streams
        .transact(call(1), id(10), ring.clone(), move |_| Ok(vec![event.clone()]))
        .await
        .expect("counts");
    let stored = store.read_log(0, 10).await.expect("reads");
    assert!(!String::from_utf8_lossy(&stored[0].payload).contains("parl"), "sealed at rest");
    let history = streams.history(id(10), 0, 10).await.expect("reads");
    assert_eq!(history[0].event.note, Some(Sensitive::Withheld));

    let reading = Reading {
        id: id(77),
        principal: "centres/ogou-1/staff/1".to_owned(),
        centre: "ogou-1".to_owned(),
        purpose: "direct_care",
        fields: vec!["narrative"],
        at: Moment::from_micros(9),
    };
    let opened = streams.disclose(reading, id(10), &ring).await.expect("opens");
    let note = opened[0].event.note.as_ref().and_then(|note| note.expose());
    assert_eq!(note.map(String::as_str), Some("elle a parlé"));
    let entries = store.read_stream(readings_stream(id(10)), 0, 10).await.expect("reads");
    assert_eq!((entries.len(), entries[0].event_type.as_str()), (1, READ_EVENT));
}

async fn nothing_personal_is_read_when_the_log_cannot_be_written(fresh: Fresh) {
    let store = fresh.store().await;
    let streams = Streams::<TallyCodec>::new(&store);
    let ring =
        KeyRing::live(id(4), [(Class::Narrative, DataKey::new(id(5), Zeroizing::new([5; 32])))]);
    let event = Counted { by: 1, note: Some(Sensitive::new("elle a parlé".to_owned())) };
    streams
        .transact(call(1), id(10), ring.clone(), move |_| Ok(vec![event.clone()]))
        .await
        .expect("counts");
    fresh.make_read_only(&store).await;
    let refused = disclose_soon(&streams, 77, &ring).await;
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(store.read_log(0, 10).await.expect("reading still works").len(), 1);
    store.database().close().await;
    let refused = disclose_soon(&streams, 78, &ring).await;
    assert!(refused.is_err(), "{refused:?}");
}

async fn nothing_of_an_erased_survivor_is_in_a_rebuilt_snapshot(fresh: Fresh) {
    const TOLD: &str = "elle a parlé";
    let store = fresh.store().await;
    let streams = Streams::<TallyCodec>::new(&store);
    let vault = fresh.vault().await;
    let ring = vault.create(id(4)).await.expect("keys");
    for request in 1..=120 {
        let event = Counted { by: 1, note: Some(Sensitive::new(TOLD.to_owned())) };
        streams
            .transact(call(request), id(10), ring.clone(), move |_| Ok(vec![event.clone()]))
            .await
            .expect("counts");
    }
    vault.erase(id(4)).await.expect("erased");
    let erased = vault.ring(id(4)).await.expect("a ring");
    store.database().execute("DELETE FROM snapshot", &[]).await.expect("forgets");
    let cold =
        EventStore::open(&fresh.url, StoreOptions { cached_states: 0, ..StoreOptions::default() });
    let cold = Streams::<TallyCodec>::new(&cold.await.expect("opens"));
    for request in 500..=590 {
        cold.transact(call(request), id(10), erased.clone(), count(1)).await.expect("counts");
    }
    let (version, payload) =
        store.read_snapshot(id(10)).await.expect("reads").expect("a snapshot was kept");
    assert_eq!((version, payload), (200, 200_i64.to_be_bytes().to_vec()));
    let events = disclose_soon(&cold, 7_777, &erased).await.expect("reads");
    assert_eq!(events[0].event.note, Some(Sensitive::Erased));
    let tables = ["event", "snapshot", "request"];
    assert!(fresh.holds(&store, &tables, "ogou-1").await, "the search finds what is there");
    assert!(!fresh.holds(&store, &tables, TOLD).await, "nothing in clear, anywhere");
}

/// Discloses stream 10, or fails within a second.
async fn disclose_soon(
    streams: &Streams<TallyCodec>,
    reading: u128,
    ring: &KeyRing,
) -> Result<Vec<Recorded<Counted>>, StoreError> {
    let reading = Reading {
        id: id(reading),
        principal: "centres/ogou-1/staff/1".to_owned(),
        centre: "ogou-1".to_owned(),
        purpose: "direct_care",
        fields: vec!["narrative"],
        at: Moment::from_micros(9),
    };
    let answer = streams.disclose(reading, id(10), ring);
    tokio::time::timeout(Duration::from_secs(1), answer).await.expect("an answer within a second")
}

async fn a_snapshot_and_its_tail_give_the_same_state(fresh: Fresh) {
    let store = fresh.store().await;
    let streams = Streams::<TallyCodec>::new(&store);
    for request in 1..=130 {
        streams.transact(call(request), id(10), KeyRing::none(), count(2)).await.expect("counts");
    }
    let (version, _payload) =
        store.read_snapshot(id(10)).await.expect("reads").expect("a snapshot was kept");
    assert_eq!(version, 100);

    // A store that remembers nothing starts from the snapshot.
    let cold =
        EventStore::open(&fresh.url, StoreOptions { cached_states: 0, ..StoreOptions::default() });
    let cold = Streams::<TallyCodec>::new(&cold.await.expect("opens"));
    let next = cold.transact(call(500), id(10), KeyRing::none(), count(1)).await.expect("counts");
    assert_eq!((next.version, *next.state), (131, 261));
}
