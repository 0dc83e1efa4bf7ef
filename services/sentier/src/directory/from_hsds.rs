//! A structure from HSDS, or everything that is wrong with its rows. What it must be like beyond its form is
//! the service's to say.

use std::collections::BTreeSet;

use sentier_kernel::Moment;
use sentier_platform::grpc::timestamp;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::referrals::v1::{
    Capacity, ContactPoint, CostOption, Eligibility, Opening, ServiceOffer, Structure,
};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::hsds::{
    CENTRE, CLOSED_UNTIL, Location, NEED, NIGHT_DUTY, Organization, SEX, Schedule, Service,
    labelled,
};
use super::to_hsds::DAYS;

/// A row that cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    /// Where, for example `[0].locations[2].schedules[1]`.
    pub(super) path: String,
    /// What is wrong.
    pub(super) why: &'static str,
}

/// The structure at a location of an organisation; its `name` is empty. Every bad row is named.
pub(super) fn structure(
    path: &str,
    organization: &Organization,
    location: &Location,
) -> Result<Structure, Vec<Bad>> {
    let mut bad = Vec::new();
    let mut services = Vec::new();
    let mut communes = BTreeSet::new();
    for (at, service) in organization.services.iter().enumerate() {
        if !service.service_at_locations.iter().any(|one| one.location.id == location.id) {
            continue;
        }
        communes.extend(service.service_areas.iter().map(|area| area.name.clone()));
        // The path of a location is that of its organisation, and then `.locations[..]`.
        let of = path.split(".locations").next().unwrap_or_default();
        services.extend(offer(&mut bad, &format!("{of}.services[{at}]"), service));
    }
    let mut openings = Vec::new();
    for (at, schedule) in location.schedules.iter().enumerate() {
        openings.extend(opening(&mut bad, &format!("{path}.schedules[{at}]"), schedule));
    }
    let closed = labelled(&location.attributes, CLOSED_UNTIL).next();
    let closed_until_time = closed.and_then(|text| {
        let read = OffsetDateTime::parse(text, &Rfc3339).ok();
        if read.is_none() {
            bad.push(Bad { path: format!("{path}.attributes"), why: "not a time of RFC 3339" });
        }
        read.map(|at| timestamp(Moment::from_datetime(at)))
    });
    let contact = |one: &super::hsds::Contact| ContactPoint {
        title: one.title.clone(),
        phone: one.phones.first().map(|phone| phone.number.clone()).unwrap_or_default(),
        email: one.email.clone(),
    };
    if !bad.is_empty() {
        return Err(bad);
    }
    let languages: BTreeSet<String> =
        location.languages.iter().map(|one| one.code.clone()).collect();
    let centres: BTreeSet<&str> = labelled(&location.attributes, CENTRE).collect();
    Ok(Structure {
        name: String::new(),
        display_name: location.name.clone(),
        services_offered: services.iter().map(|offer| offer.need).collect(),
        centres: centres.into_iter().map(str::to_owned).collect(),
        phone: location.phones.first().map(|phone| phone.number.clone()).unwrap_or_default(),
        services,
        communes: communes.into_iter().collect(),
        languages: languages.into_iter().collect(),
        contacts: location.contacts.iter().map(contact).collect(),
        openings: openings.into_iter().flatten().collect(),
        closed_until_time,
    })
}

/// One service; none, and a bad row, when it cannot be read.
fn offer(bad: &mut Vec<Bad>, path: &str, service: &Service) -> Option<ServiceOffer> {
    let before = bad.len();
    let mut wrong = |field: &str, why| bad.push(Bad { path: format!("{path}{field}"), why });
    let code = labelled(&service.attributes, NEED).next().unwrap_or_default();
    let need = Need::from_str_name(&format!("NEED_{}", code.to_uppercase()))
        .filter(|need| *need != Need::Unspecified);
    if need.is_none() {
        wrong(".attributes", "no `sentier:need` that is known");
    }
    let sex = match labelled(&service.attributes, SEX).next() {
        None => Sex::Unspecified,
        Some("female") => Sex::Female,
        Some("male") => Sex::Male,
        Some(_) => {
            wrong(".attributes", "`sentier:sex` is `female` or `male`");
            Sex::Unspecified
        }
    };
    let years = |age: Option<u32>| age.map(|age| i32::try_from(age).unwrap_or(i32::MAX));
    let eligibility = Eligibility {
        minimum_age: years(service.minimum_age),
        maximum_age: years(service.maximum_age),
        sex: sex.into(),
    };
    let foreign = |currency: &str| !currency.is_empty() && currency != "XOF";
    if service.cost_options.iter().any(|cost| foreign(&cost.currency)) {
        wrong(".cost_options", "prices are in CFA francs (XOF)");
    }
    let capacity = service.capacities.first();
    let capacity = capacity.map(|one| Capacity {
        maximum: one.maximum,
        load: one.maximum.saturating_sub(one.available),
    });
    if bad.len() > before {
        return None;
    }
    let cost = |one: &super::hsds::CostOption| CostOption {
        option: one.option.clone(),
        amount: one.amount,
    };
    Some(ServiceOffer {
        need: need?.into(),
        eligibility: (eligibility != Eligibility::default()).then_some(eligibility),
        cost_options: service.cost_options.iter().map(cost).collect(),
        required_documents: service
            .required_documents
            .iter()
            .map(|one| one.document.clone())
            .collect(),
        capacity,
    })
}

/// One opening for each day that a schedule names.
fn opening(bad: &mut Vec<Bad>, path: &str, schedule: &Schedule) -> Option<Vec<Opening>> {
    let mut wrong = |why| {
        bad.push(Bad { path: path.to_owned(), why });
        None
    };
    if !schedule.freq.is_empty() && schedule.freq != "WEEKLY" {
        return wrong("only weekly schedules are known");
    }
    let (opens_at, closes_at) = (time_of_day(&schedule.opens_at), time_of_day(&schedule.closes_at));
    let Some((opens_at, closes_at)) = opens_at.zip(closes_at) else {
        return wrong("`opens_at` and `closes_at` are times of day, 08:00");
    };
    let night_duty = labelled(&schedule.attributes, NIGHT_DUTY).next().is_some();
    let days = schedule.byday.split(',').map(str::trim);
    let days: Option<Vec<usize>> =
        days.map(|day| DAYS.iter().position(|known| *known == day)).collect();
    let Some(days) = days else { return wrong("`byday` names days, MO to SU") };
    let day = |day: usize| Opening {
        weekday: i32::try_from(day).unwrap_or_default() + 1,
        opens_at: opens_at.clone(),
        closes_at: closes_at.clone(),
        night_duty,
    };
    Some(days.into_iter().map(day).collect())
}

/// `08:00` of `08:00`, `08:00:00` or `08:00Z`: hours are the place's own, which are UTC in Togo.
fn time_of_day(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('Z');
    let mut parts = text.split(':');
    let (hours, minutes) = (parts.next()?, parts.next()?);
    let two = |part: &str| part.len() == 2 && part.bytes().all(|it| it.is_ascii_digit());
    (two(hours) && two(minutes)).then(|| format!("{hours}:{minutes}"))
}
