//! What other services must refuse, for those that start.

use super::{Access, CATCH_UP, Fault, Listed, Page};
use crate::projections::revocation_list;
use crate::store::Revocation;

impl Access {
    /// A page of what must be refused now, in the order of ids.
    ///
    /// # Errors
    /// When the read model is behind.
    pub(crate) async fn list_revocations(&self, page: Page) -> Result<Listed<Revocation>, Fault> {
        self.projections.caught_up(revocation_list::NAME, CATCH_UP).await?;
        let db = self.host.store.database();
        Ok(revocation_list::page(db, self.now(), page).await?)
    }
}
