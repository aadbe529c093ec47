//! Pages drawn on a frame as small as can be.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::json;

use super::*;
use crate::code::Code;
use crate::lang::Localized;
use crate::sample::{bundle, day, sheet};
use crate::validate::FieldError;

fn reference() -> crate::reference::Reference {
    "7YXG-2ABB".parse().unwrap()
}

fn renderer() -> Result<Renderer, RenderError> {
    let frame = "<title>{{ page.title }}</title>{{ page.robots }} {{ page.kind }} \
        {{ applications.open }} {{ page.url }}\n{% for it in page.alternates %}{{ it.href }}\n{% endfor %}\
        {% block main %}{% endblock %}";
    let templates = [
        ("frame.html", frame.to_owned()),
        ("form.html", template("{{ form.parts[1].fields[0].value }} {{ form.errors | length }}")),
        (
            "confirmation.html",
            template("{{ confirmation.reference }} {{ confirmation.contact_by | date }}"),
        ),
        ("problem.html", template("{{ problem.message }} {{ facts.phone | phone }}")),
    ];
    let chrome = |lang: &Lang| {
        json!({
            "lang": lang,
            "facts": { "phone": "819-555-0123" },
            "page": {
                "kind": "form", "title": "Candidature", "robots": "index", "url": "/candidature/",
                "alternates": [{ "href": "https://partenaires.example/en/apply/" }],
            },
        })
    };
    let languages = [Lang::french(), Lang::english()];
    Renderer::new(Pages {
        templates: templates.map(|(name, text)| (name.to_owned(), text)).into(),
        chrome: languages.map(|lang| (lang.clone(), chrome(&lang))).into(),
    })
}

fn template(main: &str) -> String {
    format!("{{% extends \"frame.html\" %}}{{% block main %}}{main}{{% endblock %}}")
}

#[test]
fn the_form_is_drawn_in_the_frame_with_what_was_written_escaped() {
    let posted = sheet().with("first_name", "<script>\"'&").without("language").posted();
    let errors = [FieldError { field: "language".to_owned(), code: Code::REQUIRED }];
    let filled = Filled { posted: Some(&posted), errors: &errors, alert: None };
    let html = renderer().unwrap().form(&bundle(), &Lang::french(), day(), &filled).unwrap();
    insta::assert_snapshot!(html, @"
    <title>Candidature</title>noindex form true /candidature/
    https://partenaires.example/en/apply/
    &lt;script&gt;&quot;&#39;&amp; 1
    ");
}

#[test]
fn the_confirmation_has_an_address_of_its_own_in_every_language() {
    let by = Some(date(2026, 12, 22));
    let renderer = renderer().unwrap();
    let mut bundle = bundle();
    bundle.form.messages.thanks_title = Localized::new("Reçu");
    let html = renderer.confirmation(&bundle, &Lang::french(), day(), reference(), by).unwrap();
    insta::assert_snapshot!(html, @"
    <title>Reçu</title>noindex confirmation true /api/fr/application/7YXG-2ABB?contact_by=2026-12-22
    https://partenaires.example/api/fr/application/7YXG-2ABB?contact_by=2026-12-22
    https://partenaires.example/api/en/application/7YXG-2ABB?contact_by=2026-12-22
    7YXG-2ABB 22 décembre 2026
    ");
}

#[test]
fn a_problem_is_drawn_in_the_language_of_the_path() {
    let bundle = bundle();
    let problem = &Problem {
        title: Localized::new("Trop long").with(Lang::english(), "Too long"),
        message: Localized::new("Raccourcissez.").with(Lang::english(), "Shorten it."),
    };
    let html = renderer().unwrap().problem(&bundle, &Lang::english(), day(), problem).unwrap();
    insta::assert_snapshot!(html, @"
    <title>Too long</title>noindex problem true /candidature/
    https://partenaires.example/en/apply/
    Shorten it. 819-555-0123
    ");
}

#[test]
fn openness_is_reckoned_when_the_page_is_drawn() {
    let mut bundle = bundle();
    bundle.settings.applications = Applications::ClosedUntil(date(2026, 11, 23));
    let renderer = renderer().unwrap();
    let draw = |day| renderer.form(&bundle, &Lang::french(), day, &Filled::default()).unwrap();
    assert!(draw(day()).contains("form false"));
    assert!(draw(day().tomorrow().unwrap()).contains("form true"));
}

#[test]
fn a_bundle_that_does_not_fit_together_is_told() {
    let pages = |templates: &[(&str, &str)], chrome| Pages {
        templates: templates.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect(),
        chrome: BTreeMap::from([(Lang::french(), chrome)]),
    };
    let error = |pages| Renderer::new(pages).unwrap_err().to_string();
    assert_eq!(error(pages(&[], json!({}))), "the bundle has no page to draw on in `fr`");
    assert!(error(pages(&[("form.html", "{{")], json!({ "page": {} }))).contains("form.html"));
    let renderer = renderer().unwrap();
    let spanish = "es".parse().unwrap();
    let error = renderer.form(&bundle(), &spanish, day(), &Filled::default()).unwrap_err();
    assert_eq!(error.to_string(), "the bundle has no page to draw on in `es`");
}
