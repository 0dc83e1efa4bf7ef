//! One case as it will be played: what is known, and in which visits it comes to the centre.

use rand::RngExt as _;
use sentier_proto::cases::v1::close_case_request::Reason;
use sentier_proto::common::v1::{ConsentPurpose, FieldGroup, IncidentType, Need, Urgency};
use time::Date;

use super::draw::{Mix, Source, between, chance};
use super::{AgencyKind, Incident, Person, incident, needs, words};

/// Minutes of the month that is played.
pub const MONTH: u32 = 30 * 24 * 60;

/// Who opens the case and, but for intake, works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The intake desk opens it and a supervisor takes it on.
    Intake,
    /// One of the caseworkers, by her number.
    Caseworker(usize),
}

/// A permission that she gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// What it is for.
    pub purpose: ConsentPurpose,
    /// To whom; for services only.
    pub agency: Option<AgencyKind>,
    /// Which field groups; for services only.
    pub field_groups: Vec<FieldGroup>,
    /// For how many days; absent means until withdrawn.
    pub days: Option<u32>,
}

/// A referral that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// The need.
    pub need: Need,
    /// To whom.
    pub agency: AgencyKind,
    /// How fast.
    pub urgency: Urgency,
    /// Place of its consent in the script.
    pub consent: usize,
    /// What is disclosed of what was consented.
    pub field_groups: Vec<FieldGroup>,
}

/// One thing that is done in a visit; numbers are places in the script's lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The case is opened.
    Open,
    /// An incident is recorded.
    Record(usize),
    /// A consent is given.
    Grant(usize),
    /// Her situation is assessed.
    Assess,
    /// An action plan is agreed on, with an action for every need.
    Plan,
    /// A referral is requested.
    Refer(usize),
    /// A follow-up is recorded, with this note.
    FollowUp(String),
    /// A consent is withdrawn.
    Withdraw(usize),
    /// The case is closed.
    Close(Reason),
    /// The survivor asks to be erased.
    Erase,
}

/// What is done at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Minutes after the month began.
    pub at: u32,
    /// What is done, in order.
    pub acts: Vec<Act>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The survivor.
    pub survivor: Person,
    /// Who opens it.
    pub hand: Hand,
    /// Her incidents.
    pub incidents: Vec<Incident>,
    /// Every need, those that the centre serves itself included.
    pub needs: Vec<Need>,
    /// Her consents.
    pub consents: Vec<Consent>,
    /// Her referrals.
    pub referrals: Vec<Referral>,
    /// Her visits, earliest first.
    pub visits: Vec<Visit>,
}

/// Caseworkers of the centre.
pub const CASEWORKERS: usize = 3;

/// What is special about a case; a whole month has its share of each (PRIVACY 4).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turn {
    pub(super) withdraws: bool,
    pub(super) erased: bool,
}

const REASONS: Mix<Reason> = Mix::new(
    (Reason::NeedsMet, 60),
    &[(Reason::SurvivorRequest, 15), (Reason::Relocated, 10), (Reason::LostContact, 15)],
);

/// The script of a case of this survivor.
pub(super) fn draw(
    source: &mut Source,
    survivor: Person,
    kind: IncidentType,
    today: Date,
    turn: Turn,
) -> Script {
    let code = survivor.code_word.clone();
    let mut incidents = vec![incident::draw(source, kind, today, &code)];
    // Earlier incidents are common where the author is a partner (DOMAIN 5.2); the share is assumed.
    if chance(source, 12) {
        incidents.push(incident::draw(source, IncidentType::PhysicalAssault, today, &code));
    }
    let minor = survivor.birth_date.is_some_and(|birth| today.year() - birth.year() < 18);
    let needs = needs::draw(source, kind, minor);
    let days_since = incidents.first().map_or(0, |first| (today - first.date).whole_days());
    let hand = if chance(source, 25) {
        Hand::Intake
    } else {
        Hand::Caseworker(source.random_range(0..CASEWORKERS))
    };
    let mut script = Script {
        survivor,
        hand,
        incidents,
        needs: needs.clone(),
        consents: Vec::new(),
        referrals: Vec::new(),
        visits: Vec::new(),
    };
    consents(source, &mut script, turn);
    for need in needs {
        refer(source, &mut script, need, days_since);
    }
    if turn.withdraws && script.referrals.is_empty() {
        refer_anyway(source, &mut script);
    }
    visits(source, &mut script, turn, &code);
    script
}

/// Consents to statistics (85 %) and research (25 %); the shares are assumed.
fn consents(source: &mut Source, script: &mut Script, turn: Turn) {
    for (purpose, percent) in [(ConsentPurpose::Statistics, 85), (ConsentPurpose::Research, 25)] {
        if chance(source, percent) || (turn.erased && purpose == ConsentPurpose::Statistics) {
            script.consents.push(Consent {
                purpose,
                agency: None,
                field_groups: Vec::new(),
                days: None,
            });
        }
    }
}

/// The centre gives psychosocial support itself in six cases of ten, and one survivor of ten wants an
/// agency to know nothing of her (both assumed).
fn refer(source: &mut Source, script: &mut Script, need: Need, days_since: i64) {
    let Some(agency) = AgencyKind::of(need) else { return };
    let own = need == Need::PsychosocialSupport && chance(source, 60);
    if own || chance(source, 10) {
        return;
    }
    add_referral(source, script, need, agency, days_since);
}

/// A case in which consent is withdrawn has something to withdraw.
fn refer_anyway(source: &mut Source, script: &mut Script) {
    add_referral(source, script, Need::LegalAid, AgencyKind::LegalClinic, 30);
}

fn add_referral(
    source: &mut Source,
    script: &mut Script,
    need: Need,
    agency: AgencyKind,
    days_since: i64,
) {
    let (needed, besides) = agency.field_groups();
    let known = script.consents.iter().position(|consent| consent.agency == Some(agency));
    let consent = known.unwrap_or_else(|| {
        let mut field_groups = needed.to_vec();
        if chance(source, 40) {
            field_groups.push(besides);
        }
        let days = chance(source, 40).then_some(90);
        let purpose = ConsentPurpose::Services;
        script.consents.push(Consent { purpose, agency: Some(agency), field_groups, days });
        script.consents.len() - 1
    });
    let urgency = needs::urgency(source, need, days_since);
    let field_groups = needed.to_vec();
    script.referrals.push(Referral { need, agency, urgency, consent, field_groups });
}

/// Intake; a first follow-up within ten days; a second one, and for every third case its closure.
fn visits(source: &mut Source, script: &mut Script, turn: Turn, code: &str) {
    let day = between(source, 0, 29);
    let intake = day * 1_440 + between(source, 450, 1_050);
    let (now, later): (Vec<usize>, Vec<usize>) = (0..script.referrals.len()).partition(|place| {
        let urgent = script.referrals.get(*place).is_some_and(|one| one.urgency == Urgency::Urgent);
        urgent || chance(source, 75)
    });
    let mut granted = vec![false; script.consents.len()];
    let mut first = vec![Act::Open];
    let consents_first = chance(source, 50);
    let mut given = Vec::new();
    for (place, consent) in script.consents.iter().enumerate() {
        if consent.agency.is_none() {
            given.push(Act::Grant(place));
            mark(&mut granted, place);
        }
    }
    let recorded = (0..script.incidents.len()).map(Act::Record);
    if consents_first {
        first.extend(given);
        first.extend(recorded);
    } else {
        first.extend(recorded);
        first.extend(given);
    }
    first.extend([Act::Assess, Act::Plan]);
    first.extend(referring(script, &now, &mut granted));
    let mut second: Vec<Act> = vec![Act::FollowUp(words::follow_up(source, code))];
    second.extend(referring(script, &later, &mut granted));
    let mut third = vec![Act::FollowUp(words::follow_up(source, code))];
    if turn.withdraws {
        let last = script.consents.iter().rposition(|consent| consent.agency.is_some());
        third.extend(last.map(Act::Withdraw));
    }
    if turn.erased {
        third.push(Act::Erase);
    } else if chance(source, 33) {
        third.push(Act::Close(REASONS.draw(source)));
    }
    let special = turn.withdraws || turn.erased;
    let second_at = intake + between(source, 2, 10) * 1_440;
    let third_at = second_at + between(source, 4, 12) * 1_440;
    for (at, acts) in [(intake, first), (second_at, second), (third_at, third)] {
        // What would be after the month is not played; what must happen happens on its last day.
        if at < MONTH || special {
            script.visits.push(Visit { at: at.min(MONTH), acts });
        }
    }
}

/// The referrals at these places, each after the consent it relies on.
fn referring(script: &Script, places: &[usize], granted: &mut [bool]) -> Vec<Act> {
    let mut acts = Vec::new();
    for place in places {
        let Some(referral) = script.referrals.get(*place) else { continue };
        if mark(granted, referral.consent) {
            acts.push(Act::Grant(referral.consent));
        }
        acts.push(Act::Refer(*place));
    }
    acts
}

/// Marks a place; whether it was not marked before.
fn mark(marks: &mut [bool], place: usize) -> bool {
    marks.get_mut(place).is_some_and(|mark| !std::mem::replace(mark, true))
}
