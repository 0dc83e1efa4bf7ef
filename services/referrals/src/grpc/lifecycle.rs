//! What happens to a referral between its acceptance and its end.

use sentier_kernel::{Moment, Violation};
use sentier_platform::environment::Environment;
use sentier_platform::grpc::{Violations, locale, moment, principal_of};
use sentier_platform::status::invalid;
use sentier_proto::referrals::v1::lifecycle_service_server::LifecycleService;
use sentier_proto::referrals::v1::record_attendance_request::Attendance;
use sentier_proto::referrals::v1::{
    AddInterimNoteRequest, AddInterimNoteResponse, CancelAppointmentRequest,
    CancelAppointmentResponse, ConfirmCancellationRequest, ConfirmCancellationResponse,
    RecordAttendanceRequest, RecordAttendanceResponse, Referral, RequestCancellationRequest,
    RequestCancellationResponse, ScheduleReferralRequest, ScheduleReferralResponse,
    StartServiceRequest, StartServiceResponse,
};
use sentier_referrals_domain::message::{Kind, Unfit, Words};
use sentier_referrals_domain::referral::Command;
use sentier_referrals_domain::value::AgencyId;
use tonic::{Request, Response, Status};

use super::convert::{self, Viewer};
use super::referrals::{Answering, answering};
use super::{Gate, told};
use crate::application::{Answer, Pathway, Writing};

/// Answers the calls that move a referral on.
#[derive(Debug)]
pub(crate) struct LifecycleApi {
    env: Environment,
    gate: Gate,
    pathway: Pathway,
}

answering!(
    ScheduleReferralRequest,
    CancelAppointmentRequest,
    RecordAttendanceRequest,
    StartServiceRequest,
    AddInterimNoteRequest,
    RequestCancellationRequest,
    ConfirmCancellationRequest,
);

impl LifecycleApi {
    pub(crate) fn new(env: &Environment, gate: Gate, pathway: Pathway) -> Self {
        Self { env: env.clone(), gate, pathway }
    }

    /// An agency moves its own; all that is wrong with the request is said before who may is asked.
    async fn moved<T: Answering>(
        &self,
        request: &Request<T>,
        action: &'static str,
        command: Result<impl FnOnce(AgencyId) -> Command, Violation>,
    ) -> Result<Referral, Status> {
        let (locale, mut wrong) = (locale(request), Violations::default());
        let answer = request.get_ref().read(&mut wrong);
        let (Some(answer), Some(command)) = (answer, wrong.keep(command)) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let agency = self.gate.agency(request, action)?;
        let principal = principal_of(request)?;
        let seen = self.pathway.answer(principal, agency, answer, command(agency)).await;
        Ok(convert::referral(&seen.map_err(told(locale))?, Viewer::Agency))
    }

    /// As [`LifecycleApi::moved`], with words that are stored with it.
    async fn written<T: Answering>(
        &self,
        request: &Request<T>,
        action: &'static str,
        kind: Kind,
        words: Result<Words, Violation>,
    ) -> Result<Referral, Status> {
        let (locale, mut wrong) = (locale(request), Violations::default());
        let answer = request.get_ref().read(&mut wrong);
        let (Some(answer), Some(words)) = (answer, wrong.keep(words)) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let agency = Some(self.gate.agency(request, action)?);
        let writing = Writing { agency, kind, words };
        let written = self.pathway.write(principal_of(request)?, answer, writing).await;
        let (seen, _message) = written.map_err(told(locale))?;
        Ok(convert::referral(&seen, Viewer::Agency))
    }

    fn appointment(&self, asked: &ScheduleReferralRequest) -> Result<Words, Violation> {
        const FIELD: &str = "appointment_time";
        let at = asked.appointment_time.as_ref().ok_or_else(|| Violation::required(FIELD))?;
        let at: Moment = moment(at).ok_or_else(|| Violation::malformed(FIELD))?;
        let words = Words::appointment(&asked.text, at, self.env.clock.now());
        words.map_err(|unfit| match unfit {
            Unfit::Past => Violation::new(FIELD, "violation-in-past"),
            other => unfit_text(other),
        })
    }
}

fn attended(given: Attendance) -> Result<bool, Violation> {
    match given {
        Attendance::Attended => Ok(true),
        Attendance::NoShow => Ok(false),
        Attendance::Unspecified => Err(Violation::unknown_code("attendance")),
    }
}

/// What is wrong with a text.
pub(super) fn unfit_text(unfit: Unfit) -> Violation {
    match unfit {
        Unfit::Empty => Violation::required("text"),
        Unfit::TooLong => Violation::too_long("text"),
        Unfit::Stray | Unfit::Past => Violation::malformed("text"),
    }
}

#[tonic::async_trait]
impl LifecycleService for LifecycleApi {
    async fn schedule_referral(
        &self,
        request: Request<ScheduleReferralRequest>,
    ) -> Result<Response<ScheduleReferralResponse>, Status> {
        let action = "referrals.v1.LifecycleService/ScheduleReferral";
        let words = self.appointment(request.get_ref());
        let referral = self.written(&request, action, Kind::Appointment, words).await?;
        Ok(Response::new(ScheduleReferralResponse { referral: Some(referral) }))
    }

    async fn cancel_appointment(
        &self,
        request: Request<CancelAppointmentRequest>,
    ) -> Result<Response<CancelAppointmentResponse>, Status> {
        let action = "referrals.v1.LifecycleService/CancelAppointment";
        let command = Ok(|agency| Command::CancelAppointment { agency });
        let referral = self.moved(&request, action, command).await?;
        Ok(Response::new(CancelAppointmentResponse { referral: Some(referral) }))
    }

    async fn record_attendance(
        &self,
        request: Request<RecordAttendanceRequest>,
    ) -> Result<Response<RecordAttendanceResponse>, Status> {
        let action = "referrals.v1.LifecycleService/RecordAttendance";
        let command = attended(request.get_ref().attendance())
            .map(|attended| move |agency| Command::RecordAttendance { agency, attended });
        let referral = self.moved(&request, action, command).await?;
        Ok(Response::new(RecordAttendanceResponse { referral: Some(referral) }))
    }

    async fn start_service(
        &self,
        request: Request<StartServiceRequest>,
    ) -> Result<Response<StartServiceResponse>, Status> {
        let action = "referrals.v1.LifecycleService/StartService";
        let command = Ok(|agency| Command::StartService { agency });
        let referral = self.moved(&request, action, command).await?;
        Ok(Response::new(StartServiceResponse { referral: Some(referral) }))
    }

    async fn add_interim_note(
        &self,
        request: Request<AddInterimNoteRequest>,
    ) -> Result<Response<AddInterimNoteResponse>, Status> {
        let action = "referrals.v1.LifecycleService/AddInterimNote";
        let words = Words::parse(&request.get_ref().text).map_err(unfit_text);
        let referral = self.written(&request, action, Kind::InterimNote, words).await?;
        Ok(Response::new(AddInterimNoteResponse { referral: Some(referral) }))
    }

    async fn request_cancellation(
        &self,
        request: Request<RequestCancellationRequest>,
    ) -> Result<Response<RequestCancellationResponse>, Status> {
        const ACTION: &str = "referrals.v1.LifecycleService/RequestCancellation";
        let (locale, mut wrong) = (locale(&request), Violations::default());
        let asked: Option<Answer> = request.get_ref().read(&mut wrong);
        let Some(asked) = asked else { return Err(invalid(wrong.into_vec(), locale)) };
        self.gate.permitted(&request, ACTION, &asked.name, &self.pathway).await?;
        let principal = principal_of(&request)?;
        let seen = self.pathway.ask(principal, asked, Command::RequestCancellation).await;
        let referral = convert::referral(&seen.map_err(told(locale))?, Viewer::Centre);
        Ok(Response::new(RequestCancellationResponse { referral: Some(referral) }))
    }

    async fn confirm_cancellation(
        &self,
        request: Request<ConfirmCancellationRequest>,
    ) -> Result<Response<ConfirmCancellationResponse>, Status> {
        let action = "referrals.v1.LifecycleService/ConfirmCancellation";
        let command = Ok(|agency| Command::ConfirmCancellation { agency });
        let referral = self.moved(&request, action, command).await?;
        Ok(Response::new(ConfirmCancellationResponse { referral: Some(referral) }))
    }
}
