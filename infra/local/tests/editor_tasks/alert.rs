//! The notice on top of every page.

use crate::{
    answers::empty,
    copy::Copy,
    function::Function,
    guide,
    site::{self, DAY, MORNING},
};

#[tokio::test]
async fn task_12_put_up_an_alert_with_an_end_date() {
    let copy = Copy::new();
    guide::follow(&copy, 12);
    let texts = [
        ("fr", "Tempête : les rencontres du 12 janvier sont remises.", "/nous-joindre/"),
        ("en", "Storm: the meetings of January 12 are postponed.", "/en/contact/"),
    ];
    let notice = |address: &str| {
        let html = site::html(&copy, address);
        let (_, notice) = html.split_once("<section class=\"alert\"").unwrap_or_default();
        notice.split_once("</section>").unwrap_or_default().0.to_owned()
    };
    for day in [DAY, "2027-01-12"] {
        site::build_on(&copy, day);
        for address in site::addresses(&copy) {
            let (_, text, page) = texts[usize::from(address.starts_with("/en/"))];
            let notice = notice(&address);
            assert!(site::plain(&notice).contains(text), "{address} on {day}: {notice}");
            assert!(notice.contains(&format!("href=\"{page}\"")), "{address} on {day}: {notice}");
        }
    }
    let function = Function::of(&copy);
    for (lang, text, _) in texts {
        assert!(function.post(lang, &empty(), MORNING).await.words().contains(text), "{lang}");
        // The function knows the day by itself.
        let later = function.post(lang, &empty(), "2027-01-13T05:00:00Z").await;
        assert!(!later.words().contains(text), "{lang}");
    }

    site::build_on(&copy, "2027-01-13");
    for (_, text, _) in texts {
        assert!(!site::is_said(&copy, text), "{text}");
    }
}
