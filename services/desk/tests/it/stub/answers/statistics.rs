//! What statistics answers: figures and indicators.

use sentier_proto::common::v1::{AgeBand, IncidentType, Need};
use sentier_proto::referrals::v1::referral::State;
use sentier_proto::statistics::v1 as statistics;

use super::Answer;
use crate::stub::Stub;

pub(in crate::stub) fn get_figures(
    _: &Stub,
    _: statistics::GetFiguresRequest,
) -> Answer<statistics::GetFiguresResponse> {
    let months = [
        ("2026-06", 12),
        ("2026-07", 17),
        ("2026-08", 9),
        ("2026-09", 22),
        ("2026-10", 15),
        ("2026-11", 19),
    ];
    let case = |(month, opened): &(&str, i64)| statistics::CaseFigure {
        month: (*month).to_owned(),
        opened: *opened,
        closed: 8,
        follow_ups: 30,
    };
    Ok(statistics::GetFiguresResponse {
        cases: months.iter().map(case).collect(),
        incidents: vec![statistics::IncidentFigure {
            month: "2026-11".to_owned(),
            r#type: IncidentType::PhysicalAssault.into(),
            age_band: AgeBand::AgeBand18To24.into(),
            count: 7,
        }],
        referrals: vec![statistics::ReferralFigure {
            month: "2026-11".to_owned(),
            need: Need::HealthCare.into(),
            state: State::Sent.into(),
            count: 5,
        }],
    })
}

/// A count with parts, a share and an average, each with its words.
pub(in crate::stub) fn list_indicators(
    _: &Stub,
    _: statistics::ListIndicatorsRequest,
) -> Answer<statistics::ListIndicatorsResponse> {
    let indicator = |code: &str, title: &str, unit, parts: &[(&str, &str)]| {
        let part = |(code, label): &(&str, &str)| statistics::IndicatorPart {
            code: (*code).to_owned(),
            label: (*label).to_owned(),
        };
        statistics::Indicator {
            name: format!("indicators/{code}"),
            title: title.to_owned(),
            definition: "Ce que cela dit.".to_owned(),
            parts: parts.iter().map(part).collect(),
            unit,
            family: statistics::indicator::Family::CaseManagement.into(),
            ..Default::default()
        }
    };
    let sectors = [("health", "Santé"), ("legal", "Aide juridique")];
    let delays = [("to_3_days", "0 à 3 jours"), ("longer", "4 mois et plus")];
    Ok(statistics::ListIndicatorsResponse {
        indicators: vec![
            indicator("reporting_delay", "Délai de signalement", 1, &delays),
            indicator("case_closure_rate", "Taux de clôture", 2, &[]),
            indicator("average_referrals", "Référencements par dossier", 3, &[]),
            indicator("time_to_accept", "Acceptation", 1, &[]),
            indicator("service_gaps", "Services indisponibles", 1, &sectors),
            indicator("number_of_cases", "Nombre de dossiers", 1, &[]),
        ],
        next_page_token: String::new(),
    })
}

pub(in crate::stub) fn list_indicator_values(
    _: &Stub,
    asked: statistics::ListIndicatorValuesRequest,
) -> Answer<statistics::ListIndicatorValuesResponse> {
    let value = |code: &str, numerator, denominator| statistics::IndicatorValue {
        indicator: format!("indicators/{code}"),
        month: asked.from_month.clone(),
        numerator,
        denominator,
        ..Default::default()
    };
    let cell = |code: &str, count| statistics::IndicatorCell { code: code.to_owned(), count };
    let cells = vec![cell("to_3_days", Some(9)), cell("longer", None)];
    Ok(statistics::ListIndicatorValuesResponse {
        values: vec![
            statistics::IndicatorValue { cells, ..value("reporting_delay", Some(11), None) },
            value("case_closure_rate", Some(5), Some(12)),
            value("average_referrals", Some(22), Some(10)),
        ],
        week: "2026-11-16".to_owned(),
        ..Default::default()
    })
}
