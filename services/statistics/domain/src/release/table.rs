//! The eleven tables: their domains in fixed order, their periods, their shares of the year's budget, their noise.

use super::{Age, Answer, Delay, MainType, Perpetrator, Person, Places, Region, Rho};
use crate::period::Cadence;
use crate::value::Need;
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
        /// By the services for which she was ever referred in the year, each year: the only table in which
        /// one survivor stands in several cells. The last to be published: where a year's budget does not
        /// reach, it is this one that is refused (`budget`).
        Services = "services",
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
    /// For what she was referred.
    pub service: Option<Need>,
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
            | Self::ReportDelay
            | Self::Services => Cadence::Year,
        }
    }

    /// Its share of the year's budget, in ten-thousandths: a fifth for the services (PRIVACY 2.3), and of the
    /// rest 95 hundredths as PRIVACY 0.4 divides it, and one for each table of what is rare. One survivor
    /// counts in one period of each table, so a table's periods together cost what one of them does
    /// (parallel composition).
    pub const fn share(self) -> u64 {
        match self {
            Self::Total => 760,
            Self::Region => 2_280,
            Self::RegionType => 1_900,
            Self::RegionAge => 1_140,
            Self::TypeAgePerpetrator => 1_520,
            Self::Male
            | Self::Disability
            | Self::Displaced
            | Self::Uniformed
            | Self::ReportDelay => 80,
            Self::Services => 2_000,
        }
    }

    /// What it costs of a year's budget of `year`.
    pub const fn rho(self, year: Rho) -> Rho {
        year.share(self.share())
    }

    /// The square of what one survivor changes in it at most, as the length of a vector of counts: one cell
    /// by one, and of the services each of eight by one, L2 = sqrt 8 (PRIVACY 2.3).
    pub const fn sensitivity_squared(self) -> u32 {
        match self {
            Self::Services => 8,
            Self::Total
            | Self::Region
            | Self::RegionType
            | Self::RegionAge
            | Self::TypeAgePerpetrator
            | Self::Male
            | Self::Disability
            | Self::Displaced
            | Self::Uniformed
            | Self::ReportDelay => 1,
        }
    }

    /// The variance of the noise of each of its cells, where the table costs `cost`: its sensitivity squared
    /// / (2 rho) (Bun and Steinke 2016), as a fraction in lowest terms. None for a cost of zero.
    pub fn variance(self, cost: Rho) -> Option<(u128, u128)> {
        cost.variance(self.sensitivity_squared())
    }

    /// The same as a number; zero for a cost of zero.
    pub fn sigma_squared(self, cost: Rho) -> f64 {
        cost.sigma_squared(self.sensitivity_squared())
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
            Self::Services => {
                across(&whole, Need::ALL, |cell, service| Cell { service: Some(service), ..cell })
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
            Self::Services => 8,
            Self::Male | Self::Disability | Self::Displaced | Self::Uniformed => 2,
        }
    }

    /// The places among [`Table::cells`] in which a survivor counts: one, or of the services as many as she was
    /// referred for, which may be none.
    pub fn places(self, person: Person) -> Places {
        let Person { region, main_type, age, perpetrator, traits, services } = person;
        let at = |place: usize, length: usize, next: usize| place * length + next;
        let one = match self {
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
            Self::Services => {
                let referred = Need::ALL.iter().filter(|service| services.holds(**service));
                return referred.map(|service| *service as usize).collect();
            }
        };
        Places::one(one)
    }
}

fn across<V: Copy>(cells: &[Cell], values: &[V], with: impl Fn(Cell, V) -> Cell) -> Vec<Cell> {
    cells.iter().flat_map(|cell| values.iter().map(|value| with(*cell, *value))).collect()
}
