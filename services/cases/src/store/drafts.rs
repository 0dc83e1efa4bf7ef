//! The stored form of drafts: what was told sealed under keys of the draft's own.

use sentier_cases_domain::draft::{Draft, Event};
use sentier_cases_domain::id::{CaseId, DraftId, StaffId};
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

const DRAFT_SAVED: &str = "draft_saved.v1";
const DRAFT_ENDED: &str = "draft_ended.v1";

/// Drafts as JSON.
#[derive(Clone, Copy, Debug)]
pub struct DraftCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftSavedV1 {
    draft: DraftId,
    staff: StaffId,
    content: Sealed,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftEndedV1 {
    case: Option<CaseId>,
    at: Moment,
}

impl Codec for DraftCodec {
    type Aggregate = Draft;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::DraftSaved { .. } => DRAFT_SAVED,
            Event::DraftEnded { .. } => DRAFT_ENDED,
        }
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match event {
            Event::DraftSaved { draft, staff, content, at } => {
                let content = sealer.seal(Class::Narrative, "content", content)?;
                write(&DraftSavedV1 { draft: *draft, staff: *staff, content, at: *at })
            }
            Event::DraftEnded { case, at } => write(&DraftEndedV1 { case: *case, at: *at }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            DRAFT_SAVED => {
                let it: DraftSavedV1 = read(payload)?;
                let content = opener.open(Class::Narrative, "content", &it.content)?;
                Ok(Event::DraftSaved { draft: it.draft, staff: it.staff, content, at: it.at })
            }
            DRAFT_ENDED => {
                let it: DraftEndedV1 = read(payload)?;
                Ok(Event::DraftEnded { case: it.case, at: it.at })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
