//! The databases: whether they are whole, and whether their read models are what the events say.

use std::path::Path;

use sentier_eventing::db::Database;

use super::Finding;
use crate::audit::LOGS;
use crate::up::Layout;

/// Asks SQLite whether its pages are whole.
pub(super) async fn integrity(layout: &Layout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for service in LOGS {
        let path = layout.store(service);
        if path.exists() {
            findings.push(match whole(&path).await {
                Ok(true) => Finding::good(format!("the database of {service} is whole")),
                Ok(false) | Err(_) => Finding::wrong(format!(
                    "the database of {service} is damaged: restore the last backup"
                )),
            });
        }
    }
    findings
}

async fn whole(path: &Path) -> anyhow::Result<bool> {
    let db = Database::open(&format!("sqlite:{}", path.display())).await?;
    let rows = db.fetch("PRAGMA quick_check(1)", &[]).await;
    db.close().await;
    let rows = rows?;
    let row = rows.first().ok_or_else(|| anyhow::anyhow!("no answer"))?;
    Ok(row.text(0)? == "ok")
}
