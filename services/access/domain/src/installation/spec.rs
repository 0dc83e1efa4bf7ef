//! Bootstrap works once, with the right secret.

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;

use super::*;

fn secret(n: u8) -> SecretHash {
    SecretHash::from_bytes([n; 32])
}

fn prepared(n: u8) -> Event {
    Event::Prepared { secret: secret(n) }
}

fn bootstrap(n: u8) -> Command {
    Command::Bootstrap {
        secret: secret(n),
        administrator: AccountId::from_uuid(Uuid::from_u128(1)),
        centre: CentreCode::parse("ogou-1").unwrap(),
    }
}

fn bootstrapped() -> Event {
    Event::Bootstrapped {
        administrator: AccountId::from_uuid(Uuid::from_u128(1)),
        centre: CentreCode::parse("ogou-1").unwrap(),
    }
}

#[test]
fn the_right_secret_makes_the_administrator_once() {
    let at = Moment::default();
    given::<Installation>([prepared(1)]).when(bootstrap(1), at).then([bootstrapped()]);
    given::<Installation>([prepared(1), bootstrapped()])
        .when(bootstrap(1), at)
        .then_refused("ALREADY_BOOTSTRAPPED");
    given::<Installation>([prepared(1), bootstrapped()])
        .when(Command::Prepare { secret: secret(2) }, at)
        .then_refused("ALREADY_BOOTSTRAPPED");
}

#[test]
fn a_wrong_replaced_or_missing_secret_is_refused() {
    let at = Moment::default();
    for history in [vec![], vec![prepared(2)], vec![prepared(1), prepared(2)]] {
        given::<Installation>(history).when(bootstrap(1), at).then_refused("BOOTSTRAP_SECRET");
    }
}
