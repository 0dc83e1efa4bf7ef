//! Sums of outreach by who paid, by theme and by commune, and how far a year's targets are reached.

use sentier_proto::statistics::v1::{OutreachProgress, OutreachSum};

use crate::words::Words;

/// Sums under one heading.
pub(crate) struct SumTable {
    pub(crate) title: String,
    pub(crate) rows: Vec<SumRow>,
}

/// What activities of one funder, theme or commune came to.
pub(crate) struct SumRow {
    pub(crate) label: String,
    pub(crate) held: i64,
    pub(crate) reached: i64,
    pub(crate) trained: i64,
    pub(crate) cost: i64,
}

/// A table for each way of summing; none where nothing was held.
pub(crate) fn tables(
    words: Words,
    funders: &[OutreachSum],
    themes: &[OutreachSum],
    communes: &[OutreachSum],
) -> Vec<SumTable> {
    let funder = |one: &OutreachSum| match one.funder.as_str() {
        "" => words.say("outreach-no-funder"),
        name => name.to_owned(),
    };
    let theme = |one: &OutreachSum| words.code("outreach-theme", one.theme().as_str_name());
    let commune = |one: &OutreachSum| one.commune.clone();
    let tables = [
        table(words.say("outreach-by-funder"), funders, funder),
        table(words.say("outreach-by-theme"), themes, theme),
        table(words.say("outreach-by-commune"), communes, commune),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn table(title: String, sums: &[OutreachSum], label: impl Fn(&OutreachSum) -> String) -> SumTable {
    let row = |one: &OutreachSum| SumRow {
        label: label(one),
        held: one.held,
        reached: one.reached,
        trained: one.trained,
        cost: one.cost,
    };
    SumTable { title, rows: sums.iter().map(row).collect() }
}

/// `5 sur 24 activités, 300 sur 1200 personnes depuis janvier`.
pub(crate) fn progress(words: Words, one: &OutreachProgress) -> String {
    let [held, activities, people, target] =
        [one.held, one.activities_target.into(), one.people, one.people_target.into()]
            .map(|number: i64| number.to_string());
    let values = [
        ("held", held.as_str()),
        ("activities", activities.as_str()),
        ("people", people.as_str()),
        ("target", target.as_str()),
    ];
    words.fill("outreach-progress", &values)
}
