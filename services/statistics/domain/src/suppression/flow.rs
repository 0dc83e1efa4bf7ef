//! How far a withheld cell of a table with totals may move, by flows.
//!
//! A table with totals is a network: its rows and columns, totals included, are nodes, and a cell is an arc
//! between its row and its column, a total's arc running backwards. The equations of the table say that
//! what flows into a node flows out of it. So a cell can grow by what can flow back past it through
//! withheld cells, where a cell grows without end and falls to zero (R. H. Cox, *Controlled rounding and
//! suppression in two-way tables*, and every text on cell suppression since).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A cell: its row and its column. Row and column [`Grid::last`] hold the totals.
pub(super) type Cell = (usize, usize);

/// A table with its totals, and what of it is withheld.
pub(super) struct Grid {
    values: BTreeMap<Cell, i64>,
    rows: usize,
    columns: usize,
    pub(super) hidden: BTreeSet<Cell>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Row(usize),
    Column(usize),
}

impl Grid {
    /// The table of these rows, all of one length; nothing is withheld.
    pub(super) fn new(rows: &[Vec<i64>]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut values = BTreeMap::new();
        for (row, parts) in rows.iter().enumerate() {
            for (column, part) in parts.iter().enumerate() {
                for cell in
                    [(row, column), (rows.len(), column), (row, columns), (rows.len(), columns)]
                {
                    *values.entry(cell).or_insert(0) += part;
                }
            }
        }
        Self { values, rows: rows.len(), columns, hidden: BTreeSet::new() }
    }

    /// The row and the column of the totals.
    pub(super) const fn last(&self) -> Cell {
        (self.rows, self.columns)
    }

    /// What stands in a cell.
    pub(super) fn value(&self, cell: Cell) -> i64 {
        self.values.get(&cell).copied().unwrap_or(0)
    }

    /// How far apart the least and the greatest number of a withheld cell are, looked at up to `enough`.
    pub(super) fn span(&self, cell: Cell, enough: i64) -> i64 {
        let (from, to) = self.arc(cell);
        let grows = self.flow(to, from, cell, enough);
        if grows >= enough {
            return grows;
        }
        let falls = self.flow(from, to, cell, enough).min(self.value(cell));
        grows.saturating_add(falls)
    }

    const fn arc(&self, (row, column): Cell) -> (Node, Node) {
        let (of_row, of_column) = (Node::Row(row), Node::Column(column));
        if (row == self.rows) == (column == self.columns) {
            (of_row, of_column)
        } else {
            (of_column, of_row)
        }
    }

    /// How much can flow between two nodes through withheld cells but `past`, up to `enough`.
    fn flow(&self, from: Node, to: Node, past: Cell, enough: i64) -> i64 {
        let mut room: BTreeMap<(Node, Node), i64> = BTreeMap::new();
        for cell in self.hidden.iter().filter(|cell| **cell != past) {
            let (start, end) = self.arc(*cell);
            room.insert((start, end), enough);
            room.insert((end, start), self.value(*cell));
        }
        let mut flowing = 0;
        while flowing < enough {
            let Some(path) = path(&room, from, to) else { break };
            let narrow = path.iter().filter_map(|step| room.get(step).copied()).min().unwrap_or(0);
            for (start, end) in path {
                *room.entry((start, end)).or_insert(0) -= narrow;
                *room.entry((end, start)).or_insert(0) += narrow;
            }
            flowing += narrow;
        }
        flowing
    }
}

/// The shortest way with room on every step.
fn path(room: &BTreeMap<(Node, Node), i64>, from: Node, to: Node) -> Option<Vec<(Node, Node)>> {
    let mut came: BTreeMap<Node, Node> = BTreeMap::new();
    let mut next = VecDeque::from([from]);
    while let Some(at) = next.pop_front() {
        if at == to {
            break;
        }
        for ((start, end), left) in room {
            if *start == at && *left > 0 && *end != from && !came.contains_key(end) {
                came.insert(*end, at);
                next.push_back(*end);
            }
        }
    }
    let mut path = Vec::new();
    let mut at = to;
    while at != from {
        let before = *came.get(&at)?;
        path.push((before, at));
        at = before;
    }
    Some(path)
}
