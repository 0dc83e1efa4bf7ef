//! What is published is counted: all of it, once, in the right place.

use std::time::Duration;

use sentier_eventing::facts::SealingKey;
use sentier_eventing::projection::compare;
use sentier_kernel::Moment;
use sentier_proto::cases::events::v1::cases_event::Fact as Case;
use sentier_proto::cases::events::v1::{
    CaseClosed, CaseOpened, FollowUpRecorded, IncidentFacts, IncidentFactsReleased, ReportDelay,
};
use sentier_proto::common::v1::{AgeBand, Date, IncidentType, Need, SealedFacts, Sex};
use sentier_proto::referrals::events::v1::referrals_event::Fact as Referral;
use sentier_proto::referrals::events::v1::{
    DisclosureRead, ReferralAccepted, ReferralCompleted, ReferralDeclined, ReferralReceived,
    ReferralRef, ReferralRevoked, ReferralSent,
};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1::{
    CaseFigure, GetFiguresResponse, IncidentFigure, ReferralFigure,
};
use sentier_test_support::databases::On;
use sentier_test_support::wait::until;
use uuid::Uuid;

use crate::source::{Fact, event_id};

use crate::world::{NOW, World, on_both};

on_both!(
    a_hand_made_history_gives_the_expected_figures,
    messages_that_come_again_change_nothing,
    a_broker_that_dies_loses_nothing_and_doubles_nothing,
    rows_rebuilt_from_the_log_equal_the_live_ones,
);

/// 31 October 2026, 23:59:59.999999.
const OCTOBER: Moment = Moment::from_micros(1_793_491_199_999_999);
/// 1 November 2026, 00:00.
const NOVEMBER: Moment = Moment::from_micros(1_793_491_200_000_000);

/// An opaque id, as long and as random as real ones, so that a search for it finds nothing else.
fn id(n: u128) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &n.to_be_bytes())
}

fn opened() -> Fact {
    Fact::Case(Case::CaseOpened(CaseOpened { case_id: id(77).to_string() }))
}

fn closed() -> Fact {
    Fact::Case(Case::CaseClosed(CaseClosed { case_id: id(77).to_string() }))
}

fn follow_up() -> Fact {
    Fact::Case(Case::FollowUpRecorded(FollowUpRecorded { case_id: id(77).to_string() }))
}

pub(crate) fn facts(kind: IncidentType, age: AgeBand, sex: Sex, month: i32) -> IncidentFacts {
    IncidentFacts {
        r#type: kind.into(),
        age_band: age.into(),
        sex: sex.into(),
        record_month: Some(Date { year: 2026, month, day: 1 }),
        report_delay: ReportDelay::ReportDelay3Days.into(),
        ..IncidentFacts::default()
    }
}

/// The incident of stream `n`, sealed to the service's key.
pub(crate) async fn sealed(world: &World, n: u128, facts: &IncidentFacts) -> SealedFacts {
    let key = world.sealing_key().await;
    let key = SealingKey::new(&key.key_id, &key.public_key).expect("a public key");
    key.seal("statistics.incident", event_id(n), facts).expect("sealed")
}

pub(crate) fn released(incident: u128, facts: SealedFacts) -> Fact {
    Fact::Case(Case::IncidentFactsReleased(IncidentFactsReleased {
        incident_id: id(incident).to_string(),
        facts: Some(facts),
    }))
}

fn referral(need: Need, fact: impl Fn(Option<ReferralRef>) -> Referral) -> Fact {
    Fact::Referral(fact(Some(ReferralRef {
        referral_id: id(88).to_string(),
        case_id: id(77).to_string(),
        agency_id: id(5).to_string(),
        structure_id: id(6).to_string(),
        need: need.into(),
    })))
}

fn referral_history() -> Vec<(Moment, Fact)> {
    vec![
        (
            OCTOBER,
            referral(Need::ClinicalManagementOfRape, |referral| {
                Referral::ReferralSent(ReferralSent { referral })
            }),
        ),
        (
            NOVEMBER,
            referral(Need::ClinicalManagementOfRape, |referral| {
                Referral::ReferralReceived(ReferralReceived { referral })
            }),
        ),
        (
            NOW,
            referral(Need::ClinicalManagementOfRape, |referral| {
                Referral::ReferralAccepted(ReferralAccepted { referral })
            }),
        ),
        (
            NOW,
            referral(Need::ClinicalManagementOfRape, |referral| {
                Referral::ReferralCompleted(ReferralCompleted { referral, outcome: 1 })
            }),
        ),
        (
            NOW,
            referral(Need::LegalAid, |referral| Referral::ReferralSent(ReferralSent { referral })),
        ),
        (
            NOW,
            referral(Need::LegalAid, |referral| Referral::ReferralSent(ReferralSent { referral })),
        ),
        (
            NOW,
            referral(Need::LegalAid, |referral| {
                Referral::ReferralDeclined(ReferralDeclined {
                    referral,
                    reason: 1,
                    never_sent: false,
                })
            }),
        ),
        (
            NOW,
            referral(Need::Police, |referral| {
                Referral::ReferralRevoked(ReferralRevoked { referral, never_sent: false })
            }),
        ),
        (
            NOW,
            referral(Need::Police, |referral| {
                Referral::DisclosureRead(DisclosureRead { referral })
            }),
        ),
    ]
}

/// The history of a centre: what happened, and when. Streams are numbered from `base`.
async fn history(world: &World, base: u128) -> Vec<(u128, Moment, Fact)> {
    let mut told = vec![
        (OCTOBER, opened()),
        (OCTOBER, opened()),
        (NOVEMBER, opened()),
        (NOVEMBER, follow_up()),
        (NOW, opened()),
        (NOW, opened()),
        (NOW, follow_up()),
        (NOW, follow_up()),
        (NOW, closed()),
    ];
    told.extend(referral_history());
    // Told wrongly at first, and corrected: only what it is counts.
    let wrong = facts(IncidentType::PhysicalAssault, AgeBand::AgeBand18To24, Sex::Female, 11);
    let right = facts(IncidentType::DenialOfResources, AgeBand::AgeBand35To49, Sex::Female, 11);
    let corrected = IncidentFacts { replaced: Some(Box::new(wrong.clone())), ..right };
    let incidents = [
        facts(IncidentType::Rape, AgeBand::AgeBand12To17, Sex::Female, 10),
        facts(IncidentType::Rape, AgeBand::AgeBand12To17, Sex::Female, 11),
        facts(IncidentType::Rape, AgeBand::AgeBand12To17, Sex::Male, 11),
        wrong,
        corrected,
        facts(IncidentType::NonGbv, AgeBand::Unspecified, Sex::Female, 11),
    ];
    for incident in incidents {
        let n = base + u128::try_from(told.len()).expect("small");
        told.push((NOW, released(n, sealed(world, n, &incident).await)));
    }
    told.into_iter().zip(base..).map(|((at, fact), n)| (n, at, fact)).collect()
}

async fn tell(world: &World, centre: &str, history: &[(u128, Moment, Fact)]) {
    for (n, at, fact) in history {
        match fact {
            Fact::Case(_) => world.cases.publish(*n, centre, *at, fact).await,
            Fact::Referral(_) => world.referrals.publish(*n, centre, *at, fact).await,
        }
    }
}

fn cases(month: &str, opened: i64, closed: i64, follow_ups: i64) -> CaseFigure {
    CaseFigure { month: month.to_owned(), opened, closed, follow_ups }
}

fn incidents(month: &str, kind: IncidentType, age: AgeBand, count: i64) -> IncidentFigure {
    IncidentFigure { month: month.to_owned(), r#type: kind.into(), age_band: age.into(), count }
}

fn referrals(month: &str, need: Need, state: State, count: i64) -> ReferralFigure {
    ReferralFigure { month: month.to_owned(), need: need.into(), state: state.into(), count }
}

/// What `history` must give, worked out by hand.
fn expected() -> GetFiguresResponse {
    let minor = AgeBand::AgeBand12To17;
    GetFiguresResponse {
        cases: vec![
            // Two cases in the last microsecond of October.
            cases("2026-10", 2, 0, 0),
            // One in the first of November and two on the 24th; one closed; 1 + 2 follow-ups.
            cases("2026-11", 3, 1, 3),
        ],
        incidents: vec![
            // By the month of recording that the facts tell, though all were released in November.
            incidents("2026-10", IncidentType::Rape, minor, 1),
            // A girl and a boy: both sexes together.
            incidents("2026-11", IncidentType::Rape, minor, 2),
            incidents("2026-11", IncidentType::DenialOfResources, AgeBand::AgeBand35To49, 1),
            incidents("2026-11", IncidentType::NonGbv, AgeBand::Unspecified, 1),
        ],
        // The reading of a disclosure is no state and is not counted.
        referrals: vec![
            referrals("2026-10", Need::ClinicalManagementOfRape, State::Sent, 1),
            referrals("2026-11", Need::ClinicalManagementOfRape, State::Received, 1),
            referrals("2026-11", Need::ClinicalManagementOfRape, State::Accepted, 1),
            referrals("2026-11", Need::ClinicalManagementOfRape, State::Completed, 1),
            referrals("2026-11", Need::LegalAid, State::Sent, 2),
            referrals("2026-11", Need::LegalAid, State::Declined, 1),
            referrals("2026-11", Need::Police, State::Revoked, 1),
        ],
    }
}

/// Waits for the figures, and a moment longer: what is counted twice would show.
async fn settles_at(world: &World, centre: &'static str, expected: &GetFiguresResponse) {
    let mut last = None;
    let waited = tokio::time::timeout(Duration::from_secs(30), async {
        while last.as_ref() != Some(expected) {
            tokio::time::sleep(Duration::from_millis(50)).await;
            last = Some(world.figures(centre).await);
        }
    });
    if waited.await.is_err() {
        assert_eq!(last.as_ref(), Some(expected), "after 30 s");
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(&world.figures(centre).await, expected);
}

async fn a_hand_made_history_gives_the_expected_figures(on: On) {
    let world = World::start(on).await;
    let here = history(&world, 1_000).await;
    // Another centre lives the same in the opposite order: order changes nothing.
    let mut there = history(&world, 2_000).await;
    there.reverse();
    tell(&world, "ogou-1", &here).await;
    tell(&world, "kara-2", &there).await;
    settles_at(&world, "ogou-1", &expected()).await;
    settles_at(&world, "kara-2", &expected()).await;

    let november = world
        .figures_as(crate::callers::MANAGER, "centres/ogou-1", "2026-11", "2026-11")
        .await
        .expect("figures");
    assert!(november.cases.iter().all(|line| line.month == "2026-11"));
    assert_eq!(november.referrals.len(), 6);
    assert_eq!(world.figures("tone-1").await, GetFiguresResponse::default());
    nothing_names_an_incident(&world, on).await;
    world.end().await;
}

/// PRIVACY: neither the incidents' ids, nor the cases', nor the published events' stand in the store.
async fn nothing_names_an_incident(world: &World, on: On) {
    let events = world.host.store.read_log(0, 1_000).await.expect("reads");
    assert!(events.len() > 40);
    let mut bytes: Vec<u8> = events.into_iter().flat_map(|event| event.payload).collect();
    if on == On::Sqlite {
        for file in ["statistics.db", "statistics.db-wal"] {
            bytes.extend(std::fs::read(world.folder.path().join(file)).unwrap_or_default());
        }
    }
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"incident_counted.v2") || on == On::Postgres, "the search finds what is there");
    let ids = [77, 88].into_iter().chain(1_000..1_023).map(id);
    for known in ids.chain((1_000..1_023).map(event_id)) {
        assert!(!holds(known.as_bytes()), "{known} is stored");
        assert!(!holds(known.to_string().as_bytes()), "{known} is stored");
    }
}

async fn messages_that_come_again_change_nothing(on: On) {
    let mut world = World::start(on).await;
    let history = history(&world, 1_000).await;
    tell(&world, "ogou-1", &history).await;
    settles_at(&world, "ogou-1", &expected()).await;

    // The broker comes back with an empty disk: the relays publish everything again, and nobody
    // remembers there what was delivered.
    world.broker.kill().await;
    world.broker.lose_disk();
    world.broker.run().await;
    let after = [(5_000, NOW, opened()), (5_001, NOW, history[17].2.clone())];
    tell(&world, "kara-2", &after).await;
    let kara = GetFiguresResponse {
        cases: vec![cases("2026-11", 1, 0, 0)],
        ..GetFiguresResponse::default()
    };
    settles_at(&world, "kara-2", &kara).await;
    settles_at(&world, "ogou-1", &expected()).await;
    world.end().await;
}

async fn a_broker_that_dies_loses_nothing_and_doubles_nothing(on: On) {
    let mut world = World::start(on).await;
    let history = history(&world, 1_000).await;
    let (first, rest) = history.split_at(9);
    let (second, third) = rest.split_at(7);
    tell(&world, "ogou-1", first).await;
    until(async || (!world.figures("ogou-1").await.cases.is_empty()).then_some(())).await;
    world.broker.kill().await;
    tell(&world, "ogou-1", second).await;
    world.broker.run().await;
    tell(&world, "ogou-1", third).await;
    settles_at(&world, "ogou-1", &expected()).await;
    world.end().await;
}

async fn rows_rebuilt_from_the_log_equal_the_live_ones(on: On) {
    let world = World::start(on).await;
    let history = history(&world, 1_000).await;
    tell(&world, "ogou-1", &history).await;
    settles_at(&world, "ogou-1", &expected()).await;

    for projection in world.projections() {
        let compared = compare(&world.host.store, projection.as_ref()).await.expect("rebuilds");
        let compared = compared.expect("it was built");
        assert!(compared.is_equal(), "{compared:?}");
        // Two months of cases (1 and 3 kinds of line), 4 of incidents and one that a correction emptied, 7 of
        // referrals. Of the indicators:
        // of months, measures and parts, as many as were told apart.
        match projection.name() {
            "figure" => assert_eq!(compared.tables[0].rows, 16),
            "activity" | "release_list" => assert_eq!(compared.tables[0].rows, 0),
            _ => assert!(compared.tables[0].rows > 40),
        }
    }
    world.end().await;
}
