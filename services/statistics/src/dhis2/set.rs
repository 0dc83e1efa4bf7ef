//! A period's values as a `dataValueSets` message of DHIS2 (its developer guide, "Data values").

use sentier_proto::statistics::v1::IndicatorValue;
use serde::Serialize;

use super::mapping::{Mapped, Mapping, Number, Uid};

/// The message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DataValueSet {
    pub(crate) data_set: Uid,
    /// `202611`, `2026Q4`.
    pub(crate) period: String,
    pub(crate) org_unit: Uid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attribute_option_combo: Option<Uid>,
    pub(crate) data_values: Vec<DataValue>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DataValue {
    pub(crate) data_element: Uid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) category_option_combo: Option<Uid>,
    /// A whole number, as text.
    pub(crate) value: String,
}

/// What was made of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) set: DataValueSet,
    /// Mapped numbers that are withheld, and so are not in it.
    pub(crate) withheld: usize,
}

/// The message of a centre's period, by a mapping with which nothing is wrong; `None` when it names no org unit
/// of the centre.
pub(crate) fn made(
    mapping: &Mapping,
    centre: &str,
    period: &str,
    values: &[IndicatorValue],
) -> Option<Made> {
    let org_unit = mapping.org_units.get(centre)?;
    let mut data_values = Vec::new();
    let mut withheld = 0;
    for mapped in &mapping.values {
        let name = format!("indicators/{}", mapped.indicator);
        let value = values.iter().find(|value| value.indicator == name);
        for (combo, number) in value.into_iter().flat_map(|value| numbers(mapped, value)) {
            match number {
                Some(number) => data_values.push(DataValue {
                    data_element: mapped.data_element.clone(),
                    category_option_combo: combo,
                    value: number.to_string(),
                }),
                None => withheld += 1,
            }
        }
    }
    let set = DataValueSet {
        data_set: mapping.data_set.clone(),
        period: period.replace('-', ""),
        org_unit: org_unit.clone(),
        attribute_option_combo: mapping.attribute_option_combo.clone(),
        data_values,
    };
    Some(Made { set, withheld })
}

/// Where each number of a mapped indicator goes; none for what is withheld.
fn numbers(mapped: &Mapped, value: &IndicatorValue) -> Vec<(Option<Uid>, Option<i64>)> {
    match mapped.number {
        Number::Numerator => vec![(mapped.category_option_combo.clone(), value.numerator)],
        Number::Denominator => vec![(mapped.category_option_combo.clone(), value.denominator)],
        Number::Parts => {
            let cell = |code: &str| value.cells.iter().find(|cell| cell.code == code);
            let parts = mapped.parts.iter();
            parts
                .map(|(code, uid)| (Some(uid.clone()), cell(code).and_then(|it| it.count)))
                .collect()
        }
    }
}
