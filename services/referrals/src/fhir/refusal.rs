//! What this door refuses by itself, before a service is asked.

use sentier_kernel::{Category, Explain, Violation};
use sentier_referrals_domain::referral::Standing;

/// Why a request is refused here. None of it quotes what was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// What came is no resource of the kind that belongs there.
    #[error("not a FHIR resource in JSON of the expected kind")]
    Malformed,
    /// More came than a resource here can be.
    #[error("the resource is too large")]
    TooLarge,
    /// What came is said to be something else than JSON.
    #[error("only JSON is taken")]
    MediaType,
    /// Something else than JSON is wanted.
    #[error("only JSON is given")]
    NotAcceptable,
    /// No such kind of resource, or it cannot be done with it.
    #[error("no such interaction")]
    NotSupported,
    /// Parameters of a search that are not known, or cannot be read.
    #[error("{} parameter(s) of the search are wrong", .0.len())]
    Parameters(Vec<Violation>),
    /// An update must say which version it is made of.
    #[error("an update needs the version that was read")]
    VersionRequired,
    /// A creation must bring a key, so that a repeat is known.
    #[error("a creation needs a key")]
    KeyRequired,
    /// The resource says what cannot be done.
    #[error("{} element(s) of the resource are wrong", .0.len())]
    Unprocessable(Vec<Violation>),
    /// No action of an agency leads there.
    #[error("the referral's state does not allow this")]
    State {
        /// Where it stands.
        standing: Standing,
        /// The actions that are allowed there, by their codes.
        allowed: String,
    },
    /// No such referral, or not the caller's.
    #[error("no such resource")]
    NotFound,
    /// The service took too long.
    #[error("the call's deadline passed")]
    TooSlow,
}

impl Explain for Refusal {
    fn category(&self) -> Category {
        match self {
            Self::State { .. } => Category::Refused,
            Self::NotFound => Category::NotFound,
            Self::TooSlow => Category::Late,
            Self::Malformed
            | Self::TooLarge
            | Self::MediaType
            | Self::NotAcceptable
            | Self::NotSupported
            | Self::Parameters(_)
            | Self::VersionRequired
            | Self::KeyRequired
            | Self::Unprocessable(_) => Category::Invalid,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::Malformed => "FHIR_MALFORMED",
            Self::TooLarge => "FHIR_TOO_LARGE",
            Self::MediaType => "FHIR_MEDIA_TYPE",
            Self::NotAcceptable => "FHIR_NOT_ACCEPTABLE",
            Self::NotSupported => "FHIR_NOT_SUPPORTED",
            Self::Parameters(_) => "FHIR_PARAMETERS",
            Self::VersionRequired => "FHIR_VERSION_REQUIRED",
            Self::KeyRequired => "FHIR_KEY_REQUIRED",
            Self::Unprocessable(_) => "FHIR_UNPROCESSABLE",
            Self::State { .. } => "REFERRAL_STATE",
            Self::NotFound => "NOT_FOUND",
            Self::TooSlow => "DEADLINE_EXCEEDED",
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Parameters(wrong) | Self::Unprocessable(wrong) => wrong.clone(),
            _ => Vec::new(),
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::State { standing, allowed } => {
                vec![("state", standing.code().to_owned()), ("allowed", allowed.clone())]
            }
            _ => Vec::new(),
        }
    }
}
