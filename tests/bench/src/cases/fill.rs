//! Fills the cases' store with sealed events, as many commands would, in large appends. What follows from
//! them (read models, index) is left to the service.

use std::time::Duration;

use anyhow::Context as _;
use futures_util::future::try_join_all;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier::demo::world::{Person, World};
use sentier_cases::CaseCodec;
use sentier_cases_domain::case::Event;
use sentier_cases_domain::codes::Sex;
use sentier_cases_domain::id::{CaseId, StaffId, SurvivorId};
use sentier_cases_domain::minimum::SurvivorProfile;
use sentier_cases_domain::personal::{Contact, Identity};
use sentier_cases_domain::value::{Date, FullName, Phone, SafeContact, SurvivorCode};
use sentier_eventing::store::{NewEvent, Stamp, StoreOptions, StreamAppend};
use sentier_eventing::streams::Call;
use sentier_eventing::vault::{KeyRing, Vault, VaultConfig};
use sentier_eventing::{EventStore, Streams};
use sentier_kernel::Sensitive;
use sentier_platform::clock::Clock;
use sentier_platform::config::ServiceConfig;
use uuid::Uuid;

use crate::whole::CENTRE;

/// Centres, the largest of them included.
const CENTRES: u64 = 117;
/// The largest has one case in so many.
pub const LARGEST: u64 = 20;
/// Cases of one append, and appends at once.
const BATCH: u64 = 500;
const AT_ONCE: usize = 4;

/// A store that is filled while its service is stopped.
pub struct Filler {
    store: EventStore,
    vault: Vault,
    people: Vec<Person>,
    staff: Vec<Uuid>,
    /// Cases of the largest centre, each with who she is.
    pub largest: Vec<(Uuid, usize)>,
    filled: u64,
}

impl Filler {
    /// Invents so many people; the largest centre's cases are these members of staff's in turn.
    pub async fn new(
        service: &ServiceConfig,
        people: usize,
        today: time::Date,
        staff: Vec<Uuid>,
    ) -> anyhow::Result<Self> {
        let store = EventStore::open(&service.database_url()?, StoreOptions::default()).await?;
        let epochs = service.keys_dir.join("epochs");
        let database = service.keys_database_url()?.to_string();
        let vault = Vault::open(&VaultConfig { database, epochs }).await?;
        let people = World::generate(7, people, today).cases;
        let people = people.into_iter().map(|case| case.survivor).collect();
        Ok(Self { store, vault, people, staff, largest: Vec::new(), filled: 0 })
    }

    /// Who she is, by her number.
    pub fn person(&self, number: usize) -> &Person {
        &self.people[number % self.people.len()]
    }

    /// Fills up to so many cases. The relays are told that all of it is published: what is measured is the
    /// service, not the broker.
    pub async fn fill(&mut self, cases: u64) -> anyhow::Result<()> {
        let mut batches = Vec::new();
        let mut ours = (cases - self.filled) / LARGEST;
        let mut others = cases - self.filled - ours;
        let mut centre = 0;
        while ours + others > 0 {
            let in_largest = ours > 0;
            let left = if in_largest { &mut ours } else { &mut others };
            let count = BATCH.min(*left);
            *left -= count;
            let code = if in_largest {
                CENTRE.to_owned()
            } else {
                centre = (centre + 1) % (CENTRES - 1);
                format!("lieu-{centre}")
            };
            batches.push((
                code,
                in_largest,
                (0..count).map(|_| Uuid::now_v7()).collect::<Vec<_>>(),
            ));
        }
        for (_, _, ids) in batches.iter().filter(|(_, in_largest, _)| *in_largest) {
            let first = self.largest.len();
            self.largest.extend(ids.iter().enumerate().map(|(place, id)| (*id, first + place)));
        }
        let this = &*self;
        let batches = batches.into_iter().scan(0, |number, (centre, _, ids)| {
            let first = *number;
            *number += ids.len();
            Some(this.batch(centre, first, ids))
        });
        stream::iter(batches).buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
        self.filled = cases;
        let db = self.store.database();
        db.execute("UPDATE relay SET position = (SELECT position FROM head)", &[]).await?;
        Ok(())
    }

    async fn batch(&self, centre: String, first: usize, ids: Vec<Uuid>) -> anyhow::Result<()> {
        let keys = ids.iter().map(|id| self.vault.create(survivor(*id)));
        let rings = try_join_all(keys).await?;
        let stamp = Stamp {
            request_id: Uuid::now_v7(),
            fingerprint: [7; 32],
            principal: format!("centres/{centre}/staff/{}", self.staff[first % self.staff.len()]),
            centre,
            // Nothing is overdue yet: what is measured is finding, not telling of a million late tasks.
            at: Clock::system().now(),
        };
        let call = Call { stamp, expected_version: None };
        let appends = tokio::task::block_in_place(|| {
            let numbered = ids.iter().zip(rings).zip(first..);
            let appends = numbered.map(|((id, ring), number)| {
                Ok([self.opening(&call, *id, number, &ring)?, code_taken(*id)])
            });
            anyhow::Ok(appends.collect::<anyhow::Result<Vec<_>>>()?.concat())
        })?;
        self.store.append(call.stamp, appends).await?;
        Ok(())
    }

    fn opening(
        &self,
        call: &Call,
        id: Uuid,
        number: usize,
        ring: &KeyRing,
    ) -> anyhow::Result<StreamAppend> {
        let person = self.person(number);
        let birth = person
            .birth_date
            .map(|day| Date::parse(day.year(), u8::from(day.month()).into(), day.day().into()));
        let event = Event::CaseOpened {
            case: CaseId::from_uuid(id),
            survivor: SurvivorId::from_uuid(survivor(id)),
            survivor_code: SurvivorCode::derive("LM", id).context("a code")?,
            caseworker: StaffId::from_uuid(self.staff[number % self.staff.len()]),
            identity: Sensitive::new(Identity {
                full_name: FullName::parse(&person.full_name).context("a name")?,
                sex: Sex::Female,
                birth_date: birth.transpose().context("a date")?,
                birth_date_estimated: person.birth_date_estimated,
            }),
            contact: Sensitive::new(Contact {
                phone: Phone::parse(&person.phone).context("a phone")?,
                safe_contact: SafeContact::parse(&person.safe_contact).context("a contact")?,
            }),
            profile: Sensitive::new(SurvivorProfile::default()),
            at: call.stamp.at.plus(Duration::from_secs(1)),
        };
        Ok(Streams::<CaseCodec>::appended(call, id, 0, ring, &[event])?)
    }
}

fn survivor(case: Uuid) -> Uuid {
    Uuid::new_v5(&case, b"survivor")
}

/// The entry beside every opening.
fn code_taken(case: Uuid) -> StreamAppend {
    let payload = format!("{{\"case\":\"{case}\"}}").into_bytes();
    StreamAppend {
        stream: Uuid::new_v5(&case, b"code"),
        expected_version: 0,
        events: vec![NewEvent { event_type: "survivor_code_taken.v1", payload }],
    }
}
