//! The certificate of an erasure: a text without personal data, signed with the ledger's key.

use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sentier_cases_domain::case::care::Fact;
use sentier_cases_domain::case::{Event, Rejection, ending};
use sentier_cases_domain::id::{ObjectId, StaffId};
use sentier_cases_domain::retention::Ground;
use sentier_eventing::Codec as _;
use sentier_eventing::StoredEvent;
use sentier_eventing::objects::ObjectsError;
use sentier_kernel::Moment;
use sentier_kernel::id::Uuid;
use sentier_proto::name;
use time::format_description::well_known::Rfc3339;

use super::super::{Cases, Fault, Known};
use crate::store::CaseCodec;

/// How long the one current copy of the keys may still be from before: a backup a day is the rule, and
/// PRIVACY section 5 promises that nothing can be undone after seven.
const REPLACE_WITHIN: Duration = Duration::from_hours(7 * 24);
/// Events that are read at once.
const PAGE: u32 = 500;

/// What became of a survivor's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The signed text.
    pub note: String,
    /// When she was erased.
    pub at: Moment,
    /// On what ground.
    pub ground: Ground,
    /// By whose order.
    pub by: OrderedBy,
    /// The keys that were destroyed.
    pub keys: Vec<Uuid>,
    /// The objects that were destroyed.
    pub objects: Vec<ObjectId>,
    /// Until when the one current copy of the keys must have been replaced.
    pub replace_by: Moment,
}

/// Who erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderedBy {
    /// A member of staff ordered it.
    Staff(StaffId),
    /// The schedule, by itself.
    Schedule {
        /// Who chose that the centre's schedule erases.
        chosen_by: StaffId,
        /// When it was announced.
        announced_at: Moment,
    },
}

/// An erasure as the case's stream tells it.
struct Erased {
    stored: StoredEvent,
    at: Moment,
    ground: Ground,
    by: OrderedBy,
    keys: Vec<Uuid>,
    objects: Vec<ObjectId>,
}

impl Cases {
    /// The certificate of a case's erasure, once nothing of hers is left: looked at now, not remembered.
    ///
    /// # Errors
    /// When she is not erased, something of hers is still there, or a store does not answer.
    pub async fn certificate(&self, known: &Known) -> Result<Certificate, Fault> {
        let erased = self.erased(known).await?.ok_or(Rejection::NotErased)?;
        if !self.host.vault.ring(known.survivor.as_uuid()).await?.is_erased() {
            return Err(ObjectsError::Late.into());
        }
        for object in &erased.objects {
            if !self.objects.stored(object.as_uuid()).await?.is_empty() {
                return Err(ObjectsError::Late.into());
            }
        }
        let epoch = self.host.vault.epoch().await?;
        let now = self.host.env.clock.now();
        let replace_by = erased.at.plus(REPLACE_WITHIN);
        let text = self.text(known, &erased, epoch, (now, replace_by));
        let note = self.host.signer.note(&text);
        let Erased { at, ground, by, keys, objects, .. } = erased;
        Ok(Certificate { note, at, ground, by, keys, objects, replace_by })
    }

    async fn erased(&self, known: &Known) -> Result<Option<Erased>, Fault> {
        let (mut reached, mut ordered) = (0, None);
        loop {
            let page = self.host.store.read_stream(known.case.as_uuid(), reached, PAGE).await?;
            let Some(last) = page.last() else { return Ok(None) };
            reached = last.version;
            for stored in page {
                match CaseCodec::withheld(&stored.event_type, &stored.payload)? {
                    Some(Event::Care(event)) => {
                        if let Fact::ErasureOrdered { ground, keys, objects } = event.fact {
                            ordered = Some((ground, OrderedBy::Staff(event.by), keys, objects));
                        }
                    }
                    Some(Event::Ending(ending::Event::Erased {
                        announced_at,
                        chosen_by,
                        keys,
                        objects,
                        ..
                    })) => {
                        let by = OrderedBy::Schedule { chosen_by, announced_at };
                        ordered = Some((Ground::Schedule, by, keys, objects));
                    }
                    Some(Event::SurvivorErased { at, .. }) => {
                        // Erased before orders were told: nobody remembers by whom.
                        let Some((ground, by, keys, objects)) = ordered else { return Ok(None) };
                        return Ok(Some(Erased { stored, at, ground, by, keys, objects }));
                    }
                    _ => {}
                }
            }
        }
    }

    fn text(
        &self,
        known: &Known,
        erased: &Erased,
        epoch: i64,
        (now, replace_by): (Moment, Moment),
    ) -> String {
        let mut text = String::from("sentier erasure certificate v1\n");
        let mut line = |key: &str, value: String| {
            // Writing to a string cannot fail.
            writeln!(text, "{key}: {value}").ok();
        };
        line("log", self.host.signer.origin().to_owned());
        line("case", name::case(&known.centre, known.case));
        line("ground", erased.ground.code().to_owned());
        match erased.by {
            OrderedBy::Staff(by) => line("ordered by", name::staff(&known.centre, by)),
            OrderedBy::Schedule { chosen_by, announced_at } => {
                line("ordered by", "the schedule itself".to_owned());
                line("schedule chosen by", name::staff(&known.centre, chosen_by));
                line("announced at", rfc3339(announced_at));
            }
        }
        line("erased at", rfc3339(erased.at));
        line("ledger position", erased.stored.position.to_string());
        line("ledger leaf", STANDARD.encode(erased.stored.leaf()));
        for key in &erased.keys {
            line("key destroyed", key.to_string());
        }
        for object in &erased.objects {
            line("object destroyed", object.to_string());
        }
        line("present epoch of keys", epoch.to_string());
        line(
            "backups",
            "copies of databases and objects hold only what these keys sealed".to_owned(),
        );
        line("copy of keys to be replaced by", rfc3339(replace_by));
        line("checked at", rfc3339(now));
        text
    }
}

fn rfc3339(at: Moment) -> String {
    at.to_datetime().format(&Rfc3339).unwrap_or_default()
}
