//! Exports that open right in a spreadsheet, and one person's whole file.

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use super::desk::Desk;
use crate::answers::complete;
use crate::site::Site;

fn rows(text: &str, separator: u8) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{FEFF}').expect("the mark that Excel looks for");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|it| row(it.unwrap())).collect()
}

#[tokio::test]
async fn a_sheet_has_accents_the_readers_separator_and_no_formulas() {
    let site = Site::open().await;
    let formula = complete().with("last_name", "=HYPERLINK(\"x\";\"y\")");
    let reference = &*site.post("fr").form(&formula).await.reference().to_owned();
    let desk = Desk::of(&site);
    let french = desk.tells(&["export"]).await;
    assert!(french.contains("\r\n"));
    let english = desk.in_english().tells(&["export"]).await;
    for (text, separator, name) in [(french, b';', "Prénom"), (english, b',', "First name")] {
        let rows = rows(&text, separator);
        assert_eq!(rows.len(), 2);
        let at = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
        assert_eq!(rows[1][0], reference);
        assert_eq!(rows[1][at(name)], "Zoé-Anne");
        assert!(rows[1].iter().any(|cell| cell == "'=HYPERLINK(\"x\";\"y\")"), "{rows:?}");
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    }
    let items = site.engine.items().await;
    assert_eq!(items.iter().filter(|item| item["what"] == "exported").count(), 2);
}

#[tokio::test]
async fn a_persons_file_holds_all_that_is_kept() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    desk.tells(&["note", reference, "préfère les soirs"]).await;
    let whole = desk.tells(&["export", reference, "--format", "json"]).await;
    let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let mut record = site.engine.record(reference).await;
    for key in ["pk", "sk"] {
        record.as_object_mut().unwrap().remove(key);
    }
    assert_eq!(whole["application"], record);
    let deeds: Vec<_> = whole["history"].as_array().unwrap().iter().map(|it| &it["what"]).collect();
    assert_eq!(deeds, ["noted", "exported"]);
    let sheet = rows(&desk.tells(&["export", reference]).await, b';');
    for answer in ["Zoé-Anne", "Zoe.Anne@exemple.ca", "préfère les soirs"] {
        assert!(sheet.iter().any(|row| row[2] == answer), "{answer}: {sheet:?}");
    }
}

#[tokio::test]
async fn a_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("candidatures.csv");
    let path = file.to_str().unwrap();
    let told = Desk::of(&site).tells(&["export", "--out", path]).await;
    assert_eq!(told, format!("1 candidature · écrites dans {path}\n"));
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let nowhere = folder.path().join("no/such/folder.csv");
    let (code, _) = Desk::of(&site).fails(&["export", "--out", nowhere.to_str().unwrap()]).await;
    assert_eq!(code, 2);
}

#[tokio::test]
async fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.csv");
    std::fs::write(&file, "what was there").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let path = file.to_str().unwrap();
    let desk = Desk::of(&site);
    for command in ["export", "report"] {
        let (code, told) = desk.fails(&[command, "--out", path]).await;
        assert_eq!(code, 2);
        assert!(told.contains("--replace"), "{told}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "what was there");
    }
    // Nothing was read, so nothing is in the log.
    let items = site.engine.items().await;
    assert!(items.iter().all(|item| item["what"] != "exported"), "{items:?}");
    for command in ["export", "report"] {
        desk.tells(&[command, "--out", path, "--replace"]).await;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{command}");
    }
    assert!(std::fs::read_to_string(&file).unwrap().contains("<html"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[tokio::test]
async fn a_link_is_replaced_and_what_it_leads_to_stays() {
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("kept"), folder.path().join("link"));
    std::fs::write(&file, "what was there").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let desk = Desk::of(&site);
    let path = link.to_str().unwrap();
    assert_eq!(desk.fails(&["export", "--out", path]).await.0, 2);
    desk.tells(&["export", "--out", path, "--replace"]).await;
    assert!(link.symlink_metadata().unwrap().is_file());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "what was there");
}

#[tokio::test]
async fn nothing_is_ever_written_into_a_folder_of_applications() {
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join(".data");
    std::fs::create_dir_all(data.join("outbox")).unwrap();
    for name in ["dynamodb.sqlite", "reference-key"] {
        std::fs::write(data.join(name), "of the system").unwrap();
    }
    std::os::unix::fs::symlink(data.join("outbox"), folder.path().join("elsewhere")).unwrap();
    let places = [
        ".data/dynamodb.sqlite",
        ".data/reference-key",
        ".data/new",
        ".data/outbox/new",
        "elsewhere/new",
    ];
    for place in places {
        let path = folder.path().join(place);
        for command in ["export", "report"] {
            let asked = [command, "--replace", "--out", path.to_str().unwrap()];
            let (code, told) = Desk::of(&site).in_english().fails(&asked).await;
            assert_eq!(code, 2);
            assert!(told.contains("folder of applications"), "{told}");
        }
    }
    for name in ["dynamodb.sqlite", "reference-key"] {
        assert_eq!(std::fs::read_to_string(data.join(name)).unwrap(), "of the system");
    }
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 3);
}

#[tokio::test]
async fn what_can_be_printed_is_the_file_itself() {
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let desk = Desk::of(&site);
    assert_eq!(desk.tells(&["export", "--out", "-"]).await, desk.tells(&["export"]).await);
    let report = desk.tells(&["report", "--out", "-"]).await;
    assert!(
        report.starts_with("<!doctype html>") || report.starts_with("<!DOCTYPE html>"),
        "{report}"
    );
}

/// The only sheet of a file, and how many formulas are in it.
fn workbook(file: &std::path::Path) -> (calamine::Range<Data>, usize) {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let names = workbook.sheet_names();
    let [name] = &names[..] else { panic!("{names:?}") };
    let formulas = workbook.worksheet_formula(name).unwrap();
    (workbook.worksheet_range(name).unwrap(), formulas.used_cells().count())
}

#[tokio::test]
async fn in_a_workbook_texts_are_texts_and_days_are_days() {
    let texts = ["=1+1", ";=1+1", ",=1+1", "\t=1+1", "https://exemple.ca", "007", "+15145550123"];
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in texts.into_iter().enumerate() {
        let site = Site::open().await;
        let text = format!("{text} et je veux aider.");
        let answers = complete().with("motivation", &text).with("last_name", "=HYPERLINK(1)");
        let reference = &*site.post("fr").form(&answers).await.reference().to_owned();
        let (all, one) = (format!("all-{number}.xlsx"), format!("one-{number}.xlsx"));
        let [all, one] = [all, one].map(|name| folder.path().join(name));
        let desk = Desk::of(&site);
        let to = ["--format", "xlsx", "--out"];
        desk.tells(&[&["export"], &to[..], &[all.to_str().unwrap()]].concat()).await;
        desk.tells(&[&["export", reference], &to[..], &[one.to_str().unwrap()]].concat()).await;
        let (sheet, formulas) = workbook(&all);
        assert_eq!(formulas, 0);
        let at = |name: &str| {
            let heading = sheet.rows().next().unwrap();
            let column = heading.iter().position(|cell| cell == name).expect(name);
            &sheet.rows().nth(1).unwrap()[column]
        };
        assert_eq!(at("Numéro"), reference);
        assert_eq!(at("Nom de famille"), "=HYPERLINK(1)");
        let record = site.engine.record(reference).await;
        let stored = record["answers"]["motivation"].as_str().unwrap();
        assert_eq!(at("Pourquoi voulez-vous devenir partenaire?"), stored);
        let Data::DateTime(promised) = at("Appel promis") else { panic!("{sheet:?}") };
        let (year, month, day, ..) = promised.to_ymd_hms_milli();
        assert_eq!(format!("{year}-{month:02}-{day:02}"), record["contact_by"].as_str().unwrap());
        assert!(matches!(at("Reçue"), Data::DateTime(_)), "{sheet:?}");
        let (sheet, formulas) = workbook(&one);
        assert_eq!(formulas, 0);
        assert!(sheet.rows().any(|row| row[2] == stored), "{sheet:?}");
    }
}

#[tokio::test]
async fn the_same_applications_give_the_same_workbook() {
    let site = Site::open().await;
    site.post("fr").form(&complete()).await;
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::of(&site);
    let mut contents = Vec::new();
    for name in ["a.xlsx", "b.xlsx"] {
        let file = folder.path().join(name);
        desk.tells(&["export", "--format", "xlsx", "--out", file.to_str().unwrap()]).await;
        contents.push(std::fs::read(file).unwrap());
    }
    assert_eq!(contents[0], contents[1]);
}

#[tokio::test]
async fn a_workbook_is_not_printed_on_a_terminal() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site).in_english();
    for command in [&["export"][..], &["export", reference], &["export", "--out", "-"]] {
        let told = desk.at_terminal(&[command, &["--format", "xlsx"]].concat()).await;
        assert!(told.text.is_empty(), "{}", told.text);
        let failure = told.failure.expect("a refusal");
        assert_eq!(failure.exit_code(), 2);
        assert!(failure.to_string().contains("--out applications.xlsx"), "{failure}");
    }
    let items = site.engine.items().await;
    assert!(items.iter().all(|item| item["what"] != "exported"), "{items:?}");
}

#[tokio::test]
async fn an_export_holds_no_character_that_is_not_shown() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    desk.tells(&["note", reference, "\u{1B}]0;x\u{7}\u{9B}2J \u{202E}eoZ\u{200B}\u{E0041}\r=1+1"])
        .await;
    let shown = "⟨U+001B⟩]0;x⟨U+0007⟩⟨U+009B⟩2J ⟨U+202E⟩eoZ⟨U+200B⟩⟨U+E0041⟩⟨U+000D⟩=1+1";
    let csv = desk.tells(&["export", reference]).await;
    assert!(csv.contains(shown), "{csv}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.xlsx");
    let to = ["--format", "xlsx", "--out", file.to_str().unwrap()];
    desk.tells(&[&["export", reference], &to[..]].concat()).await;
    let (sheet, _) = workbook(&file);
    assert!(sheet.rows().any(|row| row[2] == shown), "{sheet:?}");
}
