//! Why a command on a case is refused.

use sentier_kernel::{Category, Explain, Violation};

use super::{care, safeguard};

/// A refusal; names no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such case.
    #[error("no such case")]
    NoSuchCase,
    /// Another case, consent or referral stands under this id.
    #[error("the id is taken")]
    AlreadyExists,
    /// The case is closed.
    #[error("the case is closed")]
    CaseClosed,
    /// It was merged with another case: work goes on there, or they are one already.
    #[error("the case is merged")]
    CaseMerged,
    /// No such merge of this case.
    #[error("no such merge")]
    NoSuchMerge,
    /// Some referrals are still open.
    #[error("{0} referrals are open")]
    ReferralsOpen(usize),
    /// No consent covers this agency, purpose and field groups.
    #[error("no consent covers this")]
    NoConsent,
    /// The consent was withdrawn or has expired.
    #[error("the consent is not valid")]
    ConsentNotValid,
    /// The consent belongs to another agency.
    #[error("the consent is for another agency")]
    ConsentForAnotherAgency,
    /// No such incident on this case.
    #[error("no such incident")]
    NoSuchIncident,
    /// No such consent on this case.
    #[error("no such consent")]
    NoSuchConsent,
    /// No such override on this case.
    #[error("no such override")]
    NoSuchOverride,
    /// Who asked for an override cannot approve it.
    #[error("the override is her own")]
    OwnOverride,
    /// The request was not approved in time.
    #[error("the override lapsed")]
    OverrideLapsed,
    /// No such referral on this case.
    #[error("no such referral")]
    NoSuchReferral,
    /// The referral ended; nothing is disclosed for it any more.
    #[error("the referral has ended")]
    ReferralEnded,
    /// No such proposal of an agency.
    #[error("no such proposal")]
    NoSuchProposal,
    /// The proposal was answered, or has ended.
    #[error("the proposal was answered")]
    ProposalEnded,
    /// An agency was asked to take the case over, and has not answered.
    #[error("an agency is asked to take the case over")]
    TransferWaits,
    /// Her personal values were erased.
    #[error("the survivor is erased")]
    SurvivorErased,
    /// Her personal values were not erased.
    #[error("the survivor is not erased")]
    NotErased,
    /// The rules of care say no.
    #[error(transparent)]
    Care(#[from] care::Rejection),
    /// What guards the file, and herself, says no.
    #[error(transparent)]
    Safeguard(#[from] safeguard::Rejection),
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    InvalidFields(Vec<Violation>),
}

impl Explain for Rejection {
    fn category(&self) -> Category {
        match self {
            Self::NoSuchCase
            | Self::NoSuchIncident
            | Self::NoSuchConsent
            | Self::NoSuchOverride
            | Self::NoSuchReferral
            | Self::NoSuchProposal
            | Self::NoSuchMerge => Category::NotFound,
            Self::AlreadyExists => Category::Exists,
            Self::InvalidFields(_) => Category::Invalid,
            Self::Care(refusal) => refusal.category(),
            Self::Safeguard(refusal) => refusal.category(),
            Self::CaseClosed
            | Self::CaseMerged
            | Self::ReferralsOpen(_)
            | Self::NoConsent
            | Self::ConsentNotValid
            | Self::ConsentForAnotherAgency
            | Self::ReferralEnded
            | Self::ProposalEnded
            | Self::TransferWaits
            | Self::OwnOverride
            | Self::OverrideLapsed
            | Self::SurvivorErased
            | Self::NotErased => Category::Refused,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NoSuchCase => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::CaseClosed => "CASE_CLOSED",
            Self::CaseMerged => "CASE_MERGED",
            Self::NoSuchMerge => "NO_SUCH_MERGE",
            Self::ReferralsOpen(_) => "REFERRALS_OPEN",
            Self::NoConsent => "NO_CONSENT",
            Self::ConsentNotValid => "CONSENT_NOT_VALID",
            Self::ConsentForAnotherAgency => "CONSENT_FOR_ANOTHER_AGENCY",
            Self::NoSuchIncident => "NO_SUCH_INCIDENT",
            Self::NoSuchConsent => "NO_SUCH_CONSENT",
            Self::NoSuchOverride => "NO_SUCH_OVERRIDE",
            Self::OwnOverride => "OWN_OVERRIDE",
            Self::OverrideLapsed => "OVERRIDE_LAPSED",
            Self::NoSuchReferral => "NO_SUCH_REFERRAL",
            Self::ReferralEnded => "DISCLOSURE_ENDED",
            Self::NoSuchProposal => "NO_SUCH_ONWARD_PROPOSAL",
            Self::ProposalEnded => "ONWARD_PROPOSAL_ENDED",
            Self::TransferWaits => "AGENCY_TRANSFER_PENDING",
            Self::SurvivorErased => "SURVIVOR_ERASED",
            Self::NotErased => "NOT_ERASED",
            Self::Care(refusal) => refusal.reason(),
            Self::Safeguard(refusal) => refusal.reason(),
            Self::InvalidFields(_) => "INVALID_FIELDS",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::InvalidFields(violations) => violations.clone(),
            _ => Vec::new(),
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ReferralsOpen(count) => vec![("open", count.to_string())],
            Self::Safeguard(refusal) => refusal
                .not_before()
                .map(|then| ("not_before", then.to_string()))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }
}
