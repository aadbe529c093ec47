//! A page's own step: references, Markdown, links. Runs for all pages in parallel.

use std::ops::Range;

use crate::{
    content::markdown::{self, Body},
    diagnostic::{Code, Diagnostics},
    links::{self, Target},
    reference,
    site::{PageIndex, Site},
};

/// A link to a heading, to be checked when all headings are known.
pub struct AnchorLink {
    /// The page that links.
    pub from: PageIndex,
    /// Where the link stands in it.
    pub span: Range<usize>,
    /// The page that is linked to.
    pub to: PageIndex,
    /// The heading's id.
    pub anchor: String,
}

/// Renders a page's Markdown; links to headings are noted for later.
pub fn body(
    site: &Site,
    index: PageIndex,
    anchors: &mut Vec<AnchorLink>,
    diagnostics: &mut Diagnostics,
) -> Body {
    let page = &site.pages[index];
    let written = &page.source.text()[page.body.clone()];
    let (expanded, bad) = reference::expand(written, &page.lang, &site.settings.facts);
    diagnostics.extend(bad.into_iter().map(|bad| {
        let span = page.body.start + bad.span.start..page.body.start + bad.span.end;
        page.at(bad.code, span, bad.message).help(bad.help)
    }));
    markdown::render(&expanded.text, &page.lang, |address, span| {
        let start = page.body.start + expanded.written(span.start);
        let end = page.body.start + expanded.written(span.end);
        match links::resolve(address, index, site) {
            Ok(Target::Outside) => address.to_owned(),
            Ok(Target::Page { page: to, anchor }) => {
                let mut url = if to == index { String::new() } else { site.address(to).to_owned() };
                if let Some(anchor) = anchor {
                    url = format!("{url}#{anchor}");
                    anchors.push(AnchorLink {
                        from: index,
                        span: start..end,
                        to,
                        anchor: anchor.to_owned(),
                    });
                }
                url
            }
            Err((message, help)) => {
                diagnostics.push(page.at(Code::BrokenLink, start..end, message).help(help));
                address.to_owned()
            }
        }
    })
}
