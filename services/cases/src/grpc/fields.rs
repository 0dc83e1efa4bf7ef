//! Reading the fields of a request, with every violation at once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::str::FromStr;

use prost_types::Timestamp;
use sentier_cases_domain::id::{
    AgencyId, CaseId, ConsentId, DraftId, IncidentId, ReferralId, StaffId, StructureId,
};
use sentier_cases_domain::value::{Date, Malformed};
use sentier_kernel::{Moment, Violation};
pub(super) use sentier_platform::grpc::given;
use sentier_platform::grpc::moment;
use sentier_platform::status::InvalidFields;
use sentier_proto::common::v1 as common;
use sentier_proto::name;

use crate::codes::Coded;

/// Fields that are wrong, so far.
#[derive(Default)]
pub(super) struct Fields(Vec<Violation>);

impl Fields {
    /// The value, or one more violation.
    pub(super) fn keep<T>(&mut self, read: Result<T, Violation>) -> Option<T> {
        read.map_err(|violation| self.0.push(violation)).ok()
    }

    /// A rule about several fields that does not hold.
    pub(super) fn broken(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// What was built of all fields, when none is wrong.
    pub(super) fn built<T>(self, whole: Option<T>) -> Result<T, InvalidFields> {
        match whole {
            Some(whole) if self.0.is_empty() => Ok(whole),
            _ => Err(InvalidFields::new(self.0)),
        }
    }
}

/// A case by its resource name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaseName {
    pub centre: String,
    pub case: CaseId,
}

fn id<T: FromStr>(field: &'static str, text: &str) -> Result<T, Violation> {
    text.parse().map_err(|_not_an_id| Violation::malformed(field))
}

/// `centres/{centre}`.
pub(super) fn centre(field: &'static str, text: &str) -> Result<String, Violation> {
    given(field, text)?;
    let [centre] = name::parse("centres/*", text).ok_or_else(|| Violation::malformed(field))?;
    Ok(centre.to_owned())
}

/// `centres/{centre}/cases/{case}`.
pub(super) fn case(field: &'static str, text: &str) -> Result<CaseName, Violation> {
    given(field, text)?;
    let [centre, case] =
        name::parse("centres/*/cases/*", text).ok_or_else(|| Violation::malformed(field))?;
    Ok(CaseName { centre: centre.to_owned(), case: id(field, case)? })
}

/// `centres/{centre}/cases/{case}/consents/{consent}`.
pub(super) fn consent(field: &'static str, text: &str) -> Result<(CaseName, ConsentId), Violation> {
    given(field, text)?;
    let [centre, case, consent] = name::parse("centres/*/cases/*/consents/*", text)
        .ok_or_else(|| Violation::malformed(field))?;
    let case = CaseName { centre: centre.to_owned(), case: id(field, case)? };
    Ok((case, id(field, consent)?))
}

/// `centres/{centre}/cases/{case}/incidents/{incident}`.
pub(super) fn incident(
    field: &'static str,
    text: &str,
) -> Result<(CaseName, IncidentId), Violation> {
    given(field, text)?;
    let [centre, case, incident] = name::parse("centres/*/cases/*/incidents/*", text)
        .ok_or_else(|| Violation::malformed(field))?;
    let case = CaseName { centre: centre.to_owned(), case: id(field, case)? };
    Ok((case, id(field, incident)?))
}

/// `centres/{centre}/cases/{case}/overrides/{override}`.
pub(super) fn overriding(
    field: &'static str,
    text: &str,
) -> Result<(CaseName, ConsentId), Violation> {
    given(field, text)?;
    let [centre, case, id_of] = name::parse("centres/*/cases/*/overrides/*", text)
        .ok_or_else(|| Violation::malformed(field))?;
    let case = CaseName { centre: centre.to_owned(), case: id(field, case)? };
    Ok((case, id(field, id_of)?))
}

/// `centres/{centre}/staff/{staff}`, of this centre.
pub(super) fn staff(
    field: &'static str,
    text: &str,
    centre: Option<&str>,
) -> Result<StaffId, Violation> {
    given(field, text)?;
    let [of, staff] =
        name::parse("centres/*/staff/*", text).ok_or_else(|| Violation::malformed(field))?;
    if centre.is_some_and(|centre| centre != of) {
        return Err(Violation::malformed(field));
    }
    id(field, staff)
}

/// `centres/{centre}/cases/{case}/{part}/{id}`, of this case.
pub(super) fn part_of<T: FromStr>(
    field: &'static str,
    text: &str,
    part: &str,
    case: Option<&CaseName>,
) -> Result<T, Violation> {
    given(field, text)?;
    let pattern = format!("centres/*/cases/*/{part}/*");
    let [centre, of, part] =
        name::parse(&pattern, text).ok_or_else(|| Violation::malformed(field))?;
    let of = CaseName { centre: centre.to_owned(), case: id(field, of)? };
    if case.is_some_and(|case| *case != of) {
        // Another case's part is none of this case's.
        return Err(Violation::malformed(field));
    }
    id(field, part)
}

/// `centres/{centre}/drafts/{draft}`.
pub(super) fn draft(field: &'static str, text: &str) -> Result<(String, DraftId), Violation> {
    given(field, text)?;
    let [centre, draft] =
        name::parse("centres/*/drafts/*", text).ok_or_else(|| Violation::malformed(field))?;
    Ok((centre.to_owned(), id(field, draft)?))
}

/// A draft by its name, when one is named; of this centre.
pub(super) fn optional_draft(
    field: &'static str,
    text: &str,
    of: Option<&String>,
) -> Result<Option<DraftId>, Violation> {
    if text.is_empty() {
        return Ok(None);
    }
    let (centre, draft) = draft(field, text)?;
    let here = of.is_none_or(|of| *of == centre);
    here.then_some(Some(draft)).ok_or_else(|| Violation::malformed(field))
}

/// `centres/{centre}/referrals/{referral}`.
pub(super) fn referral(field: &'static str, text: &str) -> Result<(String, ReferralId), Violation> {
    given(field, text)?;
    let [centre, referral] =
        name::parse("centres/*/referrals/*", text).ok_or_else(|| Violation::malformed(field))?;
    Ok((centre.to_owned(), id(field, referral)?))
}

/// `agencies/{agency}`.
pub(super) fn agency(field: &'static str, text: &str) -> Result<AgencyId, Violation> {
    given(field, text)?;
    let [agency] = name::parse("agencies/*", text).ok_or_else(|| Violation::malformed(field))?;
    id(field, agency)
}

/// `agencies/{agency}/structures/{structure}`.
pub(super) fn structure(
    field: &'static str,
    text: &str,
) -> Result<(AgencyId, StructureId), Violation> {
    given(field, text)?;
    let [agency, structure] =
        name::parse("agencies/*/structures/*", text).ok_or_else(|| Violation::malformed(field))?;
    Ok((id(field, agency)?, id(field, structure)?))
}

/// A coded value that must be given.
pub(super) fn code<T: Coded>(
    field: impl Into<Cow<'static, str>>,
    number: i32,
) -> Result<T, Violation> {
    T::of_number(number).ok_or_else(|| Violation::unknown_code(field))
}

/// A coded value that may be left out.
pub(super) fn optional_code<T: Coded>(
    field: impl Into<Cow<'static, str>>,
    number: i32,
) -> Result<Option<T>, Violation> {
    if number == 0 { Ok(None) } else { code(field, number).map(Some) }
}

/// A set of coded values; a repeated one counts once.
pub(super) fn codes<T: Coded + Ord>(
    field: &'static str,
    numbers: &[i32],
) -> Result<BTreeSet<T>, Violation> {
    numbers.iter().map(|number| code(field, *number)).collect()
}

/// A text of bounded length.
pub(super) fn text<T>(
    field: impl Into<Cow<'static, str>>,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, Malformed>,
) -> Result<T, Violation> {
    parse(text).map_err(|malformed| match malformed {
        Malformed::TooLong => Violation::too_long(field),
        Malformed::Form => Violation::malformed(field),
    })
}

/// A day; absent when not given.
pub(super) fn day(
    field: &'static str,
    given: Option<&common::Date>,
) -> Result<Option<Date>, Violation> {
    let read = |given: &common::Date| Date::parse(given.year, given.month, given.day);
    given.map(read).transpose().map_err(|_no_such_day| Violation::malformed(field))
}

/// A day that must be given.
pub(super) fn given_day(
    field: &'static str,
    given: Option<&common::Date>,
) -> Result<Date, Violation> {
    day(field, given)?.ok_or_else(|| Violation::required(field))
}

/// A day that is not in the future; absent when not given.
pub(super) fn past_day(
    field: &'static str,
    given: Option<&common::Date>,
    now: Moment,
) -> Result<Option<Date>, Violation> {
    match day(field, given)? {
        Some(day) if day > Date::of(now) => Err(Violation::in_future(field)),
        day => Ok(day),
    }
}

/// A moment; absent when not given.
pub(super) fn time(
    field: &'static str,
    given: Option<&Timestamp>,
) -> Result<Option<Moment>, Violation> {
    let read = |given| moment(given).ok_or_else(|| Violation::malformed(field));
    given.map(read).transpose()
}
