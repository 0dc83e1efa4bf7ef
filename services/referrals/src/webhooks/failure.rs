//! Why a delivery failed, as it is remembered.

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or no TLS.
    Unreachable,
    /// The name leads to an address that is not public.
    PrivateAddress,
    /// No answer in time.
    Timeout,
    /// An answer that was not 2xx.
    Status,
}

impl Failure {
    const ALL: [Self; 4] = [Self::Unreachable, Self::PrivateAddress, Self::Timeout, Self::Status];

    /// The name in rows and figures.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::PrivateAddress => "private_address",
            Self::Timeout => "timeout",
            Self::Status => "status",
        }
    }

    /// The failure with this name.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.code() == code)
    }
}
