//! A hub's attachments, copied from where its cases service puts them and back, sealed as they are.
//!
//! A hub's databases are PostgreSQL's to copy (`pg_dump`, archived logs). What is attached lies beside
//! them, in a folder or a bucket, and this is its copy: objects never change, so the same copy taken again
//! takes what is new. The keys are not in it.

use std::path::Path;

use anyhow::Context as _;
use sentier_cases::CasesConfig;
use sentier_eventing::objects::{Objects, ObjectsConfig};
use sentier_platform::config::load;

use super::objects::FOLDER;
use super::{Manifest, copy, finish};
use crate::console;
use crate::serve::Given;

/// Copies what the cases service of this configuration keeps.
pub(super) async fn back_up(config: &Path, to: &Path) -> anyhow::Result<()> {
    let from = storage(config)?;
    if !to.exists() {
        copy::new_folder(to)?;
    }
    let count = copied(to)?.fill_from(&from).await.context("the attachments are not copied")?;
    finish(to, &Manifest::now(Vec::new())?)?;
    console::say(format_args!("{}: attachments, {count} new chunks", to.display()));
    console::say("The databases of a hub are copied by PostgreSQL's own tools, before this.");
    Ok(())
}

/// Puts back what is missing there.
pub(super) async fn put_back(from: &Path, config: &Path) -> anyhow::Result<()> {
    Manifest::of(from)?;
    let count = storage(config)?.fill_from(&copied(from)?).await;
    let count = count.context("the attachments are not put back")?;
    console::say(format_args!("{}: {count} chunks put back", from.display()));
    Ok(())
}

/// Where the cases service puts attachments, by the file and the variables that it reads itself.
fn storage(config: &Path) -> anyhow::Result<Objects> {
    let config: CasesConfig = load(&Given::of(config.to_owned()).sources())?;
    config.objects().context("the storage of attachments does not open")
}

fn copied(folder: &Path) -> anyhow::Result<Objects> {
    let config = ObjectsConfig::default();
    Objects::open(&config, &folder.join(FOLDER)).context("the copy does not open")
}
