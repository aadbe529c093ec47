//! Exports that open right in a spreadsheet, and one person's whole file.

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
