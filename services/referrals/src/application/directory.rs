//! The directory is kept: agencies and structures are entered and kept up to date, agencies switched
//! off and on.

use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::derived;
use sentier_platform::principal::Principal;
use sentier_referrals_domain::agency::{
    Agencies, Agency, Capacity, Change, Command, Rejection, Structure,
};
use sentier_referrals_domain::value::{AgencyId, Need, StructureId};

use super::{Fault, Pathway, fault};

/// A write to the directory.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The keeper's key.
    pub(crate) request_id: Uuid,
    /// Of the request.
    pub(crate) fingerprint: [u8; 32],
}

/// An agency as it stands at a version.
#[derive(Clone, Debug)]
pub(crate) struct AgencySeen {
    pub(crate) version: i64,
    pub(crate) agency: Agency,
}

impl Pathway {
    pub(crate) async fn register_agency(
        &self,
        keeper: &Principal,
        entry: Entry,
        display_name: String,
    ) -> Result<AgencySeen, Fault> {
        let agency = AgencyId::from_uuid(derived(entry.request_id, "agency"));
        let command = Command::RegisterAgency { agency, display_name };
        self.keep(keeper, entry, agency, command).await
    }

    pub(crate) async fn register_structure(
        &self,
        keeper: &Principal,
        entry: Entry,
        agency: AgencyId,
        structure: Structure,
    ) -> Result<(StructureId, Structure), Fault> {
        let id = StructureId::from_uuid(derived(entry.request_id, "structure"));
        let command = Command::RegisterStructure { id, structure };
        let kept = self.keep(keeper, entry, agency, command).await?;
        Ok((id, its_structure(&kept, id)?))
    }

    pub(crate) async fn update_structure(
        &self,
        keeper: &Principal,
        entry: Entry,
        (agency, id): (AgencyId, StructureId),
        change: Change,
    ) -> Result<Structure, Fault> {
        let command = Command::UpdateStructure { id, change: Box::new(change) };
        its_structure(&self.keep(keeper, entry, agency, command).await?, id)
    }

    pub(crate) async fn set_capacity(
        &self,
        keeper: &Principal,
        entry: Entry,
        (agency, id): (AgencyId, StructureId),
        need: Need,
        capacity: Option<Capacity>,
    ) -> Result<Structure, Fault> {
        let command = Command::SetCapacity { id, need, capacity };
        its_structure(&self.keep(keeper, entry, agency, command).await?, id)
    }

    pub(crate) async fn set_agency_active(
        &self,
        keeper: &Principal,
        entry: Entry,
        agency: AgencyId,
        active: bool,
    ) -> Result<AgencySeen, Fault> {
        self.keep(keeper, entry, agency, Command::SetActive { active }).await
    }

    pub(crate) async fn set_case_takeover(
        &self,
        keeper: &Principal,
        entry: Entry,
        agency: AgencyId,
        takes_cases_over: bool,
    ) -> Result<AgencySeen, Fault> {
        self.keep(keeper, entry, agency, Command::SetTakeover { takes_cases_over }).await
    }

    /// An agency, active or not.
    pub(crate) async fn agency(&self, agency: AgencyId) -> Result<AgencySeen, Fault> {
        let loaded = self.agencies.state(agency.as_uuid()).await.map_err(fault)?;
        let agency = loaded.state.agency.clone().ok_or_else(not_found)?;
        Ok(AgencySeen { version: loaded.version, agency })
    }

    async fn keep(
        &self,
        keeper: &Principal,
        entry: Entry,
        agency: AgencyId,
        command: Command,
    ) -> Result<AgencySeen, Fault> {
        // The directory is the installation's; the entry stands under the keeper's centre.
        let centre = keeper.centre().unwrap_or("installation");
        let call = self.host.call(keeper, centre, entry.request_id, entry.fingerprint, None);
        let at = call.stamp.at;
        let decide = move |state: &_| Agencies::decide(state, command.clone(), at);
        let stream = agency.as_uuid();
        let done = self.agencies.transact(call, stream, KeyRing::none(), decide).await;
        let done = done.map_err(fault)?;
        let agency = done.state.agency.clone().ok_or_else(not_found)?;
        Ok(AgencySeen { version: done.version, agency })
    }
}

fn its_structure(kept: &AgencySeen, id: StructureId) -> Result<Structure, Fault> {
    kept.agency.structures.get(&id).cloned().ok_or_else(not_found)
}

fn not_found() -> Fault {
    fault(TransactError::Rejected(Rejection::NotFound))
}
