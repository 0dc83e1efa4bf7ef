//! `sentier analyst`: credentials of who reads releases.

use sentier_platform::ids::new_id;
use sentier_proto::access::v1::EnrolAnalystRequest;

use crate::agency::describe;
use crate::console;
use crate::login::{Login, refused};

/// What is done with analysts.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Prints a token for an analyst; it is shown this once.
    Enrol {
        /// The analyst's or institution's name.
        display_name: String,
        /// Who acts.
        #[command(flatten)]
        login: Login,
    },
}

/// Does it.
///
/// # Errors
/// When access refuses.
pub async fn run(command: Command) -> anyhow::Result<()> {
    let Command::Enrol { display_name, login } = command;
    let mut session = login.sign_in().await?;
    let request = EnrolAnalystRequest { request_id: new_id().to_string(), display_name };
    let answer = session.access.enrol_analyst(request).await.map_err(refused)?.into_inner();
    describe(answer.credential.as_ref());
    console::say(answer.token);
    session.end().await
}
