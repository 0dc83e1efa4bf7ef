//! Who must be seen by when: the health clocks of a centre's open cases.

use sentier_cases_domain::clock::NONE_LEFT_AFTER;
use sentier_cases_domain::id::{CaseId, StaffId};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, PageSize};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{self as pb, ListHealthClocksRequest, ListHealthClocksResponse};
use sentier_proto::name;

use crate::application::{HealthClocks, Listed, Page, Wanted};
use crate::grpc::answer::{clock, incident_name};
use crate::grpc::fields::{self, Fields};
use crate::grpc::paging::{cursor, filters, page_size, token_of};
use crate::grpc::reading::{CLOCKS, purpose, staff};
use crate::grpc::{CasesGrpc, Refusal};

impl CasesGrpc {
    pub(super) async fn on_list_health_clocks(
        &self,
        principal: &Principal,
        request: ListHealthClocksRequest,
    ) -> Result<ListHealthClocksResponse, Refusal> {
        const ACTION: &str = "cases.v1.CareService/ListHealthClocks";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let size = fields.keep(page_size(request.page_size));
        let caseworker = fields.keep(staff("caseworker", &request.caseworker));
        let purpose = fields.keep(purpose(&request.purpose));
        let whole = centre.zip(size).zip(caseworker).zip(purpose);
        let (((centre, size), caseworker), purpose) = fields.built(whole)?;
        let only_of = self.reach(principal, ACTION, &centre)?;
        let bound = filters(&ListHealthClocksRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let behind = cursor::<24>(&bound, &request.page_token)?.and_then(place);
        let now = self.now();
        let viewer = principal.staff_id().map(StaffId::from_uuid);
        let incident_since = Some(now.minus(NONE_LEFT_AFTER));
        let open = Some(true);
        let wanted = Wanted {
            centre,
            viewer,
            only_of,
            caseworker,
            open,
            incident_since,
            ..Wanted::default()
        };
        let mut found = self.all_running(principal, &wanted, purpose, now).await?;
        found.retain(|(_, it)| behind.is_none_or(|behind| order(it) > behind));
        found.truncate(usize::try_from(size.and_one()).unwrap_or(usize::MAX));
        let (found, next) = size.cut(found, |(_, it)| order(it));
        let next = next.map(|(due, incident)| {
            [due.as_micros().to_be_bytes().as_slice(), incident.as_bytes()].concat()
        });
        let health_clocks =
            found.iter().map(|(row, it)| told(&wanted.centre, row, it, now)).collect();
        Ok(ListHealthClocksResponse { health_clocks, next_page_token: token_of(&bound, next) })
    }

    /// The running clocks of every case, the nearest deadline first. Which is the nearest is known only when all
    /// are looked at; there are few, because no clock outlives a week.
    async fn all_running(
        &self,
        principal: &Principal,
        wanted: &Wanted,
        purpose: &'static str,
        now: Moment,
    ) -> Result<Vec<(Listed, HealthClocks)>, Refusal> {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = Page { size: PageSize::LARGEST, before };
            let (rows, next) = self.cases.list_cases(wanted, page).await?;
            for row in rows {
                let of_case = self.running_of(principal, row.case, purpose, now).await?;
                found.extend(of_case.into_iter().map(|it| (row.clone(), it)));
            }
            if next.is_none() {
                break;
            }
            before = next;
        }
        found.sort_by_key(|(_, it)| order(it));
        Ok(found)
    }

    /// The clocks of a listed case, when the caller may read it.
    pub(super) async fn running_of(
        &self,
        principal: &Principal,
        case: CaseId,
        purpose: &'static str,
        now: Moment,
    ) -> Result<Vec<HealthClocks>, Refusal> {
        const READ: &str = "cases.v1.CasesService/GetCase";
        let Some(known) = self.cases.known(case).await? else { return Ok(Vec::new()) };
        if !self.is_permitted(principal, READ, &known).await? {
            return Ok(Vec::new());
        }
        let reading = self.cases.host.reading(principal, &known.centre, purpose, CLOCKS.to_vec());
        Ok(self.cases.health_clocks(reading, &known, now).await?)
    }
}

/// Where an incident stands in the list: its nearest deadline, and itself.
fn order(it: &HealthClocks) -> (Moment, Uuid) {
    let nearest = it.clocks.first().map_or(Moment::from_micros(i64::MAX), |clock| clock.deadline);
    (nearest, it.incident.as_uuid())
}

fn place(cursor: [u8; 24]) -> Option<(Moment, Uuid)> {
    let due = i64::from_be_bytes(*cursor.first_chunk()?);
    Some((Moment::from_micros(due), Uuid::from_bytes(*cursor.last_chunk()?)))
}

fn told(centre: &str, row: &Listed, it: &HealthClocks, now: Moment) -> pb::HealthClocks {
    pb::HealthClocks {
        case: name::case(centre, row.case),
        survivor_code: row.survivor_code.to_string(),
        incident: incident_name(centre, row.case, it.incident),
        clocks: it.clocks.iter().map(|it| clock(it, now)).collect(),
        referred: it.referred,
    }
}
