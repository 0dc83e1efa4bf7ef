//! A credential's life.

use std::time::Duration;

use proptest::prelude::*;
use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Decider, Moment, Sensitive};

use super::*;
use crate::{AccountId, AgencyId, AnalystId, CredentialId};

fn at(minute: u64) -> Moment {
    Moment::default().plus(Duration::from_mins(minute))
}

fn agency() -> Holder {
    Holder::Agency(AgencyId::from_uuid(Uuid::from_u128(1)))
}

fn issue(holder: Holder, kind: Kind, until: Option<Moment>) -> Command {
    Command::Issue { holder, kind, display_name: "Hôpital".to_owned(), until }
}

fn issued(holder: Holder, kind: Kind, until: Option<Moment>) -> Event {
    Event::Issued { holder, kind, display_name: Sensitive::new("Hôpital".to_owned()), until }
}

#[test]
fn a_credential_is_issued_once() {
    let analyst = Holder::Analyst(AnalystId::from_uuid(Uuid::from_u128(2)));
    let event = issued(analyst, Kind::Token, Some(at(99)));
    given::<Credential>([])
        .when(issue(analyst, Kind::Token, Some(at(99))), at(0))
        .then([event.clone()]);
    given::<Credential>([event])
        .when(issue(analyst, Kind::Token, Some(at(99))), at(0))
        .then_refused("ALREADY_EXISTS");
}

#[test]
fn a_revocation_is_remembered_until_the_credential_would_have_ended() {
    given::<Credential>([issued(agency(), Kind::Token, Some(at(99)))])
        .when(Command::Revoke, at(1))
        .then([Event::Revoked { forget: at(99) }]);
}

#[test]
fn an_officers_revocation_is_remembered_until_the_last_access_token_ends() {
    let kind = Kind::Officer { account: AccountId::from_uuid(Uuid::from_u128(3)) };
    given::<Credential>([issued(agency(), kind, None)])
        .when(Command::Revoke, at(1))
        .then([Event::Revoked { forget: at(17) }]);
}

#[test]
fn revoking_twice_changes_nothing_and_revoking_nothing_is_refused() {
    let history = [issued(agency(), Kind::Token, None), Event::Revoked { forget: at(17) }];
    given::<Credential>(history).when(Command::Revoke, at(2)).then_nothing();
    given::<Credential>([]).when(Command::Revoke, at(2)).then_refused("NOT_FOUND");
}

fn replace(overlap: u64) -> Command {
    Command::Replace { by: other(), overlap: Duration::from_mins(overlap) }
}

fn other() -> CredentialId {
    CredentialId::from_uuid(Uuid::from_u128(9))
}

#[test]
fn what_is_replaced_stays_good_for_an_overlap_and_never_beyond_its_own_end() {
    let good = issued(agency(), Kind::Token, Some(at(99)));
    given::<Credential>([good.clone()])
        .when(replace(60), at(1))
        .then([Event::Replaced { by: other(), until: at(61) }]);
    given::<Credential>([good.clone()])
        .when(replace(600), at(1))
        .then([Event::Replaced { by: other(), until: at(99) }]);
    let replaced = Event::Replaced { by: other(), until: at(61) };
    given::<Credential>([good.clone(), replaced.clone()])
        .when(replace(60), at(2))
        .then_refused("CREDENTIAL_REPLACED");
    given::<Credential>([good, replaced])
        .when(Command::Revoke, at(61))
        .then([Event::Revoked { forget: at(99) }]);
}

#[test]
fn an_account_and_what_was_revoked_are_not_replaced() {
    let kind = Kind::Officer { account: AccountId::from_uuid(Uuid::from_u128(3)) };
    given::<Credential>([issued(agency(), kind, None)])
        .when(replace(60), at(1))
        .then_refused("NOT_FOUND");
    let revoked = [issued(agency(), Kind::Token, None), Event::Revoked { forget: at(17) }];
    given::<Credential>(revoked).when(replace(60), at(2)).then_refused("CREDENTIAL_REVOKED");
}

proptest! {
    #[test]
    fn once_revoked_never_good_again(minutes in proptest::collection::vec(0_u64..10_000, 1..20)) {
        let mut state = Credential::fold([
            &issued(agency(), Kind::Token, Some(at(500))),
            &Event::Revoked { forget: at(500) },
        ]);
        for minute in minutes {
            for command in [Command::Revoke, issue(agency(), Kind::Token, None)] {
                if let Ok(events) = Credential::decide(&state, command, at(minute)) {
                    state = events.iter().fold(state, Credential::evolve);
                }
            }
            prop_assert!(state.as_ref().unwrap().revoked);
        }
    }
}
