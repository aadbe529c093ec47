//! Activities with a deadline.

use crate::{
    answers::complete,
    copy::Copy,
    function::Function,
    guide, page,
    site::{self, DAY, MORNING},
};

/// The last moment of January 15, 2027, in Québec, and the first one after it.
const IN_TIME: &str = "2027-01-16T04:59:59Z";
const TOO_LATE: &str = "2027-01-16T05:00:00Z";

#[tokio::test]
async fn task_01_add_an_activity_with_a_deadline() {
    let copy = Copy::new();
    guide::run(&copy, "new opportunity opportunities/garden");
    assert!(copy.read("content/pages/opportunities/garden.fr.md").contains("draft: true"));
    guide::follow(&copy, 1);
    let pages = [
        ("fr", "Un jardin pour tous", "/activites/jardin/", "/activites/", "Ouverte", "Fermée"),
        (
            "en",
            "A garden for everyone",
            "/en/opportunities/garden/",
            "/en/opportunities/",
            "Open",
            "Closed",
        ),
    ];
    for (day, is_open) in [(DAY, true), ("2027-01-15", true), ("2027-01-16", false)] {
        site::build_on(&copy, day);
        for (_, title, address, list, open, closed) in pages {
            let words = site::words(&copy, address);
            assert!(words.contains(title), "{words}");
            let (now, not) = if is_open { (open, closed) } else { (closed, open) };
            let says = |state: &str| {
                words.contains(&format!("{state}: ")) || words.contains(&format!("{state} : "))
            };
            assert!(says(now) && !says(not), "{day}: {words}");
            let link = format!("href=\"{address}\"");
            assert!(site::html(&copy, list).contains(&link), "{list} leads to {address}");
            let apply = site::html(&copy, address).contains("opportunity=garden");
            assert_eq!(apply, is_open, "one can apply on {day}");
        }
    }

    // The site of the first day, asked later: the function needs no new build to know the day.
    site::build_on(&copy, DAY);
    let function = Function::of(&copy);
    let late = complete().and("opportunity", "garden");
    for (lang, title, ..) in pages {
        let refused = function.post(lang, &late, TOO_LATE).await;
        assert_eq!(refused.status, 403);
        assert!(refused.words().contains(title), "{}", refused.words());
        assert_eq!(page::resent(&refused.html).of_questions(), complete().of_questions());
    }
    assert!(function.records().is_empty());
    for (moment, wish) in [(MORNING, "once"), (IN_TIME, "short")] {
        let answers = late.clone().with("time_wish", wish);
        assert_eq!(function.post("fr", &answers, moment).await.status, 303, "{moment}");
    }
    let records = function.records();
    assert_eq!(records.len(), 2);
    for record in records {
        assert_eq!(record.opportunity.unwrap().to_string(), "garden");
    }
}
