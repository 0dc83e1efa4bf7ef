//! Why a use case gave no answer.

use std::borrow::Cow;

use sentier_cases_domain::case::Rejection;
use sentier_cases_domain::{draft, erasing, honey, search, upload};
use sentier_eventing::StoreError;
use sentier_eventing::codec::CodecError;
use sentier_eventing::objects::ObjectsError;
use sentier_eventing::projection::Behind;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::VaultError;
use sentier_kernel::{Category, Explain, Violation};

use crate::pathways::Away;

/// A refusal of the domain, or a fault below it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The command changed nothing.
    #[error(transparent)]
    Command(#[from] TransactError<Rejection>),
    /// The search is not made.
    #[error(transparent)]
    Search(#[from] TransactError<search::Rejection>),
    /// The command on a honey record changed nothing.
    #[error(transparent)]
    Honey(#[from] TransactError<honey::Rejection>),
    /// The choice of a centre changed nothing.
    #[error(transparent)]
    Choice(#[from] TransactError<erasing::Rejection>),
    /// The command on a draft changed nothing.
    #[error(transparent)]
    Draft(#[from] TransactError<draft::Rejection>),
    /// There is no such draft.
    #[error("the draft is refused")]
    NoDraft(#[source] draft::Rejection),
    /// The domain refused what is not a command.
    #[error("the domain refused")]
    Refused(#[source] Rejection),
    /// The upload changed nothing.
    #[error(transparent)]
    Upload(#[from] TransactError<upload::Rejection>),
    /// Objects cannot be put away or had back.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// Keys cannot be had.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A read model is behind.
    #[error(transparent)]
    Behind(#[from] Behind),
    /// The pathway cannot be had.
    #[error(transparent)]
    Pathway(#[from] Away),
}

impl From<Rejection> for Fault {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection)
    }
}

impl From<upload::Rejection> for Fault {
    fn from(rejection: upload::Rejection) -> Self {
        Self::Upload(TransactError::Rejected(rejection))
    }
}

impl From<CodecError> for Fault {
    fn from(error: CodecError) -> Self {
        Self::Store(error.into())
    }
}

impl Fault {
    fn inner(&self) -> &dyn Explain {
        match self {
            Self::Command(error) => error,
            Self::Search(error) => error,
            Self::Honey(error) => error,
            Self::Choice(error) => error,
            Self::Draft(error) => error,
            Self::NoDraft(error) => error,
            Self::Refused(error) => error,
            Self::Upload(error) => error,
            Self::Objects(error) => error,
            Self::Vault(error) => error,
            Self::Store(error) => error,
            Self::Behind(error) => error,
            Self::Pathway(error) => error,
        }
    }

    /// The domain's rejection, when that is what it is.
    pub const fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Command(TransactError::Rejected(rejection)) | Self::Refused(rejection) => {
                Some(rejection)
            }
            _ => None,
        }
    }
}

impl Explain for Fault {
    fn category(&self) -> Category {
        self.inner().category()
    }

    fn reason(&self) -> &'static str {
        self.inner().reason()
    }

    fn sentence(&self) -> Cow<'static, str> {
        self.inner().sentence()
    }

    fn violations(&self) -> Vec<Violation> {
        self.inner().violations()
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        self.inner().metadata()
    }
}
