//! Published events of thirteen centres and eleven months, made up from their number alone.

use sentier_eventing::facts::SealingKey;
use sentier_kernel::Moment;
use sentier_proto::cases::events::v1 as cases;
use sentier_proto::cases::events::v1::cases_event::Fact as Case;
use sentier_proto::common::v1::{AgeBand, Date, IncidentType, Need, Sex};
use sentier_proto::referrals::events::v1 as referrals;
use sentier_proto::referrals::events::v1::referrals_event::Fact as Referral;
use uuid::Uuid;

/// 24 November 2026, noon: what every clock says.
pub const NOW: Moment = Moment::from_micros(1_795_521_600_000_000);
/// 15 January 2026, noon.
const JANUARY: Moment = Moment::from_micros(1_768_478_400_000_000);
/// Events that share a centre, a month and an append: of twenty streams, twenty each.
pub(super) const TOGETHER: u64 = 400;
/// Events of one stream.
pub(super) const PER_STREAM: u64 = 20;
/// Centres, as many as there are in the country.
const CENTRES: u64 = 13;
/// Of every so many groups, one is of referrals.
const OF_REFERRALS: u64 = 5;

/// Whose event it is, and what it says.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    Case(&'static str, Case),
    Referral(&'static str, Referral),
}

/// Events that are stored together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group(pub(super) u64);

impl Group {
    pub(super) const fn is_of_referrals(self) -> bool {
        self.0 % OF_REFERRALS == OF_REFERRALS - 1
    }

    pub(super) fn centre(self) -> String {
        format!("centre-{}", mixed(self.0) % CENTRES + 1)
    }

    fn month(self) -> i32 {
        // In order of time, as a log is.
        1 + pick(self.0, 3, 11)
    }

    /// In the middle of its month, about.
    pub(super) fn at(self) -> Moment {
        let days = u32::try_from(self.month() - 1).expect("a month") * 30;
        JANUARY.plus(std::time::Duration::from_hours(24) * days)
    }

    pub(super) fn stream(self, number: u64) -> Uuid {
        let group = Uuid::new_v5(&Uuid::NAMESPACE_OID, &self.0.to_be_bytes());
        Uuid::new_v5(&group, &number.to_be_bytes())
    }

    /// The event of this number of the group, sealed to its own id where it tells of a person.
    pub(super) fn event(self, number: u64, id: Uuid, key: &SealingKey) -> Fact {
        let luck = mixed(self.0 * TOGETHER + number);
        if self.is_of_referrals() { referral(luck) } else { case(luck, self.month(), id, key) }
    }
}

/// `SplitMix64`: a number that looks like luck and is the same each time.
const fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One of `count` from some bits of the luck.
fn pick(luck: u64, bits: u32, count: u64) -> i32 {
    i32::try_from((luck >> bits) % count).expect("a small number")
}

fn case(luck: u64, month: i32, id: Uuid, key: &SealingKey) -> Fact {
    let case_id = Uuid::from_u64_pair(luck, 7).to_string();
    match luck % 10 {
        0 | 1 => Fact::Case("case_opened", Case::CaseOpened(cases::CaseOpened { case_id })),
        2 => Fact::Case("case_closed", Case::CaseClosed(cases::CaseClosed { case_id })),
        3..=6 => Fact::Case(
            "follow_up_recorded",
            Case::FollowUpRecorded(cases::FollowUpRecorded { case_id }),
        ),
        7 => {
            let facts = key.seal("statistics.incident", id, &incident(luck, month));
            let facts = Some(facts.expect("sealed"));
            let released = cases::IncidentFactsReleased { incident_id: case_id, facts };
            Fact::Case("incident_facts_released", Case::IncidentFactsReleased(released))
        }
        _ => {
            let facts =
                cases::CareFacts { facts: vec![care(luck, month)], ..cases::CareFacts::default() };
            let facts = Some(key.seal("statistics.care", id, &facts).expect("sealed"));
            let released = cases::CareFactsReleased { facts };
            Fact::Case("care_facts_released", Case::CareFactsReleased(released))
        }
    }
}

fn incident(luck: u64, month: i32) -> cases::IncidentFacts {
    let day = Date { year: 2026, month, day: 1 };
    cases::IncidentFacts {
        r#type: IncidentType::Rape as i32 + pick(luck, 8, 6),
        age_band: AgeBand::AgeBand12To17 as i32 + pick(luck, 16, 3),
        sex: if pick(luck, 24, 10) == 0 { Sex::Male } else { Sex::Female }.into(),
        record_month: Some(day),
        report_delay: cases::ReportDelay::ReportDelay3Days as i32 + pick(luck, 32, 6),
        ..cases::IncidentFacts::default()
    }
}

fn care(luck: u64, month: i32) -> cases::CareFact {
    use cases::CareMeasure as Measure;
    let measure = [
        Measure::Opened,
        Measure::AssessedInTime,
        Measure::SafetyPlanned,
        Measure::ServiceGiven,
        Measure::Content,
        Measure::ReferralSent,
        Measure::ReferralAcknowledged,
        Measure::CasesHeld,
    ][usize::try_from(pick(luck, 8, 8)).expect("a place")];
    cases::CareFact {
        measure: measure.into(),
        month: Some(Date { year: 2026, month, day: 1 }),
        amount: 1,
        need: Need::PsychosocialSupport.into(),
        worker_ref: Uuid::from_u64_pair(9, (luck >> 16) % 40).to_string(),
        response_time: cases::ResponseTime::ResponseTime24Hours as i32 + pick(luck, 24, 4),
    }
}

fn referral(luck: u64) -> Fact {
    let id = |salt| Uuid::from_u64_pair(luck, salt).to_string();
    let referral = Some(referrals::ReferralRef {
        referral_id: id(1),
        case_id: id(2),
        // As many structures as a region has.
        agency_id: Uuid::from_u64_pair(3, (luck >> 24) % 10).to_string(),
        structure_id: Uuid::from_u64_pair(4, (luck >> 24) % 40).to_string(),
        need: if pick(luck, 8, 2) == 0 { Need::LegalAid } else { Need::PsychosocialSupport }.into(),
    });
    let (name, fact) = match luck % 5 {
        0 | 1 => ("referral_sent", Referral::ReferralSent(referrals::ReferralSent { referral })),
        2 => (
            "referral_accepted",
            Referral::ReferralAccepted(referrals::ReferralAccepted { referral }),
        ),
        3 => (
            "referral_completed",
            Referral::ReferralCompleted(referrals::ReferralCompleted { referral, outcome: 1 }),
        ),
        _ => {
            let reason = 1 + pick(luck, 16, 3);
            let declined = referrals::ReferralDeclined { referral, reason, never_sent: false };
            ("referral_declined", Referral::ReferralDeclined(declined))
        }
    };
    Fact::Referral(name, fact)
}
