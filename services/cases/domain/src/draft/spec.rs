//! The specification of a draft.

use sentier_kernel::id::Uuid;
use sentier_kernel::spec::given;
use sentier_kernel::{Moment, Sensitive};

use super::*;

fn at(hours: u64) -> Moment {
    Moment::from_micros(1_795_478_400_000_000).plus(Duration::from_hours(hours))
}

fn case(number: u128) -> CaseId {
    CaseId::from_uuid(Uuid::from_u128(number))
}

fn save(staff: u128) -> Command {
    Command::Save {
        draft: DraftId::from_uuid(Uuid::from_u128(1)),
        staff: StaffId::from_uuid(Uuid::from_u128(staff)),
        content: Sensitive::new(DraftContent::parse(vec![1, 2, 3]).unwrap()),
    }
}

fn saved(hours: u64) -> Event {
    let Command::Save { draft, staff, content } = save(7) else { panic!("a save") };
    Event::DraftSaved { draft, staff, content, at: at(hours) }
}

fn ended(case: Option<CaseId>) -> Event {
    Event::DraftEnded { case, at: at(1) }
}

#[test]
fn a_draft_is_saved_again_by_its_own_and_by_nobody_else() {
    given::<Draft>([]).when(save(7), at(0)).then([saved(0)]);
    given::<Draft>([saved(0)]).when(save(7), at(1)).then([saved(1)]);
    given::<Draft>([saved(0)]).when(save(8), at(1)).then_refused("ALREADY_EXISTS");
}

#[test]
fn a_draft_becomes_one_case() {
    let take = |number| Command::Take { case: case(number) };
    given::<Draft>([saved(0)]).when(take(1), at(1)).then([ended(Some(case(1)))]);
    let taken = [saved(0), ended(Some(case(1)))];
    given::<Draft>(taken.clone()).when(take(1), at(2)).then_nothing();
    given::<Draft>(taken.clone()).when(take(2), at(2)).then_refused("NOT_FOUND");
    given::<Draft>(taken).when(save(7), at(2)).then_refused("NOT_FOUND");
}

#[test]
fn a_discarded_draft_is_gone() {
    given::<Draft>([saved(0)]).when(Command::Discard, at(1)).then([ended(None)]);
    let gone = [saved(0), ended(None)];
    given::<Draft>(gone.clone()).when(Command::Discard, at(2)).then_nothing();
    given::<Draft>(gone).when(Command::Take { case: case(1) }, at(2)).then_refused("NOT_FOUND");
}

#[test]
fn a_draft_lapses_seven_days_after_it_was_last_saved() {
    given::<Draft>([saved(0), saved(1)]).when(Command::Lapse, at(7 * 24)).then_nothing();
    let late = at(7 * 24 + 1);
    given::<Draft>([saved(0), saved(1)]).when(save(7), late).then_refused("NOT_FOUND");
    given::<Draft>([saved(0), saved(1)])
        .when(Command::Lapse, late)
        .then([Event::DraftEnded { case: None, at: late }]);
}
