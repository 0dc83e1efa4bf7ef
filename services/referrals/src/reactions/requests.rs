//! A referral is asked for: its disclosure is claimed, and it is put in the agency's inbox.

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join};
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_platform::client::Traced;
use sentier_proto::cases::events::v1::ReferralRequested;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::v1::cases_service_client::CasesServiceClient;
use sentier_referrals_domain::referral::Request;
use sentier_referrals_domain::value::{AgencyId, CaseId, ConsentId, ReferralId, StructureId};

use super::{claim, id, poison, read, unless_it_passes};
use crate::application::{Admission, Pathway};
use crate::contract::{read_need, read_urgency};

const NAME: &str = "referrals_on_requests";

/// Takes up what centres ask.
#[derive(Debug)]
pub(crate) struct Requests {
    pathway: Pathway,
    cases: CasesServiceClient<Traced>,
}

impl Requests {
    pub(crate) const fn new(pathway: Pathway, cases: CasesServiceClient<Traced>) -> Self {
        Self { pathway, cases }
    }

    async fn take_up(&self, message: &Delivered) -> Result<(), ReactionError> {
        let (told, fact) = read(NAME, message)?;
        let Fact::ReferralRequested(asked) = fact else { return Ok(()) };
        let request = request(&told.centre, &asked)?;
        let claimed = match self.pathway.admit(&request).await.map_err(unless_it_passes)? {
            Admission::Open(terms) => {
                let claim = claim::claim(&self.cases, &request, terms);
                let (claimed, key) = join(claim, self.pathway.draw_key(request.referral)).await;
                key.map_err(unless_it_passes)?;
                Some(claimed?)
            }
            Admission::Refused(refusal) => Some(Err(refusal)),
            Admission::Known => None,
        };
        if let Some(claimed) = claimed {
            let received = self.pathway.receive(&told, request.clone(), claimed).await;
            received.map_err(unless_it_passes)?;
        }
        self.pathway.settle(&told, &request).await.map_err(unless_it_passes)
    }
}

impl Reaction for Requests {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["referral_requested"]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        self.take_up(message).boxed()
    }
}

fn request(centre: &str, asked: &ReferralRequested) -> Result<Request, ReactionError> {
    let unknown = || poison("a code is not known");
    Ok(Request {
        referral: ReferralId::from_uuid(id(&asked.referral_id)?),
        case: CaseId::from_uuid(id(&asked.case_id)?),
        consent: ConsentId::from_uuid(id(&asked.consent_id)?),
        centre: centre.to_owned(),
        agency: AgencyId::from_uuid(id(&asked.agency_id)?),
        structure: StructureId::from_uuid(id(&asked.structure_id)?),
        need: read_need(asked.need).ok_or_else(unknown)?,
        urgency: read_urgency(asked.urgency).ok_or_else(unknown)?,
        transfer: asked.transfer,
    })
}
