//! Analysts ask, are approved, follow, go on, read again; and nobody else does.

use std::time::Duration;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use prost::Message as _;
use sentier_platform::auth::token::Kind;
use sentier_platform::grpc::timestamp;
use sentier_proto::statistics::v1::download_release_request::Content;
use sentier_proto::statistics::v1::release_service_client::ReleaseServiceClient;
use sentier_proto::statistics::v1::subscription::State;
use sentier_proto::statistics::v1::{
    ApproveSubscriptionRequest, DownloadReleaseRequest, GetReleaseRequest, ListReleasesRequest,
    ListSubscriptionsRequest, RequestSubscriptionRequest, RevokeSubscriptionRequest,
    SubscribeReleasesRequest, SubscribeReleasesResponse, Subscription,
};
use sentier_test_support::callers::Holder;
use sentier_test_support::databases::On;
use tonic::{Code, Request, Status, Streaming};
use uuid::Uuid;

use super::told::{counted, moment};
use crate::callers::Caller;
use crate::world::{World, on_both};

on_both!(
    releases_are_followed_resumed_and_replayed_under_an_approved_subscription,
    a_subscription_is_asked_for_approved_listed_and_taken_back,
);

pub(super) type Client = ReleaseServiceClient<tonic::transport::Channel>;

impl World {
    pub(super) fn releases(&self) -> Client {
        ReleaseServiceClient::new(self.channel(Caller::Nobody))
    }

    /// A request with a token of this moment: the clock of these tests moves by weeks.
    pub(super) fn now_as<T>(
        &self,
        kind: Kind,
        role: Option<&str>,
        id: u128,
        message: T,
    ) -> Request<T> {
        let mut request = Request::new(message);
        let centre = role.map(|_| "ogou-1");
        let roles: Vec<&str> = role.into_iter().collect();
        let holder = Holder { id: Uuid::from_u128(id), kind, centre, roles: &roles };
        let now = self.host.env.clock.now();
        let value = holder.authorization(&self.signer, now).parse().expect("a header");
        request.metadata_mut().insert("authorization", value);
        request
    }

    pub(super) fn analyst<T>(&self, message: T) -> Request<T> {
        self.now_as(Kind::Analyst, None, 21, message)
    }

    fn owner<T>(&self, message: T) -> Request<T> {
        self.now_as(Kind::Staff, Some("manager"), 22, message)
    }

    async fn asked(&self) -> Subscription {
        let message = self.wish(Uuid::from_u128(77));
        let answer = self.releases().request_subscription(self.analyst(message)).await;
        answer.expect("asked").into_inner().subscription.expect("a subscription")
    }

    fn wish(&self, request_id: Uuid) -> RequestSubscriptionRequest {
        let until = self.host.env.clock.now().plus(Duration::from_hours(200 * 24));
        RequestSubscriptionRequest {
            request_id: request_id.to_string(),
            organisation: "Observatoire national".to_owned(),
            purpose: "Rapport annuel sur l'accès aux services".to_owned(),
            expire_time: Some(timestamp(until)),
        }
    }

    pub(super) async fn approved(&self) -> String {
        let name = self.asked().await.name;
        let request_id = Uuid::from_u128(78).to_string();
        let message = ApproveSubscriptionRequest { name, request_id };
        let answer = self.releases().approve_subscription(self.owner(message)).await;
        answer.expect("approved").into_inner().subscription.expect("a subscription").name
    }

    async fn follow(
        &self,
        subscription: &str,
        resume_token: &str,
        from_release: &str,
    ) -> Result<Streaming<SubscribeReleasesResponse>, Status> {
        let message = SubscribeReleasesRequest {
            subscription: subscription.to_owned(),
            resume_token: resume_token.to_owned(),
            from_release: from_release.to_owned(),
        };
        Ok(self.releases().subscribe_releases(self.analyst(message)).await?.into_inner())
    }

    /// Lets November and then the whole year be published.
    async fn publish_the_year(&self) {
        self.at(moment("2026-12-10T02:00:00Z")).await;
        self.at(moment("2027-01-10T02:00:00Z")).await;
    }
}

pub(super) async fn some(
    stream: &mut Streaming<SubscribeReleasesResponse>,
    count: usize,
) -> Vec<SubscribeReleasesResponse> {
    let mut items = Vec::new();
    while items.len() < count {
        let next = tokio::time::timeout(Duration::from_secs(40), stream.message()).await;
        items.push(next.expect("in time").expect("goes on").expect("an item"));
    }
    items
}

fn names(items: &[SubscribeReleasesResponse]) -> Vec<String> {
    items.iter().map(|item| item.release.as_ref().expect("a release").name.clone()).collect()
}

async fn releases_are_followed_resumed_and_replayed_under_an_approved_subscription(on: On) {
    let world = World::start(on).await;
    world.tell(1, 1, Some(counted())).await;
    world.marked(2).await;
    world.at(moment("2026-12-10T02:00:00Z")).await;
    let subscription = world.approved().await;
    let mut stream = world.follow(&subscription, "", "").await.expect("follows");
    let first = some(&mut stream, 2).await;
    assert_eq!(names(&first), ["releases/total-2026-11", "releases/region-2026-11"]);
    // What is published while the stream is open comes by itself.
    world.at(moment("2027-01-10T02:00:00Z")).await;
    let more = some(&mut stream, 11).await;
    assert_eq!(names(&more)[0], "releases/total-2026-12");
    drop(stream);
    let mut stream =
        world.follow(&subscription, &first[0].resume_token, "").await.expect("goes on");
    let rest = some(&mut stream, 12).await;
    assert_eq!(rest[0].release, first[1].release, "the same bytes again");
    assert_eq!(rest[0].encode_to_vec(), first[1].encode_to_vec());
    assert_eq!(names(&rest)[5], "releases/type_age_perpetrator-2026");
    assert_eq!(names(&rest)[10..], ["releases/report_delay-2026", "releases/services-2026"]);
    replayed_and_silent(&world, &subscription, (&first, &rest), &mut stream).await;
    // Every delivery is an event, and so a leaf of the ledger: what was read again stands again.
    let delivered = world.logged("release_delivered.v1").await.len();
    assert!(delivered >= 26, "{delivered}");
    world.end().await;
}

async fn replayed_and_silent(
    world: &World,
    subscription: &str,
    (first, rest): (&[SubscribeReleasesResponse], &[SubscribeReleasesResponse]),
    stream: &mut Streaming<SubscribeReleasesResponse>,
) {
    // A silent stream shows that it lives, with an item as long as a release.
    let heartbeat = some(stream, 1).await.remove(0);
    assert!(heartbeat.release.is_none());
    assert_eq!(heartbeat.resume_token, rest[11].resume_token);
    for item in first.iter().chain(rest).chain([&heartbeat]) {
        assert_eq!(item.encoded_len(), 4_096);
    }
    let from = "releases/region_type-2026-Q4";
    let mut stream = world.follow(subscription, "", from).await.expect("replays");
    assert_eq!(some(&mut stream, 1).await[0].encode_to_vec(), rest[3].encode_to_vec());
    drop(stream);
    let wrong = world.follow(subscription, "nonsense", "").await.expect_err("refused");
    assert_eq!(wrong.code(), Code::InvalidArgument);
}

async fn a_subscription_is_asked_for_approved_listed_and_taken_back(on: On) {
    let world = World::start(on).await;
    world.tell(1, 1, Some(counted())).await;
    world.marked(2).await;
    world.publish_the_year().await;
    let asked = world.asked().await;
    assert_eq!(asked.state(), State::Requested);
    assert_eq!(world.asked().await, asked, "a repeat is the same subscription");
    let refused = world.follow(&asked.name, "", "").await.expect_err("not approved yet");
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let name = world.approved().await;
    read_alone(&world, &name).await;
    downloaded(&world, &name).await;
    listed(&world).await;
    ended_by_revocation(&world, &name).await;
    world.end().await;
}

fn get(subscription: &str) -> GetReleaseRequest {
    GetReleaseRequest {
        name: "releases/region-2026-11".to_owned(),
        subscription: subscription.to_owned(),
    }
}

async fn read_alone(world: &World, name: &str) {
    let read = world.releases().get_release(world.analyst(get(name))).await.expect("read");
    let release = read.into_inner().release.expect("a release");
    assert_eq!((release.cells.len(), release.rho, release.sigma), (6, 16_917_600, 5_436));
    let none = world.releases().get_release(world.analyst(get(""))).await.expect_err("refused");
    assert_eq!(none.code(), Code::InvalidArgument);
    let other = world.now_as(Kind::Analyst, None, 99, get(name));
    let other = world.releases().get_release(other).await.expect_err("another's");
    assert_eq!(other.code(), Code::NotFound);
    // The data owner sees what was published without a subscription.
    world.releases().get_release(world.owner(get(""))).await.expect("read");

    let page = ListReleasesRequest { page_size: 5, page_token: String::new() };
    let first = world.releases().list_releases(world.analyst(page)).await.expect("listed");
    let first = first.into_inner();
    let rest = ListReleasesRequest { page_size: 5, page_token: first.next_page_token.clone() };
    let rest = world.releases().list_releases(world.analyst(rest)).await.expect("listed");
    assert_eq!((first.releases.len(), rest.into_inner().releases.len()), (5, 5));
}

async fn downloaded(world: &World, name: &str) {
    for (content, rows) in [(Content::TableCsv, 7), (Content::DictionaryCsv, 63)] {
        let message = DownloadReleaseRequest {
            name: "releases/region-2026-11".to_owned(),
            subscription: name.to_owned(),
            content: content.into(),
        };
        let text = download(world, message).await.expect("a file");
        assert_eq!(text.lines().count(), rows, "{text}");
    }
    let records = |release: &str| DownloadReleaseRequest {
        name: format!("releases/{release}"),
        subscription: name.to_owned(),
        content: Content::RecordsCsv.into(),
    };
    let text = download(world, records("region_type-2026-Q4")).await.expect("records");
    assert!(
        text.lines().skip(1).all(|line| line.starts_with("2026-Q4,") && line.ends_with(",true"))
    );
    let wrong = download(world, records("region-2026-11")).await.expect_err("no records of it");
    assert_eq!(wrong.code(), Code::InvalidArgument);
    downloaded_columns(world, name, &text).await;
}

/// The same rows as Parquet, with the dictionary of both languages inside.
async fn downloaded_columns(world: &World, name: &str, csv: &str) {
    let wanted = [
        ("region-2026-11", Content::TableParquet, 6),
        ("region_type-2026-Q4", Content::RecordsParquet, csv.lines().count() - 1),
    ];
    for (release, content, rows) in wanted {
        let message = DownloadReleaseRequest {
            name: format!("releases/{release}"),
            subscription: name.to_owned(),
            content: content.into(),
        };
        let file = download_bytes(world, message).await.expect("a file");
        let reader = SerializedFileReader::new(bytes::Bytes::from(file)).expect("a Parquet file");
        let metadata = reader.metadata().file_metadata();
        assert_eq!(metadata.num_rows(), i64::try_from(rows).expect("a count"));
        let notes = metadata.key_value_metadata().expect("notes");
        for (key, says) in
            [("sentier.dictionary.fr", "La région du centre"), ("sentier.dictionary.en", "epsilon")]
        {
            let note = notes.iter().find(|note| note.key == key).expect("a dictionary");
            assert!(note.value.as_deref().expect("words").contains(says), "{key}");
        }
    }
}

async fn listed(world: &World) {
    let list = || ListSubscriptionsRequest { page_size: 0, page_token: String::new() };
    let mine = world.releases().list_subscriptions(world.analyst(list())).await.expect("listed");
    let mine = mine.into_inner().subscriptions;
    assert_eq!((mine.len(), mine[0].state(), mine[0].deliveries), (1, State::Approved, 6));
    // When it began: before what was last delivered. Who let it begin is told to the staff alone.
    assert!(mine[0].approver.is_empty(), "{}", mine[0].approver);
    let all = world.releases().list_subscriptions(world.owner(list())).await.expect("listed");
    let approver = &all.into_inner().subscriptions[0].approver;
    assert!(approver.ends_with(&Uuid::from_u128(22).to_string()), "{approver}");
    let approved = mine[0].approve_time.as_ref().map(|time| time.seconds);
    let last = mine[0].last_delivery_time.as_ref().map(|time| time.seconds);
    assert!(approved.is_some() && approved <= last, "{approved:?} {last:?}");
    let theirs = world.now_as(Kind::Analyst, None, 99, list());
    let theirs = world.releases().list_subscriptions(theirs).await.expect("listed");
    assert!(theirs.into_inner().subscriptions.is_empty());
}

async fn ended_by_revocation(world: &World, name: &str) {
    let mut stream = world.follow(name, "", "").await.expect("follows");
    some(&mut stream, 13).await;
    let revoke = RevokeSubscriptionRequest {
        name: name.to_owned(),
        request_id: Uuid::from_u128(80).to_string(),
        reason: "Fin du projet".to_owned(),
    };
    world.releases().revoke_subscription(world.owner(revoke)).await.expect("revoked");
    let last = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            if let Err(ended) = stream.message().await {
                return ended;
            }
        }
    });
    assert_eq!(last.await.expect("it ends").code(), Code::FailedPrecondition);
    let refused = world.releases().get_release(world.analyst(get(name))).await.expect_err("over");
    assert_eq!(refused.code(), Code::FailedPrecondition);
}

async fn download(world: &World, message: DownloadReleaseRequest) -> Result<String, Status> {
    Ok(String::from_utf8(download_bytes(world, message).await?).expect("text"))
}

async fn download_bytes(world: &World, message: DownloadReleaseRequest) -> Result<Vec<u8>, Status> {
    let mut parts = world.releases().download_release(world.analyst(message)).await?.into_inner();
    let mut bytes = Vec::new();
    while let Some(part) = parts.message().await? {
        bytes.extend(part.chunk);
    }
    Ok(bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_but_the_data_owner_approves_and_nobody_but_analysts_ask() {
    let world = World::start(On::Sqlite).await;
    let name = world.asked().await.name;
    let approve = || ApproveSubscriptionRequest {
        name: name.clone(),
        request_id: Uuid::from_u128(90).to_string(),
    };
    let analyst = world.releases().approve_subscription(world.analyst(approve())).await;
    assert_eq!(analyst.expect_err("refused").code(), Code::PermissionDenied);
    for role in ["intake", "caseworker", "supervisor", "administrator"] {
        let request = world.now_as(Kind::Staff, Some(role), 30, approve());
        let answer = world.releases().approve_subscription(request).await;
        assert_eq!(answer.expect_err("refused").code(), Code::PermissionDenied, "{role}");
    }
    let wish = world.wish(Uuid::from_u128(91));
    let owner = world.releases().request_subscription(world.owner(wish)).await;
    assert_eq!(owner.expect_err("refused").code(), Code::PermissionDenied);
    let wrong = RequestSubscriptionRequest { request_id: "7".to_owned(), ..Default::default() };
    let refused = world.releases().request_subscription(world.analyst(wrong)).await;
    assert_eq!(refused.expect_err("refused").code(), Code::InvalidArgument);
    world.end().await;
}
