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

    let options = ["--skip-bad", "--close-before", "2025-11-01"];
    let first = importer.import(&file, &options).await;
    assert!(first.done && first.said.contains("Lignes reprises : 200 ; reprises auparavant : 0"));
    // A caseworker closes nothing by herself.
    assert!(first.said.matches("clôture demandée").count() > 2, "{}", first.said);
    let consented = consented();
    counted(&stage, consented).await;
    let found = cases(&stage).await;
    assert_eq!(found.len(), ROWS);
    incidents(&stage.caseworkers[0], &found).await;

    let written = whole.kept().written("cases").await;
    let second = importer.import(&file, &options).await;
    assert!(second.done && second.said.contains("Lignes reprises : 0 ; reprises auparavant : 200"));
    assert_eq!(whole.kept().written("cases").await, written, "the second time wrote something");
    assert_eq!(cases(&stage).await, found);
    counted(&stage, consented).await;
    round_trip(&stage, &importer).await;
    whole.stop().await;
}

/// What is exported are the rows that were imported with a consent, all 42 columns of them: those too that
/// were reported to another GBVIMS organisation, which the figures leave out.
async fn round_trip(stage: &Stage, importer: &Importer) {
    let rows = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .from_reader(text.as_bytes());
        let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        reader.records().map(|record| row(record.expect("a row"))).collect()
    };
    let consented = |row: &&Vec<String>| row[40] == "Oui";
    let elsewhere = |row: &&Vec<String>| row[23] == "Oui, à une organisation GBVIMS";
    let sample = rows(SAMPLE);
    let expected: Vec<_> = sample.iter().skip(1).filter(consented).cloned().collect();
    assert_eq!(sample[0].len(), 42);
    assert!(expected.iter().filter(elsewhere).count() > 3, "the sample has such rows");
    for format in ["csv", "xlsx"] {
        let archive = importer.folder.path().join(format!("{format}.zip"));
        let told =
            importer.run(&["export", "incident-recorder", "--format", format], &archive).await;
        assert!(told.done, "{}", told.said);
        let passphrase = told.said.lines().last().expect("a line");
        let passphrase = passphrase.rsplit(' ').next().expect("a passphrase");
        let content = opened(&archive, passphrase);
        let found = match format {
            "csv" => rows(std::str::from_utf8(&content[3..]).expect("UTF-8 behind its mark")),
            _ => cells(content),
        };
        assert_eq!(found[0], sample[0], "{format}");
        assert_eq!(found.len() - 1, expected.len(), "{format}");
        for (found, expected) in found.iter().skip(1).zip(&expected) {
            assert_eq!(found, expected, "{format}");
        }
    }
    // Each case that was exported was read.
    let read =
        stage.caseworkers[0].timeline(&cases(stage).await[0].name).await.expect("a timeline");
    assert!(read.iter().any(|entry| entry.detail == "export_reporting"), "{read:?}");
}

/// The one file of an archive.
fn opened(archive: &Path, passphrase: &str) -> Vec<u8> {
    let bytes = std::fs::read(archive).expect("an archive");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP archive");
    let mut content = Vec::new();
    let mut file = archive.by_index_decrypt(0, passphrase.as_bytes()).expect("opens");
    std::io::Read::read_to_end(&mut file, &mut content).expect("reads");
    content
}

/// The texts of a workbook's cells, its dates as the register writes them.
fn cells(content: Vec<u8>) -> Vec<Vec<String>> {
    use calamine::{Data, Reader as _};
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(content)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("readable");
    let text = |cell: &Data| match cell {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}")
        }
        cell => cell.to_string(),
    };
    sheet.rows().map(|row| row.iter().map(text).collect()).collect()
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
        let arguments = [&["import", "incident-recorder", "--apply"], more].concat();
        self.run(&arguments, file).await
    }

    async fn run(&self, arguments: &[&str], file: &Path) -> Told {
        let told = Command::new(executable())
            .args(arguments)
            .args(["--user", &self.user])
            .arg("--password-file")
            .arg(self.folder.path().join("password"))
            .arg("--data")
            .arg(&self.data)
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
        let asked = file.incidents[0].circumstances.as_ref().expect("circumstances");
        rows.extend(asked.recorder.as_ref().map(|known| known.incident_id.clone()));
    }
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), ROWS);
    assert_eq!(rows[0], "2025-0001");
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
