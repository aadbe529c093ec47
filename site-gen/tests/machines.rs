//! What programs read of the site: structured data, feeds, site map, web manifest, security.txt.
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::collections::BTreeSet;

use copy::Copy;
use roxmltree::{Document, Node};
use serde_json::Value as Json;

const BASE: &str = "https://partenaires.exemple.ca";

/// The real content, with activities, a result, questions and descriptions of our own, so that what is shown of
/// them changes only with what makes it.
fn with_own_pages() -> Copy {
    let copy = Copy::new();
    for name in copy.content_files(".md") {
        let is_other =
            ["pages/opportunities/", "pages/results/"].iter().any(|part| name.contains(part));
        if is_other && !name.contains("/index.") {
            copy.remove(&name);
        }
    }
    for (lang, description) in [("fr", "Un accueil."), ("en", "A home page.")] {
        let name = format!("content/pages/index.{lang}.md");
        let text = copy.read(&name);
        let line = text.lines().find(|line| line.starts_with("description:")).unwrap();
        copy.edit(&name, line, &format!("description: {description}"));
    }
    let activity = |day: &str, starts: &str| {
        format!(
            "---\ntemplate: opportunity\ntitle: Un jardin pour tous\ndescription: Dites ce qu'il faut changer.\n\
             slug: jardin\nlevel: consultation\n{day}deadline: 2027-01-15\n{starts}team: Les installations\n\
             hours: Deux heures\nplace: Pavillon A, salle 12\nseats: 8\nremote: true\n---\n\nTexte.\n"
        )
    };
    copy.write(
        "content/pages/opportunities/garden.fr.md",
        &activity("publish_on: 2026-11-02\n", "starts_on: 2027-02-01\nends_on: 2027-02-03\n"),
    )
    .write(
        "content/pages/opportunities/garden.en.md",
        "---\ntitle: A garden for everyone\ndescription: Tell us what should change.\nteam: Facilities\n\
         hours: Two hours\nplace: Pavilion A\n---\n\nText.\n",
    )
    .write(
        "content/pages/opportunities/someday.fr.md",
        &activity("", "").replace("slug: jardin", "slug: un-jour"),
    )
    .write(
        "content/pages/results/signs.fr.md",
        "---\ntemplate: result\ntitle: Des panneaux clairs\ndescription: Ce qui a changé.\nslug: panneaux\n\
         date: 2026-06-15\nheard: On se perdait.\nchanged: On ne se perd plus.\n---\n\nTexte.\n",
    )
    .write(
        "content/pages/ask.fr.md",
        "---\ntemplate: questions\ntitle: Questions\ndescription: Les réponses.\nslug: demander\n---\n\n\
         Avant.\n\n## Est-ce *payé*?\n\nNon. C'est **bénévole**.\n\n- Le stationnement est gratuit.\n\n\
         ### Et le transport?\n\nAppelez le {{ facts.phone | phone }}.\n\n## À quel âge?\n\nDès 14 ans.\n",
    );
    copy
}

fn page(copy: &Copy, address: &str) -> String {
    copy.read(&format!("dist/public{address}index.html"))
}

/// The block of structured data of a page.
fn structured(html: &str) -> Option<Json> {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">")?;
    Some(serde_json::from_str(rest.split_once("</script>")?.0).unwrap())
}

fn shown(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// The text of an element right below another.
fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    node.children()
        .find(|child| child.tag_name().name() == name)
        .and_then(|child| child.text())
        .unwrap()
}

fn entries<'a>(feed: &'a Document<'a>) -> Vec<Node<'a, 'a>> {
    feed.descendants().filter(|node| node.tag_name().name() == "entry").collect()
}

#[test]
fn pages_say_what_they_are() {
    let copy = with_own_pages();
    copy.build();
    for (name, address) in [
        ("home", "/"),
        ("activity", "/activites/jardin/"),
        ("activity_without_a_day", "/activites/un-jour/"),
        ("result", "/resultats/panneaux/"),
        ("questions", "/demander/"),
        ("english", "/en/opportunities/garden/"),
    ] {
        let data = structured(&page(&copy, address)).unwrap();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("structured_{name}"), shown(&data));
        });
    }
    assert_eq!(structured(&copy.read("dist/public/404.html")), None, "nowhere is nothing");
}

#[test]
fn an_institution_below_no_other_is_not_called_governmental() {
    let copy = with_own_pages();
    copy.edit("content/site.yaml", "    fr: \"Organisme principal (exemple)\"", "    fr: \"\"");
    copy.build();
    let home = structured(&page(&copy, "/")).unwrap();
    assert_eq!(home["@graph"][0]["@type"], "Organization");
    assert_eq!(home["@graph"][0].get("parentOrganization"), None);
}

#[test]
fn every_address_in_structured_data_is_a_page() {
    let copy = Copy::new();
    let built = copy.build();
    let files: BTreeSet<_> = copy.built_files().into_iter().map(|(name, _)| name).collect();
    let mut addresses = Vec::new();
    let mut pages = 0;
    for name in files.iter().filter(|name| name.ends_with("index.html")) {
        let Some(data) = structured(&copy.read(&format!("dist/{name}"))) else { continue };
        pages += 1;
        gather(&data, &mut addresses);
    }
    assert_eq!(pages, built.pages - 2, "all but the two 404 pages");
    assert!(addresses.len() > 2 * pages);
    for address in addresses {
        let path = address.split('#').next().unwrap().trim_start_matches('/');
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        assert!(files.contains(&format!("public/{file}")), "{address}");
    }
}

/// The addresses of the site in a value.
fn gather(value: &Json, addresses: &mut Vec<String>) {
    match value {
        Json::String(text) => addresses.extend(text.strip_prefix(BASE).map(str::to_owned)),
        Json::Array(items) => items.iter().for_each(|item| gather(item, addresses)),
        Json::Object(object) => object.values().for_each(|item| gather(item, addresses)),
        _ => {}
    }
}

#[test]
fn the_feed_tells_what_is_new_by_its_day() {
    let copy = with_own_pages();
    copy.build();
    let feed = copy.read("dist/public/atom.xml");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("feed", feed);
        insta::assert_snapshot!("feed_english", copy.read("dist/public/en/atom.xml"));
    });
    for (lang, address) in [("", "/atom.xml"), ("en/", "/en/atom.xml")] {
        for page in ["index.html", "404.html"] {
            let html = copy.read(&format!("dist/public/{lang}{page}"));
            let link =
                format!("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{address}\"");
            assert!(html.contains(&link), "{lang}{page}");
        }
    }
}

#[test]
fn the_feed_is_the_same_on_another_day_and_keeps_its_ids_when_addresses_change() {
    let copy = with_own_pages();
    copy.build();
    let before = copy.read("dist/public/atom.xml");
    let later = site_gen::Options { today: Some("2027-03-01".parse().unwrap()), ..copy.options() };
    site_gen::build::build(&later).unwrap();
    assert_eq!(copy.read("dist/public/atom.xml"), before);

    copy.edit("content/pages/opportunities/garden.fr.md", "slug: jardin", "slug: le-jardin").edit(
        "content/pages/opportunities/garden.fr.md",
        "Un jardin pour tous",
        "Le jardin",
    );
    copy.build();
    let after = copy.read("dist/public/atom.xml");
    assert!(after.contains("/activites/le-jardin/") && after != before);
    let ids = |xml: &str| -> Vec<_> {
        let feed = Document::parse(xml).unwrap();
        entries(&feed).into_iter().map(|entry| text(entry, "id").to_owned()).collect()
    };
    assert_eq!(ids(&after), ids(&before));
}

#[test]
fn what_is_not_published_is_in_no_feed() {
    let copy = with_own_pages();
    let file = "content/pages/opportunities/garden.fr.md";
    copy.edit(file, "publish_on: 2026-11-02", "publish_on: 2026-11-23");
    copy.build();
    assert!(!copy.read("dist/public/atom.xml").contains("jardin"));
    copy.edit(file, "publish_on: 2026-11-23", "publish_on: 2026-11-02\ndraft: true");
    copy.remove("content/pages/results/signs.fr.md");
    copy.build();
    let files: BTreeSet<_> = copy.built_files().into_iter().map(|(name, _)| name).collect();
    assert!(!files.contains("public/atom.xml"), "a feed without an entry has no day");
    assert!(!page(&copy, "/").contains("atom+xml"));
}

#[test]
fn nothing_in_a_title_breaks_what_programs_read() {
    let copy = with_own_pages();
    let title = "</script><!--&<b>\\\"]]> \\u0001 \\u2028 'x'";
    copy.edit(
        "content/pages/opportunities/garden.fr.md",
        "title: Un jardin pour tous",
        &format!("title: \"{title}\""),
    );
    copy.build();
    let html = page(&copy, "/activites/jardin/");
    let data = structured(&html).unwrap();
    let name = data["@graph"][0]["name"].as_str().unwrap();
    assert!(
        name.starts_with("</script><!--&<b>\"]]>") || name.starts_with("</script><!--&<b>”]]>"),
        "{name}"
    );
    let xml = copy.read("dist/public/atom.xml");
    let feed = Document::parse(&xml).unwrap();
    let told = text(entries(&feed)[0], "title");
    assert_eq!(told, name.replace('\u{1}', ""), "all but what XML has no way to write");
}

#[test]
fn the_site_map_is_xml_and_names_each_language() {
    let copy = with_own_pages();
    copy.build();
    let xml = copy.read("dist/public/sitemap.xml");
    let sitemap = Document::parse(&xml).unwrap();
    let page = sitemap
        .descendants()
        .find(|node| node.text() == Some(&format!("{BASE}/activites/jardin/")))
        .unwrap();
    let range = page.parent().unwrap().range();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("sitemap_page", &xml[range]);
    });
}

#[test]
fn a_phone_is_told_the_site_s_name_and_icons() {
    let copy = with_own_pages();
    copy.build();
    let files: BTreeSet<_> = copy.built_files().into_iter().map(|(name, _)| name).collect();
    for (name, file) in
        [("manifest", "manifest.webmanifest"), ("manifest_english", "en/manifest.webmanifest")]
    {
        let mut manifest: Json =
            serde_json::from_str(&copy.read(&format!("dist/public/{file}"))).unwrap();
        for icon in manifest["icons"].as_array_mut().unwrap() {
            let src = icon["src"].as_str().unwrap().to_owned();
            assert!(files.contains(&format!("public{src}")), "{src}");
            let mut parts: Vec<_> = src.split('.').collect();
            parts[1] = "[digest]";
            icon["src"] = parts.join(".").into();
        }
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(name, shown(&manifest));
        });
    }
    assert!(
        page(&copy, "/en/").contains("<link rel=\"manifest\" href=\"/en/manifest.webmanifest\">")
    );
}

#[test]
fn an_icon_that_is_not_there_is_told() {
    let copy = Copy::new();
    copy.edit("themes/circles/manifest.yaml", "icon-192.png", "icon-193.png");
    let text = copy.fail();
    assert!(text.contains("the theme has no file assets/icon-193.png"), "{text}");
    assert!(
        text.contains("did you mean `icon-192.png`") && text.contains("manifest.yaml:7"),
        "{text}"
    );
}

#[test]
fn a_page_shared_elsewhere_has_a_picture_and_both_its_languages() {
    let copy = with_own_pages();
    copy.build();
    let html = page(&copy, "/en/opportunities/garden/");
    for line in [
        "property=\"og:type\" content=\"article\"",
        "property=\"og:site_name\" content=\"Partners in Care\"",
        "property=\"og:title\" content=\"A garden for everyone\"",
        "property=\"og:url\" content=\"https://partenaires.exemple.ca/en/opportunities/garden/\"",
        "property=\"og:locale\" content=\"en_CA\"",
        "property=\"og:locale:alternate\" content=\"fr_CA\"",
        "property=\"og:image\" content=\"https://partenaires.exemple.ca/assets/share.",
        "property=\"og:image:alt\" content=\"Two circles, the institution and you.",
    ] {
        assert!(html.contains(line), "{line}\n{html}");
    }
    assert!(
        !copy.read("dist/public/404.html").contains("og:"),
        "nobody shares a page that is not there"
    );
    let share = image::open(copy.path("themes/circles/assets/share.png")).unwrap();
    assert_eq!((share.width(), share.height()), (1200, 630));
}

#[test]
fn the_site_says_where_to_report_a_security_flaw() {
    let copy = Copy::new();
    copy.build();
    let file = copy.read("dist/public/.well-known/security.txt");
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("security", file) });

    let told = |copy: &Copy| copy.text(&site_gen::build::check(&copy.options(), false));
    assert!(!told(&copy).contains("security-contact"));
    copy.edit("content/site.yaml", "expires: 2027-09-30", "expires: 2026-12-15");
    let near = told(&copy);
    assert!(
        near.contains(
            "warning[security-contact]: the security contact is not to be trusted after 2026-12-15"
        ),
        "{near}"
    );
    copy.edit("content/site.yaml", "expires: 2026-12-15", "expires: 2026-11-21");
    let over = told(&copy);
    assert!(over.contains("is out of date since 2026-11-21"), "{over}");
    copy.edit("content/site.yaml", "contact: securite@exemple.ca", "contact: 819-555-0123");
    let wrong = copy.fail();
    assert!(wrong.contains("`contact` must be an e-mail address or an https address"), "{wrong}");
    copy.edit(
        "content/site.yaml",
        "security: !example\n  contact: 819-555-0123\n  expires: 2026-11-21\n",
        "",
    );
    copy.build();
    assert!(!copy.path("dist/public/.well-known").exists());
    let missing = told(&copy);
    assert!(missing.contains("the site does not say where to report a security flaw"), "{missing}");
}

#[test]
fn a_page_without_a_day_for_the_feed_is_told() {
    let copy = with_own_pages();
    let told = copy.text(&site_gen::build::check(&copy.options(), false));
    assert_eq!(told.matches("warning[feed-date]").count(), 1, "{told}");
    assert!(
        told.contains("opportunities/someday.fr.md:2:1")
            && told.contains("write `publish_on: 2026-11-22`"),
        "{told}"
    );
}

#[test]
fn a_kind_that_names_a_field_it_does_not_have_is_told() {
    let copy = Copy::new();
    copy.edit("themes/circles/kinds.yaml", "startDate: starts_on", "startDate: begins_on");
    let text = copy.fail();
    assert!(
        text.contains("`schema_org` names `begins_on`, which is no field of the type `date`"),
        "{text}"
    );
}
