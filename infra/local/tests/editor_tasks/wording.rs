//! The form's words.

use crate::{
    answers::complete,
    copy::Copy,
    function::{Function, bundle},
    guide, page,
    site::{self, DAY, MORNING},
};

#[tokio::test]
async fn task_10_reword_a_question() {
    let copy = Copy::new();
    site::build_on(&copy, DAY);
    let mut function = Function::of(&copy);
    let before = bundle(&copy).form;
    assert_eq!(function.post("fr", &complete(), MORNING).await.status, 303);
    let stored = function.records();
    let open_page = page::resent(&site::html(&copy, "/candidature/"));
    assert_eq!(open_page.get("form_version"), Some(before.version.as_str()));

    guide::follow(&copy, 10);
    site::build_on(&copy, DAY);
    let words = ["Quel rôle aimeriez-vous jouer?", "Which role would you like to play?"];
    for (address, question) in ["/candidature/", "/en/apply/"].into_iter().zip(words) {
        assert!(site::words(&copy, address).contains(question), "{address}");
    }
    let after = bundle(&copy).form;
    assert_ne!(after, before);
    assert_eq!(after.version, before.version);

    function.renew(&copy);
    assert_eq!(function.records(), stored, "a record of before is read as it was written");
    for (key, _) in stored[0].answers.iter() {
        assert!(after.field(key).is_some(), "the form still knows `{key}`");
    }

    // Who opened the page before the change sends it after.
    let filled = complete().with("time_wish", "once").with("form_version", &before.version);
    assert_eq!(function.post("fr", &filled, MORNING).await.status, 303);
    assert_eq!(function.records().len(), 2);
}
