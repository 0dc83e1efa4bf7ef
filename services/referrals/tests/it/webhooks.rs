//! Agencies that are told of changes at an address of their own.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sentier_eventing::db::{Database, Value};
use sentier_proto::name;
use sentier_proto::referrals::v1::webhook::{Failure, State};
use sentier_proto::referrals::v1::{
    ListDeadLettersRequest, ListWebhooksRequest, RegisterWebhookRequest, RemoveWebhookRequest,
    ReplayDeadLettersRequest, RotateWebhookSecretRequest, SetWebhookActiveRequest, Webhook,
};
use sentier_referrals_domain::webhook::backoff::TRIES;
use sentier_test_support::wait::until;
use sha2::Sha256;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::receiver::{Post, Receiver};
use crate::steps::{
    NAME, PHONE, Place, accepting, consented, hospital, key, next, reason, sent, stored,
    watch_from, withdraw,
};
use crate::world::{CENTRE, Hooks, World};

fn registering(agency: Uuid, url: &str) -> RegisterWebhookRequest {
    RegisterWebhookRequest { parent: name::agency(agency), request_id: key(), url: url.to_owned() }
}

/// A webhook of a place's agency that leads to the receiver, and its secret.
async fn registered(world: &World, place: Place, receiver: &Receiver) -> (Webhook, String) {
    let asked = registering(place.agency, &receiver.url());
    let answer = world.hooks(place.agency).register_webhook(asked).await.expect("registers");
    let answer = answer.into_inner();
    (answer.webhook.expect("a webhook"), answer.secret)
}

/// A webhook that leads to nobody.
pub(crate) async fn registered_nowhere(world: &World, place: Place) {
    let asked = registering(place.agency, "http://127.0.0.1:9/");
    world.hooks(place.agency).register_webhook(asked).await.expect("registers");
}

async fn listed(hooks: &mut Hooks, agency: Uuid) -> Result<Vec<Webhook>, Status> {
    let asked = ListWebhooksRequest { parent: name::agency(agency), ..Default::default() };
    Ok(hooks.list_webhooks(asked).await?.into_inner().webhooks)
}

async fn only(world: &World, agency: Uuid) -> Webhook {
    let mut all = listed(&mut world.hooks(agency), agency).await.expect("lists");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// What a receiver does with a request: its secret, against the headers and the body as they came.
fn signatures(post: &Post, secret: &str) -> Vec<bool> {
    let secret =
        STANDARD.decode(secret.strip_prefix("whsec_").expect("its prefix")).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
    let signed = format!("{}.{}.{}", post.id(), post.headers["webhook-timestamp"], post.body);
    mac.update(signed.as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    post.headers["webhook-signature"].split(' ').map(|one| one == expected).collect()
}

pub(crate) async fn a_change_is_posted_signed_and_says_nothing_of_her(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let receiver = Receiver::start().await;
    let secret = registered_twice(world, place, &receiver).await;
    let referral = sent(world, place).await;
    let post = receiver.until(1).await.remove(0);
    assert_eq!(signatures(&post, &secret), [true]);
    assert_eq!(post.headers["content-type"], "application/json");
    assert_eq!(post.change(), (referral.name(), 1, "sent".to_owned()));
    for personal in [NAME, PHONE, &referral.case.to_string(), "health"] {
        assert!(!post.body.contains(personal), "{}", post.body);
    }
    // The stream knows the change by the same id, and goes on behind it with the token.
    let partner = world.partner(place.agency);
    let mut stream = watch_from(&partner, "").await.expect("opens");
    let seen = stream.message().await.expect("no error").expect("a change");
    assert_eq!(seen.event_id, post.id());
    let token = post.says()["data"]["resume_token"].as_str().expect("a token").to_owned();
    assert_eq!(token, seen.resume_token);
    let mut behind = watch_from(&partner, &token).await.expect("resumes");
    partner.clone().accept_referral(accepting(referral)).await.expect("accepts");
    assert_eq!(next(&mut behind).await.1.version, 2);
    let posts = receiver.until(3).await;
    let came: Vec<_> = posts.iter().map(|post| post.change().2).collect();
    assert_eq!(came, ["sent", "received", "accepted"]);
    assert_eq!(only(world, place.agency).await.pending_count, 0);
    is_in_no_event(world, &secret).await;
}

/// The secret is shown once, and a repeat registers nothing.
async fn registered_twice(world: &World, place: Place, receiver: &Receiver) -> String {
    let mut hooks = world.hooks(place.agency);
    let asked = registering(place.agency, &receiver.url());
    let first = hooks.register_webhook(asked.clone()).await.expect("registers").into_inner();
    assert!(first.secret.starts_with("whsec_"));
    let again = hooks.register_webhook(asked).await.expect("repeats").into_inner();
    assert_eq!((again.webhook, again.secret.as_str()), (first.webhook, ""));
    first.secret
}

async fn is_in_no_event(world: &World, secret: &str) {
    let db = Database::open(&world.database).await.expect("opens");
    let rows =
        db.fetch("SELECT payload FROM event WHERE event_type = 'webhook_registered.v1'", &[]);
    let row =
        String::from_utf8(rows.await.expect("reads")[0].bytes(0).expect("bytes")).expect("text");
    assert!(row.contains("127.0.0.1"), "{row}");
    assert!(!row.contains(secret.trim_start_matches("whsec_")), "{row}");
}

pub(crate) async fn a_receiver_that_fails_is_asked_again_and_nothing_overtakes(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let mut receiver = Receiver::start().await;
    registered(world, place, &receiver).await;
    receiver.answers(&[503]);
    let referral = sent(world, place).await;
    let failed = receiver.until(1).await.remove(0);
    let partner = world.partner(place.agency);
    partner.clone().accept_referral(accepting(referral)).await.expect("accepts");
    let waiting = until(async || {
        let hook = only(world, place.agency).await;
        (hook.failing_since_time.is_some()).then_some(hook)
    });
    assert_eq!(waiting.await.last_failure(), Failure::Status);
    assert_eq!(receiver.posts().len(), 1, "it rests");

    // Now nobody listens; what waits stays in order behind the first.
    receiver.die().await;
    world.clock.advance(Duration::from_mins(1));
    let away = until(async || {
        let hook = only(world, place.agency).await;
        (hook.last_failure() == Failure::Unreachable).then_some(hook)
    });
    assert_eq!(away.await.state(), State::Active);
    let receiver = receiver.again().await;
    world.clock.advance(Duration::from_hours(6));
    let posts = receiver.until(3).await;
    let versions: Vec<_> = posts.iter().map(|post| post.change().1).collect();
    assert_eq!(versions, [1, 2, 3]);
    assert_eq!(posts[0].id(), failed.id(), "the same id on every try");
    assert_eq!(posts[0].body, failed.body);
    let well = until(async || {
        let hook = only(world, place.agency).await;
        (hook.pending_count == 0).then_some(hook)
    });
    let well = well.await;
    assert_eq!((well.failing_since_time, well.last_failure()), (None, Failure::Unspecified));
    assert!(well.last_delivery_time.is_some());
}

pub(crate) async fn what_was_given_up_is_listed_and_replayed(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let receiver = Receiver::start().await;
    let (hook, _) = registered(world, place, &receiver).await;
    let mut hooks = world.hooks(place.agency);
    receiver.always(Some(422));
    let (first, other) = (sent(world, place).await, sent(world, place).await);
    receiver.until(2).await;
    let db = Database::open(&world.database).await.expect("opens");
    // As before its last try, once the outcome of its first is noted: noting it writes the same row.
    let sql = "UPDATE webhook_delivery SET tries = $1, due = 0 WHERE referral = $2 AND tries = 1";
    until_noted(&db, sql, &[(TRIES - 1).into(), first.name().as_str().into()]).await;
    let dead = until(async || {
        let asked = ListDeadLettersRequest { parent: hook.name.clone(), ..Default::default() };
        let dead = hooks.list_dead_letters(asked).await.expect("lists").into_inner().dead_letters;
        (!dead.is_empty()).then_some(dead)
    })
    .await;
    assert_eq!(dead.len(), 1, "the other one waits on");
    assert_eq!((dead[0].referral.as_str(), dead[0].attempt_count), (first.name().as_str(), 22));
    assert_eq!((dead[0].failure(), dead[0].http_status), (Failure::Status, 422));
    assert_eq!(only(world, place.agency).await.dead_letter_count, 1);

    receiver.always(None);
    let before = receiver.posts().len();
    let replaying = ReplayDeadLettersRequest { name: hook.name.clone(), request_id: key() };
    hooks.replay_dead_letters(replaying.clone()).await.expect("replays");
    world.clock.advance(Duration::from_mins(1));
    let posts = receiver.until(before + 2).await;
    let came: Vec<String> = posts[before..].iter().map(|post| post.change().0).collect();
    assert!(came.contains(&first.name()) && came.contains(&other.name()), "{came:?}");
    // What dies later is not the first call's to replay, however often it is repeated.
    receiver.always(Some(422));
    let late = sent(world, place).await;
    receiver.until(before + 3).await;
    let sql = "UPDATE webhook_delivery SET tries = $3, died = $1 WHERE referral = $2 AND tries = 1";
    let died = world.clock.now().plus(Duration::from_secs(1));
    until_noted(&db, sql, &[died.into(), late.name().as_str().into(), TRIES.into()]).await;
    let again = hooks.replay_dead_letters(replaying).await.expect("repeats").into_inner();
    assert_eq!(again.webhook.expect("a webhook").dead_letter_count, 1);
}

/// Tampers with a delivery as soon as the outcome of its first try is noted.
async fn until_noted(db: &Database, sql: &str, values: &[Value]) {
    until(async || (db.execute(sql, values).await.expect("writes") == 1).then_some(())).await;
}

pub(crate) async fn a_webhook_is_paused_switched_off_resumed_and_removed(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let receiver = Receiver::start().await;
    let (hook, secret) = registered(world, place, &receiver).await;
    let mut hooks = world.hooks(place.agency);
    let set =
        |active| SetWebhookActiveRequest { name: hook.name.clone(), request_id: key(), active };
    hooks.set_webhook_active(set(false)).await.expect("pauses");
    let first = sent(world, place).await;
    hooks.set_webhook_active(set(true)).await.expect("resumes");
    assert_eq!(receiver.until(1).await[0].change().0, first.name(), "it goes on where it stopped");

    // For an hour both secrets sign; then the new one alone.
    let asked =
        RotateWebhookSecretRequest { name: hook.name.clone(), request_id: key(), overlap_hours: 1 };
    let rotated = hooks.rotate_webhook_secret(asked).await.expect("rotates").into_inner();
    until(async || {
        sent(world, place).await;
        let last = receiver.posts().pop().expect("one came");
        (signatures(&last, &rotated.secret) == [true, false]).then(|| {
            assert_eq!(signatures(&last, &secret), [false, true]);
        })
    })
    .await;
    world.clock.advance(Duration::from_mins(61));
    let late = sent(world, place).await;
    let alone =
        until(async || receiver.posts().into_iter().find(|post| post.change().0 == late.name()))
            .await;
    assert_eq!(signatures(&alone, &rotated.secret), [true]);

    // 410: the receiver is gone for good.
    until(async || (only(world, place.agency).await.pending_count == 0).then_some(())).await;
    receiver.answers(&[410]);
    let gone = sent(world, place).await;
    let off = until(async || {
        let hook = only(world, place.agency).await;
        (hook.state() == State::Disabled).then_some(hook)
    });
    let off = off.await;
    assert_eq!(off.last_failure(), Failure::Status);
    it_is_found_among_those_that_are_off(world, place, &off).await;
    hooks.set_webhook_active(set(true)).await.expect("resumes");
    until(async || {
        let came = receiver.posts().iter().filter(|it| it.change().0 == gone.name()).count();
        (came == 2).then_some(())
    })
    .await;
    is_removed(&mut hooks, place, &hook).await;
    let refused = hooks.set_webhook_active(set(true)).await.expect_err("gone");
    assert_eq!(refused.code(), Code::NotFound);
}

async fn is_removed(hooks: &mut Hooks, place: Place, hook: &Webhook) {
    let removing = RemoveWebhookRequest { name: hook.name.clone(), request_id: key() };
    hooks.remove_webhook(removing).await.expect("removes");
    assert!(listed(hooks, place.agency).await.expect("lists").is_empty());
}

/// By her agency's officer, and among every agency's by the manager; another agency finds none of them.
async fn it_is_found_among_those_that_are_off(world: &World, place: Place, off: &Webhook) {
    let asked = |parent: &str, state: State| ListWebhooksRequest {
        parent: parent.to_owned(),
        state: state.into(),
        ..ListWebhooksRequest::default()
    };
    let (own, every) = (name::agency(place.agency), "agencies/-");
    let mut manager = world.staff_hooks(CENTRE, "manager");
    for parent in [own.as_str(), every] {
        let found = manager.list_webhooks(asked(parent, State::Disabled)).await.expect("lists");
        assert_eq!(found.into_inner().webhooks, std::slice::from_ref(off), "{parent}");
        let active = manager.list_webhooks(asked(parent, State::Active)).await.expect("lists");
        assert!(active.into_inner().webhooks.is_empty());
    }
    let mut agency = world.hooks(place.agency);
    let refused = agency.list_webhooks(asked(every, State::Disabled)).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::PermissionDenied);
}

pub(crate) async fn webhooks_are_the_agencys_own_and_the_manager_sees_them(world: &World) {
    let (place, other) = (hospital(world, "Santé Ogou").await, hospital(world, "Kara").await);
    let receiver = Receiver::start().await;
    let (hook, _) = registered(world, place, &receiver).await;
    let mut foreign = world.hooks(other.agency);
    let asked = registering(place.agency, &receiver.url());
    let refused = foreign.register_webhook(asked.clone()).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::PermissionDenied);
    let refused = listed(&mut foreign, place.agency).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::PermissionDenied);
    // Under her own name it is not there.
    let id = hook.name.rsplit('/').next().expect("an id");
    let removing = RemoveWebhookRequest {
        name: format!("{}/webhooks/{id}", name::agency(other.agency)),
        request_id: key(),
    };
    let refused = foreign.remove_webhook(removing).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::NotFound);

    let mut manager = world.staff_hooks(CENTRE, "manager");
    let seen = listed(&mut manager, place.agency).await.expect("sees");
    assert_eq!(seen, std::slice::from_ref(&hook));
    let pausing =
        SetWebhookActiveRequest { name: hook.name.clone(), request_id: key(), active: false };
    let paused = manager.set_webhook_active(pausing).await.expect("stops it").into_inner();
    assert_eq!(paused.webhook.expect("a webhook").state(), State::Paused);
    let refused = manager.register_webhook(asked).await.expect_err("the agency's to say");
    assert_eq!(refused.code(), Code::PermissionDenied);
    let mut caseworker = world.staff_hooks(CENTRE, "caseworker");
    let refused = listed(&mut caseworker, place.agency).await.expect_err("not hers");
    assert_eq!(refused.code(), Code::PermissionDenied);

    // All that is wrong is said at once; and a sixth one is refused.
    let wrong = RegisterWebhookRequest {
        parent: "agencies/7".to_owned(),
        request_id: String::new(),
        url: "https://10.0.0.1/x".to_owned(),
    };
    let refused = foreign.register_webhook(wrong).await.expect_err("wrong");
    let wrong = refused.get_details_bad_request().expect("details").field_violations;
    let fields: Vec<_> = wrong.iter().map(|violation| violation.field.as_str()).collect();
    assert_eq!(fields, ["parent", "request_id", "url"]);
    let mut own = world.hooks(place.agency);
    for _ in 0..4 {
        let more = registering(place.agency, "https://chr.example/sentier");
        own.register_webhook(more).await.expect("registers");
    }
    let sixth = registering(place.agency, "https://chr.example/sentier");
    let refused = own.register_webhook(sixth).await.expect_err("five are there");
    assert_eq!(reason(&refused), "TOO_MANY_WEBHOOKS");
}

pub(crate) async fn each_change_is_delivered_whichever_process_dies(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let receiver = Receiver::start().await;
    registered(world, place, &receiver).await;
    // Two processes share the work.
    let second = world.restart().await;
    let mut asked = Vec::new();
    for _ in 0..4 {
        asked.push(sent(world, place).await);
    }
    // One ends in the middle; the other goes on.
    world.service.stop().await;
    let partner = world.partner_of(&second, place.agency);
    for one in &asked {
        partner.clone().accept_referral(accepting(*one)).await.expect("accepts");
    }
    withdraw(world, asked[0]).await;
    let posts = until(async || {
        let posts = receiver.posts();
        let ids: std::collections::BTreeSet<&str> = posts.iter().map(Post::id).collect();
        (ids.len() == 13).then(|| posts.clone())
    })
    .await;
    for one in &asked {
        let mut versions: Vec<i64> = posts
            .iter()
            .map(Post::change)
            .filter(|(referral, ..)| *referral == one.name())
            .map(|(_, version, _)| version)
            .collect();
        versions.dedup();
        assert!(versions.is_sorted(), "{versions:?}");
        assert_eq!(versions.len(), if one.referral == asked[0].referral { 4 } else { 3 });
    }
    assert_eq!(stored(world, "referral_accepted.v1").await, 4);
    second.stop().await;
}

/// The partner's guide shows this receiver.
pub(crate) async fn the_receiver_in_python_takes_what_the_service_sends(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let free = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let asked = registering(place.agency, &format!("http://{address}/"));
    let answer = world.hooks(place.agency).register_webhook(asked).await.expect("registers");
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/partners/python/webhook.py");
    let mut python = tokio::process::Command::new("python3")
        .args([program, "--port", &address.port().to_string()])
        .args(["--secret", &answer.into_inner().secret])
        .stdout(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("python3 runs");
    let lines = tokio::io::BufReader::new(python.stdout.take().expect("its output"));
    let mut lines = tokio::io::AsyncBufReadExt::lines(lines);
    let listening = lines.next_line().await.expect("readable").expect("a line");
    assert!(listening.contains("listening"), "{listening}");
    let referral = sent(world, place).await;
    let told = tokio::time::timeout(Duration::from_secs(30), lines.next_line()).await;
    let told = told.expect("in time").expect("readable").expect("a line");
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(
        (told["referral"].as_str(), told["state"].as_str()),
        (Some(referral.name().as_str()), Some("sent"))
    );
    python.kill().await.expect("it can be killed");
}
