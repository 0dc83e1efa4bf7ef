//! Configuration: a TOML file, then `SENTIER_*` variables, then flags; the later one wins.
//!
//! A section is declared once with [`section!`](crate::section); its defaults, its documentation and its checks come
//! from that declaration, so they cannot drift apart. Unknown keys are refused with the nearest known
//! one. Secrets are never values: an option names the file that holds one.

mod database;
mod load;
mod macros;
mod sections;
#[cfg(test)]
mod spec;

pub use load::{ConfigError, Sources, document, load};
pub use sections::{
    ClientConfig, ListenConfig, NatsConfig, ServiceConfig, TelemetryConfig, TlsConfig,
};

#[doc(hidden)]
pub use serde;

/// One option, as the reference lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Dotted path in the file, for example `listen.deadline_ms`.
    pub name: String,
    /// Unit and permitted range.
    pub unit: &'static str,
    /// What it does.
    pub doc: &'static str,
}

/// A struct of options with a documentation of each; made by [`section!`](crate::section).
pub trait Section: Default + serde::Serialize + serde::de::DeserializeOwned {
    /// Every option, nested sections included, their names behind `prefix`.
    fn keys(prefix: &str) -> Vec<Key>;

    /// The names of the options whose value is out of range.
    fn out_of_range(&self, prefix: &str) -> Vec<String>;
}
