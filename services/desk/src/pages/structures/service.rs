//! One service of a structure: whom it takes and what it costs, and how many places it has.

use axum::extract::Path;
use axum::response::Response;
use prost_types::FieldMask;
use sentier_proto::common::v1::{Need, Sex};
use sentier_proto::referrals::v1::{
    Capacity, CostOption, Eligibility, ServiceOffer, SetCapacityRequest, Structure,
    UpdateStructureRequest,
};

use super::{code_of, href, known, need_of};
use crate::form::{Choice, Fields, Form};
use crate::page::{Answer, Here, ask, see_other};
use crate::pages::{FormPage, choices};
use crate::trouble::Trouble;

/// Which service of which structure.
type At = Path<(String, String, String)>;

struct Place {
    structure: Structure,
    need: Need,
}

impl Place {
    async fn find(here: &Here, Path((agency, id, code)): At) -> Result<Self, Trouble> {
        let need = need_of(&code)?;
        let structure = known(here, &agency, &id).await?;
        let place = Self { structure, need };
        place.offer().ok_or(Trouble::NoPage)?;
        Ok(place)
    }

    fn offer(&self) -> Option<&ServiceOffer> {
        self.structure.services.iter().find(|offer| offer.need() == self.need)
    }

    fn page(
        &self,
        here: &Here,
        heading: &str,
        intro: &str,
        form: Form,
        trouble: Option<&Trouble>,
    ) -> Response {
        let need = here.words.code("need", self.need.as_str_name());
        let page = here.page("title-form");
        let heading = here.words.fill(heading, &[("need", &need)]);
        let intro = vec![here.words.say(intro)];
        let back = href(&self.structure.name);
        here.show_after(trouble, &FormPage { page, heading, intro, form, back })
    }
}

/// The form of a service's conditions.
pub(crate) async fn ask_conditions(here: Here, at: At) -> Answer {
    let place = Place::find(&here, at).await?;
    let shown = place.offer().map(filled).unwrap_or_default();
    Ok(conditions(&here, &place, &shown, None))
}

/// Keeps the conditions of a service; those of the others stay.
pub(crate) async fn set_conditions(here: Here, at: At) -> Answer {
    let place = Place::find(&here, at).await?;
    let offer = match read(&here.fields, place.need) {
        Ok(offer) => offer,
        Err(wrong) => {
            let trouble = Trouble::Fields(wrong);
            return Ok(conditions(&here, &place, &here.fields, Some(&trouble)));
        }
    };
    let others = place.structure.services.iter();
    let services = others.map(|one| if one.need() == place.need { &offer } else { one });
    let message = UpdateStructureRequest {
        request_id: here.request_id(),
        structure: Some(Structure {
            name: place.structure.name.clone(),
            services: services.cloned().collect(),
            ..Structure::default()
        }),
        update_mask: Some(FieldMask { paths: vec!["services".to_owned()] }),
    };
    match ask!(here, directory.update_structure, message).await {
        Ok(_structure) => Ok(kept(&place)),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(conditions(&here, &place, &here.fields, Some(&trouble))),
    }
}

fn kept(place: &Place) -> Response {
    see_other(&format!("{}?n=structure-updated", href(&place.structure.name)))
}

fn filled(offer: &ServiceOffer) -> Fields {
    let who = offer.eligibility.unwrap_or_default();
    let age = |age: Option<i32>| age.map_or_else(String::new, |age| age.to_string());
    let costs = offer.cost_options.iter().map(|one| format!("{} {}", one.amount, one.option));
    Fields::default()
        .with("service.minimum_age", age(who.minimum_age))
        .with("service.maximum_age", age(who.maximum_age))
        .with("service.sex", who.sex().as_str_name())
        .with("service.cost_options", costs.collect::<Vec<_>>().join("\n"))
        .with("service.required_documents", offer.required_documents.join("\n"))
}

type Wrong = Vec<(&'static str, &'static str)>;

fn read(fields: &Fields, need: Need) -> Result<ServiceOffer, Wrong> {
    let mut wrong = Wrong::new();
    let mut age = |name: &'static str| {
        let typed = fields.get(name);
        let age = typed.parse::<i32>().ok();
        if age.is_none() && !typed.is_empty() {
            wrong.push((name, "wrong-number"));
        }
        age
    };
    let (minimum_age, maximum_age) = (age("service.minimum_age"), age("service.maximum_age"));
    let costs: Option<Vec<CostOption>> =
        lines(fields.get("service.cost_options")).map(cost).collect();
    if costs.is_none() {
        wrong.push(("service.cost_options", "wrong-cost"));
    }
    let Some(cost_options) = costs.filter(|_| wrong.is_empty()) else { return Err(wrong) };
    let sex = Sex::from_str_name(fields.get("service.sex")).unwrap_or_default();
    let documents = lines(fields.get("service.required_documents")).map(str::to_owned);
    Ok(ServiceOffer {
        need: need.into(),
        eligibility: Some(Eligibility { minimum_age, maximum_age, sex: sex.into() }),
        cost_options,
        required_documents: documents.collect(),
        capacity: None,
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// `500 Consultation`.
fn cost(line: &str) -> Option<CostOption> {
    let (amount, option) = line.split_once(char::is_whitespace)?;
    Some(CostOption { option: option.trim().to_owned(), amount: amount.parse().ok()? })
}

fn conditions(here: &Here, place: &Place, shown: &Fields, trouble: Option<&Trouble>) -> Response {
    let both = Choice::new(
        "service.sex",
        Sex::Unspecified.as_str_name(),
        here.words.say("sex-both"),
        shown,
    );
    let only = choices::SEXES.iter().map(|sex| {
        let name = sex.as_str_name();
        Choice::new("service.sex", name, here.words.code("sex", name), shown)
    });
    let action = format!("{}/services/{}", href(&place.structure.name), code_of(place.need));
    let form = Form::new(here.words, action, "submit-structure-update")
        .hide("request_id", here.request_id())
        .line("service.minimum_age", "number", shown)
        .line("service.maximum_age", "number", shown)
        .one_of("service.sex", std::iter::once(both).chain(only).collect())
        .lines("service.cost_options", shown)
        .lines("service.required_documents", shown)
        .with_trouble(trouble);
    place.page(here, "heading-conditions", "conditions-intro", form, trouble)
}

/// The form of a service's places.
pub(crate) async fn ask_count(here: Here, at: At) -> Answer {
    let place = Place::find(&here, at).await?;
    let capacity = place.offer().and_then(|offer| offer.capacity);
    let shown = capacity.map_or_else(Fields::default, |it| {
        let (maximum, load) = (it.maximum.to_string(), it.load.to_string());
        Fields::default().with("capacity.maximum", maximum).with("capacity.load", load)
    });
    Ok(counting(&here, &place, &shown, None))
}

/// Counts the places of a service; both empty: it does not count them any more.
pub(crate) async fn count(here: Here, at: At) -> Answer {
    let place = Place::find(&here, at).await?;
    let typed = |name| here.fields.get(name);
    let (maximum, load) = (typed("capacity.maximum"), typed("capacity.load"));
    let capacity = match (maximum.parse(), load.parse()) {
        (Ok(maximum), Ok(load)) => Some(Capacity { maximum, load }),
        _ if maximum.is_empty() && load.is_empty() => None,
        (of_maximum, _) => {
            let field = if of_maximum.is_err() { "capacity.maximum" } else { "capacity.load" };
            let trouble = Trouble::Fields(vec![(field, "wrong-number")]);
            return Ok(counting(&here, &place, &here.fields, Some(&trouble)));
        }
    };
    let message = SetCapacityRequest {
        name: place.structure.name.clone(),
        request_id: here.request_id(),
        need: place.need.into(),
        capacity,
    };
    match ask!(here, directory.set_capacity, message).await {
        Ok(_structure) => Ok(kept(&place)),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(counting(&here, &place, &here.fields, Some(&trouble))),
    }
}

fn counting(here: &Here, place: &Place, shown: &Fields, trouble: Option<&Trouble>) -> Response {
    let action = format!("{}/places/{}", href(&place.structure.name), code_of(place.need));
    let form = Form::new(here.words, action, "submit-count")
        .hide("request_id", here.request_id())
        .line("capacity.maximum", "number", shown)
        .line("capacity.load", "number", shown)
        .with_trouble(trouble);
    place.page(here, "heading-count", "count-intro", form, trouble)
}
