//! The build as a whole, on a copy of the real content.

mod copy;

use std::collections::BTreeMap;

use copy::Copy;
use serde_json::Value as Json;

#[test]
fn the_second_build_writes_nothing() {
    let copy = Copy::new();
    assert!(copy.build().changes.any());
    let before = copy.built_files();
    assert!(!copy.build().changes.any());
    assert_eq!(copy.built_files(), before);
}

#[test]
fn pages_stand_at_the_addresses_of_both_languages() {
    let copy = Copy::new();
    copy.build();
    for page in [
        "index.html",
        "en/index.html",
        "types-de-partenaires/usager-partenaire/index.html",
        "en/types-of-partners/partner-user/index.html",
        "niveaux-de-participation/partenariat/index.html",
        "en/levels-of-involvement/partnership/index.html",
        "candidature/index.html",
        "en/apply/index.html",
        "404.html",
        "en/404.html",
    ] {
        let html = copy.read(&format!("dist/public/{page}"));
        let lang = if page.starts_with("en/") { "en-CA" } else { "fr-CA" };
        assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{page}");
        assert_eq!(html.matches("<h1").count(), 1, "{page}");
    }
}

#[test]
fn a_page_knows_its_other_language() {
    let copy = Copy::new();
    copy.build();
    let html = copy.read("dist/public/niveaux-de-participation/index.html");
    for line in [
        r#"hreflang="fr-CA" href="https://partenaires.exemple.ca/niveaux-de-participation/""#,
        r#"hreflang="en-CA" href="https://partenaires.exemple.ca/en/levels-of-involvement/""#,
        r#"hreflang="x-default" href="https://partenaires.exemple.ca/niveaux-de-participation/""#,
        r#"rel="canonical" href="https://partenaires.exemple.ca/niveaux-de-participation/""#,
    ] {
        assert!(html.contains(line), "{line}\n{html}");
    }
    assert!(html.contains(r#"href="/en/levels-of-involvement/""#));
}

#[test]
fn the_site_map_lists_each_page_with_its_languages() {
    let copy = Copy::new();
    let built = copy.build();
    let sitemap = copy.read("dist/public/sitemap.xml");
    assert_eq!(sitemap.matches("<loc>").count(), built.pages - 2, "all but the two 404 pages");
    assert!(!sitemap.contains("404"));
    assert!(
        copy.read("dist/public/robots.txt")
            .contains("Sitemap: https://partenaires.exemple.ca/sitemap.xml")
    );
}

#[test]
fn a_fact_changed_once_follows_everywhere() {
    let copy = Copy::new();
    copy.edit("content/site.yaml", "819-555-0123", "418-555-0188");
    copy.build();
    assert!(copy.read("dist/public/nous-joindre/index.html").contains("418\u{a0}555-0188"));
    assert!(copy.read("dist/public/en/contact/index.html").contains("418-555-0188"));
    assert!(copy.read("dist/form-fn/bundle.json").contains("418\u{a0}555-0188"));
    for page in ["nous-joindre", "en/contact", "en/privacy", "confidentialite"] {
        let html = copy.read(&format!("dist/public/{page}/index.html"));
        assert!(!html.contains("555-0123"), "{page}");
    }
}

#[test]
fn an_asset_is_named_after_its_content() {
    let copy = Copy::new();
    copy.build();
    let style = |copy: &Copy| {
        let files = copy.built_files();
        let styles: Vec<_> =
            files.into_iter().filter(|(name, _)| name.contains("/style.")).collect();
        assert_eq!(styles.len(), 1);
        styles[0].0.clone()
    };
    let before = style(&copy);
    let css = copy.read("themes/circles/assets/style.css");
    copy.write("themes/circles/assets/style.css", &format!("{css}\n/* changed */\n"));
    copy.build();
    let after = style(&copy);
    assert_ne!(before, after);
    assert!(copy.read("dist/public/index.html").contains(after.trim_start_matches("public")));
}

#[test]
fn a_host_of_the_site_and_the_function_get_the_same_security_headers() {
    let copy = Copy::new();
    copy.build();
    let site: BTreeMap<String, String> =
        serde_json::from_str(&copy.read("dist/headers.json")).unwrap();
    let bundle: Json = serde_json::from_str(&copy.read("dist/form-fn/bundle.json")).unwrap();
    let function: Vec<(String, String)> =
        serde_json::from_value(bundle["settings"]["headers"].clone()).unwrap();
    assert!(site.contains_key("content-security-policy"));
    assert_eq!(site, function.into_iter().collect());
}

#[test]
fn a_failed_build_leaves_the_old_site_whole() {
    let copy = Copy::new();
    copy.build();
    let before = copy.built_files();
    copy.edit("content/pages/contact.fr.md", "---\n\n", "---\n\n[nulle part](nowhere.fr.md)\n");
    copy.edit("content/pages/index.fr.md", "title:", "description_: x\ntitle:");
    copy.fail();
    assert_eq!(copy.built_files(), before);
}
