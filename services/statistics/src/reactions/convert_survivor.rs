//! Facts of a survivor as the releases count them. A code that is not known is no fact.

use sentier_platform::grpc::moment;
use sentier_proto::cases::events::v1::{
    ReportDelay, SurvivorCounted, SurvivorFacts, SurvivorPerpetrator,
};
use sentier_statistics_domain::release::{
    Age, Delay, MainType, Perpetrator, Person, Region, Services, Traits,
};
use sentier_statistics_domain::value::Month;
use uuid::Uuid;

use super::convert;
use crate::releasing;

/// The longest handle that is taken: a UUID's.
const HANDLE: usize = 36;

pub(super) fn survivor(centre: &str, facts: &SurvivorFacts) -> Option<releasing::SurvivorFacts> {
    if facts.survivor_ref.is_empty() || facts.survivor_ref.len() > HANDLE {
        return None;
    }
    let incident = match facts.incident_ref.as_str() {
        "" if facts.counted.is_none() => Uuid::nil(),
        text => Uuid::try_parse(text).ok()?,
    };
    let counted = match &facts.counted {
        Some(told) => Some(counted(centre, told)?),
        None => None,
    };
    Some(releasing::SurvivorFacts { handle: facts.survivor_ref.clone(), incident, counted })
}

fn counted(centre: &str, told: &SurvivorCounted) -> Option<releasing::Counted> {
    let date = told.register_month.as_ref()?;
    let month = Month::try_new(u16::try_from(date.year).ok()?, u8::try_from(date.month).ok()?);
    let consent_until = match &told.consent_expire_time {
        Some(end) => Some(moment(end)?),
        None => None,
    };
    Some(releasing::Counted { month: month.ok()?, person: person(centre, told)?, consent_until })
}

/// What the tables tell of her; `Some(None)` when they have no cell for it.
#[expect(clippy::option_option, reason = "what has no cell is a fact, an unknown code is none")]
fn person(centre: &str, told: &SurvivorCounted) -> Option<Option<Person>> {
    let region = Region::of_centre(centre)?;
    let main_type = MainType::of(convert::incident_type(told.r#type)?);
    let age = Age::of(convert::age_band(told.age_band)?);
    let perpetrator = match SurvivorPerpetrator::try_from(told.perpetrator).ok()? {
        SurvivorPerpetrator::Unspecified => Perpetrator::Other,
        SurvivorPerpetrator::Partner => Perpetrator::Partner,
        SurvivorPerpetrator::Family => Perpetrator::Family,
    };
    let traits = traits(told)?;
    let services = told.services.iter().map(|service| convert::need(*service));
    let services = services.collect::<Option<Services>>()?;
    let whole = main_type.zip(age);
    Some(whole.map(|(main_type, age)| Person {
        region,
        main_type,
        age,
        perpetrator,
        traits,
        services,
    }))
}

fn traits(told: &SurvivorCounted) -> Option<Traits> {
    let delay = match ReportDelay::try_from(told.report_delay).ok()? {
        ReportDelay::Unspecified => Delay::Unknown,
        ReportDelay::ReportDelay3Days => Delay::To3Days,
        ReportDelay::ReportDelay5Days => Delay::To5Days,
        ReportDelay::ReportDelay14Days => Delay::To14Days,
        ReportDelay::ReportDelay30Days => Delay::To30Days,
        ReportDelay::ReportDelay3Months | ReportDelay::Longer => Delay::Longer,
    };
    Some(Traits {
        male: told.male.into(),
        disability: told.disability.into(),
        displaced: told.displaced.into(),
        uniformed: told.uniformed.into(),
        delay,
    })
}

#[cfg(test)]
mod tests {
    use sentier_proto::common::v1::Date;
    use sentier_statistics_domain::release::Answer;
    use sentier_statistics_domain::value::Need;

    use super::*;

    fn told() -> SurvivorCounted {
        SurvivorCounted {
            register_month: Some(Date { year: 2026, month: 11, day: 1 }),
            r#type: 1,
            age_band: 2,
            perpetrator: 1,
            disability: true,
            report_delay: ReportDelay::ReportDelay3Months.into(),
            services: vec![2, 6, 2],
            ..SurvivorCounted::default()
        }
    }

    fn facts(counted: Option<SurvivorCounted>) -> SurvivorFacts {
        let handle = Uuid::from_u128(1).to_string();
        SurvivorFacts { survivor_ref: handle.clone(), incident_ref: handle, counted }
    }

    #[expect(clippy::option_option, reason = "what has no cell is a fact, an unknown code is none")]
    fn read(told: SurvivorCounted) -> Option<Option<Person>> {
        survivor("ogou-1", &facts(Some(told)))?.counted.map(|counted| counted.person)
    }

    #[test]
    fn a_survivor_has_the_region_of_her_centre_and_the_coarse_codes() {
        let person = read(told()).unwrap().unwrap();
        assert_eq!(person.region, Region::Plateaux);
        assert_eq!((person.main_type, person.age), (MainType::Rape, Age::Under18));
        assert_eq!(person.perpetrator, Perpetrator::Partner);
        let Traits { male, disability, delay, .. } = person.traits;
        assert_eq!((male, disability, delay), (Answer::No, Answer::Yes, Delay::Longer));
        assert_eq!(person.services, [Need::HealthCare, Need::Police].into_iter().collect());
        let none = read(SurvivorCounted { services: Vec::new(), ..told() }).unwrap().unwrap();
        assert_eq!(none.services, Services::default(), "or of a version before");
    }

    #[test]
    fn what_the_tables_have_no_cell_for_is_nobody_and_what_is_unknown_is_no_fact() {
        assert_eq!(read(SurvivorCounted { r#type: 7, ..told() }), Some(None), "no GBV");
        assert_eq!(read(SurvivorCounted { age_band: 0, ..told() }), Some(None), "age not known");
        for wrong in [
            SurvivorCounted { r#type: 0, ..told() },
            SurvivorCounted { age_band: 9, ..told() },
            SurvivorCounted { perpetrator: 3, ..told() },
            SurvivorCounted { report_delay: 7, ..told() },
            SurvivorCounted { services: vec![2, 9], ..told() },
            SurvivorCounted { services: vec![0], ..told() },
            SurvivorCounted { register_month: None, ..told() },
        ] {
            assert_eq!(read(wrong), None);
        }
        assert!(survivor("accra-1", &facts(Some(told()))).is_none(), "no region");
        let nameless = SurvivorFacts { survivor_ref: String::new(), ..facts(None) };
        assert!(survivor("ogou-1", &nameless).is_none());
        let leaves = SurvivorFacts { incident_ref: String::new(), ..facts(None) };
        assert!(survivor("ogou-1", &leaves).is_some_and(|facts| facts.counted.is_none()));
    }
}
