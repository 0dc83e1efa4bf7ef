//! The house rules that can be read from manifests and source text.

mod dependencies;
mod facts;
mod files;
mod imports;
mod manifests;
mod workspace;
