//! How a consent is given and what stands in its place, as values of the domain and back.

use std::collections::BTreeSet;

use sentier_cases_domain::case::{Override, Wanted, override_violations};
use sentier_cases_domain::consent::Giving;
use sentier_cases_domain::id::{AgencyId, CaseId, ConsentId};
use sentier_cases_domain::value::{ConsentLimits, OverrideReason};
use sentier_kernel::{Moment, Sensitive};
use sentier_platform::grpc::{request_id, timestamp};
use sentier_platform::status::InvalidFields;
use sentier_proto::cases::v1::{self as pb, consent_override};
use sentier_proto::name;

use super::answer::{consent_name, override_name};
use super::convert::{Asked, asked};
use super::fields::{self, Fields};
use crate::codes::Coded;

/// How a consent is given, with the rules of her age; violations stand below `path`.
pub(super) fn giving(fields: &mut Fields, path: &str, given: &pb::ConsentGiving) -> Option<Giving> {
    let below = |field: &str| format!("{path}.{field}");
    let how = fields.keep(fields::code(below("how"), given.how));
    let by = fields.keep(fields::code(below("by"), given.by));
    let age = fields.keep(fields::code(below("age"), given.age));
    let assent = fields.keep(fields::optional_code(below("assent"), given.assent));
    let best_interest =
        fields.keep(fields::optional_code(below("best_interest"), given.best_interest));
    let limits = fields.keep(fields::text(below("limits"), &given.limits, ConsentLimits::parse));
    let giving = Giving {
        how: how?,
        by: by?,
        age: age?,
        assent: assent?,
        best_interest: best_interest?,
        limits: limits?,
    };
    Some(giving)
}

/// What an override asks for, and why.
pub(super) type Overriding = (Wanted, Sensitive<OverrideReason>);

pub(super) fn request_override(
    request: &pb::RequestOverrideRequest,
) -> Result<Asked<Overriding>, InvalidFields> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let agency: Option<AgencyId> = fields.keep(fields::agency("agency", &request.agency));
    let field_groups = fields.keep(fields::codes("field_groups", &request.field_groups));
    let ground = fields.keep(fields::code("ground", request.ground));
    let reason = fields.keep(fields::text("reason", &request.reason, OverrideReason::parse));
    let survivor_told = request.survivor_told;
    let wish = (|| {
        let wanted =
            Wanted { agency: agency?, field_groups: field_groups?, ground: ground?, survivor_told };
        Some((wanted, reason?))
    })();
    let wish = wish.map(|(wanted, reason)| {
        for broken in override_violations(&wanted, reason.is_empty()) {
            fields.broken(broken);
        }
        (wanted, Sensitive::new(reason))
    });
    asked(fields, name, id, wish)
}

pub(super) fn approve_override(
    request: &pb::ApproveOverrideRequest,
) -> Result<Asked<ConsentId>, InvalidFields> {
    let mut fields = Fields::default();
    let named = fields.keep(fields::overriding("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let (name, overriding) = named.unzip();
    asked(fields, name, id, overriding)
}

/// An override as everybody on the case sees it.
pub(super) fn as_override(
    centre: &str,
    case: CaseId,
    id: ConsentId,
    it: &Override,
    now: Moment,
) -> pb::ConsentOverride {
    use consent_override::State;
    let state = match it.approved {
        Some(_) => State::Approved,
        None if it.waits(now) => State::Requested,
        None => State::Lapsed,
    };
    let groups: &BTreeSet<_> = &it.wanted.field_groups;
    pb::ConsentOverride {
        name: override_name(centre, case, id),
        agency: name::agency(it.wanted.agency),
        field_groups: groups.iter().map(|group| group.number()).collect(),
        ground: it.wanted.ground.number(),
        survivor_told: it.wanted.survivor_told,
        state: state.into(),
        requester: name::staff(centre, it.requested_by),
        request_time: Some(timestamp(it.requested_at)),
        approver: it.approved.map(|(by, _)| name::staff(centre, by)).unwrap_or_default(),
        approve_time: it.approved.map(|(_, at)| timestamp(at)),
        consent: it.approved.map(|_| consent_name(centre, case, id)).unwrap_or_default(),
    }
}

// PRIVACY: from here on values go into answers whose reading stands in the log already.

/// How a consent was given.
pub(super) fn as_giving(of: &Giving) -> pb::ConsentGiving {
    pb::ConsentGiving {
        how: of.how.number(),
        by: of.by.number(),
        age: of.age.number(),
        assent: of.assent.map_or(0, Coded::number),
        best_interest: of.best_interest.map_or(0, Coded::number),
        limits: of.limits.as_str().to_owned(),
    }
}
