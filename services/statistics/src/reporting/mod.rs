//! A report as a file: pages to print, a workbook, comma-separated values.
//!
//! All three are written from one list of lines ([`lines`]), so that they say the same.

mod lines;
mod pdf;
mod sheet;

use sentier_platform::catalogue::Locale;
use sentier_statistics_domain::outreach::ActivityKind;
use sentier_statistics_domain::reports::Report;
use sentier_statistics_domain::weeks::Week;

pub(crate) use pdf::pdf;
pub(crate) use sheet::{comma_separated, workbook};

/// A report and what stands around it.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    /// The centre's code.
    pub(crate) centre: String,
    /// As of the end of which week.
    pub(crate) week: Week,
    /// Where in the log that is.
    pub(crate) position: i64,
    /// The figures.
    pub(crate) report: Report,
    /// What the centre did beyond its cases, by kind.
    pub(crate) outreach: Vec<Outreach>,
    /// The language.
    pub(crate) locale: Locale,
}

/// Outreach of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outreach {
    /// Which kind; absent of nothing.
    pub(crate) kind: Option<ActivityKind>,
    /// Activities planned.
    pub(crate) planned: i64,
    /// Activities held.
    pub(crate) held: i64,
    /// People reached or trained.
    pub(crate) people: i64,
    /// CFA francs spent.
    pub(crate) cost: i64,
}

impl Outreach {
    /// What one activity cost; absent when none was held.
    pub(crate) const fn cost_per_activity(&self) -> Option<i64> {
        if self.held > 0 { Some((self.cost + self.held / 2) / self.held) } else { None }
    }
}

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PaperError {
    /// The pages.
    #[error("the pages cannot be written")]
    Pdf,
    /// The workbook.
    #[error("the workbook cannot be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The comma-separated values.
    #[error("the values cannot be written")]
    Csv(#[from] csv::Error),
}

impl sentier_kernel::Explain for PaperError {
    fn category(&self) -> sentier_kernel::Category {
        sentier_kernel::Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

