//! The demo itself: it comes to its end, its figures agree, and every write it was told of is stored once.

use clap::Parser;
use sentier::demo::play::{Accounts, Given, Stage, Wanted};
use sentier::demo::world::AgencyKind;
use sentier::demo::{self, Summary};
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Need, Urgency};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1::GetFiguresResponse;
use sentier_tests::stored::stored_once;
use sentier_tests::system::{On, Whole};
use sentier_tests::wait::wait_for;

use super::path::figures;
use super::people::survivor;

#[derive(Debug, Parser)]
struct Dhis2Line {
    #[command(subcommand)]
    command: sentier::dhis2::Command,
}

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    args: demo::Args,
}

/// Plays a small month on a running system.
pub(crate) async fn play(whole: &Whole, cases: usize, seed: u64) -> Summary {
    let (data, cases, seed) = (whole.data(), cases.to_string(), seed.to_string());
    let data = data.display().to_string();
    let line = ["demo", "--data", &data, "--cases", &cases, "--seed", &seed];
    let args = Line::try_parse_from(line).expect("options that parse").args;
    Box::pin(demo::run(args)).await.expect("the month is played")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_on_sqlite() {
    month(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_on_postgres() {
    month(On::Postgres).await;
}

async fn month(on: On) {
    let whole = Whole::start(on).await;
    let summary = play(&whole, 20, 1).await;
    assert!(summary.figures.iter().all(|row| row.counted == row.known));
    assert_eq!(summary.figures[0].counted, 20);
    assert!(summary.done.withdrawn > 0 && summary.done.erased > 0);
    for service in ["cases", "referrals"] {
        let store = whole.kept().store(service).await;
        stored_once(&store, service, &summary.journal).await;
        store.close().await;
    }

    month_for_a_dhis2(&whole).await;
    // A second month on the same installation signs in with the accounts of the first, and leaves alone
    // what an agency had before.
    let stage = whole.stage().await;
    let left = leave_accepted(&stage).await;
    let again = play(&whole, 5, 2).await;
    assert_eq!(again.figures[0].known, 5);
    let left = stage.supervisor.find_referral(&left).await.expect("an answer");
    assert_eq!(left.expect("the referral").state(), State::Accepted);
    whole.stop().await;
}

/// The manager writes the file of a month; that nothing was counted in it yet is a value too.
async fn month_for_a_dhis2(whole: &Whole) {
    let folder = whole.data().join("demo");
    let manager = Accounts::find(&folder).expect("readable").expect("accounts").manager;
    let (password, mapping) = (folder.join("password"), folder.join("mapping.toml"));
    let file = folder.join("month.json");
    std::fs::write(&password, &manager.password).expect("written");
    let text = "data_set = \"aLpVgfXiz0f\"\n[org_units]\n\"ogou-1\" = \"DiszpKrYNg8\"\n\
                [[value]]\nindicator = \"number_of_incidents\"\n\
                data_element = \"s46m5MS0hxu\"\n";
    std::fs::write(&mapping, text).expect("written");
    let data = whole.data().display().to_string();
    let paths = [&password, &mapping, &file].map(|path| path.display().to_string());
    let [password, mapping, written] = &paths;
    let line = [
        "dhis2",
        "export",
        "--data",
        &data,
        "--user",
        &manager.user_name,
        "--password-file",
        password,
        "--period",
        "2026-10",
        "--mapping",
        mapping,
        written,
    ];
    let command = Dhis2Line::try_parse_from(line).expect("options that parse").command;
    Box::pin(sentier::dhis2::run(command)).await.expect("the file is written");
    let set: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
    assert_eq!((&set["period"], &set["orgUnit"]), (&"202610".into(), &"DiszpKrYNg8".into()));
    assert_eq!(set["dataValues"][0]["value"], "0");
}

/// A referral that the hospital has accepted and not completed, counted as such.
async fn leave_accepted(stage: &Stage) -> String {
    let before = counted(&figures(stage).await);
    let worker = &stage.caseworkers[0];
    let hospital = stage.agency(AgencyKind::Hospital).expect("a hospital");
    let case = worker.open_case(&stage.centre, &survivor("kpodzi04")).await.expect("a case");
    let field_groups = [FieldGroup::Identity];
    let given = Given {
        purpose: ConsentPurpose::Services,
        agency: &hospital.name,
        field_groups: &field_groups,
        expire_time: None,
    };
    let consent = worker.grant_consent(&case, given).await.expect("a consent");
    let wanted = Wanted {
        structure: &hospital.structure,
        need: Need::HealthCare,
        urgency: Urgency::Routine,
        consent: &consent,
        field_groups: &field_groups,
    };
    let referral = worker.request_referral(&case, wanted).await.expect("a referral");
    wait_for("the referral to arrive", async || hospital.client.accept(&referral).await.ok()).await;
    wait_for("it to be counted", async || {
        (counted(&figures(stage).await) == (before.0 + 1, before.1 + 1)).then_some(())
    })
    .await;
    referral
}

/// Cases opened, and referrals accepted.
fn counted(figures: &GetFiguresResponse) -> (i64, i64) {
    let accepted = figures.referrals.iter().filter(|cell| cell.state() == State::Accepted);
    (figures.cases.iter().map(|month| month.opened).sum(), accepted.map(|cell| cell.count).sum())
}
