//! From an event to the partner's open stream, beside JetStream alone.
//!
//! Two ways lead to the stream. Within the referrals service: a change of a referral is stored, flushed,
//! projected and written to the stream. From the caseworker: a referral is asked for, stored, published,
//! claimed over gRPC, stored again, projected and written to the stream; four flushes in a row. The
//! baselines: one message published to a file stream that flushes each write, and delivered; and the same
//! after a one-row durable insert, which is the least that storing an event and telling of it can take.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use async_nats::jetstream::{self, consumer, stream};
use futures_util::StreamExt as _;
use sentier::demo::play::{Agency, Client, Given, Wanted};
use sentier::demo::world::{Person, World};
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, Urgency};
use sentier_proto::referrals::v1::WatchReferralsRequest;
use sentier_proto::referrals::v1::referrals_service_client::ReferralsServiceClient;
use tokio::sync::mpsc;

use crate::databases::{Fresh, Kind};
use crate::inserts::inserts;
use crate::report::{Table, short};
use crate::whole::Whole;

const SAMPLES: usize = 300;
/// Longer than this a referral does not take, or something is broken.
const DEADLINE: Duration = Duration::from_secs(20);

/// The latencies, and their ratios.
pub async fn measure(kind: Kind) -> anyhow::Result<Table> {
    let whole = Whole::start(kind).await?;
    let mut raw = Raw::new(&whole).await?;
    let mut ours = Ours::new(&whole).await?;
    let fresh = Fresh::new(kind).await?;
    let insert = inserts(&fresh, 1).await?;
    let (mut alone, mut stored) = (Vec::new(), Vec::new());
    let (mut changed, mut told) = (Vec::new(), Vec::new());
    let (mut from_call, mut from_answer) = (Vec::new(), Vec::new());
    for _ in 0..SAMPLES {
        alone.push(raw.once().await?);
        let began = Instant::now();
        insert(0, 0).await?;
        stored.push(began.elapsed() + raw.once().await?);
        let sample = ours.once(&whole).await?;
        from_call.push(sample.from_call);
        from_answer.push(sample.from_answer);
        let (called, answered) = ours.change(&sample.referral).await?;
        changed.push(called);
        told.push(answered);
    }
    whole.stop().await;
    let mut table = Table::new(
        &format!(
            "From event to partner stream, one at a time, {kind} (aim: median 3× raw, flushed)"
        ),
        &["path", "p50", "p99", "over raw", "over raw with the store's flush"],
    );
    for waits in
        [&mut alone, &mut stored, &mut changed, &mut told, &mut from_call, &mut from_answer]
    {
        waits.sort_unstable();
    }
    for (name, waits) in [
        ("raw JetStream, publish to delivery, flushed", &alone),
        ("a one-row durable insert, then raw JetStream", &stored),
        ("a change of a referral called, to the partner's stream", &changed),
        ("a change of a referral answered, to the partner's stream", &told),
        ("RequestReferral called, to the partner's stream", &from_call),
        ("RequestReferral answered, to the partner's stream", &from_answer),
    ] {
        let over = |other: &[Duration]| {
            format!("{:.1}×", middle(waits).as_secs_f64() / middle(other).as_secs_f64())
        };
        let last = waits.get(waits.len() * 99 / 100).copied().unwrap_or_default();
        let middle = short(middle(waits));
        table.row([name.to_owned(), middle, short(last), over(&alone), over(&stored)]);
    }
    Ok(table)
}

fn middle(waits: &[Duration]) -> Duration {
    waits.get(waits.len() / 2).copied().unwrap_or_default()
}

/// A stream of its own on the system's broker.
struct Raw {
    context: jetstream::Context,
    messages: consumer::pull::Stream,
}

impl Raw {
    async fn new(whole: &Whole) -> anyhow::Result<Self> {
        let nats = &whole.system.plan().access.service.nats;
        let seed = std::fs::read_to_string(nats.nkey_file.as_ref().context("the broker's seed")?)?;
        let options = async_nats::ConnectOptions::with_nkey(seed.trim().to_owned());
        let context = jetstream::new(options.connect(&nats.url).await?);
        let stream = context
            .create_stream(stream::Config {
                name: "BASELINE".into(),
                subjects: vec!["baseline".into()],
                storage: stream::StorageType::File,
                ..stream::Config::default()
            })
            .await?;
        let wanted = consumer::pull::Config {
            durable_name: Some("baseline".into()),
            ..consumer::pull::Config::default()
        };
        let messages = stream.create_consumer(wanted).await?.messages().await?;
        Ok(Self { context, messages })
    }

    async fn once(&mut self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        self.context.publish("baseline", vec![7; 200].into()).await?.await?;
        let message = self.messages.next().await.context("the message")??;
        let waited = began.elapsed();
        message.ack().await.map_err(|error| anyhow::anyhow!(error))?;
        Ok(waited)
    }
}

/// How long one new referral took.
struct Sample {
    referral: String,
    from_call: Duration,
    from_answer: Duration,
}

/// A caseworker, and an agency that watches.
struct Ours {
    worker: Client,
    agency: Agency,
    survivor: Person,
    arrivals: mpsc::Receiver<(String, Instant)>,
}

impl Ours {
    async fn new(whole: &Whole) -> anyhow::Result<Self> {
        let agency = whole.stage.agencies.first().context("an agency")?.clone();
        let (seen, arrivals) = mpsc::channel(16);
        tokio::spawn(watch(agency.client.clone(), seen));
        let today = whole.today();
        // An adult, who consents by herself.
        let adult = |person: &Person| {
            person.birth_date.is_none_or(|born: time::Date| today.year() - born.year() > 18)
        };
        let mut invented =
            World::generate(7, 64, today).cases.into_iter().map(|case| case.survivor);
        let survivor = invented.find(adult).context("an adult")?;
        Ok(Self { worker: whole.caseworker()?.clone(), agency, survivor, arrivals })
    }

    /// Times from the call and from its answer, on a case of its own.
    async fn once(&mut self, whole: &Whole) -> anyhow::Result<Sample> {
        let case = self.worker.open_case(&whole.stage.centre, &self.survivor).await?;
        let given = Given {
            purpose: ConsentPurpose::Services,
            agency: &self.agency.name,
            field_groups: &[FieldGroup::Identity],
            expire_time: None,
        };
        let consent = self.worker.grant_consent(&case, given).await?;
        let wanted = Wanted {
            structure: &self.agency.structure,
            need: *self.agency.kind.serves().first().context("a need")?,
            urgency: Urgency::Routine,
            consent: &consent,
            field_groups: &[FieldGroup::Identity],
        };
        let called = Instant::now();
        let referral = self.worker.request_referral(&case, wanted).await?;
        let answered = Instant::now();
        let at = self.arrival(&referral).await?;
        let (from_call, from_answer) = (at - called, at.saturating_duration_since(answered));
        Ok(Sample { referral, from_call, from_answer })
    }

    /// Times a change of a referral to the stream, from the call that makes it and from its answer; the
    /// stream may be the faster of the two.
    async fn change(&mut self, referral: &str) -> anyhow::Result<(Duration, Duration)> {
        let called = Instant::now();
        self.agency.client.acknowledge(referral).await?;
        let answered = Instant::now();
        let at = self.arrival(referral).await?;
        Ok((at - called, at.saturating_duration_since(answered)))
    }

    /// When the stream told of a referral next.
    async fn arrival(&mut self, referral: &str) -> anyhow::Result<Instant> {
        loop {
            let arrival = tokio::time::timeout(DEADLINE, self.arrivals.recv()).await;
            let (name, at) =
                arrival.context("the referral did not arrive")?.context("the stream ended")?;
            if name == referral {
                return Ok(at);
            }
        }
    }
}

/// Tells of every referral on the agency's stream, with the moment at which it was read.
async fn watch(client: Client, seen: mpsc::Sender<(String, Instant)>) -> anyhow::Result<()> {
    let request = client.signed(WatchReferralsRequest { resume_token: String::new() }).await?;
    let mut stream = ReferralsServiceClient::new(client.channels.referrals.clone())
        .watch_referrals(request)
        .await?
        .into_inner();
    while let Some(item) = stream.message().await? {
        if let Some(referral) = item.referral {
            seen.send((referral.name, Instant::now())).await?;
        }
    }
    Ok(())
}
