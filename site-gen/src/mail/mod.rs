//! The messages that follow an application, `content/messages/`: read as pages are, drawn as mail, and handed to
//! the function that sends them as the file `mail` of its bundle.
//!
//! What they tell is decided in [`form_model::mail`]; here editors' words for it are read, and all that is wrong
//! with them is told when the site is built, because nobody looks when they are sent.

mod blanks;
mod message;
mod plain;
mod settings;

use std::{collections::BTreeSet, path::Path};

use form_model::{
    bilingual,
    bilingual::words,
    lang::{Lang, Localized},
    mail::{Blank, DigestBlank, Mail, Message, Name, NoticeBlank, ReceiptBlank},
};
use serde_json::{Map, Value as Json};
use walkdir::WalkDir;

use crate::{
    content::{
        file::{self, PageFile},
        page::Page,
        period::Period,
    },
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    enclosure, form, reference,
    settings::Settings,
    site::Site,
    typography::typeset,
};

pub use settings::MailSettings;

/// Their folder in the content.
pub const FOLDER: &str = "messages";
/// What stands in their front matter.
pub const SUBJECT: &str = "subject";
/// The kind of page that they are to the rules of `check`.
pub const KIND: &str = "message";
/// The template that draws them.
pub const HTML: &str = "message.html";
/// The template of their plain text.
pub const TEXT: &str = "message.txt";

/// Reads the messages in the languages of the site.
#[must_use]
pub fn read(content: &Path, settings: &Settings, diagnostics: &mut Diagnostics) -> Vec<Page> {
    let folder = content.join(FOLDER);
    let mut messages = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if !entry.file_type().is_file() || !enclosure::is_page(path) {
            continue;
        }
        let name = file::Name::read(&file::below(&folder, path));
        let is_unlisted = |name: &file::Name| !settings.languages.contains(&name.lang);
        match name {
            Some(name) if Name::ALL.iter().all(|known| known.as_str() != name.id) => {
                diagnostics.push(unknown(path, &name.id));
            }
            Some(name) if is_unlisted(&name) => {}
            _ => {
                let file = PageFile::read(&folder, path).map_err(without_front_matter);
                let file = diagnostics.keep(file);
                messages.extend(file.map(|file| as_page(file, settings, diagnostics)));
            }
        }
    }
    messages
}

fn unknown(path: &Path, name: &str) -> Diagnostic {
    let message =
        bilingual!("il n’y a pas de message nommé `{name}`", "there is no message named `{name}`");
    Diagnostic::at_file(Code::Message, &path.display().to_string(), message)
        .help(suggest(name, Name::ALL.iter().map(|name| name.as_str())))
}

/// A message has a subject where a page has a title.
fn without_front_matter(told: Diagnostic) -> Diagnostic {
    if told.code() != Code::FrontMatter {
        return told;
    }
    told.help(bilingual!(
        "commencez par une ligne `---`, puis `{SUBJECT}: …`, puis une autre ligne `---`",
        "begin with a line `---`, then `{SUBJECT}: …`, then another line `---`"
    ))
}

/// A message as a page, for all that looks at pages: its subject is its title.
fn as_page(file: PageFile, settings: &Settings, diagnostics: &mut Diagnostics) -> Page {
    let PageFile { id, lang, path, source, mut document, body } = file;
    let expected = words("l’objet du message, sur une ligne", "the message’s subject, on one line");
    let subject: Option<String> = document.require_as(SUBJECT, expected, diagnostics);
    document.finish(diagnostics);
    let subject = subject.unwrap_or_default();
    let (expanded, bad) = reference::expand(&subject, &lang, &settings.facts);
    diagnostics.extend(
        bad.into_iter().map(|bad| document.at(bad.code, &[SUBJECT], bad.message).help(bad.help)),
    );
    Page {
        title: typeset(&expanded.text, &lang),
        description: String::new(),
        slug: id.clone(),
        aliases: Vec::new(),
        order: 0,
        kind: KIND.to_owned(),
        summary: Vec::new(),
        draft: false,
        sample: false,
        period: Period::default(),
        data: Map::new(),
        front_matter: document.part(),
        id: format!("{FOLDER}/{id}"),
        path: format!("{FOLDER}/{path}"),
        lang,
        source,
        body,
    }
}

/// What `notify` sends; none if something is wrong with it, which is told.
pub fn draw(
    content: &Path,
    site: &Site,
    base_url: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Mail> {
    let MailSettings { from, staff, staff_lang } = site.settings.mail.clone()?;
    let drawing = Drawing { content, site, base_url };
    let french = Lang::french();
    let of_staff = BTreeSet::from([&french, &staff_lang]);
    let of_applicants = form::languages(site);
    let of_applicants = of_applicants.iter().chain([&french]).collect();
    let receipts = drawing.all::<ReceiptBlank>(&of_applicants, diagnostics);
    let notices = drawing.all::<NoticeBlank>(&of_staff, diagnostics);
    let digests = drawing.all::<DigestBlank>(&of_staff, diagnostics);
    let programme = |lang| site.settings.facts.get("programme", lang).and_then(Json::as_str);
    let sender = site
        .settings
        .languages
        .iter()
        .filter_map(|lang| Some((lang.clone(), typeset(programme(lang)?, lang))));
    Some(Mail {
        from,
        sender: sender.fold(Localized::new(""), |name, (lang, text)| name.with(lang, text)),
        staff,
        receipt: receipts.try_into().ok()?,
        notice: notices.into_iter().find(|message| *message.lang() == staff_lang)?,
        digest: digests.into_iter().find(|message| *message.lang() == staff_lang)?,
        staff_lang,
    })
}

/// Drawing messages: what all of them need.
struct Drawing<'a> {
    content: &'a Path,
    site: &'a Site,
    base_url: &'a str,
}

impl Drawing<'_> {
    /// A message in every language that there is; those that must be there are told if they are not.
    fn all<B: Blank>(
        &self,
        needed: &BTreeSet<&Lang>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Message<B>> {
        let name = B::MESSAGE.as_str();
        let id = format!("{FOLDER}/{name}");
        let pages = || self.site.messages.iter().filter(|page| page.id == id);
        for lang in needed.iter().filter(|lang| !pages().any(|page| page.lang == ***lang)) {
            let path = self.content.join(FOLDER).join(format!("{name}.{lang}.md"));
            // What is wrong with a file that is there has been told.
            if !path.exists() {
                diagnostics.push(missing(&path.display().to_string()));
            }
        }
        pages()
            .filter_map(|page| diagnostics.keep_all(message::draw(page, self.site, self.base_url)))
            .collect()
    }
}

fn missing(path: &str) -> Diagnostic {
    let message = bilingual!("il manque ce message", "this message is missing");
    Diagnostic::at_file(Code::Message, path, message).help(bilingual!(
        "écrivez ce fichier : une candidature serait reçue sans que personne n’en soit prévenu dans cette langue",
        "write this file: an application would come in and nobody would be told in that language"
    ))
}
