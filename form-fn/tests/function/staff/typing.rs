//! Notes and corrections are typed while the command runs, where no list of processes shows them.

use std::fs;
use std::path::PathBuf;

use form_fn::staff::console::Input;
use serde_json::{Value, json};

use super::desk::{Desk, Told};
use crate::answers::complete;
use crate::site::Site;

fn piped(text: &str) -> Input<'_> {
    Input::of_program(text.as_bytes())
}

/// A site with an application.
async fn with_one() -> (Site, String) {
    let site = Site::open().await;
    let reference = site.post("fr").form(&complete()).await.reference().to_owned();
    (site, reference)
}

async fn notes(site: &Site, reference: &str) -> Vec<Value> {
    let record = site.engine.record(reference).await;
    let notes = record["follow_up"]["notes"].as_array().cloned().unwrap_or_default();
    notes.into_iter().map(|note| note["text"].clone()).collect()
}

/// Why a command failed, in French.
fn why(told: Told) -> String {
    told.failure.expect("a failure").told().french().to_owned()
}

#[tokio::test]
async fn a_note_comes_from_standard_input() {
    let (site, reference) = with_one().await;
    let desk = Desk::of(&site);
    let reference = &*reference;
    for asked in [
        &["note", reference][..],
        &["note", reference, "-"],
        &["correct", reference, "first_name=Léa", "--note"],
        &["advance", reference, "phone-interview", "--note"],
    ] {
        let told = desk.types(asked, piped("Préfère les soirs.\r\nEt le lundi.\n")).await;
        assert!(told.failure.is_none(), "{:?}", told.failure);
        assert!(!told.text.contains("Ctrl+D"), "a program is not asked: {}", told.text);
    }
    assert_eq!(notes(&site, reference).await, vec![json!("Préfère les soirs.\nEt le lundi."); 4]);
}

#[tokio::test]
async fn a_person_is_asked_for_a_note() {
    let (site, reference) = with_one().await;
    let typed = Input::of_person("Préfère les soirs.\n".as_bytes(), None);
    let told = Desk::of(&site).types(&["note", &reference], typed).await;
    assert!(told.text.starts_with("Écrivez la note. Pour finir : Entrée, puis Ctrl+D.\n"));
    assert_eq!(notes(&site, &reference).await, ["Préfère les soirs."]);
}

#[tokio::test]
async fn an_empty_or_endless_note_changes_nothing() {
    let (site, reference) = with_one().await;
    let before = site.engine.record(&reference).await;
    let desk = Desk::of(&site);
    let endless = "a".repeat(4_001);
    let too_much = "a".repeat(100_000);
    for text in ["", " \n\n", &endless, &too_much] {
        for asked in
            [&["note", &*reference][..], &["advance", &reference, "phone-interview", "--note"]]
        {
            assert!(desk.types(asked, piped(text)).await.failure.is_some());
        }
        let asked = ["advance", &*reference, "phone-interview", "--note", text];
        assert!(desk.does(&asked).await.failure.is_some(), "also on the command line");
    }
    let no_text = Input::of_program(&b"\xff\xfe"[..]);
    assert!(desk.types(&["note", &reference], no_text).await.failure.is_some());
    assert_eq!(site.engine.record(&reference).await, before);
}

#[tokio::test]
async fn nobody_is_asked_for_a_note_that_has_no_place() {
    let (site, reference) = with_one().await;
    for asked in [&["note", "0000-0000"][..], &["advance", &*reference, "active", "--note"]] {
        let typed = Input::of_person("Préfère les soirs.\n".as_bytes(), None);
        let told = Desk::of(&site).types(asked, typed).await;
        assert_eq!(told.text, "");
        assert!(told.failure.is_some());
    }
}

#[tokio::test]
async fn corrections_come_from_standard_input_with_a_note_after_an_empty_line() {
    let (site, reference) = with_one().await;
    let text = "phone = (819) 555-0199\nmotivation=Je veux aider\n  à améliorer l’accueil.\nlevels=consultation, information\n\nElle a appelé.\n";
    let told = Desk::of(&site).types(&["correct", &reference], piped(text)).await;
    assert!(told.failure.is_none(), "{:?}", told.failure);
    let record = site.engine.record(&reference).await;
    assert_eq!(record["answers"]["phone"], "+18195550199");
    assert_eq!(record["answers"]["motivation"], "Je veux aider\nà améliorer l’accueil.");
    assert_eq!(record["answers"]["levels"], json!(["consultation", "information"]));
    assert_eq!(notes(&site, &reference).await, ["Elle a appelé."]);
}

#[tokio::test]
async fn a_note_that_is_promised_and_missing_changes_nothing() {
    let (site, reference) = with_one().await;
    let before = site.engine.record(&reference).await;
    let told =
        Desk::of(&site).types(&["correct", &reference, "--note"], piped("first_name=Léa\n")).await;
    assert!(told.failure.is_some());
    assert_eq!(site.engine.record(&reference).await, before);
}

/// An editor: a script that is given the file, and notes what it saw.
struct Editor {
    folder: tempfile::TempDir,
}

impl Editor {
    fn new(does: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let script = format!(
            "stat -c '%a' \"$1\" \"${{1%/*}}\" >{0}\necho \"$1\" >>{0}\n{does}\n",
            seen.display()
        );
        fs::write(folder.path().join("editor"), script).unwrap();
        Self { folder }
    }

    fn input(&self) -> Input<'static> {
        let command = format!("sh {}", self.folder.path().join("editor").display());
        Input::of_person(std::io::empty(), Some(command))
    }

    /// The file that it was given, which nobody else could read.
    fn file(&self) -> PathBuf {
        let seen = fs::read_to_string(self.folder.path().join("seen")).unwrap();
        let lines: Vec<_> = seen.lines().collect();
        assert_eq!(lines[..2], ["600", "700"]);
        lines[2].into()
    }
}

#[tokio::test]
async fn an_editor_writes_into_a_private_file_that_goes_afterwards() {
    let (site, reference) = with_one().await;
    let editor = Editor::new("echo 'Préfère les soirs.' >\"$1\"; echo backup >\"$1~\"");
    let told = Desk::of(&site).types(&["note", &reference], editor.input()).await;
    assert!(told.failure.is_none(), "{:?}", told.failure);
    assert_eq!(notes(&site, &reference).await, ["Préfère les soirs."]);
    assert!(!editor.file().parent().unwrap().exists());
}

#[tokio::test]
async fn what_was_written_in_an_editor_is_kept_if_it_is_not_stored() {
    let (site, reference) = with_one().await;
    let before = site.engine.record(&reference).await;
    let long = format!("printf 'a%.0s' $(seq {}) >\"$1\"", 4_001);
    for (does, asked) in [
        ("echo canary >\"$1\"; exit 1", &["note", &*reference][..]),
        (&*long, &["note", &*reference]),
        ("echo 'phone=12' >\"$1\"", &["correct", &*reference]),
        ("printf '\\377' >\"$1\"", &["note", &*reference]),
    ] {
        let editor = Editor::new(does);
        let why = why(Desk::of(&site).types(asked, editor.input()).await);
        let file = editor.file();
        assert!(why.contains(&format!("gardé dans {}", file.display())), "{why}");
        assert!(!fs::read(&file).unwrap().is_empty());
        fs::remove_dir_all(file.parent().unwrap()).unwrap();
    }
    assert_eq!(site.engine.record(&reference).await, before);
}

#[tokio::test]
async fn an_editor_that_writes_nothing_leaves_nothing() {
    let (site, reference) = with_one().await;
    for does in ["true", "exit 1"] {
        let editor = Editor::new(does);
        let why = why(Desk::of(&site).types(&["note", &reference], editor.input()).await);
        assert!(!why.contains("gardé dans"), "{why}");
        assert!(!editor.file().parent().unwrap().exists());
    }
    let nowhere = Input::of_person(std::io::empty(), Some("/no/such/editor".to_owned()));
    let why = why(Desk::of(&site).types(&["note", &reference], nowhere).await);
    assert!(why.contains("VISUAL"), "{why}");
}
