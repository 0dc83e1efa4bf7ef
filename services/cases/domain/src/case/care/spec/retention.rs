//! What a hold keeps, and what an erasure tells.

use super::*;

#[test]
fn a_held_file_is_erased_by_no_schedule_and_on_no_request_but_the_laws() {
    let hold = || record(1, SENA, Fact::HoldSet { why: note() });
    let lift = |stands| record(2, SENA, Fact::HoldLifted { hold: entry(stands), why: note() });
    let held = || history([open(), hold()]);
    for ground in [Ground::SurvivorRequest, Ground::Schedule] {
        given::<Case>(held()).when(erase_on(ground), day(2)).then_refused("ON_HOLD");
    }
    let state = held().iter().fold(Case::initial(), Case::evolve);
    assert_eq!(Case::decide(&state, erase_on(Ground::LegalOrder), day(2)).unwrap().len(), 2);
    given::<Case>(held()).when(lift(3), day(2)).then_refused("NO_SUCH_ENTRY");
    let again = record(4, SENA, Fact::HoldSet { why: note() });
    given::<Case>(held()).when(again, day(2)).then_refused("ON_HOLD");
    let lifted = history([open(), hold(), lift(1)]).iter().fold(Case::initial(), Case::evolve);
    assert_eq!(Case::decide(&lifted, erase(), day(3)).unwrap().len(), 2);
    let erased = history([open(), erase()]);
    given::<Case>(erased).when(hold(), day(2)).then_refused("SURVIVOR_ERASED");
}

#[test]
fn an_erasure_tells_on_what_ground_and_what_it_destroys_once() {
    let events = history([open(), attach(1), erase(), erase_on(Ground::Schedule)]);
    let ordered: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Care(care::Event {
                fact: Fact::ErasureOrdered { ground, objects, .. }, ..
            }) => Some((*ground, objects.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(ordered, [(Ground::SurvivorRequest, vec![object(1)])]);
    assert!(matches!(events.last(), Some(Event::SurvivorErased { .. })));
    // Nobody records such an order by itself.
    let fact =
        Fact::ErasureOrdered { ground: Ground::Schedule, keys: Vec::new(), objects: Vec::new() };
    given::<Case>(history([open()])).when(record(9, SENA, fact), day(1)).then_nothing();
}
