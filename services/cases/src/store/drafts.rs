//! The stored form of drafts: what was told sealed under keys of the draft's own.

use sentier_cases_domain::draft::{Draft, Event};
use sentier_cases_domain::id::{CaseId, DraftId, StaffId};
use sentier_eventing::codec::{Codec, CodecError};
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

impl DraftCodec {
    /// The event of a draft in a stored event, what was told withheld; `None` for what else stands in the
    /// log.
    ///
    /// # Errors
    /// When the bytes are not of their type.
    pub(crate) fn withheld(event_type: &str, payload: &[u8]) -> Result<Option<Event>, CodecError> {
        match Self::decode(event_type, payload, &Opener::withholding()) {
            Ok(event) => Ok(Some(event)),
            Err(CodecError::UnknownType) => Ok(None),
            Err(error) => Err(error),
        }
    }
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
        let written = match event {
            Event::DraftSaved { draft, staff, content, at } => {
                let content = sealer.seal(Class::Narrative, "content", content)?;
                serde_json::to_vec(&DraftSavedV1 { draft: *draft, staff: *staff, content, at: *at })
            }
            Event::DraftEnded { case, at } => {
                serde_json::to_vec(&DraftEndedV1 { case: *case, at: *at })
            }
        };
        written.map_err(CodecError::Malformed)
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            DRAFT_SAVED => {
                let it: DraftSavedV1 =
                    serde_json::from_slice(payload).map_err(CodecError::Malformed)?;
                let content = opener.open(Class::Narrative, "content", &it.content)?;
                Ok(Event::DraftSaved { draft: it.draft, staff: it.staff, content, at: it.at })
            }
            DRAFT_ENDED => {
                let it: DraftEndedV1 =
                    serde_json::from_slice(payload).map_err(CodecError::Malformed)?;
                Ok(Event::DraftEnded { case: it.case, at: it.at })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}
