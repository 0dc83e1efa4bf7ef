//! A hospital's records system at the FHIR door, by `curl` and with its own certificate, against real stores.
//!
//! Every resource that is answered in these tests is checked against HL7's own definitions of FHIR R4, as
//! published packages hold them (`tests/partners/fhir/`).

mod asking;
mod client;
mod ends;
mod refusals;
mod serving;

use std::net::{SocketAddr, TcpListener};

use sentier_referrals::ReferralsConfig;
use sentier_test_support::databases::On;

use crate::world::World;

/// Opens the door on a free port.
fn open(config: &mut ReferralsConfig) {
    let free = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
    config.fhir.address = Some(free.local_addr().expect("its address"));
}

macro_rules! sentences {
    ($($room:ident: $($sentence:ident),+;)+) => {$($(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sentence() {
            let world = World::start_with(On::Sqlite, open).await;
            Box::pin($room::$sentence(&world)).await;
            world.stop().await;
        }
    )+)+};
}

sentences! {
    serving:
        a_hospital_serves_a_referral_by_fhir_alone,
        what_is_written_is_read_by_both_sides;
    refusals:
        what_the_table_does_not_allow_is_refused_with_what_it_allows,
        a_repeated_update_is_done_once_and_one_that_is_behind_is_refused,
        what_is_no_good_request_is_refused_and_never_repeated;
    ends:
        nothing_of_another_agencys_is_found,
        a_withdrawal_leaves_the_task_and_nothing_of_her,
        every_other_end_is_a_task_too;
    asking:
        tasks_are_found_page_by_page,
        what_cannot_be_searched_for_is_passed_over_or_refused;
}
