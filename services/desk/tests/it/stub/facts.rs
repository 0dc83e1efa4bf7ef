//! The fixed world behind the desk: names, ids, and the personal values that must not leak.

pub(crate) const CENTRE: &str = "ogou-1";
/// A case that may be of the same survivor.
pub(crate) const OTHER_CASE: &str = "0190b0a6-0000-7000-8000-00000000ca5f";
pub(crate) const CASE: &str = "0190b0a6-0000-7000-8000-00000000ca5e";
pub(crate) const CODE: &str = "OG1-7K3M-QX";
pub(crate) const STAFF: &str = "0190b0a6-0000-7000-8000-00000000057a";
pub(crate) const AGENCY: &str = "0190b0a6-0000-7000-8000-00000000a9e0";
pub(crate) const OTHER_AGENCY: &str = "0190b0a6-0000-7000-8000-00000000a9e1";
pub(crate) const STRUCTURE: &str = "0190b0a6-0000-7000-8000-0000000057c0";
pub(crate) const CONSENT: &str = "0190b0a6-0000-7000-8000-00000000c05e";
pub(crate) const REFERRAL: &str = "0190b0a6-0000-7000-8000-0000000023f1";
/// Referrals that ended, by the state that their last digit says.
pub(crate) const DECLINED: &str = "0190b0a6-0000-7000-8000-0000000023f4";
pub(crate) const COMPLETED: &str = "0190b0a6-0000-7000-8000-0000000023f5";
pub(crate) const MISSED: &str = "0190b0a6-0000-7000-8000-0000000023f9";
pub(crate) const ACTION: &str = "0190b0a6-0000-7000-8000-000000000ac7";
pub(crate) const ENTRY: &str = "0190b0a6-0000-7000-8000-000000000e27";
pub(crate) const OTHER_STAFF: &str = "0190b0a6-0000-7000-8000-00000000057b";
pub(crate) const WEBHOOK: &str = "0190b0a6-0000-7000-8000-00000000403b";
pub(crate) const GIVEN_UP: &str = "0190b0a6-0000-7000-8000-0000000000d7";
pub(crate) const CREDENTIAL: &str = "0190b0a6-0000-7000-8000-00000000c23d";

pub(crate) const NAME: &str = "Akossiwa Canari";
pub(crate) const PHONE: &str = "90 11 22 33";
pub(crate) const SAFE: &str = "Demander la couturière, jamais le soir";
pub(crate) const STORY: &str = "Il a fermé la porte à clef";
pub(crate) const FEAR: &str = "Son frère a la clef de la cour";
pub(crate) const FILE_NAME: &str = "certificat d'Akossiwa\r\nX: \"1\".png";
/// What she does not consent to.
pub(crate) const LIMITS: &str = "Rien à la police d'Agbonou";
pub(crate) const NOTE: &str = "Elle dort chez sa tante";

/// Everything personal that the services know or a page may be told.
pub(crate) const PERSONAL: [&str; 6] = [NAME, PHONE, SAFE, STORY, NOTE, FEAR];

/// 24 November 2026, 22:15.
pub(crate) const YESTERDAY: i64 = 1_795_558_500;
/// The reason that makes a break-glass the last of its month.
pub(crate) const LAST_ALONE: &str = "la dernière fois de ce mois";
