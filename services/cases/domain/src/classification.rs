//! The GBVIMS decision sequence: ordered questions, the first yes stops.
//!
//! Source: GBVIMS user guide and classification tool (DOMAIN 2.3). Domestic violence, child abuse,
//! exploitation and trafficking are contexts and never core types.

use serde::{Deserialize, Serialize};

use crate::codes::IncidentType;

/// Answers to the ordered questions. PERSONAL once they belong to somebody.
#[expect(clippy::struct_excessive_bools, reason = "a form of seven yes-no questions")]
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// 1. Was there penetration without consent?
    pub penetration: bool,
    /// 2. Unwanted sexual contact, attempted rape and female genital mutilation included?
    pub sexual_contact: bool,
    /// 3. A physical assault that is not sexual?
    pub physical_assault: bool,
    /// 4. An act of forced marriage?
    pub forced_marriage: bool,
    /// 5. Were resources, opportunities or services denied?
    pub denial_of_resources: bool,
    /// 6. Psychological or emotional abuse?
    pub psychological_abuse: bool,
    /// 7. Asked at every yes: is it gender-based?
    pub gender_based: bool,
}

impl std::fmt::Debug for Answers {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Answers(…)")
    }
}

/// The type, and the question that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// The core type.
    pub incident_type: IncidentType,
    /// 1 to 6; 0 when no question was answered with yes.
    pub deciding_question: u8,
}

/// Classifies one incident.
pub fn classify(answers: Answers) -> Classification {
    let questions = [
        (answers.penetration, IncidentType::Rape),
        (answers.sexual_contact, IncidentType::SexualAssault),
        (answers.physical_assault, IncidentType::PhysicalAssault),
        (answers.forced_marriage, IncidentType::ForcedMarriage),
        (answers.denial_of_resources, IncidentType::DenialOfResources),
        (answers.psychological_abuse, IncidentType::PsychologicalAbuse),
    ];
    match (1_u8..).zip(questions).find(|(_, (yes, _))| *yes) {
        Some((deciding_question, (_, found))) => {
            let incident_type = if answers.gender_based { found } else { IncidentType::NonGbv };
            Classification { incident_type, deciding_question }
        }
        None => Classification { incident_type: IncidentType::NonGbv, deciding_question: 0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GBV: Answers = Answers {
        penetration: false,
        sexual_contact: false,
        physical_assault: false,
        forced_marriage: false,
        denial_of_resources: false,
        psychological_abuse: false,
        gender_based: true,
    };

    fn type_of(answers: Answers) -> IncidentType {
        classify(answers).incident_type
    }

    #[test]
    fn over_the_whole_answer_space_the_first_yes_decides() {
        for bits in 0_u8..128 {
            let yes = |question: u8| bits & (1 << (question - 1)) != 0;
            let got = classify(Answers {
                penetration: yes(1),
                sexual_contact: yes(2),
                physical_assault: yes(3),
                forced_marriage: yes(4),
                denial_of_resources: yes(5),
                psychological_abuse: yes(6),
                gender_based: yes(7),
            });
            let first = (1..=6).find(|question| yes(*question)).unwrap_or(0);
            assert_eq!(got.deciding_question, first);
            let non_gbv = first == 0 || !yes(7);
            assert_eq!(got.incident_type == IncidentType::NonGbv, non_gbv);
            if !non_gbv {
                assert_eq!(got.incident_type, IncidentType::ALL[usize::from(first) - 1]);
            }
        }
    }

    #[test]
    fn attempted_rape_is_sexual_assault() {
        let answers = Answers { sexual_contact: true, physical_assault: true, ..GBV };
        assert_eq!(type_of(answers), IncidentType::SexualAssault);
    }

    #[test]
    fn female_genital_mutilation_is_sexual_assault_and_not_physical() {
        let answers = Answers { sexual_contact: true, physical_assault: true, ..GBV };
        assert_eq!(type_of(answers), IncidentType::SexualAssault);
    }

    #[test]
    fn marital_rape_is_rape() {
        let answers = Answers { penetration: true, psychological_abuse: true, ..GBV };
        assert_eq!(type_of(answers), IncidentType::Rape);
    }

    #[test]
    fn early_marriage_with_rape_is_rape() {
        let answers = Answers { penetration: true, forced_marriage: true, ..GBV };
        assert_eq!(type_of(answers), IncidentType::Rape);
    }

    #[test]
    fn general_poverty_is_not_denial_of_resources() {
        assert_eq!(type_of(GBV), IncidentType::NonGbv);
    }

    #[test]
    fn a_robbery_that_is_not_gender_based_is_non_gbv() {
        let answers = Answers { physical_assault: true, gender_based: false, ..GBV };
        assert_eq!(type_of(answers), IncidentType::NonGbv);
    }
}
