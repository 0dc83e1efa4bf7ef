//! What must be answered, by consent and by age. Each rule names its field as the contract does.
//!
//! Without a consent to statistics nothing of the form is asked by force: what no figure needs is hers
//! to keep. With one, the minimum data set is whole, or the incident could not be compared with others
//! (GBVIMS user guide; DOMAIN 2.1). Of a child the centre must know with whom she lives, whatever she
//! consents to, because her safety hangs on it (Caring for Child Survivors guidelines, IRC/UNICEF 2012): with
//! or without a name, as soon as her age is known. Who does not know, or whom she does not tell, answers
//! `UNKNOWN`, and without a consent to statistics that is enough.

use sentier_kernel::Violation;

use super::{Circumstances, PerpetratorCount, SurvivorProfile, YesNo};
use crate::age::was_child_at;
use crate::value::Date;

/// What the rules look at beside the answers themselves.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Whether she consents to statistics.
    pub statistics: bool,
    /// Today.
    pub today: Date,
}

/// The rules about her profile that do not hold.
pub fn profile(
    profile: &SurvivorProfile,
    birth_date: Option<Date>,
    known: Known,
) -> Vec<Violation> {
    let mut wrong = Wrong(Vec::new());
    if known.statistics {
        wrong.needs("survivor.birth_date", birth_date.is_some());
        wrong.needs("survivor.profile.marital_status", profile.marital_status.is_some());
        wrong.needs("survivor.profile.displacement_status", profile.displacement_status.is_some());
        wrong.needs("survivor.profile.disability", profile.disability.is_some());
    }
    match birth_date.and_then(|birth| was_child_at(birth, known.today)) {
        Some(true) => of_a_child(&mut wrong, profile, known),
        Some(false) => {
            wrong.refuses("survivor.profile.child", profile.child.is_some());
        }
        // Her age is not known: nothing is asked by force, and nothing refused.
        None => {}
    }
    wrong.0
}

fn of_a_child(wrong: &mut Wrong, profile: &SurvivorProfile, known: Known) {
    let lives_alone = profile.child.as_ref().and_then(|child| child.lives_alone);
    let untold = lives_alone == Some(YesNo::Unknown) && !known.statistics;
    wrong.needs("survivor.profile.separation", untold || profile.separation.is_some());
    let Some(child) = &profile.child else {
        wrong.needs("survivor.profile.child", false);
        return;
    };
    wrong.needs("survivor.profile.child.lives_alone", child.lives_alone.is_some());
    if child.lives_alone == Some(YesNo::No) {
        wrong.needs("survivor.profile.child.carer_relation", child.carer_relation.is_some());
    }
}

/// The rules about an incident's circumstances that do not hold.
pub fn circumstances(
    asked: &Circumstances,
    happened: Date,
    estimated: bool,
    known: Known,
) -> Vec<Violation> {
    let mut wrong = Wrong(Vec::new());
    wrong.refuses("circumstances.time", asked.time.is_some() && estimated);
    if asked.interview_date.is_some_and(|day| day > known.today) {
        wrong.0.push(Violation::in_future("circumstances.interview_date"));
    }
    let before = asked.interview_date.is_some_and(|day| day < happened);
    if before && !estimated {
        wrong.0.push(Violation::new("circumstances.interview_date", "violation-out-of-range"));
    }
    if too_many(asked) {
        wrong.0.push(Violation::new("circumstances.perpetrators", "violation-too-many"));
    }
    if known.statistics {
        whole(&mut wrong, asked);
    }
    wrong.0
}

fn whole(wrong: &mut Wrong, asked: &Circumstances) {
    wrong.needs("circumstances.displacement_stage", asked.displacement_stage.is_some());
    wrong.needs("circumstances.place_type", asked.place_type.is_some());
    wrong.needs("circumstances.harmful_practice", asked.harmful_practice.is_some());
    wrong.needs("circumstances.goods_exchanged", asked.goods_exchanged.is_some());
    wrong.needs("circumstances.abduction", asked.abduction.is_some());
    wrong.needs("circumstances.previous_incidents", asked.previous_incidents.is_some());
    wrong.needs("circumstances.reported_elsewhere", asked.reported_elsewhere.is_some());
    wrong.needs("circumstances.referred_from", asked.referred_from.is_some());
    wrong.needs("circumstances.perpetrator_count", asked.perpetrator_count.is_some());
    let nobody_known = asked.perpetrator_count == Some(PerpetratorCount::Unknown);
    wrong.needs("circumstances.perpetrators", nobody_known || !asked.perpetrators.is_empty());
}

/// More primary perpetrators are described than there were, or more than a form holds.
fn too_many(asked: &Circumstances) -> bool {
    let primary = asked.perpetrators.iter().filter(|one| !one.secondary).count();
    let most = match asked.perpetrator_count {
        Some(PerpetratorCount::One) => 1,
        Some(PerpetratorCount::Two) => 2,
        Some(PerpetratorCount::Three) => 3,
        Some(PerpetratorCount::MoreThanThree | PerpetratorCount::Unknown) | None => usize::MAX,
    };
    asked.perpetrators.len() > super::PERPETRATORS || primary > most
}

/// What is wrong so far.
struct Wrong(Vec<Violation>);

impl Wrong {
    fn needs(&mut self, field: &'static str, given: bool) {
        if !given {
            self.0.push(Violation::required(field));
        }
    }

    fn refuses(&mut self, field: &'static str, given: bool) {
        if given {
            self.0.push(Violation::new(field, "violation-not-allowed"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minimum::{
        ChildSurvivor, Disability, DisplacementStatus, MaritalStatus, Separation,
    };
    use crate::value::{ShortText, TimeOfDay};

    fn day(year: i32) -> Date {
        Date::parse(year, 6, 1).unwrap()
    }

    fn known(statistics: bool) -> Known {
        Known { statistics, today: day(2026) }
    }

    fn fields(violations: &[Violation]) -> Vec<&str> {
        violations.iter().map(|violation| violation.field.as_ref()).collect()
    }

    #[test]
    fn without_consent_to_statistics_nothing_is_asked_by_force() {
        let none = SurvivorProfile::default();
        assert_eq!(profile(&none, None, known(false)), []);
        assert_eq!(profile(&none, Some(day(1990)), known(false)), []);
        assert_eq!(circumstances(&Circumstances::default(), day(2026), false, known(false)), []);
    }

    #[test]
    fn with_consent_to_statistics_every_missing_answer_is_named_at_once() {
        let found = profile(&SurvivorProfile::default(), None, known(true));
        let expected = [
            "survivor.birth_date",
            "survivor.profile.marital_status",
            "survivor.profile.displacement_status",
            "survivor.profile.disability",
        ];
        assert_eq!(fields(&found), expected);
        let found = circumstances(&Circumstances::default(), day(2026), false, known(true));
        assert_eq!(found.len(), 10);
        assert!(found.iter().all(|wrong| wrong.sentence == "violation-required"));
    }

    #[test]
    fn of_a_child_the_centre_must_know_with_whom_she_lives() {
        let told = SurvivorProfile {
            nationality: ShortText::parse("Togo").unwrap(),
            ..SurvivorProfile::default()
        };
        let found = profile(&told, Some(day(2012)), known(false));
        let expected = ["survivor.profile.separation", "survivor.profile.child"];
        assert_eq!(fields(&found), expected);
        let told = SurvivorProfile {
            separation: Some(Separation::No),
            child: Some(ChildSurvivor { lives_alone: Some(YesNo::No), ..ChildSurvivor::default() }),
            ..told
        };
        let found = profile(&told, Some(day(2012)), known(false));
        assert_eq!(fields(&found), ["survivor.profile.child.carer_relation"]);
    }

    #[test]
    fn of_a_child_it_is_asked_when_nothing_else_is_told_and_unknown_is_an_answer() {
        let none = SurvivorProfile::default();
        let expected = ["survivor.profile.separation", "survivor.profile.child"];
        assert_eq!(fields(&profile(&none, Some(day(2015)), known(false))), expected);
        let lives_alone = Some(YesNo::Unknown);
        let child = Some(ChildSurvivor { lives_alone, ..ChildSurvivor::default() });
        let untold = SurvivorProfile { child, ..none };
        assert_eq!(profile(&untold, Some(day(2015)), known(false)), []);
        let counted = profile(&untold, Some(day(2015)), known(true));
        assert!(fields(&counted).contains(&"survivor.profile.separation"));
    }

    #[test]
    fn of_an_adult_it_is_not_asked_with_whom_she_lives() {
        let told = SurvivorProfile {
            marital_status: Some(MaritalStatus::Single),
            displacement_status: Some(DisplacementStatus::Resident),
            disability: Some(Disability::None),
            child: Some(ChildSurvivor::default()),
            ..SurvivorProfile::default()
        };
        let found = profile(&told, Some(day(1990)), known(true));
        assert_eq!(fields(&found), ["survivor.profile.child"]);
    }

    #[test]
    fn an_estimated_date_has_no_time_and_no_interview_comes_before_the_incident() {
        let asked = Circumstances {
            time: TimeOfDay::parse(22, 30).ok(),
            interview_date: Some(day(2025)),
            ..Circumstances::default()
        };
        let found = circumstances(&asked, day(2026), true, known(false));
        assert_eq!(fields(&found), ["circumstances.time"]);
        let found = circumstances(&asked, day(2026), false, known(false));
        assert_eq!(fields(&found), ["circumstances.interview_date"]);
    }
}
