//! The stored form of what is written on a referral: the words sealed under the key of its messages.

use sentier_eventing::codec::{Codec, CodecError};
use sentier_eventing::vault::{Class, Opener, Sealed, Sealer};
use sentier_kernel::Moment;
use sentier_referrals_domain::message::{Event, Message, Messages, Words};
use serde::{Deserialize, Serialize};

use super::{read, write};

/// Events of [`Messages`].
#[derive(Debug)]
pub(crate) struct MessageCodec;

const WRITTEN: &str = "message_written.v1";
/// The field that the seal is bound to.
const FIELD: &str = "words";

#[derive(Serialize, Deserialize)]
struct WrittenV1 {
    message: Message,
    words: Sealed,
}

/// The words as they stand inside the seal.
#[derive(Serialize, Deserialize)]
struct Said {
    text: String,
    expected_at: Option<Moment>,
}

impl MessageCodec {
    /// The stored types of its events.
    pub(crate) const TYPES: &'static [&'static str] = &[WRITTEN];
}

impl Codec for MessageCodec {
    type Aggregate = Messages;

    fn event_type(_event: &Event) -> &'static str {
        WRITTEN
    }

    fn encode(event: &Event, sealer: &Sealer<'_>) -> Result<Vec<u8>, CodecError> {
        let Event::MessageWritten { message, words } = event;
        let said = words
            .clone()
            .map(|words| Said { text: words.text().to_owned(), expected_at: words.expected_at() });
        let words = sealer.seal(Class::Narrative, FIELD, &said)?;
        write(&WrittenV1 { message: *message, words })
    }

    fn decode(event_type: &str, payload: &[u8], opener: &Opener<'_>) -> Result<Event, CodecError> {
        if event_type != WRITTEN {
            return Err(CodecError::UnknownType);
        }
        let WrittenV1 { message, words } = read(payload)?;
        let said = opener.open::<Said>(Class::Narrative, FIELD, &words)?;
        let words = said.map(|said| Words::stored(said.text, said.expected_at));
        Ok(Event::MessageWritten { message, words })
    }
}
