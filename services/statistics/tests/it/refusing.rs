//! Who is refused, and what.

use sentier_test_support::databases::On;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::callers::{Caller, MANAGER};

use crate::world::World;

fn everyone() -> Vec<Caller> {
    let roles = ["intake", "caseworker", "supervisor", "manager", "administrator"];
    let mut all: Vec<Caller> =
        roles.into_iter().map(|role| Caller::Staff { role, centre: "ogou-1" }).collect();
    all.push(Caller::Staff { role: "manager", centre: "kara-2" });
    all.extend(["access", "cases", "referrals", "desk", "agency"].map(Caller::Certificate));
    all.extend([Caller::Analyst, Caller::Nobody]);
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_for_the_centre_s_manager_and_the_key_for_two_services() {
    let world = World::start(On::Sqlite).await;
    for caller in everyone() {
        let figures = world.figures_as(caller, "centres/ogou-1", "2026-01", "2026-12").await;
        let code = figures.err().map(|status| status.code());
        let expected = match caller {
            Caller::Staff { role: "manager", centre: "ogou-1" } => None,
            Caller::Nobody => Some(Code::Unauthenticated),
            _ => Some(Code::PermissionDenied),
        };
        assert_eq!(code, expected, "figures for {caller:?}");

        let key = world.sealing_key_as(caller).await;
        let code = key.err().map(|status| status.code());
        let expected = match caller {
            Caller::Certificate("cases" | "referrals") => None,
            Caller::Nobody => Some(Code::Unauthenticated),
            _ => Some(Code::PermissionDenied),
        };
        assert_eq!(code, expected, "the key for {caller:?}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_question_is_refused_with_every_field_at_fault() {
    let world = World::start(On::Sqlite).await;
    for (parent, from, to, fields) in [
        ("", "", "", &["parent", "from_month", "to_month"][..]),
        ("centres/ogou-1/cases/1", "2026-00", "2026-1", &["parent", "from_month", "to_month"]),
        ("centres/ogou-1", "2026-02", "2026-01", &["to_month"]),
        ("centres/ogou-1", "2021-01", "2026-01", &["to_month"]),
    ] {
        let refused = world.figures_as(MANAGER, parent, from, to).await.expect_err("refused");
        assert_eq!(refused.code(), Code::InvalidArgument);
        let details = refused.get_details_bad_request().expect("details");
        let named: Vec<&str> =
            details.field_violations.iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(named, fields);
    }
    world.end().await;
}
