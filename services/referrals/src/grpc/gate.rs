//! May this caller do this to this referral? An agency to its own; staff as they stand to the case.
//!
//! Who works on a case, who has a conflict of interest in it, and whom a seal names, is for the cases
//! context to say, and it is asked each time: this service keeps no copy, so that nothing is stale and
//! nobody's work stands on a bus. When cases does not answer, nothing is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sentier_kernel::id::Uuid;
use sentier_platform::authorise::{Authoriser, Denied, Resource};
use sentier_platform::client::Traced;
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{locale, principal_of};
use sentier_platform::principal::Principal;
use sentier_platform::status::{NotFound, Unavailable, to_status};
use sentier_proto::cases::v1::relation_service_client::RelationServiceClient;
use sentier_proto::cases::v1::{GetRelationsRequest, Relation};
use sentier_proto::name;
use sentier_referrals_domain::value::{AgencyId, CaseId};
use tonic::{Request, Status};

use super::{explained, told};
use crate::application::Pathway;
use crate::contract::ReferralName;
use crate::projections::Seen;

/// How long cases may take to answer.
const DEADLINE: Duration = Duration::from_secs(3);

/// Decides who may. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    authoriser: Authoriser,
    cases: RelationServiceClient<Traced>,
}

/// A referral that the caller may do something to.
#[derive(Clone, Debug)]
pub(super) struct Permitted {
    /// The agency that calls; none for the centre's staff.
    pub(super) agency: Option<AgencyId>,
    pub(super) seen: Seen,
}

impl Gate {
    pub(crate) fn new(env: &Environment, cases: RelationServiceClient<Traced>) -> Self {
        Self { authoriser: env.authoriser.clone(), cases }
    }

    /// Whether the policies permit an action on a resource.
    pub(super) fn authorise(
        &self,
        principal: &Principal,
        action: &'static str,
        resource: &Resource,
    ) -> Result<(), Denied> {
        self.authoriser.authorise(principal, action, resource)
    }

    /// The agency that calls, when it may do this with referrals of its own.
    pub(super) fn agency<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
    ) -> Result<AgencyId, Status> {
        let principal = principal_of(request)?;
        let own = principal.agency();
        let resource = own.map_or_else(Resource::new, |agency| Resource::new().agency(agency));
        let permitted = self.authorise(principal, action, &resource);
        let agency = permitted.and_then(|()| own.ok_or(Denied::NotPermitted));
        agency.map(AgencyId::from_uuid).map_err(explained(locale(request)))
    }

    /// Whether a member of staff could do this to a case of hers at a centre, or to none at all.
    pub(super) fn at_all(
        &self,
        principal: &Principal,
        action: &'static str,
        centre: &str,
    ) -> Result<(), Denied> {
        let hers = Resource::new().centre(centre);
        let hers = match principal.staff_id() {
            Some(id) => hers.caseworker(id),
            None => hers,
        };
        self.authorise(principal, action, &hers)
    }

    /// The referral that is named, when the caller may do this to it: an agency to its own, staff as they
    /// stand to the case. Another's is answered as one that is not there.
    pub(super) async fn permitted<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        name: &ReferralName,
        pathway: &Pathway,
    ) -> Result<Permitted, Status> {
        let denied = explained(locale(request));
        self.admitted(request, action, (name, pathway), denied).await
    }

    /// As [`Gate::permitted`], for who only looks: whoever may not know of it is told what she would be told of
    /// none.
    pub(super) async fn found<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        name: &ReferralName,
        pathway: &Pathway,
    ) -> Result<Permitted, Status> {
        let locale = locale(request);
        let hidden = |_denied| to_status(&NotFound::new("referral"), locale);
        self.admitted(request, action, (name, pathway), hidden).await
    }

    async fn admitted<T>(
        &self,
        request: &Request<T>,
        action: &'static str,
        (name, pathway): (&ReferralName, &Pathway),
        denied: impl Fn(Denied) -> Status,
    ) -> Result<Permitted, Status> {
        let (locale, principal) = (locale(request), principal_of(request)?);
        if let Some(own) = principal.agency() {
            let resource = Resource::new().agency(own);
            self.authorise(principal, action, &resource).map_err(denied)?;
            let agency = Some(AgencyId::from_uuid(own));
            let seen = pathway.own(name, agency).await.map_err(told(locale))?;
            return Ok(Permitted { agency, seen });
        }
        self.at_all(principal, action, &name.centre).map_err(denied)?;
        let seen = pathway.own(name, None).await.map_err(told(locale))?;
        let case = seen.referral.request.case;
        let shown = self.shown(principal, action, &name.centre, [case]).await;
        if shown.map_err(explained(locale))?.contains(&case) {
            Ok(Permitted { agency: None, seen })
        } else {
            Err(to_status(&NotFound::new("referral"), locale))
        }
    }

    /// Those of these cases of a centre to which a member of staff may do this.
    pub(super) async fn shown(
        &self,
        principal: &Principal,
        action: &'static str,
        centre: &str,
        cases: impl IntoIterator<Item = CaseId>,
    ) -> Result<BTreeSet<CaseId>, Unavailable> {
        let Some(staff) = principal.staff_id() else { return Ok(BTreeSet::new()) };
        let wanted: BTreeSet<CaseId> = cases.into_iter().collect();
        let relations = self.relations(staff, centre, &wanted).await?;
        let may = |case: &CaseId| {
            let relation = relations.get(&name::case(centre, case));
            relation.is_some_and(|it| {
                self.authorise(principal, action, &resource(staff, centre, it)).is_ok()
            })
        };
        Ok(wanted.into_iter().filter(may).collect())
    }

    async fn relations(
        &self,
        staff: Uuid,
        centre: &str,
        cases: &BTreeSet<CaseId>,
    ) -> Result<BTreeMap<String, Relation>, Unavailable> {
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut asked = Request::new(GetRelationsRequest {
            staff: name::staff(centre, staff),
            cases: cases.iter().map(|case| name::case(centre, case)).collect(),
        });
        asked.set_timeout(DEADLINE);
        let mut cases = self.cases.clone();
        // Fails closed: whoever cannot be asked about shows nothing.
        let away = || Unavailable::new("cases");
        let answer = tokio::time::timeout(DEADLINE, cases.get_relations(asked)).await;
        let answer = answer.map_err(|_elapsed| away())?.map_err(|_status| away())?;
        let relations = answer.into_inner().relations.into_iter();
        Ok(relations.map(|relation| (relation.case.clone(), relation)).collect())
    }
}

/// A case by how she stands to it; the policies say what follows.
fn resource(staff: Uuid, centre: &str, relation: &Relation) -> Resource {
    let mut case = Resource::new().centre(centre);
    if relation.responsible {
        case = case.caseworker(staff);
    }
    if relation.excluded {
        case = case.excluded([staff]);
    }
    if relation.sealed_out {
        case = case.sealed_to([]);
    }
    case
}
