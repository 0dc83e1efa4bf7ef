//! What answers to a referral add to the figures, specified: the expected number in a comment.

use sentier_kernel::Moment;

use super::spec::{HOUR, after, granted, id, measures, opened, told, withdrawn};
use super::*;

const DAY: ResponseTime = ResponseTime::Within24Hours;

/// An answer, of which the case learnt when it was given.
fn answer(progress: Progress, outcome: Option<Outcome>, happened_at: Moment) -> Event {
    let referral = ReferralId::from_uuid(id(7));
    Event::ReferralProgressed { referral, progress, outcome, happened_at, at: happened_at }
}

fn plain(progress: Progress, at: Moment) -> Event {
    answer(progress, None, at)
}

fn sent_at() -> Moment {
    after(2)
}

/// What answers after a sending add, one by one.
fn added(answers: &[Event]) -> Vec<Vec<(Measure, i64)>> {
    let sent = plain(Progress::Sent, sent_at());
    let history = [opened(), granted(1, after(1), None), sent].into_iter();
    let history: Vec<Event> = history.chain(answers.iter().cloned()).collect();
    told(&history).iter().skip(3).map(|one| measures(one)).collect()
}

#[test]
fn a_late_answer_counts_where_its_sending_did() {
    let sent = sent_at();
    let told = told(&[
        opened(),
        granted(1, after(1), None),
        plain(Progress::Sent, sent),
        plain(Progress::Accepted, sent.plus(23 * HOUR)),
        plain(Progress::Accepted, sent.plus(24 * HOUR)),
        answer(Progress::Completed, Some(Outcome::Served), after(60 * 24)),
    ]);
    assert_eq!(measures(&told[2]), [(Measure::ReferralSent, 1)]);
    // Who accepts has seen it.
    assert_eq!(measures(&told[3]), [(Measure::Acknowledged(DAY), 1), (Measure::Accepted(DAY), 1)]);
    assert!(told[4].is_empty(), "twice is once");
    let late = ResponseTime::Later;
    assert_eq!(measures(&told[5]), [(Measure::Served(late), 1), (Measure::Settled, 1)]);
    assert!(told[5].iter().all(|one| one.on == Date::of(sent)));
}

#[test]
fn silence_is_no_acknowledgement() {
    let at = sent_at().plus(10 * HOUR);
    // Sent, then nothing of the agency's: 0 acknowledgements.
    for progress in [Progress::Expired, Progress::CancelRequested, Progress::Cancelled] {
        assert_eq!(added(&[plain(progress, at)]), [[]], "{progress:?}");
    }
    let asked = plain(Progress::CancelRequested, at);
    assert_eq!(added(&[asked, plain(Progress::Cancelled, at)]), [[], []]);
    assert_eq!(added(&[plain(Progress::Revoked, at)]), [[]]);
}

#[test]
fn a_cancellation_after_an_acknowledgement_keeps_it() {
    let seen = plain(Progress::Received, sent_at().plus(HOUR));
    let ended = |progress| plain(progress, sent_at().plus(30 * HOUR));
    for progress in [Progress::Cancelled, Progress::Expired, Progress::Revoked] {
        // 1 at the first hour, and none taken off or added at the thirtieth.
        let acknowledged = vec![(Measure::Acknowledged(DAY), 1)];
        assert_eq!(added(&[seen.clone(), ended(progress)]), [acknowledged, vec![]]);
    }
}

#[test]
fn whatever_an_agency_says_of_her_it_has_seen_the_referral() {
    let all = Progress::ALL.to_vec();
    let first = |progress: &Progress| added(&[plain(*progress, sent_at().plus(HOUR))]).remove(0);
    let seen = |progress: &Progress| first(progress).contains(&(Measure::Acknowledged(DAY), 1));
    let silent: Vec<Progress> = all.into_iter().filter(|progress| !seen(progress)).collect();
    assert_eq!(
        silent,
        [
            Progress::Requested,
            Progress::Sent,
            Progress::Revoked,
            Progress::CancelRequested,
            Progress::Cancelled,
            Progress::Expired,
        ]
    );
}

#[test]
fn only_an_outcome_that_means_a_service_is_a_service() {
    let done = |outcome| added(&[answer(Progress::Completed, Some(outcome), sent_at().plus(HOUR))]);
    for outcome in [Outcome::Served, Outcome::PartlyServed] {
        let served = [(Measure::Acknowledged(DAY), 1), (Measure::Served(DAY), 1)];
        assert_eq!(done(outcome), [[served[0], served[1], (Measure::Settled, 1)]], "{outcome:?}");
    }
    for outcome in [Outcome::NoShow, Outcome::DeclinedBySurvivor] {
        // Served 0; the loop is closed all the same: the centre knows how it ended.
        let known = [(Measure::Acknowledged(DAY), 1), (Measure::Settled, 1)];
        assert_eq!(done(outcome), [known], "{outcome:?}");
    }
}

#[test]
fn she_is_served_from_the_first_word_of_it_on_and_once() {
    let told = added(&[
        plain(Progress::Attended, sent_at().plus(10 * HOUR)),
        plain(Progress::InService, sent_at().plus(30 * HOUR)),
        answer(Progress::Completed, Some(Outcome::Served), sent_at().plus(80 * HOUR)),
    ]);
    // Attended at 10 h: within 24 h, whatever is written at 80 h.
    assert_eq!(told[0], [(Measure::Acknowledged(DAY), 1), (Measure::Served(DAY), 1)]);
    assert_eq!(told[1], []);
    assert_eq!(told[2], [(Measure::Settled, 1)]);
}

#[test]
fn who_came_and_refused_is_taken_off_again() {
    let told = added(&[
        plain(Progress::Attended, sent_at().plus(10 * HOUR)),
        answer(Progress::Completed, Some(Outcome::DeclinedBySurvivor), sent_at().plus(80 * HOUR)),
    ]);
    // 1 - 1 = 0 served within 24 h.
    assert_eq!(told[0], [(Measure::Acknowledged(DAY), 1), (Measure::Served(DAY), 1)]);
    assert_eq!(told[1], [(Measure::Served(DAY), -1), (Measure::Settled, 1)]);
}

#[test]
fn a_message_that_was_long_under_way_makes_no_agency_late() {
    let seen = Event::ReferralProgressed {
        referral: ReferralId::from_uuid(id(7)),
        progress: Progress::Received,
        outcome: None,
        // Within 24 hours of the sending; the case learnt of it three days later.
        happened_at: sent_at().plus(23 * HOUR),
        at: sent_at().plus(95 * HOUR),
    };
    assert_eq!(added(&[seen]), [[(Measure::Acknowledged(DAY), 1)]]);
}

#[test]
fn what_was_taken_off_again_is_taken_back_with_the_rest() {
    let mut told = Told::default();
    let mut step = |event: Event, at| {
        told.step(&event, at);
        told.taken_back().iter().map(|(_, one)| (one.measure, one.amount)).collect::<Vec<_>>()
    };
    step(opened(), after(0));
    step(granted(1, after(1), None), after(1));
    step(plain(Progress::Sent, sent_at()), sent_at());
    step(plain(Progress::Attended, after(9)), after(9));
    let refused = answer(Progress::Completed, Some(Outcome::DeclinedBySurvivor), after(10));
    step(refused, after(10));
    let back = step(withdrawn(1, after(11)), after(11));
    let served = back.iter().filter(|(measure, _)| matches!(measure, Measure::Served(_)));
    // Both the 1 and the -1: what remains is 0.
    assert_eq!(served.map(|(_, amount)| amount).sum::<i64>(), 0);
    assert_eq!(back.iter().filter(|(measure, _)| matches!(measure, Measure::Served(_))).count(), 2);
}
