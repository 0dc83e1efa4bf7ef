//! Those who act: staff and agencies, each through the public API alone, each write under a request id
//! of its own that is asked again until it is answered.

mod accounts;
mod agency;
mod answering;
mod caller;
mod care;
mod case;
mod casework;
mod client;
mod credential;
mod failed;
mod journal;
mod keeping;
mod month;
mod pace;
mod stage;

pub use accounts::{Accounts, Person, file as accounts_file};
pub use caller::Caller;
pub use casework::{Given, Wanted, as_survivor};
pub use client::{Channels, Client};
pub use failed::Failed;
pub use journal::{Entry, Journal};
pub use month::{Conduct, play};
pub use pace::{MalformedPace, Pace};
pub use stage::{Agency, Setting, Stage, set};
