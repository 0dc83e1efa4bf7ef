//! Finding, listing and reading in a store of many centres: a million cases, of which one centre has fifty
//! thousand. The store grows, and each size is measured through gRPC by that centre's staff.

mod fill;
mod staff;

use std::time::{Duration, Instant};

use sentier::demo::play::Client;
use sentier_eventing::db::Database;
use sentier_eventing::projection::PASSED_OVER;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_proto::cases::v1::finding_service_client::FindingServiceClient;
use sentier_proto::cases::v1::{GetTimelineRequest, ListCasesRequest, SearchCasesRequest};

use crate::databases::Kind;
use crate::report::{Table, short};
use crate::whole::Whole;
use fill::{Filler, LARGEST};
use staff::Staff;

/// Each member of staff may make so many searches in an hour.
const QUOTA: usize = 20;
/// Who works in the largest centre; the first of them search, at each size others.
const STAFF: usize = 50;
const SEARCHING: usize = 15;
/// Lists and timelines that are asked for.
const READS: usize = 300;
/// How long the read models have to catch up.
const DEADLINE: Duration = Duration::from_mins(30);

/// Every size, in one store that grows.
pub async fn measure(sizes: &[u64]) -> anyhow::Result<Table> {
    let mut table = Table::new(
        "Cases of 117 centres, PostgreSQL, one caller (aims at 1 million: index under 10 s, search \
         p99 under 50 ms, list and timeline under 20 ms)",
        &[
            "cases",
            "in the largest centre",
            "appended in",
            "read models in",
            "index built in",
            "search p50 / p99",
            "list p50 / p99",
            "her own p50 / p99",
            "timeline p50 / p99",
        ],
    );
    let most = sizes.iter().copied().max().unwrap_or(0);
    let whole = Whole::start(Kind::Postgres).await?;
    let staff = Staff::new(&whole, STAFF, SEARCHING * sizes.len()).await?;
    let (service, today) = (whole.system.plan().cases.service.clone(), whole.today());
    let mut closed = whole.close().await;
    let people = usize::try_from(most / LARGEST)?;
    let mut filler = Filler::new(&service, people, today, staff.ids()).await?;
    let db = Database::open(&service.database_url()?).await?;
    for (round, &size) in sizes.iter().enumerate() {
        let began = Instant::now();
        filler.fill(size).await?;
        let filled = began.elapsed();
        let began = Instant::now();
        let whole = closed.open().await?;
        caught_up(&db).await?;
        let projected = began.elapsed();
        // What PostgreSQL does by itself a minute later.
        db.fetch("ANALYZE", &[]).await?;
        let mut row = vec![size.to_string(), filler.largest.len().to_string()];
        row.extend([filled, projected].map(short));
        let office = Office { whole: &whole, staff: &staff, filler: &filler };
        row.extend(office.measure(round).await?);
        table.row(row);
        closed = whole.close().await;
    }
    Ok(table)
}

/// A read model notes its place with each row that it writes, and at the latest after [`PASSED_OVER`] events
/// of which it takes none: of a million the last thousand are a matter of milliseconds.
async fn caught_up(db: &Database) -> anyhow::Result<()> {
    const SQL: &str = "SELECT head.position - (SELECT MIN(position) FROM projection) FROM head";
    let waiting = async {
        while db.fetch(SQL, &[]).await?.first().map_or(Ok(i64::MAX), |row| row.i64(0))?
            > PASSED_OVER
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(DEADLINE, waiting).await?
}

/// The largest centre's staff at work.
struct Office<'a> {
    whole: &'a Whole,
    staff: &'a Staff,
    filler: &'a Filler,
}

impl Office<'_> {
    async fn measure(&self, round: usize) -> anyhow::Result<Vec<String>> {
        let began = Instant::now();
        self.search(&self.whole.stage.supervisor, 0).await?;
        let built = began.elapsed();
        let mut searches = Vec::new();
        for number in 0..SEARCHING {
            let searcher = self.staff.sign_in(self.whole, round * SEARCHING + number)?;
            // She signs in before the clock runs.
            self.list(&searcher, String::new()).await?;
            for search in 0..QUOTA {
                let began = Instant::now();
                self.search(&searcher, number * QUOTA + search).await?;
                searches.push(began.elapsed());
            }
        }
        let supervisor = self.whole.stage.supervisor.clone();
        let own = self.staff.sign_in(self.whole, 0)?;
        self.list(&own, String::new()).await?;
        let (mut lists, mut hers, mut timelines) = (Vec::new(), Vec::new(), Vec::new());
        let (mut all, mut mine) = (String::new(), String::new());
        for number in 0..READS {
            let began = Instant::now();
            all = self.list(&supervisor, all).await?;
            lists.push(began.elapsed());
            let began = Instant::now();
            mine = self.list(&own, mine).await?;
            hers.push(began.elapsed());
            let began = Instant::now();
            self.timeline(&supervisor, number).await?;
            timelines.push(began.elapsed());
        }
        let mut cells = vec![short(built)];
        cells.extend([searches, lists, hers, timelines].map(quantiles));
        Ok(cells)
    }

    /// As somebody at the door tells it: the whole name, a part of it, with a year of birth, a phone.
    async fn search(&self, client: &Client, number: usize) -> anyhow::Result<()> {
        let place = number.wrapping_mul(7_919) % self.filler.largest.len();
        let person = self.filler.person(self.filler.largest[place].1);
        let mut request = SearchCasesRequest {
            parent: self.whole.stage.centre.clone(),
            full_name: person.full_name.clone(),
            ..SearchCasesRequest::default()
        };
        if number % 4 == 1 {
            let part = person.full_name.split(' ').next().unwrap_or_default();
            request.full_name = part.to_owned();
        }
        if number % 4 == 2 && !person.phone.is_empty() {
            request.phone.clone_from(&person.phone);
        }
        if request.full_name.chars().count() < 3 {
            request.full_name = "Akouvi".to_owned();
        }
        let mut finding = FindingServiceClient::new(client.channels.cases.clone());
        finding.search_cases(client.signed(request).await?).await?;
        Ok(())
    }

    /// The next page; the first again after the last.
    async fn list(&self, client: &Client, page_token: String) -> anyhow::Result<String> {
        let request = ListCasesRequest {
            parent: self.whole.stage.centre.clone(),
            page_size: 50,
            page_token,
            ..ListCasesRequest::default()
        };
        let mut cases = CasesServiceClient::new(client.channels.cases.clone());
        let page = cases.list_cases(client.signed(request).await?).await?.into_inner();
        anyhow::ensure!(!page.cases.is_empty(), "an empty page");
        Ok(page.next_page_token)
    }

    async fn timeline(&self, client: &Client, number: usize) -> anyhow::Result<()> {
        let (case, _) =
            self.filler.largest[number.wrapping_mul(104_729) % self.filler.largest.len()];
        let request = GetTimelineRequest {
            name: format!("{}/cases/{case}", self.whole.stage.centre),
            ..GetTimelineRequest::default()
        };
        let mut cases = CasesServiceClient::new(client.channels.cases.clone());
        let page = cases.get_timeline(client.signed(request).await?).await?.into_inner();
        anyhow::ensure!(!page.entries.is_empty(), "an empty timeline");
        Ok(())
    }
}

fn quantiles(mut waits: Vec<Duration>) -> String {
    waits.sort_unstable();
    let at = |share: usize| waits.get(waits.len() * share / 100).copied().unwrap_or_default();
    format!("{} / {}", short(at(50)), short(at(99)))
}
