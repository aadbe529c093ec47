//! The feed of a language (Atom, RFC 4287): pages of the kinds that the theme puts there, the newest first.
//!
//! Days come from front matter, never from the clock: the same content is the same feed. An entry's id is
//! made of the page's id, so that it stays when the page's address or title changes.

use std::fmt::Write as _;

use form_model::lang::Lang;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::xml::Escaped;
use crate::site::{HOME, PageIndex, Site};

/// The most entries that a feed holds: programs that follow it keep what they have seen.
const LONGEST: usize = 50;

/// A feed with something in it.
pub struct Feed<'a> {
    site: &'a Site,
    lang: &'a Lang,
    entries: Vec<(Date, PageIndex)>,
}

impl<'a> Feed<'a> {
    /// The feed of a language; none where it has no dated page.
    #[must_use]
    pub fn of(site: &'a Site, lang: &'a Lang) -> Option<Self> {
        let mut entries: Vec<_> = (0..site.pages.len())
            .filter(|index| site.pages[*index].lang == *lang)
            .filter_map(|index| Some((day(site, index)?, index)))
            .collect();
        entries.sort_by_key(|(day, index)| (std::cmp::Reverse(*day), *index));
        entries.truncate(LONGEST);
        (!entries.is_empty()).then_some(Self { site, lang, entries })
    }

    /// Where it stands: `/en/atom.xml`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}atom.xml", Site::root(self.lang))
    }

    /// The feed as XML.
    #[must_use]
    pub fn xml(&self, base_url: &str) -> String {
        let Self { site, lang, entries } = self;
        let own = format!("{base_url}{}", self.address());
        let fact = |name: &str| site.settings.facts.get(name, lang).and_then(Json::as_str);
        let newest = entries.first().map(|(day, _)| moment(*day)).unwrap_or_default();
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let mut line = |text: std::fmt::Arguments<'_>| {
            let _ = xml.write_fmt(text);
            xml.push('\n');
        };
        line(format_args!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">",
            lang.tag()
        ));
        line(format_args!("<id>{}</id>", Escaped(&own)));
        line(format_args!("<title>{}</title>", Escaped(fact("programme").unwrap_or_default())));
        line(format_args!("<updated>{newest}</updated>"));
        line(format_args!(
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
            Escaped(&own)
        ));
        if let Some(home) = site.find(HOME, lang) {
            let (page, url) = (&site.pages[home], format!("{base_url}{}", site.address(home)));
            line(format_args!("<subtitle>{}</subtitle>", Escaped(&page.description)));
            line(format_args!(
                "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
                Escaped(&url)
            ));
        }
        let author = fact("institution").or_else(|| fact("programme")).unwrap_or_default();
        line(format_args!("<author><name>{}</name></author>", Escaped(author)));
        for (day, index) in entries {
            let page = &site.pages[*index];
            let url = format!("{base_url}{}", site.address(*index));
            line(format_args!("<entry>"));
            line(format_args!("<id>{}#{}</id>", Escaped(&own), Escaped(&page.id)));
            line(format_args!("<title>{}</title>", Escaped(&page.title)));
            line(format_args!("<updated>{}</updated>", moment(*day)));
            line(format_args!(
                "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
                Escaped(&url)
            ));
            line(format_args!("<summary>{}</summary>", Escaped(&page.description)));
            line(format_args!("</entry>"));
        }
        line(format_args!("</feed>"));
        xml
    }
}

/// The day that dates a page in the feed; none for a page of a kind that is in none.
#[must_use]
pub fn day(site: &Site, index: PageIndex) -> Option<Date> {
    let page = &site.pages[index];
    site.theme.kinds.get(&page.kind)?.feed_day(page.period.first(), &page.data)
}

/// A moment of a day that is on that day in Québec and in Greenwich alike.
fn moment(day: Date) -> String {
    format!("{day}T12:00:00Z")
}
