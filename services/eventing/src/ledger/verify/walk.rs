//! One walk along the log, which remembers what every size should have given.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::{Fault, Finding, Report};
use crate::ledger::{Checkpoint, Frontier, Hash};
use crate::store::StoredEvent;

pub(super) struct Walk {
    edge: Frontier,
    next: i64,
    expected: BTreeMap<u64, Vec<(Hash, Fault)>>,
    versions: HashMap<Uuid, i64>,
    /// False once an event is missing: then no later root can be right.
    whole: bool,
    /// True once a wrong position is known exactly: then wrong roots say nothing more.
    explained: bool,
    checkpoints: u64,
    signed: u64,
    findings: Vec<Finding>,
}

impl Walk {
    pub(super) fn new() -> Self {
        Self {
            edge: Frontier::new(),
            next: 1,
            expected: BTreeMap::new(),
            versions: HashMap::new(),
            whole: true,
            explained: false,
            checkpoints: 0,
            signed: 0,
            findings: Vec::new(),
        }
    }

    /// Expects the root of this checkpoint; `fault` is what it is when it does not hold.
    pub(super) fn expect(&mut self, checkpoint: &Checkpoint, fault: Fault) {
        self.expected.entry(checkpoint.size).or_default().push((checkpoint.root, fault));
    }

    pub(super) fn find(&mut self, position: i64, fault: Fault) {
        self.explained |= fault.is_exact();
        self.findings.push(Finding { position, fault });
        if self.findings.len() > 2 * Report::MOST {
            self.order();
        }
    }

    /// Takes the next event; `None` for a row that cannot be read.
    pub(super) fn event(&mut self, position: i64, event: Option<&(StoredEvent, Option<Vec<u8>>)>) {
        if position > self.next {
            self.find(self.next, Fault::Missing);
            self.whole = false;
        } else if position < self.next {
            self.find(position, Fault::Added);
            self.whole = false;
        }
        self.next = self.next.max(position.saturating_add(1));
        // A row that cannot be read is not the one that was hashed.
        let leaf = event.map_or([0; 32], |(event, _held)| event.leaf());
        let held = event.map_or(Some([0; 0].as_slice()), |(_event, held)| held.as_deref());
        if held.is_some_and(|held| held != leaf) {
            self.find(position, Fault::Changed);
        }
        if let Some((event, _held)) = event {
            self.version(event);
        }
        self.edge.append(leaf);
        self.at_size();
    }

    fn version(&mut self, event: &StoredEvent) {
        let version = self.versions.entry(event.stream).or_insert(0);
        let follows = version.checked_add(1) == Some(event.version);
        *version = event.version;
        if !follows {
            self.find(event.position, Fault::Version);
        }
    }

    /// Compares the root with what this size should have given.
    pub(super) fn at_size(&mut self) {
        let size = self.edge.size();
        let Some(expected) = self.expected.remove(&size) else { return };
        let root = self.edge.root();
        for (wanted, fault) in expected {
            if self.whole && wanted == root {
                self.checkpoints += u64::from(fault == Fault::Rewritten);
                self.signed = size;
            } else if !self.explained {
                // The last size that held is the last position that is surely right.
                self.find(place(self.signed), fault);
            }
        }
    }

    /// Compares with the head row, and with checkpoints over more than there is.
    pub(super) fn finish(mut self, last: i64, leaves: Option<i64>, peaks: Option<&[u8]>) -> Report {
        let size = self.edge.size();
        if last >= self.next {
            self.find(self.next, Fault::Missing);
        }
        for fault in self.expected.values().flatten().map(|(_root, fault)| *fault) {
            if !self.explained {
                self.findings.push(Finding { position: self.next, fault });
            }
        }
        let right = leaves == i64::try_from(size).ok() && peaks == Some(&self.edge.to_bytes());
        if !right && !self.explained {
            self.find(last, Fault::Edge);
        }
        self.order();
        Report {
            events: size,
            root: self.edge.root(),
            checkpoints: self.checkpoints,
            signed: self.signed,
            findings: self.findings,
        }
    }

    fn order(&mut self) {
        self.findings.sort_by_key(|finding| (finding.position, finding.fault.name()));
        self.findings.dedup();
        self.findings.truncate(Report::MOST);
    }
}

/// The position behind a tree of this size.
fn place(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1)
}
