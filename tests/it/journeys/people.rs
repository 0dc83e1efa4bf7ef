//! Who comes, and an agency that follows its stream.

use sentier::demo::play::Client;
use sentier::demo::world::{Incident, Person};
use sentier_proto::cases::v1::IncidentAnswers;
use sentier_proto::common::v1::{IncidentType, PartOfDay, Sex};
use sentier_proto::referrals::v1::{Referral, WatchReferralsResponse};
use sentier_tests::wait::wait_for;
use time::macros::date;
use tonic::Streaming;

pub(crate) fn survivor(word: &str) -> Person {
    Person {
        full_name: format!("Akossiwa {word} Adzimavo"),
        sex: Sex::Female,
        birth_date: Some(date!(1994 - 03 - 02)),
        birth_date_estimated: false,
        phone: "+228 00 12 34 56".to_owned(),
        safe_contact: format!("Ne jamais appeler. Mot convenu : {word}."),
        code_word: word.to_owned(),
    }
}

pub(crate) fn assault(word: &str) -> Incident {
    Incident {
        kind: IncidentType::PhysicalAssault,
        answers: IncidentAnswers {
            physical_assault: true,
            psychological_abuse: true,
            gender_based: true,
            ..IncidentAnswers::default()
        },
        date: date!(2026 - 01 - 15),
        date_estimated: false,
        part_of_day: PartOfDay::EveningNight,
        narrative: format!("Elle raconte ce qui s'est passé (récit {word})."),
    }
}

/// An agency's end of its stream.
pub(crate) struct Following {
    client: Client,
    stream: Streaming<WatchReferralsResponse>,
    pub(crate) token: String,
}

impl Following {
    pub(crate) async fn from(client: &Client, token: &str) -> Self {
        let stream = wait_for("the stream to open", async || client.watch(token).await.ok()).await;
        Self { client: client.clone(), stream, token: token.to_owned() }
    }

    /// The next change.
    pub(crate) async fn next(&mut self) -> Referral {
        let change = tokio::time::timeout(std::time::Duration::from_mins(1), async {
            loop {
                let item = self.stream.message().await.expect("an item").expect("no end");
                self.token = item.resume_token;
                if let Some(referral) = item.referral {
                    return referral;
                }
            }
        });
        change.await.expect("a change in time")
    }

    /// The same stream after a cut, from the last token.
    pub(crate) async fn cut(self) -> Self {
        drop(self.stream);
        Self::from(&self.client, &self.token).await
    }
}
