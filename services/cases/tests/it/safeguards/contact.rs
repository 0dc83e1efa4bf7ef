//! Nobody reaches a survivor beside what she agreed to.

use std::time::Duration;

use sentier_kernel::Moment;
use sentier_proto::cases::v1::contact_answer::State;
use sentier_proto::cases::v1::*;
use tonic_types::StatusExt as _;

use super::*;
use crate::world::*;

/// Moves the clock to this hour of the next day.
fn tomorrow_at(world: &World, hour: u64) {
    let now = world.clock.now();
    let midnight = now.as_micros() / 86_400_000_000 * 86_400_000_000 + 86_400_000_000;
    let then = Moment::from_micros(midnight).plus(Duration::from_hours(hour));
    world.clock.advance(then.since(now));
}

#[tokio::test]
async fn she_is_reached_at_her_hours_and_told_what_may_be_said() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut akouvi = safeguard(&world, AKOUVI, "caseworker");
    // Whom nobody asked is not called.
    let refused = akouvi.record_contact_attempt(call(&case)).await.expect_err("no plan");
    assert_eq!(reason(&refused).1, "CONTACT_NOT_ALLOWED");

    akouvi.set_safe_contact(set_contact(&case, called(14, 16))).await.expect("sets");
    tomorrow_at(&world, 13);
    let refused = akouvi.record_contact_attempt(call(&case)).await.expect_err("too early");
    let details = refused.get_error_details();
    let told = &details.error_info().expect("a reason").metadata;
    let opens = world.clock.now().plus(Duration::from_hours(1));
    assert_eq!(told.get("not_before"), Some(&opens.to_string()));
    let guards_now = akouvi.get_safeguards(guards(&case)).await.expect("tells").into_inner();
    assert_eq!(guards_now.answers[0].state(), State::NotUntil);

    world.clock.advance(Duration::from_hours(1));
    let request = call(&case);
    let attempt = akouvi.record_contact_attempt(request.clone()).await.expect("at her hours");
    let answer = attempt.into_inner().answer.expect("what may be said");
    assert!(answer.state() == State::Allowed && answer.code_word && !answer.may_name_centre);
    for channel in [ContactChannel::TextMessage, ContactChannel::Visit] {
        let other = RecordContactAttemptRequest { channel: channel.into(), ..call(&case) };
        assert_eq!(why(akouvi.record_contact_attempt(other).await), "CONTACT_NOT_ALLOWED");
    }
    let machine = RecordContactAttemptRequest {
        answerer: ContactAnswerer::AnsweringMachine.into(),
        ..call(&case)
    };
    assert_eq!(why(akouvi.record_contact_attempt(machine).await), "CONTACT_NOT_ALLOWED");

    let never = SafeContactPlan { never: true, ..SafeContactPlan::default() };
    akouvi.set_safe_contact(set_contact(&case, never)).await.expect("sets");
    assert_eq!(why(akouvi.record_contact_attempt(call(&case)).await), "CONTACT_NOT_ALLOWED");
    // The same request again is no new contact: it gets its first answer's entry.
    akouvi.record_contact_attempt(request).await.expect("repeats");
    let timeline = GetTimelineRequest { name: case, ..GetTimelineRequest::default() };
    let seen = world.caseworker().get_timeline(timeline).await.expect("tells").into_inner();
    let attempts = seen.entries.iter().filter(|line| line.kind == "contact_attempted").count();
    assert_eq!(attempts, 1);
}

#[tokio::test]
async fn a_plan_that_says_too_little_is_refused_with_its_fields() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let mut akouvi = safeguard(&world, AKOUVI, "caseworker");
    let empty = set_contact(&case, SafeContactPlan::default());
    let refused = akouvi.set_safe_contact(empty).await.expect_err("says nothing");
    assert_eq!(fields(&refused), ["plan.ways"]);
    let backwards = set_contact(&case, called(16, 14));
    let refused = akouvi.set_safe_contact(backwards).await.expect_err("ends before it begins");
    assert_eq!(fields(&refused), ["plan.ways[0].until_time"]);
    let torn = set_contact(&case, SafeContactPlan { never: true, ..called(8, 18) });
    let refused = akouvi.set_safe_contact(torn).await.expect_err("never, and yet");
    assert_eq!(fields(&refused), ["plan.ways"]);
}
