//! Padding to buckets, because the length of a name or a story tells.

use zeroize::Zeroizing;

const BUCKETS: [usize; 8] = [64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576];
/// The length that stands in front.
const PREFIX: usize = 4;

/// The plain text with its length in front, filled up to the next bucket; `None` when it does not fit
/// the last one.
pub(crate) fn pad(plain: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(plain.len()).ok()?;
    let needed = plain.len().checked_add(PREFIX)?;
    let bucket = BUCKETS.into_iter().find(|size| *size >= needed)?;
    let mut padded = Zeroizing::new(Vec::with_capacity(bucket));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(bucket, 0);
    Some(padded)
}

/// The plain text in a padded one; `None` when its length does not fit.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<PREFIX>()?;
    rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)
}
