//! `sentier config`: what can be set, and whether a configuration stands.

use sentier_platform::config::{Sources, document, load};

use crate::console;
use crate::parts::{Access, Cases, Desk, Part, Referrals, Service, Statistics};
use crate::serve::Given;

/// What is done with a configuration.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Reads a part's configuration as `serve` would, and prints what it comes to. Nothing secret is in
    /// it: secrets are named by their files.
    Check {
        /// The part.
        #[arg(value_enum)]
        part: Part,
        /// Where its options come from.
        #[command(flatten)]
        given: Given,
    },
    /// Prints every option of a part with its variable, range, default and meaning, as Markdown.
    Document {
        /// The part.
        #[arg(value_enum)]
        part: Part,
    },
}

/// Does it.
///
/// # Errors
/// When the configuration is refused.
pub fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Check { part, given } => {
            let sources = given.sources();
            let page = match part {
                Part::Access => effective::<Access>(&sources),
                Part::Cases => effective::<Cases>(&sources),
                Part::Referrals => effective::<Referrals>(&sources),
                Part::Statistics => effective::<Statistics>(&sources),
                Part::Desk => effective::<Desk>(&sources),
            }?;
            console::say(page);
        }
        Command::Document { part } => console::say(match part {
            Part::Access => document::<<Access as Service>::Config>(),
            Part::Cases => document::<<Cases as Service>::Config>(),
            Part::Referrals => document::<<Referrals as Service>::Config>(),
            Part::Statistics => document::<<Statistics as Service>::Config>(),
            Part::Desk => document::<<Desk as Service>::Config>(),
        }),
    }
    Ok(())
}

fn effective<S: Service>(sources: &Sources) -> anyhow::Result<String> {
    Ok(toml::to_string(&load::<S::Config>(sources)?)?)
}
