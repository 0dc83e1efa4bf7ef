//! What the steps of a referral lead to: a referral of the centre's own, one that an agency proposed, or the
//! handing over of the case.

use sentier_proto::cases::v1::{
    RequestAgencyTransferRequest, RequestReferralRequest, TakeUpOnwardRequest,
};
use sentier_proto::referrals::v1::{Agency, ProposePathwayResponse};

use crate::form::Form;
use crate::page::{Here, ask};
use crate::pages::places::agency_of;
use crate::trouble::Trouble;

/// What is aimed at; it travels through the steps as a hidden field.
pub(crate) enum Aim {
    /// A referral.
    Referral,
    /// What an agency proposed, by its id.
    Onward(String),
    /// The handing over of the case.
    Transfer,
}

impl Aim {
    /// What the form before carried.
    pub(crate) fn of(here: &Here) -> Self {
        match (here.fields.get("onward"), here.fields.get("transfer")) {
            ("", "") => Self::Referral,
            ("", _) => Self::Transfer,
            (proposal, _) => Self::Onward(proposal.to_owned()),
        }
    }

    /// Carries it on.
    pub(crate) fn carry(&self, form: Form) -> Form {
        match self {
            Self::Referral => form,
            Self::Onward(proposal) => form.hide("onward", proposal.clone()),
            Self::Transfer => form.hide("transfer", "yes"),
        }
    }

    /// Whether who asks says how urgent it is; of a proposal its agency said it.
    pub(crate) const fn asks_urgency(&self) -> bool {
        !matches!(self, Self::Onward(_))
    }

    /// What she should know before, beside what every referral says.
    pub(crate) fn intro(&self, here: &Here) -> Vec<String> {
        match self {
            Self::Referral | Self::Onward(_) => Vec::new(),
            Self::Transfer => {
                vec![here.words.say("transfer-intro"), here.words.say("transfer-until")]
            }
        }
    }

    /// The sentence above the first step.
    pub(crate) const fn heading(&self) -> &'static str {
        match self {
            Self::Referral | Self::Onward(_) => "heading-need",
            Self::Transfer => "heading-transfer",
        }
    }

    /// Leaves out whom it cannot be asked of: a case is handed over to agencies that take cases over.
    pub(crate) fn narrow(&self, proposal: &mut ProposePathwayResponse, agencies: &[Agency]) {
        if matches!(self, Self::Transfer) {
            proposal.proposals.retain(|one| {
                let structure = one.structure.as_ref().map_or("", |it| it.name.as_str());
                let agency = agencies.iter().find(|it| it.name == agency_of(structure));
                agency.is_some_and(|it| it.takes_cases_over)
            });
        }
    }

    /// Asks for it.
    pub(crate) async fn send(
        &self,
        here: &Here,
        wish: RequestReferralRequest,
    ) -> Result<(), Trouble> {
        match self {
            Self::Referral => ask!(here, cases.request_referral, wish).await.map(drop),
            Self::Onward(proposal) => {
                let message = TakeUpOnwardRequest {
                    name: wish.name,
                    request_id: wish.request_id,
                    expected_version: wish.expected_version,
                    proposal: proposal.clone(),
                    structure: wish.structure,
                    consent: wish.consent,
                    field_groups: wish.field_groups,
                };
                ask!(here, agencies.take_up_onward, message).await.map(drop)
            }
            Self::Transfer => {
                let message = RequestAgencyTransferRequest {
                    name: wish.name,
                    request_id: wish.request_id,
                    expected_version: wish.expected_version,
                    structure: wish.structure,
                    need: wish.need,
                    urgency: wish.urgency,
                    consent: wish.consent,
                    field_groups: wish.field_groups,
                };
                ask!(here, agencies.request_agency_transfer, message).await.map(drop)
            }
        }
    }
}
