//! The schemas for editors' tools, judged by another's validator, on the real content.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use copy::Copy;
use form_model::lang::Lang;
use jsonschema::Validator;
use serde_json::{Value as Json, json};
use serde_yaml::Value;
use site_gen::{build, front_matter_keys::KEYS, schema};

fn validator(copy: &Copy, name: &str) -> Validator {
    let schema = schema::schema(&copy.options(), name, &Lang::french()).unwrap();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::validator_for(&schema).unwrap()
}

/// What is wrong with a value: where, and what.
fn mistakes(validator: &Validator, value: &Json) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// A text of YAML as an editor's tool sees it: values without their tags.
fn yaml(text: &str) -> Json {
    serde_json::to_value(untagged(serde_yaml::from_str(text).unwrap())).unwrap()
}

fn untagged(value: Value) -> Value {
    match value {
        Value::Tagged(tagged) => untagged(tagged.value),
        Value::Mapping(keys) => {
            Value::Mapping(keys.into_iter().map(|(key, value)| (key, untagged(value))).collect())
        }
        other => other,
    }
}

fn front_matter(text: &str) -> Json {
    yaml(text.split("---\n").nth(1).unwrap())
}

#[test]
fn the_front_matter_of_every_real_page_fits_the_schema_of_its_kind() {
    let copy = Copy::new();
    let files = copy.pages(".md");
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let french = file.replace(".en.md", ".fr.md");
        let kind = front_matter(&copy.read(&french))["template"].clone();
        let validator = validator(&copy, kind.as_str().unwrap_or("page"));
        let found = mistakes(&validator, &front_matter(&copy.read(&file)));
        assert!(found.is_empty(), "{file}: {found:#?}");
    }
}

#[test]
fn the_front_matter_of_every_message_fits_its_schema() {
    let copy = Copy::new();
    let validator = validator(&copy, "message");
    let files = copy.content_files(".md");
    let messages: Vec<_> = files.iter().filter(|name| name.contains("/messages/")).collect();
    assert_eq!(messages.len(), 6);
    for file in messages {
        let found = mistakes(&validator, &front_matter(&copy.read(file)));
        assert!(found.is_empty(), "{file}: {found:#?}");
    }
    for wrong in [json!({}), json!({ "subject": " " }), json!({ "subject": "A", "title": "B" })] {
        assert!(!mistakes(&validator, &wrong).is_empty(), "{wrong}");
    }
}

#[test]
fn settings_form_and_theme_fit_their_schemas() {
    let copy = Copy::new();
    for file in ["content/site.yaml", "content/form.yaml", "themes/squares/theme.yaml"] {
        let (_, name) = file.rsplit_once('/').unwrap();
        let found = mistakes(&validator(&copy, name), &yaml(&copy.read(file)));
        assert!(found.is_empty(), "{file}: {found:#?}");
    }
}

#[test]
fn what_the_generator_refuses_the_schemas_refuse() {
    let copy = Copy::new();
    let page = |name: &str| format!("content/pages/{name}");
    let level = page("levels/partnership.fr.md");
    let english = page("levels/partnership.en.md");
    let cases: [(&str, &str, &str, &str); 12] = [
        ("level", &level, "title:", "titel:"),
        ("level", &level, "order: 4", "order: last"),
        ("level", &level, "overlap: ", "overlap: 1"),
        ("level", &level, "\nrole: ", "\nrole: \"\"\nrole_: "),
        ("level", &english, "title:", "overlap: 0.5\ntitle:"),
        ("steps", &page("steps.fr.md"), "who:", "whom:"),
        ("site.yaml", "content/site.yaml", "theme:", "thme:"),
        ("site.yaml", "content/site.yaml", "[fr, en]", "[en, fr]"),
        ("form.yaml", "content/form.yaml", "kind: one-of", "kind: oneof"),
        ("form.yaml", "content/form.yaml", "  submit:", "  sumbit:"),
        ("theme.yaml", "themes/squares/theme.yaml", "extends:", "extend:"),
        ("theme.yaml", "themes/squares/theme.yaml", "extends: circles", "extends: circle"),
    ];
    for (kind, file, right, wrong) in cases {
        let copy = Copy::new();
        if kind == "theme.yaml" {
            copy.edit("content/site.yaml", "theme: circles", "theme: squares");
        }
        copy.edit(file, right, wrong);
        let text = copy.read(file);
        let value = if text.starts_with("---") { front_matter(&text) } else { yaml(&text) };
        assert!(!mistakes(&validator(&copy, kind), &value).is_empty(), "{file}: {wrong}");
        assert!(build::check(&copy.options(), false).has_errors(), "{file}: {wrong}");
    }
    let wrong = json!({ "title": "A", "description": "B", "sumary": [] });
    let found = mistakes(&validator(&copy, "page"), &wrong);
    assert!(found.len() == 1 && found[0].contains("sumary"), "{found:?}");
}

#[test]
fn descriptions_follow_the_language() {
    let copy = Copy::new();
    for (name, place) in [
        ("level", "/properties/promise/description"),
        ("level", "/properties/title/description"),
        ("site.yaml", "/properties/facts/description"),
        ("form.yaml", "/$defs/FieldSource/properties/label/description"),
        ("theme.yaml", "/properties/extends/description"),
    ] {
        let texts = [Lang::french(), Lang::english()].map(|lang| {
            let schema = schema::schema(&copy.options(), name, &lang).unwrap();
            schema.pointer(place).and_then(Json::as_str).unwrap().to_owned()
        });
        assert_ne!(texts[0], texts[1], "{name} {place}");
    }
}

#[test]
fn an_unknown_kind_is_led_to_its_neighbour() {
    let copy = Copy::new();
    for (typed, meant) in [("levle", "level"), ("sites.yaml", "site.yaml")] {
        let told = schema::schema(&copy.options(), typed, &Lang::french()).unwrap_err();
        let text = copy.text(&told);
        assert!(text.contains("error[unknown-kind]"), "{text}");
        assert!(text.contains(&format!("did you mean `{meant}`?")), "{text}");
    }
}

#[test]
fn every_common_key_is_read() {
    for key in &KEYS {
        let copy = Copy::new();
        copy.write(
            "content/pages/essai.fr.md",
            &format!("---\n{}: !wrong {{ a: {{}} }}\n---\n", key.name),
        );
        let text = copy.text(&build::check(&copy.options(), false));
        assert!(!text.contains("unknown-key"), "{}: {text}", key.name);
        assert!(text.contains(key.name), "{}: {text}", key.name);
    }
}
