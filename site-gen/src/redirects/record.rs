//! `content/addresses.yaml`: the addresses that visitors know, and the page of each.
//!
//! It is kept with the content, so that a changed slug redirects in every copy, with git or without.
//! `site-gen record` writes it; a build only reads it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use form_model::{bilingual, bilingual::Bilingual};
use serde_yaml::Value;

use super::address::Address;
use crate::{
    content::file::Name,
    diagnostic::{Code, Diagnostic, Diagnostics},
    site::{NOT_FOUND, PageIndex, Site},
    source::Source,
    yaml::{self, locate},
};

/// Its name in the folder of the content.
pub const FILE: &str = "addresses.yaml";

const HEADER: &str = "\
# Les adresses que les visiteurs connaissent, et la page de chacune. « site-gen record » écrit ce fichier;
# gardez-le avec le contenu. Quand une page change d’adresse, l’ancienne y mène encore. Pour oublier une
# adresse, effacez sa ligne.
# The addresses that visitors know, and the page of each. “site-gen record” writes this file; keep it with
# the content. When a page’s address changes, the old one still leads there. To forget an address, delete
# its line.
";

/// What the file says.
pub struct Record {
    file: PathBuf,
    source: Arc<Source>,
    addresses: BTreeMap<Address, Name>,
}

impl Record {
    /// Reads it; without the file, no address is known.
    #[must_use]
    pub fn read(content: &Path, diagnostics: &mut Diagnostics) -> Self {
        let file = content.join(FILE);
        let source = if file.exists() { diagnostics.keep(Source::read(&file)) } else { None };
        let source = source.unwrap_or_else(|| Source::new(file.display().to_string(), ""));
        let mut record = Self { file, source, addresses: BTreeMap::new() };
        match diagnostics.keep(yaml::parse(&record.source, 0..record.source.text().len())) {
            Some(Value::Mapping(lines)) => {
                for (address, page) in &lines {
                    let line = record.line(address, page);
                    record.addresses.extend(diagnostics.keep(line));
                }
            }
            Some(Value::Null) | None => {}
            Some(_) => {
                let message = bilingual!(
                    "ce fichier doit être une suite de lignes `adresse: page`",
                    "this must be a list of `address: page` lines"
                );
                diagnostics.push(record.at(Code::WrongValue, None, message));
            }
        }
        record
    }

    fn line(&self, address: &Value, page: &Value) -> Result<(Address, Name), Diagnostic> {
        let text = address.as_str().unwrap_or_default();
        let wrong = |message, help: Bilingual| {
            Err(self.at(Code::WrongValue, Some(text), message).help(help))
        };
        let address: Address = match text.parse() {
            Ok(address) => address,
            Err(error) => {
                let message =
                    bilingual!("`{text}` n’est pas une adresse", "`{text}` is no address");
                return wrong(message, error.help());
            }
        };
        match page.as_str().and_then(name) {
            Some(name) => Ok((address, name)),
            None => wrong(
                bilingual!("`{text}` ne dit pas sa page", "`{text}` does not say its page"),
                bilingual!(
                    "écrivez la page et sa langue : `levels/partnership.fr`",
                    "write the page and its language: `levels/partnership.fr`"
                ),
            ),
        }
    }

    /// An error at the line of an address, or about the whole file.
    #[must_use]
    pub fn at(&self, code: Code, line: Option<&str>, message: Bilingual) -> Diagnostic {
        let text = self.source.text();
        let place = line.and_then(|line| locate(text, 0..text.len(), &[line]));
        match place {
            Some(place) => Diagnostic::new(code, &self.source, place, message),
            None => Diagnostic::at_file(code, self.source.name(), message),
        }
    }

    /// The addresses in their order, each with its page.
    pub fn iter(&self) -> impl Iterator<Item = (&Address, &Name)> {
        self.addresses.iter()
    }

    /// The addresses of published pages that it does not know, or knows as another page's.
    pub fn missing<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = (Address, Name)> {
        current(site).filter(|(address, name)| self.addresses.get(address) != Some(name))
    }

    /// Adds the addresses that it does not know, and writes the file if there are any; how many.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn update(&self, site: &Site) -> Result<usize, Diagnostic> {
        let new: BTreeMap<_, _> = self.missing(site).collect();
        let count = new.len();
        if count > 0 {
            let mut all = self.addresses.clone();
            all.extend(new);
            fs::write(&self.file, written(&all))
                .map_err(|error| Diagnostic::unwritable(self.source.name(), &error))?;
        }
        Ok(count)
    }
}

/// Every published page's address. Nobody knows the page for what is not there, nor drafts.
fn current(site: &Site) -> impl Iterator<Item = (Address, Name)> {
    let known = |index: &PageIndex| {
        let page = &site.pages[*index];
        page.id != NOT_FOUND && !page.draft
    };
    (0..site.pages.len()).filter(known).filter_map(|index| {
        let page = &site.pages[index];
        let name = Name { id: page.id.clone(), lang: page.lang.clone() };
        Some((site.address(index).parse().ok()?, name))
    })
}

/// `levels/partnership.fr`.
fn name(text: &str) -> Option<Name> {
    let (id, lang) = text.rsplit_once('.')?;
    Some(Name { id: id.to_owned(), lang: lang.parse().ok()? })
}

fn written(addresses: &BTreeMap<Address, Name>) -> String {
    let lines: BTreeMap<_, _> = addresses
        .iter()
        .map(|(address, Name { id, lang })| (address.as_str(), format!("{id}.{lang}")))
        .collect();
    format!("{HEADER}\n{}", serde_yaml::to_string(&lines).unwrap_or_default())
}
