//! A register carried over, repeated, cut short and repeated again.

use std::net::SocketAddr;
use std::time::Duration;

use sentier_platform::clock::Clock;
use sentier_platform::status::Locale;
use time::macros::date;
use zeroize::Zeroizing;

use super::stand_in::StandIn;
use super::*;
use sentier_cases::recorder::comma_separated;

use crate::import::sample::rows as invented;
use crate::target::Addresses;

fn register(count: u32) -> Register {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.csv");
    let rows = invented(3, count, date!(2026 - 10 - 31));
    std::fs::write(&path, comma_separated(Locale::French, &rows).unwrap()).unwrap();
    Register::read(&path, date!(2026 - 11 - 24), Locale::French).unwrap()
}

async fn signed_in(address: SocketAddr, password: &str) -> anyhow::Result<Office> {
    let url = format!("http://{address}");
    let addresses = Addresses {
        access: url.clone(),
        cases: url.clone(),
        referrals: url.clone(),
        statistics: url.clone(),
        desk: url,
        nats: String::new(),
        ca_file: "none.pem".into(),
        fhir: None,
    };
    let password = Zeroizing::new(password.to_owned());
    Office::sign_in(&addresses, Locale::French, "afi".to_owned(), password).await
}

async fn office(address: SocketAddr) -> Office {
    signed_in(address, "a good password").await.unwrap()
}

fn outcomes(applied: &Applied) -> Vec<Outcome> {
    applied.outcomes.iter().map(|(_, _, outcome)| *outcome).collect()
}

fn an_hour_from_now(hours: i8) -> sentier_kernel::Moment {
    let hour = Duration::from_hours(1);
    let now = Clock::system().now();
    if hours < 0 { now.minus(hour) } else { now.plus(hour) }
}

#[tokio::test]
async fn every_row_becomes_a_case_and_a_repeat_changes_nothing() {
    let (centre, register) = (StandIn::default(), register(40));
    let address = centre.serve();
    centre.0.lock().unwrap().now = an_hour_from_now(1);
    let limit = Some(date!(2026 - 10 - 01));
    let first = rows(&mut office(address).await, &register, limit).await;
    assert!(first.stopped.is_none());
    assert_eq!(outcomes(&first), [Outcome::Imported; 40]);
    let kept = centre.0.lock().unwrap().cases.clone();
    assert_eq!(kept.len(), 40);
    for record in register.records() {
        let id = plan::request_id("ogou-1", record, Step::Open);
        let done = &kept[&format!("centres/ogou-1/cases/{id}")];
        let steps = plan::steps(record, limit);
        let said = |step: &Step| match step {
            Step::Open => "opened",
            Step::Record => "recorded",
            Step::Consent => "consented",
            Step::Close => "closed",
        };
        assert_eq!(*done, steps.iter().map(said).collect::<Vec<_>>());
    }
    assert!(kept.values().any(|done| done.contains(&"closed")));
    assert!(kept.values().any(|done| !done.contains(&"closed")));

    rows(&mut office(address).await, &register, limit).await;
    assert_eq!(centre.0.lock().unwrap().cases, kept);
}

#[tokio::test]
async fn lost_answers_and_an_expired_token_are_made_good() {
    let (centre, register) = (StandIn::default(), register(3));
    let address = centre.serve();
    {
        let mut kept = centre.0.lock().unwrap();
        (kept.now, kept.lose, kept.expire) = (an_hour_from_now(1), 3, 1);
    }
    let applied = rows(&mut office(address).await, &register, None).await;
    assert_eq!(outcomes(&applied), [Outcome::Imported; 3]);
    let kept = centre.0.lock().unwrap();
    assert_eq!((kept.cases.len(), kept.sign_ins), (3, 2));
    assert!(
        kept.cases.values().all(|done| done.iter().filter(|what| **what == "opened").count() == 1)
    );
}

#[tokio::test]
async fn what_was_there_what_has_changed_and_what_was_closed_is_told_apart() {
    let (centre, mut register) = (StandIn::default(), register(2));
    let address = centre.serve();
    centre.0.lock().unwrap().now = an_hour_from_now(-1);
    let there = rows(&mut office(address).await, &register, None).await;
    assert_eq!(outcomes(&there), [Outcome::AlreadyThere; 2], "their cases are older than this run");

    let crate::import::register::Row::Good(edited) = &mut register.rows[0] else { panic!("bad") };
    edited.happened.date = edited.happened.date.previous_day().unwrap();
    centre.0.lock().unwrap().closed = true;
    let again = rows(&mut office(address).await, &register, Some(date!(2027 - 01 - 01))).await;
    assert_eq!(outcomes(&again), [Outcome::ChangedSince, Outcome::CaseEnded]);
}

#[tokio::test]
async fn a_wrong_password_stops_before_anything_is_written() {
    let centre = StandIn::default();
    let refused = signed_in(centre.serve(), "a wrong password").await.err().unwrap();
    assert_eq!(refused.to_string(), "Connectez-vous pour continuer. (UNAUTHENTICATED)");
}

#[tokio::test]
async fn a_service_that_stays_away_stops_the_import_at_its_row() {
    let (centre, register) = (StandIn::default(), register(3));
    let address = centre.serve();
    let mut office = office(address).await;
    office.first_pause = Duration::from_millis(1);
    centre.0.lock().unwrap().lose = 100;
    let applied = rows(&mut office, &register, None).await;
    assert!(applied.outcomes.is_empty());
    let (row, refused) = applied.stopped.unwrap();
    assert_eq!((row, refused.reason.as_str()), (2, "UNAVAILABLE"));
}
