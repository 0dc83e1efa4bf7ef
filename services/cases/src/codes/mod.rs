//! Coded values of the domain and of the contract, in both directions: one table.

mod consent;
mod minimum;
mod safeguard;

use sentier_cases_domain::case::agency;
use sentier_cases_domain::case::care::{codes as care, task};
use sentier_cases_domain::{codes, counted, feedback};
use sentier_proto::cases::events::v1 as events;
use sentier_proto::cases::v1::{self as cases, case_referral, close_case_request};
use sentier_proto::common::v1 as common;
use sentier_proto::referrals::v1::referral;

/// A coded value that stands in the contract too.
pub(crate) trait Coded: Sized {
    /// The contract's number.
    fn number(self) -> i32;
    /// The value of a number; `None` for unspecified and unknown ones.
    fn of_number(number: i32) -> Option<Self>;
}

macro_rules! coded {
    ($($domain:path = $contract:path { $($value:ident $(= $theirs:ident)?),+ $(,)? })+) => {$(
        impl Coded for $domain {
            fn number(self) -> i32 {
                use $contract as Contract;
                match self { $(Self::$value => coded!(@theirs Contract $value $($theirs)?) as i32),+ }
            }

            fn of_number(number: i32) -> Option<Self> {
                use $contract as Contract;
                match Contract::try_from(number).ok()? {
                    Contract::Unspecified => None,
                    $(coded!(@pattern Contract $value $($theirs)?) => Some(Self::$value),)+
                }
            }
        }
    )+};
    (@theirs $contract:ident $value:ident) => { $contract::$value };
    (@theirs $contract:ident $value:ident $theirs:ident) => { $contract::$theirs };
    (@pattern $contract:ident $value:ident) => { $contract::$value };
    (@pattern $contract:ident $value:ident $theirs:ident) => { $contract::$theirs };
}
use coded;

coded! {
    codes::Sex = common::Sex { Female, Male }
    codes::PartOfDay = common::PartOfDay { Morning, Afternoon, EveningNight }
    codes::Urgency = common::Urgency { Routine, Urgent }
    codes::FieldGroup = common::FieldGroup { Identity, Contact, Incident, Narrative }
    codes::Purpose = common::ConsentPurpose { Services, Statistics, Research }
    codes::IncidentType = common::IncidentType {
        Rape, SexualAssault, PhysicalAssault, ForcedMarriage, DenialOfResources,
        PsychologicalAbuse, NonGbv,
    }
    codes::AgeBand = common::AgeBand {
        From0To11 = AgeBand0To11, From12To17 = AgeBand12To17, From18To24 = AgeBand18To24,
        From25To34 = AgeBand25To34, From35To49 = AgeBand35To49, From50 = AgeBand50AndOver,
    }
    codes::Need = common::Need {
        ClinicalManagementOfRape, HealthCare, PsychosocialSupport, SafetyAndShelter, LegalAid,
        Police, Livelihood, ChildProtection,
    }
    codes::ClosureReason = close_case_request::Reason {
        NeedsMet, SurvivorRequest, Relocated, LostContact, Deceased, Other, Transferred,
    }
    care::Area = cases::AssessmentArea { Safety, Health, Psychosocial, Legal, Material }
    care::Concern = cases::Concern { Absent, Present, Urgent }
    care::Risk = cases::RiskLevel { Low, Medium, High }
    care::ActionStatus = cases::ActionStatus { Planned, InProgress, Done, Dropped }
    care::Goal = cases::Goal { Safety, Health, Psychosocial, Justice, Other }
    care::GoalProgress = cases::GoalProgress { NotApplicable, InProgress, Met }
    care::Subject = cases::ApprovalSubject { Assessment, ActionPlan, Closure }
    care::Party = cases::ConferenceParty {
        Caseworker, Supervisor, Survivor, Health, Psychosocial, Police, Legal, Shelter,
        ChildProtection, SocialAffairs, Other,
    }
    care::Check = cases::ClosureCheck {
        NeedsMet, GoalsReviewed, SafetyPlanReviewed, NoImminentDanger, ReferralsSettled,
        SurvivorAgrees, SurvivorAsked, Relocated, NotReached, Deceased, MayReturn,
    }
    task::Kind = cases::TaskKind {
        Assessment, SafetyPlan, ActionPlan, Action, FollowUp, Approval, Transfer, Flag, Assignment,
        Referral, Onward, Health, MinimumData, Consent, ConsentAgain,
    }
    agency::Refusal = cases::onward_proposal::Refusal {
        SurvivorDeclines, ServedAlready, NoStructure, NotReached, Other,
    }
    feedback::Question = cases::FeedbackQuestion {
        Reachable, ReceivedQuickly, Respected, Private, Informed, Decided, Helped, Safer,
        Recommends, HoursSuitable, Welcoming, Listened, NotBlamed, OwnLanguage, ChoseWorker,
        KeptSecret, ReferredWell, FollowedUp,
    }
    counted::ReportDelay = events::ReportDelay {
        To3Days = ReportDelay3Days, To5Days = ReportDelay5Days, To14Days = ReportDelay14Days,
        To30Days = ReportDelay30Days, To3Months = ReportDelay3Months, Longer,
    }
    counted::HealthReach = events::HealthReach {
        Within72Hours = HealthReach72Hours, Within120Hours = HealthReach120Hours, Later,
    }
    counted::ResponseTime = events::ResponseTime {
        Within24Hours = ResponseTime24Hours, Within72Hours = ResponseTime72Hours,
        Within7Days = ResponseTime7Days, Later,
    }
    counted::AgeStep = events::AgeStep {
        From0To9 = AgeStep0To9, From10To11 = AgeStep10To11, From12To14 = AgeStep12To14,
        From15To17 = AgeStep15To17, From18To19 = AgeStep18To19, From20To24 = AgeStep20To24,
        From25To34 = AgeStep25To34, From35To49 = AgeStep35To49, From50 = AgeStep50AndOver,
    }
    counted::Occupation = events::PerpetratorOccupation {
        Unemployed, Student, Farmer, Trader, Worker, Driver, Teacher, HealthWorker,
        SecurityForces, PublicServant, CommunityLeader, Other,
    }
    codes::Progress = case_referral::Progress {
        Requested, Sent, Received, Accepted, Declined, Completed, Revoked, Scheduled, Attended,
        NoShow, InService, CancelRequested, Cancelled, Expired,
    }
    codes::Outcome = referral::Outcome { Served, PartlyServed, NoShow, DeclinedBySurvivor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_the_contract_and_unspecified_is_none() {
        for need in codes::Need::ALL {
            assert_eq!(codes::Need::of_number(need.number()), Some(*need));
        }
        for band in codes::AgeBand::ALL {
            assert_eq!(codes::AgeBand::of_number(band.number()), Some(*band));
        }
        assert_eq!(codes::Need::of_number(0), None);
        assert_eq!(codes::Need::of_number(99), None);
    }
}
