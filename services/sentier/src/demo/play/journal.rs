//! What was acknowledged: for each write its request id, and the resource and version it was answered
//! with. Opaque ids only, so that a test can look every one of them up in the stores.

use std::fs::File;
use std::io::{self, LineWriter, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One acknowledged write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The key under which it was asked, once or repeatedly.
    pub request_id: Uuid,
    /// Which call.
    pub rpc: String,
    /// The resource that it made or changed.
    pub resource: String,
    /// The resource's version after it; 0 where the answer has none.
    pub version: i64,
}

#[derive(Debug, Default)]
struct Inner {
    entries: Vec<Entry>,
    file: Option<LineWriter<File>>,
}

/// The journal; clones write into the same.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<Inner>>);

impl Journal {
    /// A journal that is also written to a file, one JSON object a line.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = Some(LineWriter::new(File::create(path)?));
        Ok(Self(Arc::new(Mutex::new(Inner { entries: Vec::new(), file }))))
    }

    /// Notes an acknowledged write.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note(&self, entry: Entry) -> io::Result<()> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &mut inner.file {
            let line = serde_json::to_string(&entry).map_err(io::Error::other)?;
            writeln!(file, "{line}")?;
        }
        inner.entries.push(entry);
        Ok(())
    }

    /// Everything that was acknowledged, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entries.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_reads_back_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::create(&path).unwrap();
        let entry = Entry {
            request_id: Uuid::from_u128(7),
            rpc: "cases.v1/OpenCase".to_owned(),
            resource: "centres/ogou-1/cases/7".to_owned(),
            version: 1,
        };
        journal.note(entry.clone()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let read: Vec<Entry> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read, [entry]);
        assert_eq!(read, journal.entries());
    }
}
