//! What a survivor says of the centre's work, written down by another than who worked with her; and what all
//! of them say.

use sentier_cases_domain::feedback::{Question, Scores};
use sentier_cases_domain::feedback_tally::{Quarter, Tally};
use sentier_platform::authorise::Resource;
use sentier_platform::grpc::request_id;
use sentier_platform::principal::Principal;
use sentier_proto::cases::v1::{
    FeedbackAverage, GetFeedbackSummaryRequest, GetFeedbackSummaryResponse, RecordFeedbackRequest,
    RecordFeedbackResponse,
};

use crate::codes::Coded as _;
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

    pub(super) async fn on_get_feedback_summary(
        &self,
        principal: &Principal,
        request: GetFeedbackSummaryRequest,
    ) -> Result<GetFeedbackSummaryResponse, Refusal> {
        const ACTION: &str = "cases.v1.CareService/GetFeedbackSummary";
        let mut fields = Fields::default();
        let centre = fields.keep(fields::centre("parent", &request.parent));
        let quarter = match Quarter::parse(request.year, request.quarter, self.now()) {
            Ok(quarter) => Some(quarter),
            Err(wrong) => {
                for one in wrong {
                    fields.broken(one);
                }
                None
            }
        };
        let (centre, quarter) = fields.built(centre.zip(quarter))?;
        self.authorise(principal, ACTION, &Resource::new().centre(&centre))?;
        let tally = self.cases.feedback_summary(&centre, quarter).await?;
        Ok(GetFeedbackSummaryResponse {
            feedback_count: tally.feedbacks().map(number),
            averages: Question::ALL.iter().map(|question| average(&tally, *question)).collect(),
        })
    }
}

fn average(tally: &Tally, question: Question) -> FeedbackAverage {
    let told = tally.average(question);
    FeedbackAverage {
        question: question.number(),
        answer_count: told.map(|told| number(told.answers)),
        average_tenths: told.map(|told| number(told.tenths)),
    }
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
