//! Reading what a request tells, with every violation at once.

use std::str::FromStr;

use sentier_cases_domain::id::{ActionId, StaffId};
use sentier_cases_domain::value::Note;
use sentier_kernel::id::Uuid;
use sentier_kernel::{Sensitive, Violation};
use sentier_platform::ids::derived;

use crate::codes::Coded;
use crate::grpc::fields::{self, CaseName, Fields};

/// The fields of a request so far, its case and its id.
pub(in crate::grpc) struct Told {
    pub fields: Fields,
    pub case: Option<CaseName>,
    pub request_id: Option<Uuid>,
}

impl Told {
    /// A note that may be empty.
    pub(in crate::grpc) fn note(
        &mut self,
        field: &'static str,
        text: &str,
    ) -> Option<Sensitive<Note>> {
        self.fields.keep(fields::text(field, text, Note::parse)).map(Sensitive::new)
    }

    /// A note that must be given.
    pub(in crate::grpc) fn words(
        &mut self,
        field: &'static str,
        text: &str,
    ) -> Option<Sensitive<Note>> {
        let read = fields::given(field, text.trim())
            .and_then(|_given| fields::text(field, text, Note::parse));
        self.fields.keep(read).map(Sensitive::new)
    }

    /// A coded value that must be given.
    pub(in crate::grpc) fn code<T: Coded>(
        &mut self,
        field: &'static str,
        number: i32,
    ) -> Option<T> {
        self.fields.keep(fields::code(field, number))
    }

    /// A part of the same case, by its resource name.
    pub(in crate::grpc) fn part<T: FromStr>(
        &mut self,
        field: &'static str,
        text: &str,
        part: &str,
    ) -> Option<T> {
        self.fields.keep(fields::part_of(field, text, part, self.case.as_ref()))
    }

    /// A member of staff of the same centre.
    pub(in crate::grpc) fn staff(&mut self, field: &'static str, text: &str) -> Option<StaffId> {
        let centre = self.case.as_ref().map(|case| case.centre.as_str());
        self.fields.keep(fields::staff(field, text, centre))
    }

    /// A value of an item of a list: its violation names the item.
    pub(in crate::grpc) fn item<T>(&mut self, item: &str, read: Result<T, Violation>) -> Option<T> {
        let named =
            |wrong: Violation| Violation::new(format!("{item}.{}", wrong.field), wrong.sentence);
        self.fields.keep(read.map_err(named))
    }

    /// The id of the action at a place of a new plan.
    pub(in crate::grpc) fn action(&self, place: usize) -> Option<ActionId> {
        let id = derived(self.request_id?, &format!("action {place}"));
        Some(ActionId::from_uuid(id))
    }
}
