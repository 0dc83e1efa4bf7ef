//! What intake asks about an incident beside its type and its account.

use sentier_proto::cases::v1::{
    Abduction, Circumstances, DisplacementStage, HarmfulPractice, LegalAction, Perpetrator,
    PerpetratorAgeGroup, PerpetratorCount, PerpetratorSex, PlaceType, ReferralSource, Relationship,
    ReportedElsewhere, TimeOfDay, YesNo,
};

use super::{chosen, pathway, select};
use crate::form::{Choice, Fields, Form, date, shown};
use crate::page::Here;

/// The names of the questions about one perpetrator.
pub(crate) struct Names {
    pub(crate) sex: &'static str,
    pub(crate) age_group: &'static str,
    pub(crate) relationship: &'static str,
    pub(crate) former: &'static str,
    pub(crate) occupation: &'static str,
    pub(crate) nationality: &'static str,
    pub(crate) ethnicity: &'static str,
    pub(crate) secondary: &'static str,
}

impl Names {
    const fn all(&self) -> [&'static str; 8] {
        [
            self.sex,
            self.age_group,
            self.relationship,
            self.former,
            self.occupation,
            self.nationality,
            self.ethnicity,
            self.secondary,
        ]
    }
}

macro_rules! names {
    ($($at:literal)+) => {[$(Names {
        sex: concat!("circumstances.perpetrators[", $at, "].sex"),
        age_group: concat!("circumstances.perpetrators[", $at, "].age_group"),
        relationship: concat!("circumstances.perpetrators[", $at, "].relationship"),
        former: concat!("circumstances.perpetrators[", $at, "].former"),
        occupation: concat!("circumstances.perpetrators[", $at, "].occupation"),
        nationality: concat!("circumstances.perpetrators[", $at, "].nationality"),
        ethnicity: concat!("circumstances.perpetrators[", $at, "].ethnicity"),
        secondary: concat!("circumstances.perpetrators[", $at, "].secondary"),
    }),+]};
}

/// As many as the contract holds.
pub(crate) const PERPETRATORS: [Names; 10] = names!(0 1 2 3 4 5 6 7 8 9);
/// How many of everything that repeats a form asks for at first, and more at every wish.
const FIRST: usize = 3;

/// How many rows of what repeats are asked for: as she wishes, and never fewer than are filled in.
fn rows(fields: &Fields) -> usize {
    let said = |name: &str| !fields.get(name).is_empty();
    let perpetrators = PERPETRATORS.iter().rposition(|names| names.all().into_iter().any(said));
    let filled = perpetrators.map_or(0, |last| last + 1).max(pathway::filled(fields));
    shown(fields, FIRST, PERPETRATORS.len()).max(filled)
}

/// Asks for it.
pub(crate) fn ask_circumstances(here: &Here, form: Form) -> Form {
    let fields = &here.fields;
    let form =
        form.line("circumstances.time", "text", fields).part(here.words.say("part-circumstances"));
    let form = select!(form, here, "circumstances.place_type", "place-type", PlaceType);
    let form = form
        .line("circumstances.town", "text", fields)
        .line("circumstances.district", "text", fields)
        .line("circumstances.region", "text", fields);
    let form = select!(
        form,
        here,
        "circumstances.displacement_stage",
        "displacement-stage",
        DisplacementStage
    );
    let form =
        select!(form, here, "circumstances.harmful_practice", "harmful-practice", HarmfulPractice);
    let form = form.line("circumstances.harmful_practice_detail", "text", fields);
    let form = select!(form, here, "circumstances.goods_exchanged", "yes-no", YesNo);
    let form = select!(form, here, "circumstances.abduction", "abduction", Abduction);
    let form = select!(form, here, "circumstances.previous_incidents", "yes-no", YesNo);
    let form = select!(
        form,
        here,
        "circumstances.perpetrator_count",
        "perpetrator-count",
        PerpetratorCount
    );
    let count = rows(&here.fields);
    let form = (1..)
        .zip(&PERPETRATORS)
        .take(count)
        .fold(form, |form, (number, names)| ask_perpetrator(here, form, number, names));
    ask_pathway(here, form, count).growing(count, PERPETRATORS.len())
}

fn ask_perpetrator(here: &Here, form: Form, number: u8, names: &Names) -> Form {
    let fields = &here.fields;
    let heading = here.words.fill("part-perpetrator", &[("number", &number.to_string())]);
    let form = form.part(heading);
    let form = select!(form, here, names.relationship, "relationship", Relationship)
        .worded("label-perpetrator-relationship");
    let form = select!(form, here, names.sex, "perpetrator-sex", PerpetratorSex)
        .worded("label-perpetrator-sex");
    let form = select!(form, here, names.age_group, "perpetrator-age-group", PerpetratorAgeGroup)
        .worded("label-perpetrator-age-group");
    let form =
        select!(form, here, names.former, "yes-no", YesNo).worded("label-perpetrator-former");
    let secondary = here.words.say("choice-perpetrator-secondary");
    let secondary = vec![Choice::new(names.secondary, "yes", secondary, fields)];
    form.line(names.occupation, "text", fields)
        .worded("label-perpetrator-occupation")
        .line(names.nationality, "text", fields)
        .worded("label-perpetrator-nationality")
        .line(names.ethnicity, "text", fields)
        .worded("label-perpetrator-ethnicity")
        .any_of(names.secondary, secondary)
        .worded("label-perpetrator-secondary")
}

fn ask_pathway(here: &Here, form: Form, count: usize) -> Form {
    let form = form.part(here.words.say("part-pathway"));
    let form = select!(
        form,
        here,
        "circumstances.reported_elsewhere",
        "reported-elsewhere",
        ReportedElsewhere
    );
    let form =
        select!(form, here, "circumstances.referred_from", "referral-source", ReferralSource);
    let form = form.line("circumstances.interview_date", "date", &here.fields);
    let form = select!(form, here, "circumstances.legal_action", "legal-action", LegalAction);
    let form = pathway::ask_sectors(here, form, count);
    pathway::ask_reports(here, form, count)
}

/// What was answered; absent when nothing was.
pub(crate) fn circumstances(
    here: &Here,
    wrong: &mut Vec<(&'static str, &'static str)>,
) -> Option<Circumstances> {
    let text = |field: &str| here.fields.get(&format!("circumstances.{field}")).to_owned();
    let time = match here.fields.get("circumstances.time") {
        "" => None,
        given => {
            let time = time_of_day(given);
            if time.is_none() {
                wrong.push(("circumstances.time", "wrong-time"));
            }
            time
        }
    };
    let interview_date = match here.fields.get("circumstances.interview_date") {
        "" => None,
        given => {
            let day = date(given);
            if day.is_none() {
                wrong.push(("circumstances.interview_date", "wrong-date"));
            }
            day
        }
    };
    let told = Circumstances {
        time,
        displacement_stage: chosen!(here, "circumstances.displacement_stage", DisplacementStage),
        place_type: chosen!(here, "circumstances.place_type", PlaceType),
        region: text("region"),
        district: text("district"),
        town: text("town"),
        harmful_practice: chosen!(here, "circumstances.harmful_practice", HarmfulPractice),
        goods_exchanged: chosen!(here, "circumstances.goods_exchanged", YesNo),
        abduction: chosen!(here, "circumstances.abduction", Abduction),
        previous_incidents: chosen!(here, "circumstances.previous_incidents", YesNo),
        reported_elsewhere: chosen!(here, "circumstances.reported_elsewhere", ReportedElsewhere),
        interview_date,
        perpetrator_count: chosen!(here, "circumstances.perpetrator_count", PerpetratorCount),
        perpetrators: perpetrators(here),
        referred_from: chosen!(here, "circumstances.referred_from", ReferralSource),
        sectors: pathway::sectors(here),
        legal_action: chosen!(here, "circumstances.legal_action", LegalAction),
        harmful_practice_detail: text("harmful_practice_detail"),
        // A register's references come with its import.
        recorder: None,
        earlier_reports: pathway::reports(here),
        sector_details: pathway::details(here, wrong),
    };
    Some(told).filter(|told| *told != Circumstances::default())
}

/// Those of whom anything was told, up to the last of them: a gap stays, so that what is wrong is named
/// where it was asked.
fn perpetrators(here: &Here) -> Vec<Perpetrator> {
    let text = |name: &str| here.fields.get(name).to_owned();
    let mut told: Vec<Perpetrator> = PERPETRATORS
        .iter()
        .map(|names| Perpetrator {
            sex: chosen!(here, names.sex, PerpetratorSex),
            age_group: chosen!(here, names.age_group, PerpetratorAgeGroup),
            relationship: chosen!(here, names.relationship, Relationship),
            occupation: text(names.occupation),
            former: chosen!(here, names.former, YesNo),
            nationality: text(names.nationality),
            ethnicity: text(names.ethnicity),
            secondary: here.fields.get(names.secondary) == "yes",
        })
        .collect();
    while told.last().is_some_and(|last| *last == Perpetrator::default()) {
        told.pop();
    }
    told
}

/// `22:30`, `22h30` or `22 h 30`.
pub(super) fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let (hours, minutes) = text.split_once([':', 'h', 'H'])?;
    let part = |text: &str, end: i32| {
        let number = text.trim().parse().ok();
        number.filter(|number| (0..end).contains(number))
    };
    let minutes = if minutes.trim().is_empty() { "0" } else { minutes };
    Some(TimeOfDay { hours: part(hours, 24)?, minutes: part(minutes, 60)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let at = |hours, minutes| Some(TimeOfDay { hours, minutes });
        assert_eq!(time_of_day("22:30"), at(22, 30));
        assert_eq!(time_of_day("7 h 05"), at(7, 5));
        assert_eq!(time_of_day("7h"), at(7, 0));
        assert_eq!(time_of_day("24:00"), None);
        assert_eq!(time_of_day("soir"), None);
    }
}
