//! An upload: begun or gone on with, taken chunk by chunk, kept.

use sentier_cases_domain::attachment::{Attachment, MediaType};
use sentier_cases_domain::case::care::{self, Attached, Fact};
use sentier_cases_domain::case::{Case, Command, Event, Rejection};
use sentier_cases_domain::id::{EntryId, ObjectId, StaffId};
use sentier_cases_domain::upload::{self, Begun};
use sentier_eventing::streams::{Call, Streams};
use sentier_eventing::vault::{CHUNK, ChunkSealer, KeyRing, VaultError, Whole};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Decider as _, Sensitive, Violation};
use sentier_platform::ids::{derived, random_id};
use sentier_platform::principal::Principal;
use zeroize::Zeroizing;

use super::{SeenAttachment, whole};
use crate::application::{Cases, Fault, Known};
use crate::store::UploadCodec;

/// What is to be attached. PERSONAL.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The file, as its sender describes it.
    pub attachment: Attachment,
    /// Who attaches it.
    pub by: StaffId,
}

/// An upload that was begun.
#[derive(Debug)]
pub struct Uploading {
    cases: Cases,
    known: Known,
    call: Call,
    upload: Upload,
    begun: Begun,
    sealer: ChunkSealer,
    /// Chunks that are stored, from the first on.
    stored: u32,
    /// What was taken and is not a whole chunk yet.
    held: Zeroizing<Vec<u8>>,
}

/// An upload that was begun, or one that was kept before.
#[derive(Debug)]
pub enum Started {
    /// Content is awaited.
    Going(Box<Uploading>),
    /// The case has it already.
    Kept(SeenAttachment),
}

impl Cases {
    /// Begins an upload, or goes on with the one of the same request.
    ///
    /// # Errors
    /// The domain's rejection, or a fault of keys, store or storage.
    pub async fn begin_upload(
        &self,
        call: Call,
        known: &Known,
        upload: Upload,
    ) -> Result<Started, Fault> {
        let at = call.stamp.at;
        let attachment = EntryId::from_uuid(derived(call.stamp.request_id, "entry"));
        let chunks = Whole::chunks_of(upload.attachment.size);
        // Refused now rather than after twenty megabytes.
        let drawn = ObjectId::from_uuid(random_id());
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        Case::decide(&state, add(&upload, attachment, Attached { object: drawn, chunks }), at)?;
        let wanted = Begun { attachment, case: known.case, object: drawn, chunks, at };
        let begun = self.begun(&call, wanted).await?;
        if let Some(kept) = self.kept(known, &upload, begun).await? {
            return Ok(Started::Kept(kept));
        }
        // The keys are durable before anything is sealed with them.
        let own = match self.host.vault.create(attachment.as_uuid()).await {
            Err(VaultError::Erased) => return Err(upload::Rejection::UploadLapsed.into()),
            ring => ring?,
        };
        let hers = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if hers.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let attached = Attached { object: begun.object, chunks };
        let whole = whole(&known.centre, known.case, attachment, attached);
        let sealer = ChunkSealer::new(&hers, &own, whole)?;
        let there = self.objects.stored(begun.object.as_uuid()).await?;
        let stored = (0..chunks).take_while(|index| there.contains_key(index)).count();
        Ok(Started::Going(Box::new(Uploading {
            cases: self.clone(),
            known: known.clone(),
            call,
            upload,
            begun,
            sealer,
            stored: u32::try_from(stored).unwrap_or(0),
            held: Zeroizing::new(Vec::new()),
        })))
    }

    /// What was begun under this request: now, or before.
    async fn begun(&self, call: &Call, wanted: Begun) -> Result<Begun, Fault> {
        let mut call = call.clone();
        call.stamp.request_id = derived(call.stamp.request_id, "begin upload");
        call.expected_version = None;
        let (stream, at) = (wanted.attachment.as_uuid(), call.stamp.at);
        let decide = move |state: &upload::State| {
            upload::Upload::decide(state, upload::Command::Begin(wanted), at)
        };
        self.uploads.transact(call, stream, KeyRing::none(), decide).await?;
        // A repeat is answered as of then: what became of it since decides.
        let state = self.uploads.state(stream).await?.state;
        match state.begun.filter(|_| state.ended == Some(true)).or_else(|| state.going(at)) {
            Some(begun) => Ok(begun),
            None => Err(upload::Rejection::UploadLapsed.into()),
        }
    }

    /// The attachment when the case tells of it.
    async fn kept(
        &self,
        known: &Known,
        upload: &Upload,
        begun: Begun,
    ) -> Result<Option<SeenAttachment>, Fault> {
        let stream = begun.attachment.as_uuid();
        let ended = self.uploads.history(stream, 1, 1).await?.into_iter().next();
        let Some(ended) = ended else { return Ok(None) };
        let loaded = self.streams.state(known.case.as_uuid()).await?;
        if !loaded.state.care.attachments.contains_key(&begun.attachment) {
            // Taken off since.
            return Err(upload::Rejection::UploadLapsed.into());
        }
        Ok(Some(SeenAttachment {
            id: begun.attachment,
            version: loaded.version,
            attachment: upload.attachment.clone(),
            at: ended.at,
            by: upload.by,
        }))
    }

    /// Ends an upload that nobody went on with.
    ///
    /// # Errors
    /// When the store does not answer.
    pub(crate) async fn lapse_upload(&self, centre: &str, upload: Uuid) -> Result<(), Fault> {
        let own = Principal::Service { name: self.host.name.to_owned() };
        let call = self.host.call(&own, centre, derived(upload, "lapse"), [0; 32], None);
        let at = call.stamp.at;
        let decide =
            move |state: &upload::State| upload::Upload::decide(state, upload::Command::Lapse, at);
        self.uploads.transact(call, upload, KeyRing::none(), decide).await?;
        Ok(())
    }
}

impl Uploading {
    /// How many bytes from the beginning are stored.
    pub fn stored_size(&self) -> u64 {
        let whole = u64::from(self.stored).saturating_mul(u64::try_from(CHUNK).unwrap_or(u64::MAX));
        whole.min(self.size())
    }

    fn size(&self) -> u64 {
        self.upload.attachment.size
    }

    /// How many bytes are still awaited.
    fn awaited(&self) -> u64 {
        let held = u64::try_from(self.held.len()).unwrap_or(u64::MAX);
        self.size().saturating_sub(self.stored_size()).saturating_sub(held)
    }

    /// Takes the next piece; whole chunks are durable when this returns.
    ///
    /// # Errors
    /// When there is more than was said, the content is not what was said, or the storage is away.
    pub async fn take(&mut self, mut piece: &[u8]) -> Result<(), Fault> {
        if u64::try_from(piece.len()).unwrap_or(u64::MAX) > self.awaited() {
            return Err(wrong("data", "violation-too-long"));
        }
        while !piece.is_empty() {
            let room = CHUNK.saturating_sub(self.held.len());
            let (now, later) = piece.split_at_checked(room).unwrap_or((piece, &[]));
            self.held.extend_from_slice(now);
            piece = later;
            if self.held.len() == CHUNK || self.awaited() == 0 {
                self.put().await?;
            }
        }
        Ok(())
    }

    async fn put(&mut self) -> Result<(), Fault> {
        if self.stored == 0 && MediaType::of(&self.held) != Some(self.upload.attachment.media_type)
        {
            return Err(wrong("media_type", "violation-not-allowed"));
        }
        let sealed = self.sealer.seal(self.stored, &self.held)?;
        let object = self.begun.object.as_uuid();
        self.cases.objects.put(object, self.stored, sealed).await?;
        self.stored += 1;
        self.held = Zeroizing::new(Vec::with_capacity(CHUNK));
        Ok(())
    }

    /// Whether all of it is stored.
    pub const fn is_whole(&self) -> bool {
        self.stored == self.begun.chunks
    }

    /// Tells the case of it: from now on it is attached.
    ///
    /// # Errors
    /// When not all of it came, the domain's rejection, or a fault of the store.
    pub async fn keep(self) -> Result<SeenAttachment, Fault> {
        if !self.is_whole() {
            return Err(wrong("size", "violation-out-of-range"));
        }
        let Self { cases, known, call, upload, begun, .. } = self;
        let attached = Attached { object: begun.object, chunks: begun.chunks };
        let command = add(&upload, begun.attachment, attached);
        let stream = begun.attachment.as_uuid();
        let on_its_way = cases.uploads.state(stream).await?;
        let at = call.stamp.at;
        let ended = upload::Upload::decide(&on_its_way.state, upload::Command::Keep, at)?;
        let ring = cases.host.vault.ring(known.survivor.as_uuid()).await?;
        let erased = ring.is_erased();
        let decide = move |state: &_| {
            if erased {
                return Err(Rejection::SurvivorErased);
            }
            Case::decide(state, command.clone(), at)
        };
        let also_call = call.clone();
        let also = move |_events: &[Event]| {
            let none = KeyRing::none();
            let (version, ended) = (on_its_way.version, &ended);
            Ok(vec![Streams::<UploadCodec>::appended(&also_call, stream, version, &none, ended)?])
        };
        let case = known.case.as_uuid();
        let done = cases.streams.transact_with(call, case, ring, decide, also).await?;
        Ok(SeenAttachment {
            id: begun.attachment,
            version: done.version,
            attachment: upload.attachment,
            at,
            by: upload.by,
        })
    }
}

fn add(upload: &Upload, entry: EntryId, Attached { object, chunks }: Attached) -> Command {
    let attachment = Sensitive::new(upload.attachment.clone());
    let fact = Fact::AttachmentAdded { object, chunks, attachment };
    Command::Care(care::Command { entry, by: upload.by, fact })
}

fn wrong(field: &'static str, sentence: &'static str) -> Fault {
    Rejection::InvalidFields(vec![Violation::new(field, sentence)]).into()
}
