//! Drafts of intakes: each its owner's, and nobody else's.

use prost::Message as _;
use sentier_cases_domain::draft::DraftContent;
use sentier_cases_domain::id::{DraftId, StaffId};
use sentier_kernel::{Sensitive, Violation};
use sentier_platform::authorise::{Denied, Resource};
use sentier_platform::grpc::{request_id, timestamp};
use sentier_platform::principal::Principal;
use sentier_platform::status::NotFound;
use sentier_proto::cases::v1::{
    DiscardDraftRequest, DiscardDraftResponse, Draft, GetDraftRequest, GetDraftResponse,
    ListDraftsRequest, ListDraftsResponse, SaveDraftRequest, SaveDraftResponse,
};

use super::fields::{self, Fields};
use super::gate::{Write, print};
use super::paging::{cursor, filters, page_size, token};
use super::{CasesGrpc, Refusal};
use crate::application::KeptDraft;

fn draft_name(centre: &str, draft: DraftId) -> String {
    format!("centres/{centre}/drafts/{draft}")
}

fn as_draft(centre: &str, kept: &KeptDraft) -> Draft {
    Draft {
        name: draft_name(centre, kept.draft),
        save_time: Some(timestamp(kept.saved_at)),
        expire_time: Some(timestamp(kept.expires_at())),
        ..Draft::default()
    }
}

/// What was told, as bytes: the message itself without its names and times.
fn content(request: &SaveDraftRequest) -> Result<DraftContent, Violation> {
    let told = Draft {
        survivor: request.survivor.clone(),
        incident: request.incident.clone(),
        ..Draft::default()
    };
    DraftContent::parse(told.encode_to_vec()).map_err(|_too_long| Violation::too_long("survivor"))
}

impl CasesGrpc {
    /// Whether the caller may do `action` to drafts of her own at a centre.
    fn own_drafts(
        &self,
        principal: &Principal,
        action: &'static str,
        centre: &str,
    ) -> Result<StaffId, Denied> {
        let own = Resource::new().centre(centre).subject_principal(principal.name());
        self.authorise(principal, action, &own)?;
        principal.staff_id().map(StaffId::from_uuid).ok_or(Denied::NotPermitted)
    }

    /// A draft of her own; another's answers as one that does not exist.
    pub(super) async fn own_draft(
        &self,
        principal: &Principal,
        action: &'static str,
        centre: &str,
        draft: DraftId,
    ) -> Result<StaffId, Refusal> {
        let staff = self.own_drafts(principal, action, centre)?;
        let owner = self.cases.draft_owner(draft).await?;
        let hers = |owner: &crate::application::DraftOwner| {
            owner.centre == centre && owner.principal == principal.name()
        };
        if owner.as_ref().is_some_and(hers) {
            Ok(staff)
        } else {
            Err(NotFound::new("draft").into())
        }
    }

    pub(super) async fn on_save_draft(
        &self,
        principal: &Principal,
        request: SaveDraftRequest,
    ) -> Result<SaveDraftResponse, Refusal> {
        const ACTION: &str = "cases.v1.DraftService/SaveDraft";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let id = fields.keep(request_id(&request.request_id));
        let draft = fields.keep(fields::optional_draft("name", &request.name, centre.as_ref()));
        let content = fields.keep(content(&request));
        let whole = centre.zip(id).zip(draft).zip(content);
        let (((centre, id), draft), content) = fields.built(whole)?;
        let staff = match draft {
            Some(draft) => self.own_draft(principal, ACTION, &centre, draft).await?,
            None => self.own_drafts(principal, ACTION, &centre)?,
        };
        let fingerprint = print(principal, &request);
        let write = Write { request_id: id, expected_version: None, fingerprint };
        let call = self.call(principal, &centre, write);
        let kept = self.cases.save_draft(call, draft, staff, Sensitive::new(content)).await?;
        Ok(SaveDraftResponse { draft: Some(as_draft(&centre, &kept)) })
    }

    pub(super) async fn on_get_draft(
        &self,
        principal: &Principal,
        request: GetDraftRequest,
    ) -> Result<GetDraftResponse, Refusal> {
        const ACTION: &str = "cases.v1.DraftService/GetDraft";
        let mut fields = Fields::default();
        let named = fields.keep(fields::draft("name", &request.name));
        let (centre, draft) = fields.built(named)?;
        self.own_draft(principal, ACTION, &centre, draft).await?;
        let reading = self.cases.host.reading(principal, &centre, "direct_care", vec!["draft"]);
        let (kept, content) = self.cases.read_draft(reading, draft).await?;
        // What an earlier version wrote reads on: the contract only grows.
        let told = Draft::decode(content.as_bytes()).unwrap_or_default();
        let kept = as_draft(&centre, &kept);
        let draft = Draft { survivor: told.survivor, incident: told.incident, ..kept };
        Ok(GetDraftResponse { draft: Some(draft) })
    }

    pub(super) async fn on_list_drafts(
        &self,
        principal: &Principal,
        request: ListDraftsRequest,
    ) -> Result<ListDraftsResponse, Refusal> {
        const ACTION: &str = "cases.v1.DraftService/ListDrafts";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let size = fields.keep(page_size(request.page_size));
        let (centre, size) = fields.built(centre.zip(size))?;
        let staff = self.own_drafts(principal, ACTION, &centre)?;
        let filters = filters(&ListDraftsRequest { parent: request.parent, ..<_>::default() });
        let before = cursor(&filters, &request.page_token)?.map(i64::from_be_bytes);
        let (kept, next) = self.cases.list_drafts(&centre, staff, before, size).await?;
        Ok(ListDraftsResponse {
            drafts: kept.iter().map(|kept| as_draft(&centre, kept)).collect(),
            next_page_token: token(&filters, next),
        })
    }

    pub(super) async fn on_discard_draft(
        &self,
        principal: &Principal,
        request: DiscardDraftRequest,
    ) -> Result<DiscardDraftResponse, Refusal> {
        const ACTION: &str = "cases.v1.DraftService/DiscardDraft";
        let mut fields = Fields::default();
        let named = fields.keep(fields::draft("name", &request.name));
        let id = fields.keep(request_id(&request.request_id));
        let ((centre, draft), id) = fields.built(named.zip(id))?;
        self.own_draft(principal, ACTION, &centre, draft).await?;
        let fingerprint = print(principal, &request);
        let write = Write { request_id: id, expected_version: None, fingerprint };
        self.cases.discard_draft(self.call(principal, &centre, write), draft).await?;
        Ok(DiscardDraftResponse {})
    }
}
