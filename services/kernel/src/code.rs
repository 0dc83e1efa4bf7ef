//! Coded values: closed lists whose members have a name that is stored, apart from their name in Rust.

/// Declares closed lists of codes: each value with the name under which it is stored, so that a rename in
/// Rust never touches history. The crate that declares one depends on `serde`.
///
/// ```
/// sentier_kernel::codes! {
///     /// How fast a referral must be taken up.
///     Urgency {
///         /// Within the pathway's ordinary time.
///         Routine = "routine",
///         /// Within hours.
///         Urgent = "urgent",
///     }
/// }
/// assert_eq!(Urgency::Urgent.code(), "urgent");
/// assert_eq!(Urgency::from_code("routine"), Some(Urgency::Routine));
/// assert_eq!(Urgency::from_code("Routine"), None);
/// assert_eq!(Urgency::ALL, [Urgency::Routine, Urgency::Urgent]);
/// ```
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$each:meta])* $value:ident = $code:literal),+ $(,)?
    })+) => {$(
        $(#[$doc])*
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            ::serde::Serialize,
            ::serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $value,)+
        }

        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The stored name.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }

            /// The value with this stored name.
            pub fn from_code(code: &str) -> ::core::option::Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    )+};
}
