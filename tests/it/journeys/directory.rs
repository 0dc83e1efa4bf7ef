//! The directory goes out as HSDS and comes in again: nothing changes; a file with changes changes that and no
//! more; a bad row is named and keeps the import from beginning.

use std::path::{Path, PathBuf};

use sentier::demo::play::Accounts;
use sentier_tests::processes::executable;
use sentier_tests::system::{On, Whole};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning to its end")]
async fn a_directory_goes_out_and_comes_in_as_it_was() {
    let whole = Whole::start(On::Sqlite).await;
    drop(whole.stage().await);
    let keeper = Keeper::of(&whole);
    let first = keeper.exported("first.json").await;
    let written = whole.kept().written("referrals").await;
    let same = keeper.import("first.json", &["--apply"]).await;
    assert!(same.done && same.said.contains("0 changes written"), "{}", same.said);
    assert_eq!(whole.kept().written("referrals").await, written, "the same file wrote something");

    let mut changed = first.clone();
    let place = &mut changed[0]["locations"][0];
    place["phones"] = json!([{"number": "+228 24 40 00 00"}]);
    place["schedules"] = json!([
        {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "08:00", "closes_at": "17:00"},
        {"freq": "MONTHLY", "byday": "MO", "opens_at": "08:00", "closes_at": "17:00"},
    ]);
    let clinic = json!({
        "id": "clinique-1", "name": "Clinique de Kpalimé",
        "services": [{
            "id": "soins", "name": "Soins", "status": "active", "minimum_age": 12,
            "capacities": [{"available": 3, "maximum": 10}],
            "service_at_locations": [{"id": "x", "location": {"id": "place-1"}}],
            "attributes": [{"label": "sentier:need", "value": "health_care"}],
        }],
        "locations": [{
            "id": "place-1", "name": "Clinique, accueil",
            "attributes": [{"label": "sentier:centre", "value": "centres/ogou-1"}],
        }],
    });
    changed.as_array_mut().expect("a list").push(clinic);
    keeper.write("changed.json", &changed);

    let dry = keeper.import("changed.json", &[]).await;
    for said in [
        "wrong  [0].locations[0].schedules[1]  only weekly schedules are known",
        "register agency     Clinique de Kpalimé",
        "register structure  Clinique, accueil",
        "nothing was written",
    ] {
        assert!(dry.said.contains(said), "{said:?} in {}", dry.said);
    }
    let refused = keeper.import("changed.json", &["--apply"]).await;
    assert!(!refused.done && refused.said.contains("1 rows to correct"), "{}", refused.said);
    assert_eq!(whole.kept().written("referrals").await, written, "nothing is half-imported");

    changed[0]["locations"][0]["schedules"].as_array_mut().expect("a list").truncate(1);
    keeper.write("corrected.json", &changed);
    let done = keeper.import("corrected.json", &["--apply"]).await;
    assert!(done.done && done.said.contains("3 changes written"), "{}", done.said);
    let again = keeper.import("corrected.json", &["--apply"]).await;
    assert!(again.done && again.said.contains("0 changes written"), "{}", again.said);

    let last = keeper.exported("last.json").await;
    let places = |file: &Value| {
        let all = file.as_array().expect("a list").iter();
        all.map(|one| one["locations"].as_array().expect("places").len()).sum::<usize>()
    };
    assert_eq!(places(&last), places(&first) + 1);
    let name = first[0]["name"].clone();
    let kept = last.as_array().expect("a list").iter().find(|one| one["name"] == name);
    let place = &kept.expect("the agency")["locations"][0];
    assert_eq!(place["phones"][0]["number"], "+228 24 40 00 00");
    assert_eq!(place["schedules"].as_array().expect("openings").len(), 2);
    let clinic = last.as_array().expect("a list").iter();
    let mut clinic = clinic.filter(|one| one["name"] == "Clinique de Kpalimé");
    let service = &clinic.next().expect("the clinic")["services"][0];
    assert_eq!(service["capacities"][0]["available"], 3);
    assert_eq!(service["minimum_age"], 12);
    assert!(clinic.next().is_none(), "it is registered once");
    whole.stop().await;
}

/// The manager, with the executable as a centre would use it.
struct Keeper {
    data: PathBuf,
    folder: TempDir,
    user: String,
}

/// How a command ended.
struct Told {
    done: bool,
    said: String,
}

impl Keeper {
    fn of(whole: &Whole) -> Self {
        let accounts = Accounts::find(&whole.data().join("demo")).expect("readable accounts");
        let manager = accounts.expect("accounts").manager;
        let folder = TempDir::new().expect("a temporary folder");
        std::fs::write(folder.path().join("password"), &manager.password).expect("a file");
        Self { data: whole.data(), folder, user: manager.user_name }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, file: &Value) {
        std::fs::write(self.path(name), file.to_string()).expect("a file");
    }

    async fn exported(&self, name: &str) -> Value {
        let told = self.run(&["directory", "export"], &self.path(name)).await;
        assert!(told.done, "{}", told.said);
        let text = std::fs::read_to_string(self.path(name)).expect("a file");
        serde_json::from_str(&text).expect("JSON")
    }

    async fn import(&self, name: &str, more: &[&str]) -> Told {
        self.run(&[&["directory", "import"], more].concat(), &self.path(name)).await
    }

    async fn run(&self, arguments: &[&str], file: &Path) -> Told {
        let told = Command::new(executable())
            .args(arguments)
            .args(["--user", &self.user])
            .arg("--password-file")
            .arg(self.path("password"))
            .arg("--data")
            .arg(&self.data)
            .arg(file)
            .output()
            .await
            .expect("the executable runs");
        let said = [told.stdout, told.stderr].concat();
        Told { done: told.status.success(), said: String::from_utf8(said).expect("text") }
    }
}
