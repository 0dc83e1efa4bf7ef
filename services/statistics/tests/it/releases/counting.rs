//! A survivor moves a cell of ten counters by one, and one for each service, once, and nothing else.

use sentier_proto::cases::events::v1::SurvivorCounted;
use sentier_proto::common::v1::{AgeBand, Date, Need};
use sentier_test_support::databases::On;

use super::told::{Counts, DAY, counted, moved};
use crate::world::{World, on_both};

on_both!(
    a_survivor_counts_once_in_each_table_however_often_she_is_told,
    a_referral_adds_a_service_once_by_whichever_incident_and_a_withdrawal_takes_all_out,
    a_withdrawal_takes_her_out_of_what_is_open_alone,
    a_corrected_age_moves_her_and_an_unknown_one_takes_her_out,
);

/// Plateaux is the third region; physical assault the third type; 18 to 24 the second age; yes is the second
/// answer, 4 or 5 days the second delay; health care is the second service, the police the sixth.
fn hers() -> Vec<(&'static str, Vec<(usize, i64)>)> {
    vec![
        ("disability-2026", vec![(1, 1)]),
        ("displaced-2026", vec![(0, 1)]),
        ("male-2026", vec![(0, 1)]),
        ("region-2026-11", vec![(2, 1)]),
        ("region_age-2026-Q4", vec![(2 * 4 + 1, 1)]),
        ("region_type-2026-Q4", vec![(2 * 6 + 2, 1)]),
        ("report_delay-2026", vec![(1, 1)]),
        ("services-2026", vec![(1, 1), (5, 1)]),
        ("total-2026-11", vec![(0, 1)]),
        ("type_age_perpetrator-2026", vec![((2 * 4 + 1) * 3, 1)]),
        ("uniformed-2026", vec![(0, 1)]),
    ]
}

fn named(
    moved: &std::collections::BTreeMap<String, Vec<(usize, i64)>>,
) -> Vec<(&str, Vec<(usize, i64)>)> {
    moved.iter().map(|(name, cells)| (name.as_str(), cells.clone())).collect()
}

async fn a_survivor_counts_once_in_each_table_however_often_she_is_told(on: On) {
    let world = World::start(on).await;
    let before = world.counters().await;
    let names: Vec<_> = before.keys().map(String::as_str).collect();
    assert_eq!(names, hers().iter().map(|(name, _)| *name).collect::<Vec<_>>());
    world.tell(1, 7, Some(counted())).await;
    world.marked(2).await;
    assert_eq!(named(&moved(&before, &world.counters().await)), hers());
    // The same survivor, told of again in another message: the same incident, then another one.
    world.tell(2, 7, Some(counted())).await;
    world.tell(3, 7, Some(SurvivorCounted { r#type: 1, ..counted() })).await;
    world.marked(4).await;
    let after = world.counters().await;
    // The third message corrected her incident: rape is the first type.
    let moved_to = moved(&before, &after);
    assert_eq!(moved_to["region_type-2026-Q4"], [(2 * 6, 1)]);
    assert_eq!(moved_to.values().map(Vec::len).sum::<usize>(), 12, "{moved_to:?}");
    // Another survivor is one more.
    world.tell(4, 8, Some(counted())).await;
    world.marked(6).await;
    assert_eq!(named(&moved(&after, &world.counters().await)), hers());
    // A message whose year is over, or has not begun, counts nowhere.
    for (n, year) in [(5, 2025), (6, 2027)] {
        let register_month = Some(Date { year, month: 11, day: 1 });
        world.tell(n, 9, Some(SurvivorCounted { register_month, ..counted() })).await;
    }
    world.tell(7, 10, Some(counted())).await;
    world.marked(8).await;
    world.end().await;
}

fn referred(services: &[Need]) -> SurvivorCounted {
    let services = services.iter().map(|service| i32::from(*service)).collect();
    SurvivorCounted { services, ..counted() }
}

async fn lose_the_disk(world: &mut World) {
    world.broker.kill().await;
    world.broker.lose_disk();
    world.broker.run().await;
}

async fn a_referral_adds_a_service_once_by_whichever_incident_and_a_withdrawal_takes_all_out(
    on: On,
) {
    let mut world = World::start(on).await;
    let empty = world.counters().await;
    world.tell(1, 7, Some(referred(&[]))).await;
    world.marked(2).await;
    let registered = world.counters().await;
    assert!(!moved(&empty, &registered).contains_key("services-2026"), "she was not referred");
    // A referral moves one cell, and no other counter.
    world.tell(2, 7, Some(referred(&[Need::LegalAid]))).await;
    world.marked(3).await;
    let one = moved(&registered, &world.counters().await);
    assert_eq!(named(&one), [("services-2026", vec![(4, 1)])]);
    // The broker comes back with an empty disk: everything is delivered again.
    lose_the_disk(&mut world).await;
    // Another incident of hers tells of all of them: what is new is added, and she stays where she stood.
    let more = referred(&[Need::LegalAid, Need::Livelihood]);
    world.tell_of(3, (7, 1), Some(SurvivorCounted { r#type: 1, ..more })).await;
    world.marked(4).await;
    let two = moved(&registered, &world.counters().await);
    assert_eq!(named(&two), [("services-2026", vec![(4, 1), (6, 1)])]);
    corrected_she_keeps_them_and_leaves_with_them(&world, (&empty, &registered)).await;
    world.end().await;
}

async fn corrected_she_keeps_them_and_leaves_with_them(
    world: &World,
    (empty, registered): (&Counts, &Counts),
) {
    // Her own incident still corrects her, and takes none away.
    let older = AgeBand::AgeBand35To49.into();
    world.tell(4, 7, Some(SurvivorCounted { age_band: older, ..referred(&[]) })).await;
    world.marked(5).await;
    let three = moved(registered, &world.counters().await);
    assert_eq!(three["region_age-2026-Q4"], [(2 * 4 + 1, -1), (2 * 4 + 3, 1)]);
    assert_eq!(three["services-2026"], [(4, 1), (6, 1)]);
    world.tell(5, 7, None).await;
    world.marked(6).await;
    assert_eq!(&world.counters().await, empty, "who leaves takes her services along");
}

async fn a_withdrawal_takes_her_out_of_what_is_open_alone(on: On) {
    let world = World::start(on).await;
    let empty = world.counters().await;
    world.tell(1, 7, Some(counted())).await;
    world.marked(2).await;
    world.tell(2, 7, None).await;
    world.marked(3).await;
    assert_eq!(world.counters().await, empty, "she left before anything closed");
    // She consents anew, and leaves after November was published.
    world.tell(3, 7, Some(counted())).await;
    world.marked(4).await;
    world.host.env.clock.advance(17 * DAY);
    world.statistics.keep_calendar().await.expect("published");
    assert_eq!(world.logged("release_published.v1").await.len(), 2);
    let published = world.logged("release_published.v1").await[0].payload.clone();
    let before = world.counters().await;
    world.tell(4, 7, None).await;
    world.marked(5).await;
    let left = moved(&before, &world.counters().await);
    let names: Vec<_> = left.keys().map(String::as_str).collect();
    let open = [
        "disability-2026",
        "displaced-2026",
        "male-2026",
        "region_age-2026-Q4",
        "region_type-2026-Q4",
        "report_delay-2026",
        "services-2026",
        "type_age_perpetrator-2026",
        "uniformed-2026",
    ];
    assert_eq!(names, open);
    assert!(left.values().flatten().all(|(_, by)| *by == -1));
    world.statistics.keep_calendar().await.expect("kept");
    let releases = world.logged("release_published.v1").await;
    assert_eq!((releases.len(), &releases[0].payload), (2, &published), "nothing is revised");
    world.end().await;
}

async fn a_corrected_age_moves_her_and_an_unknown_one_takes_her_out(on: On) {
    let world = World::start(on).await;
    let empty = world.counters().await;
    world.tell(1, 7, Some(counted())).await;
    let older = AgeBand::AgeBand35To49.into();
    world.tell(2, 7, Some(SurvivorCounted { age_band: older, ..counted() })).await;
    world.marked(3).await;
    let stands = moved(&empty, &world.counters().await);
    assert_eq!(stands["region_age-2026-Q4"], [(2 * 4 + 3, 1)]);
    assert_eq!(stands["total-2026-11"], [(0, 1)]);
    world.tell(3, 7, Some(SurvivorCounted { age_band: 0, ..counted() })).await;
    world.marked(4).await;
    assert_eq!(world.counters().await, empty);
    world.end().await;
}
