//! Signed checkpoints: C2SP tlog-checkpoint in a C2SP signed-note, with Ed25519.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::Hash;

/// What a log says of itself at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's unique name, without a scheme: `sentier.example/ogou-1/cases`.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a note is not a checkpoint of this log.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is not a signed note with a checkpoint in it.
    #[error("the note is not a checkpoint")]
    Malformed,
    /// It names another log.
    #[error("the checkpoint is of another log")]
    Foreign,
    /// The log's signature is absent or false.
    #[error("the checkpoint is not signed by the log's key")]
    Unsigned,
}

/// The signature algorithm's number in signed notes.
const ED25519: u8 = 1;

/// Signs checkpoints of one log. Wiped from memory when dropped.
pub struct Signer {
    origin: String,
    key: SigningKey,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Signer({})", self.origin)
    }
}

impl Signer {
    /// The signer of a log, from its 32 secret bytes.
    ///
    /// # Errors
    /// When the origin cannot name a key in a note: empty, or with white space or a plus sign.
    pub fn new(origin: &str, secret: &[u8; 32]) -> Result<Self, CheckpointError> {
        if origin.is_empty() || origin.contains(|c: char| c.is_whitespace() || c == '+') {
            return Err(CheckpointError::Malformed);
        }
        Ok(Self { origin: origin.to_owned(), key: SigningKey::from_bytes(secret) })
    }

    /// The log's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Who checks this signer's checkpoints.
    pub fn verifier(&self) -> Verifier {
        Verifier { origin: self.origin.clone(), key: self.key.verifying_key() }
    }

    /// The signed note over a tree.
    pub fn sign(&self, size: u64, root: &Hash) -> String {
        self.note(&format!("{}\n{size}\n{}\n", self.origin, STANDARD.encode(root)))
    }

    /// A signed note over another text of several lines, which must end with a line break and hold no
    /// empty line. A text is no checkpoint as long as its first line is not the log's name.
    pub fn note(&self, body: &str) -> String {
        let signature = self.key.sign(body.as_bytes()).to_bytes();
        let id = key_id(&self.origin, &self.key.verifying_key());
        let line = STANDARD.encode([id.as_slice(), &signature].concat());
        format!("{body}\n— {} {line}\n", self.origin)
    }
}

/// Checks checkpoints of one log, with its public key alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    origin: String,
    key: VerifyingKey,
}

impl Verifier {
    /// The verifier in a C2SP verifier key, `origin+id+key`.
    ///
    /// # Errors
    /// When the text is not an Ed25519 verifier key.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut parts = text.trim().splitn(3, '+');
        let origin = parts.next().filter(|origin| !origin.is_empty());
        let origin = origin.ok_or(CheckpointError::Malformed)?;
        let id = parts.next().ok_or(CheckpointError::Malformed)?;
        let bytes = parts.next().and_then(|encoded| STANDARD.decode(encoded).ok());
        let bytes = bytes.ok_or(CheckpointError::Malformed)?;
        let key = match bytes.split_first() {
            Some((&ED25519, key)) => VerifyingKey::try_from(key).ok(),
            _ => None,
        };
        let key = key.ok_or(CheckpointError::Malformed)?;
        if hex::encode(key_id(origin, &key)) != id {
            return Err(CheckpointError::Malformed);
        }
        Ok(Self { origin: origin.to_owned(), key })
    }

    /// The C2SP verifier key, which may be handed to anybody.
    pub fn verifier_key(&self) -> String {
        let key = STANDARD.encode([[ED25519].as_slice(), self.key.as_bytes()].concat());
        format!("{}+{}+{key}", self.origin, hex::encode(key_id(&self.origin, &self.key)))
    }

    /// The checkpoint in a signed note; lines of other signers are passed over.
    ///
    /// # Errors
    /// When the note is not a checkpoint of this log under this key.
    pub fn verify(&self, note: &str) -> Result<Checkpoint, CheckpointError> {
        let (text, _signatures) = note.rsplit_once("\n\n").ok_or(CheckpointError::Malformed)?;
        let checkpoint = parse(text).ok_or(CheckpointError::Malformed)?;
        if checkpoint.origin != self.origin {
            return Err(CheckpointError::Foreign);
        }
        self.signed(note)?;
        Ok(checkpoint)
    }

    /// The text of a note that this log's key signed, without its last line break.
    ///
    /// # Errors
    /// When it is no signed note, or not signed under this key.
    pub fn signed<'a>(&self, note: &'a str) -> Result<&'a str, CheckpointError> {
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(CheckpointError::Malformed)?;
        let body = format!("{text}\n");
        let id = key_id(&self.origin, &self.key);
        let signed = signatures
            .lines()
            .filter_map(|line| self.signature(id, line))
            .any(|signature| self.key.verify_strict(body.as_bytes(), &signature).is_ok());
        if signed { Ok(text) } else { Err(CheckpointError::Unsigned) }
    }

    fn signature(&self, id: [u8; 4], line: &str) -> Option<Signature> {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let (named, signature) = bytes.split_first_chunk::<4>()?;
        (name == self.origin && *named == id).then(|| Signature::from_slice(signature).ok())?
    }
}

fn parse(text: &str) -> Option<Checkpoint> {
    let mut lines = text.split('\n');
    let origin = lines.next().filter(|origin| !origin.is_empty())?;
    let written = lines.next()?;
    let size: u64 = written.parse().ok()?;
    let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
    // One way to write a number: no sign, no leading zero.
    (size.to_string() == written).then(|| Checkpoint { origin: origin.to_owned(), size, root })
}

/// Names the key in a note: four bytes over name, algorithm and public key.
fn key_id(origin: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest = Sha256::new()
        .chain_update(origin)
        .chain_update([b'\n', ED25519])
        .chain_update(key.as_bytes())
        .finalize();
    let [a, b, c, d, ..] = <[u8; 32]>::from(digest);
    [a, b, c, d]
}

#[cfg(test)]
mod tests;
