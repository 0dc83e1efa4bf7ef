//! What is sent, specified.

use sentier_proto::statistics::v1::{Indicator, IndicatorCell, IndicatorPart, IndicatorValue};
use serde_json::json;

use super::{Mapping, made, template};

const MAPPING: &str = r#"
url = "https://dhis2.example.tg"
data_set = "aLpVgfXiz0f"

[org_units]
"ogou-1" = "DiszpKrYNg8"

[[value]]
indicator = "incidents"
data_element = "s46m5MS0hxu"

[[value]]
indicator = "closure_rate"
number = "denominator"
data_element = "ThisIsOne01"
category_option_combo = "Prlt0C1RF0s"

[[value]]
indicator = "incidents"
number = "parts"
data_element = "s46m5MS0hxu"
[value.parts]
"rape" = "Rape0000001"
"other" = "Other000001"
"#;

fn mapping() -> Mapping {
    Mapping::parse(MAPPING).unwrap()
}

fn indicator(code: &str, parts: &[&str]) -> Indicator {
    let part = |code: &&str| IndicatorPart { code: (*code).to_owned(), label: "…".to_owned() };
    Indicator {
        name: format!("indicators/{code}"),
        parts: parts.iter().map(part).collect(),
        ..Indicator::default()
    }
}

fn catalogue() -> Vec<Indicator> {
    vec![indicator("incidents", &["rape", "other"]), indicator("closure_rate", &[])]
}

fn values() -> Vec<IndicatorValue> {
    let cell = |code: &str, count| IndicatorCell { code: code.to_owned(), count };
    let value = |code: &str| IndicatorValue {
        indicator: format!("indicators/{code}"),
        month: "2026-11".to_owned(),
        ..IndicatorValue::default()
    };
    vec![
        IndicatorValue {
            numerator: Some(17),
            cells: vec![cell("rape", Some(12)), cell("other", None)],
            withheld: true,
            ..value("incidents")
        },
        IndicatorValue { numerator: Some(6), denominator: Some(9), ..value("closure_rate") },
    ]
}

#[test]
fn a_month_is_the_message_that_a_dhis2_takes_and_what_is_withheld_is_not_in_it() {
    assert_eq!(mapping().wrong("ogou-1", &catalogue()), Vec::new());
    let made = made(&mapping(), "ogou-1", "2026-11", &values()).unwrap();
    assert_eq!(made.withheld, 1);
    let expected = json!({
        "dataSet": "aLpVgfXiz0f",
        "period": "202611",
        "orgUnit": "DiszpKrYNg8",
        "dataValues": [
            { "dataElement": "s46m5MS0hxu", "value": "17" },
            { "dataElement": "ThisIsOne01", "categoryOptionCombo": "Prlt0C1RF0s", "value": "9" },
            { "dataElement": "s46m5MS0hxu", "categoryOptionCombo": "Rape0000001", "value": "12" },
        ],
    });
    assert_eq!(serde_json::to_value(&made.set).unwrap(), expected);
}

#[test]
fn a_quarter_is_named_as_a_dhis2_names_it() {
    let quarter = made(&mapping(), "ogou-1", "2026-Q4", &values()).unwrap();
    assert_eq!(quarter.set.period, "2026Q4");
}

#[test]
fn a_mapping_that_cannot_be_meant_is_refused_with_every_place_that_is_wrong() {
    let wrong = MAPPING
        .replace("\"other\" =", "\"others\" =")
        .replace("indicator = \"closure_rate\"", "indicator = \"closures\"")
        .replace("Rape0000001", "Other000001");
    let wrong = Mapping::parse(&wrong).unwrap().wrong("kara-1", &catalogue());
    let told: Vec<(&str, &str)> = wrong.iter().map(|it| (it.field.as_ref(), it.sentence)).collect();
    assert_eq!(
        told,
        [
            ("mapping.org_units.kara-1", "violation-required"),
            ("mapping.value[1].indicator", "violation-unknown-code"),
            ("mapping.value[2].parts.others", "violation-unknown-code"),
            ("mapping.value[2].data_element", "violation-repeated"),
        ]
    );
    let none = MAPPING.replace("number = \"parts\"", "number = \"numerator\"");
    let none = Mapping::parse(&none).unwrap().wrong("ogou-1", &catalogue());
    assert_eq!(none[0].field, "mapping.value[2].parts", "parts of what is not divided");
    assert!(made(&mapping(), "kara-1", "2026-11", &values()).is_none(), "no org unit");
}

#[test]
fn a_text_that_is_no_mapping_is_refused_by_its_line() {
    for (from, to, line) in [
        ("aLpVgfXiz0f", "short", 3),
        ("aLpVgfXiz0f", "1LpVgfXiz0f", 3),
        ("url", "address", 2),
        ("[org_units]", "[org_units", 5),
    ] {
        let refused = Mapping::parse(&MAPPING.replace(from, to)).unwrap_err();
        assert_eq!(refused.field, format!("mapping.line[{line}]"), "{to}");
    }
    assert_eq!(Mapping::parse(" \n").unwrap_err().sentence, "violation-required");
    let long = "# ".repeat(200_000);
    assert_eq!(Mapping::parse(&long).unwrap_err().sentence, "violation-too-long");
}

#[test]
fn a_new_mapping_names_every_indicator_and_part() {
    let text = template("ogou-1", &catalogue());
    assert!(text.contains("indicator = \"closure_rate\"") && text.contains("\"rape\" = \"\""));
    // Filled in, it is one.
    let filled = Mapping::parse(&text.replace("\"\"", "\"aLpVgfXiz0f\"")).unwrap();
    assert_eq!((filled.values.len(), filled.org_units.contains_key("ogou-1")), (2, true));
}
