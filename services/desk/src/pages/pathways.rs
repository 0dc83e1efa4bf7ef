//! The pathway of the centre: for each need, whom to ask first and by when. Its manager sets it, all of
//! its staff read it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use sentier_proto::access::v1::StaffRole;
use sentier_proto::common::v1::{FieldGroup, Need};
use sentier_proto::referrals::v1::{
    ListPathwayRevisionsRequest, ListPathwaysRequest, Pathway, PathwayStep, SetPathwayRequest,
    Structure,
};

use super::structures::{code_of, need_of};
use super::{FormPage, choices, places};
use crate::form::{Choice, Fields, Form};
use crate::page::{Answer, Here, Page, ask, see_other};
use crate::trouble::Trouble;

/// One place of the form.
struct Slot {
    structure: &'static str,
    minutes: &'static str,
}

/// As many as a form asks for; a longer rule is set through the interface for programs.
const SLOTS: [Slot; 5] = [
    Slot { structure: "pathway.steps[0].structure", minutes: "pathway.steps[0].deadline_minutes" },
    Slot { structure: "pathway.steps[1].structure", minutes: "pathway.steps[1].deadline_minutes" },
    Slot { structure: "pathway.steps[2].structure", minutes: "pathway.steps[2].deadline_minutes" },
    Slot { structure: "pathway.steps[3].structure", minutes: "pathway.steps[3].deadline_minutes" },
    Slot { structure: "pathway.steps[4].structure", minutes: "pathway.steps[4].deadline_minutes" },
];
/// Earlier rules that the form shows.
const SHOWN: i32 = 20;

#[derive(Template)]
#[template(path = "pathways.html")]
struct PathwaysPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    need: String,
    /// Empty for who does not set it.
    href: String,
    set: String,
    steps: Vec<String>,
    notes: Vec<String>,
}

/// The rules of every need.
pub(crate) async fn list(here: Here) -> Answer {
    let parent = here.centre()?;
    let message = ListPathwaysRequest { parent, page_size: SHOWN, page_token: String::new() };
    let (rules, structures) = tokio::join!(
        ask!(here, pathways.list_pathways, message),
        places::structures(&here, Need::Unspecified, here.centre()?)
    );
    let (rules, names) = (rules?.pathways, names(&structures?));
    let sets = here.signed()?.has(StaffRole::Manager);
    let row = |need: &Need| {
        let code = code_of(*need);
        let rule = rules.iter().find(|rule| rule.name.ends_with(&format!("/{code}")));
        Row {
            need: here.words.code("need", need.as_str_name()),
            href: if sets { format!("/pathways/{code}") } else { String::new() },
            set: rule.map_or_else(String::new, |rule| set_on(&here, rule)),
            steps: rule.map_or_else(Vec::new, |rule| steps(&here, rule, &names)),
            notes: rule.map_or_else(Vec::new, |rule| notes(&here, rule)),
        }
    };
    let rows = choices::NEEDS.iter().map(row).collect();
    Ok(here.show(&PathwaysPage { page: here.page("title-list"), rows }))
}

fn names(structures: &[Structure]) -> HashMap<String, String> {
    structures.iter().map(|one| (one.name.clone(), one.display_name.clone())).collect()
}

fn set_on(here: &Here, rule: &Pathway) -> String {
    let (number, day) = (rule.revision.to_string(), here.words.day(rule.set_time.as_ref()));
    here.words.fill("pathway-set", &[("number", &number), ("day", &day)])
}

fn steps(here: &Here, rule: &Pathway, names: &HashMap<String, String>) -> Vec<String> {
    let step = |step: &PathwayStep| {
        let place = names.get(&step.structure).cloned();
        let place = place.unwrap_or_else(|| here.words.say("a-place"));
        let minutes = step.deadline_minutes.to_string();
        here.words.fill("pathway-step", &[("place", &place), ("minutes", &minutes)])
    };
    rule.steps.iter().map(step).collect()
}

fn notes(here: &Here, rule: &Pathway) -> Vec<String> {
    let words = here.words;
    let groups = rule.field_groups().map(|one| words.code("field-group", one.as_str_name()));
    let groups = groups.collect::<Vec<_>>().join(" · ");
    let first = rule.serve_first().map(|one| words.code("need", one.as_str_name()));
    let first = first.collect::<Vec<_>>().join(" · ");
    let asks = match groups.as_str() {
        "" => words.say("pathway-asks-nothing"),
        groups => words.fill("pathway-asks", &[("groups", groups)]),
    };
    let mut notes = vec![asks];
    if !first.is_empty() {
        notes.push(words.fill("pathway-after", &[("needs", &first)]));
    }
    notes
}

/// What the form needs to know.
struct Known {
    need: Need,
    structures: Vec<Structure>,
    /// Newest first.
    revisions: Vec<Pathway>,
}

impl Known {
    async fn find(here: &Here, code: &str) -> Result<Self, Trouble> {
        let need = need_of(code)?;
        let centre = here.centre()?;
        if !here.signed()?.has(StaffRole::Manager) {
            return Err(Trouble::NoPage);
        }
        let message = ListPathwayRevisionsRequest {
            name: format!("{centre}/pathways/{code}"),
            page_size: SHOWN,
            page_token: String::new(),
        };
        let (revisions, structures) = tokio::join!(
            ask!(here, pathways.list_pathway_revisions, message),
            places::structures(here, need, centre)
        );
        Ok(Self { need, structures: structures?, revisions: revisions?.pathways })
    }

    /// What the form shows of the rule in force.
    fn filled(&self) -> Fields {
        let Some(rule) = self.revisions.first() else {
            let all = choices::GROUPS.map(|group| ("field_groups", group.as_str_name()));
            return Fields::of(&all);
        };
        let mut pairs: Vec<(&str, String)> = Vec::new();
        for (slot, step) in SLOTS.iter().zip(&rule.steps) {
            pairs.push((slot.structure, step.structure.clone()));
            pairs.push((slot.minutes, step.deadline_minutes.to_string()));
        }
        let groups = rule.field_groups().map(|one| ("field_groups", one.as_str_name().to_owned()));
        pairs.extend(groups);
        let first = rule.serve_first().map(|one| ("serve_first", one.as_str_name().to_owned()));
        pairs.extend(first);
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Fields::of(&pairs)
    }
}

/// The form of a need's rule, and the rules before it.
pub(crate) async fn ask(here: Here, Path(code): Path<String>) -> Answer {
    let known = Known::find(&here, &code).await?;
    let shown = known.filled();
    Ok(page(&here, &known, &shown, None))
}

/// Sets the rule of a need.
pub(crate) async fn set(here: Here, Path(code): Path<String>) -> Answer {
    let known = Known::find(&here, &code).await?;
    let steps = match steps_of(&here.fields) {
        Ok(steps) => steps,
        Err(wrong) => {
            let trouble = Trouble::Fields(wrong);
            return Ok(page(&here, &known, &here.fields, Some(&trouble)));
        }
    };
    let group = |name: &str| FieldGroup::from_str_name(name).map(i32::from);
    let need = |name: &str| Need::from_str_name(name).map(i32::from);
    let message = SetPathwayRequest {
        request_id: here.request_id(),
        pathway: Some(Pathway {
            name: format!("{}/pathways/{code}", here.centre()?),
            steps,
            serve_first: here.fields.codes("serve_first", need),
            field_groups: here.fields.codes("field_groups", group),
            ..Pathway::default()
        }),
        expected_revision: here.fields.version(),
    };
    match ask!(here, pathways.set_pathway, message).await {
        Ok(_pathway) => Ok(see_other("/pathways?n=pathway-set")),
        Err(trouble) if trouble.is_signed_out() => Err(trouble),
        Err(trouble) => Ok(page(&here, &known, &here.fields, Some(&trouble))),
    }
}

type Wrong = Vec<(&'static str, &'static str)>;

/// The places that were chosen, in their order; empty ones between them are passed over.
fn steps_of(fields: &Fields) -> Result<Vec<PathwayStep>, Wrong> {
    let (mut steps, mut wrong) = (Vec::new(), Wrong::new());
    for slot in &SLOTS {
        let structure = fields.get(slot.structure).to_owned();
        if structure.is_empty() {
            continue;
        }
        match fields.get(slot.minutes).parse() {
            Ok(deadline_minutes) => steps.push(PathwayStep { structure, deadline_minutes }),
            Err(_not_a_number) => wrong.push((slot.minutes, "wrong-number")),
        }
    }
    if wrong.is_empty() { Ok(steps) } else { Err(wrong) }
}

fn page(here: &Here, known: &Known, shown: &Fields, trouble: Option<&Trouble>) -> Response {
    let words = here.words;
    let number = known.revisions.first().map_or(0, |rule| rule.revision);
    let seen = match shown.version() {
        Some(seen) if !trouble.is_some_and(Trouble::is_stale) => seen,
        _ => number,
    };
    let mut form = Form::new(words, format!("/pathways/{}", code_of(known.need)), "submit-pathway")
        .hide("request_id", here.request_id())
        .hide("version", seen.to_string());
    for (at, slot) in (1..).zip(&SLOTS) {
        let nobody = Choice::new(slot.structure, "", words.say("choice-nobody"), shown);
        let places = known.structures.iter();
        let places =
            places.map(|one| Choice::new(slot.structure, &one.name, &one.display_name, shown));
        let at = i32::to_string(&at);
        form = form
            .select(slot.structure, std::iter::once(nobody).chain(places).collect())
            .named(words.fill("pathway-place", &[("number", &at)]))
            .line(slot.minutes, "number", shown)
            .worded("label-deadline-minutes");
    }
    let group = |one: &FieldGroup| {
        let name = one.as_str_name();
        Choice::new("field_groups", name, words.code("field-group", name), shown)
    };
    let need = |one: &Need| {
        let name = one.as_str_name();
        Choice::new("serve_first", name, words.code("need", name), shown)
    };
    let others = choices::NEEDS.iter().filter(|one| **one != known.need);
    let form = form
        .any_of("field_groups", choices::GROUPS.iter().map(group).collect())
        .worded("label-pathway-groups")
        .any_of("serve_first", others.map(need).collect())
        .with_trouble(trouble);
    let names = names(&known.structures);
    let mut intro = vec![words.say("pathway-intro"), words.say("pathway-health")];
    for rule in &known.revisions {
        let steps = steps(here, rule, &names).join(" → ");
        intro.push(format!("{} : {steps}", set_on(here, rule)));
    }
    let need = words.code("need", known.need.as_str_name());
    let heading = words.fill("heading-pathway", &[("need", &need)]);
    let (page, back) = (here.page("title-form"), "/pathways".to_owned());
    here.show_after(trouble, &FormPage { page, heading, intro, form, back })
}
