//! One row, read: what it says, or everything that is wrong with it.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use sentier_proto::cases::v1::{Circumstances, ConsentGiving, SurvivorProfile};
use sentier_proto::common::v1::{IncidentType, PartOfDay, Sex};
use time::Date;

use super::day::Day;
use super::dictionary::Dictionary;
use super::minimum::{Answers, giving};
use sentier_cases::recorder::{Column, Content, Use};

/// The longest text that a column may hold.
const LONGEST: usize = 200;
/// The longest incident or survivor code.
const LONGEST_CODE: usize = 64;

/// One incident of the register.
#[derive(Clone, PartialEq)]
pub(super) struct Record {
    /// Number of its row.
    pub(super) row: usize,
    pub(super) incident: String,
    pub(super) survivor_code: String,
    pub(super) case_manager: String,
    pub(super) agency: String,
    pub(super) interviewed: Option<Date>,
    pub(super) happened: Day,
    pub(super) born: Option<Day>,
    pub(super) sex: Sex,
    pub(super) part_of_day: PartOfDay,
    pub(super) kind: IncidentType,
    /// Reported to another organisation that counts in the GBVIMS.
    pub(super) counted_elsewhere: bool,
    /// Consent to statistics.
    pub(super) consent: bool,
    /// What else the row says of her, as of today.
    pub(super) profile: SurvivorProfile,
    /// What else it says of the incident.
    pub(super) circumstances: Circumstances,
    /// How her consent was given, if she consents.
    pub(super) giving: ConsentGiving,
}

// PRIVACY: what a row says of a person is never printed.
impl fmt::Debug for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Record({})", self.row)
    }
}

/// What is wrong with one cell. Never quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) column: Column,
    pub(super) reason: Reason,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Nothing stands there.
    Required,
    /// Not one of the column's values.
    UnknownValue,
    /// Not a date.
    NoDate,
    /// Not a code: letters, digits, spaces and `-_/.` only.
    NoCode,
    /// The date lies in the future.
    InFuture,
    /// The date lies before 1900.
    TooEarly,
    /// The incident lies before the birth.
    BeforeBirth,
    /// The incident lies after the interview.
    AfterInterview,
    /// The text is too long.
    TooLong,
    /// An earlier row has the same incident.
    Repeated,
}

/// Reads rows, and remembers which incidents it has seen.
pub(super) struct Reader<'a> {
    dictionary: &'a Dictionary,
    columns: &'a [(usize, Column)],
    today: Date,
    seen: BTreeSet<(String, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        dictionary: &'a Dictionary,
        columns: &'a [(usize, Column)],
        today: Date,
    ) -> Self {
        Self { dictionary, columns, today, seen: BTreeSet::new() }
    }

    /// What a row says, or everything that is wrong with it.
    pub(super) fn read(&mut self, row: usize, cells: &[String]) -> Result<Record, Vec<Problem>> {
        let given: HashMap<Column, &str> = self
            .columns
            .iter()
            .filter_map(|(place, column)| Some((*column, cells.get(*place)?.as_str())))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let mut cells =
            Cells { dictionary: self.dictionary, given, today: self.today, problems: Vec::new() };
        cells.check();
        let record = cells.record(row);
        let mut problems = cells.problems;
        if let Some(record) = &record
            && !self.seen.insert((record.agency.clone(), record.incident.clone()))
        {
            problems.push(Problem { column: Column::IncidentId, reason: Reason::Repeated });
        }
        match record {
            Some(record) if problems.is_empty() => Ok(record),
            _ => Err(problems),
        }
    }
}

/// The filled cells of one row, and what is wrong with them so far.
struct Cells<'a> {
    dictionary: &'a Dictionary,
    given: HashMap<Column, &'a str>,
    today: Date,
    problems: Vec<Problem>,
}

impl Cells<'_> {
    fn wrong(&mut self, column: Column, reason: Reason) {
        self.problems.push(Problem { column, reason });
    }

    /// Every cell for itself, in the order of the columns.
    fn check(&mut self) {
        for column in Column::ALL {
            let Some(text) = self.given.get(column).copied() else {
                if Column::NEEDED.contains(column) {
                    self.wrong(*column, Reason::Required);
                }
                continue;
            };
            match column.content() {
                Content::Coded(_) if self.dictionary.code(*column, text).is_none() => {
                    self.wrong(*column, Reason::UnknownValue);
                }
                Content::Date => self.check_day(*column, text),
                Content::Text if column.usage() == Use::Reference => {
                    if let Some(reason) = wrong_code(text) {
                        self.wrong(*column, reason);
                    }
                }
                Content::Text if text.chars().count() > LONGEST => {
                    self.wrong(*column, Reason::TooLong);
                }
                Content::Coded(_) | Content::Text => {}
            }
        }
    }

    fn check_day(&mut self, column: Column, text: &str) {
        match Day::parse(text) {
            None => self.wrong(column, Reason::NoDate),
            Some(day) if day.date > self.today => self.wrong(column, Reason::InFuture),
            Some(day) if day.date.year() < 1900 => self.wrong(column, Reason::TooEarly),
            Some(_) => {}
        }
    }

    fn text(&self, column: Column) -> String {
        self.given.get(&column).copied().unwrap_or_default().to_owned()
    }

    fn day(&self, column: Column) -> Option<Day> {
        Day::parse(self.given.get(&column)?)
    }

    fn code(&self, column: Column) -> Option<&'static str> {
        self.dictionary.code(column, self.given.get(&column)?)
    }

    /// The row together; `None` when a cell that it needs was found wrong.
    fn record(&mut self, row: usize) -> Option<Record> {
        let happened = self.day(Column::Happened)?;
        let (born, interviewed) = (self.day(Column::Born), self.day(Column::Interviewed));
        // Of an estimate only the month or the year is sure.
        let before = |one: Day, other: Day| {
            one.date < other.date
                && !(one.estimated && one.date.year() == other.date.year())
                && !(other.estimated && one.date.year() == other.date.year())
        };
        if born.is_some_and(|born| before(happened, born)) {
            self.wrong(Column::Happened, Reason::BeforeBirth);
        }
        if interviewed.is_some_and(|interviewed| before(interviewed, happened)) {
            self.wrong(Column::Happened, Reason::AfterInterview);
        }
        let answers = Answers { dictionary: self.dictionary, given: &self.given };
        Some(Record {
            row,
            incident: self.given.get(&Column::IncidentId).copied()?.to_owned(),
            survivor_code: self.text(Column::SurvivorCode),
            case_manager: self.text(Column::CaseManagerCode),
            agency: self.text(Column::AgencyCode),
            interviewed: interviewed.map(|day| day.date),
            happened,
            born,
            sex: sex(self.code(Column::Sex)?),
            part_of_day: part_of_day(self.code(Column::TimeOfDay)),
            kind: kind(self.code(Column::GbvType)?)?,
            counted_elsewhere: self.code(Column::Reported) == Some("gbvims-org"),
            consent: self.code(Column::Consent)? == "yes",
            profile: answers.profile(born, self.today),
            circumstances: answers.circumstances(happened, interviewed.map(|day| day.date)),
            giving: giving(born, self.today),
        })
    }
}

fn wrong_code(text: &str) -> Option<Reason> {
    let plain = |letter: char| letter.is_alphanumeric() || " -_/.".contains(letter);
    if text.chars().count() > LONGEST_CODE {
        Some(Reason::TooLong)
    } else if text.chars().all(plain) {
        None
    } else {
        Some(Reason::NoCode)
    }
}

fn sex(code: &str) -> Sex {
    if code == "male" { Sex::Male } else { Sex::Female }
}

fn part_of_day(code: Option<&str>) -> PartOfDay {
    match code {
        Some("morning") => PartOfDay::Morning,
        Some("afternoon") => PartOfDay::Afternoon,
        Some("evening_night") => PartOfDay::EveningNight,
        _ => PartOfDay::Unspecified,
    }
}

fn kind(code: &str) -> Option<IncidentType> {
    match code {
        "rape" => Some(IncidentType::Rape),
        "sexual_assault" => Some(IncidentType::SexualAssault),
        "physical_assault" => Some(IncidentType::PhysicalAssault),
        "forced_marriage" => Some(IncidentType::ForcedMarriage),
        "denial_of_resources_opportunities_or_services" => Some(IncidentType::DenialOfResources),
        "psychological_emotional_abuse" => Some(IncidentType::PsychologicalAbuse),
        "non_gbv" => Some(IncidentType::NonGbv),
        _ => None,
    }
}
