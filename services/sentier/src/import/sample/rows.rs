//! What stands in an invented register. Shares are of public aggregates (DOMAIN 5.2, PRIVACY 4), or say
//! that they are assumed.

use rand::SeedableRng as _;
use time::{Date, Duration};

use super::draw::{Source, between, chance, draw};
use sentier_cases::recorder::{Cell, Column, Content, Row};

/// So many invented rows, the last of them about `until`.
pub(in crate::import) fn rows(seed: u64, count: u32, until: Date) -> Vec<Row> {
    let mut source = Source::seed_from_u64(seed);
    (1..=count)
        .map(|number| {
            // Sixteen a month (PRIVACY 4: 2 893 in 2023 over 15 centres).
            let days = (count - number) * 30 / 16 + between(&mut source, 0, 2);
            let interviewed = until.saturating_sub(Duration::days(i64::from(days)));
            row(&mut source, number, interviewed)
        })
        .collect()
}

fn row(source: &mut Source, number: u32, interviewed: Date) -> Row {
    let kind = draw(source, "physical_assault", KINDS);
    let mut row = Row::new();
    reference(source, &mut row, number, interviewed);
    let happened = incident(source, &mut row, kind, interviewed);
    survivor(source, &mut row, kind, happened);
    perpetrator(source, &mut row, kind);
    pathway(source, &mut row, kind);
    row
}

/// The counselling profile of Togo's centres (PRIVACY 4); two in a hundred are no GBV (assumed).
const KINDS: &[(&str, u32)] = &[
    ("rape", 13),
    ("sexual_assault", 8),
    ("physical_assault", 27),
    ("forced_marriage", 5),
    ("denial_of_resources_opportunities_or_services", 24),
    ("psychological_emotional_abuse", 23),
    ("non_gbv", 2),
];

fn text(row: &mut Row, column: Column, text: impl Into<String>) {
    row.insert(column, Cell::Text(text.into()));
}

fn code(row: &mut Row, column: Column, code: &'static str) {
    row.insert(column, Cell::Code(code));
}

/// Any of the column's values but the last, which is "other" or "unknown", or the last when alone.
fn any(source: &mut Source, row: &mut Row, column: Column) {
    if let Content::Coded(codes) = column.content() {
        let last = u32::try_from(codes.len().saturating_sub(1)).unwrap_or(0);
        let place = usize::try_from(between(source, 0, last)).unwrap_or(0);
        if let Some(value) = codes.get(place) {
            code(row, column, value.id);
        }
    }
}

fn reference(source: &mut Source, row: &mut Row, number: u32, interviewed: Date) {
    text(row, Column::IncidentId, format!("{}-{number:04}", interviewed.year()));
    // Eight in a hundred come again within the year (PRIVACY 4): an earlier number returns.
    let survivor =
        if number > 10 && chance(source, 8) { number - between(source, 1, 10) } else { number };
    text(row, Column::SurvivorCode, format!("OG{survivor:05}"));
    text(row, Column::CaseManagerCode, format!("AG{:02}", between(source, 1, 4)));
    text(row, Column::AgencyCode, "OGOU1");
    row.insert(Column::Interviewed, Cell::Date(interviewed));
    // Consent to statistics: nine in ten (assumed).
    code(row, Column::Consent, if chance(source, 90) { "yes" } else { "no" });
    let reported = [("no", 88), ("non-gbvims-org", 8), ("gbvims-org", 4)];
    code(row, Column::Reported, draw(source, "no", &reported));
}

fn incident(source: &mut Source, row: &mut Row, kind: &'static str, interviewed: Date) -> Date {
    code(row, Column::GbvType, kind);
    // GBVIMS bands of delay (PRIVACY 4); of rapes 27 % within 72 hours (DOMAIN 5.2).
    let (least, most) = if kind == "rape" {
        draw(
            source,
            (0, 2),
            &[((0, 2), 27), ((3, 5), 11), ((6, 14), 18), ((15, 30), 16), ((31, 400), 28)],
        )
    } else {
        draw(
            source,
            (0, 3),
            &[((0, 3), 30), ((4, 5), 7), ((6, 14), 17), ((15, 30), 16), ((31, 400), 30)],
        )
    };
    let days = between(source, least, most);
    let happened = interviewed.saturating_sub(Duration::days(i64::from(days)));
    row.insert(Column::Happened, Cell::Date(happened));
    // Night-weighted (DOMAIN 5.2); the shares are assumed.
    let part =
        [("evening_night", 53), ("afternoon", 22), ("morning", 15), ("unknown_not_applicable", 10)];
    code(row, Column::TimeOfDay, draw(source, "evening_night", &part));
    // 72 % of rapes at a home (PRIVACY 4).
    let place = [
        ("client_home", 40),
        ("perpetrator_home", 32),
        ("road", 8),
        ("garden_cultivated_field", 6),
        ("bush_forest", 4),
        ("school", 4),
        ("market", 3),
        ("other", 3),
    ];
    code(row, Column::Place, draw(source, "client_home", &place));
    code(row, Column::Stage, "not_displaced_home_community");
    text(row, Column::County, "Plateaux");
    text(row, Column::District, "Ogou");
    text(
        row,
        Column::Town,
        draw(source, "Atakpamé", &[("Atakpamé", 60), ("Gléi", 20), ("Datcha", 20)]),
    );
    text(row, Column::Practice, "non");
    code(row, Column::Goods, if chance(source, 6) { "yes" } else { "no" });
    code(
        row,
        Column::Abduction,
        draw(source, "none", &[("none", 97), ("other_abduction_kidnapping", 2), ("trafficked", 1)]),
    );
    code(row, Column::Previous, if chance(source, 45) { "yes" } else { "no" });
    happened
}

fn survivor(source: &mut Source, row: &mut Row, kind: &str, happened: Date) {
    // 94 % girls and women (DOMAIN 5.2).
    code(row, Column::Sex, if chance(source, 94) { "female" } else { "male" });
    // Four in ten survivors of sexual violence are minors (PRIVACY 4); the other shares are assumed.
    let minors = match kind {
        "rape" | "sexual_assault" => 40,
        "forced_marriage" => 70,
        _ => 12,
    };
    let age = if chance(source, minors) { between(source, 8, 17) } else { between(source, 18, 58) };
    let days = age * 365 + age / 4 + between(source, 1, 360);
    if chance(source, 95) {
        let born = happened.saturating_sub(Duration::days(i64::from(days)));
        let cell =
            if chance(source, 35) { Cell::Text(born.year().to_string()) } else { Cell::Date(born) };
        row.insert(Column::Born, cell);
    }
    let adult =
        [("married_cohabitating", 62), ("single", 22), ("divorced_separated", 10), ("widowed", 6)];
    let marital = if age < 18 && kind != "forced_marriage" {
        "single"
    } else {
        draw(source, "single", &adult)
    };
    code(row, Column::Marital, marital);
    text(
        row,
        Column::Ethnicity,
        draw(source, "Ifè", &[("Ifè", 40), ("Akposso", 20), ("Kabyè", 20), ("Ewe", 20)]),
    );
    text(row, Column::Country, draw(source, "Togo", &[("Togo", 95), ("Bénin", 5)]));
    code(
        row,
        Column::Displacement,
        draw(source, "resident", &[("resident", 96), ("idp", 3), ("refugee", 1)]),
    );
    code(
        row,
        Column::Disability,
        draw(source, "none", &[("none", 95), ("physical", 3), ("mental", 2)]),
    );
    if age < 18 {
        code(
            row,
            Column::Separated,
            draw(
                source,
                "no",
                &[("no", 90), ("separated_child", 6), ("other_vulnerable_child", 4)],
            ),
        );
    }
}

fn perpetrator(source: &mut Source, row: &mut Row, kind: &str) {
    code(
        row,
        Column::Perpetrators,
        draw(source, "1", &[("1", 88), ("2", 7), ("3", 2), ("more_than_3", 3)]),
    );
    code(
        row,
        Column::PerpetratorSex,
        draw(source, "male", &[("male", 92), ("female", 6), ("both", 2)]),
    );
    code(
        row,
        Column::FormerPerpetrator,
        draw(source, "no", &[("no", 45), ("yes", 40), ("unknown", 15)]),
    );
    let ages =
        [("18-25", 25), ("26-40", 45), ("41-60", 20), ("61+", 4), ("12-17", 3), ("unknown", 3)];
    code(row, Column::PerpetratorAge, draw(source, "26-40", &ages));
    // Half are intimate partners (PRIVACY 4).
    let relations =
        if kind == "non_gbv" { &[("no_relation", 60), ("unknown", 40)][..] } else { RELATIONS };
    code(row, Column::Relationship, draw(source, "intimate_partner", relations));
    let trades = [("cultivateur", 40), ("commerçant", 20), ("conducteur", 20), ("inconnue", 20)];
    text(row, Column::PerpetratorOccupation, draw(source, "cultivateur", &trades));
}

const RELATIONS: &[(&str, u32)] = &[
    ("intimate_partner", 50),
    ("other_family", 15),
    ("family_friend_neighbour", 12),
    ("primary_caregiver", 4),
    ("teacher_school_official", 3),
    ("supervisor_employer", 3),
    ("schoolmate", 3),
    ("no_relation", 6),
    ("unknown", 4),
];

fn pathway(source: &mut Source, row: &mut Row, kind: &str) {
    any(source, row, Column::ReferredFrom);
    for column in [
        Column::SafeHouse,
        Column::Psychosocial,
        Column::Legal,
        Column::Police,
        Column::Livelihoods,
        Column::ChildProtection,
    ] {
        any(source, row, column);
    }
    let medical = if kind == "rape" { "referred" } else { "service_not_applicable" };
    code(row, Column::Medical, medical);
    code(
        row,
        Column::WantsLegalAction,
        draw(source, "no", &[("no", 50), ("yes", 30), ("undecided", 20)]),
    );
}
