//! The indicators, by their names in the field (GBVIMS+/Primero key performance indicators).

use super::gbv::codes::{DeclineReason, ResponseTime};
use super::gbv::parts;
use crate::value::{AgeBand, Lasted, Need, ReportDelay};

/// How an indicator is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number, and its parts if it has any.
    Count,
    /// So many of so many.
    Share,
    /// So many for each of so many.
    Average,
}

/// Where an indicator comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Case management: the key performance indicators of the GBVIMS+.
    CaseManagement,
    /// Incidents: the statistics of the GBVIMS.
    Incidents,
    /// The pathway: how partners answer.
    Pathway,
    /// Sustainable development goal 5.2.
    Sdg,
}

macro_rules! indicators {
    ($($(#[$doc:meta])* $name:ident = $code:literal $unit:ident,)+) => {
        /// An indicator of case management.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Indicator {
            $($(#[$doc])* $name,)+
        }

        impl Indicator {
            /// All of them, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in the contract.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// How it is read.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)+ }
            }
        }
    };
}

indicators! {
    /// Cases opened.
    NumberOfCases = "number_of_cases" Count,
    /// Incidents recorded, by her age at the incident.
    NumberOfIncidents = "number_of_incidents" Count,
    /// Incidents by the time to their report.
    ReportingDelay = "reporting_delay" Count,
    /// Cases assessed within 72 hours, later, and not at all.
    AssessmentStatus = "assessment_status" Count,
    /// Cases with a safety plan.
    CompletedSafetyPlans = "completed_case_safety_plans" Share,
    /// Cases with an action plan.
    CompletedActionPlans = "completed_case_action_plans" Share,
    /// Cases with an approved action plan.
    ApprovedActionPlans = "completed_supervisor_approved_case_action_plans" Share,
    /// Services that the centre gave.
    ServicesProvided = "services_provided" Count,
    /// Referrals for each closed case.
    AverageReferrals = "average_referrals" Average,
    /// Follow-ups for each closed case.
    AverageFollowUps = "average_followup_meetings_per_case" Average,
    /// Cases closed of those opened.
    ClosureRate = "case_closure_rate" Share,
    /// Closed cases by how long they were open.
    TimeOpen = "time_from_case_open_to_close" Count,
    /// Caseworkers by how many cases they have.
    CaseLoad = "case_load" Count,
    /// Supervisors for each caseworker.
    SupervisorRatio = "supervisor_to_caseworker_ratio" Average,
    /// Survivors content with the centre.
    ClientSatisfaction = "client_satisfaction_rate" Share,
    /// New incidents.
    GbvIncidents = "gbv_incidents" Count,
    /// Of them, of survivors with incidents before.
    GbvPriorIncidents = "gbv_prior_incidents" Share,
    /// Incidents by her sex.
    GbvSex = "gbv_sex" Count,
    /// By her age at the incident.
    GbvAge = "gbv_age" Count,
    /// Of adolescents, 10 to 19 years; a part of the statistic of age that overlaps its bands.
    GbvAdolescents = "gbv_adolescents" Share,
    /// By marital status.
    GbvMaritalStatus = "gbv_marital_status" Count,
    /// By displacement status at report.
    GbvDisplacementStatus = "gbv_displacement_status" Count,
    /// By stage of displacement.
    GbvDisplacementStage = "gbv_displacement_stage" Count,
    /// Of vulnerable populations.
    GbvVulnerable = "gbv_vulnerable_populations" Count,
    /// Sexual violence.
    GbvSexualViolence = "gbv_sexual_violence" Share,
    /// By core type.
    GbvType = "gbv_type" Count,
    /// By part of the day.
    GbvTimeOfDay = "gbv_time_of_day" Count,
    /// By context.
    GbvContext = "gbv_case_context" Count,
    /// By time to the report.
    GbvDelay = "gbv_elapsed_time" Count,
    /// Rapes by time to the report.
    GbvDelayRape = "gbv_elapsed_time_rape" Count,
    /// Rapes with a health service or a referral to one, by time to the report.
    GbvDelayRapeHealth = "gbv_elapsed_time_rape_health" Count,
    /// By kind of place.
    GbvPlace = "gbv_location" Count,
    /// By number of primary perpetrators.
    GbvPerpetratorNumber = "gbv_perpetrator_number" Count,
    /// By what the perpetrator is to her.
    GbvRelationship = "gbv_perpetrator_relationship" Count,
    /// By his age group.
    GbvPerpetratorAge = "gbv_perpetrator_age" Count,
    /// By his occupation.
    GbvPerpetratorOccupation = "gbv_perpetrator_occupation" Count,
    /// The centre was her first point of contact.
    GbvFirstContact = "gbv_first_contact" Share,
    /// By who referred her.
    GbvReferredFrom = "gbv_referred_from" Count,
    /// By sector in which the centre gave the service.
    GbvServices = "gbv_services_provided" Count,
    /// By sector to which she was referred.
    GbvReferrals = "gbv_new_referrals" Count,
    /// Referrals by the time to their acknowledgement.
    TimeToAcknowledge = "time_to_acknowledge" Count,
    /// By the time to their acceptance.
    TimeToAccept = "time_to_accept" Count,
    /// By the time to the service.
    TimeToServe = "time_to_serve" Count,
    /// Referrals of which the centre knows how they ended.
    LoopsClosed = "referral_loops_closed" Share,
    /// Declined referrals by reason.
    Declines = "referral_declines" Count,
    /// Incidents by sector in which no service was available.
    ServiceGaps = "service_gaps" Count,
    /// Rapes by the time to a health service.
    RapeAtHealth = "rape_at_health" Count,
    /// Of them, within 72 hours.
    RapeWithin72Hours = "rape_at_health_72_hours" Share,
    /// Of them, within 120 hours.
    RapeWithin120Hours = "rape_at_health_120_hours" Share,
    /// SDG 5.2.1 by form of violence.
    SdgPartnerForm = "sdg_5_2_1_form" Share,
    /// SDG 5.2.1 by age.
    SdgPartnerAge = "sdg_5_2_1_age" Share,
    /// SDG 5.2.2 by age.
    SdgOtherAge = "sdg_5_2_2_age" Share,
    /// SDG 5.2.2 by place.
    SdgOtherPlace = "sdg_5_2_2_place" Share,
}

impl Indicator {
    /// The codes of its parts, in order.
    pub fn parts(self) -> Vec<&'static str> {
        match self {
            Self::NumberOfIncidents => AgeBand::ALL.iter().map(|band| band.code()).collect(),
            Self::ReportingDelay => {
                ReportDelay::ALL.iter().map(|delay| delay.code()).chain(["unknown"]).collect()
            }
            Self::AssessmentStatus => vec!["in_time", "late", "none"],
            Self::ServicesProvided => Need::ALL.iter().map(|need| need.code()).collect(),
            Self::TimeOpen => Lasted::ALL.iter().map(|lasted| lasted.code()).collect(),
            Self::CaseLoad => vec!["under_10", "10_to_19", "20_to_29", "30_and_over"],
            Self::TimeToAcknowledge | Self::TimeToAccept | Self::TimeToServe => {
                ResponseTime::ALL.iter().map(|time| time.code()).chain(["none"]).collect()
            }
            Self::Declines => DeclineReason::ALL.iter().map(|reason| reason.code()).collect(),
            of => {
                let counted = parts::counted(of);
                if counted.len() > 1 { counted } else { Vec::new() }
            }
        }
    }

    /// Whether it counts staff: then it says nothing of a survivor.
    pub const fn is_of_staff(self) -> bool {
        matches!(self, Self::CaseLoad | Self::SupervisorRatio)
    }

    /// Whether one incident may stand in several of its parts.
    pub const fn overlaps(self) -> bool {
        matches!(
            self,
            Self::GbvVulnerable
                | Self::GbvContext
                | Self::GbvServices
                | Self::GbvReferrals
                | Self::ServiceGaps
        )
    }

    /// Where it comes from.
    pub fn family(self) -> Family {
        match self {
            of if of <= Self::ClientSatisfaction => Family::CaseManagement,
            of if of <= Self::GbvReferrals => Family::Incidents,
            of if of <= Self::RapeWithin120Hours => Family::Pathway,
            _ => Family::Sdg,
        }
    }

    /// The indicator with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|indicator| indicator.code() == code)
    }
}
