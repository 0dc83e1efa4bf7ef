//! The declaration of a section: struct, defaults, reference and range checks from one text.

/// Declares a section of the configuration.
///
/// Each option is `name: Type = default, "unit and range"` with an optional `, in range` for integers;
/// nested sections stand behind `sections`.
#[macro_export]
macro_rules! section {
    (
        $(#[$meta:meta])* pub struct $name:ident {
            $( $(#[doc = $doc:expr])+ $key:ident : $ty:ty = $default:expr, $unit:literal $(, in $range:expr)? ; )*
            $( sections { $( $(#[doc = $sdoc:expr])+ $sub:ident : $sty:ty ),+ $(,)? } )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, $crate::config::serde::Serialize, $crate::config::serde::Deserialize)]
        #[serde(crate = "::sentier_platform::config::serde", default)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $key: $ty, )*
            $($( $(#[doc = $sdoc])+ pub $sub: $sty, )+)?
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self {
                    $( $key: $default, )*
                    $($( $sub: ::core::default::Default::default(), )+)?
                }
            }
        }

        impl $crate::config::Section for $name {
            fn keys(prefix: &str) -> Vec<$crate::config::Key> {
                let mut keys: Vec<$crate::config::Key> = vec![$( $crate::config::Key {
                    name: format!("{prefix}{}", stringify!($key)),
                    unit: $unit,
                    doc: concat!($($doc),+).trim_ascii(),
                } ),*];
                $($( keys.extend(<$sty as $crate::config::Section>::keys(
                    &format!("{prefix}{}.", stringify!($sub)),
                )); )+)?
                keys.sort_by(|a, b| a.name.cmp(&b.name));
                keys
            }

            fn out_of_range(&self, prefix: &str) -> Vec<String> {
                let checks: Vec<(&str, bool)> =
                    vec![$($( (stringify!($key), ($range).contains(&self.$key)) ,)?)*];
                let mut wrong: Vec<String> = checks
                    .into_iter()
                    .filter(|(_, good)| !good)
                    .map(|(key, _)| format!("{prefix}{key}"))
                    .collect();
                $($( wrong.extend($crate::config::Section::out_of_range(
                    &self.$sub,
                    &format!("{prefix}{}.", stringify!($sub)),
                )); )+)?
                wrong.sort();
                wrong
            }
        }
    };
}
