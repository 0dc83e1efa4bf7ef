//! Which field makes a message too large: found by walking over what comes of it, of which nothing is kept.
//!
//! On the wire a number and a length stand before every text and every message within a message, so that the
//! field is known before its content has come.

use std::collections::BTreeMap;
use std::mem;

use crate::server::contract::{Field, Fields};
use crate::server::malformed::REQUEST;

/// The largest message that is read, in bytes. It stays the framework's own limit, which refuses the same: as
/// many calls as the server takes at once are held in memory, and the longest text of the contract has 80 kB.
pub(super) const LARGEST: usize = 4 << 20;
/// Messages within messages that are looked into; the contract has four. A sender could go on for ever.
const DEEPEST: usize = 16;

/// A walk over one message. It ends with the first field that alone is too much, or more than all others of its
/// message together; else after as many bytes as would have been read, with the field that has most of them.
#[derive(Debug)]
pub(super) struct Walk {
    /// Of the message that is walked over: the request, or one within it.
    fields: Option<&'static Fields>,
    /// How long that message says it is, in bytes.
    length: usize,
    /// Bytes of it that have not come.
    left: usize,
    /// Bytes that are walked over at most from here on.
    budget: usize,
    /// The names of the fields that were gone into.
    path: Vec<String>,
    /// What each field of that message has so far; of all that the contract does not know, under no name.
    shares: BTreeMap<Option<&'static str>, Share>,
    /// Whose content comes next.
    field: Option<&'static Field>,
    part: Part,
    number: Number,
    /// Bytes before the content, of the field that has begun.
    head: usize,
    done: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// The number of a field and the kind of its content.
    Tag,
    /// A number, which is content.
    Value,
    /// How long the content is.
    Length,
    /// So many bytes of content.
    Content(usize),
}

#[derive(Debug, Default)]
struct Share {
    times: usize,
    bytes: usize,
}

impl Walk {
    /// A walk over a message with these fields that is `length` bytes long.
    pub(super) fn new(fields: Option<&'static Fields>, length: usize) -> Self {
        Self {
            fields,
            length,
            left: length,
            budget: LARGEST,
            path: Vec::new(),
            shares: BTreeMap::new(),
            field: None,
            part: Part::Tag,
            number: Number::default(),
            head: 0,
            // Of a message that is none of the contract's nothing can be told.
            done: fields.is_none(),
        }
    }

    /// Whether nothing more is needed.
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Walks over what came, no further than is needed.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !self.done
            && let Some((&first, after)) = rest.split_first()
        {
            if let Part::Content(content) = self.part {
                let step = content.min(rest.len()).min(self.left).min(self.budget);
                rest = rest.get(step..).unwrap_or_default();
                self.part = if step == content { Part::Tag } else { Part::Content(content - step) };
                self.spend(step);
            } else {
                rest = after;
                self.head += 1;
                self.spend(1);
                self.read(first);
            }
        }
    }

    /// The path of the field, as far as it is known; `request` when nothing is.
    pub(super) fn told(mut self) -> String {
        let most = self.shares.iter().max_by_key(|(_, share)| share.bytes);
        let name = most.and_then(|(name, _)| *name);
        self.path.extend(name.map(str::to_owned));
        if self.path.is_empty() { REQUEST.to_owned() } else { self.path.join(".") }
    }

    fn spend(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
        self.budget = self.budget.saturating_sub(bytes);
        self.done = self.left == 0 || self.budget == 0;
    }

    fn read(&mut self, byte: u8) {
        let Some(value) = self.number.push(byte) else { return };
        match self.part {
            Part::Tag => self.begin(value),
            Part::Length => self.enter(usize::try_from(value).unwrap_or(usize::MAX)),
            Part::Value => self.pass(0),
            Part::Content(_) => {}
        }
    }

    fn begin(&mut self, tag: u64) {
        let number = u32::try_from(tag >> 3).ok();
        self.field = number.zip(self.fields).and_then(|(number, fields)| fields.get(&number));
        match tag & 7 {
            0 => self.part = Part::Value,
            1 => self.pass(8),
            2 => self.part = Part::Length,
            5 => self.pass(4),
            // A group, which the contract has none of; or no message at all.
            _ => self.done = true,
        }
    }

    /// Passes by content of so many bytes.
    fn pass(&mut self, content: usize) {
        self.count(content);
        self.part = Part::Content(content);
    }

    /// Adds to the share of the field that has begun; how often it came before.
    fn count(&mut self, content: usize) -> usize {
        let name = self.field.map(|field| field.name.as_str());
        let bytes = mem::take(&mut self.head).saturating_add(content);
        let share = self.shares.entry(name).or_default();
        let place = share.times;
        share.times += 1;
        share.bytes = share.bytes.saturating_add(bytes);
        place
    }

    /// Content of this length comes: it is passed by, or it is the one and is gone into.
    fn enter(&mut self, length: usize) {
        let place = self.count(length);
        self.part = Part::Content(length);
        if length <= LARGEST.min(self.length / 2) {
            return;
        }
        self.shares.clear();
        let Some(field) = self.field else {
            self.done = true;
            return;
        };
        let name = &field.name;
        self.path.push(if field.listed { format!("{name}[{place}]") } else { name.clone() });
        match field.inner() {
            Some(fields) if self.path.len() < DEEPEST => {
                self.fields = Some(fields);
                self.length = length;
                self.left = self.left.min(length);
                self.part = Part::Tag;
            }
            _ => self.done = true,
        }
    }
}

/// A number of the wire, seven bits in a byte, the lowest first.
#[derive(Debug, Default)]
struct Number {
    value: u64,
    shift: u32,
}

impl Number {
    /// The number when this is its last byte. Bits that a number has no room for are dropped.
    fn push(&mut self, byte: u8) -> Option<u64> {
        self.value |= u64::from(byte & 0x7f).checked_shl(self.shift).unwrap_or_default();
        self.shift = self.shift.saturating_add(7);
        (byte < 0x80).then(|| mem::take(self).value)
    }
}
