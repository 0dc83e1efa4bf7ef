//! The indicators, by their names in the field (GBVIMS+/Primero key performance indicators).

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
            _ => Vec::new(),
        }
    }

    /// Whether it counts staff: then it says nothing of a survivor.
    pub const fn is_of_staff(self) -> bool {
        matches!(self, Self::CaseLoad | Self::SupervisorRatio)
    }
}
