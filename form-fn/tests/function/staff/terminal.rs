//! A terminal obeys nothing that people wrote: control characters, bidirectional marks and what is not shown are printed as
//! marks, whatever the command. JSON stays the exact data.

use aws_sdk_dynamodb::types::AttributeValue;
use form_model::lang::Lang;
use form_model::visible::is_shown;
use serde_json::json;

use super::desk::{Desk, Told};
use super::reading::spoil;
use crate::answers::complete;
use crate::site::Site;

/// A new title for the terminal, a cleared screen, a name turned around, a tag, a word that is not there.
const WRITTEN: &str = "\u{1B}]0;x\u{7}\u{9B}2J\u{202E}eoZ\u{E0041}\u{200B}Roy\r";
const SHOWN: &str = "⟨U+001B⟩]0;x⟨U+0007⟩⟨U+009B⟩2J⟨U+202E⟩eoZ⟨U+E0041⟩⟨U+200B⟩Roy⟨U+000D⟩";

/// A site with an application in which everything that can be text is [`WRITTEN`].
async fn hostile() -> (Site, String) {
    let site = Site::open().await;
    let reference = site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site).by(WRITTEN);
    desk.tells(&["assign", &reference, WRITTEN]).await;
    desk.tells(&["note", &reference, &format!("une ligne\n{WRITTEN}\nune autre")]).await;
    let text = || AttributeValue::S(WRITTEN.to_owned());
    let keys = ["first_name", "last_name", "motivation", "of_tomorrow", "partner_type"];
    let answers = keys.map(|key| (key.to_owned(), text()));
    spoil(&site, &reference, "answers", AttributeValue::M(answers.into())).await;
    (site, reference)
}

fn printed(told: &Told) -> String {
    let failure = told.failure.as_ref().map(|failure| failure.shown(&Lang::french()).into_owned());
    format!("{}{}", told.text, failure.unwrap_or_default())
}

#[tokio::test]
async fn no_command_prints_what_a_terminal_would_obey() {
    let (site, reference) = hostile().await;
    let reference = &*reference;
    let desk = Desk::of(&site).by(WRITTEN);
    let names = format!("first_name={WRITTEN}");
    let commands: [&[&str]; 15] = [
        &["list"],
        &["list", "--names"],
        &["list", "--assigned", WRITTEN],
        &["show", reference],
        &["show", reference, "--history"],
        &["show", WRITTEN],
        &["export"],
        &["export", reference],
        &["correct", reference, &names],
        &["correct", reference, WRITTEN],
        &["assign", reference, WRITTEN],
        &["export", "--out", WRITTEN],
        &["report", "--out", "-", "--format", "markdown"],
        &["advance", reference, "withdrawn", "--note", WRITTEN],
        &["erase", reference, "--confirm", reference],
    ];
    let nowhere = tempfile::tempdir().unwrap();
    for (minute, command) in commands.into_iter().enumerate() {
        // The log takes only so many entries of one moment.
        let desk = desk.at(&format!("2026-11-23T16:{minute:02}:00Z"));
        let in_folder = nowhere.path().join(WRITTEN);
        let command: Vec<_> = command
            .iter()
            .zip([""].iter().chain(command))
            .map(|(word, before)| {
                if *before == "--out" && *word == WRITTEN {
                    in_folder.to_str().unwrap()
                } else {
                    word
                }
            })
            .collect();
        for told in [desk.does(&command).await, desk.at_terminal(&command).await] {
            let printed = printed(&told);
            let hidden = |c: &char| !is_shown(*c) && *c != '\u{FEFF}' && *c != '\r';
            assert_eq!(printed.chars().find(hidden), None, "{command:?}: {printed}");
            // A carriage return ends the lines of CSV, and is nowhere else.
            assert!(!printed.replace("\r\n", "\n").contains('\r'), "{command:?}: {printed}");
        }
    }
    let desk = desk.at("2026-11-23T17:00:00Z");
    let gone = printed(&desk.does(&["show", reference]).await);
    assert!(gone.contains(SHOWN), "who destroyed it is said: {gone}");
}

#[tokio::test]
async fn tables_count_marks_and_notes_keep_their_lines() {
    let (site, reference) = hostile().await;
    let desk = Desk::of(&site);
    let shown = desk.tells(&["show", &reference]).await;
    assert!(shown.contains(SHOWN), "{shown}");
    let lines: Vec<_> = shown.lines().map(str::trim).collect();
    let at =
        lines.iter().position(|line| line.ends_with("une ligne")).expect("the note's first line");
    let last = lines.iter().position(|line| *line == "une autre").expect("the note's last line");
    assert!(last > at + 1, "{shown}");
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "no line is too wide: {shown}");
}

#[tokio::test]
async fn json_is_the_exact_data() {
    let (site, reference) = hostile().await;
    let desk = Desk::of(&site);
    let text = desk.tells(&["show", &reference, "--json"]).await;
    assert!(text.chars().all(is_shown), "{text}");
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(record["answers"]["first_name"], json!(WRITTEN));
    assert_eq!(record["follow_up"]["assigned_to"], json!(WRITTEN));
}
