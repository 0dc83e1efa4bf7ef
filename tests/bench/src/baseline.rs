//! What every rate is compared with.

use crate::callers::Call;
use crate::databases::{Fresh, Kind};
use crate::{inserts, peer};

/// One-row inserts and, on PostgreSQL, the peer; each in a database of its own.
pub struct Baseline {
    sides: Vec<Call>,
    _databases: Vec<Fresh>,
}

impl Baseline {
    /// Makes the databases ready.
    pub async fn new(kind: Kind, callers: usize) -> anyhow::Result<Self> {
        let fresh = Fresh::new(kind).await?;
        let mut sides = vec![inserts::inserts(&fresh, callers).await?];
        let mut databases = vec![fresh];
        if kind == Kind::Postgres {
            let fresh = Fresh::new(kind).await?;
            sides.push(peer::peer(&fresh).await?);
            databases.push(fresh);
        }
        Ok(Self { sides, _databases: databases })
    }

    /// The inserts, then the peer.
    pub fn sides(&self) -> impl Iterator<Item = Call> {
        self.sides.iter().cloned()
    }
}
