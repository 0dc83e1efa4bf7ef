//! What the cases context knows, as values and pure functions.
//!
//! A *case* is the centre's work with one *survivor*, from intake to closure. It holds *incidents*
//! (each with one GBVIMS type), *consents* (to whom, what, for which purpose, until when), *referrals*
//! and follow-ups. Invariants: no referral is requested without a consent valid at that instant; a
//! withdrawal takes effect at once; the state that decides holds no personal value, so that it works
//! when every `Sensitive` field is withheld or erased.
//!
//! Read on in [`case`] (the rules), [`minimum`] (what intake asks), [`classification`], [`consent`],
//! [`clock`], [`disclosure`] (what may leave), [`counted`] (what the figures count), [`file`](mod@file)
//! (what the case team sees),
//! [`safe_contact`] (how she may be reached), [`honey`] (who opens what nobody may), [`alone`] (how often
//! somebody may go in alone), [`retention`] and [`erasing`] (how files end), and [`finding`] with the quota of [`search`] and the questions of
//! [`review`].

pub mod age;
pub mod alone;
pub mod attachment;
pub mod case;
pub mod classification;
pub mod clock;
pub mod codes;
pub mod consent;
pub mod counted;
pub mod disclosure;
pub mod draft;
pub mod erasing;
pub mod feedback;
pub mod feedback_tally;
pub mod file;
pub mod finding;
pub mod honey;
pub mod id;
pub mod minimum;
pub mod personal;
pub mod retention;
pub mod review;
pub mod safe_contact;
pub mod search;
pub mod upload;
pub mod value;
