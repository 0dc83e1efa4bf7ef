//! One of every event that is stored, and what the shapes of earlier versions say.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sentier_cases_domain::attachment::{Attachment, Kind, MediaType};
use sentier_cases_domain::case::care::codes::{
    ActionStatus, Area, Check, Concern, Goal, GoalProgress, Party, Risk, Subject,
};
use sentier_cases_domain::case::care::{self, Aims, Fact, Finding, Findings, Planned, SafetyPlan};
use sentier_cases_domain::case::{
    Event, IncidentField, SurvivorField, Wanted, agency, ending, merge,
};
use sentier_cases_domain::classification::Classification;
use sentier_cases_domain::codes::{
    ClosureReason, FieldGroup, IncidentType, Need, Outcome, PartOfDay, Progress, Purpose, Sex,
    Urgency,
};
use sentier_cases_domain::consent::{
    BestInterest, ConsentAge, GivenBy, GivenHow, Giving, LegalGround, Withdrawal,
};
use sentier_cases_domain::id::{
    ActionId, AgencyId, CaseId, ConsentId, EntryId, FollowUpId, InboundId, IncidentId, MergeId,
    ObjectId, ProposalId, ReferralId, StaffId, StructureId, SurvivorId,
};
use sentier_cases_domain::minimum::{
    CarerRelation, ChildSurvivor, Circumstances, HarmfulPractice, LegalAction, MaritalStatus,
    Perpetrator, PerpetratorAgeGroup, PerpetratorCount, PerpetratorSex, PlaceType, Relationship,
    Sector, SectorStatus, Separation, SurvivorProfile, YesNo,
};
use sentier_cases_domain::personal::{Contact, Identity, IncidentDetails};
use sentier_cases_domain::retention::Ground;
use sentier_cases_domain::value::{
    Aim, ConsentLimits, Date, FileName, FullName, Narrative, Note, OverrideReason, Phone,
    SafeContact, ShortText, SurvivorCode, TimeOfDay,
};
use sentier_kernel::Sensitive;
use uuid::Uuid;

use super::{AT, STREAM, SURVIVOR};

fn groups() -> BTreeSet<FieldGroup> {
    [FieldGroup::Identity, FieldGroup::Incident].into()
}

fn short(text: &str) -> ShortText {
    ShortText::parse(text).expect("a text")
}

fn profile() -> SurvivorProfile {
    SurvivorProfile {
        ethnicity: short("Akposso"),
        dependant_count: Some(2),
        marital_status: Some(MaritalStatus::Widowed),
        separation: Some(Separation::No),
        child: Some(ChildSurvivor {
            lives_alone: Some(YesNo::No),
            carer_relation: Some(CarerRelation::Relative),
            ..ChildSurvivor::default()
        }),
        ..SurvivorProfile::default()
    }
}

fn circumstances() -> Circumstances {
    Circumstances {
        time: Some(TimeOfDay::parse(22, 30).expect("a time")),
        place_type: Some(PlaceType::Streamside),
        harmful_practice: Some(HarmfulPractice::None),
        perpetrator_count: Some(PerpetratorCount::MoreThanThree),
        perpetrators: vec![Perpetrator {
            sex: PerpetratorSex::Male,
            age_group: PerpetratorAgeGroup::From61,
            relationship: Relationship::OtherRefugeeIdpReturnee,
            occupation: short("driver"),
            former: Some(YesNo::Unknown),
            nationality: ShortText::default(),
            ethnicity: ShortText::default(),
            secondary: false,
        }],
        sectors: [(Sector::ChildProtection, SectorStatus::AlreadyReceived)].into(),
        legal_action: Some(LegalAction::Undecided),
        ..Circumstances::default()
    }
}

fn granted() -> Event {
    Event::ConsentGranted {
        consent: ConsentId::from_uuid(Uuid::from_u128(6)),
        purpose: Purpose::Services,
        agency: Some(AgencyId::from_uuid(Uuid::from_u128(7))),
        field_groups: groups(),
        expires_at: Some(AT),
        giving: Some(Sensitive::new(Giving {
            how: GivenHow::Thumbprint,
            by: GivenBy::TrustedAdult,
            age: ConsentAge::From6To11,
            assent: Some(YesNo::Yes),
            best_interest: Some(BestInterest::CaregiverInvolved),
            limits: ConsentLimits::parse("not my uncle").expect("a text"),
        })),
        at: AT,
    }
}

fn personal() -> Vec<Event> {
    vec![
        Event::CaseOpened {
            case: CaseId::from_uuid(STREAM),
            survivor: SurvivorId::from_uuid(SURVIVOR),
            survivor_code: SurvivorCode::parse("OG1-7K3M-QX").expect("a code"),
            caseworker: StaffId::from_uuid(Uuid::from_u128(3)),
            identity: Sensitive::new(Identity {
                full_name: FullName::parse("Afi Example").expect("a name"),
                sex: Sex::Female,
                birth_date: Some(Date::parse(1999, 4, 17).expect("a day")),
                birth_date_estimated: true,
            }),
            contact: Sensitive::new(Contact {
                phone: Phone::parse("+228 00 00 00 00").expect("a phone"),
                safe_contact: SafeContact::parse("never").expect("a contact"),
            }),
            profile: Sensitive::new(profile()),
            at: AT,
        },
        Event::IncidentRecorded {
            incident: IncidentId::from_uuid(Uuid::from_u128(4)),
            details: Sensitive::new(IncidentDetails {
                date: Date::parse(2024, 2, 29).expect("a day"),
                date_estimated: false,
                part_of_day: Some(PartOfDay::EveningNight),
                classification: Classification {
                    incident_type: IncidentType::PhysicalAssault,
                    deciding_question: 3,
                },
            }),
            circumstances: Sensitive::new(circumstances()),
            narrative: Sensitive::new(Narrative::parse("her words").expect("a text")),
            health_settled: true,
            at: AT,
        },
        granted(),
        Event::OverrideRequested {
            id: ConsentId::from_uuid(Uuid::from_u128(10)),
            wanted: Wanted {
                agency: AgencyId::from_uuid(Uuid::from_u128(7)),
                field_groups: groups(),
                ground: LegalGround::ImminentDanger,
                survivor_told: true,
            },
            reason: Sensitive::new(OverrideReason::parse("he waits").expect("a text")),
            by: StaffId::from_uuid(Uuid::from_u128(3)),
            at: AT,
        },
        Event::FollowUpRecorded {
            follow_up: FollowUpId::from_uuid(Uuid::from_u128(5)),
            met_at: AT,
            goals: [(Goal::Safety, GoalProgress::Met)].into(),
            next_on: Some(Date::parse(2026, 12, 24).expect("a day")),
            note: Sensitive::new(Note::parse("she is well").expect("a text")),
            at: AT,
        },
    ]
}

/// What was told, told better.
fn corrections() -> Vec<Event> {
    let [opened, recorded] = [0, 1].map(|at| personal()[at].clone());
    let (by, incidents) =
        (StaffId::from_uuid(Uuid::from_u128(3)), [IncidentId::from_uuid(Uuid::from_u128(4))]);
    let Event::CaseOpened { survivor_code, identity, contact, profile, .. } = opened else {
        panic!("an opening")
    };
    let Event::IncidentRecorded { incident, details, circumstances, narrative, .. } = recorded
    else {
        panic!("an incident")
    };
    vec![
        Event::SurvivorCorrected {
            survivor_code,
            fields: [SurvivorField::FullName, SurvivorField::MaritalStatus].into(),
            identity,
            contact,
            profile,
            recount: incidents.into(),
            by,
            at: AT,
        },
        Event::IncidentCorrected {
            incident,
            fields: [IncidentField::Date, IncidentField::PlaceType].into(),
            details,
            circumstances,
            narrative,
            recount: incidents.into(),
            by,
            at: AT,
        },
    ]
}

/// What is done for her.
fn care() -> Vec<Event> {
    let note = || Sensitive::new(Note::parse("her words").expect("a text"));
    let (action, to) =
        (ActionId::from_uuid(Uuid::from_u128(10)), StaffId::from_uuid(Uuid::from_u128(11)));
    let day = Date::parse(2026, 12, 24).expect("a day");
    let him = Note::parse("him").expect("a text");
    let finding = Finding { concern: Concern::Urgent, note: him, hours_since: None };
    let planned =
        Planned { action, need: Need::LegalAid, staff: Some(to), agency: None, due_on: day };
    let aim = Aim::parse("to the tribunal").expect("a text");
    let part = |text: &str| Note::parse(text).expect("a text");
    let facts = [
        Fact::AssessmentRecorded {
            risk: Risk::High,
            review_on: Some(day),
            findings: Sensitive::new(Findings([(Area::Safety, finding)].into())),
        },
        Fact::SafetyPlanMade {
            review_on: None,
            plan: Sensitive::new(SafetyPlan {
                concern: part("him"),
                resources: part("her aunt"),
                preparedness: part("her papers"),
                strategies: part("to the neighbour"),
                after_leaving: part("another way to work"),
            }),
        },
        Fact::ActionPlanAgreed {
            actions: vec![planned],
            follow_up_on: Some(day),
            aims: Sensitive::new(Aims([(action, aim)].into())),
        },
        Fact::ActionProgressed { action, status: ActionStatus::Done },
        Fact::ServiceGiven {
            need: Need::PsychosocialSupport,
            action: Some(action),
            given_at: AT,
            note: note(),
        },
        Fact::NoteAdded { note: note() },
    ];
    entries(facts)
}

/// Who works on a case, who approves, what the team talks over.
fn teamwork() -> Vec<Event> {
    let note = || Sensitive::new(Note::parse("her words").expect("a text"));
    let to = StaffId::from_uuid(Uuid::from_u128(11));
    let entry = EntryId::from_uuid(Uuid::from_u128(12));
    let day = Date::parse(2026, 12, 24).expect("a day");
    let facts = [
        Fact::CaseAssigned { to },
        Fact::TransferRequested { to, why: note() },
        Fact::TransferAnswered { transfer: entry, accepted: true, why: note() },
        Fact::ApprovalRequested { subject: Subject::ActionPlan },
        Fact::ClosureRequested {
            reason: ClosureReason::NeedsMet,
            checks: [Check::NeedsMet, Check::MayReturn].into(),
            note: note(),
        },
        Fact::ApprovalAnswered { approval: entry, approved: false, comment: note() },
        Fact::FlagRaised { on: Some(day), message: note() },
        Fact::FlagLowered { flag: entry, message: note() },
        Fact::ConferenceHeld {
            held_at: AT,
            parties: [Party::Caseworker, Party::Police].into(),
            agencies: [AgencyId::from_uuid(Uuid::from_u128(7))].into(),
            decisions: note(),
        },
        Fact::CaseReopened { why: note() },
    ];
    let mut events = entries(facts);
    events.extend(files());
    events
}

/// What is attached and taken off, and how long it is kept.
fn files() -> Vec<Event> {
    let object = ObjectId::from_uuid(Uuid::from_u128(13));
    let attachment = Attachment {
        file_name: FileName::parse("certificat.pdf").expect("a name"),
        media_type: MediaType::Pdf,
        kind: Kind::Document,
        size: 300_000,
    };
    let attachment = Sensitive::new(attachment);
    let facts = [
        Fact::AttachmentAdded { object, chunks: 2, attachment },
        Fact::AttachmentRemoved { attachment: EntryId::from_uuid(Uuid::from_u128(12)), object },
    ];
    let why = || Sensitive::new(Note::parse("her words").expect("a text"));
    let hold = EntryId::from_uuid(Uuid::from_u128(12));
    let keys = vec![Uuid::from_u128(1), Uuid::from_u128(2)];
    let kept = [
        Fact::HoldSet { why: why() },
        Fact::HoldLifted { hold, why: why() },
        Fact::ErasureStopped { why: why() },
        Fact::ErasureOrdered {
            ground: Ground::SurvivorRequest,
            keys: keys.clone(),
            objects: vec![object],
        },
    ];
    let announcement = hold;
    let ended = [
        ending::Event::Announced { announcement, erase_at: AT, at: AT },
        ending::Event::Erased {
            announcement,
            announced_at: AT,
            chosen_by: StaffId::from_uuid(Uuid::from_u128(3)),
            keys,
            objects: vec![object],
            at: AT,
        },
    ];
    [entries(facts), entries(kept), ended.map(Event::Ending).into()].concat()
}

fn entries<const N: usize>(facts: [Fact; N]) -> Vec<Event> {
    let (entry, by) =
        (EntryId::from_uuid(Uuid::from_u128(12)), StaffId::from_uuid(Uuid::from_u128(3)));
    facts.map(|fact| Event::Care(care::Event { entry, by, at: AT, fact })).into()
}

fn facts() -> Vec<Event> {
    let consent = ConsentId::from_uuid(Uuid::from_u128(6));
    let agency = AgencyId::from_uuid(Uuid::from_u128(7));
    let referral = ReferralId::from_uuid(Uuid::from_u128(8));
    vec![
        Event::OverrideApproved {
            id: ConsentId::from_uuid(Uuid::from_u128(10)),
            by: StaffId::from_uuid(Uuid::from_u128(11)),
            expires_at: AT,
            at: AT,
        },
        Event::ConsentWithdrawn { consent, because: Withdrawal::Correction, at: AT },
        Event::ReferralRequested {
            referral,
            agency,
            structure: StructureId::from_uuid(Uuid::from_u128(9)),
            need: Need::HealthCare,
            urgency: Urgency::Urgent,
            consent,
            field_groups: groups(),
            at: AT,
        },
        Event::ReferralProgressed {
            referral,
            progress: Progress::Completed,
            outcome: Some(Outcome::PartlyServed),
            // Two hours before the case learnt of it.
            happened_at: AT.minus(Duration::from_hours(2)),
            at: AT,
        },
        Event::FactsReleased {
            incident: IncidentId::from_uuid(Uuid::from_u128(4)),
            consent,
            at: AT,
        },
        Event::FactsWithheld { incident: IncidentId::from_uuid(Uuid::from_u128(4)), at: AT },
        Event::CaseClosed { reason: ClosureReason::NeedsMet, at: AT },
        Event::SurvivorErased { survivor: SurvivorId::from_uuid(SURVIVOR), at: AT },
    ]
}

/// One event of every kind, as the golden files hold them.
pub(super) fn samples() -> Vec<Event> {
    let safeguards = crate::safeguards::golden::samples(AT);
    [personal(), corrections(), facts(), care(), teamwork(), merges(), agencies(), safeguards]
        .concat()
}

fn merges() -> Vec<Event> {
    let id = Uuid::from_u128;
    let merge = MergeId::from_uuid(id(11));
    let (case, by) = (CaseId::from_uuid(id(10)), StaffId::from_uuid(id(12)));
    let facts = [
        merge::Fact::Followed { merge },
        merge::Fact::TookIn { merge },
        merge::Fact::Parted { merge, open: true },
        merge::Fact::Released { merge },
        merge::Fact::MarkedDifferent,
    ];
    let kind = care::task::Kind::FollowUp;
    let overdue = Event::TaskOverdue { kind, subject: Uuid::nil(), due: AT, at: AT };
    let merges = facts.map(|fact| Event::Merge(merge::Event { case, fact, by, at: AT }));
    merges.into_iter().chain([overdue]).collect()
}

fn agencies() -> Vec<Event> {
    let id = Uuid::from_u128;
    let (of, referral) = (ReferralId::from_uuid(id(8)), ReferralId::from_uuid(id(13)));
    let (proposal, inbound) = (ProposalId::from_uuid(id(14)), InboundId::from_uuid(id(15)));
    let (agency, structure) = (AgencyId::from_uuid(id(7)), StructureId::from_uuid(id(9)));
    let (need, urgency) = (Need::LegalAid, Urgency::Urgent);
    let place = Some(agency::Place { agency, structure });
    let reason = agency::Refusal::SurvivorDeclines;
    let facts = [
        agency::Fact::ReferredIn { inbound, agency, need },
        agency::Fact::OnwardProposed { proposal, referral: of, need, urgency, place },
        agency::Fact::OnwardTakenUp { proposal, of, referral },
        agency::Fact::OnwardDeclined { proposal, of, reason },
        agency::Fact::OnwardEnded { proposal, of },
        agency::Fact::TransferAsked { referral },
        agency::Fact::PassedOver {
            referral,
            place: agency::Place { agency, structure },
            need,
            urgency,
        },
    ];
    facts.map(|fact| Event::Agency(agency::Event { fact, at: AT })).into()
}

/// What the shapes of earlier versions say today: a file per type, never edited.
pub(super) fn earlier() -> Vec<(&'static str, Event)> {
    let [mut opened, mut recorded, mut granted] = [0, 1, 2].map(|at| personal()[at].clone());
    if let Event::CaseOpened { profile, .. } = &mut opened {
        *profile = Sensitive::new(SurvivorProfile::default());
    }
    if let Event::IncidentRecorded { health_settled, .. } = &mut recorded {
        *health_settled = false;
    }
    let recorded_with_circumstances = recorded.clone();
    if let Event::IncidentRecorded { circumstances, .. } = &mut recorded {
        *circumstances = Sensitive::new(Circumstances::default());
    }
    if let Event::ConsentGranted { giving, .. } = &mut granted {
        *giving = None;
    }
    let met = Event::FollowUpRecorded {
        follow_up: FollowUpId::from_uuid(Uuid::from_u128(5)),
        met_at: AT,
        goals: BTreeMap::new(),
        next_on: None,
        note: Sensitive::new(Note::parse("she is well").expect("a text")),
        at: AT,
    };
    let accepted = Event::ReferralProgressed {
        referral: ReferralId::from_uuid(Uuid::from_u128(8)),
        progress: Progress::Accepted,
        outcome: None,
        happened_at: AT,
        at: AT,
    };
    let withdrawn = Event::ConsentWithdrawn {
        consent: ConsentId::from_uuid(Uuid::from_u128(6)),
        because: Withdrawal::TakenBack,
        at: AT,
    };
    vec![
        ("case_opened.v1", opened),
        ("incident_recorded.v1", recorded),
        ("incident_recorded.v2", recorded_with_circumstances),
        ("consent_granted.v1", granted),
        ("consent_withdrawn.v1", withdrawn),
        ("follow_up_recorded.v1", met),
        ("referral_progressed.v1", accepted),
    ]
}
