//! Batches, specified.

use proptest::prelude::*;
use sentier_kernel::spec::given;

use super::*;
use crate::release::{Perpetrator, Region};

const DUE: Moment = Moment::from_micros(1_799_546_400_000_000);

fn quarter() -> Period {
    "2026-Q4".parse().unwrap()
}

fn coarse(region: usize, ages: usize, kind: usize, perpetrator: usize) -> Coarse {
    Coarse {
        region: Region::ALL[region],
        ages: Ages::ALL[ages],
        kind: Kind::ALL[kind],
        perpetrator: Perpetrator::ALL[perpetrator],
    }
}

/// So many records of a class, of as many kinds of perpetrator.
fn alike(count: usize, kinds: usize, region: usize, ages: usize) -> Vec<(Coarse, u32)> {
    (0..count).map(|place| (coarse(region, ages, 0, place % kinds), 0)).collect()
}

fn class(region: Option<usize>, ages: Option<usize>, count: u32) -> Class {
    let region = region.map(|place| Region::ALL[place]);
    Class { region, ages: ages.map(|place| Ages::ALL[place]), kind: Kind::Sexual, count }
}

#[test]
fn who_stands_among_enough_is_told_and_who_does_not_rolls_up_in_the_fixed_order() {
    // 12 girls of the first region; 6 + 5 of two ages of the second, together 11; 4 + 6 of two other
    // regions, together 10; each with all kinds of perpetrator.
    let records = [
        alike(12, 3, 0, 0),
        alike(6, 3, 1, 0),
        alike(5, 3, 1, 1),
        alike(4, 3, 2, 2),
        alike(6, 3, 3, 0),
    ]
    .concat();
    let (classes, outcomes) = roll_up(&records);
    let expected = [class(None, None, 10), class(Some(0), Some(0), 12), class(Some(1), None, 11)];
    assert_eq!(classes, expected);
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Released));
}

#[test]
fn a_class_that_tells_who_did_it_is_no_class() {
    let records = [alike(15, 2, 0, 0), alike(12, 3, 1, 0)].concat();
    let (classes, outcomes) = roll_up(&records);
    // The first 15 are too alike at every step.
    assert_eq!(classes, [class(Some(1), Some(0), 12)]);
    assert_eq!(outcomes[..15], [Outcome::Carried; 15]);
}

#[test]
fn fewer_than_a_batch_are_not_released_and_nobody_is_carried_for_ever() {
    let (classes, outcomes) = roll_up(&alike(19, 3, 0, 0));
    assert!(classes.is_empty());
    assert_eq!(outcomes, [Outcome::Carried; 19]);
    let waited: Vec<_> = (0..3).map(|waited| (coarse(0, 0, 0, 0), waited)).collect();
    assert_eq!(roll_up(&waited).1, [Outcome::Carried, Outcome::Carried, Outcome::Dropped]);
}

fn batch(count: u32) -> Batch {
    Batch { period: quarter(), classes: vec![class(None, None, count)], carried: 3, dropped: 1 }
}

#[test]
fn a_quarter_is_released_once_when_it_is_due() {
    assert_eq!(quarter().published_at(), DUE);
    let approve = || Command::ApproveBatch(batch(10));
    let early = Moment::from_micros(DUE.as_micros() - 1);
    given::<Batches>([]).when(approve(), early).then_refused("RECORD_BATCH_NOT_DUE");
    given::<Batches>([]).when(approve(), DUE).then([Event::BatchReleased(batch(10))]);
    let again = Command::ApproveBatch(batch(40));
    given::<Batches>([Event::BatchReleased(batch(10))]).when(again, DUE).then_nothing();
    given::<Batches>([]).when(Command::ApproveBatch(batch(9)), DUE).then_refused("INTERNAL");
    let year = Batch { period: "2026".parse().unwrap(), ..batch(10) };
    given::<Batches>([]).when(Command::ApproveBatch(year), DUE).then_refused("INTERNAL");
}

proptest! {
    /// Whatever came: every class is large enough and does not tell who did it, every record is told as it
    /// was, and the order in which they came tells nothing.
    #[test]
    fn every_class_keeps_k_and_l_and_tells_the_truth(
        told in prop::collection::vec((0_usize..6, 0_usize..3, 0_usize..4, 0_usize..3, 0_u32..3), 0..150)
    ) {
        let records: Vec<_> =
            told.iter().map(|(r, a, k, p, waited)| (coarse(*r, *a, *k, *p), *waited)).collect();
        let (classes, outcomes) = roll_up(&records);
        prop_assert_eq!(outcomes.len(), records.len());
        let released: Vec<Coarse> = records
            .iter()
            .zip(&outcomes)
            .filter(|(_, outcome)| **outcome == Outcome::Released)
            .map(|((record, _), _)| *record)
            .collect();
        let told: u32 = classes.iter().map(|class| class.count).sum();
        prop_assert_eq!(usize::try_from(told).unwrap(), released.len());
        for class in &classes {
            prop_assert!(class.count >= K);
            let fits = |one: &&Coarse| {
                one.kind == class.kind
                    && class.region.is_none_or(|region| region == one.region)
                    && class.ages.is_none_or(|ages| ages == one.ages)
            };
            let fitting: Vec<&Coarse> = released.iter().filter(fits).collect();
            prop_assert!(fitting.len() >= usize::try_from(class.count).unwrap());
            let who: std::collections::BTreeSet<_> = fitting.iter().map(|it| it.perpetrator).collect();
            prop_assert!(who.len() >= L);
        }
        let mut turned = records;
        turned.reverse();
        prop_assert_eq!(roll_up(&turned).0, classes);
    }
}
