//! A page that changes its address.

use serde_json::{Value, json};

use crate::{
    answers::empty,
    copy::Copy,
    function::Function,
    guide,
    site::{self, DAY, MORNING},
};

/// Whether an old address leads to a new one: on any host, and where redirects are set up.
pub fn leads(copy: &Copy, from: &str, to: &str) -> bool {
    let list: Value = serde_json::from_str(&copy.read("dist/redirects.json")).unwrap();
    let row = json!({ "from": from, "to": to, "status": 301 });
    let refresh = format!("http-equiv=\"refresh\" content=\"0; url={to}\"");
    list.as_array().unwrap().contains(&row) && site::html(copy, from).contains(&refresh)
}

#[tokio::test]
async fn task_11_change_a_slug() {
    let copy = Copy::new();
    guide::follow(&copy, 11);
    site::build_on(&copy, DAY);
    assert!(site::words(&copy, "/joignez-nous/").contains("Nous joindre"));
    assert!(leads(&copy, "/nous-joindre/", "/joignez-nous/"));
    for address in site::addresses(&copy) {
        let html = site::html(&copy, &address);
        assert!(!html.contains("href=\"/nous-joindre/"), "{address} links to the old address");
    }
    let sitemap = copy.read("dist/public/sitemap.xml");
    assert!(sitemap.contains("/joignez-nous/</loc>") && !sitemap.contains("/nous-joindre/"));
    let function = Function::of(&copy);
    let page = function.post("fr", &empty(), MORNING).await.html;
    assert!(page.contains("href=\"/joignez-nous/\"") && !page.contains("/nous-joindre/"));

    guide::run(&copy, "record");
    copy.edit("content/pages/contact.fr.md", "slug: joignez-nous", "slug: communiquer");
    site::build_on(&copy, DAY);
    for old in ["/nous-joindre/", "/joignez-nous/"] {
        assert!(leads(&copy, old, "/communiquer/"), "{old}");
    }
}
