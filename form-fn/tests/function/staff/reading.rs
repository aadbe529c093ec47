//! One application, whole; and what is told where there is none, or one that cannot be read.

use aws_sdk_dynamodb::types::AttributeValue;
use form_model::bundle::Forms;
use form_model::lang::Lang;

use super::desk::Desk;
use crate::answers::complete;
use crate::engine::TABLE;
use crate::site::Site;

#[tokio::test]
async fn an_application_is_shown_whole_in_both_languages_and_each_look_is_logged() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let desk = Desk::of(&site);
    desk.tells(&["note", reference, "préfère les soirs"]).await;
    let french = desk.tells(&["show", reference]).await;
    let english = desk.by("luc").in_english().tells(&["show", reference, "--history"]).await;
    insta::assert_snapshot!(format!("{french}\n{english}").replace(reference, "0000-0000"));
}

#[tokio::test]
async fn a_mistyped_reference_suggests_those_that_are_there() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let swapped: String = {
        let mut characters: Vec<_> = reference.chars().collect();
        let other = if characters[0] == '0' { '1' } else { '0' };
        characters[0] = other;
        characters.into_iter().collect()
    };
    let desk = Desk::of(&site);
    let (code, told) = desk.fails(&["show", &swapped]).await;
    assert_eq!(code, 3);
    assert!(told.ends_with(&format!("vouliez-vous dire {reference}?")), "{told}");
    let (code, told) = desk.in_english().fails(&["show", "0000-0000"]).await;
    assert_eq!(code, 3);
    insta::assert_snapshot!(told);
    let (code, told) = desk.in_english().fails(&["show", "hello"]).await;
    assert_eq!(code, 3);
    insta::assert_snapshot!(told);
}

/// Changes one attribute of a record, as no program of ours would.
pub async fn spoil(site: &Site, reference: &str, name: &str, value: AttributeValue) {
    let client = site.engine.client_behind(site.engine.address);
    client
        .update_item()
        .table_name(TABLE)
        .key("pk", AttributeValue::S(format!("APPLICATION#{reference}")))
        .key("sk", AttributeValue::S("APPLICATION".to_owned()))
        .update_expression("SET #name = :value")
        .expression_attribute_names("#name", name)
        .expression_attribute_values(":value", value)
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_told_and_hides_no_other() {
    let site = Site::open().await;
    let bad = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let other = complete().with("motivation", "Je veux aider, et je le dis autrement.");
    let good = &*site.post("fr").form(&other).await.reference().to_owned();
    spoil(&site, bad, "received_at", AttributeValue::S("hier".to_owned())).await;
    let desk = Desk::of(&site).in_english();
    let listed = desk.does(&["list"]).await;
    assert!(listed.text.contains(good) && !listed.text.contains(&format!(" {bad} ")));
    let failure = listed.failure.unwrap();
    assert_eq!(failure.exit_code(), 7);
    assert!(failure.to_string().contains(bad), "{failure}");
    let (code, told) = desk.fails(&["show", bad]).await;
    assert_eq!(code, 7);
    assert!(told.starts_with(&format!("application {bad} cannot be read: ")), "{told}");
    assert!(told.contains("update this program"), "{told}");
}

#[tokio::test]
async fn a_record_of_a_newer_version_is_shown_as_far_as_it_is_known() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    let answers = AttributeValue::M(
        [
            ("first_name".to_owned(), AttributeValue::S("Zoé".to_owned())),
            ("of_tomorrow".to_owned(), AttributeValue::S("demain".to_owned())),
        ]
        .into(),
    );
    spoil(&site, reference, "answers", answers).await;
    spoil(&site, reference, "form_version", AttributeValue::S("of-tomorrow".to_owned())).await;
    let told = Desk::of(&site).in_english().tells(&["show", reference]).await;
    let rest = told.split("Answers that this version").nth(1).expect("a part of its own");
    assert!(rest.contains("of_tomorrow") && rest.contains("demain"), "{told}");
}

#[tokio::test]
async fn a_record_of_an_older_version_is_read_with_the_form_of_its_time() {
    let site = Site::open().await;
    let reference = &*site.post("fr").form(&complete()).await.reference().to_owned();
    // In the meantime a question is gone from the form, and another is reworded: a new version.
    let old = site.bundle.form.clone();
    let mut forms = Forms::default();
    forms.insert(old.clone());
    let mut bundle = site.bundle.clone();
    bundle.form.version = "newer".to_owned();
    for part in &mut bundle.form.parts {
        part.fields.retain(|field| field.key != "motivation");
    }
    let site = site.rebuilt(bundle);
    let mut desk = Desk::of(&site).in_english();
    let question = old.field("motivation").unwrap().label.get(&Lang::english());
    let without = desk.tells(&["show", reference]).await;
    assert!(!without.contains(question), "{without}");
    desk.forms = forms;
    let with = desk.tells(&["show", reference]).await;
    assert!(with.contains(question) && with.contains("urgence"), "{with}");
    // A correction is judged by the rules of that time.
    desk.tells(&["correct", reference, "motivation=Je veux aider encore."]).await;
    let export = desk.tells(&["export", "--format", "json"]).await;
    assert!(export.contains("Je veux aider encore."), "{export}");
}
