//! Something is written on a referral, and read: messages, interim notes, appointments.

use std::collections::HashMap;

use sentier_eventing::codec::Codec as _;
use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::{KeyRing, Opener};
use sentier_eventing::{StoreError, StoredEvent};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::message::{Author, Event, Kind, Message, Words};
use sentier_referrals_domain::referral::{Command, Referral, Rejection};
use sentier_referrals_domain::value::{AgencyId, MessageId, ReferralId};

use super::answer::{Enclosed, is_theirs};
use super::{Answer, Fault, Pathway, fault};
use crate::contract::ReferralName;
use crate::projections::{ListedMessage, Seen};
use crate::store::MessageCodec;

/// What is written.
#[derive(Clone, Debug)]
pub(crate) struct Writing {
    /// The agency that writes; none for the centre.
    pub(crate) agency: Option<AgencyId>,
    /// What it is.
    pub(crate) kind: Kind,
    /// PRIVACY: the words.
    pub(crate) words: Words,
}

impl Writing {
    /// What the referral is wished with it.
    fn command(&self) -> Command {
        match (self.kind, self.agency) {
            (Kind::InterimNote, Some(agency)) => Command::AddNote { agency },
            (Kind::Appointment, Some(agency)) => Command::Schedule { agency },
            (_, agency) => Command::SendMessage { agency },
        }
    }
}

/// The message that a request writes: the same for a repeat.
pub(crate) fn message_of(request_id: Uuid) -> MessageId {
    MessageId::from_uuid(derived(request_id, "message"))
}

/// The subject whose keys seal what is written on a referral.
pub(super) fn messages_key(referral: ReferralId) -> Uuid {
    derived(referral.as_uuid(), "messages")
}

impl Pathway {
    /// Moves a referral and stores what was written with it, in one append.
    pub(crate) async fn write(
        &self,
        principal: &Principal,
        answer: Answer,
        writing: Writing,
    ) -> Result<(Seen, MessageId), Fault> {
        let id = message_of(answer.request_id);
        let (referral, agency) = (answer.name.referral, writing.agency);
        let found = self.own(&answer.name, agency).await?;
        let now = self.host.env.clock.now();
        // No key is drawn for what will be refused.
        let ring = if found.referral.has_readable_messages(now) {
            self.host.vault.create(messages_key(referral)).await.map_err(fault)?
        } else {
            KeyRing::none()
        };
        let author = if agency.is_some() { Author::Agency } else { Author::Centre };
        let (command, kind) = (writing.command(), writing.kind);
        let message = Message { referral, kind, author, at: now };
        let event = Event::MessageWritten { message, words: Sensitive::new(writing.words) };
        let enclosed = Some(Enclosed { id, event, ring });
        let seen = self.moved(principal, agency, answer, command, enclosed).await?;
        Ok((seen, id))
    }

    /// The referral that is named, when it is there for this agency, or for its centre.
    pub(crate) async fn own(
        &self,
        name: &ReferralName,
        agency: Option<AgencyId>,
    ) -> Result<Seen, Fault> {
        let found = self.find(name.referral).await?;
        let own = found.filter(|seen| is_theirs(&seen.referral, name, agency));
        own.ok_or_else(|| fault(TransactError::Rejected(Rejection::NotFound)))
    }

    /// Something that was written, without its words; none under an id of something else.
    pub(crate) async fn find_message(&self, id: MessageId) -> Result<Option<ListedMessage>, Fault> {
        let read = self.host.store.read_stream(id.as_uuid(), 0, 1).await.map_err(fault)?;
        let known = |it: &StoredEvent| MessageCodec::TYPES.contains(&it.event_type.as_str());
        let Some(stored) = read.into_iter().find(known) else {
            return Ok(None);
        };
        let opener = Opener::withholding();
        let event = MessageCodec::decode(&stored.event_type, &stored.payload, &opener);
        let Event::MessageWritten { message, .. } =
            event.map_err(|malformed| fault(StoreError::from(malformed)))?;
        Ok(Some(ListedMessage { position: stored.position, id, message }))
    }

    /// The words of a page of what was written on a referral.
    ///
    /// PRIVACY: the reading stands in the ledger before the key is used.
    pub(crate) async fn read_messages(
        &self,
        principal: &Principal,
        name: &ReferralName,
        page: &[ListedMessage],
    ) -> Result<HashMap<MessageId, Words>, Fault> {
        let subject = messages_key(name.referral);
        let ring = self.host.vault.ring(subject).await.map_err(fault)?;
        let rings = page.iter().map(|it| (it.id.as_uuid(), ring.clone())).collect();
        let positions: Vec<i64> = page.iter().map(|it| it.position).collect();
        let whole = name.referral.as_uuid();
        let entry = self.host.reading(principal, &name.centre, "referral", vec!["messages"]);
        let opened = self.messages.disclose_at(entry, whole, &positions, &rings).await;
        let opened = opened.map_err(fault)?.into_iter();
        let words = opened.filter_map(|(stream, recorded)| {
            let Event::MessageWritten { words, .. } = recorded.event;
            Some((MessageId::from_uuid(stream), words.into_exposed()?))
        });
        Ok(words.collect())
    }

    /// Whether what was written may be read now: by an agency while it may read the disclosure.
    pub(crate) fn may_read_messages(
        &self,
        referral: &Referral,
        agency: Option<AgencyId>,
    ) -> Result<(), Fault> {
        let now: Moment = self.host.env.clock.now();
        let may =
            referral.has_readable_messages(now) && (agency.is_none() || referral.is_readable(now));
        let ended = || fault(TransactError::Rejected(Rejection::MessagesEnded));
        if may { Ok(()) } else { Err(ended()) }
    }
}
