//! What agency and centre write on a referral.

use std::collections::HashMap;

use sentier_platform::grpc::{
    Violations, fingerprint, locale, principal_of, request_id, timestamp,
};
use sentier_platform::status::{NotFound, invalid};
use sentier_proto::name;
use sentier_proto::referrals::v1::message::{Author as WireAuthor, Kind as WireKind};
use sentier_proto::referrals::v1::messages_service_server::MessagesService;
use sentier_proto::referrals::v1::{
    GetMessageRequest, GetMessageResponse, ListMessagesRequest, ListMessagesResponse, Message,
    SendMessageRequest, SendMessageResponse,
};
use sentier_referrals_domain::message::{Author, Kind, Words};
use sentier_referrals_domain::value::MessageId;
use tonic::{Request, Response, Status};

use super::convert::{self, Viewer};
use super::gate::Permitted;
use super::lifecycle::unfit_text;
use super::{ForeignPage, Gate, at_position, explained, is_full, next_token, page_size, told};
use crate::application::{Answer, Fault, Pathway, Writing};
use crate::contract::{self, MessageName, ReferralName, referral_name};
use crate::projections::{ListedMessage, MessageList};

/// Answers the calls about messages.
#[derive(Debug)]
pub(crate) struct MessagesApi {
    gate: Gate,
    pathway: Pathway,
    list: MessageList,
}

impl MessagesApi {
    pub(crate) const fn new(gate: Gate, pathway: Pathway, list: MessageList) -> Self {
        Self { gate, pathway, list }
    }
}

#[tonic::async_trait]
impl MessagesService for MessagesApi {
    async fn send_message(
        &self,
        request: Request<SendMessageRequest>,
    ) -> Result<Response<SendMessageResponse>, Status> {
        const ACTION: &str = "referrals.v1.MessagesService/SendMessage";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let name = wrong.keep(referral_name("parent", &asked.parent));
        let key = wrong.keep(request_id(&asked.request_id));
        let words = wrong.keep(Words::parse(&asked.text).map_err(unfit_text));
        let (Some(name), Some(request_id), Some(words)) = (name, key, words) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let permitted = self.gate.permitted(&request, ACTION, &name, &self.pathway).await?;
        let Permitted { agency, seen: _ } = permitted;
        let fingerprint = fingerprint(asked);
        let answer = Answer { name: name.clone(), request_id, fingerprint, expected_version: None };
        let writing = Writing { agency, kind: Kind::Message, words };
        let written = self.pathway.write(principal_of(&request)?, answer, writing).await;
        let (seen, id) = written.map_err(told(locale))?;
        let viewer = if agency.is_some() { Viewer::Agency } else { Viewer::Centre };
        Ok(Response::new(SendMessageResponse {
            referral: Some(convert::referral(&seen, viewer)),
            message: message_name(&name, id),
        }))
    }

    async fn list_messages(
        &self,
        request: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        const ACTION: &str = "referrals.v1.MessagesService/ListMessages";
        let (locale, asked) = (locale(&request), request.get_ref());
        let mut wrong = Violations::default();
        let name = wrong.keep(referral_name("parent", &asked.parent));
        let limit = page_size(&mut wrong, asked.page_size);
        let (Some(name), Some(limit)) = (name, limit) else {
            return Err(invalid(wrong.into_vec(), locale));
        };
        let filters = format!("messages|{}", name.referral);
        let before = at_position(&filters, &asked.page_token).map_err(ForeignPage::from);
        let before = before.map_err(explained(locale))?.unwrap_or(i64::MAX);
        let permitted = self.gate.permitted(&request, ACTION, &name, &self.pathway).await?;
        let Permitted { agency, seen } = permitted;
        self.pathway.may_read_messages(&seen.referral, agency).map_err(told(locale))?;

        self.list.caught_up().await.map_err(explained(locale))?;
        let page = self.list.page(name.referral, before, limit).await;
        let page = page.map_err(explained(locale))?;
        let principal = principal_of(&request)?;
        let words = self.pathway.read_messages(principal, &name, &page).await;
        let words = words.map_err(told(locale))?;
        let cursor = page.last().map(|last| last.position.to_be_bytes().to_vec());
        Ok(Response::new(ListMessagesResponse {
            next_page_token: next_token(&filters, is_full(page.len(), limit), cursor),
            messages: page.iter().filter_map(|one| message(&name, one, &words)).collect(),
        }))
    }

    async fn get_message(
        &self,
        request: Request<GetMessageRequest>,
    ) -> Result<Response<GetMessageResponse>, Status> {
        const ACTION: &str = "referrals.v1.MessagesService/GetMessage";
        let locale = locale(&request);
        let asked = contract::message_name("name", &request.get_ref().name);
        let asked = asked.map_err(|violation| invalid(vec![violation], locale))?;
        let not_found = || explained(locale)(NotFound::new("message"));
        let found = self.written(&asked).await.map_err(told(locale))?;
        let (name, listed) = found.ok_or_else(not_found)?;
        let Permitted { agency, seen } =
            self.gate.found(&request, ACTION, &name, &self.pathway).await?;
        self.pathway.may_read_messages(&seen.referral, agency).map_err(told(locale))?;
        let (principal, page) = (principal_of(&request)?, [listed]);
        let words = self.pathway.read_messages(principal, &name, &page).await;
        let words = words.map_err(told(locale))?;
        let message = page.iter().find_map(|one| message(&name, one, &words));
        Ok(Response::new(GetMessageResponse { message: Some(message.ok_or_else(not_found)?) }))
    }
}

impl MessagesApi {
    /// What is named, with its referral; none when it is not there, or on another referral than is named.
    async fn written(
        &self,
        asked: &MessageName,
    ) -> Result<Option<(ReferralName, ListedMessage)>, Fault> {
        let Some(listed) = self.pathway.find_message(asked.message).await? else {
            return Ok(None);
        };
        let referral = listed.message.referral;
        if let Some(name) = &asked.referral {
            return Ok((name.referral == referral).then(|| (name.clone(), listed)));
        }
        let on = self.pathway.find(referral).await?;
        let name = |centre| ReferralName { centre, referral };
        Ok(on.map(|seen| (name(seen.referral.request.centre), listed)))
    }
}

fn message_name(name: &ReferralName, id: MessageId) -> String {
    format!("{}/messages/{id}", name::referral(&name.centre, name.referral))
}

/// One message; none when its key was destroyed a moment ago.
fn message(
    name: &ReferralName,
    listed: &ListedMessage,
    words: &HashMap<MessageId, Words>,
) -> Option<Message> {
    let words = words.get(&listed.id)?;
    let kind = match listed.message.kind {
        Kind::Message => WireKind::Message,
        Kind::InterimNote => WireKind::InterimNote,
        Kind::Appointment => WireKind::Appointment,
    };
    let author = match listed.message.author {
        Author::Agency => WireAuthor::Agency,
        Author::Centre => WireAuthor::Centre,
    };
    // PRIVACY: the reading stands in the ledger; the reader is the agency that consent names, or staff of
    // the centre to whom the case is open.
    Some(Message {
        name: message_name(name, listed.id),
        kind: kind.into(),
        author: author.into(),
        write_time: Some(timestamp(listed.message.at)),
        text: words.text().to_owned(),
        appointment_time: words.expected_at().map(timestamp),
    })
}
