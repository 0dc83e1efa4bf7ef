//! The databases: whether they are whole, and whether their read models are what the events say.

use std::path::Path;

use sentier_eventing::db::Database;
use sentier_eventing::projection::{Comparison, compare};
use sentier_eventing::store::{EventStore, StoreOptions};
use sentier_platform::config::{Sources, load};

use super::Finding;
use crate::audit::LOGS;
use crate::parts::{Access, Cases, Referrals, Service, Statistics};
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

/// Builds every read model anew, and compares it with the one in use.
pub(super) async fn rebuilt(layout: &Layout) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(of::<Access>(layout).await);
    findings.extend(of::<Cases>(layout).await);
    findings.extend(of::<Referrals>(layout).await);
    findings.extend(of::<Statistics>(layout).await);
    findings
}

async fn of<S: Service>(layout: &Layout) -> Vec<Finding> {
    let Some(url) = database::<S>(layout) else { return Vec::new() };
    match compared::<S>(&url, &layout.keys(S::NAME)).await {
        Ok(comparisons) => comparisons.iter().map(judge).collect(),
        Err(error) => vec![Finding::wrong(format!(
            "the read models of {} cannot be compared: {error:#}",
            S::NAME
        ))],
    }
}

/// Where a service's events lie: on the server that its configuration names, or else in the folder itself,
/// wherever that was when the configuration was written.
fn database<S: Service>(layout: &Layout) -> Option<String> {
    let file = layout.config(S::NAME);
    let config = load::<S::Config>(&Sources { file: Some(file), ..Sources::default() }).ok();
    let named = config.as_ref().and_then(S::stores).map(|stores| stores.database.clone());
    let path = layout.store(S::NAME);
    named
        .filter(|url| !url.starts_with("sqlite:"))
        .or_else(|| path.exists().then(|| format!("sqlite:{}", path.display())))
}

async fn compared<S: Service>(url: &str, keys: &Path) -> anyhow::Result<Vec<Comparison>> {
    let store = EventStore::open(url, StoreOptions::default()).await?;
    let mut comparisons = Vec::new();
    for projection in S::projections(keys) {
        comparisons.extend(compare(&store, projection.as_ref()).await?);
    }
    store.database().close().await;
    Ok(comparisons)
}

fn judge(comparison: &Comparison) -> Finding {
    let (name, position) = (comparison.name, comparison.position);
    if comparison.is_equal() {
        return Finding::good(format!("the read model {name} is what {position} events say"));
    }
    let tables: Vec<String> = comparison
        .tables
        .iter()
        .filter(|table| table.lacking + table.surplus > 0)
        .map(|table| {
            format!("{} lacks {} and has {} too many", table.table, table.lacking, table.surplus)
        })
        .collect();
    Finding::wrong(format!(
        "the read model {name} is not what the events say: {}",
        tables.join("; ")
    ))
}
