//! Coded values of outreach in the domain and in the contract, one table each.

use sentier_proto::common::v1 as common;
use sentier_proto::statistics::v1 as wire;
use sentier_statistics_domain::outreach::{
    ActivityKind, CancelReason, CostLine, Profession, Theme,
};
use sentier_statistics_domain::value::{AgeBand, Sex};

pub(super) const KINDS: &[(ActivityKind, wire::ActivityKind)] = &[
    (ActivityKind::AwarenessSession, wire::ActivityKind::AwarenessSession),
    (ActivityKind::PublicEvent, wire::ActivityKind::PublicEvent),
    (ActivityKind::Training, wire::ActivityKind::Training),
];

pub(super) const THEMES: &[(Theme, wire::OutreachTheme)] = &[
    (Theme::FormsOfViolence, wire::OutreachTheme::FormsOfViolence),
    (Theme::RightsAndLaw, wire::OutreachTheme::RightsAndLaw),
    (Theme::ServicesAvailable, wire::OutreachTheme::ServicesAvailable),
    (Theme::ForcedMarriage, wire::OutreachTheme::ForcedMarriage),
    (Theme::HarmfulPractices, wire::OutreachTheme::HarmfulPractices),
    (Theme::SchoolViolence, wire::OutreachTheme::SchoolViolence),
    (Theme::SexualExploitation, wire::OutreachTheme::SexualExploitation),
    (Theme::PartnerViolence, wire::OutreachTheme::PartnerViolence),
    (Theme::MenAndBoys, wire::OutreachTheme::MenAndBoys),
    (Theme::CareOfSurvivors, wire::OutreachTheme::CareOfSurvivors),
    (Theme::Other, wire::OutreachTheme::Other),
];

pub(super) const PROFESSIONS: &[(Profession, wire::Profession)] = &[
    (Profession::HealthWorker, wire::Profession::HealthWorker),
    (Profession::SecurityForces, wire::Profession::SecurityForces),
    (Profession::Justice, wire::Profession::Justice),
    (Profession::Teacher, wire::Profession::Teacher),
    (Profession::SocialWorker, wire::Profession::SocialWorker),
    (Profession::CommunityLeader, wire::Profession::CommunityLeader),
    (Profession::CommunityWorker, wire::Profession::CommunityWorker),
    (Profession::LocalAuthority, wire::Profession::LocalAuthority),
    (Profession::Journalist, wire::Profession::Journalist),
    (Profession::Other, wire::Profession::Other),
];

pub(super) const COST_LINES: &[(CostLine, wire::CostLine)] = &[
    (CostLine::Staff, wire::CostLine::Staff),
    (CostLine::Transport, wire::CostLine::Transport),
    (CostLine::Venue, wire::CostLine::Venue),
    (CostLine::Materials, wire::CostLine::Materials),
    (CostLine::Catering, wire::CostLine::Catering),
    (CostLine::Communication, wire::CostLine::Communication),
    (CostLine::Other, wire::CostLine::Other),
];

pub(super) const CANCEL_REASONS: &[(CancelReason, wire::CancelReason)] = &[
    (CancelReason::Insecurity, wire::CancelReason::Insecurity),
    (CancelReason::Weather, wire::CancelReason::Weather),
    (CancelReason::NoFunding, wire::CancelReason::NoFunding),
    (CancelReason::PartnerUnavailable, wire::CancelReason::PartnerUnavailable),
    (CancelReason::NoAudience, wire::CancelReason::NoAudience),
    (CancelReason::Other, wire::CancelReason::Other),
];

pub(super) const SEXES: &[(Sex, common::Sex)] =
    &[(Sex::Female, common::Sex::Female), (Sex::Male, common::Sex::Male)];

/// An audience that was not counted by age has the unspecified band.
pub(super) const AGE_BANDS: &[(AgeBand, common::AgeBand)] = &[
    (AgeBand::Unknown, common::AgeBand::Unspecified),
    (AgeBand::From0To11, common::AgeBand::AgeBand0To11),
    (AgeBand::From12To17, common::AgeBand::AgeBand12To17),
    (AgeBand::From18To24, common::AgeBand::AgeBand18To24),
    (AgeBand::From25To34, common::AgeBand::AgeBand25To34),
    (AgeBand::From35To49, common::AgeBand::AgeBand35To49),
    (AgeBand::From50, common::AgeBand::AgeBand50AndOver),
];

/// The contract's number of a value.
pub(super) fn number<D: Copy + PartialEq, W: Copy + Into<i32>>(table: &[(D, W)], value: D) -> i32 {
    table.iter().find(|(ours, _)| *ours == value).map_or(0, |(_, theirs)| (*theirs).into())
}

/// The value of a contract's number; none for one that is not in the table.
pub(super) fn value<D: Copy, W: Copy + Into<i32>>(table: &[(D, W)], number: i32) -> Option<D> {
    table.iter().find(|(_, theirs)| (*theirs).into() == number).map(|(ours, _)| *ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole<D: Copy + PartialEq + std::fmt::Debug, W: Copy + Into<i32>>(
        table: &[(D, W)],
        all: &[D],
    ) {
        for each in all {
            assert_eq!(value(table, number(table, *each)), Some(*each));
        }
        assert_eq!(table.len(), all.len());
    }

    #[test]
    fn every_code_stands_in_the_contract() {
        whole(KINDS, ActivityKind::ALL);
        whole(THEMES, Theme::ALL);
        whole(PROFESSIONS, Profession::ALL);
        whole(COST_LINES, CostLine::ALL);
        whole(CANCEL_REASONS, CancelReason::ALL);
        whole(SEXES, Sex::ALL);
        whole(AGE_BANDS, AgeBand::ALL);
        assert_eq!(value(KINDS, 0), None);
    }
}
