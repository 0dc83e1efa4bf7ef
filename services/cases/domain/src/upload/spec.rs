//! The specification of an upload.

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;

use super::*;

fn at(hours: u64) -> Moment {
    Moment::from_micros(1_795_478_400_000_000).plus(Duration::from_hours(hours))
}

fn begun(object: u128) -> Begun {
    Begun {
        attachment: EntryId::from_uuid(Uuid::from_u128(1)),
        case: CaseId::from_uuid(Uuid::from_u128(2)),
        object: ObjectId::from_uuid(Uuid::from_u128(object)),
        chunks: 2,
        at: at(0),
    }
}

fn ended(kept: bool, hours: u64) -> Event {
    Event::UploadEnded { object: begun(3).object, kept, at: at(hours) }
}

const LATE: u64 = 48;

#[test]
fn an_upload_that_broke_goes_on_under_the_id_that_was_drawn_first() {
    let first = Event::UploadBegun(begun(3));
    given::<Upload>([]).when(Command::Begin(begun(3)), at(0)).then([first]);
    given::<Upload>([first]).when(Command::Begin(begun(4)), at(47)).then_nothing();
    given::<Upload>([first]).when(Command::Keep, at(47)).then([ended(true, 47)]);
}

#[test]
fn an_upload_is_kept_once() {
    let kept = [Event::UploadBegun(begun(3)), ended(true, 1)];
    given::<Upload>(kept).when(Command::Keep, at(2)).then_nothing();
    given::<Upload>(kept).when(Command::Begin(begun(4)), at(LATE)).then_nothing();
    given::<Upload>(kept).when(Command::Lapse, at(LATE)).then_nothing();
}

#[test]
fn an_upload_that_nobody_goes_on_with_lapses_and_does_not_come_back() {
    let first = Event::UploadBegun(begun(3));
    given::<Upload>([first]).when(Command::Lapse, at(47)).then_nothing();
    given::<Upload>([first]).when(Command::Keep, at(LATE)).then_refused("UPLOAD_LAPSED");
    given::<Upload>([first]).when(Command::Lapse, at(LATE)).then([ended(false, LATE)]);
    let gone = [first, ended(false, LATE)];
    given::<Upload>(gone).when(Command::Lapse, at(50)).then_nothing();
    given::<Upload>(gone).when(Command::Begin(begun(4)), at(50)).then_refused("UPLOAD_LAPSED");
    given::<Upload>(gone).when(Command::Keep, at(50)).then_refused("UPLOAD_LAPSED");
}
