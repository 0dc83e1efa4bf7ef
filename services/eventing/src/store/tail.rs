//! The last events that this process stored, for those who follow the log: they need not read back what
//! has just been written. Payloads are sealed as they are in the database.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::StoredEvent;

/// Events that are kept; who is further behind reads the database.
const KEPT: usize = 1_024;

/// The end of the log. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Tail(
    // INVARIANT: positions without gaps, oldest first.
    Arc<Mutex<VecDeque<StoredEvent>>>,
);

impl Tail {
    /// Adds events that have just been stored. What another process stored between is not here, so what
    /// stands before it is forgotten.
    pub(super) fn push(&self, events: Vec<StoredEvent>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let follows = |first: &StoredEvent, last: &StoredEvent| first.position == last.position + 1;
        if let (Some(first), Some(last)) = (events.first(), kept.back())
            && !follows(first, last)
        {
            kept.clear();
        }
        kept.extend(events);
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }

    /// Events above a position, at most `limit`; `None` when the database must be asked.
    pub(super) fn after(&self, position: i64, limit: usize) -> Option<Vec<StoredEvent>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = kept.front()?.position;
        let skipped = usize::try_from(position + 1 - first).ok()?;
        let events: Vec<_> = kept.iter().skip(skipped).take(limit).cloned().collect();
        (!events.is_empty()).then_some(events)
    }
}

#[cfg(test)]
mod tests {
    use sentier_kernel::Moment;
    use uuid::Uuid;

    use super::*;

    fn events(positions: std::ops::Range<i64>) -> Vec<StoredEvent> {
        let event = |position| StoredEvent {
            position,
            stream: Uuid::from_u128(1),
            version: position,
            event_type: "counted.v1".to_owned(),
            at: Moment::from_micros(1),
            principal: "services/test".to_owned(),
            centre: "ogou-1".to_owned(),
            payload: Vec::new(),
        };
        positions.map(event).collect()
    }

    fn positions(tail: &Tail, after: i64, limit: usize) -> Option<Vec<i64>> {
        Some(tail.after(after, limit)?.iter().map(|event| event.position).collect())
    }

    #[test]
    fn what_was_just_stored_is_read_in_order() {
        let tail = Tail::default();
        tail.push(events(5..8));
        tail.push(events(8..10));
        assert_eq!(positions(&tail, 4, 10), Some(vec![5, 6, 7, 8, 9]));
        assert_eq!(positions(&tail, 7, 1), Some(vec![8]));
    }

    #[test]
    fn what_is_not_here_is_asked_of_the_database() {
        let tail = Tail::default();
        assert_eq!(positions(&tail, 0, 10), None);
        tail.push(events(5..8));
        assert_eq!(positions(&tail, 3, 10), None, "position 4 is missing");
        assert_eq!(positions(&tail, 7, 10), None, "another process may have stored 8");
        // Another process stored 8 and 9.
        tail.push(events(10..12));
        assert_eq!(positions(&tail, 7, 10), None);
        assert_eq!(positions(&tail, 9, 10), Some(vec![10, 11]));
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let tail = Tail::default();
        tail.push(events(1..2_000));
        assert_eq!(positions(&tail, 1, 1), None);
        assert_eq!(positions(&tail, 1_998, 5), Some(vec![1_999]));
    }
}
