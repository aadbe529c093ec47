//! The site's languages: one switched off, one for a few pages only.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::collections::BTreeSet;

use copy::Copy;
use serde_yaml::Value;

/// Every text under a language's key, at any depth.
fn texts_in(lang: &str, value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Mapping(mapping) => {
            if let Some(text) = mapping.get(lang).and_then(Value::as_str) {
                texts.insert(text.to_owned());
            }
            mapping.values().for_each(|value| texts_in(lang, value, texts));
        }
        Value::Sequence(items) => items.iter().for_each(|value| texts_in(lang, value, texts)),
        Value::Tagged(tagged) => texts_in(lang, &tagged.value, texts),
        _ => {}
    }
}

/// What is written in a language and only in it, long enough to stand nowhere by chance: shared texts,
/// and the pages' titles, paragraphs and list items.
fn traces_of(lang: &str, copy: &Copy) -> BTreeSet<String> {
    let mut traces = BTreeSet::new();
    for file in ["content/site.yaml", "content/form.yaml", "themes/circles/strings.yaml"] {
        let value: Value = serde_yaml::from_str(&copy.read(file)).unwrap();
        texts_in(lang, &value, &mut traces);
    }
    for name in copy.content_files(&format!(".{lang}.md")) {
        let text = copy.read(&name);
        traces.extend(text.lines().map(|line| {
            line.trim_start_matches(|sign: char| !sign.is_alphabetic()).trim_matches('"').to_owned()
        }));
    }
    let plain = |text: &String| text.chars().count() >= 12 && !text.contains(['{', '\'', '"', '[']);
    traces.retain(plain);
    traces
}

#[test]
fn english_switched_off_leaves_no_trace_with_its_files_in_place() {
    let copy = Copy::new();
    let english = copy.pages(".en.md").len();
    copy.edit("content/site.yaml", "languages: [fr, en]", "languages: [fr]");
    // A mistake in a file that is passed over is nobody's mistake.
    copy.write("content/pages/draft.en.md", "no front matter");
    let built = copy.build();

    let french: String = ["content/site.yaml", "content/form.yaml", "themes/circles/strings.yaml"]
        .into_iter()
        .map(str::to_owned)
        .chain(copy.content_files(".fr.md"))
        .flat_map(|name| copy.read(&name).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.contains("en: "))
        .collect();
    let mut traces = traces_of("en", &copy);
    traces.retain(|trace| !french.contains(trace));
    assert!(traces.len() > 300, "only {} texts to look for", traces.len());
    // A French page may mark a few English words, the title of a work, with `lang="en"`.
    let signs = ["/en/", "en-CA", "hreflang=\"en", "<html lang=\"en", "\"en\":", "English"];
    traces.extend(signs.map(str::to_owned));
    // What the French page 404 says to those who came for English.
    traces.insert("The page you are looking for".to_owned());
    for (name, bytes) in copy.built_files() {
        assert!(!name.contains("/en/"), "{name}");
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let found: Vec<_> = traces.iter().filter(|trace| text.contains(*trace)).collect();
        assert!(found.is_empty(), "{name} holds {found:?}");
    }

    let warnings = copy.text(&built.warnings);
    assert_eq!(warnings.matches("warning[unknown-language]").count(), 1, "{warnings}");
    let count = format!("so {} pages are not published, such as `404.en.md`", english + 1);
    assert!(warnings.contains(&count), "{warnings}");
    assert!(warnings.contains("content/site.yaml:"), "{warnings}");
    assert!(warnings.contains("languages: [fr]"), "{warnings}");
}

#[test]
fn a_file_in_a_mistyped_language_is_told_of() {
    let copy = Copy::new();
    copy.write("content/pages/steps.eng.md", "---\ntitle: Steps\ndescription: x\n---\n");
    let warnings = copy.text(&copy.build().warnings);
    assert!(warnings.contains("so 1 page is not published: `steps.eng.md`"), "{warnings}");
}

/// Spanish for two pages.
fn with_spanish() -> Copy {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "languages: [fr, en]", "languages: [fr, en, es]")
        .edit("content/site.yaml", "fr: \"Partenaires en santé\"", "fr: \"Partenaires en santé\"\n    es: \"Socios en salud\"")
        .edit("themes/circles/strings.yaml", "phone: { fr: \"Téléphone\"", "phone: { es: \"Teléfono\", fr: \"Téléphone\"")
        .write(
            "content/pages/contact.es.md",
            "---\ntitle: Contacto\ndescription: Le respondemos.\nslug: contacto\n---\n\nLlame al {{ facts.phone }}.\n",
        )
        .write(
            "content/pages/levels/information.es.md",
            "---\ntitle: Información\ndescription: Usted se informa.\nchoice: Información\nrole: x\npromise: x\n\
             example: x\ntime: x\ndecides: x\ncomes_back: x\n---\n\nVéase [el contacto](../contact.es.md) \
             y [los niveles](index.fr.md).\n",
        );
    copy
}

#[test]
fn a_language_for_two_pages_borrows_french_words() {
    let copy = with_spanish();
    let built = copy.build();

    let page = copy.read("dist/public/es/contacto/index.html");
    assert!(page.contains("<html lang=\"es\""), "{page}");
    assert!(page.contains("Socios en salud") && page.contains("Teléfono"), "its own words\n{page}");
    assert!(page.contains("Besoin d’aide?"), "borrowed words\n{page}");
    let level = copy.read("dist/public/es/levels/information/index.html");
    assert!(
        level.contains("href=\"/es/contacto/\"")
            && level.contains("href=\"/niveaux-de-participation/\"")
    );

    let warnings = copy.text(&built.warnings);
    assert!(!warnings.contains("error"), "{warnings}");
    assert_eq!(warnings.matches("warning[missing-language]").count(), 2, "{warnings}");
    assert!(
        warnings.contains("facts have no `es` text and show in French: `institution`"),
        "{warnings}"
    );
    assert!(warnings.contains("words have no `es` text and show in French:"), "{warnings}");
}

#[test]
fn the_language_switch_shows_only_what_exists() {
    let copy = with_spanish();
    copy.build();
    let switch = "lang=\"es\" hreflang=\"es\"";
    let link =
        |page: &str| copy.read(&format!("dist/public/{page}index.html")).matches(switch).count();
    assert_eq!(link("nous-joindre/"), 1);
    assert_eq!(link("en/contact/"), 1);
    for page in ["", "en/", "etapes/", "candidature/", "niveaux-de-participation/"] {
        assert_eq!(link(page), 0, "{page}");
    }
    let page = copy.read("dist/public/es/contacto/index.html");
    for other in ["href=\"/nous-joindre/\" lang=\"fr-CA\"", "href=\"/en/contact/\" lang=\"en-CA\""]
    {
        assert!(page.contains(other), "{other}\n{page}");
    }
    assert!(copy.read("dist/public/sitemap.xml").contains("hreflang=\"es\""));
    assert!(!copy.read("dist/form-fn/bundle.json").contains("/es/"), "no form in Spanish");
}

#[test]
fn a_language_with_the_form_needs_every_word() {
    let copy = with_spanish();
    copy.write(
        "content/pages/apply.es.md",
        "---\ntitle: Solicitud\ndescription: El formulario.\n---\n",
    );
    let text = copy.fail();
    assert!(text.contains("error[missing-language]: the word `skip` has no `es` text"), "{text}");
    assert!(
        text.contains("error[missing-language]: the fact `institution` has no `es` text"),
        "{text}"
    );
    assert!(text.contains("the text in `es` is missing"), "{text}");
}

#[test]
fn a_text_without_french_is_an_error() {
    let copy = Copy::new();
    copy.edit("themes/circles/strings.yaml", "phone: { fr: \"Téléphone\", ", "phone: { ").edit(
        "content/site.yaml",
        "    fr: \"Partenaires en santé\"\n",
        "",
    );
    let text = copy.fail();
    assert!(text.contains("error[missing-language]: the word `phone` has no `fr` text"), "{text}");
    assert!(
        text.contains("error[missing-language]: the fact `programme` has no `fr` text"),
        "{text}"
    );
}
