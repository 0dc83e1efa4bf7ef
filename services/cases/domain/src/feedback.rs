//! What survivors say of the centre's work. PRIVACY: a feedback names no case, no survivor and nobody
//! who worked with her; it stands in no case's stream.

use std::collections::BTreeMap;

use sentier_kernel::{Violation, codes};
use serde::{Deserialize, Serialize};

codes! {
    /// What she is asked.
    Question {
        /// The place was easy to find and to reach.
        Reachable = "reachable",
        /// She was received quickly.
        ReceivedQuickly = "received_quickly",
        /// She was received with respect.
        Respected = "respected",
        /// She could speak without being overheard.
        Private = "private",
        /// She was told what would be kept secret, and what could not be.
        Informed = "informed",
        /// She decided herself.
        Decided = "decided",
        /// She got what she needed.
        Helped = "helped",
        /// She feels safer than before.
        Safer = "safer",
        /// She would tell another to come.
        Recommends = "recommends",
        /// The hours suited her.
        HoursSuitable = "hours_suitable",
        /// She felt safe where she waited.
        Welcoming = "welcoming",
        /// She was listened to, and believed.
        Listened = "listened",
        /// Nobody blamed her for what happened.
        NotBlamed = "not_blamed",
        /// She was spoken to in a language and in words that she understands.
        OwnLanguage = "own_language",
        /// She could choose with whom to speak, a woman or a man.
        ChoseWorker = "chose_worker",
        /// What she told stayed where it was told.
        KeptSecret = "kept_secret",
        /// Where she was sent on, she was received well.
        ReferredWell = "referred_well",
        /// She was met and contacted again as agreed, and safely.
        FollowedUp = "followed_up",
    }
}

/// The best score; 1 is the worst.
pub const BEST: i32 = 5;

/// The mean score from which on she is content.
const CONTENT: i32 = 4;

/// Her answers: a score from 1 to 5 for the questions that she answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores(BTreeMap<Question, i32>);

impl Scores {
    /// Reads answers: at least one, each question once, each score in range.
    ///
    /// # Errors
    /// The field that is wrong.
    pub fn parse(given: &[(Question, i32)]) -> Result<Self, Violation> {
        if given.is_empty() {
            return Err(Violation::required("scores"));
        }
        if given.iter().any(|(_, score)| !(1..=BEST).contains(score)) {
            return Err(Violation::new("scores.score", "violation-out-of-range"));
        }
        let scores: BTreeMap<_, _> = given.iter().copied().collect();
        if scores.len() < given.len() {
            return Err(Violation::new("scores", "violation-too-many"));
        }
        Ok(Self(scores))
    }

    /// Whether she is content: her answers come to 4 of 5 or better. Our choice, as the form has no total.
    pub fn is_content(&self) -> bool {
        let (sum, count) =
            self.0.values().fold((0, 0), |(sum, count), score| (sum + score, count + 1));
        sum >= CONTENT * count
    }

    /// Question and score, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Question, i32)> {
        self.0.iter().map(|(question, score)| (*question, *score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn she_is_content_from_a_mean_of_four_on() {
        use Question::{Helped, Private, Safer};
        let content = |given: &[(Question, i32)]| Scores::parse(given).unwrap().is_content();
        assert!(content(&[(Helped, 4)]) && content(&[(Helped, 5), (Safer, 3)]));
        assert!(!content(&[(Helped, 5), (Safer, 3), (Private, 3)]));
    }

    #[test]
    fn a_feedback_answers_each_question_once_from_one_to_five() {
        let (helped, safer) = (Question::Helped, Question::Safer);
        let wrong = |given: &[(Question, i32)]| Scores::parse(given).unwrap_err().field;
        assert_eq!(wrong(&[]), "scores");
        assert_eq!(wrong(&[(helped, 0)]), "scores.score");
        assert_eq!(wrong(&[(helped, 6)]), "scores.score");
        assert_eq!(wrong(&[(helped, 1), (helped, 2)]), "scores");
        let scores = Scores::parse(&[(safer, 5), (helped, 1)]).unwrap();
        assert_eq!(scores.iter().collect::<Vec<_>>(), [(helped, 1), (safer, 5)]);
    }
}
