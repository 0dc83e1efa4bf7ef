//! The ten tables: their domains in fixed order, their periods, their shares of the year's budget.

use super::{Age, Answer, Delay, MainType, Perpetrator, Person, Region, Rho};
use crate::period::Cadence;
use sentier_kernel::codes;

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
        /// Men and boys, each year.
        Male = "male",
        /// With a disability, each year.
        Disability = "disability",
        /// Displaced, each year.
        Displaced = "displaced",
        /// By somebody in uniform, each year.
        Uniformed = "uniformed",
        /// By the time from the incident to its report, each year.
        ReportDelay = "report_delay",
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
    /// Whether what the table is about is so.
    pub answer: Option<Answer>,
    /// From the incident to its report.
    pub delay: Option<Delay>,
}

impl Table {
    /// How long its periods are.
    pub const fn cadence(self) -> Cadence {
        match self {
            Self::Total | Self::Region => Cadence::Month,
            Self::RegionType | Self::RegionAge => Cadence::Quarter,
            Self::TypeAgePerpetrator
            | Self::Male
            | Self::Disability
            | Self::Displaced
            | Self::Uniformed
            | Self::ReportDelay => Cadence::Year,
        }
    }

    /// Its share of the year's budget, in ten-thousandths: 95 hundredths of it as PRIVACY 0.4 divides it,
    /// and one for each table of what is rare. One survivor counts in one period of each table, so a
    /// table's periods together cost what one of them does (parallel composition).
    pub const fn share(self) -> u64 {
        match self {
            Self::Total => 950,
            Self::Region => 2_850,
            Self::RegionType => 2_375,
            Self::RegionAge => 1_425,
            Self::TypeAgePerpetrator => 1_900,
            Self::Male
            | Self::Disability
            | Self::Displaced
            | Self::Uniformed
            | Self::ReportDelay => 100,
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
            Self::Male | Self::Disability | Self::Displaced | Self::Uniformed => {
                across(&whole, Answer::ALL, |cell, answer| Cell { answer: Some(answer), ..cell })
            }
            Self::ReportDelay => {
                across(&whole, Delay::ALL, |cell, delay| Cell { delay: Some(delay), ..cell })
            }
        }
    }

    /// How many cells it has.
    pub const fn size(self) -> usize {
        match self {
            Self::Total => 1,
            Self::Region | Self::ReportDelay => 6,
            Self::RegionType => 36,
            Self::RegionAge => 24,
            Self::TypeAgePerpetrator => 72,
            Self::Male | Self::Disability | Self::Displaced | Self::Uniformed => 2,
        }
    }

    /// The place among [`Table::cells`] in which a survivor counts.
    pub fn place(self, person: Person) -> usize {
        let Person { region, main_type, age, perpetrator, traits } = person;
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
            Self::Male => traits.male as usize,
            Self::Disability => traits.disability as usize,
            Self::Displaced => traits.displaced as usize,
            Self::Uniformed => traits.uniformed as usize,
            Self::ReportDelay => traits.delay as usize,
        }
    }
}

fn across<V: Copy>(cells: &[Cell], values: &[V], with: impl Fn(Cell, V) -> Cell) -> Vec<Cell> {
    cells.iter().flat_map(|cell| values.iter().map(|value| with(*cell, *value))).collect()
}
