//! Applications that are closed for a while.

use crate::{
    answers::complete,
    copy::Copy,
    function::Function,
    guide, page,
    site::{self, DAY, MORNING},
};

/// The last moment before January 15, 2027, in Québec, and the first one of that day.
const LAST_CLOSED: &str = "2027-01-15T04:59:59Z";
const FIRST_OPEN: &str = "2027-01-15T05:00:00Z";

#[tokio::test]
async fn task_04_close_applications_until_a_date() {
    let copy = Copy::new();
    guide::follow_in(&copy, 4, "content/site.yaml");
    site::build_on(&copy, DAY);
    let closed = [
        ("fr", ["/", "/candidature/", "/devenir-partenaire/"], "fermées jusqu’au 15 janvier 2027"),
        ("en", ["/en/", "/en/apply/", "/en/become-a-partner/"], "closed until January 15, 2027"),
    ];
    let function = Function::of(&copy);
    for (lang, pages, words) in closed {
        for address in pages {
            assert!(site::words(&copy, address).contains(words), "{address}");
        }
        for moment in [MORNING, LAST_CLOSED] {
            let refused = function.post(lang, &complete(), moment).await;
            assert_eq!(refused.status, 403);
            assert!(refused.words().contains(words), "{}", refused.words());
            assert_eq!(page::resent(&refused.html).of_questions(), complete().of_questions());
        }
    }
    assert!(function.records().is_empty());

    // The same function, the same settings: nobody did anything.
    assert_eq!(function.post("fr", &complete(), FIRST_OPEN).await.status, 303);
    site::build_on(&copy, "2027-01-15");
    for (_, pages, words) in closed {
        for address in pages {
            assert!(!site::words(&copy, address).contains(words), "{address}");
        }
    }
    assert!(site::html(&copy, "/candidature/").contains("type=\"submit\""));
}

#[tokio::test]
async fn task_04_close_one_partner_type_until_a_date() {
    let copy = Copy::new();
    guide::follow_in(&copy, 4, "content/pages/partner-types/family-partner.fr.md");
    site::build_on(&copy, DAY);
    let types = [
        ("fr", "/candidature/", "/types-de-partenaires/proche-partenaire/", "15 janvier 2027"),
        ("en", "/en/apply/", "/en/types-of-partners/family-caregiver-partner/", "January 15, 2027"),
    ];
    let offer = "name=\"partner_type\" value=\"family-partner\"";
    let function = Function::of(&copy);
    let family = complete().with("partner_type", "family-partner");
    for (lang, form, sheet, until) in types {
        assert!(site::words(&copy, sheet).contains(until), "{sheet}");
        assert!(!site::html(&copy, form).contains(offer), "{form}");
        for moment in [MORNING, LAST_CLOSED] {
            let refused = function.post(lang, &family, moment).await;
            assert_eq!(refused.status, 422);
            assert!(!refused.html.contains(offer));
        }
    }
    assert_eq!(function.post("fr", &complete(), MORNING).await.status, 303, "others go on");
    assert_eq!(function.post("fr", &family, FIRST_OPEN).await.status, 303);

    site::build_on(&copy, "2027-01-15");
    for (_, form, sheet, until) in types {
        assert!(!site::words(&copy, sheet).contains(until), "{sheet}");
        assert!(site::html(&copy, form).contains(offer), "{form}");
    }
}
