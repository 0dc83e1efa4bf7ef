//! A structure was silent, and the service that asks the next one is killed between the two: the next one is
//! asked, once, and the centre sees what happened.

use std::collections::BTreeSet;
use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::consumer;
use sentier::demo::play::{Agency, Given, Stage, Wanted};
use sentier::demo::world::AgencyKind;
use sentier_eventing::db::Database;
use sentier_eventing::streams::READ_EVENT;
use sentier_platform::clock::Clock;
use sentier_proto::cases::v1::CaseReferral;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_proto::referrals::v1::referral::State;
use sentier_tests::processes::Processes;
use sentier_tests::system::{Kept, On, Whole};
use sentier_tests::wait::wait_for;

use super::kills::sound;
use crate::journeys::people::survivor;

/// Who waits for the same silent structure.
const WORDS: [&str; 3] = ["mawuli61", "enyonam62", "dzifa63"];
const ALL: i64 = 3;
const GROUPS: [FieldGroup; 1] = [FieldGroup::Identity];
/// An urgent referral waits three hours for its answer.
const PAST: Duration = Duration::from_hours(4);
/// After how long the broker gives a message again.
const AGAIN: Duration = Duration::from_secs(2);

const REQUESTED: &str = "referral_requested.v1";
const PROGRESSED: &str = "referral_progressed.v2";
const SENT: &str = "referral_sent.v2";
const EXPIRED: &str = "referral_expired.v1";

/// A case, and the referral that nobody answered.
struct Waiting {
    case: String,
    referral: String,
    word: &'static str,
}

/// A process goes by the machine's clock, which no test moves: so what lies before the deadline was lived hours ago,
/// by a clock of its own, and the deadline has passed when the processes start.
#[tokio::test(flavor = "multi_thread")]
async fn killed_between_a_silence_and_the_next_structure_it_asks_that_one_once() {
    let (kept, waiting, second) = hours_ago().await;
    let mut processes = Processes::on(kept).await;
    let (cases, referrals) = (processes.store("cases").await, processes.store("referrals").await);
    killed_between(&mut processes, &cases, &referrals).await;
    let broker = processes.broker().await;
    for service in ["cases", "referrals"] {
        processes.serve(service);
    }
    // Once more when the first was asked and others wait, and when all were asked and nobody may know it yet.
    for asked in [1, ALL] {
        wait_for("the next structure to be asked", async || {
            hurry(&broker).await;
            (count(&cases, REQUESTED).await >= ALL + asked).then_some(())
        })
        .await;
        processes.kill("cases").await;
    }
    let stage = processes.stage().await;
    wait_for("the next structure to have them", async || {
        (count(&referrals, SENT).await >= 2 * ALL).then_some(())
    })
    .await;
    let mut asked = BTreeSet::new();
    for one in &waiting {
        asked.insert(went_on(&stage, one, &second).await);
    }
    wait_for("nothing to be under way", async || {
        let news = hurry(&broker).await?;
        (news.num_pending == 0 && news.num_ack_pending == 0).then_some(())
    })
    .await;
    once(&stage, &second, &asked).await;
    for (store, event, expected) in
        [(&cases, REQUESTED, 2 * ALL), (&referrals, SENT, 2 * ALL), (&referrals, EXPIRED, ALL)]
    {
        assert_eq!(count(store, event).await, expected, "{event}");
    }
    for (store, service) in [(cases, "cases"), (referrals, "referrals")] {
        sound(&store, service).await;
        store.close().await;
    }
    processes.stop().await;
}

/// Every case referred to the police under consents to them and to the shelter, which receives complaints too.
async fn hours_ago() -> (Kept, Vec<Waiting>, String) {
    let then = Clock::fixed(Clock::system().now().minus(PAST));
    let whole = Whole::start_at(On::Sqlite, &then).await;
    let stage = whole.stage().await;
    let shelter = agency(&stage, AgencyKind::Shelter);
    let second = stage
        .manager
        .structure(&shelter.name, "Second accueil (fictif)", &[Need::Police], &stage.centre)
        .await
        .expect("a structure");
    let mut waiting = Vec::new();
    for word in WORDS {
        waiting.push(refer(&stage, word).await);
    }
    for one in &waiting {
        wait_for("the first structure to be asked", async || {
            let known = referrals_of(&stage, &one.case).await;
            (standing(&known, &one.referral) == Some(Progress::Sent)).then_some(())
        })
        .await;
    }
    (whole.stop().await, waiting, second)
}

async fn refer(stage: &Stage, word: &'static str) -> Waiting {
    let worker = &stage.caseworkers[0];
    let case = worker.open_case(&stage.centre, &survivor(word)).await.expect("a case");
    let police = agency(stage, AgencyKind::PolicePost);
    consent(stage, &case, agency(stage, AgencyKind::Shelter)).await;
    let consent = consent(stage, &case, police).await;
    let wanted = Wanted {
        structure: &police.structure,
        need: Need::Police,
        urgency: Urgency::Urgent,
        consent: &consent,
        field_groups: &GROUPS,
    };
    let referral = worker.request_referral(&case, wanted).await.expect("a referral");
    Waiting { case, referral, word }
}

async fn consent(stage: &Stage, case: &str, to: &Agency) -> String {
    let given = Given {
        purpose: ConsentPurpose::Services,
        agency: &to.name,
        field_groups: &GROUPS,
        expire_time: None,
    };
    stage.caseworkers[0].grant_consent(case, given).await.expect("a consent")
}

fn agency(stage: &Stage, kind: AgencyKind) -> &Agency {
    stage.agency(kind).expect("an agency")
}

/// The silence is stored and told. Cases takes it up, enters that it opens her file, asks who takes her now, and is
/// killed before there is an answer: who would give it was killed first.
async fn killed_between(processes: &mut Processes, cases: &Database, referrals: &Database) {
    let counts = async || (count(cases, PROGRESSED).await, count(cases, READ_EVENT).await);
    let (progressed, read) = counts().await;
    for service in ["access", "statistics", "referrals"] {
        processes.serve(service);
    }
    let told = "SELECT COUNT(*) FROM event WHERE event_type = $1 \
         AND position <= (SELECT position FROM relay WHERE name = 'referrals')";
    wait_for("the silence to be told", async || {
        let rows = referrals.fetch(told, &[EXPIRED.into()]).await.expect("rows");
        (rows[0].i64(0).expect("a count") == ALL).then_some(())
    })
    .await;
    processes.end("referrals").await;
    processes.serve("cases");
    wait_for("the question who takes her", async || {
        let now = counts().await;
        (now.0 > progressed && now.1 > read).then_some(())
    })
    .await;
    processes.end("cases").await;
    assert_eq!(count(cases, REQUESTED).await, ALL, "killed too late: the next one was asked");
}

async fn count(store: &Database, event_type: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM event WHERE event_type = $1";
    let rows = store.fetch(sql, &[event_type.into()]).await.expect("rows");
    rows[0].i64(0).expect("a count")
}

/// What a killed process had taken and not acknowledged the broker gives again after half a minute, and here after
/// two seconds; each start of the process sets it back. Tells how far the news came.
async fn hurry(broker: &jetstream::Context) -> Option<consumer::Info> {
    let stream = broker.get_stream("SENTIER_REFERRALS").await.ok()?;
    let known = stream.get_consumer::<consumer::Config>("cases_on_referrals").await.ok()?;
    let info = known.cached_info().clone();
    if info.config.ack_wait != AGAIN {
        let hurried = consumer::Config { ack_wait: AGAIN, ..info.config.clone() };
        // The next look tries again.
        drop(stream.update_consumer(hurried).await);
    }
    Some(info)
}

async fn referrals_of(stage: &Stage, case: &str) -> Vec<CaseReferral> {
    let answer = stage.caseworkers[0].get_case(case).await.expect("the case");
    answer.case.expect("life-cycle facts").referrals
}

fn standing(known: &[CaseReferral], referral: &str) -> Option<Progress> {
    known.iter().find(|one| one.referral == referral).map(CaseReferral::progress)
}

/// The next structure has her referral and reads what she consented to; her caseworker sees who was silent and who
/// was asked then. The name of the new referral.
async fn went_on(stage: &Stage, one: &Waiting, second: &str) -> String {
    let next = wait_for("the case to have the next structure", async || {
        let known = referrals_of(stage, &one.case).await;
        known.into_iter().find(|referral| referral.structure == second)
    })
    .await;
    let (next, shelter) = (next.referral, &agency(stage, AgencyKind::Shelter).client);
    wait_for("the referral to arrive", async || shelter.acknowledge(&next).await.ok()).await;
    let disclosed = shelter.disclosure(&next).await.expect("a disclosure").survivor;
    assert!(disclosed.expect("her identity").full_name.contains(one.word));
    let known = wait_for("the answer to reach the case", async || {
        let known = referrals_of(stage, &one.case).await;
        (standing(&known, &next) == Some(Progress::Received)).then_some(known)
    })
    .await;
    assert_eq!((known.len(), standing(&known, &one.referral)), (2, Some(Progress::Expired)));

    let told = stage.caseworkers[0].timeline(&one.case).await.expect("a timeline");
    let requested = told.iter().filter(|entry| entry.kind == "referral_requested");
    let requested: Vec<_> = requested.map(|entry| entry.subject.as_str()).collect();
    assert_eq!(requested, [one.referral.as_str(), next.as_str()]);
    let silences = told.iter().filter(|entry| entry.detail == "expired");
    let silences: Vec<_> = silences.map(|entry| entry.subject.as_str()).collect();
    assert_eq!(silences, [one.referral.as_str()]);
    let opened = told.iter().filter(|entry| entry.kind == "personal_data_read");
    let opened = opened.filter(|entry| entry.principal == "services/cases");
    let opened = opened.filter(|entry| entry.detail == "referral");
    assert_eq!(opened.count(), 1, "her file was opened for it once, however often it was begun");
    next
}

/// The agency has each of them once, and nothing else for its second structure.
async fn once(stage: &Stage, second: &str, asked: &BTreeSet<String>) {
    let shelter = &agency(stage, AgencyKind::Shelter).client;
    let (inbox, next) = shelter.inbox(State::Unspecified, String::new()).await.expect("an inbox");
    assert!(next.is_empty());
    let listed: Vec<_> = inbox.iter().filter(|one| one.structure == second).collect();
    assert_eq!(listed.len(), asked.len());
    assert!(listed.iter().all(|one| asked.contains(&one.name)));
}
