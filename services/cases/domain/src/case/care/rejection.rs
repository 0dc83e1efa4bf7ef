//! Why an entry is refused.

use sentier_kernel::Category;

/// A refusal; names no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The case has no such entry, or it stands no longer.
    #[error("no such entry")]
    NoSuchEntry,
    /// The plan has no such action.
    #[error("no such action")]
    NoSuchAction,
    /// The action was done or dropped.
    #[error("the action has ended")]
    ActionEnded,
    /// There is nothing of the kind, or it is approved already.
    #[error("nothing waits for approval")]
    NothingToApprove,
    /// An approval was asked for and not answered yet.
    #[error("an approval is pending")]
    ApprovalPending,
    /// Nobody approves what she asked for or wrote herself.
    #[error("another must approve this")]
    OwnRequest,
    /// No supervisor approved the closure, or for another reason.
    #[error("the closure is not approved")]
    ClosureNotApproved,
    /// A transfer was asked for and not answered yet.
    #[error("a transfer is pending")]
    TransferPending,
    /// Another was asked to take the case over.
    #[error("another was asked")]
    NotAsked,
    /// The case is not closed.
    #[error("the case is open")]
    CaseOpen,
    /// A legal hold stands.
    #[error("the file is held")]
    OnHold,
    /// The file is not due by its schedule.
    #[error("the file is not due")]
    NotDue,
    /// No erasure by schedule was announced.
    #[error("no erasure is announced")]
    NotAnnounced,
    /// A case has a hundred attachments at most.
    #[error("the case has too many attachments")]
    TooManyAttachments,
    /// The hours since the incident follow from the one that is recorded.
    #[error("the hours follow from the recorded incident")]
    HoursKnown,
}

impl Rejection {
    pub(in crate::case) const fn category(self) -> Category {
        match self {
            Self::NoSuchEntry | Self::NoSuchAction => Category::NotFound,
            Self::ActionEnded
            | Self::NothingToApprove
            | Self::ApprovalPending
            | Self::OwnRequest
            | Self::ClosureNotApproved
            | Self::TransferPending
            | Self::NotAsked
            | Self::CaseOpen
            | Self::OnHold
            | Self::NotDue
            | Self::NotAnnounced
            | Self::TooManyAttachments
            | Self::HoursKnown => Category::Refused,
        }
    }

    pub(in crate::case) const fn reason(self) -> &'static str {
        match self {
            Self::NoSuchEntry => "NO_SUCH_ENTRY",
            Self::NoSuchAction => "NO_SUCH_ACTION",
            Self::ActionEnded => "ACTION_ENDED",
            Self::NothingToApprove => "NOTHING_TO_APPROVE",
            Self::ApprovalPending => "APPROVAL_PENDING",
            Self::OwnRequest => "OWN_REQUEST",
            Self::ClosureNotApproved => "CLOSURE_NOT_APPROVED",
            Self::TransferPending => "TRANSFER_PENDING",
            Self::NotAsked => "NOT_ASKED",
            Self::CaseOpen => "CASE_OPEN",
            Self::TooManyAttachments => "TOO_MANY_ATTACHMENTS",
            Self::HoursKnown => "HOURS_KNOWN",
            Self::OnHold => "ON_HOLD",
            Self::NotDue => "NOT_DUE",
            Self::NotAnnounced => "NOT_ANNOUNCED",
        }
    }
}
