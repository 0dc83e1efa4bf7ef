//! Which fields a mask names (AIP-134).

use std::collections::BTreeSet;

use prost_types::FieldMask;
use sentier_kernel::Violation;

/// The fields of a mask: by their own path, by the message that holds them, or all by `*`.
pub(super) fn fields<T: Copy + Ord>(
    mask: Option<&FieldMask>,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Result<BTreeSet<T>, Violation> {
    let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
    if paths.is_empty() {
        return Err(Violation::required("update_mask"));
    }
    let mut named = BTreeSet::new();
    for path in paths {
        // Whether a date is an estimate goes with the date.
        let path = path.strip_suffix("_estimated").unwrap_or(path);
        let is_named = |field: &T| {
            let rest = code(*field).strip_prefix(path);
            path == "*" || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let found: Vec<T> = all.iter().copied().filter(is_named).collect();
        if found.is_empty() {
            return Err(Violation::unknown_code("update_mask"));
        }
        named.extend(found);
    }
    Ok(named)
}

/// Takes a new value; says whether it is another one.
pub(super) fn put<T: PartialEq + Clone>(into: &mut T, from: &T) -> bool {
    let differs = into != from;
    if differs {
        into.clone_from(from);
    }
    differs
}

#[cfg(test)]
mod tests {
    use sentier_cases_domain::case::SurvivorField as Field;

    use super::*;

    fn named(paths: &[&str]) -> Result<Vec<Field>, Violation> {
        let mask = FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() };
        fields(Some(&mask), Field::ALL, Field::code).map(|found| found.into_iter().collect())
    }

    #[test]
    fn a_mask_names_fields_by_path_by_message_or_all() {
        assert_eq!(named(&["phone"]), Ok(vec![Field::Phone]));
        assert_eq!(named(&["birth_date_estimated"]), Ok(vec![Field::BirthDate]));
        assert_eq!(named(&["profile.child", "sex"]), Ok(vec![Field::Sex, Field::Child]));
        assert_eq!(named(&["profile"]).map(|all| all.len()), Ok(12));
        assert_eq!(named(&["*"]).map(|all| all.len()), Ok(Field::ALL.len()));
    }

    #[test]
    fn an_empty_mask_and_an_unknown_path_are_refused() {
        assert_eq!(named(&[]), Err(Violation::required("update_mask")));
        for path in ["", "prof", "profile.", "profile.child.lives_alone", "name"] {
            assert_eq!(named(&[path]), Err(Violation::unknown_code("update_mask")), "{path}");
        }
    }
}
