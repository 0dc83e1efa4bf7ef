//! What a table of services would cost that is not published: "ever referred to service s this year" (PRIVACY 2.3).
//!
//! One survivor moves up to eight of its cells by one, so that its noise is √8 times as strong for the same
//! cost; a fifth of the budget would leave every other table eight tenths of its own. What the releases would
//! need to publish it stands in the README of the statistics; here is its error.

use std::fmt::Write as _;

use sentier_statistics_domain::budget::YEAR;
use sentier_statistics_domain::release::Rho;
use sentier_statistics_domain::release::noise::draw;

use super::bits::Seeded;

/// Services: health, safety, police, justice, psychosocial, livelihood, shelter, education.
const SERVICES: usize = 8;
/// The share of survivors who are ever referred to each: 2.6 services a survivor (PRIVACY section 4), divided so
/// that a national year has cells of about 200 to 2 000.
const REFERRED: [f64; SERVICES] = [0.70, 0.50, 0.40, 0.35, 0.25, 0.20, 0.12, 0.08];

/// The error of the table in one volume.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Error {
    /// Root mean square error of a count, in survivors.
    pub rmse: f64,
    /// Median relative error in cells of ten and more.
    pub relative: f64,
}

/// What it would cost: a fifth of the year's budget.
pub const fn cost() -> Rho {
    YEAR.share(2_000)
}

/// The error in worlds of so many survivors a year.
pub fn at(survivors: u32, years: u64) -> Error {
    let (numerator, denominator) = cost().variance().expect("some noise");
    // Eight cells of one survivor: the square of the sensitivity is eight.
    let variance = (numerator * SERVICES as u128, denominator);
    let (mut squares, mut cells, mut relative) = (0.0, 0.0, Vec::new());
    let mut bits = Seeded::new(31);
    for _year in 0..years {
        for share in REFERRED {
            let referred = (0..survivors).filter(|_| bits.share() < share).count() as f64;
            let off = draw(variance, &mut bits).expect("bits") as f64;
            squares += off * off;
            cells += 1.0;
            if referred >= 10.0 {
                relative.push((off / referred).abs());
            }
        }
    }
    relative.sort_by(f64::total_cmp);
    let median = relative.get(relative.len() / 2).copied().unwrap_or(f64::NAN);
    Error { rmse: (squares / cells).sqrt(), relative: median }
}

/// The errors at every volume, as text.
pub fn report(years: u64) -> String {
    let mut text = String::from(
        "a table of services, not published: a fifth of the budget, so the noise of all others x 1.12\n\
         survivors/year    RMSE  median, cells >= 10   (PRIVACY 2.3: 16.4)\n",
    );
    for survivors in [60, 240, 480, 2_800] {
        let Error { rmse, relative } = at(survivors, years);
        let _infallible =
            writeln!(text, "{survivors:>14} {rmse:>7.1} {:>19.1} %", relative * 100.0);
    }
    text
}
