//! Accounts of the largest centre's staff: enough of them that no one's hour of searches is used up.

use anyhow::Context as _;
use sentier::demo::play::{Accounts, Caller, Channels, Client, Journal};
use sentier_proto::access::v1::access_service_client::AccessServiceClient;
use sentier_proto::access::v1::{CreateStaffRequest, StaffRole};
use std::time::Duration;
use uuid::Uuid;

use crate::whole::Whole;

const PASSWORD: &str = "a password of the benchmark, 4711";

/// Who works in the centre.
pub struct Staff {
    accounts: Vec<(String, Uuid)>,
    working: usize,
}

impl Staff {
    /// Makes accounts; the first `working` of them have the cases.
    pub async fn new(whole: &Whole, working: usize, searching: usize) -> anyhow::Result<Self> {
        let accounts = Accounts::find(&whole.demo_folder())?.context("the demo's accounts")?;
        let administrator = &accounts.administrator;
        let caller = Caller::new(Journal::default(), Duration::from_mins(1));
        let channels = Channels::open(whole.system.addresses(), |config| config)?;
        let (name, password) = (&administrator.user_name, &administrator.password);
        let administrator = Client::signing_in(caller, channels, name, password);
        let mut access = AccessServiceClient::new(administrator.channels.access.clone());
        let mut accounts = Vec::new();
        for number in 0..searching.max(1) {
            let user_name = format!("banc-{number}");
            let request = CreateStaffRequest {
                parent: whole.stage.centre.clone(),
                request_id: Uuid::now_v7().to_string(),
                user_name: user_name.clone(),
                display_name: format!("Banc {number}"),
                password: PASSWORD.to_owned(),
                roles: vec![StaffRole::Intake.into(), StaffRole::Caseworker.into()],
            };
            let made = access.create_staff(administrator.signed(request).await?).await?;
            let staff = made.into_inner().staff.context("an account")?;
            let id = staff.name.rsplit('/').next().context("its id")?.parse()?;
            accounts.push((user_name, id));
        }
        Ok(Self { accounts, working })
    }

    /// The ids of those who have cases; some of them have no account.
    pub fn ids(&self) -> Vec<Uuid> {
        let known = self.accounts.iter().map(|(_, id)| *id);
        let others = (0..).map(|number| Uuid::from_u128(0x57aff + number));
        known.chain(others).take(self.working).collect()
    }

    /// One of those who have accounts, on a connection of her own.
    pub fn sign_in(&self, whole: &Whole, number: usize) -> anyhow::Result<Client> {
        let (user_name, _) = self.accounts.get(number).context("an account")?;
        let caller = Caller::new(Journal::default(), Duration::from_mins(1));
        let channels = Channels::open(whole.system.addresses(), |config| config)?;
        Ok(Client::signing_in(caller, channels, user_name, PASSWORD))
    }
}
