//! Pages that editors add: a type of partner, a result.

use crate::{
    answers::complete,
    copy::Copy,
    function::Function,
    guide,
    site::{self, DAY, MORNING},
};

#[tokio::test]
async fn task_03_add_a_partner_type_with_two_files() {
    let copy = Copy::new();
    site::build_on(&copy, DAY);
    let mut function = Function::of(&copy);
    let answers = complete().with("partner_type", "patient-teacher").without("service_link");
    assert_eq!(function.post("fr", &answers, MORNING).await.status, 422);

    guide::follow(&copy, 3);
    site::build_on(&copy, DAY);
    for (title, address, home, comparison, form) in [
        (
            "Patient enseignant",
            "/types-de-partenaires/patient-enseignant/",
            "/",
            "/types-de-partenaires/",
            "/candidature/",
        ),
        (
            "Patient teacher",
            "/en/types-of-partners/patient-teacher/",
            "/en/",
            "/en/types-of-partners/",
            "/en/apply/",
        ),
    ] {
        assert!(site::words(&copy, address).contains(title), "{address}");
        let link = format!("href=\"{address}\"");
        for page in [home, comparison] {
            assert!(site::html(&copy, page).contains(&link), "{page} leads to {address}");
        }
        assert!(site::words(&copy, comparison).contains(title), "{comparison}");
        let choice = "name=\"partner_type\" value=\"patient-teacher\"";
        assert!(site::html(&copy, form).contains(choice), "{form}");
        assert!(
            site::words(&copy, form).contains(&format!("{title}: I want to help"))
                || site::words(&copy, form).contains(&format!("{title} : je veux aider"))
        );
        assert!(copy.read("dist/public/sitemap.xml").contains(&format!("{address}</loc>")));
    }
    function.renew(&copy);
    for lang in ["fr", "en"] {
        assert_eq!(function.post(lang, &answers, MORNING).await.status, 303, "{lang}");
    }
    let records = function.records();
    assert_eq!(records.len(), 1);
    assert!(records[0].answers.text("partner_type") == Some("patient-teacher"));
}

#[test]
fn task_03_the_english_file_alone_is_refused() {
    let copy = Copy::new();
    guide::follow_in(&copy, 3, "content/pages/partner-types/patient-teacher.en.md");
    let told = copy.fail();
    assert!(told.contains("error[missing-french]"), "{told}");
    assert!(told.contains("content/pages/partner-types/patient-teacher.en.md:1:1"), "{told}");
    assert!(told.contains("write `partner-types/patient-teacher.fr.md`"), "{told}");
    assert!(told.ends_with("1 error\n"), "{told}");
    assert!(!copy.path("dist/public").exists(), "nothing is published");
}

#[test]
fn task_09_publish_a_result_with_a_picture() {
    let copy = Copy::new();
    guide::follow(&copy, 9);
    site::build_on(&copy, DAY);
    let results = [
        (
            "/resultats/",
            "/resultats/panneaux/",
            "Un panneau bleu montre le chemin de la radiologie.",
        ),
        ("/en/results/", "/en/results/signs/", "A blue sign shows the way to radiology."),
    ];
    for (list, address, alt) in results {
        assert!(site::html(&copy, list).contains(&format!("href=\"{address}\"")), "{list}");
        let html = site::html(&copy, address);
        let (_, picture) = html.split_once("<picture").expect("a picture");
        let (picture, _) = picture.split_once("</picture>").unwrap();
        assert!(picture.contains(&format!(" alt=\"{alt}\"")), "{picture}");
        assert!(picture.contains(" width=\"") && picture.contains(" height=\""), "{picture}");
        let (_, src) = picture.split_once(" src=\"").unwrap();
        let (src, _) = src.split_once('"').unwrap();
        assert!(copy.path(&format!("dist/public{src}")).is_file(), "{src}");
    }

    for (lang, alt) in [("fr", results[0].2), ("en", results[1].2)] {
        let file = format!("content/pages/results/signs.{lang}.md");
        for without in [String::new(), "  alt: \" \"\n".to_owned()] {
            let whole = copy.read(&file);
            copy.edit(&file, &format!("  alt: {alt}\n"), &without);
            let told = copy.fail();
            assert!(told.contains("error[missing-key]: `alt` is missing"), "{told}");
            assert!(told.contains(&format!("--> {file}:")), "{told}");
            copy.write(&file, &whole);
        }
    }
}
