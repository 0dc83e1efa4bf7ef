//! The tables, their noise and what follows from it, specified.

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::prelude::*;
use sentier_kernel::Moment;

use super::noise::{Bits, draw};
use super::*;
use crate::budget::YEAR;
use crate::period::Period;
use crate::value::{Month, Need};

/// Bits for tests alone: splitmix64.
struct Seeded(u64);

impl Bits for Seeded {
    type Fault = Infallible;

    fn word(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Ok(word ^ (word >> 31))
    }
}

fn noise(table: Table, bits: &mut Seeded) -> i64 {
    draw(table.variance(table.rho(YEAR)).unwrap(), bits).unwrap()
}

fn id(text: &str) -> ReleaseId {
    text.parse().unwrap()
}

const NOVEMBER: Moment = Moment::from_micros(1_795_478_400_000_000);

fn person() -> Person {
    Person {
        region: Region::Plateaux,
        main_type: MainType::Rape,
        age: Age::Under18,
        perpetrator: Perpetrator::Family,
        traits: Traits::default(),
        services: [Need::HealthCare, Need::Police].into_iter().collect(),
    }
}

fn everyone() -> Vec<Person> {
    let mut all = Vec::new();
    for region in Region::ALL {
        for main_type in MainType::ALL {
            for age in Age::ALL {
                for perpetrator in Perpetrator::ALL {
                    let place = all.len();
                    let answer = |bit: usize| Answer::from(place >> bit & 1 == 1);
                    all.push(Person {
                        region: *region,
                        main_type: *main_type,
                        age: *age,
                        perpetrator: *perpetrator,
                        traits: Traits {
                            male: answer(0),
                            disability: answer(1),
                            displaced: answer(2),
                            uniformed: answer(3),
                            delay: Delay::ALL[place % Delay::ALL.len()],
                        },
                        services: referred(place),
                    });
                }
            }
        }
    }
    all
}

/// The services whose bits are set.
fn referred(bits: usize) -> Services {
    let set = Need::ALL.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
    set.map(|(_, service)| *service).collect()
}

#[test]
fn a_survivor_stands_in_a_cell_of_each_service_that_she_was_referred_for() {
    let cells = Table::Services.cells();
    assert_eq!(cells.len(), 8);
    for bits in 0..256 {
        let person = Person { services: referred(bits), ..person() };
        let places = Table::Services.places(person);
        for (place, cell) in cells.iter().enumerate() {
            let service = cell.service.unwrap();
            assert_eq!(places.holds(place), bits >> place & 1 == 1);
            assert_eq!(places.holds(place), person.services.holds(service));
            assert_eq!(*cell, Cell { service: Some(service), ..Cell::default() });
        }
        // What the noise is measured for is the most that anybody changes.
        assert!(places.iter().count() <= Table::Services.sensitivity_squared() as usize);
    }
    assert_eq!(Table::Services.sensitivity_squared() as usize, Need::ALL.len());
}

#[test]
fn every_survivor_has_the_cell_that_says_what_she_is() {
    for table in Table::ALL.iter().filter(|table| **table != Table::Services) {
        let cells = table.cells();
        assert_eq!(cells.len(), table.size());
        assert_eq!(table.sensitivity_squared(), 1);
        for person in everyone() {
            let places: Vec<usize> = table.places(person).iter().collect();
            assert_eq!(places.len(), 1);
            let cell = cells[places[0]];
            let Cell { region, main_type, age, perpetrator, answer, delay, service } = cell;
            assert_eq!(service, None);
            assert!(region.is_none_or(|it| it == person.region));
            assert!(main_type.is_none_or(|it| it == person.main_type));
            assert!(age.is_none_or(|it| it == person.age));
            assert!(perpetrator.is_none_or(|it| it == person.perpetrator));
            assert!(delay.is_none_or(|it| it == person.traits.delay));
            let Traits { male, disability, displaced, uniformed, .. } = person.traits;
            let told = match table {
                Table::Male => Some(male),
                Table::Disability => Some(disability),
                Table::Displaced => Some(displaced),
                Table::Uniformed => Some(uniformed),
                _ => None,
            };
            assert_eq!(answer, told, "{}", table.code());
        }
    }
}

#[test]
fn the_noise_of_each_table_is_as_strong_as_the_plan_says() {
    // PRIVACY 2.4, by 1 / sqrt(0.76): a fifth of rho 0.0742 goes to the services, and five hundredths of the
    // rest to the tables of what is rare. Of the services 2.3: sqrt(8 / (2 x 0.01484)).
    for (table, sigma) in [
        (Table::Total, 9.416),
        (Table::Region, 5.436),
        (Table::RegionType, 5.955),
        (Table::RegionAge, 7.688),
        (Table::TypeAgePerpetrator, 6.658),
        (Table::Male, 29.023),
        (Table::ReportDelay, 29.023),
        (Table::Services, 16.418),
    ] {
        let found = table.sigma_squared(table.rho(YEAR)).sqrt();
        assert!((found - sigma).abs() < 0.001, "{}: {found}", table.code());
        let (numerator, denominator) = table.variance(table.rho(YEAR)).unwrap();
        let number = |part: u128| f64::from(u32::try_from(part).unwrap());
        let exact = (number(numerator) / number(denominator)).sqrt();
        assert!((exact - found).abs() < 1e-9, "{}: {exact}", table.code());
        assert_eq!(table.variance(Rho::default()), None);
    }
}

#[test]
fn drawn_noise_follows_the_discrete_gaussian() {
    let mut bits = Seeded(2026);
    let variance = Table::Region.sigma_squared(Table::Region.rho(YEAR));
    let count: u32 = 40_000;
    let mut seen: BTreeMap<i64, u32> = BTreeMap::new();
    for _ in 0..count {
        *seen.entry(noise(Table::Region, &mut bits)).or_default() += 1;
    }
    // The law, from its definition.
    let weight = |x: i64| (-number(x * x) / (2.0 * variance)).exp();
    let whole: f64 = (-60..=60).map(weight).sum();
    let mut distance = 0.0;
    for x in -60..=60 {
        let share = f64::from(seen.get(&x).copied().unwrap_or(0)) / f64::from(count);
        distance += (share - weight(x) / whole).abs() / 2.0;
    }
    // Of 40 000 draws from this law the total variation distance is 0.007 ± 0.001.
    assert!(distance < 0.012, "total variation {distance}");
    let squares: f64 = seen.iter().map(|(x, n)| number(x * x) * f64::from(*n)).sum();
    let found = squares / f64::from(count);
    assert!((found / variance - 1.0).abs() < 0.03, "variance {found} against {variance}");
}

#[test]
fn fair_bits_give_each_number_its_exact_share() {
    // σ² = 1/2: exp(-1) : 1 : exp(-1) among the first three.
    let mut bits = Seeded(7);
    let mut seen: BTreeMap<i64, u32> = BTreeMap::new();
    for _ in 0..60_000 {
        *seen.entry(draw((1, 2), &mut bits).unwrap()).or_default() += 1;
    }
    let ratio = |x: i64| f64::from(seen[&x]) / f64::from(seen[&0]);
    for x in [-1, 1] {
        assert!((ratio(x) - (-1.0_f64).exp()).abs() < 0.01, "{x}: {}", ratio(x));
    }
}

/// A generator that is down draws nothing.
struct Broken;

impl Bits for Broken {
    type Fault = &'static str;

    fn word(&mut self) -> Result<u64, &'static str> {
        Err("no randomness")
    }
}

#[test]
fn without_randomness_there_is_no_noise() {
    assert_eq!(draw((67, 1), &mut Broken), Err("no randomness"));
}

#[test]
fn a_release_is_named_by_table_and_period_and_by_nothing_else() {
    for text in ["total-2026-11", "region_type-2026-Q4", "type_age_perpetrator-2026"] {
        assert_eq!(id(text).to_string(), text);
    }
    for text in ["total-2026-Q4", "region_type-2026-11", "totals-2026-11", "total", "total-", ""] {
        assert!(text.parse::<ReleaseId>().is_err(), "{text}");
    }
    let mut ids = [
        "total-2026-11",
        "region-2026-11",
        "total-2026-12",
        "region-2026-12",
        "region_type-2026-Q4",
        "region_age-2026-Q4",
        "type_age_perpetrator-2026",
        "report_delay-2026",
        "services-2026",
        "total-2027-01",
    ]
    .map(id);
    assert!(ids.is_sorted() && ids.is_sorted_by_key(|id| id.place()));
    ids.reverse();
    assert!(ids.windows(2).all(|pair| pair[0].place() > pair[1].place()));
}

#[test]
fn a_centre_s_code_says_its_region() {
    for (code, region) in [
        ("ogou-1", Some(Region::Plateaux)),
        ("golfe-3", Some(Region::GrandLome)),
        ("agoe-nyive-2", Some(Region::GrandLome)),
        ("kara-2", Some(Region::Kara)),
        ("oti-sud-1", Some(Region::Savanes)),
        ("accra-1", None),
        ("", None),
    ] {
        assert_eq!(Region::of_centre(code), region, "{code}");
    }
}

/// Noisy counts of a whole year whose tables agree, before `add`.
fn year(add: impl Fn(Table) -> i64) -> BTreeMap<ReleaseId, Vec<i64>> {
    let whole = Period::year_of(2026).unwrap();
    let mut known = BTreeMap::new();
    for table in Table::ALL {
        // 864 survivors a month: two of each kind.
        let periods = whole.parts(table.cadence());
        let each = 864 * 12 / periods.len() / table.size();
        for period in periods {
            let count = i64::try_from(each).unwrap() + add(*table);
            known.insert(ReleaseId { period, table: *table }, vec![count; table.size()]);
        }
    }
    known
}

#[test]
fn tables_that_agree_are_left_as_they_are() {
    let known = year(|_| 0);
    for (id, counts) in &known {
        for (estimate, count) in estimate(*id, &known, YEAR).unwrap().iter().zip(counts) {
            assert_eq!(estimate.value, count * 1_000, "{id}");
            assert!(estimate.low < estimate.value && estimate.value < estimate.high);
        }
    }
}

#[test]
fn a_month_s_estimate_is_the_weighted_mean_worked_out_by_hand() {
    // Total says 110 (σ² = 88.665), six regions say 16 each, 96 in all (σ² = 6 x 29.555 = 177.330).
    // The gap of 14 is shared by variance: the total gives 14 x 88.665 / 265.995 = 4.667, and becomes
    // 105.333; each region takes 9.333 / 6 = 1.556, and becomes 17.556. Variances: 88.665 x 177.330 /
    // 265.995 = 59.110, of a region 29.555 - 29.555² / 265.995 = 26.271; 1.6449 σ is 12.646 and 8.431.
    let known: BTreeMap<_, _> =
        [(id("total-2026-11"), vec![110]), (id("region-2026-11"), vec![16; 6])].into();
    let total = estimate(id("total-2026-11"), &known, YEAR).unwrap();
    assert_eq!(total, [Estimate { value: 105_333, low: 92_687, high: 117_979 }]);
    let regions = estimate(id("region-2026-11"), &known, YEAR).unwrap();
    assert!(regions.iter().all(|it| *it == Estimate { value: 17_556, low: 9_125, high: 25_986 }));
}

#[test]
fn services_stand_in_no_sum_and_have_the_interval_of_their_own_noise() {
    // 1.6449 x sqrt(269.542) is 27.005, whatever the other tables say.
    let mut known = year(|table| if table == Table::TypeAgePerpetrator { 40 } else { 0 });
    let services = id("services-2026");
    known.insert(services, vec![1_900, 700, 20, 5, 0, -7, 3, 1]);
    let found = estimate(services, &known, YEAR).unwrap();
    assert_eq!(found[0], Estimate { value: 1_900_000, low: 1_872_995, high: 1_927_005 });
    assert_eq!(found[3], Estimate { value: 5_000, low: 0, high: 32_005 });
    assert_eq!(found[5], Estimate { value: -7_000, low: 0, high: 20_005 });
    // Nor do they move what the others say.
    let with = estimate(id("male-2026"), &known, YEAR);
    known.remove(&services);
    assert_eq!(estimate(id("male-2026"), &known, YEAR), with);
}

#[test]
fn estimates_of_a_quarter_add_up() {
    let mut bits = Seeded(11);
    let mut known = year(|_| 0);
    for (id, counts) in &mut known {
        for count in counts {
            *count += noise(id.table, &mut bits);
        }
    }
    let types = estimate(id("region_type-2026-Q4"), &known, YEAR).unwrap();
    let ages = estimate(id("region_age-2026-Q4"), &known, YEAR).unwrap();
    let of = |estimates: &Estimates| estimates.iter().map(|it| it.value).collect::<Vec<_>>();
    for (types, ages) in of(&types).chunks(6).zip(of(&ages).chunks(4)) {
        let (types, ages): (i64, i64) = (types.iter().sum(), ages.iter().sum());
        // Each of ten cells is rounded to a thousandth.
        assert!((types - ages).abs() <= 10, "{types} {ages}");
    }
}

#[test]
fn a_first_quarter_that_began_late_is_estimated_from_what_there_is() {
    let known: BTreeMap<_, _> = [
        (id("region_type-2026-Q4"), vec![3; 36]),
        (id("region_age-2026-Q4"), vec![4; 24]),
        (id("total-2026-12"), vec![40]),
    ]
    .into();
    let types = estimate(id("region_type-2026-Q4"), &known, YEAR).unwrap();
    assert!(types.iter().all(|it| it.value < 3_000), "its ages say less");
    assert_eq!(estimate(id("total-2026-11"), &known, YEAR), None);
}

#[test]
fn synthetic_records_have_the_margins_that_were_published() {
    let cells = |table: Table, value: &dyn Fn(usize) -> i64| -> Estimates {
        let value = |place| Estimate { value: value(place), low: 0, high: 0 };
        (0..table.size()).map(value).collect()
    };
    let types = cells(Table::RegionType, &|place| 2_000 + 500 * i64::try_from(place % 5).unwrap());
    let ages = cells(Table::RegionAge, &|_| 4_500);
    let records = records(&types, &ages, None).unwrap();
    let count: i64 = records.iter().map(|it| it.count).sum();
    let published: i64 = ages.iter().map(|it| it.value).sum();
    assert!((count * 1_000 - published).abs() <= 1_000, "{count} {published}");
    for region in Region::ALL {
        let there = records.iter().filter(|it| it.region == *region);
        let there: i64 = there.map(|it| it.count).sum();
        assert!((there - 18).abs() <= 1, "{there}");
    }
    assert!(records.iter().all(|it| it.perpetrator.is_none() && it.count > 0));
    // The same numbers give the same records, for ever.
    assert_eq!(super::records(&types, &ages, None), Some(records));
    assert_eq!(super::records(&types[1..], &ages, None), None);
}

#[test]
fn a_yearly_table_divides_the_records_by_perpetrator() {
    let flat = |table: Table, value| vec![Estimate { value, low: 0, high: 0 }; table.size()];
    let mut shares = flat(Table::TypeAgePerpetrator, 1_000);
    // Nobody but partners among the first type and age.
    shares[1].value = -4_000;
    shares[2].value = 0;
    let (types, ages) = (flat(Table::RegionType, 10_000), flat(Table::RegionAge, 15_000));
    let records = records(&types, &ages, Some(&shares)).unwrap();
    let first = |it: &&Record| it.main_type == MainType::Rape && it.age == Age::Under18;
    assert!(records.iter().filter(first).all(|it| it.perpetrator == Some(Perpetrator::Partner)));
    assert_eq!(records.iter().map(|it| it.count).sum::<i64>(), 360);
}

/// Of who came in November, what is open in the middle of December.
const OPEN_IN_DECEMBER: [&str; 10] = [
    "region_type-2026-Q4",
    "region_age-2026-Q4",
    "type_age_perpetrator-2026",
    "male-2026",
    "disability-2026",
    "displaced-2026",
    "uniformed-2026",
    "report_delay-2026",
    // Two services.
    "services-2026",
    "services-2026",
];

fn november() -> Month {
    "2026-11".parse().unwrap()
}

#[test]
fn a_survivor_is_counted_once_in_each_table() {
    let mut stands = Contribution::default();
    let changes = stands.count(person(), november(), None, NOVEMBER);
    // Of the services she stands in two cells.
    assert_eq!(changes.len(), Table::ALL.len() + 1);
    assert!(changes.iter().all(|change| change.by == 1));
    assert_eq!(changes[1], Change { counter: id("region-2026-11"), place: 2, by: 1 });
    assert_eq!(stands.count(person(), november(), None, NOVEMBER), []);
    let december = "2026-12".parse().unwrap();
    assert_eq!(stands.count(person(), december, None, NOVEMBER), []);
}

/// What moved, by name, place and step.
fn named(changes: &[Change]) -> Vec<(String, usize, i64)> {
    changes.iter().map(|it| (it.counter.to_string(), it.place, it.by)).collect()
}

fn services(places: &[usize], by: i64) -> Vec<(String, usize, i64)> {
    places.iter().map(|place| ("services-2026".to_owned(), *place, by)).collect()
}

#[test]
fn a_service_is_added_once_whichever_incident_it_is_told_of_with() {
    let mut stands = Contribution::default();
    let none = Person { services: Services::default(), ..person() };
    assert_eq!(stands.count(none, november(), None, NOVEMBER).len(), Table::ALL.len() - 1);
    // Another incident of hers, of another month, moves nothing but the services.
    let other = Person { region: Region::Kara, ..person() };
    let october = "2026-10".parse().unwrap();
    let changes = stands.count(other, october, None, NOVEMBER);
    assert_eq!(named(&changes), services(&[1, 5], 1));
    assert_eq!(stands.count(other, october, None, NOVEMBER), []);
    let more = [Need::HealthCare, Need::ChildProtection].into_iter().collect();
    // In the middle of December too, when her month is closed.
    let december = NOVEMBER.plus(std::time::Duration::from_hours(21 * 24));
    let changes = stands.count(Person { services: more, ..other }, october, None, december);
    assert_eq!(named(&changes), services(&[7], 1));
    // Who leaves takes all of them along; with a consent that does not reach the year's end none is counted.
    let left = named(&stands.withdraw(december));
    assert!(services(&[1, 5, 7], -1).iter().all(|one| left.contains(one)), "{left:?}");
    let until = Some(december.plus(std::time::Duration::from_hours(24)));
    assert_eq!(stands.count(person(), november(), until, december), []);
}

#[test]
fn a_correction_takes_no_service_away() {
    let mut stands = Contribution::default();
    stands.count(person(), november(), None, NOVEMBER);
    let more = [Need::Livelihood].into_iter().collect();
    let corrected = Person { age: Age::From35, services: more, ..person() };
    stands.correct(corrected, november(), None, NOVEMBER);
    let (_, places) = stands.0[&Table::Services];
    assert_eq!(places.iter().collect::<Vec<_>>(), [1, 5, 6]);
    // But a consent that ends sooner takes her out of the year, and of them.
    let soon = Some(id("total-2026-11").period.closes_at());
    stands.correct(corrected, november(), soon, NOVEMBER);
    assert!(!stands.0.contains_key(&Table::Services));
}

#[test]
fn a_withdrawal_acts_on_open_periods_and_on_no_other() {
    let mut stands = Contribution::default();
    stands.count(person(), november(), None, NOVEMBER);
    // 15 December: November is closed, the quarter and the year are open.
    let december = NOVEMBER.plus(std::time::Duration::from_hours(21 * 24));
    let changes = stands.withdraw(december);
    let counters: Vec<_> = changes.iter().map(|change| change.counter.to_string()).collect();
    assert_eq!(counters, OPEN_IN_DECEMBER);
    assert!(changes.iter().all(|change| change.by == -1));
    assert_eq!(stands.withdraw(december), []);
    // She consents anew: the month that was published has her already, and counts her in no other.
    let again = stands.count(person(), "2026-12".parse().unwrap(), None, december);
    let counters: Vec<_> = again.iter().map(|change| change.counter.to_string()).collect();
    assert_eq!(counters, OPEN_IN_DECEMBER);
}

#[test]
fn a_consent_that_ends_before_a_period_closes_does_not_count_in_it() {
    let until = id("total-2026-11").period.closes_at();
    let mut stands = Contribution::default();
    let changes = stands.count(person(), november(), Some(until), NOVEMBER);
    assert_eq!(changes.len(), 2, "the month's two tables");
    let mut stands = Contribution::default();
    let just_before = Moment::from_micros(until.as_micros() - 1);
    assert_eq!(stands.count(person(), november(), Some(just_before), NOVEMBER), []);
}

#[test]
fn a_closed_period_is_not_counted_in() {
    let mut stands = Contribution::default();
    let late = id("total-2026-11").period.closes_at();
    assert_eq!(stands.count(person(), november(), None, late).len(), OPEN_IN_DECEMBER.len());
}

proptest! {
    /// The bound that the noise is measured for: over a year, of whatever happens, one survivor stands in
    /// at most one cell of each table, counted once, and at most once in each cell of the services.
    #[test]
    fn whatever_happens_to_her_one_survivor_is_one_in_each_table(
        steps in prop::collection::vec((0_u8..3, 0_usize..432, 1_u8..13, 0_u64..500), 0..30)
    ) {
        let everyone = everyone();
        let mut stands = Contribution::default();
        let mut counters: BTreeMap<(ReleaseId, usize), i64> = BTreeMap::new();
        let mut at = Moment::from_micros(1_767_225_600_000_000);
        for (what, who, month, hours) in steps {
            at = at.plus(std::time::Duration::from_hours(hours));
            let month = Month::try_new(2026, month).unwrap();
            let changes = match what {
                0 => stands.count(everyone[who], month, None, at),
                1 => stands.correct(everyone[who], month, None, at),
                _ => stands.withdraw(at),
            };
            for Change { counter, place, by } in changes {
                prop_assert!(counter.period.is_open(at), "a closed counter moved");
                *counters.entry((counter, place)).or_default() += by;
            }
            for table in Table::ALL {
                let hers = counters.iter().filter(|((id, _), _)| id.table == *table);
                let hers: Vec<i64> = hers.map(|(_, count)| *count).filter(|it| *it != 0).collect();
                prop_assert!(hers.iter().all(|count| *count == 1), "{hers:?}");
                let squared = u32::try_from(hers.len()).unwrap();
                prop_assert!(squared <= table.sensitivity_squared(), "{}: {hers:?}", table.code());
            }
        }
    }
}
