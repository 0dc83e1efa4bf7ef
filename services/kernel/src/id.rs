//! Typed ids: a `CaseId` cannot be passed where a `ReferralId` is meant.

#[doc(hidden)]
pub use serde;
pub use uuid::Uuid;

/// A text that is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected a UUID")]
pub struct MalformedId;

/// Reads a UUID in hyphenated form, as ids stand in the proto.
///
/// # Errors
/// [`MalformedId`] when the text is not a hyphenated UUID, or is the nil UUID.
pub fn parse_uuid(text: &str) -> Result<Uuid, MalformedId> {
    if text.len() != 36 {
        return Err(MalformedId);
    }
    match Uuid::try_parse(text) {
        Ok(id) if !id.is_nil() => Ok(id),
        _ => Err(MalformedId),
    }
}

/// Declares typed ids over a UUID, each with its doc comment.
///
/// ```
/// sentier_kernel::typed_id! {
///     /// One case of one survivor.
///     pub CaseId
/// }
/// let text = "0190b0a6-0000-7000-8000-000000000001";
/// assert_eq!(text.parse::<CaseId>().unwrap().to_string(), text);
/// ```
#[macro_export]
macro_rules! typed_id {
    ($($(#[$doc:meta])* $vis:vis $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis struct $name($crate::id::Uuid);

        impl $name {
            /// The id with this value; ids are drawn at the edge and arrive as values.
            pub const fn from_uuid(value: $crate::id::Uuid) -> Self {
                Self(value)
            }

            /// The value, as streams and tables are keyed by it.
            pub const fn as_uuid(self) -> $crate::id::Uuid {
                self.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, out)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::id::MalformedId;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::id::parse_uuid(text).map(Self)
            }
        }

        impl $crate::id::serde::Serialize for $name {
            fn serialize<S: $crate::id::serde::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::id::serde::Serialize::serialize(&self.0, out)
            }
        }

        impl<'de> $crate::id::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::id::serde::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::id::serde::Deserialize::deserialize(input).map(Self)
            }
        }
    )+};
}
