//! What a caller may do: one Cedar policy set for every call of the contract (`policies/`).
//!
//! The schema is the authorisation table; a call that it does not name is denied. A decision depends
//! only on the principal, the action and the resource's relations, so it is remembered.

#[cfg(test)]
mod spec;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression, Schema,
};
use moka::sync::Cache;
use sentier_kernel::{Category, Explain};
use uuid::Uuid;

use crate::principal::Principal;

/// The policies.
pub const POLICIES: &str = include_str!("../../policies/policies.cedar");
/// The authorisation table.
pub const SCHEMA: &str = include_str!("../../policies/schema.cedarschema");

/// How many decisions are remembered.
const REMEMBERED: u64 = 65_536;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// What is acted on, by the relations that decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Resource {
    /// The code of the centre that it belongs to.
    pub centre: Option<String>,
    /// The account of the caseworker responsible for it.
    pub caseworker: Option<Uuid>,
    /// The account of the caseworker who is asked to take it over.
    pub successor: Option<Uuid>,
    /// The agency that it is addressed to, or is.
    pub agency: Option<Uuid>,
    /// The name of the principal who made it ([`Principal::name`]): who opened the case.
    pub subject_principal: Option<String>,
    /// Accounts of staff with a conflict of interest in it.
    pub excluded: BTreeSet<Uuid>,
    /// Accounts of staff for whom alone it is there; absent when it is not sealed.
    pub sealed_to: Option<BTreeSet<Uuid>>,
    /// Accounts of staff to whom a break-glass opens it now.
    pub admitted: BTreeSet<Uuid>,
}

impl Resource {
    /// A resource without relations.
    pub fn new() -> Self {
        Self::default()
    }

    /// It belongs to this centre.
    pub fn centre(mut self, centre: impl Into<String>) -> Self {
        self.centre = Some(centre.into());
        self
    }

    /// This caseworker is responsible for it.
    pub const fn caseworker(mut self, caseworker: Uuid) -> Self {
        self.caseworker = Some(caseworker);
        self
    }

    /// This caseworker is asked to take it over.
    pub const fn successor(mut self, successor: Uuid) -> Self {
        self.successor = Some(successor);
        self
    }

    /// It is this agency, or addressed to it.
    pub const fn agency(mut self, agency: Uuid) -> Self {
        self.agency = Some(agency);
        self
    }

    /// This principal made it.
    pub fn subject_principal(mut self, name: impl Into<String>) -> Self {
        self.subject_principal = Some(name.into());
        self
    }

    /// These have a conflict of interest in it.
    pub fn excluded(mut self, staff: impl IntoIterator<Item = Uuid>) -> Self {
        self.excluded = staff.into_iter().collect();
        self
    }

    /// It is there for these alone.
    pub fn sealed_to(mut self, staff: impl IntoIterator<Item = Uuid>) -> Self {
        self.sealed_to = Some(staff.into_iter().collect());
        self
    }

    /// A break-glass opens it to these.
    pub fn admitted(mut self, staff: impl IntoIterator<Item = Uuid>) -> Self {
        self.admitted = staff.into_iter().collect();
        self
    }
}

/// The caller may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// She is known, and no policy permits it.
    #[error("no policy permits this")]
    NotPermitted,
    /// Nobody knows her.
    #[error("no valid credential was given")]
    Unauthenticated,
}

impl Explain for Denied {
    fn category(&self) -> Category {
        match self {
            Self::NotPermitted => Category::Denied,
            Self::Unauthenticated => Category::UnknownCaller,
        }
    }

    fn reason(&self) -> &'static str {
        match self {
            Self::NotPermitted => "NOT_PERMITTED",
            Self::Unauthenticated => "UNAUTHENTICATED",
        }
    }
}

/// The embedded policies cannot be read; found by the tests, never at a centre.
#[derive(Debug, thiserror::Error)]
#[error("the embedded policies cannot be read")]
pub struct PolicyError(#[source] Fault);

/// Decides, and remembers decisions. Clones share policies and memory.
#[derive(Clone)]
pub struct Authoriser {
    rules: Arc<Rules>,
    decided: Cache<(Principal, &'static str, Resource), bool>,
}

struct Rules {
    policies: PolicySet,
    schema: Schema,
    actions: HashMap<String, EntityUid>,
}

impl fmt::Debug for Authoriser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Authoriser").finish_non_exhaustive()
    }
}

impl Authoriser {
    /// The authoriser of the embedded policies.
    ///
    /// # Errors
    /// When the embedded texts cannot be read.
    pub fn new() -> Result<Self, PolicyError> {
        let rules = Rules::read().map_err(PolicyError)?;
        Ok(Self { rules: Arc::new(rules), decided: Cache::new(REMEMBERED) })
    }

    /// Whether `principal` may call `action` (`cases.v1.CasesService/OpenCase`) on `resource`.
    ///
    /// # Errors
    /// [`Denied`] when no policy permits it, or the action is unknown.
    pub fn authorise(
        &self,
        principal: &Principal,
        action: &'static str,
        resource: &Resource,
    ) -> Result<(), Denied> {
        let key = (principal.clone(), action, resource.clone());
        let permitted = if let Some(decision) = self.decided.get(&key) {
            decision
        } else {
            let decision = self.rules.decide(principal, action, resource);
            self.decided.insert(key, decision);
            decision
        };
        match (permitted, principal) {
            (true, _) => Ok(()),
            (false, Principal::Anonymous) => Err(Denied::Unauthenticated),
            (false, _) => Err(Denied::NotPermitted),
        }
    }
}

impl Rules {
    fn read() -> Result<Self, Fault> {
        let (schema, _warnings) = Schema::from_cedarschema_str(SCHEMA)?;
        let policies: PolicySet = POLICIES.parse()?;
        let actions = schema
            .actions()
            .map(|action| (action.id().unescaped().to_owned(), action.clone()))
            // A call is named by service and method; the rest are the table's groups.
            .filter(|(name, _)| name.contains('/'))
            .collect();
        Ok(Self { policies, schema, actions })
    }

    fn decide(&self, principal: &Principal, action: &str, resource: &Resource) -> bool {
        let Some(action) = self.actions.get(action) else {
            return false;
        };
        match self.ask(principal, action, resource) {
            Ok(decision) => decision == Decision::Allow,
            Err(fault) => {
                tracing::error!(fault, "a question of authorisation could not be put");
                false
            }
        }
    }

    fn ask(
        &self,
        principal: &Principal,
        action: &EntityUid,
        resource: &Resource,
    ) -> Result<Decision, String> {
        let caller = caller(principal).map_err(|fault| fault.to_string())?;
        let target = target(resource).map_err(|fault| fault.to_string())?;
        let question = Request::new(
            caller.uid(),
            action.clone(),
            target.uid(),
            Context::empty(),
            Some(&self.schema),
        )
        .map_err(|fault| fault.to_string())?;
        let entities = Entities::from_entities([caller, target], Some(&self.schema))
            .map_err(|fault| fault.to_string())?;
        let answer = Authorizer::new().is_authorized(&question, &self.policies, &entities);
        if let Some(fault) = answer.diagnostics().errors().next() {
            return Err(fault.to_string());
        }
        Ok(answer.decision())
    }
}

fn caller(principal: &Principal) -> Result<Entity, Fault> {
    let (kind, id, attributes) = match principal {
        Principal::Staff { id, centre, .. } => (
            "Staff",
            id.to_string(),
            vec![
                ("name", text(principal.name())),
                ("id", text(id.to_string())),
                ("centre", text(centre.clone())),
            ],
        ),
        Principal::Agency { agency, credential, .. } => (
            "Agency",
            credential.to_string(),
            vec![("name", text(principal.name())), ("agency", text(agency.to_string()))],
        ),
        Principal::Analyst { id } => ("Analyst", id.to_string(), Vec::new()),
        Principal::Service { name } => ("Service", name.clone(), Vec::new()),
        Principal::Anonymous => ("Anonymous", "anonymous".to_owned(), Vec::new()),
    };
    let held: Vec<&str> = match principal {
        Principal::Staff { roles, .. } => roles.iter().map(|role| role.code()).collect(),
        Principal::Agency { roles, .. } => roles.iter().map(|role| role.code()).collect(),
        Principal::Analyst { .. } | Principal::Service { .. } | Principal::Anonymous => Vec::new(),
    };
    let roles = held.into_iter().map(|code| uid("Role", code)).collect::<Result<_, _>>()?;
    entity(uid(kind, &id)?, attributes, roles)
}

fn target(resource: &Resource) -> Result<Entity, Fault> {
    let attributes = [
        ("centre", resource.centre.clone()),
        ("caseworker", resource.caseworker.map(|id| id.to_string())),
        ("successor", resource.successor.map(|id| id.to_string())),
        ("agency", resource.agency.map(|id| id.to_string())),
        ("subject_principal", resource.subject_principal.clone()),
    ];
    let mut given: Vec<_> =
        attributes.into_iter().filter_map(|(name, value)| Some((name, text(value?)))).collect();
    let sets = [
        ("excluded", Some(&resource.excluded)),
        ("sealed_to", resource.sealed_to.as_ref()),
        ("admitted", Some(&resource.admitted)),
    ];
    given.extend(sets.into_iter().filter_map(|(name, staff)| {
        let staff = staff?.iter().map(|id| text(id.to_string()));
        Some((name, RestrictedExpression::new_set(staff)))
    }));
    entity(uid("Resource", "it")?, given, HashSet::new())
}

fn text(value: String) -> RestrictedExpression {
    RestrictedExpression::new_string(value)
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, Fault> {
    let kind: EntityTypeName = kind.parse()?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn entity(
    uid: EntityUid,
    attributes: Vec<(&'static str, RestrictedExpression)>,
    parents: HashSet<EntityUid>,
) -> Result<Entity, Fault> {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Entity::new(uid, attributes, parents)?)
}
