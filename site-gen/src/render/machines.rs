//! Files that no visitor reads but programs do: for search engines, feed readers, phones, security researchers
//! and the search page.

use super::{feed::Feed, robots, web_manifest};
use crate::{search, security_txt, site::Site};

/// Each file, by its path in the output.
#[must_use]
pub fn files(
    site: &Site,
    base_url: &str,
    words: &[Option<&search::Words>],
) -> Vec<(String, Vec<u8>)> {
    let settings = &site.settings;
    let mut files = vec![
        ("/sitemap.xml".to_owned(), robots::sitemap(site, base_url).into_bytes()),
        ("/robots.txt".to_owned(), robots::robots_txt(base_url).into_bytes()),
    ];
    for lang in &settings.languages {
        let feed = Feed::of(site, lang);
        files.extend(feed.map(|feed| (feed.address(), feed.xml(base_url).into_bytes())));
        files.extend(web_manifest::address(site, lang).zip(web_manifest::json(site, lang)));
        files.extend(
            search::address(site, lang).map(|address| (address, search::index(site, lang, words))),
        );
    }
    let security = settings.security.as_ref();
    files.extend(security.map(|contact| {
        let text = contact.text(base_url, &settings.languages);
        (security_txt::ADDRESS.to_owned(), text.into_bytes())
    }));
    files.into_iter().map(|(address, bytes)| (format!("public{address}"), bytes)).collect()
}
