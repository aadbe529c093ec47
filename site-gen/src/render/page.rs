//! A page's own step: references, Markdown, links. Runs for all pages in parallel.

use std::ops::Range;

use form_model::{bilingual, lang::Lang};

use crate::{
    content::{
        markdown::{self, Body},
        page::Page,
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    links::{self, Target},
    reference,
    site::{PageIndex, Site},
    unpublished::Why,
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
    let mut links = Links { site, from: index, anchors, diagnostics };
    let mut body = markdown::render(&expanded.text, &page.lang, |address, span| {
        let start = page.body.start + expanded.written(span.start);
        let end = page.body.start + expanded.written(span.end);
        links.follow(address, || start..end)
    });
    let summary = page.summary.iter().enumerate().map(|(point, text)| {
        markdown::inline(text, &page.lang, |address, _| {
            links.follow(address, || page.key_span(&["summary", &point.to_string()]))
        })
    });
    body.summary = summary.collect();
    body
}

/// The links of one page.
struct Links<'a> {
    site: &'a Site,
    from: PageIndex,
    anchors: &'a mut Vec<AnchorLink>,
    diagnostics: &'a mut Diagnostics,
}

impl Links<'_> {
    /// The address to publish for one as written, none where only its words are to stay; where it stands is
    /// asked for only if needed.
    fn follow(&mut self, address: &str, place: impl Fn() -> Range<usize>) -> Option<String> {
        match links::resolve(address, self.from, self.site) {
            Ok(Target::Outside) => Some(address.to_owned()),
            Ok(Target::Absent(why)) => {
                let page = &self.site.pages[self.from];
                self.diagnostics.push(absent(page, place(), why));
                None
            }
            Ok(Target::Page { page: to, anchor }) => {
                let own = to == self.from;
                let url = if own { "" } else { self.site.address(to) };
                let Some(anchor) = anchor else { return Some(self.site.address(to).to_owned()) };
                self.anchors.push(AnchorLink {
                    from: self.from,
                    span: place(),
                    to,
                    anchor: anchor.to_owned(),
                });
                Some(format!("{url}#{anchor}"))
            }
            Err((message, help)) => {
                let page = &self.site.pages[self.from];
                self.diagnostics.push(page.at(Code::BrokenLink, place(), message).help(help));
                Some(address.to_owned())
            }
        }
    }
}

/// A link whose page is not there today.
fn absent(page: &Page, place: Range<usize>, why: Why) -> Diagnostic {
    let told = why.told();
    let (told_fr, told_en) = (told.in_lang(&Lang::french()), told.in_lang(&Lang::english()));
    let message = bilingual!(
        "le lien mène à une page qui {told_fr} : seuls ses mots restent",
        "the link leads to a page that {told_en}: only its words stay"
    );
    let help = match why {
        Why::After(_) => bilingual!(
            "retirez le lien, ou menez-le à la page qui remplace celle-là",
            "take the link away, or lead it to the page that replaces that one"
        ),
        Why::Draft | Why::Until(_) => bilingual!(
            "laissez-le : il paraîtra avec la page",
            "leave it: it will show with the page"
        ),
    };
    page.at(Code::UnpublishedLink, place, message).help(help).warning()
}
