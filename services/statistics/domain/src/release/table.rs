//! The five tables: their domains in fixed order, their periods, their shares of the year's budget.

use serde::{Deserialize, Serialize};

use super::{Age, MainType, Perpetrator, Person, Region, Rho};
use crate::period::Cadence;
use crate::value::codes;

codes! {
    /// A released table.
    Table {
        /// Survivors, each month.
        Total = "total",
        /// By region, each month.
        Region = "region",
        /// By region and type, each quarter.
        RegionType = "region_type",
        /// By region and age, each quarter.
        RegionAge = "region_age",
        /// By type, age and perpetrator, each year.
        TypeAgePerpetrator = "type_age_perpetrator",
    }
}

/// The key of one cell: a value of each dimension that its table has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Where.
    pub region: Option<Region>,
    /// What.
    pub main_type: Option<MainType>,
    /// Her age.
    pub age: Option<Age>,
    /// Who.
    pub perpetrator: Option<Perpetrator>,
}

impl Table {
    /// How long its periods are.
    pub const fn cadence(self) -> Cadence {
        match self {
            Self::Total | Self::Region => Cadence::Month,
            Self::RegionType | Self::RegionAge => Cadence::Quarter,
            Self::TypeAgePerpetrator => Cadence::Year,
        }
    }

    /// Its share of the year's budget, in hundredths (PRIVACY 0.4). One survivor counts in one period of
    /// each table, so a table's periods together cost what one of them does (parallel composition).
    pub const fn share(self) -> u64 {
        match self {
            Self::Total => 10,
            Self::Region => 30,
            Self::RegionType => 25,
            Self::RegionAge => 15,
            Self::TypeAgePerpetrator => 20,
        }
    }

    /// What it costs of a year's budget of `year`.
    pub const fn rho(self, year: Rho) -> Rho {
        year.share(self.share())
    }

    /// Its cells, all of them, in the order in which they are released.
    pub fn cells(self) -> Vec<Cell> {
        let whole = vec![Cell::default()];
        let regions = |cells: Vec<Cell>| {
            across(&cells, Region::ALL, |cell, region| Cell { region: Some(region), ..cell })
        };
        let types = |cells: Vec<Cell>| {
            across(&cells, MainType::ALL, |cell, kind| Cell { main_type: Some(kind), ..cell })
        };
        let ages = |cells: Vec<Cell>| {
            across(&cells, Age::ALL, |cell, age| Cell { age: Some(age), ..cell })
        };
        match self {
            Self::Total => whole,
            Self::Region => regions(whole),
            Self::RegionType => types(regions(whole)),
            Self::RegionAge => ages(regions(whole)),
            Self::TypeAgePerpetrator => {
                across(&ages(types(whole)), Perpetrator::ALL, |cell, perpetrator| Cell {
                    perpetrator: Some(perpetrator),
                    ..cell
                })
            }
        }
    }

    /// How many cells it has.
    pub const fn size(self) -> usize {
        match self {
            Self::Total => 1,
            Self::Region => 6,
            Self::RegionType => 36,
            Self::RegionAge => 24,
            Self::TypeAgePerpetrator => 72,
        }
    }

    /// The place among [`Table::cells`] in which a survivor counts.
    pub fn place(self, person: Person) -> usize {
        let Person { region, main_type, age, perpetrator } = person;
        let at = |place: usize, length: usize, next: usize| place * length + next;
        match self {
            Self::Total => 0,
            Self::Region => region as usize,
            Self::RegionType => at(region as usize, MainType::ALL.len(), main_type as usize),
            Self::RegionAge => at(region as usize, Age::ALL.len(), age as usize),
            Self::TypeAgePerpetrator => {
                let place = at(main_type as usize, Age::ALL.len(), age as usize);
                at(place, Perpetrator::ALL.len(), perpetrator as usize)
            }
        }
    }
}

fn across<V: Copy>(cells: &[Cell], values: &[V], with: impl Fn(Cell, V) -> Cell) -> Vec<Cell> {
    cells.iter().flat_map(|cell| values.iter().map(|value| with(*cell, *value))).collect()
}
