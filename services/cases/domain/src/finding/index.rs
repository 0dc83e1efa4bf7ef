//! One centre's survivors in memory.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use sentier_kernel::wipe;

use super::likeness::{self, Criterion, Match, Query, Sought};
use super::sound;
use super::words::{ALIKE, EntryNo, Words};
use crate::id::CaseId;
use crate::value::{Date, FullName, Phone, SurvivorCode};

/// Two cases are shown as one survivor's, perhaps, from this score on.
const PERHAPS_THE_SAME: u32 = 750;

struct Entry {
    case: CaseId,
    survivor_code: SurvivorCode,
    name: FullName,
    phone: Phone,
    birth_date: Option<Date>,
    estimated: bool,
}

// PRIVACY: overwritten before its memory is given back.
impl Drop for Entry {
    fn drop(&mut self) {
        self.name.wipe();
        self.phone.wipe();
    }
}

/// Who can be found. It holds personal values, is dropped when nobody searches, and overwrites what it
/// held then.
#[derive(Default)]
pub struct Index {
    next: EntryNo,
    entries: HashMap<EntryNo, Entry>,
    by_case: HashMap<CaseId, EntryNo>,
    by_code: HashMap<SurvivorCode, BTreeSet<EntryNo>>,
    by_phone: HashMap<String, BTreeSet<EntryNo>>,
    by_birth_year: HashMap<i32, BTreeSet<EntryNo>>,
    words: Words,
}

// PRIVACY: nothing of it prints.
impl fmt::Debug for Index {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Index").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        for (mut digits, _) in self.by_phone.drain() {
            wipe(&mut digits);
        }
    }
}

impl Index {
    /// The shortest name that is searched for, in letters: less would list half the centre.
    pub const SHORTEST_NAME: usize = 3;

    /// How many can be found.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nobody can be found.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a name has letters enough to be searched for.
    pub fn is_long_enough(name: &FullName) -> bool {
        sound::letters(name.as_str()) >= Self::SHORTEST_NAME
    }

    /// Whether a phone has digits enough to be searched for.
    pub fn is_whole_number(phone: &Phone) -> bool {
        likeness::digits(phone).is_some()
    }

    /// Takes in a survivor; what was known of her case before is forgotten.
    pub fn insert(&mut self, sought: Sought) {
        self.remove(sought.case);
        let number = self.next;
        self.next = self.next.wrapping_add(1);
        for sounds in sound::words(sought.name.as_str()) {
            for sound in &sounds {
                self.words.add(sound, number);
            }
        }
        if let Some(digits) = likeness::digits(&sought.phone) {
            self.by_phone.entry(digits).or_default().insert(number);
        }
        if let Some(birth) = sought.birth_date {
            self.by_birth_year.entry(birth.year()).or_default().insert(number);
        }
        self.by_code.entry(sought.survivor_code.clone()).or_default().insert(number);
        self.by_case.insert(sought.case, number);
        let Sought { case, survivor_code, name, phone, birth_date, birth_date_estimated } = sought;
        let estimated = birth_date_estimated;
        self.entries
            .insert(number, Entry { case, survivor_code, name, phone, birth_date, estimated });
    }

    /// Forgets a case, every trace of it.
    pub fn remove(&mut self, case: CaseId) {
        let Some(number) = self.by_case.remove(&case) else { return };
        let Some(entry) = self.entries.remove(&number) else { return };
        for sounds in sound::words(entry.name.as_str()) {
            for sound in &sounds {
                self.words.remove(sound, number);
            }
        }
        if let Some(digits) = likeness::digits(&entry.phone) {
            let unused = drop_from(&mut self.by_phone, &digits, number);
            if let Some(mut digits) = unused {
                wipe(&mut digits);
            }
        }
        if let Some(birth) = entry.birth_date {
            drop_from(&mut self.by_birth_year, &birth.year(), number);
        }
        drop_from(&mut self.by_code, &entry.survivor_code, number);
    }

    /// The likeliest cases, best first, at most `most` of them.
    pub fn search(&self, query: &Query, most: usize) -> Vec<Match> {
        let names = self.by_name(&query.name);
        let candidates = self.candidates(query, &names);
        let mut matches: Vec<Match> = candidates
            .into_iter()
            .filter_map(|number| self.compare(query, &names, number))
            .collect();
        matches.sort_by_key(|it| (Reverse(it.score), Reverse(it.on.len()), it.case));
        matches.truncate(most);
        matches
    }

    /// Cases that may be of the same survivor as this one, best first, at most `most` of them.
    pub fn possible_duplicates(&self, case: CaseId, most: usize) -> Vec<Match> {
        let Some(entry) = self.by_case.get(&case).and_then(|number| self.entries.get(number))
        else {
            return Vec::new();
        };
        let query = Query {
            survivor_code: None,
            name: entry.name.clone(),
            phone: entry.phone.clone(),
            birth_date: entry.birth_date,
        };
        let mut matches = self.search(&query, most.saturating_add(1));
        matches.retain(|it| it.case != case && it.score >= PERHAPS_THE_SAME);
        matches.truncate(most);
        matches
    }

    /// Each entry's likeness to a name: the mean of the words asked for.
    fn by_name(&self, name: &FullName) -> BTreeMap<EntryNo, u32> {
        let asked = sound::words(name.as_str());
        let words = u32::try_from(asked.len()).unwrap_or(u32::MAX).max(1);
        let mut sums: BTreeMap<EntryNo, u32> = BTreeMap::new();
        for sounds in &asked {
            for (number, likeness) in self.words.alike(sounds) {
                *sums.entry(number).or_default() += likeness;
            }
        }
        sums.into_iter()
            .map(|(number, sum)| (number, sum / words))
            .filter(|(_, likeness)| *likeness >= ALIKE)
            .collect()
    }

    /// Who is worth a comparison: named, phoned or coded alike; by birth only when nothing else is asked.
    fn candidates(&self, query: &Query, names: &BTreeMap<EntryNo, u32>) -> BTreeSet<EntryNo> {
        let mut numbers: BTreeSet<EntryNo> = names.keys().copied().collect();
        if let Some(code) = &query.survivor_code {
            numbers.extend(self.by_code.get(code).into_iter().flatten());
        }
        if let Some(digits) = likeness::digits(&query.phone) {
            numbers.extend(self.by_phone.get(&digits).into_iter().flatten());
        }
        let only_birth = query.criteria().iter().eq([&Criterion::BirthDate]);
        if let Some(birth) = query.birth_date.filter(|_| only_birth) {
            let years = birth.year() - 2..=birth.year() + 2;
            numbers.extend(years.filter_map(|year| self.by_birth_year.get(&year)).flatten());
        }
        numbers
    }

    fn compare(
        &self,
        query: &Query,
        names: &BTreeMap<EntryNo, u32>,
        number: EntryNo,
    ) -> Option<Match> {
        let entry = self.entries.get(&number)?;
        let likenesses: Vec<(Criterion, u32)> = query
            .criteria()
            .into_iter()
            .filter_map(|criterion| {
                Some((criterion, Self::likeness(entry, query, names.get(&number), criterion)?))
            })
            .collect();
        let on: BTreeSet<Criterion> = likenesses
            .iter()
            .filter(|(_, likeness)| *likeness > 0)
            .map(|(criterion, _)| *criterion)
            .collect();
        (!on.is_empty()).then(|| Match {
            case: entry.case,
            score: likeness::score(&likenesses),
            on,
        })
    }

    /// How like she is by one criterion; `None` when nothing is known of her by which to tell.
    fn likeness(
        entry: &Entry,
        query: &Query,
        name: Option<&u32>,
        criterion: Criterion,
    ) -> Option<u32> {
        let all_or_nothing = |same: bool| if same { 1_000 } else { 0 };
        match criterion {
            Criterion::SurvivorCode => {
                Some(all_or_nothing(query.survivor_code.as_ref() == Some(&entry.survivor_code)))
            }
            Criterion::FullName if entry.name.is_empty() => None,
            Criterion::FullName => Some(name.copied().unwrap_or(0)),
            Criterion::Phone => {
                let hers = likeness::digits(&entry.phone)?;
                Some(all_or_nothing(likeness::digits(&query.phone) == Some(hers)))
            }
            Criterion::BirthDate => {
                let (asked, hers) = query.birth_date.zip(entry.birth_date)?;
                Some(likeness::same_birth(asked, hers, entry.estimated))
            }
        }
    }
}

/// Forgets that a key leads to an entry; the key itself when it leads nowhere any more.
fn drop_from<K: std::hash::Hash + Eq>(
    known: &mut HashMap<K, BTreeSet<EntryNo>>,
    key: &K,
    number: EntryNo,
) -> Option<K> {
    let numbers = known.get_mut(key)?;
    numbers.remove(&number);
    if !numbers.is_empty() {
        return None;
    }
    known.remove_entry(key).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use sentier_kernel::id::Uuid;

    use super::*;

    fn case(number: u128) -> CaseId {
        CaseId::from_uuid(Uuid::from_u128(number))
    }

    fn sought(number: u128, name: &str, phone: &str, birth: (i32, i32, i32)) -> Sought {
        Sought {
            case: case(number),
            survivor_code: SurvivorCode::derive("OG1", Uuid::from_u128(number)).unwrap(),
            name: FullName::parse(name).unwrap(),
            phone: Phone::parse(phone).unwrap(),
            birth_date: Some(Date::parse(birth.0, birth.1, birth.2).unwrap()),
            birth_date_estimated: birth.1 == 1 && birth.2 == 1,
        }
    }

    fn centre() -> Index {
        let mut index = Index::default();
        index.insert(sought(1, "Akouvi Mensah", "+228 90 12 34 56", (2001, 5, 6)));
        index.insert(sought(2, "Akuvi Mensa", "", (2001, 1, 1)));
        index.insert(sought(3, "Abla Kodjo", "91 00 00 01", (1990, 2, 3)));
        index.insert(sought(4, "", "90 12 34 56", (1975, 7, 8)));
        index
    }

    fn named(name: &str) -> Query {
        Query { name: FullName::parse(name).unwrap(), ..Query::default() }
    }

    fn cases(matches: &[Match]) -> Vec<CaseId> {
        matches.iter().map(|it| it.case).collect()
    }

    #[test]
    fn a_name_is_found_however_it_is_written_and_in_any_order() {
        let index = centre();
        for name in ["Akouvi Mensah", "mensa akuvi", "AKOUVI", "Mensah"] {
            assert_eq!(cases(&index.search(&named(name), 10)), [case(1), case(2)], "{name}");
        }
        assert_eq!(cases(&index.search(&named("Abra Kojo"), 10)), [case(3)]);
        assert!(index.search(&named("Philomène"), 10).is_empty());
    }

    #[test]
    fn a_phone_finds_whoever_shares_it_and_says_so() {
        let phone = Phone::parse("0022890123456").unwrap();
        let found = centre().search(&Query { phone, ..named("Akouvi") }, 10);
        assert_eq!(cases(&found), [case(1), case(2), case(4)]);
        let on = |at: usize| found[at].on.iter().copied().collect::<Vec<_>>();
        assert_eq!(on(0), [Criterion::FullName, Criterion::Phone]);
        assert_eq!(on(2), [Criterion::Phone]);
    }

    #[test]
    fn a_code_finds_one_case() {
        let code = SurvivorCode::derive("OG1", Uuid::from_u128(3)).unwrap();
        let found = centre().search(&Query { survivor_code: Some(code), ..Query::default() }, 10);
        assert_eq!((cases(&found), found[0].score), (vec![case(3)], 1_000));
    }

    #[test]
    fn a_date_of_birth_alone_finds_the_day_and_estimates_near_it() {
        let birth_date = Some(Date::parse(2001, 5, 6).unwrap());
        let found = centre().search(&Query { birth_date, ..Query::default() }, 10);
        assert_eq!(cases(&found), [case(1), case(2)]);
    }

    #[test]
    fn no_more_are_told_than_asked_for() {
        assert_eq!(centre().search(&named("Akouvi"), 1).len(), 1);
    }

    #[test]
    fn two_cases_of_one_survivor_are_shown_and_two_of_a_family_are_not() {
        let index = centre();
        assert_eq!(cases(&index.possible_duplicates(case(1), 10)), [case(2)]);
        assert!(index.possible_duplicates(case(3), 10).is_empty());
        assert!(index.possible_duplicates(case(9), 10).is_empty());
    }

    #[test]
    fn who_is_removed_is_not_found_and_leaves_no_word() {
        let mut index = centre();
        for number in 1..=4 {
            index.remove(case(number));
        }
        assert!(index.search(&named("Akouvi"), 10).is_empty());
        assert!(index.is_empty() && index.by_phone.is_empty() && index.by_birth_year.is_empty());
        assert!(index.by_code.is_empty() && index.by_case.is_empty());
        assert!(index.words.alike(&["akuvi".to_owned()]).is_empty());
    }

    #[test]
    fn what_is_taken_in_again_replaces_what_was_known() {
        let mut index = centre();
        index.insert(sought(1, "Dela Mensah", "", (2001, 5, 6)));
        assert_eq!(index.len(), 4);
        assert_eq!(cases(&index.search(&named("Akouvi"), 10)), [case(2)]);
    }
}
