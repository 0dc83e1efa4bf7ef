//! Subscriptions, specified.

use proptest::prelude::*;
use sentier_kernel::spec::given;

use super::*;

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const ANALYST: Uuid = Uuid::from_u128(1);

fn days(days: u64) -> Moment {
    AT.plus(Duration::from_hours(days * 24))
}

fn terms() -> Terms {
    Terms {
        organisation: "Observatoire national".to_owned(),
        purpose: "Rapport annuel sur l'accès aux services".to_owned(),
        until: days(365),
    }
}

fn requested() -> Event {
    Event::SubscriptionRequested { analyst: ANALYST, terms: terms() }
}

fn request(terms: Terms) -> Command {
    Command::RequestSubscription { analyst: ANALYST, terms }
}

fn deliver() -> Command {
    Command::DeliverRelease { analyst: ANALYST, release: "total-2026-11".parse().unwrap() }
}

#[test]
fn a_request_says_who_what_for_and_until_when() {
    given::<Subscriptions>([]).when(request(terms()), AT).then([requested()]);
    given::<Subscriptions>([requested()]).when(request(terms()), AT).then_nothing();
    let other = Terms { organisation: "Autre".to_owned(), ..terms() };
    given::<Subscriptions>([requested()]).when(request(other), AT).then_refused("ALREADY_EXISTS");
    let wrong = Terms { organisation: String::new(), purpose: "x".to_owned(), until: AT };
    let refused = Subscriptions::decide(&State::default(), request(wrong), AT);
    let Err(Rejection::Invalid(violations)) = refused else { panic!("{refused:?}") };
    let fields: Vec<_> = violations.iter().map(|one| one.field.as_ref()).collect();
    assert_eq!(fields, ["organisation", "purpose", "expire_time"]);
    let long = Terms { until: days(2 * 366 + 1), ..terms() };
    given::<Subscriptions>([]).when(request(long), AT).then_refused("INVALID_FIELDS");
}

#[test]
fn nothing_is_delivered_before_approval_after_revocation_or_after_its_end() {
    let approved = [requested(), Event::SubscriptionApproved];
    let release = "total-2026-11".parse().unwrap();
    given::<Subscriptions>([requested()]).when(deliver(), AT).then_refused("SUBSCRIPTION_STATE");
    given::<Subscriptions>(approved.clone())
        .when(deliver(), AT)
        .then([Event::ReleaseDelivered { release }]);
    // Delivered again, entered again.
    given::<Subscriptions>(
        approved.clone().into_iter().chain([Event::ReleaseDelivered { release }]),
    )
    .when(deliver(), AT)
    .then([Event::ReleaseDelivered { release }]);
    given::<Subscriptions>(approved.clone())
        .when(deliver(), days(365))
        .then_refused("SUBSCRIPTION_STATE");
    let revoked = Event::SubscriptionRevoked { reason: "Fin du projet".to_owned() };
    given::<Subscriptions>(approved.clone().into_iter().chain([revoked]))
        .when(deliver(), AT)
        .then_refused("SUBSCRIPTION_STATE");
    let release = "total-2026-11".parse().unwrap();
    let another = Command::DeliverRelease { analyst: Uuid::from_u128(2), release };
    given::<Subscriptions>(approved).when(another, AT).then_refused("NOT_FOUND");
    given::<Subscriptions>([]).when(deliver(), AT).then_refused("NOT_FOUND");
}

#[test]
fn a_revoked_or_ended_subscription_is_not_approved_again() {
    let approve = Command::ApproveSubscription;
    given::<Subscriptions>([requested()])
        .when(approve.clone(), AT)
        .then([Event::SubscriptionApproved]);
    given::<Subscriptions>([requested(), Event::SubscriptionApproved])
        .when(approve.clone(), AT)
        .then_nothing();
    given::<Subscriptions>([requested()])
        .when(approve.clone(), days(365))
        .then_refused("SUBSCRIPTION_STATE");
    let revoke = |reason: &str| Command::RevokeSubscription { reason: reason.to_owned() };
    let revoked = Event::SubscriptionRevoked { reason: "Refusé".to_owned() };
    given::<Subscriptions>([requested()]).when(revoke("Refusé"), AT).then([revoked.clone()]);
    given::<Subscriptions>([requested()]).when(revoke(""), AT).then_refused("INVALID_FIELDS");
    given::<Subscriptions>([requested(), revoked.clone()])
        .when(revoke("Encore"), AT)
        .then_nothing();
    given::<Subscriptions>([requested(), revoked])
        .when(approve, AT)
        .then_refused("SUBSCRIPTION_STATE");
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(request(terms())),
        Just(Command::ApproveSubscription),
        Just(Command::RevokeSubscription { reason: "Fin".to_owned() }),
        Just(deliver()),
    ]
}

proptest! {
    #[test]
    fn a_release_goes_out_between_approval_and_revocation_only(
        commands in prop::collection::vec(any_command(), 0..25)
    ) {
        let mut events: Vec<Event> = Vec::new();
        for command in commands {
            let state = Subscriptions::fold(&events);
            events.extend(Subscriptions::decide(&state, command, AT).unwrap_or_default());
        }
        let place = |wanted: &Event| events.iter().position(|event| event == wanted);
        let approved = place(&Event::SubscriptionApproved);
        let revoked = place(&Event::SubscriptionRevoked { reason: "Fin".to_owned() });
        for (place, event) in events.iter().enumerate() {
            if matches!(event, Event::ReleaseDelivered { .. }) {
                prop_assert!(approved.is_some_and(|approved| approved < place));
                prop_assert!(revoked.is_none_or(|revoked| place < revoked));
            }
        }
    }
}
