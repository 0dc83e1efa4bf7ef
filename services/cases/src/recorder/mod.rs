//! The GBVIMS Incident Recorder, the workbook that the field exchanges: its 42 columns, what may stand in
//! them, and how rows become a file. The importer reads by it, the export writes by it.

mod codes;
mod columns;
mod write;

pub use codes::Code;
pub use columns::{Column, Content, Use};
pub use write::{Cell, Row, WriteError, comma_separated, unguarded, workbook};
