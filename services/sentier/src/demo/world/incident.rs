//! What happened: type, answers of the classification, day and part of day, her account.

use sentier_proto::cases::v1::IncidentAnswers;
use sentier_proto::common::v1::{AgeBand, IncidentType, PartOfDay};
use time::{Date, Duration};

use super::draw::{Mix, Source, between, chance};
use super::words;

/// One event of violence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The type that the answers lead to.
    pub kind: IncidentType,
    /// Answers to the questions.
    pub answers: IncidentAnswers,
    /// When it happened.
    pub date: Date,
    /// Whether she is sure of the day.
    pub date_estimated: bool,
    /// Part of day.
    pub part_of_day: PartOfDay,
    /// Her account.
    pub narrative: String,
}

/// The counselling profile of Togo's listening centres: conjugal and economic violence weigh more than
/// in humanitarian settings (PRIVACY 4, 13/8/27/5/24/23). Two in a hundred who come are not survivors of
/// gender-based violence (assumed).
pub(super) const KINDS: Mix<IncidentType> = Mix::new(
    (IncidentType::Rape, 13),
    &[
        (IncidentType::SexualAssault, 8),
        (IncidentType::PhysicalAssault, 27),
        (IncidentType::ForcedMarriage, 5),
        (IncidentType::DenialOfResources, 24),
        (IncidentType::PsychologicalAbuse, 23),
        (IncidentType::NonGbv, 2),
    ],
);

/// Days between incident and report, in the GBVIMS bands 0-3 d, 4-5 d, 6-14 d, 2 w-1 m, > 1 m (PRIVACY 4).
const DELAYS: Mix<(u32, u32)> =
    Mix::new(((0, 3), 30), &[((4, 5), 7), ((6, 14), 17), ((15, 30), 16), ((31, 400), 30)]);
/// Of rapes, 27 % are seen within 72 hours (Haiti 2024; DOMAIN 5.2); the other bands keep their shares.
const DELAYS_RAPE: Mix<(u32, u32)> =
    Mix::new(((0, 2), 27), &[((3, 5), 11), ((6, 14), 18), ((15, 30), 16), ((31, 400), 28)]);

/// Night-weighted (DOMAIN 5.2); the shares are assumed.
const PARTS: Mix<PartOfDay> = Mix::new(
    (PartOfDay::EveningNight, 53),
    &[(PartOfDay::Afternoon, 22), (PartOfDay::Morning, 15), (PartOfDay::Unspecified, 10)],
);

/// Several kinds of violence in one incident, the main one first (PRIVACY 4).
const SEVERAL_KINDS: u32 = 20;

/// An incident of this type that was reported today.
pub(super) fn draw(source: &mut Source, kind: IncidentType, today: Date, code: &str) -> Incident {
    let delays = if kind == IncidentType::Rape { &DELAYS_RAPE } else { &DELAYS };
    let (least, most) = delays.draw(source);
    let days = between(source, least, most);
    Incident {
        kind,
        answers: answers(source, kind),
        date: today.saturating_sub(Duration::days(i64::from(days))),
        date_estimated: days > 30 && chance(source, 60),
        part_of_day: PARTS.draw(source),
        narrative: words::narrative(source, kind, code),
    }
}

/// Answers that lead to `kind`: its own question, and sometimes later ones, which do not count.
fn answers(source: &mut Source, kind: IncidentType) -> IncidentAnswers {
    let main = match kind {
        IncidentType::Rape => 1,
        IncidentType::SexualAssault => 2,
        IncidentType::PhysicalAssault | IncidentType::NonGbv | IncidentType::Unspecified => 3,
        IncidentType::ForcedMarriage => 4,
        IncidentType::DenialOfResources => 5,
        IncidentType::PsychologicalAbuse => 6,
    };
    let also = if chance(source, SEVERAL_KINDS) { between(source, main, 6) } else { main };
    let yes = |question: u32| question == main || question == also;
    IncidentAnswers {
        penetration: yes(1),
        sexual_contact: yes(2),
        physical_assault: yes(3),
        forced_marriage: yes(4),
        denial_of_resources: yes(5),
        psychological_abuse: yes(6),
        gender_based: kind != IncidentType::NonGbv,
    }
}

/// The age band of the figures, from her age on the day of the incident.
pub fn age_band(birth: Option<Date>, incident: Date) -> AgeBand {
    let Some(birth) = birth.filter(|birth| *birth <= incident) else {
        return AgeBand::Unspecified;
    };
    let day_in_year = |date: Date| (u8::from(date.month()), date.day());
    let not_yet = i32::from(day_in_year(incident) < day_in_year(birth));
    match incident.year() - birth.year() - not_yet {
        ..12 => AgeBand::AgeBand0To11,
        12..18 => AgeBand::AgeBand12To17,
        18..25 => AgeBand::AgeBand18To24,
        25..35 => AgeBand::AgeBand25To34,
        35..50 => AgeBand::AgeBand35To49,
        50.. => AgeBand::AgeBand50AndOver,
    }
}
