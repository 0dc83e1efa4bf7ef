//! The stored form of uploads: ids and a number of chunks, nothing that tells what is uploaded.

use sentier_cases_domain::id::{CaseId, EntryId, ObjectId};
use sentier_cases_domain::upload::{Begun, Event, Upload};
use sentier_eventing::codec::{Codec, CodecError, read, write};
use sentier_eventing::vault::{Opener, Sealer};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};

const UPLOAD_BEGUN: &str = "upload_begun.v1";
const UPLOAD_ENDED: &str = "upload_ended.v1";

/// Uploads as JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UploadCodec;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UploadBegunV1 {
    attachment: EntryId,
    case: CaseId,
    object: ObjectId,
    chunks: u32,
    at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UploadEndedV1 {
    object: ObjectId,
    kept: bool,
    at: Moment,
}

impl Codec for UploadCodec {
    type Aggregate = Upload;

    fn event_type(event: &Event) -> &'static str {
        match event {
            Event::UploadBegun(_) => UPLOAD_BEGUN,
            Event::UploadEnded { .. } => UPLOAD_ENDED,
        }
    }

    fn encode(event: &Event, _sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        match *event {
            Event::UploadBegun(Begun { attachment, case, object, chunks, at }) => {
                write(&UploadBegunV1 { attachment, case, object, chunks, at })
            }
            Event::UploadEnded { object, kept, at } => write(&UploadEndedV1 { object, kept, at }),
        }
    }

    fn decode(event_type: &str, payload: &[u8], _opener: &Opener<'_>) -> Result<Event, CodecError> {
        match event_type {
            UPLOAD_BEGUN => {
                let UploadBegunV1 { attachment, case, object, chunks, at } = read(payload)?;
                Ok(Event::UploadBegun(Begun { attachment, case, object, chunks, at }))
            }
            UPLOAD_ENDED => {
                let UploadEndedV1 { object, kept, at } = read(payload)?;
                Ok(Event::UploadEnded { object, kept, at })
            }
            _ => Err(CodecError::UnknownType),
        }
    }
}

#[cfg(test)]
mod tests {
    use sentier_eventing::vault::{KeyRing, Place};
    use sentier_kernel::id::Uuid;

    use super::*;

    /// What was once stored; these texts are never edited.
    const STORED: [(&str, &str); 2] = [
        (
            UPLOAD_BEGUN,
            r#"{"attachment":"00000000-0000-0000-0000-000000000001","case":"00000000-0000-0000-0000-000000000002","object":"00000000-0000-0000-0000-000000000003","chunks":2,"at":1795478400000000}"#,
        ),
        (
            UPLOAD_ENDED,
            r#"{"object":"00000000-0000-0000-0000-000000000003","kept":true,"at":1795478400000000}"#,
        ),
    ];

    #[test]
    fn what_was_once_stored_reads_and_is_written_the_same() {
        let at = Moment::from_micros(1_795_478_400_000_000);
        let object = ObjectId::from_uuid(Uuid::from_u128(3));
        let begun = Begun {
            attachment: EntryId::from_uuid(Uuid::from_u128(1)),
            case: CaseId::from_uuid(Uuid::from_u128(2)),
            object,
            chunks: 2,
            at,
        };
        let events = [Event::UploadBegun(begun), Event::UploadEnded { object, kept: true, at }];
        for ((event_type, text), event) in STORED.into_iter().zip(events) {
            assert_eq!(UploadCodec::withheld(event_type, text.as_bytes()).unwrap(), Some(event));
            let place = Place {
                centre: "ogou-1".to_owned(),
                stream: Uuid::from_u128(1),
                version: 1,
                event_type: event_type.to_owned(),
            };
            let none = KeyRing::none();
            let written = UploadCodec::encode(&event, &Sealer::new(&none, place)).unwrap();
            assert_eq!(String::from_utf8(written).unwrap(), text);
        }
        assert_eq!(UploadCodec::withheld("case_opened.v2", b"{}").unwrap(), None);
    }
}
