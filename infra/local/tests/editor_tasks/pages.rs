//! Pages that editors add: a type of partner.

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
    let mut function = Function::of(&copy).await;
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
