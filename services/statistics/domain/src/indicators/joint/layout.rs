//! Every number of a month in one row, and the equations between them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::relations::{Cell, Kind, OF, WHOLE, relations};
use crate::indicators::{Indicator, Unit, Value};
use crate::suppression::room::Term;

/// The places of the numbers; the same for every month.
pub(super) static LAYOUT: LazyLock<Layout> = LazyLock::new(Layout::new);

/// Where each number stands. Numbers that are the same, as the totals of tables of incidents are, stand once.
pub(super) struct Layout {
    cells: Vec<Cell>,
    places: BTreeMap<Cell, usize>,
    rows: Vec<Row>,
    /// A number and those without all of which it is not told.
    pub(super) follows: Vec<(usize, Vec<usize>)>,
    /// Numbers that are told where all those that they follow from are.
    pub(super) derived: Vec<usize>,
}

/// A relation in terms of places: the left above zero, the right below.
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) terms: Vec<Term>,
}

/// Those that are of the work with people and stand with their parts in the system; staff do not, and an
/// average tells no count of people but its denominator.
pub(super) fn joined() -> impl Iterator<Item = Indicator> {
    let all = Indicator::ALL.iter().copied();
    all.filter(|of| !of.is_of_staff() && of.unit() != Unit::Average)
}

impl Layout {
    fn new() -> Self {
        let mut layout = Self {
            cells: Vec::new(),
            places: BTreeMap::new(),
            rows: Vec::new(),
            follows: Vec::new(),
            derived: Vec::new(),
        };
        for of in joined() {
            for cell in cells(of) {
                let cell = canonical(cell);
                if !layout.places.contains_key(&cell) {
                    layout.places.insert(cell, layout.cells.len());
                    layout.cells.push(cell);
                }
            }
        }
        for relation in relations() {
            layout.relate(relation.kind, &relation.left, &relation.right);
        }
        for of in joined() {
            layout.within(of);
        }
        // Nothing is told of some rapes where nothing is of all.
        layout.needs((Indicator::GbvDelayRapeHealth, WHOLE), (Indicator::GbvDelayRape, WHOLE));
        layout
    }

    /// What holds within an indicator: its parts and its total, a share and what it is a share of.
    fn within(&mut self, of: Indicator) {
        let whole = (of, WHOLE);
        let parts: Vec<Cell> = of.parts().into_iter().map(|part| (of, part)).collect();
        for part in &parts {
            self.needs(*part, whole);
            if of.overlaps() {
                self.relate(Kind::Part, &[*part], &[whole]);
            }
        }
        if !parts.is_empty() && !of.overlaps() {
            self.relate(Kind::Equal, &parts, &[whole]);
        }
        if of.unit() == Unit::Share {
            // What is left of a share that follows from parts is left of those.
            let follows = self.place(whole).is_some_and(|at| self.derived.contains(&at));
            let kind = if follows { Kind::AtMost } else { Kind::Part };
            self.needs(whole, (of, OF));
            self.relate(kind, &[whole], &[(of, OF)]);
        }
    }

    fn relate(&mut self, kind: Kind, left: &[Cell], right: &[Cell]) {
        let (left, right) = (self.all(left), self.all(right));
        let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
        for at in &left {
            *terms.entry(*at).or_insert(0) += 1;
        }
        for at in &right {
            *terms.entry(*at).or_insert(0) -= 1;
        }
        let terms = terms.into_iter().filter(|(_, sign)| *sign != 0).collect();
        if let ([whole], Kind::Follows) = (left.as_slice(), kind) {
            self.derived.push(*whole);
            self.follows.push((*whole, right));
        }
        self.rows.push(Row { kind, terms });
    }

    /// A number is not told without another.
    fn needs(&mut self, cell: Cell, other: Cell) {
        if let (Some(at), Some(other)) = (self.place(cell), self.place(other)) {
            self.follows.push((at, vec![other]));
        }
    }

    fn all(&self, cells: &[Cell]) -> Vec<usize> {
        cells.iter().filter_map(|cell| self.place(*cell)).collect()
    }

    /// How many numbers a month has.
    pub(super) const fn len(&self) -> usize {
        self.cells.len()
    }

    /// How many places it takes: its numbers, and of each relation what the right is above the left.
    pub(super) const fn width(&self) -> usize {
        self.cells.len() + self.rows.len()
    }

    /// The relations, each with the place of what is left.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        (self.cells.len()..).zip(&self.rows)
    }

    pub(super) fn place(&self, cell: Cell) -> Option<usize> {
        self.places.get(&canonical(cell)).copied()
    }

    /// The number that stands at a place.
    pub(super) fn cell(&self, at: usize) -> Option<Cell> {
        self.cells.get(at).copied()
    }
}

/// The numbers of an indicator.
pub(super) fn cells(of: Indicator) -> Vec<Cell> {
    let denominator = (of.unit() == Unit::Share).then_some((of, OF));
    let parts = of.parts().into_iter().map(|part| (of, part));
    std::iter::once((of, WHOLE)).chain(denominator).chain(parts).collect()
}

/// What [`cells`] come to.
pub(super) fn numbers(of: Indicator, value: &Value) -> Vec<i64> {
    let denominator = value.denominator.filter(|_| of.unit() == Unit::Share);
    std::iter::once(value.numerator).chain(denominator).chain(value.parts.iter().copied()).collect()
}

/// Whether a number is the total that a whole family of tables shares.
pub(super) fn is_total((of, part): Cell) -> bool {
    part == OF || (part == WHOLE && of.unit() == Unit::Count && of != Indicator::GbvDelayRapeHealth)
}

/// Whether an indicator looks closer at what the tables of all incidents or referrals count; of the two it
/// is withheld first.
pub(super) const fn is_closer(of: Indicator) -> bool {
    use Indicator as I;
    of.overlaps()
        || matches!(
            of,
            I::GbvAdolescents
                | I::GbvDelayRape
                | I::GbvDelayRapeHealth
                | I::RapeAtHealth
                | I::SdgPartnerForm
                | I::SdgPartnerAge
                | I::SdgOtherAge
                | I::SdgOtherPlace
                | I::ApprovedActionPlans
                | I::TimeToAccept
                | I::TimeToServe
        )
}

/// The one name of a number that several indicators tell.
fn canonical((of, part): Cell) -> Cell {
    use Indicator as I;
    if part == WHOLE && of.unit() == Unit::Share {
        return match of {
            I::SdgPartnerAge => (I::SdgPartnerForm, WHOLE),
            I::SdgOtherPlace => (I::SdgOtherAge, WHOLE),
            of => (of, WHOLE),
        };
    }
    if part != WHOLE && part != OF {
        return (of, part);
    }
    match of {
        I::GbvDelayRape | I::RapeAtHealth | I::RapeWithin72Hours | I::RapeWithin120Hours => {
            (I::GbvType, "rape")
        }
        I::AssessmentStatus
        | I::CompletedSafetyPlans
        | I::CompletedActionPlans
        | I::ApprovedActionPlans
        | I::ClosureRate => (I::NumberOfCases, WHOLE),
        I::TimeToAccept | I::TimeToServe | I::LoopsClosed => (I::TimeToAcknowledge, WHOLE),
        I::NumberOfCases
        | I::ServicesProvided
        | I::AverageReferrals
        | I::AverageFollowUps
        | I::TimeOpen
        | I::CaseLoad
        | I::SupervisorRatio
        | I::ClientSatisfaction
        | I::GbvDelayRapeHealth
        | I::TimeToAcknowledge
        | I::Declines => (of, part),
        _ => (I::GbvIncidents, WHOLE),
    }
}
