//! The importer, specified on whole files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;
use sentier_proto::common::v1::{IncidentType, PartOfDay, Sex};
use tempfile::TempDir;
use time::macros::date;

use super::plan::{self, Step};
use super::record::{Problem, Reason, Record};
use super::register::Row;
use super::sample::rows;
use super::*;
use sentier_cases::recorder::{Cell, Code, Column, Content, comma_separated, workbook};

const TODAY: Date = date!(2026 - 11 - 24);
const UNTIL: Date = date!(2026 - 10 - 31);

/// A file of these bytes, and its folder.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn read(name: &str, bytes: &[u8]) -> Register {
    let (_folder, path) = file(name, bytes);
    Register::read(&path, TODAY, Locale::French).unwrap()
}

fn records(register: &Register) -> Vec<Record> {
    assert_eq!(register.bad(), 0);
    register.records().cloned().collect()
}

/// One row in English, with these cells besides what a row needs.
fn one_row(cells: &[(Column, &str)]) -> Register {
    let mut row = BTreeMap::from([
        (Column::IncidentId, "2026-7"),
        (Column::Happened, "01/10/2026"),
        (Column::Sex, "Female"),
        (Column::GbvType, "Rape"),
        (Column::Consent, "Yes"),
    ]);
    row.extend(cells.iter().copied());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Column::ALL.iter().map(|column| column.heading(Locale::English))).unwrap();
    let row = Column::ALL.iter().map(|column| row.get(column).copied().unwrap_or_default());
    writer.write_record(row).unwrap();
    read("register.csv", &writer.into_inner().unwrap())
}

fn good(cells: &[(Column, &str)]) -> Record {
    records(&one_row(cells)).remove(0)
}

fn problems(cells: &[(Column, &str)]) -> Vec<Problem> {
    match one_row(cells).rows.remove(0) {
        Row::Good(_) => Vec::new(),
        Row::Bad { problems, .. } => problems,
    }
}

#[test]
fn a_register_reads_alike_as_csv_and_workbook_in_french_and_in_english() {
    let rows = rows(7, 120, UNTIL);
    let as_csv = |locale| records(&read("a.csv", &comma_separated(locale, &rows).unwrap()));
    let as_book = |locale| records(&read("a.xlsx", &workbook(locale, &rows).unwrap()));
    let french = as_csv(Locale::French);
    assert_eq!(french.len(), 120);
    assert!(french == as_csv(Locale::English), "in English");
    assert!(french == as_book(Locale::French), "as a workbook");
    assert!(french == as_book(Locale::English), "as a workbook in English");
}

#[test]
fn the_sample_is_what_the_generator_makes_and_reads_without_a_fault() {
    let sample = include_bytes!("../../samples/incident-recorder.csv");
    let made = comma_separated(Locale::French, &rows(1, 200, UNTIL)).unwrap();
    assert!(sample.as_slice() == made, "run `sentier import sample` again");
    let register = read("incident-recorder.csv", sample);
    assert_eq!(records(&register).len(), 200);
    assert!(register.unknown.is_empty());
    let book = workbook(Locale::French, &rows(1, 200, UNTIL)).unwrap();
    assert!(records(&register) == records(&read("incident-recorder.xlsx", &book)));
}

#[test]
fn every_coded_column_takes_each_of_its_values_under_each_of_its_names() {
    let mut checked = 0;
    for column in Column::ALL {
        let Content::Coded(codes) = column.content() else { continue };
        for name in codes.iter().flat_map(Code::names) {
            assert_eq!(problems(&[(*column, name)]), [], "{column:?} {name}");
            checked += 1;
        }
        let unknown = Problem { column: *column, reason: Reason::UnknownValue };
        assert_eq!(problems(&[(*column, "something else")]), [unknown]);
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn the_values_that_make_the_case_are_understood() {
    let kinds = [
        ("Viol/Pénétration", IncidentType::Rape),
        ("agression sexuelle", IncidentType::SexualAssault),
        ("PHYSICAL ASSAULT", IncidentType::PhysicalAssault),
        ("Mariage force", IncidentType::ForcedMarriage),
        ("Déni de ressources, d’opportunités ou de services", IncidentType::DenialOfResources),
        ("Psychological / Emotional Abuse", IncidentType::PsychologicalAbuse),
        ("Non VBG", IncidentType::NonGbv),
    ];
    for (written, kind) in kinds {
        assert_eq!(good(&[(Column::GbvType, written)]).kind, kind);
    }
    for (written, sex) in [("F", Sex::Female), ("fille", Sex::Female), ("Masculin", Sex::Male)] {
        assert_eq!(good(&[(Column::Sex, written)]).sex, sex);
    }
    for (written, part) in [
        ("Matin", PartOfDay::Morning),
        ("apres midi", PartOfDay::Afternoon),
        ("Soir/nuit", PartOfDay::EveningNight),
        ("Inconnu", PartOfDay::Unspecified),
        ("", PartOfDay::Unspecified),
    ] {
        assert_eq!(good(&[(Column::TimeOfDay, written)]).part_of_day, part);
    }
    let born = good(&[(Column::Born, "1999")]).born.unwrap();
    assert_eq!((born.date, born.estimated), (date!(1999 - 01 - 01), true));
}

#[test]
fn a_bad_cell_is_named_with_its_column_and_reason_and_all_at_once() {
    let long = "x".repeat(201);
    for (column, text, reason) in [
        (Column::IncidentId, "", Reason::Required),
        (Column::Consent, "", Reason::Required),
        (Column::IncidentId, "7; DROP", Reason::NoCode),
        (Column::SurvivorCode, &long, Reason::TooLong),
        (Column::Happened, "31/02/2026", Reason::NoDate),
        (Column::Happened, "10/13/2026", Reason::NoDate),
        (Column::Happened, "25/11/2026", Reason::InFuture),
        (Column::Born, "01/01/1899", Reason::TooEarly),
        (Column::Ethnicity, &long, Reason::TooLong),
    ] {
        assert_eq!(problems(&[(column, text)]), [Problem { column, reason }], "{column:?} {text}");
    }
    let happened = |reason| [Problem { column: Column::Happened, reason }];
    assert_eq!(problems(&[(Column::Born, "02/10/2026")]), happened(Reason::BeforeBirth));
    assert_eq!(problems(&[(Column::Interviewed, "30/09/2026")]), happened(Reason::AfterInterview));
    // Of an estimate only the year is sure.
    assert_eq!(problems(&[(Column::Born, "2026")]), []);

    let several = problems(&[
        (Column::Happened, "yesterday"),
        (Column::Sex, "?"),
        (Column::Marital, "complicated"),
        (Column::Consent, ""),
    ]);
    let columns: Vec<Column> = several.iter().map(|problem| problem.column).collect();
    assert_eq!(columns, [Column::Happened, Column::Sex, Column::Marital, Column::Consent]);
    let sex = Problem { column: Column::Sex, reason: Reason::UnknownValue };
    assert_eq!(words::problem(Locale::French, sex), "« Sexe » : ce choix n'existe pas");
    assert_eq!(words::problem(Locale::English, sex), "\"Sex\": this is not one of the choices");
}

#[test]
fn an_incident_that_stands_twice_in_a_file_is_refused_the_second_time() {
    let text = "Incident ID,Date of incident,Sex,GBV type,Consent given,Agency code\n\
                7,2026-10-01,F,Rape,Yes,A\n7,2026-10-01,F,Rape,Yes,B\n7,2026-10-02,F,Rape,Yes,A\n";
    let register = read("register.csv", text.as_bytes());
    assert_eq!(register.records().map(|record| record.row).collect::<Vec<_>>(), [2, 3]);
    let Some(Row::Bad { row: 4, problems }) = register.rows.last() else { panic!("row 4 is good") };
    assert_eq!(problems, &[Problem { column: Column::IncidentId, reason: Reason::Repeated }]);
}

#[test]
fn a_row_is_a_case_an_incident_and_what_its_columns_allow() {
    use Step::{Close, Consent, Open, Record};
    let before = Some(date!(2026 - 10 - 02));
    let yes = good(&[]);
    assert_eq!(plan::steps(&yes, None), [Open, Record, Consent]);
    assert_eq!(plan::steps(&yes, before), [Open, Record, Consent, Close]);
    assert_eq!(plan::steps(&yes, Some(date!(2026 - 10 - 01))), [Open, Record, Consent]);
    let no = good(&[(Column::Consent, "non")]);
    assert_eq!(plan::steps(&no, None), [Open, Record]);
    // Another GBVIMS organisation counts it: she consents none the less, and it is not counted twice.
    let elsewhere = good(&[(Column::Reported, "Yes, to a GBVIMS organisation")]);
    assert_eq!(plan::steps(&elsewhere, None), [Open, Record, Consent]);
    assert!(!plan::counts(&elsewhere) && plan::counts(&yes));
    let other = good(&[(Column::Reported, "non-gbvims-org")]);
    assert_eq!(plan::steps(&other, None), [Open, Record, Consent]);
}

#[test]
fn the_answers_lead_the_decision_sequence_to_the_recorded_type() {
    for (written, first_yes) in [
        ("rape", 1),
        ("sexual_assault", 2),
        ("physical_assault", 3),
        ("forced_marriage", 4),
        ("denial of resources", 5),
        ("psychological abuse", 6),
        ("non_gbv", 0),
    ] {
        let record = good(&[(Column::GbvType, written)]);
        let asked = plan::record_incident("ogou-1", "centres/ogou-1/cases/1", &record);
        let answers = asked.answers.unwrap();
        let in_order = [
            answers.penetration,
            answers.sexual_contact,
            answers.physical_assault,
            answers.forced_marriage,
            answers.denial_of_resources,
            answers.psychological_abuse,
        ];
        let yes = in_order.iter().position(|yes| *yes).map_or(0, |place| place + 1);
        assert_eq!((yes, answers.gender_based), (first_yes, first_yes > 0));
    }
}

#[test]
fn the_same_row_asks_under_the_same_ids_and_an_edited_one_for_something_else() {
    let (row, same) = (good(&[]), good(&[]));
    let asked = plan::open_case("ogou-1", &row);
    assert_eq!(asked, plan::open_case("ogou-1", &same));
    let edited = plan::open_case("ogou-1", &good(&[(Column::Sex, "M")]));
    assert_eq!(edited.request_id, asked.request_id);
    assert_ne!(edited, asked);
    let other = plan::open_case("ogou-1", &good(&[(Column::IncidentId, "2026-8")]));
    assert_ne!(other.request_id, asked.request_id);
    assert_ne!(plan::open_case("kara-2", &row).request_id, asked.request_id);
}

#[test]
fn the_dry_run_tells_row_by_row_and_drops_nothing_in_silence() {
    let text = "Incident ID,Date of incident,Sex,GBV type,Consent given,Marital status,Survivor code,Shoe size\n\
                7,2026-10-01,F,Rape,Yes,Single,SV9,38\n\
                8,2026-10-01,F,Rape,No,,SV9,\n\
                9,someday,F,Rape,No,Widowed,SV8,\n";
    let register = read("register.csv", text.as_bytes());
    let lines = report::dry_run(Locale::English, &register, None);
    let said = lines.join("\n");
    for expected in [
        "     2  7                     open a case, record the incident, consent to statistics",
        "     3  8                     open a case, record the incident",
        "     4                        refused — \"Date of incident\": this is not a date (day/month/year)",
        "Survivor codes that stand on several rows: 1;",
        "Unknown columns, left aside: Shoe size.",
        "Rows that would be imported: 2; to correct: 1.",
    ] {
        assert!(said.contains(expected), "{expected}\nin\n{said}");
    }
    // PRIVACY: what a row says of a person is not on the screen.
    for personal in ["Rape", "SV9", "Single", "2026-10-01", "someday"] {
        assert!(!said.contains(personal), "{personal} in\n{said}");
    }
    let french = report::dry_run(Locale::French, &register, None).join("\n");
    assert!(
        french.contains("refusée — « Date de l'incident » : ce n'est pas une date"),
        "{french}"
    );
}

#[test]
fn a_file_that_is_no_register_says_what_is_missing() {
    let (_folder, path) = file("a.csv", b"Incident ID;Sexe;Ethnie;Pays d'origine;Handicap\n");
    let refused = Register::read(&path, TODAY, Locale::French).err().unwrap().to_string();
    assert_eq!(
        refused,
        "colonnes manquantes : Date de l'incident, Type de VBG, Consentement donné"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What the generator wrote is what the importer reads, whatever the seed.
    #[test]
    fn invented_rows_survive_the_file(seed in any::<u64>(), count in 1_u32..60) {
        let rows = rows(seed, count, UNTIL);
        let read = records(&read("a.csv", &comma_separated(Locale::French, &rows).unwrap()));
        prop_assert_eq!(read.len(), rows.len());
        let mut ids = BTreeSet::new();
        for (row, record) in rows.iter().zip(&read) {
            let code = |column| match row.get(&column) {
                Some(Cell::Code(code)) => *code,
                _ => "",
            };
            let day = |column| match row.get(&column) {
                Some(Cell::Date(date)) => Some(*date),
                Some(Cell::Text(year)) => {
                    Some(Date::from_ordinal_date(year.parse().unwrap(), 1).unwrap())
                }
                _ => None,
            };
            prop_assert_eq!(row.get(&Column::IncidentId), Some(&Cell::Text(record.incident.clone())));
            prop_assert_eq!(day(Column::Happened), Some(record.happened.date));
            prop_assert_eq!(day(Column::Interviewed), record.interviewed);
            prop_assert_eq!(day(Column::Born), record.born.map(|born| born.date));
            prop_assert_eq!(code(Column::Sex) == "male", record.sex == Sex::Male);
            prop_assert_eq!(code(Column::Consent) == "yes", record.consent);
            prop_assert_eq!(code(Column::Reported) == "gbvims-org", record.counted_elsewhere);
            let text = |column| match row.get(&column) {
                Some(Cell::Text(text)) => text.as_str(),
                _ => "",
            };
            prop_assert_eq!(text(Column::Ethnicity), &record.profile.ethnicity);
            prop_assert_eq!(text(Column::Town), &record.circumstances.town);
            for step in [Step::Open, Step::Record, Step::Consent, Step::Close] {
                prop_assert!(ids.insert(plan::request_id("ogou-1", record, step)));
            }
        }
    }
}
