//! A page's own step: references, Markdown, links, pictures. Runs for all pages in parallel.

use std::ops::Range;

use form_model::bilingual;
use serde_json::Value as Json;

use crate::{
    content::{
        allowed_html::Refusal,
        markdown::{self, Body, References},
        page::Page,
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    enclosure::{Enclosure, Used},
    links::{self, BadLink, Target},
    reference,
    site::{PageIndex, Site},
    unpublished::Why,
};

/// The template that draws a picture.
pub const PICTURE: &str = "picture.html";

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

/// What a page's text refers to, noted while it is rendered.
#[derive(Default)]
pub struct Noted {
    /// Links to headings.
    pub anchors: Vec<AnchorLink>,
    /// Files beside pages.
    pub files: Used,
    /// What is wrong.
    pub diagnostics: Diagnostics,
}

/// Renders a page's Markdown.
pub fn body(site: &Site, index: PageIndex, noted: &mut Noted) -> Body {
    let page = &site.pages[index];
    let written = &page.source.text()[page.body.clone()];
    let (expanded, bad) = reference::expand(written, &page.lang, &site.settings.facts);
    noted.diagnostics.extend(bad.into_iter().map(|bad| {
        let span = page.body.start + bad.span.start..page.body.start + bad.span.end;
        page.at(bad.code, span, bad.message).help(bad.help)
    }));
    let place = |span: Range<usize>| {
        page.body.start + expanded.written(span.start)..page.body.start + expanded.written(span.end)
    };
    let mut text = Text { site, from: index, place, noted };
    let mut body = markdown::render(&expanded.text, &page.lang, &mut text);
    let summary = page.summary.iter().enumerate().map(|(point, text)| {
        let place = |_| page.key_span(&["summary", &point.to_string()]);
        let mut point = Text { site, from: index, place, noted };
        markdown::inline(text, &page.lang, &mut point)
    });
    body.summary = summary.collect();
    body
}

/// One text of a page; where something in it stands is asked for only if needed.
struct Text<'a, Place> {
    site: &'a Site,
    from: PageIndex,
    place: Place,
    noted: &'a mut Noted,
}

impl<Place: Fn(Range<usize>) -> Range<usize>> Text<'_, Place> {
    fn tell(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<bilingual::Bilingual>,
        help: impl Into<bilingual::Bilingual>,
    ) {
        let page = &self.site.pages[self.from];
        let span = (self.place)(span);
        self.noted.diagnostics.push(page.at(code, span, message).help(help));
    }
}

impl<Place: Fn(Range<usize>) -> Range<usize>> References for Text<'_, Place> {
    fn link(&mut self, written: &str, span: Range<usize>) -> Option<String> {
        match links::resolve(written, self.from, self.site) {
            Ok(Target::Outside) => Some(written.to_owned()),
            Ok(Target::Absent(why)) => {
                let page = &self.site.pages[self.from];
                self.noted.diagnostics.push(absent(page, (self.place)(span), why));
                None
            }
            Ok(Target::Page { page: to, anchor }) => {
                let own = to == self.from;
                let url = if own { "" } else { self.site.address(to) };
                let Some(anchor) = anchor else { return Some(self.site.address(to).to_owned()) };
                self.noted.anchors.push(AnchorLink {
                    from: self.from,
                    span: (self.place)(span),
                    to,
                    anchor: anchor.to_owned(),
                });
                Some(format!("{url}#{anchor}"))
            }
            Ok(Target::File(path)) => {
                self.noted.files.insert(path.to_owned());
                self.site.enclosures.get(path).and_then(Enclosure::address)
            }
            Err(BadLink { code, message, help }) => {
                self.tell(code, span, message, help);
                None
            }
        }
    }

    fn media(&mut self, written: &str, span: Range<usize>) -> Option<String> {
        if let Ok(Target::Outside | Target::Page { .. } | Target::Absent(_)) =
            links::resolve(written, self.from, self.site)
        {
            let message = bilingual!(
                "ce fichier vient d’un autre site, ou n’en est pas un : les navigateurs ne le montreront pas",
                "this file comes from another site, or is not a file: browsers will not show it"
            );
            let help = bilingual!(
                "mettez le fichier à côté de la page, ou faites un lien vers l’autre site; rien n’est demandé ailleurs, par respect de la vie privée",
                "put the file beside the page, or make a link to the other site; nothing is fetched from elsewhere, for visitors’ privacy"
            );
            self.tell(Code::BrokenLink, span, message, help);
            return None;
        }
        self.link(written, span)
    }

    fn refuse(&mut self, Refusal { message, help }: Refusal, span: Range<usize>) {
        self.tell(Code::ForbiddenHtml, span, message, help);
    }

    fn is_taken(&self, id: &str) -> bool {
        let reach = self.site.theme.reach(&self.site.pages[self.from].kind);
        reach.is_some_and(|reach| reach.has_id(id))
    }

    fn picture(&mut self, written: &str, alt: &str, span: Range<usize>) -> String {
        let path = match links::resolve(written, self.from, self.site) {
            Ok(Target::File(path)) => path,
            Ok(Target::Outside) => {
                let message = bilingual!(
                    "cette image vient d’un autre site : les navigateurs ne la montreront pas",
                    "this picture comes from another site: browsers will not show it"
                );
                let help = bilingual!(
                    "mettez l’image à côté de la page; rien n’est demandé ailleurs, par respect de la vie privée",
                    "put the picture beside the page; nothing is fetched from elsewhere, for visitors’ privacy"
                );
                self.tell(Code::BrokenLink, span, message, help);
                return String::new();
            }
            Ok(Target::Page { .. } | Target::Absent(_)) => {
                let message =
                    bilingual!("ceci est une page, pas une image", "this is a page, not a picture");
                let help =
                    bilingual!("pour un lien, retirez le `!`", "for a link, take the `!` away");
                self.tell(Code::BrokenLink, span, message, help);
                return String::new();
            }
            Err(BadLink { code: Code::ForbiddenAddress, message, help }) => {
                self.tell(Code::ForbiddenAddress, span, message, help);
                return String::new();
            }
            Err(BadLink { help, .. }) => {
                let message = bilingual!(
                    "cette image n’existe pas : `{written}`",
                    "there is no such picture: `{written}`"
                );
                self.tell(Code::BrokenLink, span, message, help);
                return String::new();
            }
        };
        match self.site.enclosures.get(path) {
            Some(Enclosure::Picture(picture)) => {
                self.noted.files.insert(path.to_owned());
                let mut context = picture.context();
                context["alt"] = alt.into();
                match drawn(self.site, &context) {
                    Ok(html) => html,
                    Err(error) => {
                        self.noted.diagnostics.push(self.site.theme.failure(PICTURE, &error));
                        String::new()
                    }
                }
            }
            Some(Enclosure::Document { .. }) => {
                let message =
                    bilingual!("`{written}` n’est pas une image", "`{written}` is no picture");
                let help =
                    bilingual!("pour un lien, retirez le `!`", "for a link, take the `!` away");
                self.tell(Code::BrokenLink, span, message, help);
                String::new()
            }
            Some(Enclosure::Unusable) | None => String::new(),
        }
    }
}

/// A picture's HTML, by the theme.
fn drawn(site: &Site, picture: &Json) -> Result<String, tera::Error> {
    let mut context = tera::Context::new();
    context.insert("picture", picture);
    Ok(site.theme.engine.render(PICTURE, &context)?.trim().to_owned())
}

/// A link whose page is not there today.
fn absent(page: &Page, place: Range<usize>, why: Why) -> Diagnostic {
    let told = why.told();
    let (told_fr, told_en) = (told.french(), told.english());
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
