//! What the contract says is told to others is told by somebody.

use super::workspace::{production, rust_files, sources};

/// The facts of a context's event: the arms of its `oneof fact`, as Rust spells them.
fn arms(proto: &str) -> Vec<String> {
    let within = proto.split("oneof fact {").nth(1).unwrap_or_default();
    let body = within.split("\n  }").next().unwrap_or_default();
    let fields = body.lines().filter(|line| !line.trim_start().starts_with("//"));
    fields
        .filter_map(|line| line.split(" = ").next()?.split_whitespace().nth(1))
        .map(|field| field.split('_').map(capital).collect())
        .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[test]
fn every_fact_of_the_contract_is_published() {
    let files = rust_files();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in sources(&["proto"]) {
        let service = name.strip_prefix("proto/sentier/").and_then(|rest| rest.split('/').next());
        let (Some(service), true) = (service, name.contains("/events/v1/")) else { continue };
        let publish = format!("services/{service}/src/publish/");
        let lines: Vec<&str> = files
            .iter()
            .filter(|(file, _)| file.starts_with(&publish))
            .flat_map(|(file, text)| production(file, text))
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        for arm in arms(&text) {
            seen += 1;
            let built = format!("Fact::{arm}(");
            if !lines.iter().any(|line| line.contains(&built)) {
                wrong.push(format!("{name}: {arm} is told by nothing in {publish}"));
            }
        }
    }
    assert!(seen > 30, "only {seen} facts were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
