//! What these tests say and look at.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::StoredEvent;
use sentier_eventing::facts::SealingKey;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_kernel::Moment;
use sentier_proto::cases::events::v1::cases_event::Fact as Case;
use sentier_proto::cases::events::v1::{
    ReportDelay, SurvivorCounted, SurvivorFacts, SurvivorFactsReleased, SurvivorPerpetrator,
};
use sentier_proto::common::v1::{AgeBand, Date, IncidentType, Need};
use sentier_test_support::wait::until;
use uuid::Uuid;

use crate::source::{Fact, event_id};
use crate::world::{NOW, World};

/// A day, for the clock's hand.
pub(super) const DAY: Duration = Duration::from_hours(24);

/// The handle of survivor `n`.
pub(super) fn handle(n: u128) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, &n.to_be_bytes()).to_string()
}

/// A survivor who came in November, four days later: 18 to 24, physical assault, by her partner; she lives
/// with a disability, and was referred for health care and to the police.
pub(super) fn counted() -> SurvivorCounted {
    SurvivorCounted {
        register_month: Some(Date { year: 2026, month: 11, day: 1 }),
        r#type: IncidentType::PhysicalAssault.into(),
        age_band: AgeBand::AgeBand18To24.into(),
        perpetrator: SurvivorPerpetrator::Partner.into(),
        disability: true,
        report_delay: ReportDelay::ReportDelay5Days.into(),
        services: vec![Need::HealthCare.into(), Need::Police.into()],
        ..SurvivorCounted::default()
    }
}

/// The counters by the release that they are for.
pub(super) type Counts = BTreeMap<String, Vec<i64>>;

impl World {
    /// Publishes, as stream `n`, what is to be counted of a survivor; nothing: she leaves.
    pub(super) async fn tell(&self, n: u128, survivor: u128, counted: Option<SurvivorCounted>) {
        self.tell_of(n, (survivor, 0), counted).await;
    }

    /// The same, of which incident of hers.
    pub(super) async fn tell_of(
        &self,
        n: u128,
        (survivor, incident): (u128, u128),
        counted: Option<SurvivorCounted>,
    ) {
        let incident_ref = handle(1_000_000 * (incident + 1) + survivor);
        let facts = SurvivorFacts { survivor_ref: handle(survivor), incident_ref, counted };
        let key = self.sealing_key_now().await;
        let sealed = key.seal("statistics.survivor", event_id(n), &facts).expect("sealed");
        let fact = Case::SurvivorFactsReleased(SurvivorFactsReleased { facts: Some(sealed) });
        self.cases.publish(n, "ogou-1", NOW, &Fact::Case(fact)).await;
    }

    /// The key in force, whatever the clock says: a certificate does not expire with a token.
    async fn sealing_key_now(&self) -> SealingKey {
        let key = self.sealing_key().await;
        SealingKey::new(&key.key_id, &key.public_key).expect("a public key")
    }

    /// Every counter as it stands, noise included.
    pub(super) async fn counters(&self) -> Counts {
        let sql = "SELECT release, counts FROM release_counter";
        let rows = self.host.store.database().fetch(sql, &[]).await.expect("rows");
        let read = rows.iter().map(|row| {
            let bytes = row.bytes(1).expect("counts");
            let counts = bytes.as_chunks::<8>().0.iter().map(|count| i64::from_be_bytes(*count));
            (row.text(0).expect("a name"), counts.collect())
        });
        read.collect()
    }

    /// Waits until there are so many marks.
    pub(super) async fn marked(&self, count: i64) {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM release_mark";
        until(async || {
            let rows = self.host.store.database().fetch(sql, &[]).await.expect("rows");
            (rows[0].i64(0).expect("a count") == count).then_some(())
        })
        .await;
    }

    /// The log's events of this type.
    pub(super) async fn logged(&self, event_type: &str) -> Vec<StoredEvent> {
        let log = self.host.store.read_log(0, 1_000).await.expect("reads");
        log.into_iter().filter(|event| event.event_type == event_type).collect()
    }

    /// Moves the service's clock to a moment, and lets it do what the calendar asks for.
    pub(crate) async fn at(&self, moment: Moment) {
        let clock = &self.host.env.clock;
        clock.advance(moment.since(clock.now()));
        self.statistics.keep_calendar().await.expect("the calendar is kept");
    }
}

/// The moment of an RFC 3339 text.
pub(crate) fn moment(text: &str) -> Moment {
    let form = &time::format_description::well_known::Rfc3339;
    Moment::from_datetime(time::OffsetDateTime::parse(text, form).expect("a time"))
}

/// What was moved between two looks at the counters.
pub(super) fn moved(before: &Counts, after: &Counts) -> BTreeMap<String, Vec<(usize, i64)>> {
    let mut moved = BTreeMap::new();
    for (name, counts) in after {
        let cells = counts.iter().zip(&before[name]).map(|(after, before)| after - before);
        let cells: Vec<_> = cells.enumerate().filter(|(_, by)| *by != 0).collect();
        if !cells.is_empty() {
            moved.insert(name.clone(), cells);
        }
    }
    moved
}

/// Hears releases as the analysts' account does: whole messages, in order.
#[derive(Clone, Default)]
pub(super) struct Ears(Arc<Mutex<Vec<Heard>>>);

/// A message as it was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) event_id: Uuid,
    pub(super) subject: String,
    pub(super) payload: Vec<u8>,
}

impl Ears {
    pub(super) fn open(world: &World) -> Self {
        let ears = Self::default();
        world.host.react(Arc::new(ears.clone()));
        ears
    }

    pub(super) async fn heard(&self, count: usize) -> Vec<Heard> {
        until(async || {
            let heard = self.0.lock().expect("held");
            (heard.len() >= count).then(|| heard.clone())
        })
        .await
    }
}

impl Reaction for Ears {
    fn name(&self) -> &'static str {
        "ears_on_statistics"
    }
    fn service(&self) -> &'static str {
        "statistics"
    }
    fn facts(&self) -> &'static [&'static str] {
        &["release_published"]
    }
    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        async move {
            self.0.lock().expect("held").push(Heard {
                event_id: message.event_id,
                subject: message.subject.clone(),
                payload: message.payload.clone(),
            });
            Ok(())
        }
        .boxed()
    }
}
