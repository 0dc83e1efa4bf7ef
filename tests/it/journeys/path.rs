//! From the first administrator to a figure: consent, referral, withdrawal, erasure.

use sentier::demo::play::{Client, Given, Stage, Wanted};
use sentier::demo::world::AgencyKind;
use sentier_platform::clock::Clock;
use sentier_proto::cases::v1::case_referral::Progress;
use sentier_proto::common::v1::{AgeBand, ConsentPurpose, FieldGroup, IncidentType, Need, Urgency};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1::GetFiguresResponse;
use sentier_tests::system::{On, Whole};
use sentier_tests::wait::wait_for;

use super::people::{Following, assault, survivor};

#[tokio::test(flavor = "multi_thread")]
async fn a_womans_path_on_sqlite() {
    path(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_womans_path_on_postgres() {
    path(On::Postgres).await;
}

async fn path(on: On) {
    let whole = Whole::start(on).await;
    let stage = whole.stage().await;
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let mut stream = Following::from(&hospital.client, "").await;

    let first = refer(&stage, "kawélu01").await;
    accepted(&stage, &hospital.client, &mut stream, &first).await;
    withdrawn(&stage, &hospital.client, &mut stream, &first).await;
    // The line is cut; what happens meanwhile is there when it is back.
    let second = refer(&stage, "doménu02").await;
    let mut stream = stream.cut().await;
    erased(&stage, &hospital.client, &mut stream, &second).await;
    counted(&stage).await;
    whole.stop().await;
}

/// A case with one referral to the hospital.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) consent: String,
    pub(super) referral: String,
    word: &'static str,
}

/// Opens a case, records what happened, and refers her to the hospital with her consent.
pub(super) async fn refer(stage: &Stage, word: &'static str) -> Case {
    let worker = &stage.caseworkers[0];
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let name = worker.open_case(&stage.centre, &survivor(word)).await.expect("a case");
    let found = worker.record_incident(&name, &assault(word)).await.expect("an incident");
    assert_eq!(found, i32::from(IncidentType::PhysicalAssault));
    let statistics = Given {
        purpose: ConsentPurpose::Statistics,
        agency: "",
        field_groups: &[],
        expire_time: None,
    };
    worker.grant_consent(&name, statistics).await.expect("a consent");

    let wanted = |consent, field_groups| Wanted {
        structure: &hospital.structure,
        need: Need::HealthCare,
        urgency: Urgency::Urgent,
        consent,
        field_groups,
    };
    let groups = [FieldGroup::Identity, FieldGroup::Incident];
    let services = Given {
        purpose: ConsentPurpose::Services,
        agency: &hospital.name,
        field_groups: &groups,
        expire_time: None,
    };
    let consent = worker.grant_consent(&name, services).await.expect("a consent");
    // More than she consented to does not leave.
    let more = [FieldGroup::Identity, FieldGroup::Narrative];
    let refused = worker.request_referral(&name, wanted(&consent, &more)).await;
    assert!(refused.expect_err("more than consented").is("NO_CONSENT"));
    let referral = worker.request_referral(&name, wanted(&consent, &groups)).await;
    Case { name, consent, referral: referral.expect("a referral"), word }
}

/// The hospital sees it come, reads what was released and no more, and accepts; the centre knows.
async fn accepted(stage: &Stage, hospital: &Client, stream: &mut Following, case: &Case) {
    let sent = stream.next().await;
    assert_eq!((sent.name.as_str(), sent.state()), (case.referral.as_str(), State::Sent));
    assert!(sent.case.is_empty(), "an agency is not told the case");

    let disclosure = hospital.disclosure(&case.referral).await.expect("a disclosure");
    let survivor = disclosure.survivor.expect("her identity");
    assert!(survivor.full_name.contains(case.word));
    assert!(survivor.phone.is_empty() && survivor.safe_contact.is_empty());
    assert_eq!(disclosure.incidents.len(), 1);
    assert!(disclosure.incidents.iter().all(|incident| incident.narrative.is_empty()));

    hospital.acknowledge(&case.referral).await.expect("acknowledged");
    hospital.accept(&case.referral).await.expect("accepted");
    let mut state = State::Sent;
    while state != State::Accepted {
        state = stream.next().await.state();
    }
    progress(stage, case, Progress::Accepted).await;
}

/// She withdraws: the hospital's stream says so, and its copy cannot be read any more.
async fn withdrawn(stage: &Stage, hospital: &Client, stream: &mut Following, case: &Case) {
    stage.caseworkers[0].withdraw_consent(&case.consent).await.expect("withdrawn");
    let mut state = State::Accepted;
    while state != State::Revoked {
        state = stream.next().await.state();
    }
    let refused = hospital.disclosure(&case.referral).await.expect_err("no copy");
    assert!(refused.is("DISCLOSURE_ENDED"), "{refused}");
    let refused = hospital.acknowledge(&case.referral).await.expect_err("no work");
    assert!(refused.is("REFERRAL_STATE"), "{refused}");
    progress(stage, case, Progress::Revoked).await;
}

/// She is erased: nothing of hers can be read, by her caseworker or by the hospital.
async fn erased(stage: &Stage, hospital: &Client, stream: &mut Following, case: &Case) {
    let worker = &stage.caseworkers[0];
    let mut sent = stream.next().await;
    while sent.name != case.referral {
        sent = stream.next().await;
    }
    assert_eq!(sent.state(), State::Sent, "it was sent while the line was cut");
    let file = worker.get_case(&case.name).await.expect("the file");
    assert!(file.survivor.expect("her identity").full_name.contains(case.word));
    // Her incident is counted first, so that the figures below are certain.
    wait_for("her incident to be counted", async || {
        (incidents(&figures(stage).await) == 2).then_some(())
    })
    .await;

    stage.supervisor.erase_survivor(&case.name).await.expect("erased");
    let mut state = State::Sent;
    while state != State::Revoked {
        state = stream.next().await.state();
    }
    let refused = hospital.disclosure(&case.referral).await.expect_err("no copy");
    assert!(refused.is("DISCLOSURE_ENDED"), "{refused}");
    let file = worker.get_case(&case.name).await.expect("what is left");
    assert!(file.survivor.is_none() && file.incidents.is_empty() && file.follow_ups.is_empty());
    assert!(file.case.expect("life-cycle facts").erased);
}

pub(super) async fn progress(stage: &Stage, case: &Case, expected: Progress) {
    wait_for("the answer to reach the case", async || {
        let file = stage.caseworkers[0].get_case(&case.name).await.expect("the case");
        let referrals = file.case.expect("life-cycle facts").referrals;
        let known = referrals.iter().find(|one| one.referral == case.referral)?;
        (known.progress() == expected).then_some(())
    })
    .await;
}

/// This month's figures, as the manager sees them.
pub(crate) async fn figures(stage: &Stage) -> GetFiguresResponse {
    let date = Clock::system().now().to_datetime().date();
    let month = format!("{:04}-{:02}", date.year(), u8::from(date.month()));
    stage.manager.figures(&stage.centre, &month, &month).await.expect("figures")
}

fn incidents(figures: &GetFiguresResponse) -> i64 {
    figures
        .incidents
        .iter()
        .filter(|cell| cell.r#type() == IncidentType::PhysicalAssault)
        .filter(|cell| cell.age_band() == AgeBand::AgeBand25To34)
        .map(|cell| cell.count)
        .sum()
}

/// Two cases, two incidents, two referrals sent, one of them accepted, both revoked.
async fn counted(stage: &Stage) {
    wait_for("the figures", async || {
        let figures = figures(stage).await;
        let opened: i64 = figures.cases.iter().map(|month| month.opened).sum();
        let reached = |state: State| -> i64 {
            let cells = figures.referrals.iter().filter(|cell| cell.state() == state);
            cells.map(|cell| cell.count).sum()
        };
        let all = (opened, incidents(&figures), reached(State::Sent), reached(State::Received));
        let ends = (reached(State::Accepted), reached(State::Revoked));
        (all == (2, 2, 2, 1) && ends == (1, 2)).then_some(())
    })
    .await;
}
