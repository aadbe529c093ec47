//! Files for search engines: `sitemap.xml` with the languages of each page, `robots.txt`.

use std::fmt::Write as _;

use super::xml::Escaped;
use crate::site::{NOT_FOUND, PageIndex, Site};

/// The site map of the Sitemaps protocol 0.9, each address with its other languages.
#[must_use]
pub fn sitemap(site: &Site, base_url: &str) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (index, page) in site.pages.iter().enumerate().filter(|(_, page)| page.id != NOT_FOUND) {
        let url = |index: PageIndex| format!("{base_url}{}", site.address(index));
        let _ = writeln!(xml, "<url><loc>{}</loc>", Escaped(&url(index)));
        let languages: Vec<_> = site.languages_of(&page.id).collect();
        if languages.len() > 1 {
            let alternates = languages
                .iter()
                .map(|other| (site.pages[*other].lang.tag(), *other))
                .chain(languages.first().map(|french| ("x-default", *french)));
            for (lang, other) in alternates {
                let _ = writeln!(
                    xml,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{}\"/>",
                    Escaped(&url(other)),
                );
            }
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Everything may be read, but for the form's answers.
#[must_use]
pub fn robots_txt(base_url: &str) -> String {
    format!("User-agent: *\nDisallow: /api/\n\nSitemap: {base_url}/sitemap.xml\n")
}
