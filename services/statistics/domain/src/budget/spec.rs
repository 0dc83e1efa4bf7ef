//! The budget, specified.

use proptest::prelude::*;
use sentier_kernel::spec::given;

use super::*;

const LATE: Moment = Moment::from_micros(4_102_444_800_000_000);

fn id(text: &str) -> ReleaseId {
    text.parse().unwrap()
}

fn enter(release: &str, rho: u64) -> Command {
    let release = id(release);
    Command::EnterRelease { year: release.period.year(), release, rho: Rho(rho) }
}

fn entered(release: &str, rho: u64, debit: u64) -> Event {
    Event::ReleaseEntered { release: id(release), rho: Rho(rho), debit: Rho(debit) }
}

#[test]
fn the_tables_shares_are_the_whole_budget() {
    let sum = Table::ALL.iter().fold(Rho::default(), |sum, table| sum.plus(table.rho(YEAR)));
    assert_eq!(sum, YEAR);
    assert_eq!(Table::ALL.iter().map(|table| table.share()).sum::<u64>(), 10_000);
}

#[test]
fn a_table_pays_once_a_year_however_many_months_it_has() {
    given::<PrivacyBudget>([]).when(enter("total-2026-11", 7_420_000), LATE).then([entered(
        "total-2026-11",
        7_420_000,
        7_420_000,
    )]);
    given::<PrivacyBudget>([entered("total-2026-11", 7_420_000, 7_420_000)])
        .when(enter("total-2026-12", 7_420_000), LATE)
        .then([entered("total-2026-12", 7_420_000, 0)]);
    // Dearer than before: the difference.
    given::<PrivacyBudget>([entered("total-2026-11", 7_420_000, 7_420_000)])
        .when(enter("total-2026-12", 8_000_000), LATE)
        .then([entered("total-2026-12", 8_000_000, 580_000)]);
}

#[test]
fn a_release_enters_once() {
    given::<PrivacyBudget>([entered("total-2026-11", 7_420_000, 7_420_000)])
        .when(enter("total-2026-11", 7_420_000), LATE)
        .then_nothing();
}

#[test]
fn what_the_year_has_not_left_is_refused() {
    let rest = YEAR.0 - 7_420_000;
    let before = || given::<PrivacyBudget>([entered("total-2026-11", 7_420_000, 7_420_000)]);
    before().when(enter("region-2026-11", rest), LATE).then([entered(
        "region-2026-11",
        rest,
        rest,
    )]);
    before().when(enter("region-2026-11", rest + 1), LATE).then_refused("PRIVACY_BUDGET_SPENT");
    before().when(enter("region-2026-11", u64::MAX), LATE).then_refused("PRIVACY_BUDGET_SPENT");
}

#[test]
fn nothing_is_released_before_its_day_or_from_another_year_or_without_noise() {
    let day = id("total-2026-11").period.published_at();
    let just_before = Moment::from_micros(day.as_micros() - 1);
    let command = enter("total-2026-11", 7_420_000);
    given::<PrivacyBudget>([]).when(command, just_before).then_refused("RELEASE_NOT_DUE");
    given::<PrivacyBudget>([]).when(command, day).then([entered(
        "total-2026-11",
        7_420_000,
        7_420_000,
    )]);
    let release = id("total-2026-11");
    let other = Command::EnterRelease { year: 2027, release, rho: Rho(1) };
    given::<PrivacyBudget>([]).when(other, LATE).then_refused("INTERNAL");
    given::<PrivacyBudget>([]).when(enter("total-2026-11", 0), LATE).then_refused("INTERNAL");
}

/// What the ten tables cost before there was one of services, in ten-thousandths.
const BEFORE_SERVICES: [u64; 10] = [950, 2_850, 2_375, 1_425, 1_900, 100, 100, 100, 100, 100];

proptest! {
    /// A year in whose course the shares changed: counters that were open keep the cost for which their
    /// noise was drawn, those opened later have the present one.
    #[test]
    fn a_year_that_began_under_the_former_shares_lacks_its_services_and_nothing_else(
        changed_in in 1_u8..=12
    ) {
        let mut releases = every_release();
        releases.sort_unstable();
        let mut events: Vec<Event> = Vec::new();
        for release in releases {
            let begun = release.period.months()[0].parts().1 <= changed_in;
            let former = BEFORE_SERVICES.get(release.table as usize).filter(|_| begun);
            let rho = former.map_or_else(|| release.table.rho(YEAR), |share| YEAR.share(*share));
            let state = PrivacyBudget::fold(&events);
            let command = Command::EnterRelease { year: 2026, release, rho };
            match PrivacyBudget::decide(&state, command, LATE) {
                Ok(entered) => events.extend(entered),
                Err(refused) => {
                    prop_assert_eq!(refused, Rejection::Overspent);
                    prop_assert_eq!(release.table, Table::Services);
                }
            }
        }
        let state = PrivacyBudget::fold(&events);
        // 24 of a month, 8 of a quarter, 6 of the year.
        prop_assert_eq!(state.released.len(), 38);
        prop_assert!(!state.spent.contains_key(&Table::Services));
    }
}

/// Every release of a year.
fn every_release() -> Vec<ReleaseId> {
    let year = Period::year_of(2026).unwrap();
    let releases = Table::ALL.iter().flat_map(|table| {
        let parts = year.parts(table.cadence());
        parts.into_iter().map(|period| ReleaseId { table: *table, period })
    });
    releases.collect()
}

fn any_release() -> impl Strategy<Value = ReleaseId> {
    prop::sample::select(every_release())
}

proptest! {
    #[test]
    fn no_order_of_wishes_overspends(
        wishes in prop::collection::vec((any_release(), 1_u64..60_000_000), 0..60)
    ) {
        let mut events: Vec<Event> = Vec::new();
        for (release, rho) in wishes {
            let state = PrivacyBudget::fold(&events);
            let command = Command::EnterRelease { year: 2026, release, rho: Rho(rho) };
            events.extend(PrivacyBudget::decide(&state, command, LATE).unwrap_or_default());
        }
        let debits = events.iter().fold(Rho::default(), |sum, Event::ReleaseEntered { debit, .. }| {
            sum.plus(*debit)
        });
        prop_assert!(debits <= YEAR);
        let state = PrivacyBudget::fold(&events);
        prop_assert_eq!(state.total(), debits);
        prop_assert_eq!(state.released.len(), events.len());
        // Every table paid for the dearest of its releases.
        for Event::ReleaseEntered { release, rho, .. } in &events {
            prop_assert!(state.spent[&release.table] >= *rho);
        }
    }
}
