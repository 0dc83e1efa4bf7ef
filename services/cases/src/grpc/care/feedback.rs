//! What a survivor says of the centre's work, written down by another than who worked with her.

use sentier_cases_domain::feedback::Scores;
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::request_id;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{RecordFeedbackRequest, RecordFeedbackResponse};

use crate::grpc::fields::{self, Fields};
use crate::grpc::gate::{Write, print};
use crate::grpc::{CasesGrpc, Refusal};

impl CasesGrpc {
    pub(super) async fn on_record_feedback(
        &self,
        principal: &Principal,
        request: RecordFeedbackRequest,
    ) -> Result<RecordFeedbackResponse, Refusal> {
        const ACTION: &str = "cases.v1.CareService/RecordFeedback";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let id = fields.keep(request_id(&request.request_id));
        let caseworker =
            fields.keep(fields::staff("caseworker", &request.caseworker, centre.as_deref()));
        let given = request
            .scores
            .iter()
            .map(|one| Ok((fields::code("scores.question", one.question)?, one.score)));
        let scores = given.collect::<Result<Vec<_>, _>>().and_then(|given| Scores::parse(&given));
        let scores = fields.keep(scores);
        let whole = centre.zip(id).zip(caseworker).zip(scores);
        let (((centre, request_id), caseworker), scores) = fields.built(whole)?;
        let resource = Resource::new().centre(&centre).caseworker(caseworker.as_uuid());
        self.authorise(principal, ACTION, &resource)?;
        // PRIVACY: the fingerprint stands in the store, and few work at a centre: what is hashed does not
        // tell who worked with her.
        let said = RecordFeedbackRequest { caseworker: String::new(), ..request };
        let fingerprint = print(principal, &said);
        let write = Write { request_id, expected_version: None, fingerprint };
        self.cases.record_feedback(self.call(principal, &centre, write), scores).await?;
        Ok(RecordFeedbackResponse {})
    }
}
