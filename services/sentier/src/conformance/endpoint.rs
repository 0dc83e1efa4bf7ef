//! A receiver of webhooks, tried with notices that are right and with some that somebody forged.

use anyhow::Context as _;
use sentier_platform::clock::Clock;
use sentier_platform::ids::new_id;
use sentier_proto::name;
use sentier_referrals::{Posted, Poster, Reach, Refused, read_secret, sign};
use serde_json::json;

use super::Check;

/// How long ago the old notice was sent; receivers allow five minutes.
const AN_HOUR: i64 = 3_600;
/// A secret that the receiver does not have.
const FORGED: &str = "whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyByZWNlaXZlcg==";

/// A notice as it would be posted.
#[derive(Clone, Debug)]
struct Notice {
    id: String,
    sent: i64,
    signed_by: Vec<String>,
    /// What is signed.
    body: Vec<u8>,
    /// What is posted.
    posted: Vec<u8>,
}

/// What a receiver must do with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// Answer with 2xx.
    Taken,
    /// Answer with 4xx.
    Refused,
}

/// Plays the scenarios against the receiver at `url`, each told when it is judged.
pub(super) async fn play(
    url: &str,
    secret: &str,
    tell: impl Fn(&Check),
) -> anyhow::Result<Vec<Check>> {
    read_secret(secret).context("the secret has the form whsec_… of base64")?;
    // The receiver is the integrator's own, often on her machine.
    let poster = Poster::new(Reach { private: true, loopback: true }, None)?;
    let right = notice(secret, "referral.changed");
    let forged =
        Notice { signed_by: vec![FORGED.to_owned()], ..notice(secret, "referral.changed") };
    let changed = Notice { posted: says("referral.changed"), ..notice(secret, "referral.changed") };
    let old = notice(secret, "referral.changed");
    let old = Notice { sent: old.sent - AN_HOUR, ..old };
    let both = vec![FORGED.to_owned(), secret.to_owned()];
    let rotated = Notice { signed_by: both, ..notice(secret, "referral.changed") };
    let script = [
        ("takes a notice", &right, Expected::Taken),
        ("takes it again", &right, Expected::Taken),
        ("refuses a forgery", &forged, Expected::Refused),
        ("refuses a changed body", &changed, Expected::Refused),
        ("refuses an old notice", &old, Expected::Refused),
        ("bears a rotation", &rotated, Expected::Taken),
        ("bears unknown kinds", &notice(secret, "referral.of_tomorrow"), Expected::Taken),
    ];
    let mut checks = Vec::new();
    for (name, notice, expected) in script {
        let outcome = judge(post(&poster, url, notice).await?, expected);
        let check = Check { name, outcome };
        tell(&check);
        checks.push(check);
    }
    Ok(checks)
}

fn notice(secret: &str, kind: &str) -> Notice {
    let body = says(kind);
    Notice {
        id: new_id().to_string(),
        sent: Clock::system().now().as_micros().div_euclid(1_000_000),
        signed_by: vec![secret.to_owned()],
        posted: body.clone(),
        body,
    }
}

/// A change of a referral that does not exist.
fn says(kind: &str) -> Vec<u8> {
    let said = json!({
        "type": kind,
        "timestamp": Clock::system().now().to_string(),
        "data": {
            "referral": name::referral("sandbox", new_id()),
            "state": "sent",
            "version": 1,
            "resume_token": "sandbox-1",
        },
    });
    said.to_string().into_bytes()
}

async fn post(poster: &Poster, url: &str, notice: &Notice) -> anyhow::Result<Result<(), Refused>> {
    let secrets: Vec<_> = notice.signed_by.iter().filter_map(|text| read_secret(text)).collect();
    let signature = sign(&secrets, &notice.id, notice.sent, &notice.body);
    let signature = signature.context("nothing signs")?;
    let posted = Posted {
        url,
        id: &notice.id,
        seconds: notice.sent,
        signature: &signature,
        body: &notice.posted,
    };
    Ok(poster.post(&posted).await)
}

fn judge(answer: Result<(), Refused>, expected: Expected) -> Result<String, String> {
    let status = answer.as_ref().err().map(|refused| refused.status);
    match (status, expected) {
        (None, Expected::Taken) => Ok("answered with 2xx".to_owned()),
        (None, Expected::Refused) => Err("took what nobody of ours sent".to_owned()),
        (Some(Some(status)), Expected::Refused) if (400..500).contains(&status) => {
            Ok(format!("answered with {status}"))
        }
        (Some(Some(status)), _) => Err(format!("answered with {status}")),
        (Some(None), _) => Err("did not answer within ten seconds, or not at all".to_owned()),
    }
}
