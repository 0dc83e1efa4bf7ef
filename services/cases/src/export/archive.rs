//! A file in an archive that a passphrase opens.
//!
//! ZIP with AES-256 (the form AE-2), because every spreadsheet user has a program that opens it. Its key
//! derivation is weak, so that the strength is the passphrase's: drawn here, never chosen.

use std::io::{Cursor, Write as _};

use sentier_kernel::{Category, Explain};
use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

/// Letters and digits that are not taken for one another (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Groups of five letters: 125 bits.
const GROUPS: usize = 5;

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The machine gives no randomness.
    #[error("no passphrase can be drawn")]
    Random(#[from] getrandom::Error),
    /// The archive.
    #[error("the archive cannot be written")]
    Archive(#[from] zip::result::ZipError),
    /// A file in it.
    #[error("the archive's file cannot be written")]
    File(#[from] std::io::Error),
    /// The rows of a recorder.
    #[error(transparent)]
    Rows(#[from] crate::recorder::WriteError),
    /// The pages of a PDF.
    #[error("the PDF cannot be written")]
    Pdf,
    /// The work ended without a result.
    #[error("the file was not made")]
    Aborted,
}

impl Explain for ExportError {
    fn category(&self) -> Category {
        Category::Bug
    }

    fn reason(&self) -> &'static str {
        "INTERNAL"
    }
}

/// An archive, and what opens it.
pub(crate) struct Archive {
    pub(crate) passphrase: Zeroizing<String>,
    pub(crate) bytes: Vec<u8>,
}

/// Puts one file into an archive under a fresh passphrase.
pub(crate) fn archived(name: &str, content: &[u8]) -> Result<Archive, ExportError> {
    let passphrase = passphrase()?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .with_aes_encryption(AesMode::Aes256, &passphrase);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, options)?;
    archive.write_all(content)?;
    let bytes = archive.finish()?.into_inner();
    Ok(Archive { passphrase, bytes })
}

fn passphrase() -> Result<Zeroizing<String>, ExportError> {
    let mut drawn = Zeroizing::new([0_u8; GROUPS * 5]);
    getrandom::fill(drawn.as_mut_slice())?;
    let mut passphrase = Zeroizing::new(String::with_capacity(GROUPS * 6));
    for (at, byte) in drawn.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            passphrase.push('-');
        }
        // 32 divides 256: every letter is as likely.
        let letter = LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'0');
        passphrase.push(char::from(letter));
    }
    Ok(passphrase)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_passphrase_is_fresh_and_opens_its_archive_alone() {
        let one = archived("a.csv", b"her words").unwrap();
        let other = archived("a.csv", b"her words").unwrap();
        assert_eq!(one.passphrase.len(), 29);
        assert_ne!(one.passphrase, other.passphrase);
        assert!(!one.bytes.windows(5).any(|window| window == b"words"));
        let mut archive = zip::ZipArchive::new(Cursor::new(&one.bytes)).unwrap();
        assert!(archive.by_index(0).is_err(), "it does not open without one");
        assert!(archive.by_index_decrypt(0, other.passphrase.as_bytes()).is_err());
        let mut read = Vec::new();
        let mut file = archive.by_index_decrypt(0, one.passphrase.as_bytes()).unwrap();
        file.read_to_end(&mut read).unwrap();
        assert_eq!(read, b"her words");
    }
}
