//! Opens a case: draws the survivor's keys, takes a survivor code, stores the opening.

use std::sync::Arc;

use sentier_cases_domain::case::{Case, Command, Rejection};
use sentier_cases_domain::consent::Giving;
use sentier_cases_domain::id::{CaseId, ConsentId, DraftId, StaffId, SurvivorId};
use sentier_cases_domain::minimum::SurvivorProfile;
use sentier_cases_domain::personal::{Contact, Identity};
use sentier_cases_domain::value::SurvivorCode;
use sentier_eventing::codec::write;
use sentier_eventing::store::{NewEvent, StreamAppend};
use sentier_eventing::streams::{Call, TransactError};
use sentier_eventing::vault::{KeyRing, VaultError};
use sentier_kernel::id::Uuid;
use sentier_kernel::{Decider as _, Sensitive};
use sentier_platform::ids::derived;
use serde_json::json;

use super::{Answer, Cases, Fault, Known};

/// What is told at intake.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Who works on the case.
    pub caseworker: StaffId,
    /// Who she is.
    pub identity: Sensitive<Identity>,
    /// How to reach her.
    pub contact: Sensitive<Contact>,
    /// What else the form asks about her.
    pub profile: Sensitive<SurvivorProfile>,
    /// How and by whom the consent to statistics is given, when she gives it now.
    pub statistics: Option<Sensitive<Giving>>,
    /// The draft that becomes the case.
    pub draft: Option<DraftId>,
}

/// The entry that makes a survivor code unique within its centre.
const CODE_TAKEN: &str = "survivor_code_taken.v1";
/// Names the streams of survivor codes.
const CODES: Uuid = Uuid::from_u128(0x5e47_1e6c_0de5_4a11_9c0d_e5f0_57a6_b1e5);
/// Codes that are tried; one in a thousand million is taken for each survivor that came before.
const TRIES: u32 = 16;

impl Cases {
    /// Opens a case. Every id follows from the request id, so a repeat names the same case.
    ///
    /// # Errors
    /// When keys cannot be made durable, or the store refuses.
    pub async fn open_case(&self, call: Call, opening: Opening) -> Result<Answer, Fault> {
        self.open(call, opening, false).await
    }

    /// Opens a case, or one that is made up.
    pub(super) async fn open(
        &self,
        call: Call,
        opening: Opening,
        honey: bool,
    ) -> Result<Answer, Fault> {
        let request = call.stamp.request_id;
        let known = Known {
            case: CaseId::from_uuid(derived(request, "case")),
            centre: call.stamp.centre.clone(),
            survivor: SurvivorId::from_uuid(derived(request, "survivor")),
            opened_by: call.stamp.principal.clone(),
            honey,
        };
        // The keys are durable before anything is sealed with them.
        let ring = match self.host.vault.create(known.survivor.as_uuid()).await {
            Ok(ring) => ring,
            // A repeat after her erasure: the request log has the answer, nothing is sealed.
            Err(VaultError::Erased) => KeyRing::erased(known.survivor.as_uuid()),
            Err(error) => return Err(error.into()),
        };
        let mut attempt = 0;
        loop {
            let code = code(&known, request, attempt)?;
            match self.open_as(call.clone(), &known, ring.clone(), &opening, code).await {
                // Another survivor of the centre has this code.
                Err(Fault::Command(TransactError::Stale)) if attempt + 1 < TRIES => attempt += 1,
                Ok(answer) => {
                    self.known.insert(known.case, Arc::new(known));
                    return Ok(answer);
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn open_as(
        &self,
        call: Call,
        known: &Known,
        ring: KeyRing,
        opening: &Opening,
        survivor_code: SurvivorCode,
    ) -> Result<Answer, Fault> {
        let mut also = vec![taken(known, &survivor_code)?];
        if let Some(draft) = opening.draft {
            also.extend(self.taken_over(&call, draft, known.case).await?);
        }
        let consent = ConsentId::from_uuid(derived(call.stamp.request_id, "consent"));
        let command = Command::OpenCase {
            case: known.case,
            survivor: known.survivor,
            survivor_code,
            caseworker: opening.caseworker,
            identity: opening.identity.clone(),
            contact: opening.contact.clone(),
            profile: opening.profile.clone(),
            statistics: opening.statistics.clone().map(|giving| (consent, giving)),
        };
        let (at, erased) = (call.stamp.at, ring.is_erased());
        let done = self
            .streams
            .transact_with(
                call,
                known.case.as_uuid(),
                ring,
                move |state| {
                    if erased {
                        return Err(Rejection::SurvivorErased);
                    }
                    Case::decide(state, command.clone(), at)
                },
                move |_events| Ok(also.clone()),
            )
            .await?;
        Ok(Answer::of(known, done))
    }
}

fn code(known: &Known, request: Uuid, attempt: u32) -> Result<SurvivorCode, Fault> {
    let seed = derived(request, &format!("survivor code {attempt}"));
    // A centre's prefix is always well formed.
    SurvivorCode::derive(&SurvivorCode::prefix(&known.centre), seed)
        .map_err(|_malformed| Fault::Refused(Rejection::AlreadyExists))
}

/// The claim on a code: its stream must not exist, so of two openings with one code the second tries
/// the next one.
fn taken(known: &Known, code: &SurvivorCode) -> Result<StreamAppend, Fault> {
    let payload = write(&json!({ "case": known.case }))?;
    Ok(StreamAppend {
        stream: derived(CODES, &format!("{}/{code}", known.centre)),
        expected_version: 0,
        events: vec![NewEvent { event_type: CODE_TAKEN, payload }],
    })
}
