//! A centre's spreadsheet of years is taken over through the public API: bad rows are named, good ones
//! become cases with their incidents, and the same file a second time changes nothing.

use std::path::{Path, PathBuf};

use sentier::demo::play::{Accounts, Client, Stage};
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::{Case, ListCasesRequest};
use sentier_tests::processes::executable;
use sentier_tests::system::{On, Whole};
use sentier_tests::wait::wait_for;
use tempfile::TempDir;
use tokio::process::Command;

use super::path::figures;

/// The register that is shipped, in French, separated by semicolons.
const SAMPLE: &str = include_str!("../../../services/sentier/samples/incident-recorder.csv");
const ROWS: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn a_register_is_imported_once_however_often_it_is_imported() {
    let whole = Whole::start(On::Sqlite).await;
    let stage = whole.stage().await;
    let importer = Importer::of(&whole);
    let file = importer.file("register.csv", &with_bad_rows());

    let refused = importer.import(&file, &[]).await;
    assert!(!refused.done, "bad rows keep the import from beginning");
    for wrong in [
        "   202  ",
        "   203  ",
        "   204  ",
        "« Date de l'incident » : ce n'est pas une date (jour/mois/année)",
        "« Type de VBG » : ce choix n'existe pas ; « Consentement donné » : à remplir",
        "« Numéro de l'incident » : une ligne plus haut porte déjà ce numéro",
        "lignes à corriger : 3 ; rien n'a été repris",
    ] {
        assert!(refused.said.contains(wrong), "{wrong:?} in {}", refused.said);
    }
    assert!(cases(&stage).await.is_empty(), "nothing is half-imported");

    let first = importer.import(&file, &["--skip-bad"]).await;
    assert!(first.done && first.said.contains("Lignes reprises : 200 ; reprises auparavant : 0"));
    let consented = consented();
    counted(&stage, consented).await;
    let found = cases(&stage).await;
    assert_eq!(found.len(), ROWS);
    incidents(&stage.caseworkers[0], &found).await;

    let written = whole.kept().written("cases").await;
    let second = importer.import(&file, &["--skip-bad"]).await;
    assert!(second.done && second.said.contains("Lignes reprises : 0 ; reprises auparavant : 200"));
    assert_eq!(whole.kept().written("cases").await, written, "the second time wrote something");
    assert_eq!(cases(&stage).await, found);
    counted(&stage, consented).await;
    whole.stop().await;
}

/// The sample and three rows that cannot be imported.
fn with_bad_rows() -> String {
    let good = SAMPLE.lines().nth(1).expect("a first row");
    let no_date = good.replace("2025-0001", "2027-0001").replace("01/10/2025", "31/02/2025");
    let no_choice = good
        .replace("2025-0001", "2027-0002")
        .replace("Agression physique", "Je ne sais pas")
        .replace(";Oui;OGOU1", ";;OGOU1");
    format!("{SAMPLE}{no_date}\n{no_choice}\n{good}\n")
}

/// How many rows may be counted: with consent, and not where another organisation counts them.
fn consented() -> i64 {
    let counts =
        |row: &&str| row.contains(";Oui;OGOU1") && !row.contains("Oui, à une organisation GBVIMS");
    i64::try_from(SAMPLE.lines().filter(counts).count()).expect("a small number")
}

/// Whoever imports, with the executable as a centre would.
struct Importer {
    data: PathBuf,
    folder: TempDir,
    user: String,
}

/// How an import ended.
struct Told {
    done: bool,
    said: String,
}

impl Importer {
    /// The first caseworker of the stage.
    fn of(whole: &Whole) -> Self {
        let accounts = Accounts::find(&whole.data().join("demo")).expect("readable accounts");
        let worker = accounts.expect("accounts").caseworkers.remove(0);
        let importer = Self {
            data: whole.data(),
            folder: TempDir::new().expect("a temporary folder"),
            user: worker.user_name,
        };
        importer.file("password", &worker.password);
        importer
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    async fn import(&self, file: &Path, more: &[&str]) -> Told {
        let told = Command::new(executable())
            .args(["import", "incident-recorder", "--apply", "--user", &self.user])
            .arg("--password-file")
            .arg(self.folder.path().join("password"))
            .arg("--data")
            .arg(&self.data)
            .args(more)
            .arg(file)
            .output()
            .await
            .expect("the executable runs");
        let said = [told.stdout, told.stderr].concat();
        Told { done: told.status.success(), said: String::from_utf8(said).expect("text") }
    }
}

/// The centre's cases, over all pages.
async fn cases(stage: &Stage) -> Vec<Case> {
    let mut client = CasesServiceClient::new(stage.supervisor.channels.cases.clone());
    let (mut cases, mut page_token) = (Vec::new(), String::new());
    loop {
        let message = ListCasesRequest {
            parent: stage.centre.clone(),
            page_size: 70,
            page_token,
            ..Default::default()
        };
        let request = stage.supervisor.signed(message).await.expect("signed in");
        let page = client.list_cases(request).await.expect("a page").into_inner();
        cases.extend(page.cases);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return cases;
        }
    }
}

/// Each case has its one incident, and says in it from which row it came.
async fn incidents(worker: &Client, cases: &[Case]) {
    let mut rows = Vec::new();
    for case in cases {
        let file = worker.get_case(&case.name).await.expect("a case of hers");
        assert_eq!(file.incidents.len(), 1);
        rows.extend(file.incidents[0].narrative.lines().next().map(str::to_owned));
    }
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), ROWS);
    assert!(rows[0].ends_with("incident 2025-0001"), "{}", rows[0]);
}

/// Statistics knows all cases, and the incidents of those who consented.
async fn counted(stage: &Stage, consented: i64) {
    let expected = (i64::try_from(ROWS).expect("a small number"), consented);
    wait_for("the figures", async || {
        let figures = figures(stage).await;
        let opened: i64 = figures.cases.iter().map(|month| month.opened).sum();
        let incidents: i64 = figures.incidents.iter().map(|cell| cell.count).sum();
        ((opened, incidents) == expected).then_some(())
    })
    .await;
}
