//! Requests to values, rows to answers.

use std::collections::BTreeMap;

use sentier_kernel::Violation;
use sentier_proto::common::v1 as pb;
use sentier_proto::name;
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1::{
    CaseFigure, GetFiguresRequest, GetFiguresResponse, IncidentFigure, ReferralFigure,
};
use sentier_statistics_domain::figures::Kind;
use sentier_statistics_domain::value::{AgeBand, IncidentType, Month, Need, ReferralState};
use sentier_statistics_domain::weeks::Week;

use crate::projections::Figure;

/// The longest range of months that one call answers.
const MONTHS: i32 = 60;

/// What a caller of `GetFigures` wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) centre: String,
    pub(super) from: Month,
    pub(super) to: Month,
}

pub(super) fn query(request: &GetFiguresRequest) -> Result<Query, Vec<Violation>> {
    months(&request.parent, &request.from_month, &request.to_month)
}

/// A centre and a range of months.
pub(super) fn months(
    parent: &str,
    from_month: &str,
    to_month: &str,
) -> Result<Query, Vec<Violation>> {
    let mut violations = Vec::new();
    let centre = match name::parse("centres/*", parent) {
        Some([centre]) => Some(centre.to_owned()),
        None => refuse(&mut violations, "parent", parent),
    };
    let mut month = |field, text: &str| match text.parse::<Month>() {
        Ok(month) => Some(month),
        Err(_) => refuse(&mut violations, field, text),
    };
    let (from, to) = (month("from_month", from_month), month("to_month", to_month));
    if let (Some(from), Some(to)) = (from, to)
        && !(0..MONTHS).contains(&from.until(to))
    {
        violations.push(Violation::new("to_month", "violation-out-of-range"));
    }
    match (centre, from, to) {
        (Some(centre), Some(from), Some(to)) if violations.is_empty() => {
            Ok(Query { centre, from, to })
        }
        _ => Err(violations),
    }
}

/// The week as of whose end is asked; `None` for the last.
pub(super) fn week(text: &str) -> Result<Option<Week>, Violation> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_malformed| Violation::malformed("week"))
}

pub(super) fn refuse<T>(
    violations: &mut Vec<Violation>,
    field: &'static str,
    given: &str,
) -> Option<T> {
    violations.push(if given.is_empty() {
        Violation::required(field)
    } else {
        Violation::malformed(field)
    });
    None
}

/// The rows, in the order of months and of the contract's codes.
pub(super) fn answer(figures: &[Figure]) -> GetFiguresResponse {
    let mut cases: BTreeMap<Month, CaseFigure> = BTreeMap::new();
    let mut answer = GetFiguresResponse::default();
    for Figure { month, kind, count } in figures {
        let text = month.to_string();
        match kind {
            Kind::CaseOpened => of_month(&mut cases, *month).opened = *count,
            Kind::CaseClosed => of_month(&mut cases, *month).closed = *count,
            Kind::FollowUp => of_month(&mut cases, *month).follow_ups = *count,
            Kind::Incident(incident, age) => answer.incidents.push(IncidentFigure {
                month: text,
                r#type: incident_type(*incident).into(),
                age_band: age_band(*age).into(),
                count: *count,
            }),
            Kind::Referral(wanted, reached) => answer.referrals.push(ReferralFigure {
                month: text,
                need: need(*wanted).into(),
                state: state(*reached).into(),
                count: *count,
            }),
        }
    }
    answer.cases = cases.into_values().collect();
    answer
}

fn of_month(cases: &mut BTreeMap<Month, CaseFigure>, month: Month) -> &mut CaseFigure {
    let line = || CaseFigure { month: month.to_string(), ..CaseFigure::default() };
    cases.entry(month).or_insert_with(line)
}

const fn incident_type(code: IncidentType) -> pb::IncidentType {
    match code {
        IncidentType::Rape => pb::IncidentType::Rape,
        IncidentType::SexualAssault => pb::IncidentType::SexualAssault,
        IncidentType::PhysicalAssault => pb::IncidentType::PhysicalAssault,
        IncidentType::ForcedMarriage => pb::IncidentType::ForcedMarriage,
        IncidentType::DenialOfResources => pb::IncidentType::DenialOfResources,
        IncidentType::PsychologicalAbuse => pb::IncidentType::PsychologicalAbuse,
        IncidentType::NonGbv => pb::IncidentType::NonGbv,
    }
}

const fn age_band(code: AgeBand) -> pb::AgeBand {
    match code {
        AgeBand::Unknown => pb::AgeBand::Unspecified,
        AgeBand::From0To11 => pb::AgeBand::AgeBand0To11,
        AgeBand::From12To17 => pb::AgeBand::AgeBand12To17,
        AgeBand::From18To24 => pb::AgeBand::AgeBand18To24,
        AgeBand::From25To34 => pb::AgeBand::AgeBand25To34,
        AgeBand::From35To49 => pb::AgeBand::AgeBand35To49,
        AgeBand::From50 => pb::AgeBand::AgeBand50AndOver,
    }
}

pub(super) const fn need(code: Need) -> pb::Need {
    match code {
        Need::ClinicalManagementOfRape => pb::Need::ClinicalManagementOfRape,
        Need::HealthCare => pb::Need::HealthCare,
        Need::PsychosocialSupport => pb::Need::PsychosocialSupport,
        Need::SafetyAndShelter => pb::Need::SafetyAndShelter,
        Need::LegalAid => pb::Need::LegalAid,
        Need::Police => pb::Need::Police,
        Need::Livelihood => pb::Need::Livelihood,
        Need::ChildProtection => pb::Need::ChildProtection,
    }
}

const fn state(code: ReferralState) -> State {
    match code {
        ReferralState::Sent => State::Sent,
        ReferralState::Received => State::Received,
        ReferralState::Accepted => State::Accepted,
        ReferralState::Declined => State::Declined,
        ReferralState::Completed => State::Completed,
        ReferralState::Revoked => State::Revoked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(parent: &str, from: &str, to: &str) -> Result<Query, Vec<Violation>> {
        query(&GetFiguresRequest {
            parent: parent.to_owned(),
            from_month: from.to_owned(),
            to_month: to.to_owned(),
        })
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        assert_eq!(
            asked("ogou-1", "", "2026-13"),
            Err(vec![
                Violation::malformed("parent"),
                Violation::required("from_month"),
                Violation::malformed("to_month"),
            ])
        );
    }

    #[test]
    fn a_range_holds_sixty_months_and_runs_forward() {
        let out_of_range = Err(vec![Violation::new("to_month", "violation-out-of-range")]);
        assert!(asked("centres/ogou-1", "2022-01", "2026-12").is_ok());
        assert!(asked("centres/ogou-1", "2026-12", "2026-12").is_ok());
        assert_eq!(asked("centres/ogou-1", "2022-01", "2027-01"), out_of_range);
        assert_eq!(asked("centres/ogou-1", "2026-12", "2026-11"), out_of_range);
    }

    #[test]
    fn a_month_s_three_figures_of_cases_stand_in_one_line() {
        let month = Month::try_new(2026, 11).unwrap();
        let figure = |kind, count| Figure { month, kind, count };
        let answer = answer(&[
            figure(Kind::CaseOpened, 5),
            figure(Kind::FollowUp, 2),
            figure(Kind::Incident(IncidentType::NonGbv, AgeBand::Unknown), 1),
        ]);
        let cases = CaseFigure { month: "2026-11".to_owned(), opened: 5, closed: 0, follow_ups: 2 };
        assert_eq!(answer.cases, [cases]);
        assert_eq!((answer.incidents[0].r#type, answer.incidents[0].age_band), (7, 0));
    }
}
