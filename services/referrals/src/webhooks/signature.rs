//! How a delivery is signed: Standard Webhooks, version 1.0.0 of its specification.
//!
//! `webhook-signature` holds one signature for each secret that counts, so that a receiver may change to
//! the new one whenever it likes during an overlap.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sentier_referrals_domain::webhook::Secret;
use sha2::Sha256;

/// How a secret is shown to who registers a webhook.
pub(crate) fn shown(secret: &Secret) -> String {
    format!("whsec_{}", STANDARD.encode(secret.as_bytes()))
}

/// The secret that is shown as `text`.
pub fn read_secret(text: &str) -> Option<Secret> {
    let bytes = STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
    Secret::new(bytes).ok()
}

/// The value of `webhook-signature`; none when there is no secret.
pub fn sign(secrets: &[Secret], id: &str, seconds: i64, body: &[u8]) -> Option<String> {
    let signatures: Option<Vec<String>> = secrets
        .iter()
        .map(|secret| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
            mac.update(format!("{id}.{seconds}.").as_bytes());
            mac.update(body);
            Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
        })
        .collect();
    signatures.filter(|all| !all.is_empty()).map(|all| all.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own reference libraries.
    #[test]
    fn the_reference_example_is_signed_as_published() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let secret = Secret::new(secret).unwrap();
        let body = br#"{"test": 2432232314}"#;
        let signed = sign(
            std::slice::from_ref(&secret),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            body,
        );
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(shown(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(read_secret(&shown(&secret)), Some(secret));
        assert_eq!(read_secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), None);
    }

    #[test]
    fn two_secrets_sign_side_by_side() {
        let secrets = [1, 2].map(|byte| Secret::new(vec![byte; 32]).unwrap());
        let both = sign(&secrets, "msg_1", 1, b"{}").unwrap();
        let each: Vec<String> = secrets
            .iter()
            .map(|one| sign(std::slice::from_ref(one), "msg_1", 1, b"{}").unwrap())
            .collect();
        assert_eq!(both, each.join(" "));
        assert_eq!(sign(&[], "msg_1", 1, b"{}"), None);
    }
}
