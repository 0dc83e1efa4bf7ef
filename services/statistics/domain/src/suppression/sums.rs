//! Sums over months that were told before, some of their cells withheld.
//!
//! A quarter less two of its months is the third: a sum may be told only where it does not give away what
//! a month withholds.

use super::flow::{Cell, Grid};
use super::{SPAN, is_small};

/// A month's parts, and what of them was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The parts.
    pub parts: Vec<i64>,
    /// Which of them were told.
    pub shown: Vec<bool>,
    /// Whether their total was.
    pub total: bool,
}

/// What may be told of the sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Which of the parts' sums.
    pub parts: Vec<bool>,
    /// Whether the sum of all.
    pub total: bool,
}

/// Which sums are shown: none that is small, and none that narrows a withheld cell of a month, or another
/// withheld sum, to less than [`SPAN`]. Sums are withheld in their order, whatever they are.
pub fn shown(months: &[Told]) -> Shown {
    let rows: Vec<Vec<i64>> = months.iter().map(|month| month.parts.clone()).collect();
    let mut grid = Grid::new(&rows);
    let (sums, totals) = grid.last();
    for (row, month) in months.iter().enumerate() {
        let hidden = month.shown.iter().enumerate().filter(|(_, shown)| !**shown);
        grid.hidden.extend(hidden.map(|(column, _)| (row, column)));
        if !month.total {
            grid.hidden.insert((row, totals));
        }
    }
    let told = (0..=totals).map(|column| (sums, column));
    let small: Vec<Cell> = told.filter(|cell| is_small(grid.value(*cell))).collect();
    grid.hidden.extend(small);
    while let Some(narrow) = narrow(&grid) {
        let Some(next) = next(&grid, narrow) else { break };
        grid.hidden.insert(next);
    }
    Shown {
        parts: (0..totals).map(|column| !grid.hidden.contains(&(sums, column))).collect(),
        total: !grid.hidden.contains(&(sums, totals)),
    }
}

/// The first withheld cell of which too much is known.
fn narrow(grid: &Grid) -> Option<Cell> {
    grid.hidden.iter().copied().find(|cell| grid.span(*cell, SPAN) < SPAN)
}

/// The sum to withhold next: that of the cell's own column, the first other that is not nothing, any other,
/// and at last the sum of all. A sum of what every month told is known, and to withhold it would be for show.
fn next(grid: &Grid, (_, column): Cell) -> Option<Cell> {
    let (sums, totals) = grid.last();
    let unknown = |column: usize| (0..sums).any(|row| grid.hidden.contains(&(row, column)));
    let shown = |cell: &Cell| !grid.hidden.contains(cell) && unknown(cell.1);
    let own = Some((sums, column)).filter(|cell| shown(cell) && column != totals);
    let others = || (0..totals).map(|column| (sums, column)).filter(|cell| shown(cell));
    let some = || others().find(|cell| grid.value(*cell) > 0);
    let all = || Some((sums, totals)).filter(shown);
    own.or_else(some).or_else(|| others().next()).or_else(all)
}
