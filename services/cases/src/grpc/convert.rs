//! Writing requests of the contract, as values of the domain.

use std::collections::{BTreeMap, BTreeSet};

use sentier_cases_domain::case::care::codes::{Goal, GoalProgress};
use sentier_cases_domain::case::opening_violations;
use sentier_cases_domain::classification::Answers;
use sentier_cases_domain::codes::{ClosureReason, FieldGroup, Purpose};
use sentier_cases_domain::consent;
use sentier_cases_domain::id::{ConsentId, StaffId};
use sentier_cases_domain::minimum::SurvivorProfile;
use sentier_cases_domain::personal::{Contact, Identity};
use sentier_cases_domain::value::{FullName, Narrative, Note, Phone, SafeContact};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Moment, Sensitive, Violation};
use sentier_platform::grpc::request_id;
use sentier_platform::status::InvalidFields;
use sentier_proto::cases::v1::{
    CloseCaseRequest, EraseSurvivorRequest, GoalState, GrantConsentRequest, IncidentAnswers,
    OpenCaseRequest, RecordFollowUpRequest, RecordIncidentRequest, RequestReferralRequest,
    Survivor, WithdrawConsentRequest,
};

use super::fields::{self, CaseName, Fields};
use super::{giving, minimum};
use crate::application::{Account, Grant, Meeting, Opening, Wish};

/// What a writing request on a case asks for.
pub(super) struct Asked<T> {
    pub name: CaseName,
    pub request_id: Uuid,
    pub wish: T,
}

type Read<T> = Result<Asked<T>, InvalidFields>;

pub(super) fn asked<T>(
    fields: Fields,
    name: Option<CaseName>,
    request_id: Option<Uuid>,
    wish: Option<T>,
) -> Read<T> {
    let whole = name.zip(request_id).zip(wish).map(|((name, request_id), wish)| Asked {
        name,
        request_id,
        wish,
    });
    fields.built(whole)
}

/// The centre, the request id, and what was told at intake.
pub(super) fn open_case(
    request: &OpenCaseRequest,
    caseworker: StaffId,
    now: Moment,
) -> Result<(String, Uuid, Opening), InvalidFields> {
    let mut fields = Fields::default();
    let centre = fields.keep(fields::centre("parent", &request.parent));
    let id = fields.keep(request_id(&request.request_id));
    let draft = fields.keep(fields::optional_draft("draft", &request.draft, centre.as_ref()));
    let giving = request.statistics_giving.as_ref();
    let giving = giving.map(|given| giving::giving(&mut fields, "statistics_giving", given));
    let told = match &request.survivor {
        Some(survivor) => told(&mut fields, survivor, now),
        None => fields.keep(Err(Violation::required("survivor"))),
    };
    if let Some((identity, _, profile)) = &told {
        for broken in
            opening_violations(identity, profile, giving.as_ref().and_then(Option::as_ref), now)
        {
            fields.broken(broken);
        }
    }
    // A consent that cannot be read is none, and stands among the violations.
    let statistics = giving.flatten().map(Sensitive::new);
    let opening = told.zip(draft).map(|((identity, contact, profile), draft)| Opening {
        caseworker,
        identity: Sensitive::new(identity),
        contact: Sensitive::new(contact),
        profile: Sensitive::new(profile),
        statistics,
        draft,
    });
    let whole = centre.zip(id).zip(opening).map(|((centre, id), opening)| (centre, id, opening));
    fields.built(whole)
}

pub(super) type Told = (Identity, Contact, SurvivorProfile);

pub(super) fn told(fields: &mut Fields, survivor: &Survivor, now: Moment) -> Option<Told> {
    let full_name =
        fields.keep(fields::text("survivor.full_name", &survivor.full_name, FullName::parse));
    let sex = fields.keep(fields::code("survivor.sex", survivor.sex));
    let birth_date =
        fields.keep(fields::past_day("survivor.birth_date", survivor.birth_date.as_ref(), now));
    let phone = fields.keep(fields::text("survivor.phone", &survivor.phone, Phone::parse));
    let safe_contact = fields.keep(fields::text(
        "survivor.safe_contact",
        &survivor.safe_contact,
        SafeContact::parse,
    ));
    let profile = minimum::profile(fields, survivor.profile.as_ref());
    let identity = Identity {
        full_name: full_name?,
        sex: sex?,
        birth_date: birth_date?,
        birth_date_estimated: survivor.birth_date_estimated,
    };
    let contact = Contact { phone: phone?, safe_contact: safe_contact? };
    Some((identity, contact, profile?))
}

pub(super) fn record_incident(request: &RecordIncidentRequest, now: Moment) -> Read<Account> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let date = fields.keep(
        fields::past_day("date", request.date.as_ref(), now)
            .and_then(|date| date.ok_or_else(|| Violation::required("date"))),
    );
    let part_of_day = fields.keep(fields::optional_code("part_of_day", request.part_of_day));
    let answers =
        fields.keep(request.answers.map(answers).ok_or_else(|| Violation::required("answers")));
    let circumstances = minimum::circumstances(&mut fields, request.circumstances.as_ref(), now);
    let narrative = fields.keep(fields::text("narrative", &request.narrative, Narrative::parse));
    let account = (|| {
        Some(Account {
            date: date?,
            date_estimated: request.date_estimated,
            part_of_day: part_of_day?,
            answers: answers?,
            circumstances: Sensitive::new(circumstances?),
            narrative: Sensitive::new(narrative?),
        })
    })();
    asked(fields, name, id, account)
}

pub(super) const fn answers(given: IncidentAnswers) -> Answers {
    Answers {
        penetration: given.penetration,
        sexual_contact: given.sexual_contact,
        physical_assault: given.physical_assault,
        forced_marriage: given.forced_marriage,
        denial_of_resources: given.denial_of_resources,
        psychological_abuse: given.psychological_abuse,
        gender_based: given.gender_based,
    }
}

pub(super) fn grant_consent(request: &GrantConsentRequest, now: Moment) -> Read<Grant> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let purpose: Option<Purpose> = fields.keep(fields::code("purpose", request.purpose));
    let agency = match request.agency.as_str() {
        "" => Some(None),
        given => fields.keep(fields::agency("agency", given)).map(Some),
    };
    let field_groups: Option<BTreeSet<FieldGroup>> =
        fields.keep(fields::codes("field_groups", &request.field_groups));
    let expires_at = fields.keep(fields::time("expire_time", request.expire_time.as_ref()));
    if let Some(purpose) = purpose {
        let (agency, groups) = (!request.agency.is_empty(), !request.field_groups.is_empty());
        let until = expires_at.flatten();
        for broken in consent::violations(purpose, agency, groups, until, now) {
            fields.broken(broken);
        }
    }
    let giving = match &request.giving {
        Some(given) => giving::giving(&mut fields, "giving", given),
        None => fields.keep(Err(Violation::required("giving"))),
    };
    for broken in giving.iter().flat_map(|giving| giving.violations("giving")) {
        fields.broken(broken);
    }
    let grant = (|| {
        Some(Grant {
            purpose: purpose?,
            agency: agency?,
            field_groups: field_groups?,
            expires_at: expires_at?,
            giving: Sensitive::new(giving?),
        })
    })();
    asked(fields, name, id, grant)
}

pub(super) fn withdraw_consent(request: &WithdrawConsentRequest) -> Read<ConsentId> {
    let mut fields = Fields::default();
    let named = fields.keep(fields::consent("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let (name, consent) = named.unzip();
    asked(fields, name, id, consent)
}

pub(super) fn request_referral(request: &RequestReferralRequest) -> Read<Wish> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let structure = fields.keep(fields::structure("structure", &request.structure));
    let need = fields.keep(fields::code("need", request.need));
    let urgency = fields.keep(fields::code("urgency", request.urgency));
    let consent = fields.keep(fields::consent("consent", &request.consent));
    if let (Some(name), Some((of, _))) = (&name, &consent)
        && name != of
    {
        // Another case's consent is none of this case's.
        fields.broken(Violation::malformed("consent"));
    }
    let field_groups: Option<BTreeSet<FieldGroup>> =
        fields.keep(if request.field_groups.is_empty() {
            Err(Violation::required("field_groups"))
        } else {
            fields::codes("field_groups", &request.field_groups)
        });
    let wish = (|| {
        let (agency, structure) = structure?;
        Some(Wish {
            agency,
            structure,
            need: need?,
            urgency: urgency?,
            consent: consent?.1,
            field_groups: field_groups?,
        })
    })();
    asked(fields, name, id, wish)
}

pub(super) fn record_follow_up(request: &RecordFollowUpRequest, now: Moment) -> Read<Meeting> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let met_at = fields::time("meet_time", request.meet_time.as_ref()).and_then(|at| match at {
        None => Err(Violation::required("meet_time")),
        Some(at) if at > now => Err(Violation::in_future("meet_time")),
        Some(at) => Ok(at),
    });
    let met_at = fields.keep(met_at);
    let note = fields.keep(fields::text("note", &request.note, Note::parse));
    let goals = fields.keep(goals(&request.goals));
    let next_on = fields.keep(fields::day("next_day", request.next_day.as_ref()));
    let meeting = (|| {
        Some(Meeting {
            met_at: met_at?,
            goals: goals?,
            next_on: next_on?,
            note: Sensitive::new(note?),
        })
    })();
    asked(fields, name, id, meeting)
}

/// Each goal at most once.
fn goals(given: &[GoalState]) -> Result<BTreeMap<Goal, GoalProgress>, Violation> {
    let read = given.iter().map(|one| {
        let progress = fields::code("goals.progress", one.progress)?;
        Ok((fields::code("goals.goal", one.goal)?, progress))
    });
    let goals: BTreeMap<_, _> = read.collect::<Result<_, Violation>>()?;
    if goals.len() < given.len() {
        return Err(Violation::new("goals", "violation-too-many"));
    }
    Ok(goals)
}

pub(super) fn close_case(request: &CloseCaseRequest) -> Read<ClosureReason> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    let reason = fields.keep(fields::code("reason", request.reason));
    asked(fields, name, id, reason)
}

pub(super) fn erase_survivor(request: &EraseSurvivorRequest) -> Read<()> {
    let mut fields = Fields::default();
    let name = fields.keep(fields::case("name", &request.name));
    let id = fields.keep(request_id(&request.request_id));
    asked(fields, name, id, Some(()))
}
