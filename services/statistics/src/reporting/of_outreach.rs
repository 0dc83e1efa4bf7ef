//! Outreach of a centre's report in words, beyond its kinds: who came, who was trained, what was spent, plan
//! and targets against what was done, and sums by who paid, by theme and by commune.

use sentier_statistics_domain::outreach::{
    ActivityKind, Alike, CostLine, Profession, Progress, Sum, Theme, by_commune, by_funder,
    by_theme,
};
use sentier_statistics_domain::value::{AgeBand, Sex};

use super::document::{Block, Numbers, Part, Row, Table, Words, grouped};
use crate::projections::Reached;

/// What a centre did beyond its cases, in all its parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Detail {
    /// What was reached in the period.
    pub(crate) reached: Reached,
    /// How far the targets of the period's year are reached at its end.
    pub(crate) progress: Vec<Progress>,
}

/// What there is to tell, each a block; of what was not done there is none.
pub(super) fn blocks(words: Words, detail: &Detail, year: u16) -> Vec<Block> {
    let Detail { reached, progress } = detail;
    let mut of_year = chart(words, "targets", targets(words, progress));
    of_year.title = format!("{} {year}", of_year.title);
    let charts = [
        chart(words, "plans", plans(words, reached)),
        of_year,
        chart(words, "audience", audience(words, reached)),
        chart(words, "trained", trained(words, reached)),
        chart(words, "costs", costs(words, reached)),
    ];
    let tables = [
        table(words, "by_funder", funders(words, &reached.alike)),
        table(words, "by_theme", themes(words, &reached.alike)),
        table(words, "by_commune", communes(&reached.alike)),
    ];
    let told = |block: &Block| !block.parts.is_empty() || !block.table.rows.is_empty();
    charts.into_iter().chain(tables).filter(told).collect()
}

fn chart(words: Words, code: &str, parts: Vec<Part>) -> Block {
    Block {
        code: format!("outreach_{code}"),
        title: words.say(&format!("report-outreach-{code}")),
        parts,
        ..Block::default()
    }
}

fn table(words: Words, code: &str, rows: Vec<Row>) -> Block {
    let columns = ["held", "reached", "trained", "cost"];
    let named = |code: &'static str| (code, words.say(&format!("report-outreach-column-{code}")));
    let table = Table { columns: columns.map(named).into(), rows };
    Block { table, ..chart(words, code, Vec::new()) }
}

/// Of the activities held, how many people were reached of those meant, and what was spent of the budget.
fn plans(words: Words, reached: &Reached) -> Vec<Part> {
    let of_kind = |(kind, [_, _, _, meant, budget]): &(ActivityKind, [i64; 5])| {
        let done = reached.people.iter().find(|(of, _)| of == kind);
        let [people, cost] = done.map_or([0; 2], |(_, counts)| *counts);
        [
            against(words, *kind, "people", (people, *meant)),
            against(words, *kind, "cost", (cost, *budget)),
        ]
    };
    reached.kinds.iter().flat_map(of_kind).flatten().collect()
}

fn targets(words: Words, progress: &[Progress]) -> Vec<Part> {
    let of_kind = |Progress { target, held, people }: &Progress| {
        [
            against(words, target.kind, "activities", (*held, target.activities.into())),
            against(words, target.kind, "people", (*people, target.people.into())),
        ]
    };
    progress.iter().flat_map(of_kind).flatten().collect()
}

/// What was done of what was meant, when anything was. Without a bar: those of people and of money would not
/// stand beside each other.
fn against(
    words: Words,
    kind: ActivityKind,
    what: &str,
    (done, meant): (i64, i64),
) -> Option<Part> {
    let label = [("kind", words.say(&format!("report-kind-{}", kind.code())))];
    (meant > 0).then(|| Part {
        code: format!("{}_{what}", kind.code()),
        label: words.fill(&format!("report-outreach-{what}-of"), &label),
        said: words.share(done, meant, None),
        numbers: Numbers { count: Some(done), of: Some(meant), ..Numbers::default() },
        bars: [None, None],
    })
}

fn audience(words: Words, reached: &Reached) -> Vec<Part> {
    let part = |(sex, age_band, count): &(Sex, AgeBand, i64)| {
        let age = words.say(&format!("report-age-{}", age_band.code()));
        let code = format!("{}_{}", sex.code(), age_band.code());
        bar(words, code, of_two(words, of_sex(words, *sex), age), *count)
    };
    reached.audience.iter().map(part).collect()
}

fn trained(words: Words, reached: &Reached) -> Vec<Part> {
    let part = |(profession, sex, count): &(Profession, Sex, i64)| {
        let what = words.say(&format!("report-profession-{}", profession.code()));
        let code = format!("{}_{}", profession.code(), sex.code());
        bar(words, code, of_two(words, what, of_sex(words, *sex)), *count)
    };
    reached.trained.iter().map(part).collect()
}

fn costs(words: Words, reached: &Reached) -> Vec<Part> {
    let part = |(line, amount): &(CostLine, i64)| {
        let label = words.say(&format!("report-cost-{}", line.code()));
        bar(words, line.code().to_owned(), label, *amount)
    };
    reached.costs.iter().map(part).collect()
}

fn of_sex(words: Words, sex: Sex) -> String {
    words.say(&format!("report-people-{}", sex.code()))
}

fn of_two(words: Words, people: String, kind: String) -> String {
    words.fill("report-people-of", &[("people", people), ("kind", kind)])
}

fn bar(words: Words, code: String, label: String, count: i64) -> Part {
    Part {
        code,
        label,
        said: grouped(words.0, count),
        numbers: Numbers { count: Some(count), ..Numbers::default() },
        bars: [Some(count), None],
    }
}

fn funders(words: Words, activities: &[Alike]) -> Vec<Row> {
    let named = |(funder, sum): (String, Sum)| {
        let label =
            if funder.is_empty() { words.say("report-outreach-no-funder") } else { funder.clone() };
        row(funder, label, sum)
    };
    by_funder(activities).into_iter().map(named).collect()
}

fn themes(words: Words, activities: &[Alike]) -> Vec<Row> {
    let named = |(theme, sum): (Theme, Sum)| {
        let label = words.say(&format!("report-theme-{}", theme.code()));
        row(theme.code().to_owned(), label, sum)
    };
    by_theme(activities).into_iter().map(named).collect()
}

fn communes(activities: &[Alike]) -> Vec<Row> {
    by_commune(activities).into_iter().map(|(name, sum)| row(name.clone(), name, sum)).collect()
}

fn row(code: String, label: String, sum: Sum) -> Row {
    Row { code, label, cells: vec![sum.held, sum.reached, sum.trained, sum.cost] }
}
