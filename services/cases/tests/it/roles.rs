//! Who may do what to a case; a case beyond her reach answers as one that does not exist.

use sentier_proto::cases::v1::{
    ClaimDisclosureRequest, GetCaseRequest, GetTimelineRequest, ListCasesRequest,
};
use sentier_proto::common::v1::FieldGroup;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::world::*;

const NONE: Code = Code::Ok;

/// The codes that a caller gets for reading, listing, working on, erasing and claiming.
async fn codes(client: &mut Client, case: &str) -> [Code; 6] {
    let code = |answer: Result<(), Status>| answer.err().map_or(NONE, |status| status.code());
    let timeline = GetTimelineRequest { name: case.to_owned(), ..GetTimelineRequest::default() };
    let list =
        ListCasesRequest { parent: format!("centres/{CENTRE}"), ..ListCasesRequest::default() };
    let claim = ClaimDisclosureRequest {
        case_name: case.to_owned(),
        referral: format!("centres/{CENTRE}/referrals/{}", Uuid::now_v7()),
        agency: format!("agencies/{HOSPITAL}"),
        limit: None,
    };
    [
        code(client.get_case(read(case)).await.map(drop)),
        code(client.get_timeline(timeline).await.map(drop)),
        code(client.list_cases(list).await.map(drop)),
        code(client.grant_consent(services(case, &[FieldGroup::Identity])).await.map(drop)),
        code(client.claim_disclosure(claim).await.map(drop)),
        code(client.erase_survivor(erase(case)).await.map(drop)),
    ]
}

#[tokio::test]
async fn each_role_reaches_what_its_policy_names_and_nothing_else() {
    const NO: Code = Code::PermissionDenied;
    const HIDDEN: Code = Code::NotFound;
    let world = World::start(On::Sqlite).await;
    let staff = |id, centre, roles: &[&str]| world.staff(Uuid::from_u128(id), centre, roles);
    let case = opened(&mut world.caseworker()).await;

    let table = [
        ("her own", world.caseworker(), [NONE, NONE, NONE, NONE, NO, NO]),
        (
            "another caseworker",
            staff(12, CENTRE, &["caseworker"]),
            [HIDDEN, HIDDEN, NONE, HIDDEN, NO, NO],
        ),
        ("intake of another", staff(14, CENTRE, &["intake"]), [HIDDEN, HIDDEN, NONE, NO, NO, NO]),
        ("a manager", staff(15, CENTRE, &["manager"]), [NO; 6]),
        ("an administrator", staff(16, CENTRE, &["administrator"]), [NO; 6]),
        (
            "an administrator who supervises",
            staff(17, CENTRE, &["administrator", "supervisor"]),
            [NO; 6],
        ),
        ("another centre's supervisor", staff(18, "kara-1", &["supervisor"]), [NO; 6]),
        ("an analyst", world.analyst(), [NO; 6]),
        ("statistics", world.service("statistics"), [NO; 6]),
        // It is permitted, and there is no such referral.
        ("referrals", world.service("referrals"), [NO, NO, NO, NO, HIDDEN, NO]),
        ("nobody", world.anonymous(), [Code::Unauthenticated; 6]),
        ("the supervisor", world.supervisor(), [NONE, NONE, NONE, NONE, NO, NONE]),
    ];
    for (who, mut client, expected) in table {
        assert_eq!(codes(&mut client, &case).await, expected, "{who}");
    }
}

#[tokio::test]
async fn a_case_beyond_reach_answers_as_one_that_does_not_exist() {
    let world = World::start(On::Sqlite).await;
    let case = opened(&mut world.caseworker()).await;
    let missing = format!("centres/{CENTRE}/cases/{}", Uuid::now_v7());
    let elsewhere = case.replace(CENTRE, "kara-1");
    let callers = [
        world.staff(DEDE, CENTRE, &["caseworker"]),
        world.staff(DEDE, "kara-1", &["supervisor"]),
        world.staff(DEDE, CENTRE, &["manager"]),
    ];
    for mut client in callers {
        let mut said = Vec::new();
        for name in [&case, &missing] {
            let status = client.get_case(read(name)).await.expect_err("refused");
            said.push((status.code(), status.message().to_owned(), status.details().to_vec()));
        }
        assert_eq!(said[0], said[1]);
    }
    // Under another centre's name a case is not there, whoever asks.
    let mut kara = world.staff(DEDE, "kara-1", &["supervisor"]);
    let status = kara.get_case(read(&elsewhere)).await.expect_err("refused");
    assert_eq!(reason(&status), (Code::NotFound, "NOT_FOUND".to_owned()));
}

#[tokio::test]
async fn intake_sees_what_she_opened_and_works_on_none() {
    let world = World::start(On::Sqlite).await;
    let mut intake = world.staff(Uuid::from_u128(14), CENTRE, &["intake"]);
    let case = opened(&mut intake).await;
    let asked = GetCaseRequest { view: 2, purpose: String::new(), ..read(&case) };
    intake.get_case(asked).await.expect("reads");
    let refused = intake.record_incident(incident(&case)).await.expect_err("refused");
    assert_eq!(reason(&refused), (Code::PermissionDenied, "NOT_PERMITTED".to_owned()));
}
