//! Merkle tree hashing and proofs of RFC 9162, sections 2.1.1 to 2.1.4.

use sha2::{Digest as _, Sha256};

/// A SHA-256 hash of a leaf or a node.
pub type Hash = [u8; 32];

/// The hash of a leaf, `SHA-256(0x00 | entry)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a tree: all that appending and the root need, one hash per complete subtree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    // Largest subtree first; one for each bit set in `size`.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The edge of an empty tree.
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// The edge in the bytes that [`Frontier::to_bytes`] gives; `None` when they are not of this size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Self> {
        let (peaks, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && u32::try_from(peaks.len()).ok()? == size.count_ones();
        fits.then(|| Self { size, peaks: peaks.to_vec() })
    }

    /// The complete subtrees' hashes, largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root; of an empty tree the hash of nothing.
    pub fn root(&self) -> Hash {
        let folded =
            self.peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        folded.unwrap_or_else(|| Sha256::digest([]).into())
    }
}

/// The root over leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut edge = Frontier::new();
    for leaf in leaves {
        edge.append(*leaf);
    }
    edge.root()
}

/// Where a tree of `size > 1` leaves splits: the largest power of two below `size`.
const fn split(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

/// The proof that leaf `index` stands in the tree over `leaves`; `None` when there is no such leaf.
pub fn inclusion(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at_checked(middle)?;
    let (mut path, sibling) = if index < middle {
        (inclusion(left, index)?, root(right))
    } else {
        (inclusion(right, index - middle)?, root(left))
    };
    path.push(sibling);
    Some(path)
}

/// Whether `path` proves `leaf` at `index` in the tree of `size` leaves with this root.
pub fn includes(leaf: Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut node) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            node = node_hash(sibling, &node);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            node = node_hash(&node, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && node == *root
}

/// The proof that the tree over the first `old` leaves is a prefix of the tree over all of them;
/// `None` when `old` is zero or more than there are.
pub fn consistency(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    (old > 0 && old <= leaves.len()).then(|| prefix(leaves, old, true)).flatten()
}

fn prefix(leaves: &[Hash], old: usize, whole: bool) -> Option<Vec<Hash>> {
    if old == leaves.len() {
        return Some(if whole { Vec::new() } else { vec![root(leaves)] });
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at_checked(middle)?;
    let (mut path, sibling) = if old <= middle {
        (prefix(left, old, whole)?, root(right))
    } else {
        (prefix(right, old - middle, false)?, root(left))
    };
    path.push(sibling);
    Some(path)
}

/// Whether `path` proves that the `old` tree (size, root) is a prefix of the `new` one.
pub fn consistent(old: (u64, Hash), new: (u64, Hash), path: &[Hash]) -> bool {
    if old.0 == 0 || old.0 > new.0 {
        return false;
    }
    if old.0 == new.0 {
        return path.is_empty() && old.1 == new.1;
    }
    // A complete old tree is itself the first node, and the proof leaves it out.
    let (first, rest) = if old.0.is_power_of_two() {
        (old.1, path)
    } else {
        match path.split_first() {
            Some((first, rest)) => (*first, rest),
            None => return false,
        }
    };
    let skipped = (old.0 - 1).trailing_ones();
    let (mut place, mut last) = ((old.0 - 1) >> skipped, (new.0 - 1) >> skipped);
    let (mut before, mut after) = (first, first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            before = node_hash(sibling, &before);
            after = node_hash(sibling, &after);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            after = node_hash(&after, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && before == old.1 && after == new.1
}

#[cfg(test)]
mod tests;
