//! How structures answer, specified: small histories, the expected number in a comment.

use sentier_kernel::id::Uuid;

use super::*;
use crate::indicators::Measure;
use crate::indicators::gbv::codes::DeclineReason;

fn asked(structure: u128, need: Need) -> Asked {
    Asked { agency: Uuid::from_u128(1), structure: Uuid::from_u128(structure), need }
}

fn sums(of: Asked, counts: &[(Step, i64)], sums: &mut Sums) {
    for (step, amount) in counts {
        sums.add(of, *step, *amount);
    }
}

fn counts(parts: &[Part]) -> Vec<Option<i64>> {
    parts.iter().map(|(_, count)| *count).collect()
}

#[test]
fn a_span_as_long_as_a_limit_is_beyond_it() {
    // 2 h 59, 3 h 00, 23 h 59, 24 h 00, 71 h 59, 72 h 00, 167 h 59, 168 h 00.
    let minutes = [179, 180, 1_439, 1_440, 4_319, 4_320, 10_079, 10_080];
    let [three, day, days, week, later] = [
        Took::Within3Hours,
        Took::Within24Hours,
        Took::Within72Hours,
        Took::Within7Days,
        Took::Later,
    ];
    let expected = [three, day, day, days, days, week, week, later];
    assert_eq!(minutes.map(Took::of_minutes), expected);
}

#[test]
fn every_step_is_read_by_the_names_it_is_stored_under() {
    let times = Took::ALL
        .iter()
        .flat_map(|took| [Step::Acknowledged(*took), Step::Accepted(*took), Step::Served(*took)]);
    let outcomes = Outcome::ALL.iter().map(|outcome| Step::Completed(*outcome));
    let reasons = DeclineReason::ALL.iter().map(|reason| Step::Declined(*reason));
    let plain = [Step::Sent, Step::Expired, Step::Cancelled];
    for step in times.chain(outcomes).chain(reasons).chain(plain) {
        let measure = Measure::Response(asked(7, Need::Police), step);
        let (name, part) = measure.codes();
        assert_eq!(Measure::from_codes(name, &part), Some(measure), "{name} {part}");
    }
    let (name, part) = Measure::Response(asked(7, Need::Police), Step::Sent).codes();
    let [agency, structure] = [1, 7].map(Uuid::from_u128);
    // A storage format, written out.
    assert_eq!((name, part), ("response_sent", format!("{agency}/{structure}/police/")));
    assert_eq!(Measure::from_codes("response_sent", "police"), None);
    let late = format!("{agency}/{structure}/police/later");
    assert_eq!(Measure::from_codes("response_sent", &late), None);
    assert!(Measure::from_codes("response_served", &late).is_some());
}

/// A hospital that was sent 30 referrals for health care.
fn hospital() -> Sums {
    let mut all = Sums::default();
    let of = asked(7, Need::HealthCare);
    let counted = [
        (Step::Sent, 30),
        (Step::Acknowledged(Took::Within3Hours), 12),
        (Step::Acknowledged(Took::Within24Hours), 10),
        (Step::Accepted(Took::Within24Hours), 18),
        (Step::Served(Took::Within72Hours), 9),
        (Step::Completed(Outcome::Served), 8),
        (Step::Completed(Outcome::NoShow), 5),
        (Step::Declined(DeclineReason::NoCapacity), 5),
        (Step::Declined(DeclineReason::Closed), 5),
    ];
    sums(of, &counted, &mut all);
    all
}

#[test]
fn what_a_structure_answered_comes_to_what_was_worked_out_by_hand() {
    let all = shown(&hospital());
    let [one] = all.as_slice() else { panic!("one structure and need: {all:?}") };
    assert_eq!(one.sent, Some(30));
    // Within 3 h, 24 h, 72 h, 7 days, later, and 30 - 22 = 8 not at all.
    let some = |counts: &[i64]| counts.iter().copied().map(Some).collect::<Vec<_>>();
    assert_eq!(counts(&one.acknowledged), some(&[12, 10, 0, 0, 0, 8]));
    assert_eq!(counts(&one.accepted), some(&[0, 18, 0, 0, 0, 12]));
    assert_eq!(counts(&one.served), some(&[0, 0, 9, 0, 0, 21]));
    // Served, partly, did not come, refused, declined 5 + 5, expired, cancelled, 30 - 23 = 7 open.
    assert_eq!(counts(&one.ended), some(&[8, 0, 5, 0, 10, 0, 0, 7]));
    // 8 + 0 + 5 + 0 + 10 loops are closed.
    assert_eq!(one.closed, Some(23));
    // No capacity, not offered, not eligible, closed, conflict, not reached, other.
    assert_eq!(counts(&one.declined), some(&[5, 0, 0, 5, 0, 0, 0]));
}

#[test]
fn what_is_small_is_withheld_with_what_it_would_follow_from() {
    let mut all = hospital();
    let of = asked(7, Need::HealthCare);
    // 3 cancelled, 4 open: neither is told, and the loops closed still are.
    all.add(of, Step::Cancelled, 3);
    let told = shown(&all);
    let ended = counts(&told[0].ended);
    assert_eq!(ended[6..], [None, None]);
    assert_eq!(told[0].closed, Some(23));
    // 2 for another reason: it and a second reason are withheld, their sum stands in the other table.
    all.add(of, Step::Declined(DeclineReason::Other), 2);
    let told = shown(&all);
    assert_eq!(told[0].ended[4], ("declined", Some(12)));
    assert_eq!(counts(&told[0].declined).iter().filter(|count| count.is_none()).count(), 2);
}

#[test]
fn a_withheld_ending_takes_the_loops_and_the_reasons_with_it() {
    let mut all = Sums::default();
    let counted = [
        (Step::Sent, 20),
        (Step::Declined(DeclineReason::Closed), 2),
        (Step::Completed(Outcome::Served), 9),
    ];
    sums(asked(7, Need::Police), &counted, &mut all);
    let told = shown(&all);
    assert_eq!(told[0].sent, Some(20));
    assert_eq!(told[0].ended[4], ("declined", None));
    assert_eq!(told[0].closed, None);
    assert!(counts(&told[0].declined).iter().all(Option::is_none), "a reason would be the number");
}

#[test]
fn few_referrals_to_one_structure_take_another_s_number_with_them() {
    let mut all = Sums::default();
    // 3 to one, 20 to another, 9 to a third for the same need: the need's 32 are told elsewhere.
    for (structure, sent) in [(7, 3), (8, 20), (9, 9)] {
        all.add(asked(structure, Need::LegalAid), Step::Sent, sent);
    }
    all.add(asked(7, Need::Police), Step::Sent, 4);
    let told = shown(&all);
    let sent = |structure, need| {
        told.iter().find(|one| one.asked == asked(structure, need)).and_then(|one| one.sent)
    };
    assert_eq!(sent(7, Need::LegalAid), None);
    // The first other one, or 3 would be 32 - 20 - 9.
    assert_eq!((sent(8, Need::LegalAid), sent(9, Need::LegalAid)), (None, Some(9)));
    assert_eq!(sent(7, Need::Police), None);
    let hidden = told.iter().filter(|one| one.sent.is_none());
    for one in hidden {
        let all = [&one.acknowledged, &one.accepted, &one.served, &one.ended, &one.declined];
        assert!(all.iter().all(|table| table.iter().all(|(_, count)| count.is_none())));
        assert_eq!(one.closed, None);
    }
}
