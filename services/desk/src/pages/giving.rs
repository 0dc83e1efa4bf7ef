//! How a consent is given: asked in a form, shown in a file.

use sentier_proto::cases::v1::consent_giving::{Age, BestInterest, By, How};
use sentier_proto::cases::v1::{ConsentGiving, YesNo};

use super::choices;
use super::minimum::{chosen, select};
use crate::form::Form;
use crate::page::Here;

/// The names of its questions.
pub(crate) struct Names {
    how: &'static str,
    by: &'static str,
    age: &'static str,
    assent: &'static str,
    best_interest: &'static str,
    limits: &'static str,
}

macro_rules! names {
    ($path:literal) => {
        Names {
            how: concat!($path, ".how"),
            by: concat!($path, ".by"),
            age: concat!($path, ".age"),
            assent: concat!($path, ".assent"),
            best_interest: concat!($path, ".best_interest"),
            limits: concat!($path, ".limits"),
        }
    };
}

/// In the form of a consent.
pub(crate) const CONSENT: Names = names!("giving");
/// In the form of an intake.
pub(crate) const INTAKE: Names = names!("statistics_giving");

/// Asks for it.
pub(crate) fn ask(here: &Here, form: Form, names: &Names) -> Form {
    let (fields, words) = (&here.fields, here.words);
    let form = select!(form, here, names.how, "giving", How).named(words.say("label-giving-how"));
    let form = select!(form, here, names.by, "giving", By).named(words.say("label-giving-by"));
    let form = select!(form, here, names.age, "giving", Age).named(words.say("label-giving-age"));
    let form =
        select!(form, here, names.assent, "yes-no", YesNo).named(words.say("label-giving-assent"));
    let form = select!(form, here, names.best_interest, "giving", BestInterest)
        .named(words.say("label-giving-best-interest"));
    form.lines(names.limits, fields).named(words.say("label-giving-limits"))
}

/// What was answered; the service says what is missing.
pub(crate) fn told(here: &Here, names: &Names) -> ConsentGiving {
    ConsentGiving {
        how: chosen!(here, names.how, How),
        by: chosen!(here, names.by, By),
        age: chosen!(here, names.age, Age),
        assent: chosen!(here, names.assent, YesNo),
        best_interest: chosen!(here, names.best_interest, BestInterest),
        limits: here.fields.get(names.limits).to_owned(),
    }
}

/// One line of a file: how, by whom, at what age, and her limits.
pub(crate) fn shown(here: &Here, giving: &ConsentGiving) -> String {
    let words = here.words;
    let mut parts = vec![
        words.code("giving", giving.how().as_str_name()),
        words.code("giving", giving.by().as_str_name()),
        words.code("giving", giving.age().as_str_name()),
    ];
    if giving.best_interest() != BestInterest::Unspecified {
        parts.push(words.code("giving", giving.best_interest().as_str_name()));
    }
    if !giving.limits.is_empty() {
        parts.push(format!("{} : {}", words.say("label-given-limits"), giving.limits));
    }
    parts.join(" · ")
}

/// The choices of an override's legal ground.
pub(crate) fn grounds(here: &Here) -> Vec<crate::form::Choice> {
    use sentier_proto::cases::v1::consent_override::Ground;
    let spelled = |number| Ground::try_from(number).ok().map(|ground| ground.as_str_name());
    choices::all(here, "ground", "override", spelled)
}
