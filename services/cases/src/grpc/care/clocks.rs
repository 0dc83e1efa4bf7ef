//! Who must be seen by when: the health clocks of a centre's open cases.

use sentier_cases_domain::clock::NONE_LEFT_AFTER;
use sentier_cases_domain::id::StaffId;
use sentier_kernel::Moment;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{self as pb, ListHealthClocksRequest, ListHealthClocksResponse};
use sentier_proto::name;

use crate::application::{HealthClocks, Listed, Page, Wanted};
use crate::grpc::answer::{clock, incident_name};
use crate::grpc::fields::{self, Fields};
use crate::grpc::paging::{cursor, filters, page_size, token};
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
        let before = cursor(&bound, &request.page_token)?.map(i64::from_be_bytes);
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
        let (rows, next) = self.cases.list_cases(&wanted, Page { size, before }).await?;
        let mut found = Vec::new();
        for row in &rows {
            let of_case = self.running(principal, row, purpose, now).await?;
            found.extend(of_case.into_iter().map(|it| (row, it)));
        }
        found.sort_by_key(|(_, it)| it.clocks.first().map(|clock| clock.deadline));
        let health_clocks =
            found.iter().map(|(row, it)| told(&wanted.centre, row, it, now)).collect();
        Ok(ListHealthClocksResponse { health_clocks, next_page_token: token(&bound, next) })
    }

    /// The clocks of a listed case, when the caller may read it.
    async fn running(
        &self,
        principal: &Principal,
        row: &Listed,
        purpose: &'static str,
        now: Moment,
    ) -> Result<Vec<HealthClocks>, Refusal> {
        const READ: &str = "cases.v1.CasesService/GetCase";
        let Some(known) = self.cases.known(row.case).await? else { return Ok(Vec::new()) };
        if !self.is_permitted(principal, READ, &known).await? {
            return Ok(Vec::new());
        }
        let reading = self.cases.host.reading(principal, &known.centre, purpose, CLOCKS.to_vec());
        Ok(self.cases.health_clocks(reading, &known, now).await?)
    }
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
