//! Names, passwords and secrets are found nowhere: not in files, not in logs, not in messages.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sentier_proto::access::v1::{
    ChangePasswordRequest, CreateOfficerRequest, DisableStaffRequest, ListStaffRequest,
    RefreshTokenRequest, Session, SignOutRequest, StaffRole,
};
use sentier_test_support::databases::Fresh;
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

use crate::world::{
    ADMINISTRATOR, ADMINISTRATOR_NAME, CENTRE, PASSWORD, World, by, create_staff, id,
};

const NEW_PASSWORD: &str = "quatre chèvres";
const WRONG_PASSWORD: &str = "mauvais mot";
const PERSONAL: [&str; 11] = [
    ADMINISTRATOR,
    ADMINISTRATOR_NAME,
    "Mensah",
    "kossi.adjo",
    "Dame kossi.adjo",
    "sergent.koffi",
    "Sergent Koffi Agbeko",
    "inconnue.totale",
    PASSWORD,
    NEW_PASSWORD,
    WRONG_PASSWORD,
];

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// The files under a folder that hold `text`.
fn holders(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            holders(&path, text, found);
        } else if let Ok(bytes) = std::fs::read(&path)
            && bytes.windows(text.len()).any(|window| window == text.as_bytes())
        {
            found.push(path.display().to_string());
        }
    }
}

/// Uses every call that takes a name, a password or a secret, rightly and wrongly; gives the secrets.
async fn live(world: &World) -> Vec<String> {
    let secret = world.secret().expect("a secret waits");
    let administrator = world.administrator().await;
    let mut client = world.client();
    let (kossi, session) = world.staff(&administrator, "kossi.adjo", StaffRole::Manager).await;
    let officer = CreateOfficerRequest {
        parent: format!("agencies/{}", Uuid::now_v7()),
        request_id: id(),
        user_name: "sergent.koffi".to_owned(),
        display_name: "Sergent Koffi Agbeko".to_owned(),
        password: PASSWORD.to_owned(),
        roles: Vec::new(),
    };
    client.create_officer(by(&session.access_token, officer)).await.expect("creates");
    let change = ChangePasswordRequest {
        name: kossi.name.clone(),
        request_id: id(),
        current_password: PASSWORD.to_owned(),
        new_password: NEW_PASSWORD.to_owned(),
    };
    client.change_password(by(&session.access_token, change)).await.expect("changes");
    let renewed = renew_twice(world).await;
    drop(world.sign_in_with("kossi.adjo", WRONG_PASSWORD).await.expect_err("wrong"));
    drop(world.sign_in_with("inconnue.totale", WRONG_PASSWORD).await.expect_err("unknown"));
    let taken = create_staff("kossi.adjo", StaffRole::Intake);
    drop(client.create_staff(by(&administrator, taken)).await.expect_err("taken"));
    let list = ListStaffRequest { parent: CENTRE.to_owned(), ..Default::default() };
    let listed = client.list_staff(by(&administrator, list)).await.expect("lists").into_inner();
    assert_eq!(listed.staff.len(), 2);
    let wish = DisableStaffRequest { name: kossi.name, request_id: id() };
    client.disable_staff(by(&administrator, wish)).await.expect("disables");
    let mut secrets = vec![secret, administrator, session.refresh_token];
    secrets.extend([renewed.refresh_token, renewed.access_token]);
    secrets
}

async fn renew_twice(world: &World) -> Session {
    let mut client = world.client();
    let again = world.sign_in_with("kossi.adjo", NEW_PASSWORD).await.expect("signs in");
    let renew = RefreshTokenRequest { refresh_token: again.refresh_token };
    let renewed = client.refresh_token(renew.clone()).await.expect("renews").into_inner();
    drop(client.refresh_token(renew).await.expect_err("used before"));
    let renewed = renewed.session.expect("a session");
    let out = SignOutRequest { refresh_token: renewed.refresh_token.clone() };
    drop(client.sign_out(out).await.expect_err("over"));
    renewed
}

#[tokio::test]
async fn no_name_password_or_secret_is_found_at_rest_or_in_a_log() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(log.clone())
        .init();
    let world = World::start(Fresh::sqlite()).await;
    let secrets = live(&world).await;
    let logged = log.text();
    assert!(logged.contains("refused"), "the log was captured");
    let mut found = Vec::new();
    holders(world.fresh.folder.path(), CENTRE, &mut found);
    assert!(!found.is_empty(), "the search finds what is there");
    for text in PERSONAL.into_iter().chain(secrets.iter().map(String::as_str)) {
        // A refresh token's second part is the secret.
        let text = text.split_once('.').filter(|(id, _)| id.len() == 32).map_or(text, |it| it.1);
        assert!(!logged.contains(text), "a log line holds «{text}»");
        let mut found = Vec::new();
        holders(world.fresh.folder.path(), text, &mut found);
        holders(world.broker_folder(), text, &mut found);
        assert!(found.is_empty(), "«{text}» is in {found:?}");
    }
}
