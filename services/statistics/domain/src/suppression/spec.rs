//! What is withheld, held against a linear programme that knows all that a reader knows.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use proptest::prelude::*;

use super::sums::Told;
use super::*;

/// Withheld numbers as unknowns, told ones as what they are.
struct Reader {
    direction: OptimizationDirection,
    problem: Problem,
}

#[derive(Clone, Copy)]
enum Seen {
    Number(f64),
    Unknown(Variable),
}

impl Reader {
    fn new(direction: OptimizationDirection) -> Self {
        Self { direction, problem: Problem::new(direction) }
    }

    /// A cell; what is asked about is what is to be least or greatest.
    fn cell(&mut self, value: i64, shown: bool, asked: bool) -> Seen {
        if shown {
            return Seen::Number(float(value));
        }
        let weight = if asked { 1.0 } else { 0.0 };
        Seen::Unknown(self.problem.add_var(weight, (0.0, f64::INFINITY)))
    }

    /// The cells add up to the total.
    fn adds_up(&mut self, cells: &[Seen], total: Seen) {
        let mut unknown = Vec::new();
        let mut rest = 0.0;
        for cell in cells {
            match cell {
                Seen::Number(value) => rest -= value,
                Seen::Unknown(variable) => unknown.push((*variable, 1.0)),
            }
        }
        match total {
            Seen::Number(value) => rest += value,
            Seen::Unknown(variable) => unknown.push((variable, -1.0)),
        }
        if !unknown.is_empty() {
            self.problem.add_constraint(&unknown, ComparisonOp::Eq, rest);
        }
    }

    fn bound(self) -> f64 {
        match self.problem.solve() {
            Ok(solution) => solution.objective(),
            Err(microlp::Error::Unbounded) => match self.direction {
                OptimizationDirection::Maximize => f64::INFINITY,
                OptimizationDirection::Minimize => f64::NEG_INFINITY,
            },
            Err(error) => panic!("what is told cannot be: {error}"),
        }
    }
}

/// How far apart the least and the greatest number of a cell are for a reader of months and their sums.
/// `asked` is a row and a column; the last of each are the sums.
fn span(months: &[Told], sums: Option<&sums::Shown>, asked: (usize, usize)) -> f64 {
    let bound = |direction| {
        let mut reader = Reader::new(direction);
        let columns = months[0].parts.len();
        let mut rows: Vec<Vec<Seen>> = Vec::new();
        for (row, month) in months.iter().enumerate() {
            let cells = month.parts.iter().zip(&month.shown).enumerate();
            let cells: Vec<Seen> = cells
                .map(|(column, (value, shown))| reader.cell(*value, *shown, asked == (row, column)))
                .collect();
            let total = month.parts.iter().sum();
            let total = reader.cell(total, month.total, asked == (row, columns));
            reader.adds_up(&cells, total);
            rows.push(cells.into_iter().chain([total]).collect());
        }
        if let Some(sums) = sums {
            let mut told: Vec<Seen> = Vec::new();
            for column in 0..=columns {
                let value = |month: &Told| {
                    month.parts.get(column).copied().unwrap_or_else(|| month.parts.iter().sum())
                };
                let value = months.iter().map(value).sum();
                let shown = sums.parts.get(column).copied().unwrap_or(sums.total);
                let cell = reader.cell(value, shown, asked == (months.len(), column));
                let of_months: Vec<Seen> = rows.iter().map(|row| row[column]).collect();
                reader.adds_up(&of_months, cell);
                told.push(cell);
            }
            let total = told.pop().unwrap();
            reader.adds_up(&told, total);
        }
        reader.bound()
    };
    bound(OptimizationDirection::Maximize) - bound(OptimizationDirection::Minimize)
}

/// A month as it is told: its parts, or nothing when it is small.
fn told(parts: Vec<i64>) -> Told {
    if is_small(parts.iter().sum()) {
        return Told { shown: vec![false; parts.len()], parts, total: false };
    }
    Told { shown: parts::shown(&parts), parts, total: true }
}

/// The span that is allowed, but for what a computer loses.
fn enough() -> f64 {
    float(SPAN) - 1e-6
}

fn float(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap())
}

fn no_cell_is_narrow(months: &[Told], sums: Option<&sums::Shown>) {
    let columns = months[0].parts.len();
    for (row, month) in months.iter().enumerate() {
        let hidden = (0..=columns)
            .filter(|column| !month.shown.get(*column).copied().unwrap_or(month.total));
        for column in hidden {
            // A month that is small is known to be from 1 to 4, and no more.
            let found = span(months, sums, (row, column));
            assert!(found >= enough(), "{months:?} {sums:?}: {row} {column} within {found}");
        }
    }
    let Some(sums) = sums else { return };
    for column in
        (0..=columns).filter(|column| !sums.parts.get(*column).copied().unwrap_or(sums.total))
    {
        let found = span(months, Some(sums), (months.len(), column));
        assert!(found >= enough(), "{months:?} {sums:?}: sum {column} within {found}");
    }
}

#[test]
fn the_programme_finds_what_a_lone_withheld_part_is() {
    // Primary suppression alone: 3 = 12 - 9.
    let careless = Told { parts: vec![9, 3], shown: vec![true, false], total: true };
    assert!(span(&[careless], None, (0, 1)) < 1e-6);
    // And what a quarter gives away: 20 - 7 - 10.
    let month =
        |part, shown| Told { parts: vec![part, 30], shown: vec![shown, shown], total: true };
    let months = [month(7, true), month(10, true), month(3, false)];
    let all = sums::Shown { parts: vec![true, true], total: true };
    assert!(span(&months, Some(&all), (2, 0)) < 1e-6);
}

#[test]
fn a_quarter_does_not_tell_what_one_of_its_months_withholds() {
    // 3 is withheld in the third month, and 30 with it; so are their sums.
    let months = [told(vec![7, 30, 8]), told(vec![10, 20, 9]), told(vec![3, 30, 6])];
    assert_eq!(months[2].shown, [false, false, true]);
    let quarter = sums::shown(&months);
    assert_eq!(quarter, sums::Shown { parts: vec![false, false, true], total: true });
    no_cell_is_narrow(&months, Some(&quarter));
}

#[test]
fn a_quarter_is_told_whole_where_its_months_are() {
    let months = [told(vec![7, 30]), told(vec![10, 20]), told(vec![0, 6])];
    assert_eq!(sums::shown(&months), sums::Shown { parts: vec![true, true], total: true });
}

#[test]
fn small_sums_are_withheld_although_no_month_was() {
    let none = told(vec![0, 12]);
    assert_eq!(none.shown, [true, true]);
    let few = Told { parts: vec![2, 12], shown: vec![false, false], total: true };
    let quarter = sums::shown(&[none.clone(), none, few]);
    assert_eq!(quarter.parts, [false, false]);
}

fn any_parts(parts: usize) -> impl Strategy<Value = Vec<i64>> {
    let small = prop_oneof![3 => 0..6_i64, 1 => 0..40_i64];
    prop::collection::vec(small, parts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No suppressed part of any table can be bounded more tightly than allowed.
    #[test]
    fn no_withheld_part_is_known_within_less_than_the_span(
        parts in (2..9_usize).prop_flat_map(any_parts)
    ) {
        no_cell_is_narrow(&[told(parts)], None);
    }

    /// Nor when the sums of three months are told beside them.
    #[test]
    fn no_withheld_part_is_known_when_sums_are_told_too(
        months in (2..7_usize).prop_flat_map(|parts| prop::collection::vec(any_parts(parts), 2..4))
    ) {
        let months: Vec<Told> = months.into_iter().map(told).collect();
        no_cell_is_narrow(&months, Some(&sums::shown(&months)));
    }
}
