//! Coded values of safe contact.

use sentier_cases_domain::safe_contact;
use sentier_proto::cases::v1::{self as cases, contact_answer};

use super::{Coded, coded};

coded! {
    safe_contact::Channel = cases::ContactChannel { Call, TextMessage, Visit }
    safe_contact::Answerer = cases::ContactAnswerer { Survivor, TrustedPerson, AnsweringMachine }
    safe_contact::Weekday = cases::Weekday {
        Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday,
    }
    safe_contact::Ground = contact_answer::Ground { NoPlan, SheSaidNever, NotThisWay }
}
