//! The words of all names by their sounds, and which entries say them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sentier_kernel::wipe;

/// A word is taken for another when they share so many of a thousand parts of their sounds.
pub(super) const ALIKE: u32 = 650;

type WordNo = u32;
pub(super) type EntryNo = u32;

#[derive(Default)]
struct Word {
    pairs: u32,
    said_by: BTreeSet<EntryNo>,
}

/// Every sound that is said, findable by the pairs of letters in it.
#[derive(Default)]
pub(super) struct Words {
    next: WordNo,
    known: HashMap<WordNo, Word>,
    by_sound: HashMap<String, WordNo>,
    by_pair: HashMap<[char; 2], BTreeSet<WordNo>>,
}

/// The pairs of neighbouring letters, the beginning and the end included.
fn pairs(sound: &str) -> BTreeSet<[char; 2]> {
    let framed: Vec<char> =
        std::iter::once('^').chain(sound.chars()).chain(std::iter::once('$')).collect();
    framed.iter().zip(framed.iter().skip(1)).map(|(one, next)| [*one, *next]).collect()
}

fn count(pairs: usize) -> u32 {
    u32::try_from(pairs).unwrap_or(u32::MAX)
}

// PRIVACY: a sound tells a name; it is overwritten before its memory is given back.
impl Drop for Words {
    fn drop(&mut self) {
        for (mut sound, _) in self.by_sound.drain() {
            wipe(&mut sound);
        }
    }
}

impl Words {
    pub(super) fn add(&mut self, sound: &str, entry: EntryNo) {
        let known = self.by_sound.get(sound).copied();
        let number = known.unwrap_or_else(|| self.learn(sound));
        self.known.entry(number).or_default().said_by.insert(entry);
    }

    fn learn(&mut self, sound: &str) -> WordNo {
        let number = self.next;
        self.next = self.next.wrapping_add(1);
        let pairs = pairs(sound);
        let word = Word { pairs: count(pairs.len()), said_by: BTreeSet::new() };
        self.known.insert(number, word);
        self.by_sound.insert(sound.to_owned(), number);
        for pair in pairs {
            self.by_pair.entry(pair).or_default().insert(number);
        }
        number
    }

    /// Forgets that an entry says this; a sound that nobody says any more is gone.
    pub(super) fn remove(&mut self, sound: &str, entry: EntryNo) {
        let Some(number) = self.by_sound.get(sound).copied() else { return };
        let Some(word) = self.known.get_mut(&number) else { return };
        word.said_by.remove(&entry);
        if !word.said_by.is_empty() {
            return;
        }
        self.known.remove(&number);
        if let Some((mut sound, _)) = self.by_sound.remove_entry(sound) {
            wipe(&mut sound);
        }
        for pair in pairs(sound) {
            if let Some(numbers) = self.by_pair.get_mut(&pair) {
                numbers.remove(&number);
                if numbers.is_empty() {
                    self.by_pair.remove(&pair);
                }
            }
        }
    }

    /// Who says something like this, each with the likeness of her best word, of a thousand.
    pub(super) fn alike(&self, sounds: &[String]) -> BTreeMap<EntryNo, u32> {
        let mut best = BTreeMap::new();
        for sound in sounds {
            for (number, likeness) in self.neighbours(sound) {
                let said_by = self.known.get(&number).map(|word| &word.said_by);
                for entry in said_by.into_iter().flatten() {
                    let known = best.entry(*entry).or_insert(0);
                    *known = likeness.max(*known);
                }
            }
        }
        best
    }

    /// Sounds like this one, by Dice's coefficient of their pairs.
    fn neighbours(&self, sound: &str) -> Vec<(WordNo, u32)> {
        let own = pairs(sound);
        let mut shared: HashMap<WordNo, u32> = HashMap::new();
        for number in own.iter().filter_map(|pair| self.by_pair.get(pair)).flatten() {
            *shared.entry(*number).or_default() += 1;
        }
        let own = count(own.len());
        shared
            .into_iter()
            .filter_map(|(number, shared)| {
                let theirs = self.known.get(&number)?.pairs;
                let likeness = 2_000 * shared / (own + theirs).max(1);
                (likeness >= ALIKE).then_some((number, likeness))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_finds_itself_and_its_neighbours() {
        let mut words = Words::default();
        words.add("akuvi", 1);
        words.add("akuva", 2);
        words.add("mensa", 3);
        let found = words.alike(&["akuvi".to_owned()]);
        assert_eq!(found.get(&1), Some(&1_000));
        assert!(found.get(&2).is_some_and(|likeness| (ALIKE..1_000).contains(likeness)));
        assert_eq!(found.get(&3), None);
    }

    #[test]
    fn a_sound_that_nobody_says_is_gone() {
        let mut words = Words::default();
        words.add("akuvi", 1);
        words.add("akuvi", 2);
        words.remove("akuvi", 1);
        assert_eq!(words.alike(&["akuvi".to_owned()]).len(), 1);
        words.remove("akuvi", 2);
        assert!(words.by_sound.is_empty() && words.by_pair.is_empty() && words.known.is_empty());
    }
}
