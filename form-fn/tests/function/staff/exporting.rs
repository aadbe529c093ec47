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
