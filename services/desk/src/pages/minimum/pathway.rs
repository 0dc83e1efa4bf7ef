//! Other services, where a code does not say enough: to whom it was reported before, and who serves her where
//! and when.

use sentier_proto::cases::v1::{
    EarlierReport, ReferralSource, Sector, SectorDetail, SectorOutcome, SectorStatus,
};

use super::circumstances::time_of_day;
use super::{chosen, select};
use crate::form::{Fields, Form, date};
use crate::page::Here;
use crate::pages::choices;

/// Fields that the desk itself finds wrong.
type Wrong = Vec<(&'static str, &'static str)>;

/// The question about each sector of the pathway out.
pub(crate) const SECTORS: [(&str, Sector); 7] = [
    ("sector.health", Sector::Health),
    ("sector.psychosocial", Sector::Psychosocial),
    ("sector.safe_house", Sector::SafeHouse),
    ("sector.child_protection", Sector::ChildProtection),
    ("sector.legal", Sector::Legal),
    ("sector.police", Sector::Police),
    ("sector.livelihoods", Sector::Livelihoods),
];

/// The names of the questions about the service of one sector.
pub(crate) struct DetailNames {
    pub(crate) sector: &'static str,
    pub(crate) date: &'static str,
    pub(crate) time: &'static str,
    pub(crate) provider: &'static str,
    pub(crate) place: &'static str,
    pub(crate) notes: &'static str,
}

macro_rules! details {
    ($($at:literal)+) => {[$(DetailNames {
        sector: concat!("circumstances.sector_details[", $at, "].sector"),
        date: concat!("circumstances.sector_details[", $at, "].date"),
        time: concat!("circumstances.sector_details[", $at, "].time"),
        provider: concat!("circumstances.sector_details[", $at, "].provider"),
        place: concat!("circumstances.sector_details[", $at, "].place"),
        notes: concat!("circumstances.sector_details[", $at, "].notes"),
    }),+]};
}

/// As many as there are sectors.
pub(crate) const DETAILS: [DetailNames; 7] = details!(0 1 2 3 4 5 6);

/// The names of the questions about one earlier report.
pub(crate) struct ReportNames {
    pub(crate) provider_type: &'static str,
    pub(crate) provider: &'static str,
}

macro_rules! reports {
    ($($at:literal)+) => {[$(ReportNames {
        provider_type: concat!("circumstances.earlier_reports[", $at, "].provider_type"),
        provider: concat!("circumstances.earlier_reports[", $at, "].provider"),
    }),+]};
}

/// As many as the contract holds.
pub(crate) const REPORTS: [ReportNames; 10] = reports!(0 1 2 3 4 5 6 7 8 9);

impl DetailNames {
    const fn all(&self) -> [&'static str; 6] {
        [self.sector, self.date, self.time, self.provider, self.place, self.notes]
    }
}

/// How many rows of either list were filled in.
pub(super) fn filled(fields: &Fields) -> usize {
    let said = |name: &str| !fields.get(name).is_empty();
    let details = DETAILS.iter().rposition(|names| names.all().into_iter().any(said));
    let reports =
        REPORTS.iter().rposition(|names| said(names.provider_type) || said(names.provider));
    details.max(reports).map_or(0, |last| last + 1)
}

/// Asks to whom it was reported before.
pub(super) fn ask_reports(here: &Here, form: Form, count: usize) -> Form {
    let form = form.part(here.words.say("part-earlier-reports"));
    let spelled = |number| ReferralSource::try_from(number).ok().map(|one| one.as_str_name());
    REPORTS.iter().take(count).fold(form, |form, names| {
        let mut kinds = choices::all(here, names.provider_type, "referral-source", spelled);
        // Nobody reports to herself.
        kinds.retain(|kind| kind.value != ReferralSource::SelfReferred.as_str_name());
        let form = form.select(names.provider_type, kinds).worded("label-earlier-report-type");
        form.line(names.provider, "text", &here.fields).worded("label-earlier-report-provider")
    })
}

/// Asks what became of each sector, then for the details.
pub(super) fn ask_sectors(here: &Here, form: Form, count: usize) -> Form {
    let form = SECTORS.iter().fold(form, |form, (name, sector)| {
        let spelled = |number| SectorStatus::try_from(number).ok().map(|one| one.as_str_name());
        let statuses = choices::all(here, name, "sector-status", spelled);
        form.select(name, statuses).named(here.words.code("sector", sector.as_str_name()))
    });
    (1..).zip(&DETAILS).take(count).fold(form, |form, (number, names)| {
        let number: u8 = number;
        let heading = here.words.fill("part-sector-detail", &[("number", &number.to_string())]);
        let form = form.part(heading);
        let fields = &here.fields;
        select!(form, here, names.sector, "sector", Sector)
            .worded("label-sector-detail-sector")
            .line(names.provider, "text", fields)
            .worded("label-sector-detail-provider")
            .line(names.place, "text", fields)
            .worded("label-sector-detail-place")
            .line(names.date, "date", fields)
            .worded("label-sector-detail-date")
            .line(names.time, "text", fields)
            .worded("label-sector-detail-time")
            .lines(names.notes, fields)
            .worded("label-sector-detail-notes")
    })
}

/// What became of each sector.
pub(super) fn sectors(here: &Here) -> Vec<SectorOutcome> {
    let outcome = |(name, sector): &(&str, Sector)| SectorOutcome {
        sector: (*sector).into(),
        status: chosen!(here, name, SectorStatus),
    };
    SECTORS.iter().map(outcome).filter(|outcome| outcome.status != 0).collect()
}

/// The details that were told, up to the last of them: a gap stays, so that what is wrong is named where it
/// was asked.
pub(super) fn details(here: &Here, wrong: &mut Wrong) -> Vec<SectorDetail> {
    let text = |name: &str| here.fields.get(name).to_owned();
    let mut read = |names: &DetailNames| {
        let date = typed(here, wrong, names.date, "wrong-date", date);
        let time = typed(here, wrong, names.time, "wrong-time", time_of_day);
        SectorDetail {
            sector: chosen!(here, names.sector, Sector),
            date,
            time,
            provider: text(names.provider),
            place: text(names.place),
            notes: text(names.notes),
        }
    };
    let mut told: Vec<SectorDetail> = DETAILS.iter().map(&mut read).collect();
    while told.last().is_some_and(|last| *last == SectorDetail::default()) {
        told.pop();
    }
    told
}

/// To whom it was reported before, as they were told.
pub(super) fn reports(here: &Here) -> Vec<EarlierReport> {
    let mut told: Vec<EarlierReport> = REPORTS
        .iter()
        .map(|names| EarlierReport {
            provider_type: chosen!(here, names.provider_type, ReferralSource),
            provider: here.fields.get(names.provider).to_owned(),
        })
        .collect();
    while told.last().is_some_and(|last| *last == EarlierReport::default()) {
        told.pop();
    }
    told
}

/// What was typed, read; absent when nothing was, and told to be wrong when it cannot be read.
fn typed<T>(
    here: &Here,
    wrong: &mut Wrong,
    name: &'static str,
    sentence: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let given = here.fields.get(name);
    if given.is_empty() {
        return None;
    }
    let value = read(given);
    if value.is_none() {
        wrong.push((name, sentence));
    }
    value
}
