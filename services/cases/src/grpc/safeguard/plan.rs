//! A plan of safe contact, from the contract and into it.

use std::collections::BTreeSet;

use sentier_cases_domain::safe_contact::{
    Answer, Answerer, Channel, Hours, SafeContactPlan, Way, decide, violations,
};
use sentier_cases_domain::value::{ShortText, TimeOfDay};
use sentier_kernel::{Moment, Violation};
use sentier_platform::grpc::timestamp;
use sentier_proto::cases::v1::{self as pb, contact_answer};

use crate::codes::Coded;
use crate::grpc::fields::{self, Fields};

/// The plan that a request tells, every violation kept.
pub(super) fn plan(
    fields: &mut Fields,
    given: Option<&pb::SafeContactPlan>,
) -> Option<SafeContactPlan> {
    let given = fields.keep(given.ok_or_else(|| Violation::required("plan")))?;
    let ways: Vec<Option<Way>> =
        given.ways.iter().enumerate().map(|(place, one)| way(fields, place, one)).collect();
    let code_word = fields.keep(fields::text("plan.code_word", &given.code_word, ShortText::parse));
    let plan = SafeContactPlan {
        never: given.never,
        ways: ways.into_iter().collect::<Option<_>>()?,
        code_word: code_word?,
        may_name_centre: given.may_name_centre,
    };
    for broken in violations("plan", &plan) {
        fields.broken(broken);
    }
    Some(plan)
}

fn way(fields: &mut Fields, place: usize, given: &pb::ContactWay) -> Option<Way> {
    let of = |part: &str| format!("plan.ways[{place}].{part}");
    let channel = fields.keep(fields::code(of("channel"), given.channel));
    let address = fields.keep(fields::text(of("address"), &given.address, ShortText::parse));
    let days = coded(fields, &of("days"), &given.days);
    let answerers = coded(fields, &of("answerers"), &given.answerers);
    let from = time(fields, of("from_time"), given.from_time.as_ref());
    let until = time(fields, of("until_time"), given.until_time.as_ref());
    Some(Way {
        channel: channel?,
        address: address?,
        days: days?,
        hours: Hours { from: from?, until: until? },
        answerers: answerers?,
    })
}

fn coded<T: Coded + Ord>(fields: &mut Fields, field: &str, numbers: &[i32]) -> Option<BTreeSet<T>> {
    let read = numbers.iter().map(|number| fields::code(field.to_owned(), *number));
    fields.keep(read.collect())
}

fn time(fields: &mut Fields, field: String, given: Option<&pb::TimeOfDay>) -> Option<TimeOfDay> {
    let given = fields.keep(given.ok_or_else(|| Violation::required(field.clone())))?;
    let read = TimeOfDay::parse(given.hours, given.minutes);
    fields.keep(read.map_err(|_no_such_time| Violation::malformed(field)))
}

/// A plan as it is told. PERSONAL: its reading stands in the log already.
pub(super) fn as_plan(of: &SafeContactPlan) -> pb::SafeContactPlan {
    pb::SafeContactPlan {
        never: of.never,
        ways: of.ways.iter().map(as_way).collect(),
        code_word: of.code_word.as_str().to_owned(),
        may_name_centre: of.may_name_centre,
    }
}

fn as_way(of: &Way) -> pb::ContactWay {
    let time = |at: TimeOfDay| {
        Some(pb::TimeOfDay { hours: at.hours().into(), minutes: at.minutes().into() })
    };
    pb::ContactWay {
        channel: of.channel.number(),
        address: of.address.as_str().to_owned(),
        days: of.days.iter().map(|day| day.number()).collect(),
        from_time: time(of.hours.from),
        until_time: time(of.hours.until),
        answerers: of.answerers.iter().map(|answerer| answerer.number()).collect(),
    }
}

/// What a plan says now of every channel and ear that it names.
pub(super) fn answers(of: &SafeContactPlan, now: Moment) -> Vec<pb::ContactAnswer> {
    let ways = of.ways.iter();
    let named: BTreeSet<_> = ways
        .flat_map(|way| way.answerers.iter().map(|answerer| (way.channel, *answerer)))
        .collect();
    let answer =
        |(channel, answerer)| answer(channel, answerer, decide(Some(of), channel, answerer, now));
    named.into_iter().map(answer).collect()
}

/// Whether she may be reached a way.
pub(super) fn answer(channel: Channel, answerer: Answerer, of: Answer) -> pb::ContactAnswer {
    use contact_answer::State;
    let named = pb::ContactAnswer {
        channel: channel.number(),
        answerer: answerer.number(),
        ..pb::ContactAnswer::default()
    };
    match of {
        Answer::Allowed { code_word, may_name_centre } => {
            let state = State::Allowed.into();
            pb::ContactAnswer { state, code_word, may_name_centre, ..named }
        }
        Answer::NotUntil(then) => pb::ContactAnswer {
            state: State::NotUntil.into(),
            not_before_time: Some(timestamp(then)),
            ..named
        },
        Answer::Never(ground) => {
            let state = State::Never.into();
            pb::ContactAnswer { state, ground: ground.number(), ..named }
        }
    }
}
