//! Coded values between the contract and the domain, and the names of resources.

use sentier_kernel::Violation;
use sentier_kernel::id::parse_uuid;
use sentier_platform::grpc::given;
use sentier_proto::common::v1::Sex as WireSex;
use sentier_proto::common::v1::{Need as WireNeed, Urgency as WireUrgency};
use sentier_proto::name;
use sentier_proto::referrals::v1::inbound_referral::{
    Agreement as WireAgreement, State as WireInboundState,
};
use sentier_proto::referrals::v1::onward_proposal::State as WireProposalState;
use sentier_proto::referrals::v1::referral::{
    DeclineReason as WireReason, Outcome as WireOutcome, State as WireState,
};
use sentier_referrals_domain::inbound::{self, Agreement, Sex};
use sentier_referrals_domain::referral::{Standing, onward};
use sentier_referrals_domain::value::{
    AgencyId, CaseId, DeclineReason, InboundId, MessageId, Need, Outcome, ReferralId, StructureId,
    Urgency, WebhookId,
};

type InboundStanding = inbound::Standing;

/// Both directions of one closed list of codes; what is unspecified or unknown reads as none.
macro_rules! codes {
    ($write:ident, $read:ident, $domain:ident, $wire:ident: $($each:ident),+) => {
        pub(crate) fn $write(value: $domain) -> i32 {
            match value { $($domain::$each => $wire::$each.into(),)+ }
        }

        pub(crate) fn $read(code: i32) -> Option<$domain> {
            match $wire::try_from(code).ok()? {
                $($wire::$each => Some($domain::$each),)+
                $wire::Unspecified => None,
            }
        }
    };
}

pub(crate) use codes;

codes!(need, read_need, Need, WireNeed:
    ClinicalManagementOfRape, HealthCare, PsychosocialSupport, SafetyAndShelter, LegalAid, Police,
    Livelihood, ChildProtection);
codes!(urgency, read_urgency, Urgency, WireUrgency: Routine, Urgent);
codes!(reason, read_reason, DeclineReason, WireReason:
    NoCapacity, ServiceNotOffered, NotEligible, Closed, ConflictOfInterest, NotReached, Other);
codes!(outcome, read_outcome, Outcome, WireOutcome:
    Served, PartlyServed, NoShow, DeclinedBySurvivor);
codes!(state, read_state, Standing, WireState:
    Sent, Received, Accepted, Declined, Completed, Revoked, Scheduled, Attended, NoShow, InService,
    CancelRequested, Cancelled, Expired);

codes!(agreement, read_agreement, Agreement, WireAgreement: Verbal, Signature, Thumbprint);
codes!(sex, read_sex, Sex, WireSex: Female, Male);
codes!(inbound_state, read_inbound_state, InboundStanding, WireInboundState:
    Submitted, Accepted, Declined, Withdrawn, Lapsed);

/// Where a proposal stands; only ever told, so that one direction is enough.
pub(crate) fn proposal_state(standing: onward::Standing) -> i32 {
    let state = match standing {
        onward::Standing::Proposed => WireProposalState::Proposed,
        onward::Standing::TakenUp => WireProposalState::TakenUp,
        onward::Standing::NotTakenUp => WireProposalState::NotTakenUp,
        onward::Standing::Withdrawn => WireProposalState::Withdrawn,
    };
    state.into()
}

/// The state of a filter that names none.
pub(crate) const STATE_UNSPECIFIED: i32 = WireState::Unspecified as i32;

/// A referral as its resource name says it: with the centre that asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReferralName {
    pub(crate) centre: String,
    pub(crate) referral: ReferralId,
}

/// A referral towards a centre as its resource name says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InboundName {
    pub(crate) centre: String,
    pub(crate) inbound: InboundId,
}

/// `centres/{centre}/inboundReferrals/{inbound}`.
pub(crate) fn inbound_name(field: &'static str, text: &str) -> Result<InboundName, Violation> {
    let [centre, inbound] = name::parse("centres/*/inboundReferrals/*", given(field, text)?)
        .ok_or_else(|| Violation::malformed(field))?;
    let inbound = InboundId::from_uuid(id(field, inbound)?);
    Ok(InboundName { centre: centre.to_owned(), inbound })
}

/// `centres/{centre}/cases/{case}`, of this centre.
pub(crate) fn case_name(
    field: &'static str,
    text: &str,
    centre: &str,
) -> Result<CaseId, Violation> {
    let [of, case] = name::parse("centres/*/cases/*", given(field, text)?)
        .ok_or_else(|| Violation::malformed(field))?;
    if of != centre {
        return Err(Violation::malformed(field));
    }
    Ok(CaseId::from_uuid(id(field, case)?))
}

fn id(field: &'static str, text: &str) -> Result<sentier_kernel::id::Uuid, Violation> {
    parse_uuid(text).map_err(|_malformed| Violation::malformed(field))
}

/// `centres/{centre}/referrals/{referral}`.
pub(crate) fn referral_name(field: &'static str, text: &str) -> Result<ReferralName, Violation> {
    let [centre, referral] = name::parse("centres/*/referrals/*", given(field, text)?)
        .ok_or_else(|| Violation::malformed(field))?;
    let referral = ReferralId::from_uuid(id(field, referral)?);
    Ok(ReferralName { centre: centre.to_owned(), referral })
}

/// Something that was written as its resource name says it; without its referral for who knows its id alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MessageName {
    pub(crate) referral: Option<ReferralName>,
    pub(crate) message: MessageId,
}

/// `centres/{centre}/referrals/{referral}/messages/{message}`, or `centres/-/referrals/-/messages/{message}`.
pub(crate) fn message_name(field: &'static str, text: &str) -> Result<MessageName, Violation> {
    let [centre, referral, message] =
        name::parse("centres/*/referrals/*/messages/*", given(field, text)?)
            .ok_or_else(|| Violation::malformed(field))?;
    let message = MessageId::from_uuid(id(field, message)?);
    if centre == "-" && referral == "-" {
        return Ok(MessageName { referral: None, message });
    }
    let referral = ReferralId::from_uuid(id(field, referral)?);
    let referral = Some(ReferralName { centre: centre.to_owned(), referral });
    Ok(MessageName { referral, message })
}

/// `agencies/{agency}`.
pub(crate) fn agency_name(field: &'static str, text: &str) -> Result<AgencyId, Violation> {
    let [agency] = name::parse("agencies/*", given(field, text)?)
        .ok_or_else(|| Violation::malformed(field))?;
    Ok(AgencyId::from_uuid(id(field, agency)?))
}

/// `agencies/{agency}/structures/{structure}`.
pub(crate) fn structure_name(
    field: &'static str,
    text: &str,
) -> Result<(AgencyId, StructureId), Violation> {
    let [agency, structure] = name::parse("agencies/*/structures/*", given(field, text)?)
        .ok_or_else(|| Violation::malformed(field))?;
    Ok((AgencyId::from_uuid(id(field, agency)?), StructureId::from_uuid(id(field, structure)?)))
}

/// `agencies/{agency}/webhooks/{webhook}`.
pub(crate) fn webhook_name(
    field: &'static str,
    text: &str,
) -> Result<(AgencyId, WebhookId), Violation> {
    let [agency, webhook] = name::parse("agencies/*/webhooks/*", given(field, text)?)
        .ok_or_else(|| Violation::malformed(field))?;
    Ok((AgencyId::from_uuid(id(field, agency)?), WebhookId::from_uuid(id(field, webhook)?)))
}

/// The code in `centres/{centre}`; none for the empty name.
pub(crate) fn centre_code(field: &'static str, text: &str) -> Result<Option<String>, Violation> {
    if text.is_empty() {
        return Ok(None);
    }
    let [centre] = name::parse("centres/*", text).ok_or_else(|| Violation::malformed(field))?;
    Ok(Some(centre.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_the_contract() {
        for value in Need::ALL {
            assert_eq!(read_need(need(*value)), Some(*value));
        }
        for value in DeclineReason::ALL {
            assert_eq!(read_reason(reason(*value)), Some(*value));
        }
        for value in Standing::ALL {
            assert_eq!(read_state(state(*value)), Some(*value));
        }
        assert_eq!((read_outcome(0), read_urgency(99)), (None, None));
    }

    #[test]
    fn names_are_read_or_explained() {
        let uuid = "0190b0a6-0000-7000-8000-000000000001";
        assert!(referral_name("name", &format!("centres/ogou-1/referrals/{uuid}")).is_ok());
        assert_eq!(referral_name("name", ""), Err(Violation::required("name")));
        assert_eq!(referral_name("name", "referrals/7"), Err(Violation::malformed("name")));
        let message = |text: &str| message_name("name", &format!("{text}/messages/{uuid}"));
        assert!(message("centres/-/referrals/-").is_ok_and(|it| it.referral.is_none()));
        let whole = message(&format!("centres/ogou-1/referrals/{uuid}"));
        assert!(whole.is_ok_and(|it| it.referral.is_some_and(|it| it.centre == "ogou-1")));
        assert_eq!(message("centres/ogou-1/referrals/-"), Err(Violation::malformed("name")));
        assert_eq!(agency_name("name", "agencies/seven"), Err(Violation::malformed("name")));
        assert_eq!(centre_code("centre", "centres/ogou-1"), Ok(Some("ogou-1".to_owned())));
    }
}
