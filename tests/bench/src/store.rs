//! Load, decide and append in the store alone, beside the baselines.

use crate::baseline::Baseline;
use crate::callers::{Load, Rate, in_turns};
use crate::commands;
use crate::databases::{Fresh, Kind};
use crate::report::Table;

/// Commands a second at each number of callers.
pub async fn measure(kind: Kind, loads: &[Load]) -> anyhow::Result<Table> {
    let mut table = Table::new(
        &format!("Load, decide, append in the store alone, durable, {kind}"),
        &[
            "callers",
            "sentier /s",
            "p50 / p99",
            "over insert",
            "over cqrs-es",
            "one-row insert /s",
            "cqrs-es /s",
        ],
    );
    for &load in loads {
        let fresh = Fresh::new(kind).await?;
        let baseline = Baseline::new(kind, load.callers).await?;
        let mut sides = vec![commands::commands(&fresh).await?];
        sides.extend(baseline.sides());
        let rates = in_turns(load, &sides).await?;
        let (ours, baselines) = rates.split_at(1);
        let ours = &ours[0];
        let mut row = vec![load.callers.to_string(), ours.per_second(), ours.waits()];
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        row.extend((0..2).map(|place| or_none(baselines.get(place).map(|it| ours.over(it)))));
        row.extend((0..2).map(|place| or_none(baselines.get(place).map(Rate::per_second))));
        table.row(row);
    }
    Ok(table)
}
