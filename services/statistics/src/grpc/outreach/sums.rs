//! What was reached, in the contract's terms; reports tell it too.

use sentier_proto::statistics::v1 as wire;
use sentier_statistics_domain::outreach::{
    Alike, CostLine, Profession, Progress, Sum, by_commune, by_funder, by_theme,
};
use sentier_statistics_domain::value::{AgeBand, Sex};

use super::codes::{AGE_BANDS, COST_LINES, KINDS, PROFESSIONS, SEXES, THEMES, number};

pub(crate) fn audience(counts: &[(Sex, AgeBand, i64)]) -> Vec<wire::Audience> {
    let one = |(sex, age_band, count): &(Sex, AgeBand, i64)| wire::Audience {
        sex: number(SEXES, *sex),
        age_band: number(AGE_BANDS, *age_band),
        count: *count,
    };
    counts.iter().map(one).collect()
}

pub(crate) fn trained(counts: &[(Profession, Sex, i64)]) -> Vec<wire::Trained> {
    let one = |(profession, sex, count): &(Profession, Sex, i64)| wire::Trained {
        profession: number(PROFESSIONS, *profession),
        sex: number(SEXES, *sex),
        count: *count,
    };
    counts.iter().map(one).collect()
}

pub(crate) fn costs(amounts: &[(CostLine, i64)]) -> Vec<wire::Cost> {
    let one = |(line, amount): &(CostLine, i64)| wire::Cost {
        line: number(COST_LINES, *line),
        amount: *amount,
    };
    amounts.iter().map(one).collect()
}

pub(crate) fn funders(activities: &[Alike]) -> Vec<wire::OutreachSum> {
    let one = |(funder, sum)| wire::OutreachSum { funder, ..told(sum) };
    by_funder(activities).into_iter().map(one).collect()
}

pub(crate) fn themes(activities: &[Alike]) -> Vec<wire::OutreachSum> {
    let one = |(theme, sum)| wire::OutreachSum { theme: number(THEMES, theme), ..told(sum) };
    by_theme(activities).into_iter().map(one).collect()
}

pub(crate) fn communes(activities: &[Alike]) -> Vec<wire::OutreachSum> {
    let one = |(commune, sum)| wire::OutreachSum { commune, ..told(sum) };
    by_commune(activities).into_iter().map(one).collect()
}

pub(crate) fn progress(reached: &[Progress]) -> Vec<wire::OutreachProgress> {
    let one = |one: &Progress| wire::OutreachProgress {
        kind: number(KINDS, one.target.kind),
        activities_target: i32::try_from(one.target.activities).unwrap_or(i32::MAX),
        people_target: i32::try_from(one.target.people).unwrap_or(i32::MAX),
        held: one.held,
        people: one.people,
    };
    reached.iter().map(one).collect()
}

fn told(sum: Sum) -> wire::OutreachSum {
    wire::OutreachSum {
        held: sum.held,
        reached: sum.reached,
        trained: sum.trained,
        cost: sum.cost,
        ..wire::OutreachSum::default()
    }
}
