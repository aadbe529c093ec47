//! The form's earlier versions: kept with the content, handed to the staff's program, judged when they are read.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use form_model::{bundle::Forms, definition::Form, lang::Lang};
use site_gen::build::{self, Recorded};

fn forms(copy: &Copy) -> Forms {
    copy.build();
    serde_json::from_str(&copy.read_bundled("forms")).unwrap()
}

fn current(copy: &Copy) -> Form {
    copy.build();
    let bundle: serde_json::Value =
        serde_json::from_str(&copy.read("dist/form-fn/bundle.json")).unwrap();
    serde_json::from_value(bundle["form"].clone()).unwrap()
}

fn record(copy: &Copy) -> Recorded {
    build::record(&copy.options()).unwrap()
}

/// A question that the form no longer asks, in a version of its own.
fn of_old(copy: &Copy) -> Form {
    let mut form = current(copy);
    let mut gone = form.parts[0].fields[0].clone();
    "heard_from".clone_into(&mut gone.key);
    form.parts[0].fields.push(gone);
    Form { version: "0123456789ab".to_owned(), ..form }
}

#[test]
fn the_real_content_keeps_the_form_of_today() {
    assert_eq!(record(&Copy::new()), Recorded { addresses: 0, form: None });
}

#[test]
fn what_was_asked_stays_known() {
    let copy = Copy::new();
    let old = of_old(&copy);
    copy.write("content/forms/0123456789ab.json", &serde_json::to_string(&old).unwrap());
    let forms = forms(&copy);
    assert!(forms.get("0123456789ab").unwrap().field("heard_from").is_some());
    assert_eq!(forms.get(&current(&copy).version), Some(&current(&copy)));
}

#[test]
fn words_keep_the_version_and_the_latest_stand() {
    let copy = Copy::new();
    let version = current(&copy).version;
    copy.edit("content/form.yaml", "\"Prénom\"", "\"Votre prénom\"");
    let file = copy.path(&format!("content/forms/{version}.json"));
    assert_eq!(record(&copy).form.as_ref(), Some(&file));
    assert_eq!(record(&copy).form, None);
    assert_eq!(forms(&copy).iter().count(), 1);
    assert!(copy.read_bundled("forms").contains("Votre prénom"));
}

#[test]
fn another_meaning_is_another_version_and_the_old_one_stays() {
    let copy = Copy::new();
    let before = current(&copy);
    copy.edit("content/form.yaml", "max: 1000", "max: 900");
    let told = copy.text(&build::check(&copy.options(), false));
    let after = current(&copy).version;
    assert!(
        told.contains("warning[unrecorded-form]") && told.contains(&format!("forms/{after}.json")),
        "{told}"
    );
    assert!(record(&copy).form.is_some());
    assert_eq!(copy.text(&build::check(&copy.options(), false)), "\n");
    let forms = forms(&copy);
    assert_eq!(forms.get(&before.version), Some(&before));
    assert_eq!(forms.iter().count(), 2);
}

#[test]
fn without_the_folder_only_the_form_of_today_is_known() {
    let copy = Copy::new();
    std::fs::remove_dir_all(copy.path("content/forms")).unwrap();
    assert_eq!(forms(&copy).iter().count(), 1);
    assert!(record(&copy).form.is_some());
}

#[test]
fn what_is_no_version_of_the_form_is_told_at_its_place() {
    let copy = Copy::new();
    let old = serde_json::to_string_pretty(&of_old(&copy)).unwrap();
    copy.write("content/forms/0123456789ab.json", &old.replacen("\"parts\"", "\"part\"", 1))
        .write("content/forms/ba9876543210.json", &old)
        .write("content/forms/cut.json", &old[..200])
        .write("content/forms/README.md", "no form");
    let told = build::build(&copy.options()).unwrap_err();
    insta::assert_snapshot!(copy.text(&told));
    let french = copy.text_for(&form_model::lang::Lang::french(), &told);
    assert!(french.contains("ceci n’est pas une version du formulaire"), "{french}");
    assert!(build::record(&copy.options()).is_err(), "nothing is recorded over a mistake");
}

/// The form as institutions have it whose copy was made before questions had roles.
fn without_roles(copy: &Copy) {
    let form = copy.read("content/form.yaml");
    let lines = form.lines().filter(|line| !line.trim_start().starts_with("role: "));
    copy.write("content/form.yaml", &lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_form_written_before_roles_is_read_and_the_lines_to_add_are_named() {
    let (copy, now) = (Copy::new(), Copy::new());
    without_roles(&copy);
    assert_eq!(current(&copy), current(&now));
    assert_eq!(record(&copy).form, None);
    let told = build::check(&copy.options(), false);
    insta::assert_snapshot!(copy.text(&told));
    insta::assert_snapshot!(copy.text_for(&Lang::french(), &told));
}

#[test]
fn a_version_stored_before_roles_is_read_with_the_keys_that_had_them() {
    let copy = Copy::new();
    let mut old = serde_json::to_value(of_old(&copy)).unwrap();
    old.as_object_mut().unwrap().remove("roles").unwrap();
    copy.write("content/forms/0123456789ab.json", &old.to_string());
    let forms = forms(&copy);
    assert_eq!(forms.get("0123456789ab").unwrap().roles, current(&copy).roles);
}

#[test]
fn a_role_that_is_missing_double_or_impossible_is_reported_at_its_line() {
    let copy = Copy::new();
    copy.edit("content/form.yaml", "        role: given-name\n", "")
        .edit("content/form.yaml", "role: consent-to-news", "role: consent-to-keep")
        .edit("content/form.yaml", "role: reply-language", "role: phone")
        .edit("content/form.yaml", "parts:\n", "not_asked: [level]\nparts:\n");
    insta::assert_snapshot!(copy.text(&build::check(&copy.options(), false)));
    copy.edit("content/form.yaml", "role: phone", "role: fone");
    insta::assert_snapshot!(copy.text(&build::check(&copy.options(), false)));
}
