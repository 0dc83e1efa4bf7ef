//! A consent is withdrawn or a survivor erased: every referral that stands on it is revoked.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sentier_eventing::inbox::{Delivered, Reaction, ReactionError};
use sentier_proto::cases::events::v1::cases_event::Fact;
use sentier_referrals_domain::value::{CaseId, ConsentId, ReferralId};

use super::{id, read, unless_it_passes};
use crate::application::{Fault, Pathway, Told, fault};
use crate::projections::ReferralList;

const NAME: &str = "referrals_on_withdrawals";

/// Revokes what may not be read any more.
#[derive(Debug)]
pub(crate) struct Withdrawals {
    pathway: Pathway,
    list: ReferralList,
}

impl Withdrawals {
    pub(crate) const fn new(pathway: Pathway, list: ReferralList) -> Self {
        Self { pathway, list }
    }

    async fn withdraw(&self, message: &Delivered) -> Result<(), ReactionError> {
        let (told, fact) = read(NAME, message)?;
        match fact {
            Fact::ConsentWithdrawn(withdrawn) => {
                let consent = ConsentId::from_uuid(id(&withdrawn.consent_id)?);
                self.consent(&told, consent).await.map_err(unless_it_passes)
            }
            Fact::SurvivorErased(erased) => {
                for case in &erased.case_ids {
                    let case = CaseId::from_uuid(id(case)?);
                    self.case(&told.about(&case.to_string()), case)
                        .await
                        .map_err(unless_it_passes)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn consent(&self, told: &Told, consent: ConsentId) -> Result<(), Fault> {
        self.pathway.end_consent(told, consent).await?;
        self.list.caught_up().await.map_err(fault)?;
        let relying = self.list.relying_on(&told.centre, consent).await.map_err(fault)?;
        self.revoke(told, relying).await
    }

    async fn case(&self, told: &Told, case: CaseId) -> Result<(), Fault> {
        self.pathway.end_case(told, case).await?;
        self.list.caught_up().await.map_err(fault)?;
        let of_case = self.list.of_case(&told.centre, case).await.map_err(fault)?;
        self.revoke(told, of_case).await
    }

    async fn revoke(&self, told: &Told, referrals: Vec<ReferralId>) -> Result<(), Fault> {
        for referral in referrals {
            self.pathway.revoke(&told.about(&referral.to_string()), referral).await?;
        }
        Ok(())
    }
}

impl Reaction for Withdrawals {
    fn name(&self) -> &'static str {
        NAME
    }

    fn service(&self) -> &'static str {
        "cases"
    }

    fn facts(&self) -> &'static [&'static str] {
        &["consent_withdrawn", "survivor_erased"]
    }

    fn react<'a>(&'a self, message: &'a Delivered) -> BoxFuture<'a, Result<(), ReactionError>> {
        self.withdraw(message).boxed()
    }
}
