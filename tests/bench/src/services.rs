//! Commands through gRPC: over TLS, authenticated, authorised, sealed and durable, in a whole system that
//! publishes, projects and counts them meanwhile. The baselines beside them do none of that.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier::demo::play::{Channels, Client, as_survivor};
use sentier::demo::world::World;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::{OpenCaseRequest, RecordFollowUpRequest, Survivor};
use uuid::Uuid;

use crate::baseline::Baseline;
use crate::callers::{Call, Load, Rate, call, in_turns};
use crate::databases::Kind;
use crate::report::Table;
use crate::whole::Whole;

/// Callers that share one connection.
const PER_CONNECTION: usize = 64;
/// Cases that are worked on, each caller her own in turn: so many, and so many for each caller, at least.
const CASES: usize = 640;
const CASES_PER_CALLER: usize = 10;

/// Both kinds of command at each number of callers.
pub async fn measure(kind: Kind, loads: &[Load]) -> anyhow::Result<Table> {
    let mut table = Table::new(
        &format!(
            "Commands through gRPC, durable, {kind} (aim at 64 callers: insert 1×, cqrs-es 4×)"
        ),
        &[
            "callers",
            "RecordFollowUp /s",
            "p50 / p99",
            "over insert",
            "over cqrs-es",
            "OpenCase /s",
            "p50 / p99",
            "over insert",
            "over cqrs-es",
            "refused at the door /s",
            "one-row insert /s",
            "cqrs-es /s",
        ],
    );
    for &load in loads {
        let whole = Whole::start(kind).await?;
        let baseline = Baseline::new(kind, load.callers).await?;
        let office = Arc::new(Office::new(&whole, load.callers).await?);
        let mut sides = vec![follow_up(&office), open_case(&office), refused(&office)];
        sides.extend(baseline.sides());
        let rates = in_turns(load, &sides).await?;
        drop(sides);
        whole.stop().await;
        let (ours, baselines) = rates.split_at(3);
        let (ours, refused) = ours.split_at(2);
        let mut row = vec![load.callers.to_string()];
        for ours in ours {
            row.extend([ours.per_second(), ours.waits()]);
            row.extend((0..2).map(|place| {
                baselines.get(place).map_or_else(|| "-".to_owned(), |other| ours.over(other))
            }));
        }
        row.extend(refused.iter().map(Rate::per_second));
        row.extend(
            (0..2)
                .map(|place| baselines.get(place).map_or_else(|| "-".to_owned(), Rate::per_second)),
        );
        table.row(row);
    }
    Ok(table)
}

/// A caseworker on as many connections as her callers need, with cases of hers.
struct Office {
    centre: String,
    workers: Vec<Client>,
    survivors: Vec<Survivor>,
    cases: Vec<String>,
    cases_per_caller: usize,
}

impl Office {
    async fn new(whole: &Whole, callers: usize) -> anyhow::Result<Self> {
        let worker = whole.caseworker()?;
        let workers = (0..callers.div_ceil(PER_CONNECTION))
            .map(|_| Ok(worker.on(Channels::open(whole.system.addresses(), |config| config)?)))
            .collect::<anyhow::Result<_>>()?;
        let survivors = World::generate(7, 64, whole.today())
            .cases
            .iter()
            .map(|script| as_survivor(&script.survivor))
            .collect();
        let centre = whole.stage.centre.clone();
        let cases_per_caller = (CASES / callers).max(CASES_PER_CALLER);
        let mut office = Self { centre, workers, survivors, cases: Vec::new(), cases_per_caller };
        let opening = stream::iter(0..callers * cases_per_caller).map(|place| office.open(place));
        office.cases = opening.buffered(PER_CONNECTION).try_collect().await?;
        // What this set off is done before the clock runs.
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(office)
    }

    fn worker(&self, caller: usize) -> &Client {
        &self.workers[caller % self.workers.len()]
    }

    async fn open(&self, caller: usize) -> anyhow::Result<String> {
        let worker = self.worker(caller);
        let request = OpenCaseRequest {
            parent: self.centre.clone(),
            request_id: Uuid::now_v7().to_string(),
            survivor: Some(self.survivors[caller % self.survivors.len()].clone()),
            ..OpenCaseRequest::default()
        };
        let request = worker.signed(request).await?;
        let mut client = CasesServiceClient::new(worker.channels.cases.clone());
        Ok(client.open_case(request).await?.into_inner().case.unwrap_or_default().name)
    }

    async fn follow_up(&self, caller: usize, place: usize) -> anyhow::Result<()> {
        let worker = self.worker(caller);
        let request = RecordFollowUpRequest {
            name: self.cases[caller * self.cases_per_caller + place % self.cases_per_caller]
                .clone(),
            request_id: Uuid::now_v7().to_string(),
            expected_version: None,
            meet_time: Some(prost_types::Timestamp { seconds: 1_760_000_000, nanos: 0 }),
            note: "She is well, the children go to school; we meet again in two weeks.".into(),
            ..RecordFollowUpRequest::default()
        };
        let request = worker.signed(request).await?;
        let mut client = CasesServiceClient::new(worker.channels.cases.clone());
        client.record_follow_up(request).await?;
        Ok(())
    }
}

/// A call that is refused before anything is read or stored: what TLS, HTTP/2, the token and the callers
/// themselves cost on this machine, and so what no store could make faster.
fn refused(office: &Arc<Office>) -> Call {
    let office = Arc::clone(office);
    call(move |caller, _number| {
        let office = Arc::clone(&office);
        async move {
            let worker = office.worker(caller);
            let request = worker.signed(RecordFollowUpRequest::default()).await?;
            let mut client = CasesServiceClient::new(worker.channels.cases.clone());
            let refusal = client.record_follow_up(request).await.err();
            let code = refusal.map(|status| status.code());
            anyhow::ensure!(code == Some(tonic::Code::InvalidArgument), "answered {code:?}");
            Ok(())
        }
    })
}

fn follow_up(office: &Arc<Office>) -> Call {
    let office = Arc::clone(office);
    call(move |caller, number| {
        let office = Arc::clone(&office);
        async move { office.follow_up(caller, usize::try_from(number)?).await }
    })
}

fn open_case(office: &Arc<Office>) -> Call {
    let office = Arc::clone(office);
    call(move |caller, _number| {
        let office = Arc::clone(&office);
        async move { office.open(caller).await.map(drop) }
    })
}
