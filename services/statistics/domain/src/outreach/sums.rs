//! What activities came to together: by who paid, by theme, by commune, and against a year's targets.

use std::collections::BTreeMap;

use super::{ActivityKind, Target, Theme};

/// What activities that were held came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many were held.
    pub held: i64,
    /// People who came to sessions and events.
    pub reached: i64,
    /// Actors trained.
    pub trained: i64,
    /// CFA francs spent.
    pub cost: i64,
}

impl Sum {
    const fn with(self, other: Self) -> Self {
        Self {
            held: self.held + other.held,
            reached: self.reached + other.reached,
            trained: self.trained + other.trained,
            cost: self.cost + other.cost,
        }
    }
}

/// Activities held that share who paid, what they were about and where they took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Who paid, as written; may be empty.
    pub funder: String,
    /// What they were about.
    pub theme: Theme,
    /// The commune, as written.
    pub commune: String,
    /// What they came to.
    pub sum: Sum,
}

/// How far a target is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The target.
    pub target: Target,
    /// Activities held.
    pub held: i64,
    /// People reached or trained.
    pub people: i64,
}

/// By who paid, in the order of the names, those of whom nobody is named last.
pub fn by_funder(activities: &[Alike]) -> Vec<(String, Sum)> {
    by_name(activities, |one| one.funder.as_str())
}

/// By theme, in the order of the contract.
pub fn by_theme(activities: &[Alike]) -> Vec<(Theme, Sum)> {
    let mut themes: BTreeMap<Theme, Sum> = BTreeMap::new();
    for one in activities {
        let sum = themes.entry(one.theme).or_default();
        *sum = sum.with(one.sum);
    }
    themes.into_iter().collect()
}

/// By commune, in the order of the names.
pub fn by_commune(activities: &[Alike]) -> Vec<(String, Sum)> {
    by_name(activities, |one| one.commune.as_str())
}

/// Each target beside what was done: by kind, activities held and people.
pub fn progress(targets: &[Target], done: &[(ActivityKind, [i64; 2])]) -> Vec<Progress> {
    let of = |target: &Target| {
        let done = done.iter().find(|(kind, _)| *kind == target.kind);
        let [held, people] = done.map_or([0; 2], |(_, counts)| *counts);
        Progress { target: *target, held, people }
    };
    targets.iter().map(of).collect()
}

/// How often a name is spelled in each way, and what stands under it.
type Named<'a> = (BTreeMap<&'a str, i64>, Sum);

/// Names are typed: those that differ in capitals or spaces alone are one, told as most activities spell it.
fn by_name(activities: &[Alike], name: impl Fn(&Alike) -> &str) -> Vec<(String, Sum)> {
    let mut names: BTreeMap<(bool, String), Named<'_>> = BTreeMap::new();
    for one in activities {
        let spelled = name(one);
        let folded = folded(spelled);
        let (spellings, sum) = names.entry((folded.is_empty(), folded)).or_default();
        *spellings.entry(spelled).or_default() += one.sum.held;
        *sum = sum.with(one.sum);
    }
    let told = |(spellings, sum): Named<'_>| {
        // The last of the highest counts: backwards, that is the first in the alphabet.
        let most = spellings.into_iter().rev().max_by_key(|(_, held)| *held);
        (most.map_or_else(String::new, |(spelled, _)| spelled.to_owned()), sum)
    };
    names.into_values().map(told).collect()
}

fn folded(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(funder: &str, theme: Theme, commune: &str, sum: [i64; 4]) -> Alike {
        let [held, reached, trained, cost] = sum;
        let sum = Sum { held, reached, trained, cost };
        Alike { funder: funder.to_owned(), theme, commune: commune.to_owned(), sum }
    }

    #[test]
    fn sums_add_what_shares_a_name_a_theme_or_a_commune() {
        let activities = [
            alike("PNUD", Theme::RightsAndLaw, "Ogou 1", [2, 80, 0, 50_000]),
            alike("pnud ", Theme::ForcedMarriage, "Ogou 1", [1, 20, 0, 10_000]),
            alike("Commune", Theme::RightsAndLaw, "Kara 2", [1, 0, 12, 30_000]),
            alike("", Theme::RightsAndLaw, "ogou  1", [1, 5, 0, 0]),
        ];
        let sum = |[held, reached, trained, cost]: [i64; 4]| Sum { held, reached, trained, cost };
        // PNUD: 2 + 1 activities, 80 + 20 people, 50 000 + 10 000 F; spelled as two of three spell it.
        let funders = [
            ("Commune".to_owned(), sum([1, 0, 12, 30_000])),
            ("PNUD".to_owned(), sum([3, 100, 0, 60_000])),
            (String::new(), sum([1, 5, 0, 0])),
        ];
        assert_eq!(by_funder(&activities), funders);
        // Rights: 2 + 1 + 1 activities, 80 + 5 people, 12 trained, 50 000 + 30 000 F.
        let themes = [
            (Theme::RightsAndLaw, sum([4, 85, 12, 80_000])),
            (Theme::ForcedMarriage, sum([1, 20, 0, 10_000])),
        ];
        assert_eq!(by_theme(&activities), themes);
        // Ogou 1: 2 + 1 + 1 activities, 80 + 20 + 5 people, 50 000 + 10 000 F.
        let communes = [
            ("Kara 2".to_owned(), sum([1, 0, 12, 30_000])),
            ("Ogou 1".to_owned(), sum([4, 105, 0, 60_000])),
        ];
        assert_eq!(by_commune(&activities), communes);
    }

    #[test]
    fn a_target_of_a_kind_of_which_nothing_was_held_stands_at_nought() {
        let target = |kind| Target { kind, activities: 24, people: 1_200 };
        let targets = [target(ActivityKind::AwarenessSession), target(ActivityKind::Training)];
        let done = [(ActivityKind::PublicEvent, [9, 900]), (ActivityKind::Training, [3, 40])];
        let reached = progress(&targets, &done);
        let reached: Vec<_> = reached.iter().map(|one| (one.held, one.people)).collect();
        assert_eq!(reached, [(0, 0), (3, 40)]);
    }
}
