//! The callers of the table, each in one relationship to a case: as the policies see her, and as she calls.

use sentier_platform::auth::token::Kind;
use sentier_platform::authorise::Resource;
use sentier_platform::principal::{AgencyRole, Principal, Role};
use uuid::Uuid;

use crate::care::requests::{assign, transfer};
use crate::safeguards::{RITA, break_in, exclude, safeguard, seal};
use crate::world::*;

/// The account of the first column's caller; each column has one of its own, for there are quotas.
const FIRST: u128 = 501;

/// What stands between her and the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Nothing.
    None,
    /// She opened it, and another works on it.
    Opened,
    /// She works on it.
    Hers,
    /// She works on it, and has a conflict of interest.
    HersExcluded,
    /// She works on it; it is sealed, to her too.
    HersSealedIn,
    /// She is asked to take it over.
    Asked,
    /// She is asked to take it over, and it is sealed to others.
    AskedSealedOut,
    /// She broke the glass.
    Glass,
    /// She has a conflict of interest.
    Excluded,
    /// It is sealed, to her too.
    SealedIn,
    /// It is sealed to others.
    SealedOut,
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Staff(&'static [Role]),
    Elsewhere(Role),
    Agency,
    Analyst,
    Service(&'static str),
    Nobody,
}

pub(super) struct Caller {
    pub column: &'static str,
    id: Uuid,
    who: Who,
    relation: Relation,
}

impl Caller {
    /// In the order of the columns.
    pub(super) fn all() -> Vec<Self> {
        use Relation::*;
        use Role::*;
        const INTAKE: Who = Who::Staff(&[Intake]);
        const CASEWORKER: Who = Who::Staff(&[Caseworker]);
        const SUPERVISOR: Who = Who::Staff(&[Supervisor]);
        const MANAGER: Who = Who::Staff(&[Manager]);
        [
            ("i.opened", INTAKE, Opened),
            ("i.none", INTAKE, None),
            ("i.glass", INTAKE, Glass),
            ("c.hers", CASEWORKER, Hers),
            ("c.excluded", CASEWORKER, HersExcluded),
            ("c.sealed-in", CASEWORKER, HersSealedIn),
            ("c.asked", CASEWORKER, Asked),
            ("c.sealed-out", CASEWORKER, AskedSealedOut),
            ("c.none", CASEWORKER, None),
            ("c.glass", CASEWORKER, Glass),
            ("s.centre", SUPERVISOR, None),
            ("s.excluded", SUPERVISOR, Excluded),
            ("s.sealed-in", SUPERVISOR, SealedIn),
            ("s.sealed-out", SUPERVISOR, SealedOut),
            ("m.centre", MANAGER, None),
            ("m.excluded", MANAGER, Excluded),
            ("m.sealed-out", MANAGER, SealedOut),
            ("a.centre", Who::Staff(&[Administrator]), None),
            ("a+s.centre", Who::Staff(&[Administrator, Supervisor]), None),
            ("c.elsewhere", Who::Elsewhere(Caseworker), None),
            ("s.elsewhere", Who::Elsewhere(Supervisor), None),
            ("m.elsewhere", Who::Elsewhere(Manager), None),
            ("agency", Who::Agency, None),
            ("analyst", Who::Analyst, None),
            ("referrals", Who::Service("referrals"), None),
            ("statistics", Who::Service("statistics"), None),
            ("nobody", Who::Nobody, None),
        ]
        .into_iter()
        .zip(FIRST..)
        .map(|((column, who, relation), id)| Self {
            column,
            id: Uuid::from_u128(id),
            who,
            relation,
        })
        .collect()
    }

    pub(super) fn is_nobody(&self) -> bool {
        matches!(self.who, Who::Nobody)
    }

    pub(super) fn principal(&self) -> Principal {
        let staff = |centre: &str, roles: &[Role]| Principal::Staff {
            id: self.id,
            centre: centre.to_owned(),
            roles: roles.to_vec(),
        };
        match self.who {
            Who::Staff(roles) => staff(CENTRE, roles),
            Who::Elsewhere(role) => staff("kara-1", &[role]),
            Who::Agency => {
                let roles = vec![AgencyRole::System];
                Principal::Agency { agency: HOSPITAL, credential: self.id, roles }
            }
            Who::Analyst => Principal::Analyst { id: self.id },
            Who::Service(name) => Principal::Service { name: name.to_owned() },
            Who::Nobody => Principal::Anonymous,
        }
    }

    /// A resource of the centre to which she has every relation that a call may ask for.
    pub(super) fn her_own(&self) -> Resource {
        let hers = Resource::new().centre(CENTRE).subject_principal(self.principal().name());
        match self.principal().staff_id() {
            Some(id) => hers.caseworker(id).successor(id),
            None => hers,
        }
    }

    /// Another caseworker's, at the centre.
    pub(super) fn others() -> Resource {
        let opened_by = format!("centres/{CENTRE}/staff/{AKOUVI}");
        Resource::new().centre(CENTRE).caseworker(AKOUVI).subject_principal(opened_by)
    }

    /// The case of her scene, by the relations that decide.
    pub(super) fn resource(&self) -> Resource {
        use Relation::*;
        let opened_by = |id: Uuid| format!("centres/{CENTRE}/staff/{id}");
        let others = Self::others();
        match self.relation {
            None => others,
            Opened => others.subject_principal(opened_by(self.id)),
            Hers => others.caseworker(self.id),
            HersExcluded => others.caseworker(self.id).excluded([self.id]),
            HersSealedIn => others.caseworker(self.id).sealed_to([self.id]),
            Asked => others.successor(self.id),
            AskedSealedOut => others.successor(self.id).sealed_to([AKOUVI]),
            Glass => others.admitted([self.id]),
            Excluded => others.excluded([self.id]),
            SealedIn => others.sealed_to([AKOUVI, self.id]),
            SealedOut => others.sealed_to([AKOUVI]),
        }
    }
}

/// A caller at the running service.
pub(super) struct Scene<'a> {
    pub world: &'a World,
    pub caller: &'a Caller,
}

impl Scene<'_> {
    pub(super) fn connection(&self) -> Connection {
        let world = self.world;
        let token = |kind, centre: Option<&str>, roles: &[&str]| {
            Some(world.token(self.caller.id, kind, centre.map(str::to_owned), roles))
        };
        match self.caller.who {
            Who::Staff(roles) => {
                let roles: Vec<_> = roles.iter().map(|role| role.code()).collect();
                world.connect(None, token(Kind::Staff, Some(CENTRE), &roles))
            }
            Who::Elsewhere(role) => {
                world.connect(None, token(Kind::Staff, Some("kara-1"), &[role.code()]))
            }
            Who::Agency => world.connect(None, Some(world.agency_token(self.caller.id, HOSPITAL))),
            Who::Analyst => world.connect(None, token(Kind::Analyst, None, &[])),
            Who::Service(name) => world.connect(Some(name), None),
            Who::Nobody => world.connect(None, None),
        }
    }

    /// A case to which she stands as her column says.
    pub(super) async fn case(&self) -> String {
        use Relation::*;
        let world = self.world;
        if self.caller.relation == Opened {
            let mut intake = world.staff(self.caller.id, CENTRE, &["intake"]);
            let case = opened(&mut intake).await;
            self.give(&case, AKOUVI).await;
            return case;
        }
        let case = opened(&mut world.caseworker()).await;
        let mut rita = safeguard(world, RITA, "supervisor");
        match self.caller.relation {
            Hers | HersExcluded | HersSealedIn => self.give(&case, self.caller.id).await,
            Asked | AskedSealedOut => {
                let mut akouvi = world.care(AKOUVI, "caseworker");
                akouvi.request_transfer(transfer(&case, self.caller.id)).await.expect("asks");
            }
            _ => {}
        }
        match self.caller.relation {
            Glass => {
                let mut her = safeguard(world, self.caller.id, "caseworker");
                her.break_glass(break_in(&case)).await.expect("opens");
            }
            Excluded | HersExcluded => {
                rita.exclude_staff(exclude(&case, self.caller.id)).await.expect("excludes");
            }
            HersSealedIn => {
                rita.seal_case(seal(&case, &[self.caller.id])).await.expect("seals");
            }
            SealedIn => {
                rita.seal_case(seal(&case, &[AKOUVI, self.caller.id])).await.expect("seals");
            }
            SealedOut | AskedSealedOut => {
                rita.seal_case(seal(&case, &[AKOUVI])).await.expect("seals");
            }
            None | Opened | Hers | Asked => {}
        }
        case
    }

    async fn give(&self, case: &str, to: Uuid) {
        let mut rita: Care = self.world.care(RITA, "supervisor");
        rita.assign_case(assign(case, to)).await.expect("assigns");
    }
}
