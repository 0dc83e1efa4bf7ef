//! Acknowledging many referrals in one call, each decided by itself.
//!
//! A batch is not atomic: each referral is a stream of its own, and an agency that was away for a day must
//! not be kept from acknowledging ninety-nine because the consent of the hundredth was withdrawn.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sentier_kernel::{Category, Violation};
use sentier_platform::grpc::{Violations, fingerprint, locale, principal_of, request_id};
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_platform::status::{Locale, invalid, to_status};
use sentier_proto::name;
use sentier_proto::referrals::v1::acknowledgement_result::Result as Decided;
use sentier_proto::referrals::v1::{
    AcknowledgementResult, BatchAcknowledgeReferralsRequest, BatchAcknowledgeReferralsResponse,
    Refusal,
};
use sentier_referrals_domain::referral::Command;
use sentier_referrals_domain::value::AgencyId;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;

use super::ReferralsApi;
use super::convert::{Viewer, referral};
use crate::application::{Answer, Fault};
use crate::contract::{ReferralName, referral_name};

/// Referrals of one batch.
const LARGEST: usize = 100;
/// Of these so many are decided at once; they share a commit.
const AT_ONCE: usize = 16;

impl ReferralsApi {
    pub(super) async fn acknowledge_batch(
        &self,
        request: &Request<BatchAcknowledgeReferralsRequest>,
        agency: AgencyId,
    ) -> Result<BatchAcknowledgeReferralsResponse, Status> {
        let (locale, message) = (locale(request), request.get_ref());
        let mut wrong = Violations::default();
        let names = read_names(&mut wrong, &message.names);
        let key = wrong.keep(request_id(&message.request_id));
        let violations = wrong.into_vec();
        let (Some(key), true) = (key, violations.is_empty()) else {
            return Err(invalid(violations, locale));
        };
        let principal = principal_of(request)?;
        let fingerprint = fingerprint(message);
        let mut answers = Vec::with_capacity(names.len());
        for (name, named) in names.into_iter().zip(&message.names) {
            let label = name::referral(&name.centre, name.referral);
            let request_id = derived(key, &label);
            let answer = Answer { name, request_id, fingerprint, expected_version: None };
            answers.push(self.acknowledge_one(principal, agency, answer, named, locale));
        }
        let results = stream::iter(answers).buffered(AT_ONCE).try_collect().await?;
        Ok(BatchAcknowledgeReferralsResponse { results })
    }

    /// One result; what is no answer to the referral itself ends the whole call, which can be repeated.
    async fn acknowledge_one(
        &self,
        principal: &Principal,
        agency: AgencyId,
        answer: Answer,
        named: &str,
        locale: Locale,
    ) -> Result<AcknowledgementResult, Status> {
        let command = Command::Acknowledge { agency };
        let result = match self.pathway.answer(principal, agency, answer, command).await {
            Ok(seen) => Decided::Referral(referral(&seen, Viewer::Agency)),
            Err(fault) => Decided::Refusal(refusal(&fault, locale)?),
        };
        Ok(AcknowledgementResult { name: named.to_owned(), result: Some(result) })
    }
}

/// Every name of the batch, or all that is wrong with them.
fn read_names(wrong: &mut Violations, given: &[String]) -> Vec<ReferralName> {
    if given.is_empty() {
        wrong.add(Violation::required("names"));
    }
    if given.len() > LARGEST {
        wrong.add(Violation::new("names", "violation-too-many"));
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let mut names = Vec::with_capacity(given.len());
    for (at, text) in given.iter().enumerate() {
        let field = || format!("names[{at}]");
        match referral_name("names", text) {
            Ok(name) if seen.insert((name.centre.clone(), name.referral)) => names.push(name),
            Ok(_twice) => wrong.add(Violation::new(field(), "violation-invalid")),
            Err(violation) => wrong.add(Violation { field: field().into(), ..violation }),
        }
    }
    names
}

fn refusal(fault: &Fault, locale: Locale) -> Result<Refusal, Status> {
    let status = to_status(fault.as_ref(), locale);
    if matches!(fault.category(), Category::Down | Category::Busy | Category::Bug) {
        return Err(status);
    }
    let said = status.get_details_localized_message().map(|said| said.message);
    Ok(Refusal {
        code: status.code().into(),
        reason: fault.reason().to_owned(),
        metadata: fault.metadata().into_iter().map(|(key, it)| (key.to_owned(), it)).collect(),
        message: said.unwrap_or_default(),
    })
}
