//! Tokens: JWT (RFC 7519) with one fixed algorithm, Ed25519 (RFC 8037); nothing is negotiated.

use std::collections::HashMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sentier_kernel::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Clocks of two machines may differ by this many seconds.
const LEEWAY: i64 = 5;
/// Longer texts are not tokens of ours.
const LONGEST: usize = 4_096;

/// What kind of account the bearer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Staff of a centre.
    Staff,
    /// An officer of an agency.
    Agency,
    /// An analyst.
    Analyst,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Issuer, always `sentier`.
    pub iss: String,
    /// The account.
    pub sub: Uuid,
    /// Kind of account.
    pub kind: Kind,
    /// The centre's code, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
    /// The roles, for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The agency, for its officers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Uuid>,
    /// The credential, by which the token can be revoked.
    pub cid: Uuid,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Expires at, in seconds since 1970.
    pub exp: i64,
}

impl Claims {
    /// When the token was issued.
    pub fn issued(&self) -> Moment {
        Moment::from_micros(self.iat.saturating_mul(1_000_000))
    }

    /// Whether the token counts at this moment.
    pub fn valid_at(&self, now: Moment) -> bool {
        let now = now.as_micros().div_euclid(1_000_000);
        self.iat < self.exp
            && self.iat <= now.saturating_add(LEEWAY)
            && now < self.exp.saturating_add(LEEWAY)
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    kid: String,
}

/// The keys by which tokens verify, by key id.
#[derive(Clone, Debug, Default)]
pub struct Jwks(HashMap<String, VerifyingKey>);

#[derive(Serialize, Deserialize)]
struct Document {
    keys: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    kty: String,
    crv: String,
    kid: String,
    x: String,
}

/// A key set or key that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a set of Ed25519 keys")]
pub struct MalformedKeys;

impl Jwks {
    /// Reads a JSON Web Key Set (RFC 7517); keys of other types are passed over.
    ///
    /// # Errors
    /// When it is not a key set, or an Ed25519 key in it is malformed.
    pub fn parse(json: &str) -> Result<Self, MalformedKeys> {
        let document: Document = serde_json::from_str(json).map_err(|_cause| MalformedKeys)?;
        let ours = |entry: &Entry| entry.kty == "OKP" && entry.crv == "Ed25519";
        let keys = document.keys.into_iter().filter(ours).map(|entry| {
            let bytes = BASE64.decode(entry.x).map_err(|_cause| MalformedKeys)?;
            let bytes: [u8; 32] = bytes.try_into().map_err(|_bytes| MalformedKeys)?;
            let key = VerifyingKey::from_bytes(&bytes).map_err(|_cause| MalformedKeys)?;
            Ok((entry.kid, key))
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// These keys and the others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The set as JSON.
    pub fn to_json(&self) -> String {
        let mut keys: Vec<Entry> = self
            .0
            .iter()
            .map(|(kid, key)| Entry {
                kty: "OKP".to_owned(),
                crv: "Ed25519".to_owned(),
                kid: kid.clone(),
                x: BASE64.encode(key.as_bytes()),
            })
            .collect();
        keys.sort_by(|a, b| a.kid.cmp(&b.kid));
        serde_json::to_string(&Document { keys }).unwrap_or_default()
    }
}

/// Signs tokens; held by access alone.
pub struct Signer {
    key: SigningKey,
    kid: String,
}

impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Signer").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl Signer {
    /// A signer with this seed (32 random bytes); its key id is derived from the public key.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let kid = BASE64.encode(Sha256::digest(key.verifying_key().as_bytes()));
        Self { key, kid }
    }

    /// The key set with this signer's public key.
    pub fn jwks(&self) -> Jwks {
        Jwks(HashMap::from([(self.kid.clone(), self.key.verifying_key())]))
    }

    /// The token that says `claims`.
    ///
    /// # Errors
    /// Never for claims as declared; the encoder's signature allows it.
    pub fn sign(&self, claims: &Claims) -> Result<String, serde_json::Error> {
        let header = Header { alg: "EdDSA".to_owned(), kid: self.kid.clone() };
        let signed = format!(
            "{}.{}",
            BASE64.encode(serde_json::to_vec(&header)?),
            BASE64.encode(serde_json::to_vec(claims)?)
        );
        let signature = self.key.sign(signed.as_bytes());
        Ok(format!("{signed}.{}", BASE64.encode(signature.to_bytes())))
    }
}

/// The claims of a token whose signature verifies; times are the caller's to check.
pub(super) fn verify(token: &str, keys: &Jwks) -> Option<Claims> {
    if token.len() > LONGEST {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&BASE64.decode(header).ok()?).ok()?;
    if header.alg != "EdDSA" {
        return None;
    }
    let signature = Signature::from_slice(&BASE64.decode(signature).ok()?).ok()?;
    keys.0.get(&header.kid)?.verify_strict(signed.as_bytes(), &signature).ok()?;
    let claims: Claims = serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()?;
    (claims.iss == "sentier").then_some(claims)
}
