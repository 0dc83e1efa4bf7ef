//! Who is refused, and what.

use sentier_test_support::databases::On;
use tonic::Code;
use tonic_types::StatusExt as _;

use sentier_proto::statistics::v1::{ListIndicatorValuesRequest, ListIndicatorsRequest};

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

        let month = || "2026-11".to_owned();
        let asked = ListIndicatorValuesRequest {
            parent: "centres/ogou-1".to_owned(),
            from_month: month(),
            to_month: month(),
            ..Default::default()
        };
        let values = world.indicator_values_as(caller, asked).await;
        assert_eq!(values.err().map(|status| status.code()), expected, "values for {caller:?}");

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_question_about_indicators_names_its_field() {
    let world = World::start(On::Sqlite).await;
    let refused = |answer: Result<(), tonic::Status>| {
        let status = answer.expect_err("refused");
        assert_eq!(status.code(), Code::InvalidArgument);
        let details = status.get_details_bad_request().expect("details");
        details.field_violations.into_iter().map(|one| one.field).collect::<Vec<_>>()
    };
    let asked = |from: &str, to: &str, page_size, page_token: &str| ListIndicatorValuesRequest {
        parent: "centres/ogou-1".to_owned(),
        from_month: from.to_owned(),
        to_month: to.to_owned(),
        page_size,
        page_token: page_token.to_owned(),
        ..ListIndicatorValuesRequest::default()
    };
    for (message, fields) in [
        (ListIndicatorValuesRequest::default(), vec!["parent", "from_month", "to_month"]),
        (asked("2026-11", "2026-10", -1, ""), vec!["to_month", "page_size"]),
        (asked("2026-11", "2026-11", 0, "not a token"), vec!["page_token"]),
    ] {
        let answer = world.indicator_values_as(MANAGER, message).await;
        assert_eq!(refused(answer.map(drop)), fields);
    }
    // A token of another question.
    let first = world.indicator_values_as(MANAGER, asked("2026-11", "2026-11", 1, "")).await;
    let token = first.expect("a page").next_page_token;
    let other = world.indicator_values_as(MANAGER, asked("2026-10", "2026-11", 1, &token)).await;
    assert_eq!(refused(other.map(drop)), ["page_token"]);
    let catalogue = ListIndicatorsRequest { page_size: -1, page_token: String::new() };
    let answer = world.indicators_as(MANAGER, "fr", catalogue).await;
    assert_eq!(refused(answer.map(drop)), ["page_size"]);
    world.end().await;
}
