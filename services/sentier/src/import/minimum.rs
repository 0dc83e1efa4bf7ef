//! The minimum data set of a row, on the wire. What the row does not say stays open.

use std::collections::HashMap;

use sentier_proto::cases::v1::consent_giving::{Age, By, How};
use sentier_proto::cases::v1::{
    Abduction, ChildSurvivor, Circumstances, ConsentGiving, Disability, DisplacementStage,
    DisplacementStatus, LegalAction, MaritalStatus, Perpetrator, PerpetratorAgeGroup,
    PerpetratorCount, PerpetratorSex, PlaceType, ReferralSource, Relationship, ReportedElsewhere,
    Sector, SectorOutcome, SectorStatus, Separation, SurvivorProfile, YesNo,
};
use time::Date;

use super::day::{Day, on_wire};
use super::dictionary::Dictionary;
use super::practice::practice;
use sentier_cases::recorder::Column;

/// The cells of one row that say something of the minimum data set.
pub(super) struct Answers<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) given: &'a HashMap<Column, &'a str>,
}

impl Answers<'_> {
    fn text(&self, column: Column) -> String {
        self.given.get(&column).copied().unwrap_or_default().to_owned()
    }

    /// The number of a coded cell: its code, in capitals behind a prefix, is the value's name in the
    /// contract, but for those that `named` renames.
    fn code<C: Into<i32>>(
        &self,
        column: Column,
        prefix: &str,
        read: impl Fn(&str) -> Option<C>,
    ) -> i32 {
        let code = self.given.get(&column).and_then(|text| self.dictionary.code(column, text));
        let name = code.map(|code| format!("{prefix}_{}", named(column, code)));
        name.and_then(|name| read(&name)).map_or(0, Into::into)
    }

    fn yes_no(&self, column: Column) -> i32 {
        self.code(column, "YES_NO", YesNo::from_str_name)
    }

    /// What the row says of her; a child's home is not among the columns, so it is not known.
    pub(super) fn profile(&self, born: Option<Day>, today: Date) -> SurvivorProfile {
        let child = born.is_some_and(|born| years(born.date, today) < 18);
        let separation = self.code(Column::Separated, "SEPARATION", Separation::from_str_name);
        let profile = SurvivorProfile {
            ethnicity: self.text(Column::Ethnicity),
            country_of_origin: self.text(Column::Country),
            marital_status: self.code(
                Column::Marital,
                "MARITAL_STATUS",
                MaritalStatus::from_str_name,
            ),
            displacement_status: self.code(
                Column::Displacement,
                "DISPLACEMENT_STATUS",
                DisplacementStatus::from_str_name,
            ),
            disability: self.code(Column::Disability, "DISABILITY", Disability::from_str_name),
            separation,
            ..SurvivorProfile::default()
        };
        if !child {
            return profile;
        }
        let unknown = ChildSurvivor { lives_alone: YesNo::Unknown.into(), ..<_>::default() };
        // Of whom the form says nothing else, it says not that she is with her parents.
        if profile == SurvivorProfile::default() {
            return SurvivorProfile { child: Some(unknown), ..profile };
        }
        let separation = if separation == 0 { Separation::No.into() } else { separation };
        SurvivorProfile { separation, child: Some(unknown), ..profile }
    }

    /// What the row says of the incident.
    pub(super) fn circumstances(&self, happened: Day, interviewed: Option<Date>) -> Circumstances {
        let interviewed = interviewed.filter(|day| *day >= happened.date);
        let practice = practice(self.given.get(&Column::Practice).copied().unwrap_or_default());
        Circumstances {
            displacement_stage: self.code(
                Column::Stage,
                "DISPLACEMENT_STAGE",
                DisplacementStage::from_str_name,
            ),
            place_type: self.code(Column::Place, "PLACE_TYPE", PlaceType::from_str_name),
            region: self.text(Column::County),
            district: self.text(Column::District),
            town: self.text(Column::Town),
            harmful_practice: practice.0.map_or(0, Into::into),
            // Each country has a list of its own.
            harmful_practice_detail: practice.1,
            goods_exchanged: self.yes_no(Column::Goods),
            abduction: self.code(Column::Abduction, "ABDUCTION", Abduction::from_str_name),
            previous_incidents: self.yes_no(Column::Previous),
            reported_elsewhere: self.code(
                Column::Reported,
                "REPORTED_ELSEWHERE",
                ReportedElsewhere::from_str_name,
            ),
            interview_date: interviewed.map(on_wire),
            perpetrator_count: self.code(
                Column::Perpetrators,
                "PERPETRATOR_COUNT",
                PerpetratorCount::from_str_name,
            ),
            perpetrators: self.perpetrators(),
            referred_from: self.code(
                Column::ReferredFrom,
                "REFERRAL_SOURCE",
                ReferralSource::from_str_name,
            ),
            sectors: self.sectors(),
            legal_action: self.code(
                Column::WantsLegalAction,
                "LEGAL_ACTION",
                LegalAction::from_str_name,
            ),
            ..Circumstances::default()
        }
    }

    /// The row describes one perpetrator, or says of several that both sexes were among them.
    fn perpetrators(&self) -> Vec<Perpetrator> {
        const COLUMNS: [Column; 5] = [
            Column::PerpetratorSex,
            Column::FormerPerpetrator,
            Column::PerpetratorAge,
            Column::Relationship,
            Column::PerpetratorOccupation,
        ];
        if !COLUMNS.iter().any(|column| self.given.contains_key(column)) {
            return Vec::new();
        }
        let known = |number: i32, unknown: i32| if number == 0 { unknown } else { number };
        let of = |sex: PerpetratorSex| Perpetrator {
            sex: sex.into(),
            age_group: known(
                self.code(
                    Column::PerpetratorAge,
                    "PERPETRATOR_AGE_GROUP",
                    PerpetratorAgeGroup::from_str_name,
                ),
                PerpetratorAgeGroup::Unknown.into(),
            ),
            relationship: known(
                self.code(Column::Relationship, "RELATIONSHIP", Relationship::from_str_name),
                Relationship::Unknown.into(),
            ),
            occupation: self.text(Column::PerpetratorOccupation),
            former: self.yes_no(Column::FormerPerpetrator),
            ..Perpetrator::default()
        };
        let sex = self.given.get(&Column::PerpetratorSex);
        match sex.and_then(|text| self.dictionary.code(Column::PerpetratorSex, text)) {
            // One of each, the second beside the number of primary perpetrators that the row tells.
            Some("both") => {
                let second = Perpetrator { secondary: true, ..of(PerpetratorSex::Female) };
                vec![of(PerpetratorSex::Male), second]
            }
            Some("female") => vec![of(PerpetratorSex::Female)],
            Some("male") => vec![of(PerpetratorSex::Male)],
            _ => vec![of(PerpetratorSex::Unknown)],
        }
    }

    fn sectors(&self) -> Vec<SectorOutcome> {
        const SECTORS: [(Column, Sector); 7] = [
            (Column::SafeHouse, Sector::SafeHouse),
            (Column::Medical, Sector::Health),
            (Column::Psychosocial, Sector::Psychosocial),
            (Column::Legal, Sector::Legal),
            (Column::Police, Sector::Police),
            (Column::Livelihoods, Sector::Livelihoods),
            (Column::ChildProtection, Sector::ChildProtection),
        ];
        let outcome = |(column, sector): (Column, Sector)| SectorOutcome {
            sector: sector.into(),
            status: self.code(column, "SECTOR_STATUS", SectorStatus::from_str_name),
        };
        SECTORS.into_iter().map(outcome).filter(|outcome| outcome.status != 0).collect()
    }
}

/// The name in the contract of a value that is coded otherwise in the Incident Recorder.
fn named(column: Column, code: &str) -> String {
    match (column, code) {
        (Column::Stage, "not_displaced_home_community") => "NOT_DISPLACED",
        (Column::Place, "garden_cultivated_field") => "FIELD",
        (Column::Place, "client_home") => "SURVIVOR_HOME",
        (Column::Abduction, "other_abduction_kidnapping") => "OTHER",
        (Column::Reported, "gbvims-org") => "GBVIMS_ORGANISATION",
        (Column::Reported, "non-gbvims-org") => "OTHER_ORGANISATION",
        (Column::Perpetrators, "1") => "ONE",
        (Column::Perpetrators, "2") => "TWO",
        (Column::Perpetrators, "3") => "THREE",
        (Column::Perpetrators, "more_than_3") => "MORE_THAN_THREE",
        (Column::PerpetratorAge, "61+") => "61_AND_OVER",
        (Column::PerpetratorAge, range) if range.contains('-') => {
            return range.replace('-', "_TO_");
        }
        (Column::ReferredFrom, "self_first_contact") => "SELF_REFERRED",
        (_, "service_provided_by_your_agency") => "PROVIDED_HERE",
        (_, "services_already_received_from_another_agency") => "ALREADY_RECEIVED",
        (_, "service_not_applicable") => "NOT_APPLICABLE",
        (_, "referral_declined_by_survivor") => "DECLINED_BY_SURVIVOR",
        (_, "service_unavailable") => "UNAVAILABLE",
        (_, code) => return code.to_uppercase(),
    }
    .to_owned()
}

/// How a consent of the time before this system was given; who may consent follows from her age.
pub(super) fn giving(born: Option<Day>, today: Date) -> ConsentGiving {
    let (age, by) = match born.map(|born| years(born.date, today)) {
        Some(..6) => (Age::Age0To5, By::Caregiver),
        Some(6..12) => (Age::Age6To11, By::Caregiver),
        Some(12..15) => (Age::Age12To14, By::Caregiver),
        Some(15..18) => (Age::Age15To17, By::SurvivorAndCaregiver),
        Some(18..) | None => (Age::Adult, By::Survivor),
    };
    let asked = matches!(age, Age::Age6To11 | Age::Age12To14);
    ConsentGiving {
        how: How::EarlierForm.into(),
        by: by.into(),
        age: age.into(),
        assent: if asked { YesNo::Unknown.into() } else { 0 },
        ..ConsentGiving::default()
    }
}

fn years(born: Date, today: Date) -> i32 {
    let passed = (u8::from(today.month()), today.day()) >= (u8::from(born.month()), born.day());
    today.year() - born.year() - i32::from(!passed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sentier_cases::recorder::Content;

    #[test]
    fn every_code_of_the_recorder_has_its_value_in_the_contract() {
        let dictionary = Dictionary::new();
        let mut lost = Vec::new();
        for column in Column::ALL {
            let Content::Coded(codes) = column.content() else { continue };
            for code in codes {
                let given = HashMap::from([(*column, code.id)]);
                let answers = Answers { dictionary: &dictionary, given: &given };
                let happened = Day::parse("2026-01-15").unwrap();
                let told = answers.circumstances(happened, None);
                let profile = answers.profile(None, happened.date);
                let kept =
                    told != Circumstances::default() || profile != SurvivorProfile::default();
                let elsewhere = matches!(
                    column,
                    Column::Sex | Column::TimeOfDay | Column::GbvType | Column::Consent
                );
                if !kept && !elsewhere {
                    lost.push((column.heading(sentier_platform::status::Locale::English), code.id));
                }
            }
        }
        assert_eq!(lost, []);
    }
}
