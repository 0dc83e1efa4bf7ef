//! Events of webhooks, as the golden files hold them.

use std::time::Duration;

use sentier_kernel::Sensitive;
use sentier_referrals_domain::value::{AgencyId, WebhookId};
use sentier_referrals_domain::webhook::{Event, Secret};

use super::golden::{AT, id};

pub(super) fn secret() -> Sensitive<Secret> {
    Sensitive::new(Secret::new(vec![7; 32]).unwrap())
}

pub(super) fn webhook_events(secret: Sensitive<Secret>) -> Vec<Event> {
    let (webhook, agency) = (WebhookId::from_uuid(id(10)), AgencyId::from_uuid(id(1)));
    let url = "https://chr.example/sentier".to_owned();
    let previous_until = AT.plus(Duration::from_hours(24));
    vec![
        Event::WebhookRegistered { webhook, agency, url, secret: secret.clone(), at: AT },
        Event::SecretRotated { webhook, secret, previous_until, at: AT },
        Event::WebhookPaused { webhook, at: AT },
        Event::WebhookResumed { webhook, at: AT },
        Event::WebhookDisabled { webhook, at: AT },
        Event::WebhookRemoved { webhook, at: AT },
        Event::DeadLettersReplayed { webhook, at: AT },
    ]
}
