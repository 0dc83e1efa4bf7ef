//! What is written on a referral, specified.

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Moment, Sensitive};

use super::{Author, Command, Event, Kind, LONGEST, Message, Messages, Unfit, Words};
use crate::value::ReferralId;

const AT: Moment = Moment::from_micros(1_795_478_400_000_000);
const LATER: Moment = Moment::from_micros(1_795_478_500_000_000);

fn message(kind: Kind) -> Message {
    let referral = ReferralId::from_uuid(Uuid::from_u128(2));
    Message { referral, kind, author: Author::Agency, at: AT }
}

fn words() -> Sensitive<Words> {
    Sensitive::new(Words::parse("Elle est bien arrivée.").unwrap())
}

#[test]
fn a_message_is_written_once() {
    let write = |kind| Command::Write { message: message(kind), words: words() };
    let written = Event::MessageWritten { message: message(Kind::Message), words: words() };
    given::<Messages>([]).when(write(Kind::Message), AT).then([written.clone()]);
    given::<Messages>([written.clone()]).when(write(Kind::Message), AT).then_nothing();
    given::<Messages>([written]).when(write(Kind::InterimNote), AT).then_refused("ALREADY_EXISTS");
}

#[test]
fn words_say_something_and_not_too_much() {
    assert_eq!(Words::parse("  \n "), Err(Unfit::Empty));
    assert!(Words::parse(&"é".repeat(LONGEST)).is_ok());
    assert_eq!(Words::parse(&"é".repeat(LONGEST + 1)), Err(Unfit::TooLong));
    assert_eq!(Words::parse("a\u{7}b"), Err(Unfit::Stray));
}

#[test]
fn an_appointment_lies_ahead_and_needs_no_words() {
    assert_eq!(Words::appointment("", AT, AT), Err(Unfit::Past));
    let given = Words::appointment(" Dr A., porte 3 ", LATER, AT).unwrap();
    assert_eq!((given.text(), given.expected_at()), ("Dr A., porte 3", Some(LATER)));
    assert!(Words::appointment("", LATER, AT).is_ok());
}

#[test]
fn words_are_never_printed() {
    let written = Event::MessageWritten { message: message(Kind::Message), words: words() };
    assert!(!format!("{written:?} {:?}", Words::parse("Afi").unwrap()).contains("Afi"));
}
