//! `Bundle` of a search: a page, and where the next one is.

use serde_json::{Value, json};

use crate::fhir::value::pruned;

/// One page of what was found.
#[derive(Clone, Debug)]
pub(crate) struct Searchset<'a> {
    /// The address of this door.
    pub(crate) base: &'a str,
    /// The kind of resource.
    pub(crate) kind: &'a str,
    /// The parameters that were followed.
    pub(crate) used: &'a [(String, String)],
    /// Where this page began; empty for the first.
    pub(crate) page: &'a str,
    /// Where the next page begins; empty when there is none.
    pub(crate) next: &'a str,
    /// What was found.
    pub(crate) found: Vec<Value>,
    /// What was passed over, when something was.
    pub(crate) outcome: Option<Value>,
}

impl Searchset<'_> {
    /// The bundle. It tells no total: to count is to read all of it.
    pub(crate) fn bundle(self) -> Value {
        let next = (!self.next.is_empty())
            .then(|| json!({ "relation": "next", "url": self.address(self.next) }));
        let itself = json!({ "relation": "self", "url": self.address(self.page) });
        let entry = |resource: &Value| {
            let id = resource["id"].as_str().unwrap_or_default();
            json!({
                "fullUrl": format!("{}/{}/{id}", self.base, self.kind),
                "resource": resource,
                "search": { "mode": "match" },
            })
        };
        let mut entries: Vec<Value> = self.found.iter().map(entry).collect();
        let outcome = self.outcome.as_ref();
        entries
            .extend(outcome.map(|it| json!({ "resource": it, "search": { "mode": "outcome" } })));
        pruned(json!({
            "resourceType": "Bundle",
            "type": "searchset",
            "link": [itself, next],
            "entry": entries,
        }))
    }

    /// The address of a page of this search.
    fn address(&self, page: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.used);
        if !page.is_empty() {
            query.append_pair("page", page);
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}/{}{mark}{query}", self.base, self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_an_address_with_all_that_was_followed() {
        let used = [("status".to_owned(), "requested,received".to_owned())];
        let bundle = Searchset {
            base: "https://centre.example/fhir",
            kind: "Task",
            used: &used,
            page: "",
            next: "abc",
            found: vec![json!({ "resourceType": "Task", "id": "a.1" })],
            outcome: None,
        }
        .bundle();
        let link = |at: usize| bundle["link"][at]["url"].as_str().unwrap().to_owned();
        assert_eq!(link(0), "https://centre.example/fhir/Task?status=requested%2Creceived");
        assert_eq!(link(1), format!("{}&page=abc", link(0)));
        assert_eq!(bundle["entry"][0]["fullUrl"], "https://centre.example/fhir/Task/a.1");
    }
}
