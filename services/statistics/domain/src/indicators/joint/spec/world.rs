//! Centres made of single incidents, cases and referrals, so that all their figures agree.

use super::*;

pub(super) fn month(number: u8) -> Month {
    Month::try_new(2026, number).unwrap()
}

/// One of all by a byte, the first three more often.
fn pick<T: Copy>(all: &[T], by: u8) -> T {
    let by = usize::from(by);
    all[if by < 170 { by % all.len().min(3) } else { by % all.len() }]
}

fn maybe<T: Copy>(all: &[T], by: u8) -> Option<T> {
    (by < 240).then(|| pick(all, by))
}

/// An incident that agrees with itself, as the form and the rules of the cases make it.
fn incident(bytes: &[u8; 20]) -> Incident {
    let incident_type = pick(&IncidentType::ALL[..6], bytes[0]);
    let age_step = maybe(AgeStep::ALL, bytes[1].rotate_left(3));
    let age_band = match age_step {
        None => AgeBand::Unknown,
        Some(AgeStep::From0To9 | AgeStep::From10To11) => AgeBand::From0To11,
        Some(AgeStep::From12To14 | AgeStep::From15To17) => AgeBand::From12To17,
        Some(AgeStep::From18To19 | AgeStep::From20To24) => AgeBand::From18To24,
        Some(AgeStep::From25To34) => AgeBand::From25To34,
        Some(AgeStep::From35To49) => AgeBand::From35To49,
        Some(AgeStep::From50) => AgeBand::From50,
    };
    let child = age_step.is_some_and(|step| step < AgeStep::From18To19);
    let perpetrator = |by: u8| Perpetrator {
        age_group: pick(PerpetratorAgeGroup::ALL, by.rotate_left(2)),
        relationship: pick(Relationship::ALL, by),
        occupation: maybe(Occupation::ALL, by.rotate_left(4)),
    };
    let several = bytes[2].is_multiple_of(8);
    let described = if several { vec![bytes[3], bytes[4]] } else { vec![bytes[3]] };
    let perpetrators: Vec<Perpetrator> = described.into_iter().map(perpetrator).collect();
    let statuses = SectorStatus::ALL;
    let sectors = [
        (Sector::Health, pick(statuses, bytes[7])),
        (Sector::Psychosocial, pick(statuses, bytes[8])),
        (Sector::Legal, pick(statuses, bytes[9])),
    ];
    let mut incident = Incident {
        incident_type,
        sex: if bytes[10].is_multiple_of(9) { Sex::Male } else { Sex::Female },
        age_band,
        age_step,
        report_delay: maybe(ReportDelay::ALL, bytes[11]),
        part_of_day: None,
        marital_status: maybe(MaritalStatus::ALL, bytes[12]),
        displacement_status: None,
        disability: maybe(Disability::ALL, bytes[13] % 200),
        separation: maybe(Separation::ALL, bytes[14]).filter(|_| child),
        displacement_stage: None,
        place_type: maybe(PlaceType::ALL, bytes[15].rotate_left(1)),
        previous_incidents: maybe(YesNo::ALL, bytes[16]),
        perpetrator_count: Some(if several {
            PerpetratorCount::Two
        } else {
            PerpetratorCount::One
        }),
        perpetrators,
        referred_from: maybe(ReferralSource::ALL, bytes[17].rotate_left(5)),
        sectors: sectors.to_vec(),
        contexts: Vec::new(),
        health_reach: None,
    };
    incident.contexts =
        contexts(&incident, child, bytes[5].is_multiple_of(7), bytes[6].is_multiple_of(9));
    if incident_type == IncidentType::Rape && incident.has_health_service() {
        incident.health_reach = maybe(HealthReach::ALL, bytes[18]);
    }
    incident
}

/// As `cases` derives them.
pub(super) fn contexts(
    of: &Incident,
    child: bool,
    exchanged: bool,
    practice: bool,
) -> Vec<IncidentContext> {
    let partner =
        of.perpetrators.iter().any(|one| one.relationship == Relationship::IntimatePartner);
    let forced = of.incident_type == IncidentType::ForcedMarriage;
    let all = [
        (partner, IncidentContext::IntimatePartnerViolence),
        (of.is_sexual() && child, IncidentContext::ChildSexualAbuse),
        (forced && child, IncidentContext::EarlyMarriage),
        (of.is_sexual() && exchanged, IncidentContext::PossibleSexualExploitation),
        (practice, IncidentContext::HarmfulPractice),
    ];
    all.into_iter().filter_map(|(holds, one)| holds.then_some(one)).collect()
}

fn record(sums: &mut Sums, month: Month, incident: &Incident) {
    sums.add(month, Measure::Incident(incident.age_band), 1);
    if let Some(delay) = incident.report_delay {
        sums.add(month, Measure::Reported(delay), 1);
    }
    for tally in tallies(incident) {
        sums.add(month, Measure::Tally(tally), 1);
    }
}

/// A case, and a referral, of the month: what became of each.
fn work(sums: &mut Sums, month: Month, by: u8) {
    sums.add(month, Measure::Opened, 1);
    match by % 5 {
        0 => {}
        1 => sums.add(month, Measure::AssessedLate, 1),
        _ => sums.add(month, Measure::AssessedInTime, 1),
    }
    if !by.is_multiple_of(3) {
        sums.add(month, Measure::ActionPlanned, 1);
        if !by.is_multiple_of(4) {
            sums.add(month, Measure::PlanApproved, 1);
        }
    }
    sums.add(month, Measure::Sent, 1);
    let steps: [fn(ResponseTime) -> Measure; 3] =
        [Measure::Acknowledged, Measure::Accepted, Measure::Served];
    let mut time = usize::from(by % 2);
    for step in steps.into_iter().take(usize::from(by % 4)) {
        sums.add(month, step(ResponseTime::ALL[time.min(3)]), 1);
        time += usize::from((by / 16).is_multiple_of(3));
    }
}

pub(super) fn centre(months: &[Vec<[u8; 20]>]) -> (Vec<Month>, Sums) {
    let mut sums = Sums::default();
    let named: Vec<Month> = (1..=3).map(month).take(months.len()).collect();
    for (month, incidents) in named.iter().zip(months) {
        for bytes in incidents {
            record(&mut sums, *month, &incident(bytes));
            work(&mut sums, *month, bytes[19]);
        }
    }
    (named, sums)
}

/// A woman of 30, beaten by a neighbour, whom a health service sent.
pub(super) fn woman() -> Incident {
    let mut woman = incident(&[2; 20]);
    woman.incident_type = IncidentType::PhysicalAssault;
    (woman.age_step, woman.age_band) = (Some(AgeStep::From25To34), AgeBand::From25To34);
    woman.sex = Sex::Female;
    woman.perpetrators = vec![Perpetrator {
        age_group: PerpetratorAgeGroup::From26To40,
        relationship: Relationship::FamilyFriendNeighbour,
        occupation: None,
    }];
    woman.perpetrator_count = Some(PerpetratorCount::One);
    woman.contexts = Vec::new();
    woman.separation = None;
    woman.disability = None;
    woman.sectors = Vec::new();
    woman.referred_from = Some(ReferralSource::Health);
    woman.health_reach = None;
    woman
}

pub(super) fn of_incidents(incidents: &[(i32, Incident)]) -> Sums {
    let mut sums = Sums::default();
    for (count, incident) in incidents {
        for _ in 0..*count {
            record(&mut sums, month(1), incident);
        }
    }
    sums
}
