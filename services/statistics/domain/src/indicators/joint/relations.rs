//! What every reader knows of how the figures hang together.
//!
//! Within one indicator: parts come to their total (where an incident may stand in several, each is at most
//! the total), and a share is at most what it is a share of. Between them, line by line (`=` always;
//! `<` a part of people who are told of: what is left of them is withheld where it is small; `(<)` at most):
//!
//! | | |
//! |---|---|
//! | incidents, in every table of theirs | = `gbv_incidents` |
//! | cases: assessments, plans, closures | = `number_of_cases` |
//! | referrals by the time to each answer, loops | = total of `time_to_acknowledge` |
//! | `gbv_age`, `gbv_elapsed_time` | = sums of finer bands of `number_of_incidents`, `reporting_delay` |
//! | `gbv_sexual_violence` | = rape + sexual assault |
//! | `gbv_first_contact` | = `gbv_referred_from`, by herself |
//! | totals of `gbv_elapsed_time_rape`, `rape_at_health` | = rape |
//! | `rape_at_health_72_hours`, `…_120_hours` | = the first part of `rape_at_health`, the first two |
//! | totals of `sdg_5_2_1_form` and `…_age`; of `sdg_5_2_2_age` and `…_place` | = each other |
//! | rapes by delay, of them with a health service | < incidents by delay, rapes by delay |
//! | 12 to 17 years | < adolescents |
//! | adolescents | < 0 to 24 years |
//! | intimate partner as the only relationship | < partner violence (equal where nobody has several) |
//! | partner violence | (<) intimate partner + several relationships |
//! | child sexual abuse | < sexual violence, < under 18; = sexual violence and under 18 |
//! | early marriage | < forced marriage, < under 18; = forced marriage and under 18 |
//! | child sexual abuse + early marriage | (<) under 18 |
//! | possible exploitation, possible slavery | < sexual violence |
//! | children without their parents | (<) under 18; where the profile is of the time of the incident |
//! | SDG 5.2.1 | < partner violence; with 5.2.2 (<) women and girls |
//! | SDG 5.2.2 | (<) incidents without partner violence |
//! | physical, psychological form of 5.2.1 | < physical assault, psychological abuse |
//! | sexual form of 5.2.1 | < sexual violence; with 5.2.2 (<) sexual violence |
//! | 5.2.1 and 5.2.2 of 15 to 19 years | (<) adolescents |
//! | of 15 to 24, of 20 to 24, and of each age above | (<) incidents of those ages |
//! | adolescents + those of 20 to 24 | (<) 0 to 24 years |
//! | 5.2.2 of 20 years and over + child sexual abuse | (<) sexual violence |
//! | 5.2.2 by place | < incidents by place |
//! | one perpetrator + several answers about them | (<) incidents, but where more are described than counted |
//! | a sector: given here + referred + not available | (<) incidents |
//! | rape + health given here + referred to health | (<) incidents + rapes with a health service |
//! | rapes at health, whenever | (<) rapes with a health service, where the form names it |
//! | approved plans | (<) plans |
//! | accepted, served within a time | (<) acknowledged, accepted within it, where no answer skips a step |

use crate::indicators::{Indicator, gbv};

/// A number of an indicator: one of its parts by its code, [`WHOLE`] or [`OF`].
pub(super) type Cell = (Indicator, &'static str);

/// The numerator, or the count.
pub(super) const WHOLE: &str = "";
/// The denominator.
pub(super) const OF: &str = "/";

/// How the left of a relation stands to its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The left is one number, and comes to the same: it is told where all of the right is.
    Follows,
    /// It comes to the same.
    Equal,
    /// It is at most as much, and what is left of the right is people too.
    Part,
    /// It is at most as much.
    AtMost,
}

/// What is known of some numbers: the sum of the left, as compared with the sum of the right.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) kind: Kind,
    pub(super) left: Vec<Cell>,
    pub(super) right: Vec<Cell>,
}

/// The relations between indicators.
pub(super) fn relations() -> Vec<Relation> {
    let mut all = Vec::new();
    follows(&mut all);
    of_children(&mut all);
    of_violence(&mut all);
    of_rape(&mut all);
    of_sdg(&mut all);
    of_perpetrators(&mut all);
    of_services(&mut all);
    of_work(&mut all);
    all
}

fn relate(all: &mut Vec<Relation>, kind: Kind, left: &[Cell], right: &[Cell]) {
    all.push(Relation { kind, left: left.to_vec(), right: right.to_vec() });
}

const INCIDENTS: Cell = (Indicator::GbvIncidents, WHOLE);
const RAPE: Cell = (Indicator::GbvType, "rape");
const SEXUAL: [Cell; 2] = [RAPE, (Indicator::GbvType, "sexual_assault")];
const UNDER_12: Cell = (Indicator::NumberOfIncidents, "0_to_11");
const TEENS: Cell = (Indicator::NumberOfIncidents, "12_to_17");
const CHILDREN: [Cell; 2] = [UNDER_12, TEENS];
const FROM_18_TO_24: Cell = (Indicator::NumberOfIncidents, "18_to_24");
const ADOLESCENTS: Cell = (Indicator::GbvAdolescents, WHOLE);
const CHILD_ABUSE: Cell = (Indicator::GbvContext, "child_sexual_abuse");
const BY_PARTNER: Cell = (Indicator::GbvContext, "intimate_partner_violence");
const SDG_PARTNER: Cell = (Indicator::SdgPartnerForm, WHOLE);
const SDG_OTHER: Cell = (Indicator::SdgOtherAge, WHOLE);

fn follows(all: &mut Vec<Relation>) {
    use Indicator as I;
    let mut sum = |whole: Cell, of: I, parts: &[&'static str]| {
        let parts: Vec<Cell> = parts.iter().map(|part| (of, *part)).collect();
        relate(all, Kind::Follows, &[whole], &parts);
    };
    for band in ["unknown", "0_to_11", "12_to_17", "50_and_over"] {
        sum((I::GbvAge, band), I::NumberOfIncidents, &[band]);
    }
    let adults = ["18_to_24", "25_to_34", "35_to_49"];
    sum((I::GbvAge, "18_to_49"), I::NumberOfIncidents, &adults);
    for span in ["to_3_days", "to_5_days", "to_14_days", "to_30_days", "unknown"] {
        sum((I::GbvDelay, span), I::ReportingDelay, &[span]);
    }
    sum((I::GbvDelay, "over_30_days"), I::ReportingDelay, &["to_3_months", "longer"]);
    sum((I::GbvSexualViolence, WHOLE), I::GbvType, &["rape", "sexual_assault"]);
    sum((I::GbvFirstContact, WHOLE), I::GbvReferredFrom, &["self_referred"]);
    let within = ["within_72_hours", "within_120_hours"];
    sum((I::RapeWithin72Hours, WHOLE), I::RapeAtHealth, &["within_72_hours"]);
    sum((I::RapeWithin120Hours, WHOLE), I::RapeAtHealth, &within);
}

fn of_children(all: &mut Vec<Relation>) {
    use Indicator as I;
    let to_24 = [UNDER_12, TEENS, FROM_18_TO_24];
    relate(all, Kind::Part, &[TEENS], &[ADOLESCENTS]);
    relate(all, Kind::Part, &[ADOLESCENTS], &to_24);
    let forced = (I::GbvType, "forced_marriage");
    let early = (I::GbvContext, "early_marriage");
    relate(all, Kind::Part, &[CHILD_ABUSE], &SEXUAL);
    relate(all, Kind::Part, &[CHILD_ABUSE], &CHILDREN);
    let [rape, assault] = SEXUAL;
    let both = [rape, assault, UNDER_12, TEENS];
    relate(all, Kind::AtMost, &both, &[INCIDENTS, CHILD_ABUSE]);
    relate(all, Kind::Part, &[early], &[forced]);
    relate(all, Kind::Part, &[early], &CHILDREN);
    relate(all, Kind::AtMost, &[forced, UNDER_12, TEENS], &[INCIDENTS, early]);
    relate(all, Kind::AtMost, &[CHILD_ABUSE, early], &CHILDREN);
    let alone = ["unaccompanied_minor", "separated_child", "other_vulnerable_child"];
    let alone = alone.map(|part| (I::GbvVulnerable, part));
    relate(all, Kind::AtMost, &alone, &CHILDREN);
}

fn of_violence(all: &mut Vec<Relation>) {
    use Indicator as I;
    for context in ["possible_sexual_exploitation", "possible_sexual_slavery"] {
        relate(all, Kind::Part, &[(I::GbvContext, context)], &SEXUAL);
    }
    let only = (I::GbvRelationship, "intimate_partner");
    relate(all, Kind::Part, &[only], &[BY_PARTNER]);
    let several = (I::GbvRelationship, gbv::parts::SEVERAL);
    relate(all, Kind::AtMost, &[BY_PARTNER], &[only, several]);
}

fn of_rape(all: &mut Vec<Relation>) {
    use Indicator as I;
    for delay in gbv::parts::counted(I::GbvDelayRape) {
        let (rapes, with_health) = ((I::GbvDelayRape, delay), (I::GbvDelayRapeHealth, delay));
        relate(all, Kind::Part, &[rapes], &[(I::GbvDelay, delay)]);
        relate(all, Kind::Part, &[with_health], &[rapes]);
    }
    let with_health = (I::GbvDelayRapeHealth, WHOLE);
    let health = [(I::GbvServices, "health"), (I::GbvReferrals, "health")];
    let [given, referred] = health;
    relate(all, Kind::AtMost, &[RAPE, given, referred], &[INCIDENTS, with_health]);
    let whenever = ["within_72_hours", "within_120_hours", "later"];
    let whenever = whenever.map(|part| (I::RapeAtHealth, part));
    relate(all, Kind::AtMost, &whenever, &[with_health]);
}

fn of_sdg(all: &mut Vec<Relation>) {
    use Indicator as I;
    let [rape, assault] = SEXUAL;
    relate(all, Kind::Part, &[SDG_PARTNER], &[BY_PARTNER]);
    relate(all, Kind::AtMost, &[SDG_PARTNER, SDG_OTHER], &[(I::GbvSex, "female")]);
    relate(all, Kind::AtMost, &[SDG_OTHER, BY_PARTNER], &[INCIDENTS]);
    let forms = [("physical", "physical_assault"), ("psychological", "psychological_abuse")];
    for (form, of) in forms {
        relate(all, Kind::Part, &[(I::SdgPartnerForm, form)], &[(I::GbvType, of)]);
    }
    let sexual = (I::SdgPartnerForm, "sexual");
    relate(all, Kind::Part, &[sexual], &[rape, assault]);
    relate(all, Kind::AtMost, &[sexual, SDG_OTHER], &[rape, assault]);

    let aged = |age| [(I::SdgPartnerAge, age), (I::SdgOtherAge, age)];
    let ([teens, others], [young, young_others]) = (aged("15_to_19"), aged("20_to_24"));
    relate(all, Kind::AtMost, &[teens, others], &[ADOLESCENTS]);
    let to_24 = [teens, others, young, young_others];
    relate(all, Kind::AtMost, &to_24, &[TEENS, FROM_18_TO_24]);
    relate(all, Kind::AtMost, &[young, young_others], &[FROM_18_TO_24]);
    let ages = [UNDER_12, TEENS, FROM_18_TO_24];
    relate(all, Kind::AtMost, &[ADOLESCENTS, young, young_others], &ages);
    for age in ["25_to_34", "35_to_49", "50_and_over"] {
        relate(all, Kind::AtMost, &aged(age), &[(I::NumberOfIncidents, age)]);
    }
    let adults = ["20_to_24", "25_to_34", "35_to_49", "50_and_over"];
    let mut adults: Vec<Cell> = adults.iter().map(|age| (I::SdgOtherAge, *age)).collect();
    adults.push(CHILD_ABUSE);
    relate(all, Kind::AtMost, &adults, &[rape, assault]);
    for place in gbv::parts::counted(I::GbvPlace) {
        relate(all, Kind::Part, &[(I::SdgOtherPlace, place)], &[(I::GbvPlace, place)]);
    }
}

fn of_perpetrators(all: &mut Vec<Relation>) {
    use Indicator as I;
    let one = (I::GbvPerpetratorNumber, "one");
    for of in [I::GbvRelationship, I::GbvPerpetratorAge, I::GbvPerpetratorOccupation] {
        relate(all, Kind::AtMost, &[one, (of, gbv::parts::SEVERAL)], &[INCIDENTS]);
    }
}

fn of_services(all: &mut Vec<Relation>) {
    use Indicator as I;
    for sector in gbv::parts::counted(I::GbvServices) {
        let became = [I::GbvServices, I::GbvReferrals, I::ServiceGaps].map(|of| (of, sector));
        relate(all, Kind::AtMost, &became, &[INCIDENTS]);
    }
}

/// Of cases and referrals.
fn of_work(all: &mut Vec<Relation>) {
    use Indicator as I;
    let approved = (I::ApprovedActionPlans, WHOLE);
    relate(all, Kind::AtMost, &[approved], &[(I::CompletedActionPlans, WHOLE)]);
    let times = ["within_24_hours", "within_72_hours", "within_7_days", "later"];
    for (accepted, seen) in
        [(I::TimeToAccept, I::TimeToAcknowledge), (I::TimeToServe, I::TimeToAccept)]
    {
        for until in 1..=times.len() {
            let within = |of: I| times.iter().take(until).map(|time| (of, *time)).collect();
            let (left, right): (Vec<Cell>, Vec<Cell>) = (within(accepted), within(seen));
            relate(all, Kind::AtMost, &left, &right);
        }
    }
}
