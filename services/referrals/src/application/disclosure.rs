//! A disclosure is read by its agency, and its key destroyed once it has ended.

use sentier_eventing::streams::TransactError;
use sentier_eventing::vault::KeyRing;
use sentier_kernel::Decider as _;
use sentier_kernel::id::Uuid;
use sentier_platform::ids::{derived, new_id};
use sentier_platform::principal::Principal;
use sentier_referrals_domain::referral::{Command, Event, Referrals, Rejection};
use sentier_referrals_domain::value::{AgencyId, Disclosure, ReferralId};

use super::writing::messages_key;
use super::{Answer, Fault, Pathway, Told, fault};
use crate::contract::ReferralName;

impl Pathway {
    /// The disclosure, for the agency that may read it now.
    ///
    /// PRIVACY: the reading is told to the centre and stands in the ledger before the key is used.
    pub(crate) async fn read_disclosure(
        &self,
        principal: &Principal,
        agency: AgencyId,
        name: ReferralName,
    ) -> Result<Disclosure, Fault> {
        let (centre, stream) = (name.centre.clone(), name.referral.as_uuid());
        let reading =
            Answer { name, request_id: new_id(), fingerprint: [0; 32], expected_version: None };
        self.answer(principal, agency, reading, Command::ReadDisclosure { agency }).await?;
        let ring = self.host.vault.ring(stream).await.map_err(fault)?;
        let entry = self.host.reading(principal, &centre, "referral", vec!["disclosure"]);
        let events = self.referrals.disclose(entry, stream, &ring).await.map_err(fault)?;
        let disclosure = events.into_iter().find_map(|recorded| match recorded.event {
            Event::ReferralSent { disclosure, .. } => disclosure.into_exposed(),
            _ => None,
        });
        // Consent may have been withdrawn, and the key destroyed, since the first line of this.
        disclosure.ok_or_else(|| fault(TransactError::Rejected(Rejection::DisclosureEnded)))
    }

    /// Destroys the keys of those of these disclosures that have ended, then keeps that as a fact.
    ///
    /// Interrupted anywhere, a repeat goes on: an ended disclosure never becomes readable again.
    pub(crate) async fn destroy_disclosures(&self, referrals: &[ReferralId]) -> Result<(), Fault> {
        let now = self.host.env.clock.now();
        let mut ended: Vec<(Uuid, String)> = Vec::new();
        for referral in referrals {
            if let Some(seen) = self.find(*referral).await?
                && seen.referral.key_held
                && !seen.referral.is_readable(now)
            {
                ended.push((referral.as_uuid(), seen.referral.request.centre));
            }
        }
        let subjects: Vec<Uuid> = ended.iter().map(|(subject, _)| *subject).collect();
        self.host.vault.erase_all(&subjects).await.map_err(fault)?;
        for (stream, centre) in ended {
            let request_id = derived(stream, "disclosure destroyed");
            let call = self.call(&Told { centre, request_id, fingerprint: [0; 32] });
            let at = call.stamp.at;
            let decide = move |state: &_| Referrals::decide(state, Command::DestroyDisclosure, at);
            let done = self.referrals.transact(call, stream, KeyRing::none(), decide).await;
            done.map_err(fault)?;
        }
        Ok(())
    }

    /// Destroys the keys of what was written on those of these referrals where nobody may read it any
    /// more, then keeps that as a fact; a repeat goes on, as with disclosures.
    pub(crate) async fn destroy_messages(&self, referrals: &[ReferralId]) -> Result<(), Fault> {
        let now = self.host.env.clock.now();
        let mut ended: Vec<(ReferralId, String)> = Vec::new();
        for referral in referrals {
            if let Some(seen) = self.find(*referral).await?
                && seen.referral.messages_held
                && !seen.referral.has_readable_messages(now)
            {
                ended.push((*referral, seen.referral.request.centre));
            }
        }
        let subjects: Vec<Uuid> = ended.iter().map(|(id, _)| messages_key(*id)).collect();
        self.host.vault.erase_all(&subjects).await.map_err(fault)?;
        for (referral, centre) in ended {
            let stream = referral.as_uuid();
            let request_id = derived(stream, "messages destroyed");
            let call = self.call(&Told { centre, request_id, fingerprint: [0; 32] });
            let at = call.stamp.at;
            let decide = move |state: &_| Referrals::decide(state, Command::DestroyMessages, at);
            let done = self.referrals.transact(call, stream, KeyRing::none(), decide).await;
            done.map_err(fault)?;
        }
        Ok(())
    }
}
