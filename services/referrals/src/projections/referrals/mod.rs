//! The referrals' read model: a row per referral to list, and a row per change for partner streams.
//!
//! A change is kept as the referral stood after it, so that a stream sends it without looking further.
//! What changes nothing that the agency sees (its own reading, the destruction of a key) is no change.
//! What moves by itself has its deadline in its row, so that a restart finds it.

mod query;
mod row;

use std::collections::HashMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::codec::Codec as _;
use sentier_eventing::db::{Dialect, Tx};
use sentier_eventing::projection::{Projection, Tables};
use sentier_eventing::vault::Opener;
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_referrals_domain::referral::{Referrals, State};

use crate::store::ReferralCodec;
pub(crate) use query::{Change, Filter, ReferralList, Scope, Seen};

const NAME: &str = "referral_list";
const VERSION: u32 = 4;
const REFERRAL: &str = "referral";
const CHANGE: &str = "referral_change";

/// Keeps the referrals' tables.
#[derive(Debug)]
pub(crate) struct ReferralProjection;

impl Projection for ReferralProjection {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> u32 {
        VERSION
    }

    fn tables(&self) -> &'static [&'static str] {
        &[REFERRAL, CHANGE]
    }

    fn schema(&self, dialect: Dialect, tables: &Tables) -> Vec<String> {
        let bytes = dialect.bytes();
        let (referral, change) = (tables.name(REFERRAL), tables.name(CHANGE));
        vec![
            format!(
                "CREATE TABLE {referral} (referral {bytes} PRIMARY KEY, position BIGINT NOT NULL, \
                 version BIGINT NOT NULL, centre TEXT NOT NULL, agency {bytes} NOT NULL, \
                 case_id {bytes} NOT NULL, consent {bytes} NOT NULL, need TEXT NOT NULL, \
                 structure {bytes} NOT NULL, standing TEXT NOT NULL, sent BIGINT NOT NULL, \
                 key_held BIGINT NOT NULL, read_until BIGINT, messages_held BIGINT NOT NULL, \
                 messages_until BIGINT, due BIGINT, view {bytes} NOT NULL, changed BIGINT)"
            ),
            format!("CREATE INDEX {referral}_by_agency ON {referral} (agency, position)"),
            format!("CREATE INDEX {referral}_by_centre ON {referral} (centre, position)"),
            format!("CREATE INDEX {referral}_by_consent ON {referral} (consent)"),
            format!("CREATE INDEX {referral}_by_case ON {referral} (case_id)"),
            format!("CREATE INDEX {referral}_held ON {referral} (read_until) WHERE key_held = 1"),
            format!(
                "CREATE INDEX {referral}_written ON {referral} (messages_until) \
                 WHERE messages_held = 1"
            ),
            format!("CREATE INDEX {referral}_by_change ON {referral} (agency, changed)"),
            format!("CREATE INDEX {referral}_due ON {referral} (due) WHERE due IS NOT NULL"),
            format!(
                "CREATE TABLE {change} (position BIGINT PRIMARY KEY, agency {bytes} NOT NULL, \
                 at BIGINT NOT NULL, version BIGINT NOT NULL, view {bytes} NOT NULL)"
            ),
            format!("CREATE INDEX {change}_by_agency ON {change} (agency, position)"),
        ]
    }

    fn takes(&self, event_type: &str) -> bool {
        ReferralCodec::TYPES.contains(&event_type)
    }

    fn apply<'a>(
        &'a self,
        tx: &'a mut Tx,
        tables: &'a Tables,
        events: &'a [StoredEvent],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut touched: HashMap<Uuid, State> = HashMap::new();
            for stored in events.iter().filter(|it| self.takes(&it.event_type)) {
                let before = match touched.remove(&stored.stream) {
                    Some(state) => state,
                    None => row::find(tx, *tables, stored.stream).await?,
                };
                let after = step(tx, *tables, stored, before).await?;
                touched.insert(stored.stream, after);
            }
            Ok(())
        }
        .boxed()
    }
}

async fn step(
    tx: &mut Tx,
    tables: Tables,
    stored: &StoredEvent,
    before: State,
) -> Result<State, StoreError> {
    let opener = Opener::withholding();
    let event = ReferralCodec::decode(&stored.event_type, &stored.payload, &opener)?;
    let after = Referrals::evolve(before, &event);
    if let Some(referral) = &after.referral {
        row::put(tx, tables, stored, referral).await?;
        // Of what never reached the agency, it sees nothing.
        if referral.sent_at.is_some() && referral.unseen == 0 {
            row::add_change(tx, tables, stored, referral).await?;
        }
    }
    Ok(after)
}
