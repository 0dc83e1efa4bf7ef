//! Who calls.

use sentier_kernel::codes;
use uuid::Uuid;

use crate::auth::Identity;
use crate::auth::token::Kind;

codes! {
    /// What a member of staff is at her centre (`access.v1.StaffRole`); its code stands in tokens and policies.
    Role {
        /// Receives survivors, opens cases.
        Intake = "intake",
        /// Works on her own cases.
        Caseworker = "caseworker",
        /// Sees the centre's cases.
        Supervisor = "supervisor",
        /// Sees figures, keeps the directory and the agencies' credentials.
        Manager = "manager",
        /// Runs the system and reads no file.
        Administrator = "administrator",
    }
    /// What speaks for an agency may do (`access.v1.OfficerRole`). No code is one of a centre's staff.
    AgencyRole {
        /// An officer who keeps credentials, officers, webhooks and structures; reads no disclosure.
        Administrator = "agency_administrator",
        /// An officer who serves referrals.
        ReferralOfficer = "agency_referral_officer",
        /// An officer who sees where referrals stand.
        Reader = "agency_reader",
        /// Not a person: the agency's own system, by certificate or token.
        System = "agency_system",
    }
}

/// The authenticated caller of a request; it holds opaque ids and codes, never a person's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// A member of a centre's staff.
    Staff {
        /// Her account.
        id: Uuid,
        /// Her centre's code, for example `ogou-1`.
        centre: String,
        /// What she may be.
        roles: Vec<Role>,
    },
    /// An agency's system or officer.
    Agency {
        /// The agency.
        agency: Uuid,
        /// The certificate, token or account that spoke for it.
        credential: Uuid,
        /// What it may do for it.
        roles: Vec<AgencyRole>,
    },
    /// An analyst of releases.
    Analyst {
        /// Her credential.
        id: Uuid,
    },
    /// One of our own services, by its certificate.
    Service {
        /// Its name, for example `referrals`.
        name: String,
    },
    /// Nobody we know.
    Anonymous,
}

impl Principal {
    /// The name in envelopes and in the ledger.
    pub fn name(&self) -> String {
        match self {
            Self::Staff { id, centre, .. } => format!("centres/{centre}/staff/{id}"),
            Self::Agency { agency, credential, .. } => {
                format!("agencies/{agency}/credentials/{credential}")
            }
            Self::Analyst { id } => format!("analysts/{id}"),
            Self::Service { name } => format!("services/{name}"),
            Self::Anonymous => "anonymous".to_owned(),
        }
    }

    /// What kind of caller this is; all that a log or a figure may say of her.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Staff { .. } => "staff",
            Self::Agency { .. } => "agency",
            Self::Analyst { .. } => "analyst",
            Self::Service { .. } => "service",
            Self::Anonymous => "anonymous",
        }
    }

    /// The centre that she works at.
    pub fn centre(&self) -> Option<&str> {
        match self {
            Self::Staff { centre, .. } => Some(centre),
            Self::Agency { .. } | Self::Analyst { .. } | Self::Service { .. } | Self::Anonymous => {
                None
            }
        }
    }

    /// The agency that it speaks for.
    pub const fn agency(&self) -> Option<Uuid> {
        match self {
            Self::Agency { agency, .. } => Some(*agency),
            Self::Staff { .. } | Self::Analyst { .. } | Self::Service { .. } | Self::Anonymous => {
                None
            }
        }
    }

    /// The account of a member of staff.
    pub const fn staff_id(&self) -> Option<Uuid> {
        match self {
            Self::Staff { id, .. } => Some(*id),
            Self::Agency { .. } | Self::Analyst { .. } | Self::Service { .. } | Self::Anonymous => {
                None
            }
        }
    }

    /// Whether a member of staff has this role.
    pub fn has_role(&self, role: Role) -> bool {
        matches!(self, Self::Staff { roles, .. } if roles.contains(&role))
    }
}

impl From<&Identity> for Principal {
    /// The caller that was verified; a token that lacks what its kind needs speaks for nobody.
    fn from(identity: &Identity) -> Self {
        let claims = match identity {
            Identity::Anonymous => return Self::Anonymous,
            Identity::Service(name) => return Self::Service { name: name.clone() },
            Identity::Agency { agency, credential } => {
                let roles = vec![AgencyRole::System];
                return Self::Agency { agency: *agency, credential: *credential, roles };
            }
            Identity::Bearer(claims) => claims,
        };
        match (claims.kind, &claims.centre, claims.agency) {
            (Kind::Staff, Some(centre), _) => Self::Staff {
                id: claims.sub,
                centre: centre.clone(),
                roles: claims.roles.iter().filter_map(|code| Role::from_code(code)).collect(),
            },
            (Kind::Agency, _, Some(agency)) => {
                Self::Agency { agency, credential: claims.cid, roles: for_agency(&claims.roles) }
            }
            (Kind::Analyst, _, _) => Self::Analyst { id: claims.sub },
            (Kind::Staff | Kind::Agency, _, _) => Self::Anonymous,
        }
    }
}

/// A token without roles is a system's.
fn for_agency(codes: &[String]) -> Vec<AgencyRole> {
    if codes.is_empty() {
        return vec![AgencyRole::System];
    }
    codes.iter().filter_map(|code| AgencyRole::from_code(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resource_names() {
        let id = Uuid::from_u128(1);
        let staff = Principal::Staff { id, centre: "ogou-1".to_owned(), roles: vec![Role::Intake] };
        assert_eq!(staff.name(), format!("centres/ogou-1/staff/{id}"));
        assert!(staff.has_role(Role::Intake) && !staff.has_role(Role::Manager));
        let service = Principal::Service { name: "referrals".to_owned() };
        assert_eq!(service.name(), "services/referrals");
        assert_eq!(service.centre(), None);
    }

    #[test]
    fn every_role_is_found_by_its_code() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
        assert_eq!(Role::from_code("director"), None);
        for role in AgencyRole::ALL {
            assert_eq!(AgencyRole::from_code(role.code()), Some(*role));
            assert_eq!(Role::from_code(role.code()), None, "no code opens two doors");
        }
        assert_eq!(for_agency(&[]), [AgencyRole::System]);
        assert_eq!(for_agency(&["manager".to_owned()]), [], "an unknown role is none");
    }
}
