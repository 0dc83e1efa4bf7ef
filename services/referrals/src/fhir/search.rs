//! The parameters of a search: which referrals, how many, and where the last page ended.
//!
//! Nothing of a survivor can be searched for: an address is written into logs on its way.

use sentier_kernel::{Moment, Violation};
use sentier_referrals_domain::referral::Standing;
use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset};

use super::{id, standing};

/// The largest page, and how many may be named by their ids.
pub(super) const LARGEST: u32 = 200;
/// The page when the caller does not say.
const USUAL: u32 = 50;

/// What is searched for.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// Named referrals; none when all are meant.
    pub(super) names: Option<Vec<String>>,
    /// Where they may stand; none when anywhere.
    pub(super) standings: Option<Vec<Standing>>,
    /// Whether the disclosure may still be read; none when it does not matter.
    pub(super) readable: Option<Vec<bool>>,
    /// Changed then or later.
    pub(super) from: Option<Moment>,
    /// Changed before.
    pub(super) before: Option<Moment>,
    /// How many on a page.
    pub(super) count: u32,
    /// Where the last page ended; empty for the first.
    pub(super) page: String,
    /// The parameters that were followed, as the answer repeats them.
    pub(super) used: Vec<(String, String)>,
    /// The names of those that are not known.
    pub(super) unknown: Vec<String>,
    /// `_format`.
    pub(super) format: Option<String>,
}

/// Which resource is searched for: what its parameters are and mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `Task`.
    Task,
    /// `ServiceRequest`.
    ServiceRequest,
    /// `Consent`.
    Consent,
    /// `Communication`.
    Communication,
}

impl Kind {
    /// The name of the resource.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Task => "Task",
            Self::ServiceRequest => "ServiceRequest",
            Self::Consent => "Consent",
            Self::Communication => "Communication",
        }
    }
}

impl Search {
    /// Reads the query of an address; what is wrong is collected.
    pub(super) fn read(kind: Kind, query: &str, wrong: &mut Vec<Violation>) -> Self {
        let mut search = Self {
            names: None,
            standings: None,
            readable: None,
            from: None,
            before: None,
            count: USUAL,
            page: String::new(),
            used: Vec::new(),
            unknown: Vec::new(),
            format: None,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match search.follow(kind, &name, &value) {
                Ok(true) => search.used.push((name.into_owned(), value.into_owned())),
                Ok(false) => {}
                Err(Unread) => wrong.push(Violation::malformed(format!("http.{name}"))),
            }
        }
        search
    }

    /// Follows one parameter; whether the answer repeats it.
    fn follow(&mut self, kind: Kind, name: &str, value: &str) -> Result<bool, Unread> {
        match (kind, name) {
            (_, "_format") => {
                self.format = Some(value.to_owned());
                return Ok(false);
            }
            (_, "_pretty") => return Ok(false),
            (_, "page") => {
                value.clone_into(&mut self.page);
                return Ok(false);
            }
            (_, "_count") => {
                let count: u32 = value.parse().map_err(|_cause| Unread)?;
                self.count = if count == 0 { return Err(Unread) } else { count.min(LARGEST) };
            }
            (Kind::Task | Kind::ServiceRequest | Kind::Consent, "_id") => {
                self.name(value, id::referral)?;
            }
            (Kind::Task, "based-on" | "focus") | (Kind::Communication, "based-on") => {
                self.name(value, |it| referred(it, "ServiceRequest"))?;
            }
            (Kind::Communication, "part-of") => self.name(value, |it| referred(it, "Task"))?,
            (Kind::Task, "status") => self.stand(value, standing::with_task_status)?,
            (Kind::ServiceRequest, "status") => self.stand(value, standing::with_request_status)?,
            (Kind::Task, "business-status") => {
                self.stand(value, |code| standing::from_code(code).into_iter().collect())?;
            }
            (Kind::Consent, "status") => self.consented(value)?,
            (Kind::Task | Kind::ServiceRequest | Kind::Consent, "_lastUpdated") => {
                self.changed(value)?;
            }
            _ => {
                self.unknown.push(known_of_fhir(name));
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Several values of one parameter mean any of them; several parameters mean all.
    fn name(&mut self, value: &str, read: impl Fn(&str) -> Option<String>) -> Result<(), Unread> {
        let largest = usize::try_from(LARGEST).unwrap_or(usize::MAX);
        let mut named: Vec<String> = Vec::new();
        for name in value.split(',').map(read) {
            let name = name.ok_or(Unread)?;
            if !named.contains(&name) {
                named.push(name);
            }
        }
        if named.len() > largest {
            return Err(Unread);
        }
        self.names = Some(both(self.names.take(), named));
        Ok(())
    }

    fn stand(&mut self, value: &str, read: impl Fn(&str) -> Vec<Standing>) -> Result<(), Unread> {
        let mut standings: Vec<Standing> = Vec::new();
        for token in value.split(',') {
            let code = token.rsplit('|').next().unwrap_or_default();
            let meant = read(code);
            if meant.is_empty() {
                return Err(Unread);
            }
            standings
                .extend(meant.into_iter().filter(|it| !standings.contains(it)).collect::<Vec<_>>());
        }
        self.standings = Some(both(self.standings.take(), standings));
        Ok(())
    }

    /// A consent is active while what she released may be read.
    fn consented(&mut self, value: &str) -> Result<(), Unread> {
        let readable = value.split(',').map(|token| match token.rsplit('|').next() {
            Some("active") => Ok(true),
            Some("inactive") => Ok(false),
            _ => Err(Unread),
        });
        let readable = readable.collect::<Result<Vec<bool>, Unread>>()?;
        self.readable = Some(both(self.readable.take(), readable));
        Ok(())
    }

    fn changed(&mut self, value: &str) -> Result<(), Unread> {
        let (prefix, date) = match value.split_at_checked(2) {
            Some((prefix, date)) if prefix.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                (prefix, date)
            }
            _ => ("eq", value),
        };
        let (begin, end) = span(date).ok_or(Unread)?;
        let (from, before) = match prefix {
            "eq" => (Some(begin), Some(end)),
            "ge" => (Some(begin), None),
            "gt" | "sa" => (Some(end), None),
            "lt" | "eb" => (None, Some(begin)),
            "le" => (None, Some(end)),
            _ => return Err(Unread),
        };
        self.from = self.from.max(from);
        self.before = match (self.before, before) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Ok(())
    }
}

/// A value that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unread;

/// A reference with its kind or without, as searches have both.
fn referred(reference: &str, kind: &str) -> Option<String> {
    id::referred(reference, &[kind]).or_else(|| id::referral(reference))
}

fn both<T: PartialEq>(before: Option<Vec<T>>, now: Vec<T>) -> Vec<T> {
    match before {
        None => now,
        Some(before) => before.into_iter().filter(|one| now.contains(one)).collect(),
    }
}

/// The name of a parameter, to be repeated: one that FHIR has, or nothing of the caller's text.
fn known_of_fhir(name: &str) -> String {
    const KNOWN: [&str; 24] = [
        "_sort",
        "_summary",
        "_elements",
        "_include",
        "_revinclude",
        "_total",
        "_tag",
        "_profile",
        "_security",
        "_text",
        "_content",
        "_list",
        "_has",
        "_type",
        "_query",
        "_contained",
        "patient",
        "subject",
        "identifier",
        "owner",
        "requester",
        "performer",
        "code",
        "priority",
    ];
    let known = KNOWN.into_iter().find(|known| *known == name);
    known.unwrap_or("unknown").to_owned()
}

/// From when to before when a date is: a year, a month, a day, or an instant to its last digit.
fn span(date: &str) -> Option<(Moment, Moment)> {
    if date.contains('T') {
        let at = OffsetDateTime::parse(date, &Rfc3339).ok()?;
        let step = if date.contains('.') { Duration::microseconds(1) } else { Duration::SECOND };
        return Some((Moment::from_datetime(at), Moment::from_datetime(at.checked_add(step)?)));
    }
    let parts: Vec<u16> = date.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    let day = |year: u16, month: u16, day: u16| {
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let day = Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()?;
        Some(Moment::from_datetime(day.midnight().assume_offset(UtcOffset::UTC)))
    };
    match parts.as_slice() {
        [year] => Some((day(*year, 1, 1)?, day(*year + 1, 1, 1)?)),
        [year, 12] => Some((day(*year, 12, 1)?, day(*year + 1, 1, 1)?)),
        [year, month] => Some((day(*year, *month, 1)?, day(*year, *month + 1, 1)?)),
        [year, month, on] => {
            let begin = day(*year, *month, *on)?;
            Some((begin, begin.plus(std::time::Duration::from_hours(24))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "ogou-1.0190b0a6-0000-7000-8000-000000000001";

    fn read(kind: Kind, query: &str) -> (Search, Vec<String>) {
        let mut wrong = Vec::new();
        let search = Search::read(kind, query, &mut wrong);
        (search, wrong.into_iter().map(|violation| violation.field.into_owned()).collect())
    }

    #[test]
    fn states_are_searched_for_in_both_words() {
        let standings = |query: &str| {
            let (search, wrong) = read(Kind::Task, query);
            assert!(wrong.is_empty(), "{wrong:?}");
            search.standings.unwrap().into_iter().map(Standing::code).collect::<Vec<_>>()
        };
        assert_eq!(standings("status=requested,received"), ["sent", "received"]);
        assert_eq!(standings("status=http://hl7.org/fhir/task-status|failed"), ["expired"]);
        assert_eq!(standings("status=in-progress&business-status=attended"), ["attended"]);
        assert!(standings("status=completed&business-status=attended").is_empty());
        assert_eq!(read(Kind::Task, "status=open").1, ["http.status"]);
        let (search, _) = read(Kind::ServiceRequest, "status=completed");
        assert_eq!(search.standings, Some(vec![Standing::Completed]));
        let consents = |query: &str| read(Kind::Consent, query).0.readable;
        assert_eq!(consents("status=active,inactive"), Some(vec![true, false]));
        assert_eq!(consents("status=active&status=inactive"), Some(Vec::new()));
        assert_eq!(read(Kind::Consent, "status=draft").1, ["http.status"]);
    }

    #[test]
    fn a_date_means_all_of_it() {
        let range = |query: &str| {
            let (search, wrong) = read(Kind::Task, query);
            assert!(wrong.is_empty(), "{query}: {wrong:?}");
            let said = |at: Option<Moment>| at.map(|at| at.to_string()).unwrap_or_default();
            (said(search.from), said(search.before))
        };
        let is = |from: &str, before: &str| (from.to_owned(), before.to_owned());
        let (day, next) = ("2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z");
        assert_eq!(range("_lastUpdated=2026-12-31"), is(day, next));
        assert_eq!(range("_lastUpdated=ge2026-12-31"), is(day, ""));
        assert_eq!(range("_lastUpdated=gt2026-12"), is(next, ""));
        assert_eq!(range("_lastUpdated=lt2027"), is("", next));
        assert_eq!(range("_lastUpdated=le2026-12-31"), is("", next));
        let instant = "_lastUpdated=gt2026-12-31T23:59:59.5%2B00:00";
        assert_eq!(range(instant), is("2026-12-31T23:59:59.500001Z", ""));
        let twice = "_lastUpdated=ge2026-12-31&_lastUpdated=lt2027-01-01&_lastUpdated=ge2020";
        assert_eq!(range(twice), is(day, next));
        for wrong in ["ne2026", "2026-13", "2026-02-30", "today", "ge", "99999"] {
            assert_eq!(read(Kind::Task, &format!("_lastUpdated={wrong}")).1, ["http._lastUpdated"]);
        }
    }

    #[test]
    fn pages_and_names_are_bounded() {
        let (search, wrong) = read(Kind::Task, "_count=5000&page=abc&_format=json");
        assert!(wrong.is_empty());
        assert_eq!((search.count, search.page.as_str()), (LARGEST, "abc"));
        assert_eq!(search.used, [("_count".to_owned(), "5000".to_owned())]);
        assert_eq!(read(Kind::Task, "_count=0").1, ["http._count"]);
        let (search, _) = read(Kind::Task, &format!("_id={ID},{ID}&based-on=ServiceRequest/{ID}"));
        assert_eq!(search.names.unwrap().len(), 1);
        assert_eq!(read(Kind::Task, "_id=7").1, ["http._id"]);
    }

    #[test]
    fn what_is_not_known_is_named_by_fhirs_own_words_alone() {
        let (search, wrong) =
            read(Kind::Task, "_sort=-_lastUpdated&patient=Afi&Afi=1&status:not=a");
        assert!(wrong.is_empty());
        assert_eq!(search.unknown, ["_sort", "patient", "unknown", "unknown"]);
        assert!(search.used.is_empty());
        assert_eq!(read(Kind::Communication, "status=completed").0.unknown, ["unknown"]);
    }
}
