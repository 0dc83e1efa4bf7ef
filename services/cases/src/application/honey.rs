//! Honey records: planted by a manager, and an alarm when somebody else opens one.

use sentier_cases_domain::honey::{Command, HoneyRecord};
use sentier_cases_domain::id::{CaseId, EntryId, StaffId};
use sentier_eventing::streams::{Call, Streams};
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_platform::ids::{derived, new_id};
use sentier_platform::principal::Principal;

use super::alarm::{AlarmKind, raised};
use super::{Cases, Fault, Known, Opening};
use crate::store::{HoneyCodec, honey_of};

impl Cases {
    fn honey(&self) -> Streams<HoneyCodec> {
        Streams::new(&self.host.store)
    }

    /// Whether a case is made up. Known before the case is: it is planted first and opened then.
    pub(super) async fn is_honey(&self, case: CaseId) -> Result<bool, Fault> {
        Ok(!self.host.store.read_stream(honey_of(case), 0, 1).await?.is_empty())
    }

    /// Plants a made-up case in the name of its caseworker: whoever sees it sees no manager's hand.
    ///
    /// # Errors
    /// A fault of keys or store; a repeat goes on where it stopped.
    pub async fn plant_honey_record(
        &self,
        call: Call,
        by: StaffId,
        opening: Opening,
    ) -> Result<CaseId, Fault> {
        let request = derived(call.stamp.request_id, "opening of a honey record");
        let case = CaseId::from_uuid(derived(request, "case"));
        let (centre, print) = (call.stamp.centre.clone(), call.stamp.fingerprint);
        self.tell(call, case, Command::Plant { case, by }).await?;
        let in_whose_name = Principal::Staff {
            id: opening.caseworker.as_uuid(),
            centre: centre.clone(),
            roles: Vec::new(),
        };
        let opens = self.host.call(&in_whose_name, &centre, request, print, None);
        Ok(self.open(opens, opening, true).await?.case)
    }

    /// Tells that somebody opened a made-up case without working on it, or was refused.
    ///
    /// # Errors
    /// When it cannot be stored: then nothing is opened either.
    pub async fn honey_opened(
        &self,
        known: &Known,
        principal: &Principal,
        refused: bool,
    ) -> Result<(), Fault> {
        let Some(by) = principal.staff_id().map(StaffId::from_uuid) else { return Ok(()) };
        let call = self.host.call(principal, &known.centre, new_id(), [0; 32], None);
        let alarm = EntryId::from_uuid(derived(call.stamp.request_id, "alarm"));
        let state = self.tell(call, known.case, Command::Open { alarm, by, refused }).await?;
        if state.alarms.contains_key(&alarm) {
            raised(if refused { AlarmKind::HoneyRefused } else { AlarmKind::HoneyOpened });
        }
        Ok(())
    }

    pub(super) async fn is_honey_alarm(&self, case: CaseId, alarm: EntryId) -> Result<bool, Fault> {
        let state = self.honey().state(honey_of(case)).await?.state;
        Ok(state.alarms.contains_key(&alarm))
    }

    pub(super) async fn review_honey_alarm(
        &self,
        call: Call,
        known: &Known,
        by: StaffId,
        alarm: EntryId,
    ) -> Result<(), Fault> {
        self.tell(call, known.case, Command::Review { alarm, by }).await?;
        Ok(())
    }

    async fn tell(
        &self,
        call: Call,
        case: CaseId,
        command: Command,
    ) -> Result<std::sync::Arc<sentier_cases_domain::honey::State>, Fault> {
        let at = call.stamp.at;
        let decide = move |state: &_| HoneyRecord::decide(state, command.clone(), at);
        let done = self.honey().transact(call, honey_of(case), KeyRing::none(), decide).await?;
        Ok(done.state)
    }
}
