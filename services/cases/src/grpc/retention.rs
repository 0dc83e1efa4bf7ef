//! Files come to their end: lists, holds, orders, certificates.

use sentier_cases_domain::id::{EntryId, StaffId};
use sentier_cases_domain::retention::{Ground, Reason};
use sentier_cases_domain::value::{Note, SurvivorCode};
use sentier_kernel::{Sensitive, Violation};
use sentier_platform::authorise::{Denied, Resource};
use sentier_platform::grpc::{request_id, timestamp};
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{
    ErasureGround, GetErasureCertificateRequest, GetErasureCertificateResponse, LiftHoldRequest,
    LiftHoldResponse, ListRetentionItemsRequest, ListRetentionItemsResponse, OrderErasureRequest,
    OrderErasureResponse, RetentionItem, SetHoldRequest, SetHoldResponse,
    list_retention_items_request::View, retention_item,
};
use sentier_proto::{common, name};

use super::care::entry_name;
use super::fields::{self, Fields};
use super::gate::{Write, print};
use super::paging::{cursor, filters, page_size, token};
use super::{CasesGrpc, Refusal, answer};
use crate::application::{OrderedBy, RestingFile, WantedFiles};

impl CasesGrpc {
    pub(super) async fn on_list_retention_items(
        &self,
        principal: &Principal,
        request: ListRetentionItemsRequest,
    ) -> Result<ListRetentionItemsResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/ListRetentionItems";
        let mut wrong = Fields::default();
        let centre = wrong.keep(fields::centre("parent", &request.parent));
        let size = wrong.keep(page_size(request.page_size));
        let wanted = wrong.keep(wanted(&request));
        let ((centre, size), wanted) = wrong.built(centre.zip(size).zip(wanted))?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let bound = filters(&ListRetentionItemsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        });
        let after = cursor(&bound, &request.page_token)?.map_or(0, i64::from_be_bytes);
        let (files, next) =
            self.cases.list_retention(principal, &centre, &wanted, after, size).await?;
        Ok(ListRetentionItemsResponse {
            items: files.into_iter().map(|file| item(&centre, file)).collect(),
            next_page_token: token(&bound, next),
        })
    }

    pub(super) async fn on_set_hold(
        &self,
        principal: &Principal,
        request: SetHoldRequest,
    ) -> Result<SetHoldResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/SetHold";
        let mut wrong = Fields::default();
        let named = wrong.keep(fields::case("name", &request.name));
        let id = wrong.keep(request_id(&request.request_id));
        let why = wrong.keep(why(&request.why));
        let ((name, request_id), why) = wrong.built(named.zip(id).zip(why))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        let hold = self.cases.hold(call, &known, by(principal)?, None, why).await?;
        Ok(SetHoldResponse { hold: entry_name(&known.centre, known.case, hold) })
    }

    pub(super) async fn on_lift_hold(
        &self,
        principal: &Principal,
        request: LiftHoldRequest,
    ) -> Result<LiftHoldResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/LiftHold";
        let mut wrong = Fields::default();
        let named = wrong.keep(fields::case("name", &request.name));
        let id = wrong.keep(request_id(&request.request_id));
        let hold: Option<EntryId> =
            wrong.keep(fields::part_of("hold", &request.hold, "entries", named.as_ref()));
        let why = wrong.keep(why(&request.why));
        let (((name, request_id), hold), why) = wrong.built(named.zip(id).zip(hold).zip(why))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        self.cases.hold(call, &known, by(principal)?, Some(hold), why).await?;
        Ok(LiftHoldResponse {})
    }

    pub(super) async fn on_order_erasure(
        &self,
        principal: &Principal,
        request: OrderErasureRequest,
    ) -> Result<OrderErasureResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/OrderErasure";
        let mut wrong = Fields::default();
        let named = wrong.keep(fields::case("name", &request.name));
        let id = wrong.keep(request_id(&request.request_id));
        let ground = wrong.keep(ground(request.ground));
        let ((name, request_id), ground) = wrong.built(named.zip(id).zip(ground))?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id, expected_version: None, fingerprint };
        let call = self.call(principal, &known.centre, write);
        let by = by(principal)?;
        let changed = self.cases.order_erasure(principal, call, &known, by, ground).await?;
        Ok(OrderErasureResponse { case: Some(answer::case(&changed, self.now())) })
    }

    pub(super) async fn on_get_erasure_certificate(
        &self,
        principal: &Principal,
        request: GetErasureCertificateRequest,
    ) -> Result<GetErasureCertificateResponse, Refusal> {
        const ACTION: &str = "cases.v1.RetentionService/GetErasureCertificate";
        let mut wrong = Fields::default();
        let named = wrong.keep(fields::case("name", &request.name));
        let name = wrong.built(named)?;
        let known = self.permitted(principal, ACTION, &name).await?;
        let found = self.cases.certificate(&known).await?;
        let staff = |id: StaffId| name::staff(&known.centre, id);
        let (orderer, chooser, announced_at) = match found.by {
            OrderedBy::Staff(by) => (staff(by), String::new(), None),
            OrderedBy::Schedule { chosen_by, announced_at } => {
                (String::new(), staff(chosen_by), Some(announced_at))
            }
        };
        let count = |of: usize| i32::try_from(of).unwrap_or(i32::MAX);
        Ok(GetErasureCertificateResponse {
            note: found.note,
            erase_time: Some(timestamp(found.at)),
            ground: told_ground(found.ground).into(),
            orderer,
            announce_time: announced_at.map(timestamp),
            chooser,
            key_count: count(found.keys.len()),
            object_count: count(found.objects.len()),
            replace_by_time: Some(timestamp(found.replace_by)),
        })
    }
}

fn by(principal: &Principal) -> Result<StaffId, Denied> {
    principal.staff_id().map(StaffId::from_uuid).ok_or(Denied::NotPermitted)
}

pub(super) fn why(text: &str) -> Result<Sensitive<Note>, Violation> {
    fields::given("why", text.trim())?;
    fields::text("why", text, Note::parse).map(Sensitive::new)
}

fn wanted(request: &ListRetentionItemsRequest) -> Result<WantedFiles, Violation> {
    let code = request.survivor_code.trim();
    let view = View::try_from(request.view).map_err(|_unknown| Violation::unknown_code("view"))?;
    match view {
        View::Code => {
            fields::given("survivor_code", code)?;
            let code = SurvivorCode::parse(code);
            let code = code.map_err(|_no_code| Violation::malformed("survivor_code"))?;
            Ok(WantedFiles::Code(code.as_str().to_owned()))
        }
        _ if !code.is_empty() => Err(Violation::new("survivor_code", "violation-not-allowed")),
        View::Unspecified => Ok(WantedFiles::Due),
        View::Held => Ok(WantedFiles::Held),
        View::Announced => Ok(WantedFiles::Announced),
    }
}

fn ground(number: i32) -> Result<Ground, Violation> {
    match ErasureGround::try_from(number) {
        Ok(ErasureGround::SurvivorRequest) => Ok(Ground::SurvivorRequest),
        Ok(ErasureGround::Schedule) => Ok(Ground::Schedule),
        Ok(ErasureGround::LegalOrder) => Ok(Ground::LegalOrder),
        Ok(ErasureGround::Unspecified) => Err(Violation::required("ground")),
        Err(_unknown) => Err(Violation::unknown_code("ground")),
    }
}

const fn told_ground(ground: Ground) -> ErasureGround {
    match ground {
        Ground::SurvivorRequest => ErasureGround::SurvivorRequest,
        Ground::Schedule => ErasureGround::Schedule,
        Ground::LegalOrder => ErasureGround::LegalOrder,
    }
}

fn item(centre: &str, file: RestingFile) -> RetentionItem {
    let reason = match file.due {
        None => retention_item::Reason::Unspecified,
        Some(Reason::Closed) => retention_item::Reason::Closed,
        Some(Reason::ClosedChild) => retention_item::Reason::ClosedChild,
        Some(Reason::Inactive) => retention_item::Reason::Inactive,
    };
    let day = file.rests_since;
    RetentionItem {
        case: name::case(centre, file.case),
        survivor_code: file.survivor_code,
        reason: reason.into(),
        rest_day: Some(common::v1::Date {
            year: day.year(),
            month: day.month().into(),
            day: day.day().into(),
        }),
        hold: file.hold.map(|hold| entry_name(centre, file.case, hold)).unwrap_or_default(),
        erased: file.erased,
        erase_time: file.erase_at.map(timestamp),
        stopped: file.stopped,
    }
}
