//! Personal values that cannot be printed, logged or serialised by accident.

use std::fmt;

/// A personal value, and whether this reader has it.
///
/// There is no `Display` and no `Serialize`, and `Debug` prints `…`: a personal value leaves only
/// through [`Sensitive::expose`], which a reviewer can search for. Only the vault's codec and the
/// builders of an audited answer open it.
///
/// PRIVACY: a value has three fates. It is *open* when it was just given, or was unsealed for a
/// reading that stands in the ledger; *withheld* when the stream was loaded only to decide; *erased*
/// when the survivor's key was destroyed. Folds and pages must handle all three.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Sensitive<T> {
    /// The value is here.
    Open(T),
    /// The value exists, and was not unsealed on this path.
    #[default]
    Withheld,
    /// The key was destroyed; nobody can read the value again.
    Erased,
}

impl<T> Sensitive<T> {
    /// A value that was just given.
    pub const fn new(value: T) -> Self {
        Self::Open(value)
    }

    /// The value, for a reader that has the right to it and has left its trace in the ledger.
    pub const fn expose(&self) -> Option<&T> {
        match self {
            Self::Open(value) => Some(value),
            Self::Withheld | Self::Erased => None,
        }
    }

    /// The value itself, when open.
    pub fn into_exposed(self) -> Option<T> {
        match self {
            Self::Open(value) => Some(value),
            Self::Withheld | Self::Erased => None,
        }
    }

    /// Whether the key was destroyed.
    pub const fn is_erased(&self) -> bool {
        matches!(self, Self::Erased)
    }

    /// Another view of the same value, as open, withheld or erased as this one.
    pub fn map<U>(self, view: impl FnOnce(T) -> U) -> Sensitive<U> {
        match self {
            Self::Open(value) => Sensitive::Open(view(value)),
            Self::Withheld => Sensitive::Withheld,
            Self::Erased => Sensitive::Erased,
        }
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Open(_) => "…",
            Self::Withheld => "withheld",
            Self::Erased => "erased",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_value_prints_as_an_ellipsis() {
        assert_eq!(format!("{:?}", Sensitive::new("Afi")), "…");
    }

    #[test]
    fn an_erased_value_stays_erased_through_a_view() {
        assert!(Sensitive::<String>::Erased.map(|name| name.len()).is_erased());
    }
}
