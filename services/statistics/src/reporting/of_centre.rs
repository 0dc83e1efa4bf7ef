//! A centre's report in words: sections of figures, each a title, what it comes to, and its parts.

use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::indicators::Family;
use sentier_statistics_domain::outreach::ActivityKind;
use sentier_statistics_domain::reports::{Figure, Report};
use sentier_statistics_domain::weeks::Week;

use super::Document;
use super::document::{Block, Numbers, Part, Section, Trend, Words, end, grouped, rounded};
use super::figures::{Manner, numbers, said};
use super::of_outreach::{Detail, blocks};
use crate::catalogue::entry;

/// A report and what stands around it.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// The centre's code.
    pub(crate) centre: String,
    /// As of the end of which week.
    pub(crate) week: Week,
    /// Where in the log that is.
    pub(crate) position: i64,
    /// The figures.
    pub(crate) report: Report,
    /// What the centre did beyond its cases, by kind.
    pub(crate) outreach: Vec<Outreach>,
    /// The same in all its parts.
    pub(crate) detail: Detail,
}

/// Outreach of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outreach {
    /// Which kind; absent of all kinds together.
    pub(crate) kind: Option<ActivityKind>,
    /// Activities planned.
    pub(crate) planned: i64,
    /// Activities held.
    pub(crate) held: i64,
    /// People reached or trained.
    pub(crate) people: i64,
    /// CFA francs spent.
    pub(crate) cost: i64,
}

impl Outreach {
    /// What one activity cost; absent when none was held.
    pub(crate) const fn cost_per_activity(&self) -> Option<i64> {
        if self.held > 0 { Some(rounded(self.cost, self.held)) } else { None }
    }
}

/// The families, in the order of a report.
const FAMILIES: [(Family, &str); 4] = [
    (Family::Incidents, "report-incidents"),
    (Family::Pathway, "report-pathway"),
    (Family::CaseManagement, "report-cases"),
    (Family::Sdg, "report-sdg"),
];

/// The report in a language.
pub(crate) fn document(paper: &Paper, locale: Locale) -> Document {
    let words = Words(locale);
    let period = paper.report.period;
    let family = |(family, title): (Family, &str)| Section {
        title: words.say(title),
        blocks: paper.report.of(family).map(|figure| block(words, figure)).collect(),
    };
    let mut sections: Vec<_> = FAMILIES.into_iter().map(family).collect();
    let (year, _quarter) = period.parts();
    let kinds = paper.outreach.iter().map(|one| activities(words, one));
    sections.push(Section {
        title: words.say("report-outreach"),
        blocks: kinds.chain(blocks(words, &paper.detail, year)).collect(),
    });
    let subtitle = [
        ("centre", paper.centre.clone()),
        ("end", end(paper.week)),
        ("position", paper.position.to_string()),
    ];
    Document {
        locale,
        title: words.fill("report-title", &[("period", words.period(period))]),
        subtitle: words.fill("report-subtitle", &subtitle),
        notes: vec![words.say("report-withheld-note"), words.say("report-consent-note")],
        legend: [words.period(period), words.period(period.before())],
        map: None,
        trends: trends(words, paper),
        sections,
    }
}

fn trends(words: Words, paper: &Paper) -> Vec<Trend> {
    let trend = |(indicator, months): &(_, Vec<_>)| {
        let title = entry(*indicator, words.0).title;
        Trend {
            title: words.fill("report-trend", &[("title", title)]),
            columns: months.iter().map(|(month, count)| (words.short(*month), *count)).collect(),
        }
    };
    paper.report.trends.iter().map(trend).collect()
}

fn block(words: Words, figure: &Figure) -> Block {
    let entry = entry(figure.indicator, words.0);
    let parts = entry.parts.into_iter().enumerate().map(|(at, part)| {
        let count = figure.value.parts.get(at).copied().flatten();
        let before = figure.before.parts.get(at).copied().flatten();
        Part {
            code: part.code,
            label: part.label,
            said: format!("{} ({})", words.number(count), words.number(before)),
            numbers: Numbers { count, before, ..Numbers::default() },
            bars: [count, before],
        }
    });
    Block {
        code: figure.indicator.code().to_owned(),
        title: entry.title,
        said: said(words, figure, Manner::Long),
        numbers: Some(numbers(figure)),
        parts: parts.collect(),
        ..Block::default()
    }
}

fn activities(words: Words, one: &Outreach) -> Block {
    let code = one.kind.map_or("all", ActivityKind::code);
    let number = |number| grouped(words.0, number);
    let mut values = vec![
        ("held", number(one.held)),
        ("planned", number(one.planned)),
        ("people", number(one.people)),
    ];
    let said = match one.cost_per_activity() {
        None => words.fill("report-activities", &values),
        Some(each) => {
            values.push(("cost", number(one.cost)));
            values.push(("each", number(each)));
            words.fill("report-activities-cost", &values)
        }
    };
    let numbers = Numbers { count: Some(one.held), of: Some(one.planned), ..Numbers::default() };
    Block {
        code: format!("outreach_{code}"),
        title: words.say(&format!("report-kind-{code}")),
        said,
        numbers: Some(numbers),
        ..Block::default()
    }
}
