//! Attachments are listed and read: the entry in the ledger first, then their names, then their bytes.

use sentier_cases_domain::attachment::Attachment;
use sentier_cases_domain::case::care::{self, Attached, Fact};
use sentier_cases_domain::case::{Event, Rejection, State};
use sentier_cases_domain::id::EntryId;
use sentier_eventing::objects::Objects;
use sentier_eventing::streams::{Entered, Reading, Recorded};
use sentier_eventing::vault::{CHUNK, ChunkOpener, KeyRing};
use sentier_kernel::PageSize;
use sentier_kernel::id::Uuid;
use zeroize::Zeroizing;

use super::{SeenAttachment, whole};
use crate::application::{Cases, Fault, Known};

/// A file that is being read.
#[derive(Debug)]
pub struct Download {
    /// What it is.
    pub file: SeenAttachment,
    objects: Objects,
    opener: ChunkOpener,
    object: Uuid,
    chunks: u32,
    next: u32,
    /// Bytes of the next chunk that the reader has already.
    had: usize,
}

impl Cases {
    /// A page of a case's files behind a place, oldest first, and where the next one starts. PRIVACY: the
    /// reading stands in the log before a name is opened. An erased survivor has none.
    ///
    /// # Errors
    /// When the reading cannot be stored, or the store or the keys cannot be read.
    pub async fn list_attachments(
        &self,
        reading: Reading,
        known: &Known,
        after: i64,
        size: PageSize,
    ) -> Result<(Vec<SeenAttachment>, Option<i64>), Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let ring = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if state.erased || ring.is_erased() {
            return Ok((Vec::new(), None));
        }
        let entered = self.streams.enter(&reading, known.case.as_uuid()).await?;
        let mut files = self.files(&entered, &ring, &state).await?;
        files.retain(|file| file.version > after);
        let size = usize::try_from(size.get()).unwrap_or(usize::MAX);
        let more = files.len() > size;
        files.truncate(size);
        let next = files.last().filter(|_| more).map(|file| file.version);
        Ok((files, next))
    }

    /// A file from a byte on. PRIVACY: the reading stands in the log before anything is opened.
    ///
    /// # Errors
    /// When there is no such file, the reading cannot be stored, or store or keys cannot be read.
    pub async fn read_attachment(
        &self,
        reading: Reading,
        known: &Known,
        attachment: EntryId,
        offset: u64,
    ) -> Result<Download, Fault> {
        let state = self.streams.state(known.case.as_uuid()).await?.state;
        let hers = self.host.vault.ring(known.survivor.as_uuid()).await?;
        if state.erased || hers.is_erased() {
            return Err(Rejection::SurvivorErased.into());
        }
        let no_such = || Fault::from(Rejection::from(care::Rejection::NoSuchEntry));
        let attached: Attached =
            state.care.attachments.get(&attachment).copied().ok_or_else(no_such)?;
        let own = self.host.vault.ring(attachment.as_uuid()).await?;
        if own.is_erased() {
            return Err(no_such());
        }
        let entered = self.streams.enter(&reading, known.case.as_uuid()).await?;
        let files = self.files(&entered, &hers, &state).await?;
        let file = files.into_iter().find(|file| file.id == attachment).ok_or_else(no_such)?;
        let whole = whole(&known.centre, known.case, attachment, attached);
        let opener = ChunkOpener::new(&entered, &hers, &own, whole)?;
        let (next, had) = place(offset.min(file.attachment.size));
        let object = attached.object.as_uuid();
        let (objects, chunks) = (self.objects.clone(), attached.chunks);
        Ok(Download { file, objects, opener, object, chunks, next, had })
    }

    /// The files that are attached, with their names.
    async fn files(
        &self,
        entered: &Entered,
        ring: &KeyRing,
        state: &State,
    ) -> Result<Vec<SeenAttachment>, Fault> {
        let added = |event_type: &str| event_type.starts_with("attachment_added.");
        let events = self.streams.opened(entered, ring, added).await?;
        let stands = |id: &EntryId| state.care.attachments.contains_key(id);
        Ok(events.into_iter().filter_map(seen).filter(|file| stands(&file.id)).collect())
    }
}

impl Download {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the storage is away, or what it has is not what was put there.
    pub async fn next(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        if self.next >= self.chunks {
            return Ok(None);
        }
        let sealed = self.objects.get(self.object, self.next).await?;
        let sealed = sealed.ok_or(sentier_eventing::codec::CodecError::Seal)?;
        let mut plain = self.opener.open(self.next, &sealed)?;
        let had = self.had.min(plain.len());
        plain.drain(..had);
        self.next += 1;
        self.had = 0;
        Ok(Some(plain))
    }
}

/// The chunk that a byte stands in, and how many bytes of it come before.
fn place(offset: u64) -> (u32, usize) {
    let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
    let (index, before) = (offset / chunk, offset % chunk);
    (u32::try_from(index).unwrap_or(u32::MAX), usize::try_from(before).unwrap_or(0))
}

fn seen(recorded: Recorded<Event>) -> Option<SeenAttachment> {
    let Recorded { version, at, event: Event::Care(event), .. } = recorded else { return None };
    let Fact::AttachmentAdded { attachment, .. } = event.fact else { return None };
    let attachment: Attachment = attachment.into_exposed()?;
    Some(SeenAttachment { id: event.entry, version, attachment, at, by: event.by })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_leads_to_its_chunk_and_the_bytes_before_it() {
        let chunk = u64::try_from(CHUNK).unwrap();
        assert_eq!(place(0), (0, 0));
        assert_eq!(place(chunk - 1), (0, CHUNK - 1));
        assert_eq!(place(chunk), (1, 0));
        assert_eq!(place(2 * chunk + 5), (2, 5));
    }
}
