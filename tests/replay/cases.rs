//! What a case publishes in its life of twenty events: every kind of fact that the statistics count, and of
//! the facts every measure and every code.
//!
//! Only what a withdrawal takes back is not among them: it has to come after what it takes back was counted,
//! or bars it, and which of both is no number of an event (`statistics/tests/it/taking_back.rs`).

use sentier_eventing::facts::SealingKey;
use sentier_proto::cases::events::v1 as pb;
use sentier_proto::cases::events::v1::CareMeasure as Measure;
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_proto::cases::v1::SectorOutcome;
use sentier_proto::common::v1::Date;
use sentier_statistics_domain::indicators::gbv::codes::{
    AgeStep, Disability, DisplacementStage, DisplacementStatus, HealthReach, IncidentContext,
    MaritalStatus, Occupation, PartOfDay, PerpetratorAgeGroup, PerpetratorCount, PlaceType,
    ReferralSource, Relationship, ResponseTime, Sector, SectorStatus, Separation, YesNo,
};
use sentier_statistics_domain::value::{IncidentType, Need, ReportDelay};
use uuid::Uuid;

use super::luck::Luck;

/// Caseworkers of a centre, and its supervisors.
const WORKERS: u32 = 40;
const SUPERVISORS: u32 = 5;
/// The number of the age band that holds a step of age, by the step's number.
const BAND: [i32; 10] = [0, 1, 1, 2, 2, 3, 3, 4, 5, 6];
/// How long a case was open when it was closed.
const LASTED: [Measure; 4] = [
    Measure::LastedTo1Month,
    Measure::LastedTo3Months,
    Measure::LastedTo6Months,
    Measure::LastedLonger,
];

/// A case, as its first event's number makes it.
pub(super) struct Case {
    first: u64,
    month: Date,
    /// Whether the releases are told of her: counters that begin at noise, so that none repeats.
    released: bool,
    id: Uuid,
    worker: u32,
    closes: bool,
    /// What the incident is drawn from.
    luck: Luck,
}

impl Case {
    pub(super) fn of(first: u64, month: Date, released: bool) -> Self {
        let mut luck = Luck::of(first);
        let (id, worker) = (luck.id(), luck.below(WORKERS));
        let closes = !luck.once_in(8);
        Self { first, month, released, id, worker, closes, luck }
    }

    /// The fact at this place in its life, sealed to the event's own id where it tells of a person.
    pub(super) fn fact(&self, place: u64, id: Uuid, key: &SealingKey) -> (&'static str, Fact) {
        let mut luck = Luck::of(self.first + place);
        let case_id = self.id.to_string();
        let care = |facts| released_care(facts, id, key);
        match place {
            0 => ("case_opened", Fact::CaseOpened(pb::CaseOpened { case_id })),
            1 => care(self.opening()),
            2 => self.incident(&self.told(), id, key),
            3 if self.released => self.survivor(&mut luck, id, key),
            4 => care(self.plans(&mut luck)),
            6 => care(vec![self.service(&mut luck)]),
            8 => care(self.referral(&mut luck)),
            10 => care(self.supervision(&mut luck)),
            11 if luck.once_in(4) => self.incident(&self.corrected(&mut luck), id, key),
            17 if self.closes => care(self.closing(&mut luck)),
            18 if self.closes => ("case_closed", Fact::CaseClosed(pb::CaseClosed { case_id })),
            _ => {
                let recorded = pb::FollowUpRecorded { case_id };
                ("follow_up_recorded", Fact::FollowUpRecorded(recorded))
            }
        }
    }

    fn one(&self, measure: Measure) -> pb::CareFact {
        self.many(measure, 1)
    }

    fn many(&self, measure: Measure, amount: i64) -> pb::CareFact {
        let month = Some(self.month);
        pb::CareFact { measure: measure.into(), month, amount, ..pb::CareFact::default() }
    }

    fn held(&self, amount: i64) -> pb::CareFact {
        let worker_ref = Uuid::from_u64_pair(9, self.worker.into()).to_string();
        pb::CareFact { worker_ref, ..self.many(Measure::CasesHeld, amount) }
    }

    fn opening(&self) -> Vec<pb::CareFact> {
        vec![self.one(Measure::Opened), self.held(1)]
    }

    /// No part of it is more than the cases that were opened.
    fn plans(&self, luck: &mut Luck) -> Vec<pb::CareFact> {
        let mut facts = Vec::new();
        if !luck.once_in(4) {
            let [late, in_time] = [Measure::AssessedLate, Measure::AssessedInTime];
            facts.push(self.one(if luck.once_in(3) { late } else { in_time }));
        }
        if !luck.once_in(4) {
            facts.push(self.one(Measure::SafetyPlanned));
        }
        if !luck.once_in(3) {
            facts.push(self.one(Measure::ActionPlanned));
            if luck.once_in(2) {
                facts.push(self.one(Measure::PlanApproved));
            }
        }
        facts
    }

    fn service(&self, luck: &mut Luck) -> pb::CareFact {
        pb::CareFact { need: luck.given(Need::ALL), ..self.one(Measure::ServiceGiven) }
    }

    /// A referral, and how far it came; no step is told without the one before.
    fn referral(&self, luck: &mut Luck) -> Vec<pb::CareFact> {
        let mut facts = vec![self.one(Measure::ReferralSent)];
        let steps =
            [Measure::ReferralAcknowledged, Measure::ReferralAccepted, Measure::ReferralServed];
        for step in steps {
            if luck.once_in(5) {
                return facts;
            }
            let response_time = luck.given(ResponseTime::ALL);
            facts.push(pb::CareFact { response_time, ..self.one(step) });
        }
        facts.push(self.one(Measure::ReferralSettled));
        facts
    }

    fn supervision(&self, luck: &mut Luck) -> Vec<pb::CareFact> {
        let supervisor = Uuid::from_u64_pair(8, luck.below(SUPERVISORS).into());
        let supervised =
            pb::CareFact { worker_ref: supervisor.to_string(), ..self.one(Measure::Supervised) };
        let said = if luck.once_in(4) { Measure::NotContent } else { Measure::Content };
        vec![supervised, self.one(said)]
    }

    fn closing(&self, luck: &mut Luck) -> Vec<pb::CareFact> {
        vec![
            self.one(Measure::Closed),
            self.one(luck.one_of(&LASTED)),
            self.many(Measure::FollowUps, luck.below(9).into()),
            self.many(Measure::Referrals, luck.below(4).into()),
            self.held(-1),
        ]
    }

    fn incident(
        &self,
        facts: &pb::IncidentFacts,
        id: Uuid,
        key: &SealingKey,
    ) -> (&'static str, Fact) {
        let facts = Some(key.seal("statistics.incident", id, facts).expect("sealed"));
        let incident_id = self.id.to_string();
        let released = pb::IncidentFactsReleased { incident_id, facts };
        ("incident_facts_released", Fact::IncidentFactsReleased(released))
    }

    /// Her incident, the same each time.
    fn told(&self) -> pb::IncidentFacts {
        let luck = &mut self.luck.clone();
        let age_step = luck.coded(AgeStep::ALL);
        let r#type = luck.given(IncidentType::ALL);
        let of_a_rape = r#type == 1;
        pb::IncidentFacts {
            r#type,
            age_band: BAND[usize::try_from(age_step).expect("a step")],
            sex: if luck.once_in(10) { 2 } else { 1 },
            record_month: Some(self.month),
            report_delay: luck.coded(ReportDelay::ALL),
            counted_elsewhere: luck.once_in(20),
            age_step,
            part_of_day: luck.coded(PartOfDay::ALL),
            marital_status: luck.coded(MaritalStatus::ALL),
            displacement_status: luck.coded(DisplacementStatus::ALL),
            disability: luck.coded(Disability::ALL),
            separation: luck.coded(Separation::ALL),
            displacement_stage: luck.coded(DisplacementStage::ALL),
            place_type: luck.coded(PlaceType::ALL),
            previous_incidents: luck.coded(YesNo::ALL),
            perpetrator_count: luck.coded(PerpetratorCount::ALL),
            perpetrators: (0..luck.below(3)).map(|_| perpetrator(luck)).collect(),
            referred_from: luck.coded(ReferralSource::ALL),
            sectors: numbers(Sector::ALL).filter_map(|sector| outcome(sector, luck)).collect(),
            contexts: numbers(IncidentContext::ALL).filter(|_| luck.once_in(4)).collect(),
            health_reach: if of_a_rape { luck.coded(HealthReach::ALL) } else { 0 },
            ..pb::IncidentFacts::default()
        }
    }

    /// The same put right: what was told first is taken off.
    fn corrected(&self, luck: &mut Luck) -> pb::IncidentFacts {
        let former = self.told();
        pb::IncidentFacts {
            report_delay: luck.coded(ReportDelay::ALL),
            place_type: luck.coded(PlaceType::ALL),
            referred_from: luck.coded(ReferralSource::ALL),
            replaced: Some(Box::new(former.clone())),
            ..former
        }
    }

    fn survivor(&self, luck: &mut Luck, id: Uuid, key: &SealingKey) -> (&'static str, Fact) {
        let incident = self.told();
        let counted = pb::SurvivorCounted {
            register_month: Some(self.month),
            r#type: incident.r#type,
            age_band: incident.age_band,
            male: incident.sex == 2,
            report_delay: incident.report_delay,
            ..pb::SurvivorCounted::default()
        };
        let facts = pb::SurvivorFacts {
            survivor_ref: luck.id().to_string(),
            incident_ref: luck.id().to_string(),
            counted: Some(counted),
        };
        let facts = Some(key.seal("statistics.survivor", id, &facts).expect("sealed"));
        let released = pb::SurvivorFactsReleased { facts };
        ("survivor_facts_released", Fact::SurvivorFactsReleased(released))
    }
}

fn released_care(facts: Vec<pb::CareFact>, id: Uuid, key: &SealingKey) -> (&'static str, Fact) {
    let facts = pb::CareFacts { facts, ..pb::CareFacts::default() };
    let facts = Some(key.seal("statistics.care", id, &facts).expect("sealed"));
    ("care_facts_released", Fact::CareFactsReleased(pb::CareFactsReleased { facts }))
}

/// The numbers of these codes in the contract.
fn numbers<T>(codes: &[T]) -> impl Iterator<Item = i32> + use<T> {
    1..=i32::try_from(codes.len()).expect("a short list")
}

fn perpetrator(luck: &mut Luck) -> pb::PerpetratorFacts {
    pb::PerpetratorFacts {
        age_group: luck.given(PerpetratorAgeGroup::ALL),
        relationship: luck.given(Relationship::ALL),
        occupation: luck.coded(Occupation::ALL),
    }
}

/// What became of a sector; nothing where it was not asked.
fn outcome(sector: i32, luck: &mut Luck) -> Option<SectorOutcome> {
    let status = luck.coded(SectorStatus::ALL);
    (status > 0).then_some(SectorOutcome { sector, status })
}
