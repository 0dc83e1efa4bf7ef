//! A month's values as a `dataValueSets` message of DHIS2 (its developer guide, "Data values").

use anyhow::{Context as _, ensure};
use sentier_proto::statistics::v1::IndicatorValue;
use serde::Serialize;

use super::mapping::{Mapped, Mapping, Number, Uid};

/// The message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DataValueSet {
    pub(super) data_set: Uid,
    /// `202611`.
    pub(super) period: String,
    pub(super) org_unit: Uid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attribute_option_combo: Option<Uid>,
    pub(super) data_values: Vec<DataValue>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DataValue {
    pub(super) data_element: Uid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category_option_combo: Option<Uid>,
    /// A whole number, as text.
    pub(super) value: String,
}

/// What was made of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) set: DataValueSet,
    /// Mapped numbers that are withheld, and so are not in it.
    pub(super) withheld: usize,
}

/// The message of a centre's month.
pub(super) fn made(
    mapping: &Mapping,
    centre: &str,
    month: &str,
    values: &[IndicatorValue],
) -> anyhow::Result<Made> {
    let org_unit = mapping.org_units.get(centre);
    let org_unit =
        org_unit.with_context(|| format!("the mapping names no org unit of {centre}"))?;
    let mut data_values = Vec::new();
    let mut withheld = 0;
    for mapped in &mapping.values {
        let name = format!("indicators/{}", mapped.indicator);
        let such = |value: &&IndicatorValue| value.indicator == name && value.month == month;
        let value = values.iter().find(such);
        let value =
            value.context("no week has ended since anything was counted: nothing is told yet")?;
        for (combo, number) in numbers(mapped, value) {
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
    ensure!(!data_values.is_empty() || withheld > 0, "the mapping names no value");
    let set = DataValueSet {
        data_set: mapping.data_set.clone(),
        period: month.replace('-', ""),
        org_unit: org_unit.clone(),
        attribute_option_combo: mapping.attribute_option_combo.clone(),
        data_values,
    };
    Ok(Made { set, withheld })
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
