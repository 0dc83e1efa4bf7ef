//! A name belongs to one account.

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;

use super::*;

fn account(n: u128) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(n))
}

#[test]
fn a_free_name_is_claimed_once_and_for_one_account() {
    let at = Moment::default();
    let claimed = Claimed { account: account(1) };
    given::<Registry>([]).when(Claim { account: account(1) }, at).then([claimed]);
    given::<Registry>([claimed]).when(Claim { account: account(1) }, at).then_nothing();
    given::<Registry>([claimed])
        .when(Claim { account: account(2) }, at)
        .then_refused("USER_NAME_TAKEN");
}
