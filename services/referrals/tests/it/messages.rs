//! What agency and centre write on a referral.

use sentier_eventing::db::Database;
use sentier_proto::referrals::v1::message::{Author, Kind};
use sentier_proto::referrals::v1::referral::DeclineReason;
use sentier_proto::referrals::v1::{
    DeclineReferralRequest, GetMessageRequest, ListMessagesRequest, ListMessagesResponse, Message,
    SendMessageRequest,
};
use sentier_test_support::wait::until;
use tonic::{Code, Status};
use uuid::Uuid;

use crate::lifecycle::{accepted, noting, scheduling};
use crate::steps::{Asked, consented, hospital, key, reason, sent, stored, withdraw};
use crate::world::{CENTRE, World, Writer};

const SECRET: &str = "Akouvi est arrivée en pleurant";

pub(crate) fn writing(asked: Asked, text: &str) -> SendMessageRequest {
    SendMessageRequest { parent: asked.name(), request_id: key(), text: text.to_owned() }
}

pub(crate) fn reading(asked: Asked) -> ListMessagesRequest {
    ListMessagesRequest { parent: asked.name(), ..ListMessagesRequest::default() }
}

async fn read(writer: &mut Writer, asked: Asked) -> Result<Vec<Message>, Status> {
    Ok(writer.list_messages(reading(asked)).await?.into_inner().messages)
}

pub(crate) async fn both_sides_write_and_read_and_each_reading_is_entered(world: &World) {
    let (place, asked) = accepted(world).await;
    let (mut agency, mut centre) =
        (world.writer(place.agency), world.staff_writer(CENTRE, "supervisor"));
    let sent = agency.send_message(writing(asked, SECRET)).await.expect("writes").into_inner();
    centre.send_message(writing(asked, "Merci.")).await.expect("writes");
    let mut mover = world.mover(place.agency);
    mover.schedule_referral(scheduling(world, asked)).await.expect("schedules");
    mover.add_interim_note(noting(asked, "vue ce matin")).await.expect("notes");

    let before = stored(world, "personal_data_read.v1").await;
    let all = read(&mut centre, asked).await.expect("reads");
    let told: Vec<_> =
        all.iter().map(|one| (one.kind(), one.author(), one.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (Kind::InterimNote, Author::Agency, "vue ce matin"),
            (Kind::Appointment, Author::Agency, "porte 3, demander la sage-femme"),
            (Kind::Message, Author::Centre, "Merci."),
            (Kind::Message, Author::Agency, SECRET),
        ]
    );
    assert!(all[1].appointment_time.is_some() && all[0].appointment_time.is_none());
    assert_eq!(all[3].name, sent.message);
    assert_eq!(sent.referral.expect("a referral").message_count, 1);
    assert_eq!(read(&mut agency, asked).await.expect("reads"), all);
    assert_eq!(stored(world, "personal_data_read.v1").await, before + 2);
    one_is_read_by_itself(world, asked, &all[3]).await;
}

/// By its name, or by its id alone; by nobody who may not read the rest, and entered each time.
async fn one_is_read_by_itself(world: &World, asked: Asked, message: &Message) {
    let (mut centre, id) = (
        world.staff_writer(CENTRE, "supervisor"),
        message.name.rsplit('/').next().expect("an id").to_owned(),
    );
    let before = stored(world, "personal_data_read.v1").await;
    let named = |name: &str| GetMessageRequest { name: name.to_owned() };
    let alone = format!("centres/-/referrals/-/messages/{id}");
    for name in [&message.name, &alone] {
        let one = centre.get_message(named(name)).await.expect("reads").into_inner();
        assert_eq!(one.message.as_ref(), Some(message));
    }
    assert_eq!(stored(world, "personal_data_read.v1").await, before + 2);

    let other = hospital(world, "Kara").await;
    let mut stranger = world.writer(other.agency);
    let not_hers = stranger.get_message(named(&alone)).await.expect_err("not hers");
    let of_another = sentier_proto::name::referral(CENTRE, other.agency);
    let elsewhere = centre.get_message(named(&format!("{of_another}/messages/{id}"))).await;
    // What stands under this id is no message.
    let referral = format!("centres/-/referrals/-/messages/{}", asked.referral);
    let no_message = centre.get_message(named(&referral)).await;
    for refused in [
        not_hers,
        elsewhere.expect_err("on another referral"),
        no_message.expect_err("a referral"),
        world
            .staff_writer("kara-2", "supervisor")
            .get_message(named(&alone))
            .await
            .expect_err("theirs"),
        world
            .staff_writer(CENTRE, "manager")
            .get_message(named(&alone))
            .await
            .expect_err("nobody's"),
    ] {
        assert_eq!(refused.code(), Code::NotFound);
    }
    assert_eq!(stored(world, "personal_data_read.v1").await, before + 2);
}

pub(crate) async fn messages_are_paged_newest_first(world: &World) {
    let (place, asked) = accepted(world).await;
    let mut agency = world.writer(place.agency);
    for number in 0..5 {
        agency.send_message(writing(asked, &format!("message {number}"))).await.expect("writes");
    }
    let mut request = ListMessagesRequest { page_size: 2, ..reading(asked) };
    let mut texts = Vec::new();
    loop {
        let page: ListMessagesResponse =
            agency.list_messages(request.clone()).await.expect("reads").into_inner();
        texts.extend(page.messages.into_iter().map(|one| one.text));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(texts, ["message 4", "message 3", "message 2", "message 1", "message 0"]);

    let other = sent(world, place).await;
    let mut first = ListMessagesRequest { page_size: 2, ..reading(asked) };
    let token = agency.list_messages(first.clone()).await.expect("reads").into_inner();
    first.parent = other.name();
    first.page_token = token.next_page_token;
    let refused = agency.list_messages(first).await.expect_err("another list's");
    assert_eq!(reason(&refused), "FOREIGN_PAGE_TOKEN");
}

/// All that the service stored, as text.
async fn everything(world: &World) -> String {
    let db = Database::open(&world.database).await.expect("opens");
    let rows = db.fetch("SELECT payload FROM event", &[]).await.expect("reads");
    db.close().await;
    rows.iter()
        .map(|row| String::from_utf8_lossy(&row.bytes(0).expect("bytes")).into_owned())
        .collect()
}

pub(crate) async fn what_was_written_stands_nowhere_in_clear(world: &World) {
    let (place, asked) = accepted(world).await;
    let mut agency = world.writer(place.agency);
    agency.send_message(writing(asked, SECRET)).await.expect("writes");
    world.mover(place.agency).schedule_referral(scheduling(world, asked)).await.expect("schedules");
    let stored = everything(world).await;
    assert!(stored.contains("message"), "the entries are there");
    assert!(!stored.contains("pleurant") && !stored.contains("sage-femme"));
    let heard = format!("{:?}", world.heard.all());
    assert!(!heard.contains("pleurant") && !heard.contains("sage-femme"));
    // When she is expected is about her too.
    let at = scheduling(world, asked).appointment_time.expect("a time").seconds.to_string();
    assert!(!stored.contains(&at) && !heard.contains(&at));
}

pub(crate) async fn a_decline_ends_the_agencys_reading_and_not_the_centres(world: &World) {
    let (place, asked) = accepted(world).await;
    let (mut agency, mut centre) =
        (world.writer(place.agency), world.staff_writer(CENTRE, "supervisor"));
    agency.send_message(writing(asked, SECRET)).await.expect("writes");
    let decline = DeclineReferralRequest {
        name: asked.name(),
        request_id: key(),
        expected_version: None,
        reason: DeclineReason::NoCapacity.into(),
    };
    world.partner(place.agency).decline_referral(decline).await.expect("declines");
    for refused in [
        read(&mut agency, asked).await.map(drop),
        agency.send_message(writing(asked, "encore")).await.map(drop),
        centre.send_message(writing(asked, "pourquoi ?")).await.map(drop),
    ] {
        let refused = refused.expect_err("over");
        assert_eq!(
            (refused.code(), reason(&refused)),
            (Code::FailedPrecondition, "MESSAGES_ENDED".into())
        );
    }
    assert_eq!(read(&mut centre, asked).await.expect("reads on")[0].text, SECRET);
}

/// Whether the key store still holds the key of what was written on a referral.
async fn words_key_is_held(world: &World, asked: Asked) -> bool {
    let keys = world.folder.path().join("referrals-keys/keys.db");
    let keys = Database::open(&format!("sqlite:{}", keys.display())).await.expect("opens");
    let subject = Uuid::new_v5(&asked.referral, b"messages");
    let held = keys.fetch("SELECT 1 FROM vault_key WHERE subject = $1", &[subject.into()]).await;
    keys.close().await;
    !held.expect("reads").is_empty()
}

pub(crate) async fn a_withdrawal_destroys_what_was_written(world: &World) {
    consented(world);
    let place = hospital(world, "Santé Ogou").await;
    let (asked, other) = (sent(world, place).await, sent(world, place).await);
    let (mut agency, mut centre) =
        (world.writer(place.agency), world.staff_writer(CENTRE, "supervisor"));
    for one in [asked, other] {
        agency.send_message(writing(one, SECRET)).await.expect("writes");
        assert!(words_key_is_held(world, one).await);
    }
    withdraw(world, asked).await;
    until(async || (!words_key_is_held(world, asked).await).then_some(())).await;
    until(async || (stored(world, "messages_destroyed.v1").await == 1).then_some(())).await;
    for writer in [&mut agency, &mut centre] {
        let refused = read(writer, asked).await.expect_err("gone");
        assert_eq!(reason(&refused), "MESSAGES_ENDED");
        assert_eq!(read(writer, other).await.expect("another consent stands").len(), 1);
    }
}
