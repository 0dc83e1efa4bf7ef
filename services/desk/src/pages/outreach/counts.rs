//! Counts of outreach: what a form asks, what was typed, and how they are shown.

use sentier_proto::common::v1::{AgeBand, Sex};
use sentier_proto::statistics::v1::{Audience, Cost, CostLine, Profession, Trained};

use crate::form::{Fields, Form};
use crate::trouble::Trouble;
use crate::words::Words;

/// Who came, by sex and age band, each with the name of its field.
const AUDIENCE: [(&str, Sex, AgeBand); 14] = [
    ("came_f_0", Sex::Female, AgeBand::AgeBand0To11),
    ("came_f_12", Sex::Female, AgeBand::AgeBand12To17),
    ("came_f_18", Sex::Female, AgeBand::AgeBand18To24),
    ("came_f_25", Sex::Female, AgeBand::AgeBand25To34),
    ("came_f_35", Sex::Female, AgeBand::AgeBand35To49),
    ("came_f_50", Sex::Female, AgeBand::AgeBand50AndOver),
    ("came_f", Sex::Female, AgeBand::Unspecified),
    ("came_m_0", Sex::Male, AgeBand::AgeBand0To11),
    ("came_m_12", Sex::Male, AgeBand::AgeBand12To17),
    ("came_m_18", Sex::Male, AgeBand::AgeBand18To24),
    ("came_m_25", Sex::Male, AgeBand::AgeBand25To34),
    ("came_m_35", Sex::Male, AgeBand::AgeBand35To49),
    ("came_m_50", Sex::Male, AgeBand::AgeBand50AndOver),
    ("came_m", Sex::Male, AgeBand::Unspecified),
];

/// Who was trained, by profession; a field for women and one for men.
const TRAINED: [(&str, &str, Profession); 10] = [
    ("trained_f_health", "trained_m_health", Profession::HealthWorker),
    ("trained_f_security", "trained_m_security", Profession::SecurityForces),
    ("trained_f_justice", "trained_m_justice", Profession::Justice),
    ("trained_f_teacher", "trained_m_teacher", Profession::Teacher),
    ("trained_f_social", "trained_m_social", Profession::SocialWorker),
    ("trained_f_leader", "trained_m_leader", Profession::CommunityLeader),
    ("trained_f_community", "trained_m_community", Profession::CommunityWorker),
    ("trained_f_authority", "trained_m_authority", Profession::LocalAuthority),
    ("trained_f_journalist", "trained_m_journalist", Profession::Journalist),
    ("trained_f_other", "trained_m_other", Profession::Other),
];

const COSTS: [(&str, CostLine); 7] = [
    ("cost_staff", CostLine::Staff),
    ("cost_transport", CostLine::Transport),
    ("cost_venue", CostLine::Venue),
    ("cost_materials", CostLine::Materials),
    ("cost_catering", CostLine::Catering),
    ("cost_communication", CostLine::Communication),
    ("cost_other", CostLine::Other),
];

/// What was counted of one activity.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) audience: Vec<Audience>,
    pub(super) trained: Vec<Trained>,
    pub(super) costs: Vec<Cost>,
}

/// A field for each count of people.
pub(super) fn ask(mut form: Form, words: Words, training: bool, fields: &Fields) -> Form {
    if training {
        form = form.part(words.say("outreach-trained"));
        for (women, men, profession) in TRAINED {
            for (field, sex) in [(women, Sex::Female), (men, Sex::Male)] {
                form =
                    form.line(field, "number", fields).named(trained_label(words, profession, sex));
            }
        }
    } else {
        form = form.part(words.say("outreach-audience"));
        for (field, sex, age_band) in AUDIENCE {
            form = form.line(field, "number", fields).named(audience_label(words, sex, age_band));
        }
    }
    form = form.part(words.say("outreach-costs"));
    for (field, line) in COSTS {
        form =
            form.line(field, "number", fields).named(words.code("cost-line", line.as_str_name()));
    }
    form
}

/// What was typed: a field that is empty or nought counts nobody.
pub(super) fn typed(fields: &Fields) -> Result<Counts, Trouble> {
    let mut audience = Vec::new();
    for (field, sex, age_band) in AUDIENCE {
        if let Some(count) = number(fields, field)? {
            audience.push(Audience { sex: sex.into(), age_band: age_band.into(), count });
        }
    }
    let mut trained = Vec::new();
    for (women, men, profession) in TRAINED {
        for (field, sex) in [(women, Sex::Female), (men, Sex::Male)] {
            if let Some(count) = number(fields, field)? {
                trained.push(Trained { profession: profession.into(), sex: sex.into(), count });
            }
        }
    }
    let mut costs = Vec::new();
    for (field, line) in COSTS {
        if let Some(amount) = number(fields, field)? {
            costs.push(Cost { line: line.into(), amount });
        }
    }
    Ok(Counts { audience, trained, costs })
}

/// Fields that show these counts again.
pub(super) fn filled(
    mut fields: Fields,
    audience: &[Audience],
    trained: &[Trained],
    costs: &[Cost],
) -> Fields {
    for (field, sex, age_band) in AUDIENCE {
        let one = audience.iter().find(|one| one.sex() == sex && one.age_band() == age_band);
        if let Some(one) = one {
            fields = fields.with(field, one.count.to_string());
        }
    }
    for (women, men, profession) in TRAINED {
        for (field, sex) in [(women, Sex::Female), (men, Sex::Male)] {
            let one = trained.iter().find(|one| one.sex() == sex && one.profession() == profession);
            if let Some(one) = one {
                fields = fields.with(field, one.count.to_string());
            }
        }
    }
    for (field, line) in COSTS {
        if let Some(one) = costs.iter().find(|one| one.line() == line) {
            fields = fields.with(field, one.amount.to_string());
        }
    }
    fields
}

/// A count as people write it, with spaces between the thousands; none when nothing was counted.
pub(super) fn number(fields: &Fields, field: &'static str) -> Result<Option<i64>, Trouble> {
    let text: String =
        fields.get(field).chars().filter(|character| !character.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse() {
        Ok(0) => Ok(None),
        Ok(count) => Ok(Some(count)),
        Err(_not_a_number) => Err(Trouble::Fields(vec![(field, "wrong-number")])),
    }
}

pub(crate) fn audience(words: Words, rows: &[Audience]) -> Vec<(String, i64)> {
    let label = |one: &Audience| audience_label(words, one.sex(), one.age_band());
    rows.iter().map(|one| (label(one), one.count)).collect()
}

pub(crate) fn trained(words: Words, rows: &[Trained]) -> Vec<(String, i64)> {
    let label = |one: &Trained| trained_label(words, one.profession(), one.sex());
    rows.iter().map(|one| (label(one), one.count)).collect()
}

pub(crate) fn costs(words: Words, rows: &[Cost]) -> Vec<(String, i64)> {
    let label = |one: &Cost| words.code("cost-line", one.line().as_str_name());
    rows.iter().map(|one| (label(one), one.amount)).collect()
}

fn audience_label(words: Words, sex: Sex, age_band: AgeBand) -> String {
    let (sex, age) = (words.code("people", sex.as_str_name()), age(words, age_band));
    words.fill("outreach-people-of", &[("people", &sex), ("kind", &age)])
}

fn trained_label(words: Words, profession: Profession, sex: Sex) -> String {
    let profession = words.code("profession", profession.as_str_name());
    let sex = words.code("people", sex.as_str_name());
    words.fill("outreach-people-of", &[("people", &profession), ("kind", &sex)])
}

fn age(words: Words, age_band: AgeBand) -> String {
    words.code("age-band", age_band.as_str_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_that_were_typed_are_shown_again() {
        let typed_in = Fields::of(&[
            ("came_f_18", "1 040"),
            ("came_m", "0"),
            ("trained_m_teacher", "7"),
            ("cost_venue", "25000"),
        ]);
        let Ok(Counts { audience, trained, costs }) = typed(&typed_in) else {
            panic!("they are numbers")
        };
        assert_eq!((audience.len(), trained.len(), costs.len()), (1, 1, 1));
        assert_eq!(audience[0].count, 1_040);
        let again = filled(Fields::default(), &audience, &trained, &costs);
        let shown = ["came_f_18", "came_m", "trained_m_teacher", "cost_venue"];
        assert_eq!(shown.map(|field| again.get(field)), ["1040", "", "7", "25000"]);
        let wrong = Fields::of(&[("came_f_18", "quarante")]);
        assert!(typed(&wrong).is_err());
    }
}
