//! Reports as files: pages to print, a workbook, comma-separated values.
//!
//! All three are written from one [`Document`] of words and numbers, so that they say the same. [`of_centre`]
//! words a centre's report, with [`of_outreach`] for what it does beyond its cases, [`of_communes`] the
//! comparison of communes.

mod document;
mod figures;
mod map;
mod of_centre;
mod of_communes;
mod of_outreach;
mod pdf;
mod sheet;

pub(crate) use document::Document;
pub(crate) use of_centre::{Outreach, Paper, document as of_centre};
pub(crate) use of_communes::{Commune, Comparison, document as of_communes};
pub(crate) use of_outreach::Detail;
pub(crate) use pdf::pdf;
pub(crate) use sheet::{comma_separated, workbook};

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
    /// The message for a DHIS2.
    #[error("the message for a DHIS2 cannot be written")]
    Dhis2,
}

impl sentier_kernel::Explain for PaperError {
    fn category(&self) -> sentier_kernel::Category {
        sentier_kernel::Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}
