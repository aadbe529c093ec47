//! One message in one language: from Markdown to pieces of HTML and of plain text.

use std::ops::Range;

use form_model::{
    bilingual,
    bilingual::Bilingual,
    mail::{Blank, Fault, Message},
};
use pulldown_cmark::html;

use super::{HTML, SUBJECT, TEXT, blanks, plain};
use crate::{
    content::{
        allowed_html::Refusal,
        markdown::{self, References},
        page::Page,
        scheme::Scheme,
    },
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    reference::{self, Expanded},
    site::Site,
};

/// Where pages stand, seen from a message.
const PAGES: &str = "../pages/";

/// Draws a message.
///
/// # Errors
/// All that is wrong with it.
pub fn draw<B: Blank>(page: &Page, site: &Site, base_url: &str) -> Result<Message<B>, Diagnostics> {
    let written = &page.source.text()[page.body.clone()];
    let (expanded, bad) = reference::expand(written, &page.lang, &site.settings.facts);
    let mut text = Text { page, site, base_url, expanded: &expanded, told: Diagnostics::default() };
    text.told.extend(bad.into_iter().map(|bad| {
        let span = page.body.start + bad.span.start..page.body.start + bad.span.end;
        page.at(bad.code, span, bad.message).help(bad.help)
    }));
    text.refuse_unknown::<B>();
    text.refuse_html_blocks();
    let (content, plain) = text.render::<B>();
    let subject = blanks::mark::<B>(&page.title);
    let html = text.fill(HTML, &subject, &content);
    let plain = text.fill(TEXT, &subject, &plain);
    let mut told = text.told;
    let (Some(html), Some(plain)) = (html, plain) else { return Err(told) };
    let message = Message::new(
        page.lang.clone(),
        blanks::pieces(&subject),
        blanks::pieces(&html),
        blanks::pieces(plain.trim_end()),
    );
    match message {
        Ok(message) if !told.has_errors() => Ok(message),
        Ok(_) => Err(told),
        Err(faults) => {
            // What is misspelt is not missing too, and an empty subject has been told of.
            let is_new = |fault: &Fault<B>| match fault {
                Fault::Lacking(_) => !told.has_errors(),
                Fault::InSubject(_) => true,
                Fault::Subject => !page.title.is_empty(),
            };
            let faults: Vec<_> = faults.into_iter().filter(is_new).collect();
            told.extend(faults.into_iter().map(|fault| tell(page, fault)));
            Err(told)
        }
    }
}

/// A fault of a message, where it can be mended.
fn tell<B: Blank>(page: &Page, fault: Fault<B>) -> Diagnostic {
    match fault {
        Fault::Lacking(blank) => {
            let name = blank.name();
            let at = page.source.to_line_end(page.body.start);
            let message = bilingual!(
                "ce message ne dit pas `{{{name}}}`",
                "this message does not say `{{{name}}}`"
            );
            page.at(Code::Message, at, message).help(bilingual!(
                "écrivez `{{{name}}}` dans le texte, là où la valeur doit paraître",
                "write `{{{name}}}` in the text, where its value is to stand"
            ))
        }
        Fault::InSubject(blank) => {
            let name = blank.name();
            let message = bilingual!(
                "`{{{name}}}` ne va pas dans l’objet",
                "`{{{name}}}` does not belong in the subject"
            );
            page.at_key(Code::Message, &[SUBJECT], message).help(bilingual!(
                "écrivez-le dans le texte seulement : l’objet paraît sur des écrans verrouillés et dans les journaux d’autres serveurs",
                "write it in the text alone: the subject shows on locked screens and in the logs of other servers"
            ))
        }
        Fault::Subject => {
            let message =
                bilingual!("l’objet doit tenir sur une ligne", "the subject must be one line");
            page.at_key(Code::Message, &[SUBJECT], message).help(bilingual!(
                "écrivez `subject: \"…\"`, sans changer de ligne",
                "write `subject: \"…\"`, without a new line"
            ))
        }
    }
}

/// A message while it is drawn.
struct Text<'a> {
    page: &'a Page,
    site: &'a Site,
    base_url: &'a str,
    expanded: &'a Expanded,
    told: Diagnostics,
}

impl Text<'_> {
    /// Tells a mistake at a place of the text with its facts.
    fn tell(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<Bilingual>,
        help: impl Into<Bilingual>,
    ) {
        let Self { page, expanded, .. } = *self;
        let place = |offset| page.body.start + expanded.written(offset);
        self.told.push(page.at(code, place(span.start)..place(span.end), message).help(help));
    }

    /// Blanks that the message does not have.
    fn refuse_unknown<B: Blank>(&mut self) {
        for (span, message, help) in blanks::unknown::<B>(&self.expanded.text) {
            self.tell(Code::Message, span, message, help);
        }
        let page = self.page;
        let in_subject = blanks::unknown::<B>(&page.title).into_iter();
        self.told.extend(
            in_subject.map(|(_, message, help)| {
                page.at_key(Code::Message, &[SUBJECT], message).help(help)
            }),
        );
    }

    fn refuse_html_blocks(&mut self) {
        let expanded = self.expanded;
        for span in markdown::html_blocks(&expanded.text) {
            let message = bilingual!(
                "un message n’a pas de bloc HTML : son texte seul doit tout dire",
                "a message has no block of HTML: its plain text must say it all"
            );
            let help = bilingual!("écrivez-le en Markdown", "write it in Markdown");
            self.tell(Code::Message, span, message, help);
        }
    }

    /// The text as HTML and without.
    fn render<B: Blank>(&mut self) -> (String, String) {
        let Self { page, expanded, .. } = *self;
        let mut events = markdown::plain_events(&expanded.text, &page.lang, self);
        blanks::mark_events::<B>(&mut events);
        if let Some(blank) = blanks::misplaced_list::<B>(&events) {
            self.refuse_list(blank);
        }
        let plain = plain::text(&events);
        let mut html = String::with_capacity(expanded.text.len() * 5 / 4);
        html::push_html(&mut html, events.into_iter());
        (blanks::free_lists::<B>(&html), plain)
    }

    /// A list that has no paragraph of its own.
    fn refuse_list<B: Blank>(&mut self, blank: B) {
        let braces = format!("{{{}}}", blank.name());
        let text = &self.expanded.text;
        let is_alone = |at: &usize| {
            let start = text[..*at].rfind('\n').map_or(0, |end| end + 1);
            text[start..].lines().next().is_some_and(|line| line.trim() == braces)
        };
        let places: Vec<_> = text.match_indices(&braces).map(|(at, _)| at).collect();
        let at = places.iter().find(|at| !is_alone(at)).or(places.first()).copied().unwrap_or(0);
        let message = bilingual!(
            "`{braces}` devient une liste, et doit être seul dans son paragraphe",
            "`{braces}` becomes a list, and must be alone in its paragraph"
        );
        let help = bilingual!(
            "mettez-le sur une ligne à lui, entre deux lignes vides",
            "put it on a line of its own, between two empty lines"
        );
        self.tell(Code::Message, at..at + braces.len(), message, help);
    }

    /// Draws a document around the text; none if its template is missing, which has been told, or fails.
    fn fill(&mut self, template: &str, subject: &str, content: &str) -> Option<String> {
        let Self { page, site, .. } = *self;
        let theme = &site.theme;
        if !theme.engine.contains_template(template) {
            return None;
        }
        let mut given = tera::Context::new();
        given.insert("lang", &page.lang);
        given.insert("lang_tag", page.lang.tag());
        given.insert("t", &theme.strings.get(&page.lang));
        given.insert("facts", &site.settings.facts.all(&page.lang));
        given.insert("message", &serde_json::json!({ "subject": subject, "content": content }));
        match theme.engine.render(template, &given) {
            Ok(drawn) => Some(drawn),
            Err(error) => {
                let failure = theme.failure(template, &error);
                self.told.push(failure.while_drawing(&[&page.path]));
                None
            }
        }
    }

    /// The address of a page that a link names.
    fn address(&self, written: &str) -> Result<Option<String>, (Bilingual, Bilingual)> {
        let file = written.strip_prefix(PAGES).unwrap_or(written);
        let found = self.site.find_file(file).filter(|_| written != file);
        if let Some(found) = found {
            return Ok(Some(format!("{}{}", self.base_url, self.site.address(found))));
        }
        if written != file && self.site.unpublished.has_file(file) {
            return Ok(None);
        }
        let pages = self.site.pages.iter().filter(|other| other.lang == self.page.lang);
        let pages: Vec<_> = pages.map(|other| format!("{PAGES}{}", other.path)).collect();
        let message = bilingual!(
            "le lien ne mène nulle part : il n’y a pas de page `{written}`",
            "the link leads nowhere: there is no page `{written}`"
        );
        let help = match nearest(written, pages.iter().map(String::as_str)) {
            Some(near) => bilingual!(
                "menez-le au fichier de la page, sans `#` : `{near}`",
                "lead it to the page’s file, without `#`: `{near}`"
            ),
            None => bilingual!(
                "menez-le au fichier d’une page, comme `{PAGES}privacy.fr.md`",
                "lead it to a page’s file, such as `{PAGES}privacy.en.md`"
            ),
        };
        Err((message, help))
    }
}

impl References for Text<'_> {
    fn link(&mut self, written: &str, span: Range<usize>) -> Option<String> {
        if written.contains('{') {
            let message = bilingual!("un lien n’est jamais rempli", "a link is never filled in");
            let help = bilingual!(
                "écrivez une adresse entière; une référence dans une adresse resterait dans des journaux",
                "write a whole address; a reference in an address would stay in logs"
            );
            self.tell(Code::Message, span, message, help);
            return None;
        }
        let scheme = Scheme::of(written);
        if let Some(Refusal { message, help }) = scheme.refusal() {
            self.tell(Code::ForbiddenAddress, span, message, help);
            return None;
        }
        if scheme == Scheme::Allowed {
            return Some(written.to_owned());
        }
        match self.address(written) {
            Ok(address) => address,
            Err((message, help)) => {
                self.tell(Code::BrokenLink, span, message, help);
                None
            }
        }
    }

    fn picture(&mut self, _: &str, _: &str, span: Range<usize>) -> String {
        let message = bilingual!("un message n’a pas d’image", "a message has no picture");
        let help = bilingual!(
            "dites-le en mots : beaucoup lisent leurs messages sans images",
            "say it in words: many people read their mail without pictures"
        );
        self.tell(Code::Message, span, message, help);
        String::new()
    }

    fn refuse(&mut self, Refusal { message, help }: Refusal, span: Range<usize>) {
        self.tell(Code::ForbiddenHtml, span, message, help);
    }

    fn is_taken(&self, _: &str) -> bool {
        false
    }
}
