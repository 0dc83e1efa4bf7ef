//! The catalogue is whole: parity, every coded value, every key that a template or a page names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::pages::choices;

fn keys(source: &str) -> BTreeSet<&str> {
    let entries = source.lines().filter(|line| !line.starts_with([' ', '#']));
    entries.filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
}

fn both(key: &str) -> bool {
    keys(FRENCH).contains(key) && keys(ENGLISH).contains(key)
}

fn sources(folder: &str, kind: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == kind)
                && !path.ends_with("words/spec.rs")
            {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 10, "{folder}");
    found
}

/// The literal that follows each `opening` in a text.
fn literals<'a>(text: &'a str, opening: &str) -> Vec<&'a str> {
    text.split(opening).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_each_key_once() {
    assert_eq!(keys(FRENCH), keys(ENGLISH));
    for source in [FRENCH, ENGLISH] {
        let lines = source.lines().filter(|line| !line.starts_with('#') && line.contains(" = "));
        assert_eq!(lines.count(), keys(source).len());
    }
}

#[test]
fn every_key_that_is_named_has_its_sentence() {
    let mut missing = Vec::new();
    let all = [sources("templates", "html"), sources("src", "rs")].concat();
    for (file, text) in &all {
        let named = ["say(\"", "fill(\"", "Page::of(\"", ".page(\"", "\"submit-", "\"heading-"]
            .into_iter()
            .flat_map(|opening| {
                let prefix = opening.strip_prefix('"').unwrap_or_default();
                literals(text, opening).into_iter().map(move |rest| format!("{prefix}{rest}"))
            });
        for key in named.filter(|key| !key.contains('{') && !key.is_empty()) {
            if !both(&key) {
                missing.push(format!("{file}: {key}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_notice_and_every_wrong_answer_has_its_sentence() {
    let mut missing = Vec::new();
    for (file, text) in sources("src", "rs") {
        let notices = literals(&text, "?n=").into_iter().filter(|code| !code.contains('{'));
        let notices = notices.map(|code| format!("notice-{}", code.split('&').next().unwrap()));
        let wrong = literals(&text, "\"wrong-").into_iter().map(|rest| format!("wrong-{rest}"));
        missing.extend(
            notices.chain(wrong).filter(|key| !both(key)).map(|key| format!("{file}: {key}")),
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_coded_value_has_its_words() {
    use sentier_proto::access::v1::{StaffRole, credential::Kind};
    use sentier_proto::cases::v1::{
        case, case_referral::Progress, close_case_request::Reason, consent,
    };
    use sentier_proto::common::v1::*;
    use sentier_proto::referrals::v1::inbound_referral::{Agreement, State as Inbound};
    use sentier_proto::referrals::v1::referral::{DeclineReason, Outcome, State};
    let mut missing = Vec::new();
    let mut check = |kind: &str, name: Option<&str>, asked: bool| {
        // Unspecified values that no page shows need no words.
        if let Some(name) = name.filter(|name| asked || !name.ends_with("UNSPECIFIED")) {
            let key = code_key(kind, name);
            if !both(&key) {
                missing.push(key);
            }
        }
    };
    for code in 0..20 {
        check("need", Need::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("urgency", Urgency::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("field-group", FieldGroup::try_from(code).ok().map(|one| one.as_str_name()), true);
        check(
            "consent-purpose",
            ConsentPurpose::try_from(code).ok().map(|one| one.as_str_name()),
            true,
        );
        check("part-of-day", PartOfDay::try_from(code).ok().map(|one| one.as_str_name()), true);
        check(
            "incident-type",
            IncidentType::try_from(code).ok().map(|one| one.as_str_name()),
            true,
        );
        check("sex", Sex::try_from(code).ok().map(|one| one.as_str_name()), false);
        check("staff-role", StaffRole::try_from(code).ok().map(|one| one.as_str_name()), false);
        check("credential", Kind::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("case", case::State::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("consent", consent::State::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("progress", Progress::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("closing", Reason::try_from(code).ok().map(|one| one.as_str_name()), false);
        check(
            "decline-reason",
            DeclineReason::try_from(code).ok().map(|one| one.as_str_name()),
            true,
        );
        check("outcome", Outcome::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("agreement", Agreement::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("inbound", Inbound::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("referral", State::try_from(code).ok().map(|one| one.as_str_name()), true);
    }
    every_code_of_care_has_its_words(&mut check);
    every_code_of_outreach_has_its_words(&mut check);
    every_code_of_the_pathway_has_its_words(&mut check);
    every_code_of_releases_has_its_words(&mut check);
    for reading in choices::READINGS {
        check("reading", Some(reading), true);
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The coded values of proposals and of hours.
fn every_code_of_the_pathway_has_its_words(check: &mut impl FnMut(&str, Option<&str>, bool)) {
    use sentier_proto::referrals::v1::*;
    for code in 0..20 {
        let reason = proposed_structure::Reason::try_from(code).ok();
        check("reason", reason.map(|one| one.as_str_name()), true);
        let obstacle = structure_set_aside::Obstacle::try_from(code).ok();
        check("obstacle", obstacle.map(|one| one.as_str_name()), true);
        let limit = clinical_time::Limit::try_from(code).ok();
        check("clock", limit.map(|one| one.as_str_name()), false);
        let weekday = opening::Weekday::try_from(code).ok();
        check("weekday", weekday.map(|one| one.as_str_name()), false);
    }
}

/// The coded values of outreach.
fn every_code_of_outreach_has_its_words(check: &mut impl FnMut(&str, Option<&str>, bool)) {
    use sentier_proto::common::v1::{AgeBand, Sex};
    use sentier_proto::statistics::v1::*;
    for code in 0..20 {
        let kind = ActivityKind::try_from(code).ok();
        check("activity-kind", kind.map(|one| one.as_str_name()), true);
        let theme = OutreachTheme::try_from(code).ok();
        check("outreach-theme", theme.map(|one| one.as_str_name()), true);
        let profession = Profession::try_from(code).ok();
        check("profession", profession.map(|one| one.as_str_name()), true);
        check("cost-line", CostLine::try_from(code).ok().map(|one| one.as_str_name()), true);
        let reason = CancelReason::try_from(code).ok();
        check("cancel-reason", reason.map(|one| one.as_str_name()), true);
        let state = activity::State::try_from(code).ok();
        check("activity", state.map(|one| one.as_str_name()), true);
        let change = activity_change::Kind::try_from(code).ok();
        check("activity-change", change.map(|one| one.as_str_name()), true);
        check("people", Sex::try_from(code).ok().map(|one| one.as_str_name()), true);
        check("age-band", AgeBand::try_from(code).ok().map(|one| one.as_str_name()), true);
    }
}

/// The coded values of releases.
fn every_code_of_releases_has_its_words(check: &mut impl FnMut(&str, Option<&str>, bool)) {
    use sentier_proto::statistics::v1::*;
    for code in 0..12 {
        let table = ReleaseTable::try_from(code).ok();
        check("release-table", table.map(|one| one.as_str_name()), true);
        let region = ReleaseRegion::try_from(code).ok();
        check("release-region", region.map(|one| one.as_str_name()), true);
        check("gap-level", GapLevel::try_from(code).ok().map(|one| one.as_str_name()), true);
        let median = response_times::Median::try_from(code).ok();
        check("median", median.map(|one| one.as_str_name()), false);
        check("release-age", ReleaseAge::try_from(code).ok().map(|one| one.as_str_name()), true);
        let who = ReleasePerpetrator::try_from(code).ok();
        check("release-perpetrator", who.map(|one| one.as_str_name()), true);
        let answer = ReleaseAnswer::try_from(code).ok();
        check("release-answer", answer.map(|one| one.as_str_name()), true);
        let delay = ReleaseDelay::try_from(code).ok();
        check("release-delay", delay.map(|one| one.as_str_name()), true);
        let state = record_batch::State::try_from(code).ok();
        check("batch", state.map(|one| one.as_str_name()), true);
        let state = subscription::State::try_from(code).ok();
        check("subscription", state.map(|one| one.as_str_name()), true);
    }
}

/// The coded values of care.
fn every_code_of_care_has_its_words(check: &mut impl FnMut(&str, Option<&str>, bool)) {
    use sentier_proto::cases::v1::*;
    for code in 0..20 {
        let area = AssessmentArea::try_from(code).ok();
        check("assessment-area", area.map(|one| one.as_str_name()), false);
        check("concern", Concern::try_from(code).ok().map(|one| one.as_str_name()), false);
        check("risk-level", RiskLevel::try_from(code).ok().map(|one| one.as_str_name()), false);
        let status = ActionStatus::try_from(code).ok();
        check("action-status", status.map(|one| one.as_str_name()), false);
        check("goal", Goal::try_from(code).ok().map(|one| one.as_str_name()), false);
        let progress = GoalProgress::try_from(code).ok();
        check("goal-progress", progress.map(|one| one.as_str_name()), false);
        let subject = ApprovalSubject::try_from(code).ok();
        check("approval-subject", subject.map(|one| one.as_str_name()), false);
        let state = ApprovalState::try_from(code).ok();
        check("approval-state", state.map(|one| one.as_str_name()), false);
        let party = ConferenceParty::try_from(code).ok();
        check("conference-party", party.map(|one| one.as_str_name()), false);
        let point = ClosureCheck::try_from(code).ok();
        check("closure-check", point.map(|one| one.as_str_name()), false);
        check("task-kind", TaskKind::try_from(code).ok().map(|one| one.as_str_name()), false);
        let urgency = TaskUrgency::try_from(code).ok();
        check("task-urgency", urgency.map(|one| one.as_str_name()), false);
        let question = FeedbackQuestion::try_from(code).ok();
        check("feedback-question", question.map(|one| one.as_str_name()), false);
    }
}

/// The kind of a code, and the name of each of its values.
type Coded = (&'static str, fn(i32) -> Option<&'static str>);

macro_rules! coded {
    ($($kind:literal $code:path),+ $(,)?) => {
        &[$(($kind, |number| <$code>::try_from(number).ok().map(|code| code.as_str_name()))),+]
    };
}

/// The codes of the minimum data set, of consents and of clocks.
const CODED: &[Coded] = {
    use sentier_proto::cases::v1::*;
    coded! {
        "yes-no" YesNo, "marital-status" MaritalStatus, "displacement-status" DisplacementStatus,
        "disability" Disability, "separation" Separation, "carer-relation" CarerRelation,
        "displacement-stage" DisplacementStage, "place-type" PlaceType,
        "harmful-practice" HarmfulPractice, "abduction" Abduction,
        "reported-elsewhere" ReportedElsewhere, "perpetrator-count" PerpetratorCount,
        "perpetrator-sex" PerpetratorSex, "perpetrator-age-group" PerpetratorAgeGroup,
        "relationship" Relationship, "referral-source" ReferralSource, "sector" Sector,
        "sector-status" SectorStatus, "legal-action" LegalAction,
        "incident-context" IncidentContext, "giving" consent_giving::How,
        "giving" consent_giving::By, "giving" consent_giving::Age,
        "giving" consent_giving::BestInterest, "override" consent_override::Ground,
        "override" consent_override::State, "clock" clock::Limit, "clock" clock::Certainty,
        "clock" clock::Standing, "contact-channel" ContactChannel,
        "contact-answerer" ContactAnswerer, "weekday" Weekday,
        "contact" contact_answer::Ground, "alarm" alarm::Kind,
    }
};

#[test]
fn every_value_of_the_minimum_data_set_has_its_words() {
    for (kind, spelled) in CODED {
        for name in (1..).map_while(spelled) {
            let key = code_key(kind, name);
            assert!(both(&key), "{key}");
        }
    }
}

#[test]
fn a_template_holds_no_sentence_of_its_own() {
    for (file, text) in sources("templates", "html") {
        let words = bare(&text);
        assert!(words.is_empty(), "{file} says {words}");
    }
}

/// The letters that stand neither in a tag nor in an expression.
fn bare(template: &str) -> String {
    let (mut braces, mut in_tag) = (0_i32, false);
    let mut letters = String::new();
    for letter in template.chars() {
        match letter {
            '{' => braces += 1,
            '}' => braces -= 1,
            '<' if braces == 0 => in_tag = true,
            '>' if braces == 0 => in_tag = false,
            _ if braces == 0 && !in_tag && letter.is_alphabetic() => letters.push(letter),
            _ => {}
        }
    }
    letters
}

#[test]
fn a_sentence_in_a_template_would_be_found() {
    assert_eq!(bare("<p class=\"{% if a > b %}x{% endif %}\">{{ page.say(\"x\") }}</p>"), "");
    assert_eq!(bare("<p>Oui</p>"), "Oui");
}

#[test]
fn a_title_says_nothing_of_what_the_pages_are_about() {
    for locale in [Locale::French, Locale::English] {
        for key in
            keys(FRENCH).into_iter().filter(|key| key.starts_with("title-") || *key == "brand")
        {
            let title = Words(locale).say(key).to_lowercase();
            for told in
                ["viol", "rape", "gbv", "vbg", "survi", "victim", "sentier", "incident", "genre"]
            {
                assert!(!title.contains(told), "{title}");
            }
        }
    }
}

#[test]
fn times_are_told_in_words() {
    let at = Timestamp { seconds: 1_795_478_700, nanos: 0 };
    assert_eq!(Words(Locale::French).moment(Some(&at)), "24 novembre 2026 à 0 h 05");
    assert_eq!(Words(Locale::English).day(Some(&at)), "24 November 2026");
    assert_eq!(Words(Locale::French).moment(None), "");
}
