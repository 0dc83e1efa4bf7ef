//! What leaves the centre as a file.

mod archive;
mod document;
mod json;
mod pdf;
mod row;
mod words;

pub(crate) use archive::{Archive, ExportError, archived};
pub(crate) use document::document;
pub(crate) use json::json;
pub(crate) use pdf::pdf;
pub(crate) use row::row;
