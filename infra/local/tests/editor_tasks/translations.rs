//! Translations: kept up to date, and a third language.

use form_model::lang::Lang;
use site_gen::{
    diagnostic::Diagnostics,
    translation::{
        history::History,
        pages::Pages,
        status::{Scope, Status},
    },
};

use crate::{
    copy::Copy,
    function::{Function, bundle},
    guide,
    site::{self, DAY, MORNING},
};

#[test]
fn task_05_a_changed_french_page_waits_for_its_translation() {
    let copy = Copy::new();
    assert!(!waits(&copy, "contact"));
    copy.edit("content/pages/contact.fr.md", "\n## ", "\nAppelez-nous sans hésiter.\n\n## ");
    assert!(waits(&copy, "contact"));
    site::build_on(&copy, DAY);
    assert!(site::words(&copy, "/nous-joindre/").contains("sans hésiter"), "French goes ahead");

    copy.edit("content/pages/contact.en.md", "\n## ", "\nDo not hesitate to call us.\n\n## ");
    assert!(waits(&copy, "contact"), "only a review says that a translation is right");
    guide::run(&copy, "status --reviewed contact");
    assert!(!waits(&copy, "contact"));
    site::build_on(&copy, DAY);
    assert!(site::words(&copy, "/en/contact/").contains("Do not hesitate"));
}

/// Whether `status` lists a page's English text.
fn waits(copy: &Copy, page: &str) -> bool {
    let mut diagnostics = Diagnostics::default();
    let pages = Pages::read(&copy.options(), &mut diagnostics).unwrap();
    let history = History::read(&pages.folder);
    let status = Status::of(&pages, history.as_ref(), &Scope { lang: None, drafts: false });
    status.entries.iter().any(|entry| entry.page == page && entry.lang == Lang::english())
}

#[tokio::test]
async fn task_07_add_a_third_language_for_two_pages() {
    let copy = Copy::new();
    guide::follow(&copy, 7);
    site::build_on(&copy, DAY);
    let spanish = ["/es/contacto/", "/es/preguntas/"];
    let addresses = site::addresses(&copy);
    let built: Vec<_> = addresses.iter().filter(|address| address.starts_with("/es/")).collect();
    assert_eq!(built, spanish);
    assert!(site::words(&copy, "/es/contacto/").contains("Llámenos al 819-555-0123"));
    assert!(site::html(&copy, "/es/contacto/").contains("href=\"/es/preguntas/\""));

    let with_spanish: Vec<_> = addresses
        .iter()
        .filter(|address| site::html(&copy, address).contains("<a href=\"/es/"))
        .collect();
    let both = ["/en/contact/", "/en/questions/", "/es/contacto/", "/es/preguntas/"];
    let both = both.into_iter().chain(["/nous-joindre/", "/questions-frequentes/"]);
    assert_eq!(with_spanish, both.collect::<Vec<_>>(), "the switch shows what exists");

    assert!(!bundle(&copy).settings.languages.contains(&"es".parse().unwrap()));
    let function = Function::of(&copy);
    assert_eq!(function.get("/api/es/application", MORNING).await.status, 404);
}
