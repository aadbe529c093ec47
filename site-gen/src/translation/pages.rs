//! The page files, by page and language, and which of them a person means.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use form_model::bilingual::Bilingual;
use form_model::{bilingual, lang::Lang};

use crate::{
    Options,
    content::file::{self, Name, PageFile},
    diagnostic::{Diagnostics, suggest},
    form,
    kind::{self, Kinds},
    settings::Settings,
    site::HOME,
    theme::Lineage,
    translation::revision::Revision,
};

/// All page files of the site, nothing judged but what a translation needs.
pub struct Pages {
    /// `content/pages`.
    pub folder: PathBuf,
    /// The site's languages but French.
    pub translations: Vec<Lang>,
    /// The theme's kinds of pages.
    pub kinds: Kinds,
    files: BTreeMap<String, BTreeMap<Lang, PageFile>>,
}

/// What a person asked for and cannot have: what is wrong, and how to mend it.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    pub help: Bilingual,
}

impl Refusal {
    /// A refusal in words.
    #[must_use]
    pub fn new(message: impl Into<Bilingual>, help: impl Into<Bilingual>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Refusal {
    /// As diagnostics look that have no place in a file.
    #[must_use]
    pub fn told(&self) -> Bilingual {
        let fr = |text: &Bilingual| text.french().to_owned();
        let en = |text: &Bilingual| text.english().to_owned();
        Bilingual::new(
            format!("erreur : {}\n  = aide : {}", fr(&self.message), fr(&self.help)),
            format!("error: {}\n  = help: {}", en(&self.message), en(&self.help)),
        )
    }
}

/// A translation that is there, beside its French page.
pub struct Pair<'a> {
    /// The French file.
    pub french: &'a PageFile,
    /// The translation.
    pub translation: &'a PageFile,
}

impl Pages {
    /// Reads all page files; what cannot be read is told, and does not count as missing.
    pub fn read(options: &Options, diagnostics: &mut Diagnostics) -> Option<Self> {
        // What is wrong with the facts is for `check`.
        let settings = Settings::read(&options.content, &mut Diagnostics::default());
        let settings = diagnostics.keep(settings)?;
        let theme = diagnostics.keep_all(Lineage::find(&options.themes, &settings))?;
        let (_, kinds) = kind::read(&theme.file(kind::FILE), diagnostics);
        let folder = options.content.join("pages");
        let mut files: BTreeMap<String, BTreeMap<Lang, PageFile>> = BTreeMap::new();
        for file in file::read_all(&folder, &settings, diagnostics) {
            files.entry(file.id.clone()).or_default().insert(file.lang.clone(), file);
        }
        let french = Lang::french();
        let translations = settings.languages.into_iter().filter(|lang| *lang != french).collect();
        Some(Self { folder, translations, kinds: kinds.unwrap_or_default(), files })
    }

    /// Every page with its files.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeMap<Lang, PageFile>)> {
        self.files.iter().map(|(id, files)| (id.as_str(), files))
    }

    /// Whether a page's file stands on the disk, readable or not.
    #[must_use]
    pub fn stands(&self, id: &str, lang: &Lang) -> bool {
        let name = |stem: &str| self.folder.join(format!("{stem}.{lang}.md"));
        name(id).exists() || name(&format!("{id}/index")).exists()
    }

    /// A language with neither a home page nor the form is one for some pages only: the others are not
    /// expected in it.
    #[must_use]
    pub fn is_partial(&self, lang: &Lang) -> bool {
        let is_form = |file: &PageFile| {
            file.document.get("template").and_then(|kind| kind.as_str()) == Some(form::KIND)
        };
        let forms =
            self.iter().filter(|(_, files)| files.get(&Lang::french()).is_some_and(is_form));
        !forms.map(|(id, _)| id).chain([HOME]).any(|id| self.stands(id, lang))
    }

    /// The revision of a French file's text.
    #[must_use]
    pub fn revision(&self, french: &PageFile) -> Revision {
        Revision::of(&french.document, &french.source.text()[french.body.clone()], &self.kinds)
    }

    /// The translation that a person means: a page's id or one of its files, and a language where there
    /// are several.
    ///
    /// # Errors
    /// No such page, no such translation, or several.
    pub fn pair(&self, page: &str, lang: Option<&Lang>) -> Result<Pair<'_>, Refusal> {
        let (id, named) = self.meant(page)?;
        let files = self.files.get(&id);
        let french = Lang::french();
        let others: Vec<_> = files
            .into_iter()
            .flatten()
            .map(|(lang, _)| lang)
            .filter(|lang| **lang != french)
            .collect();
        let named = lang.cloned().or(named.filter(|lang| *lang != french));
        let lang = match (named, others.as_slice()) {
            (Some(lang), _) if lang == french => {
                return Err(Refusal::new(
                    bilingual!(
                        "le français est ce que l’on traduit",
                        "French is what translations are made from"
                    ),
                    bilingual!(
                        "nommez la langue de la traduction, comme `--only en`",
                        "name the translation’s language, such as `--only en`"
                    ),
                ));
            }
            (Some(lang), _) => lang,
            (None, [lang]) => (*lang).clone(),
            (None, []) => {
                return Err(Refusal::new(
                    bilingual!("`{id}` n’a pas de traduction", "`{id}` has no translation"),
                    bilingual!(
                        "écrivez `{id}.en.md` à côté du fichier français",
                        "write `{id}.en.md` beside its French file"
                    ),
                ));
            }
            (None, several) => {
                let codes: Vec<_> = several.iter().map(|lang| format!("`--only {lang}`")).collect();
                return Err(Refusal::new(
                    bilingual!("`{id}` a plusieurs traductions", "`{id}` has several translations"),
                    bilingual!(
                        "dites laquelle : {}",
                        "say which one you mean: {}",
                        codes.join(" or ")
                    ),
                ));
            }
        };
        let file = |lang: &Lang| files.and_then(|files| files.get(lang));
        match (file(&french), file(&lang)) {
            (Some(french), Some(translation)) => Ok(Pair { french, translation }),
            (None, _) => Err(Refusal::new(
                bilingual!(
                    "`{id}` n’a pas de texte français lisible",
                    "`{id}` has no French text that can be read"
                ),
                bilingual!(
                    "chaque page existe d’abord en français",
                    "every page exists in French first"
                ),
            )),
            (_, None) if self.stands(&id, &lang) => Err(Refusal::new(
                bilingual!(
                    "le texte de `{id}` en `{lang}` ne peut pas être lu",
                    "the text of `{id}` in `{lang}` cannot be read"
                ),
                bilingual!("corrigez d’abord son en-tête", "mend its front matter first"),
            )),
            (_, None) => Err(Refusal::new(
                bilingual!("`{id}` n’a pas de texte en `{lang}`", "`{id}` has no text in `{lang}`"),
                bilingual!(
                    "écrivez `{id}.{lang}.md` à côté du fichier français",
                    "write `{id}.{lang}.md` beside its French file"
                ),
            )),
        }
    }

    /// The page's id, and the language where a file was named.
    fn meant(&self, page: &str) -> Result<(String, Option<Lang>), Refusal> {
        let below = self.below(page);
        let name = Name::read(&below);
        let (id, lang) = match name {
            Some(name) => (name.id, Some(name.lang)),
            None => (below.trim_matches('/').trim_end_matches("/index").to_owned(), None),
        };
        if self.files.contains_key(&id) {
            return Ok((id, lang));
        }
        let known: BTreeSet<_> = self.files.keys().map(String::as_str).collect();
        let help = match known.len() {
            0 => bilingual!("il n’y a aucune page", "there are no pages at all"),
            _ if id.is_empty() => {
                bilingual!(
                    "nommez une page, comme `levels/partnership`, ou son fichier",
                    "name a page, such as `levels/partnership`, or its file"
                )
            }
            _ => suggest(&id, known),
        };
        Err(Refusal::new(
            bilingual!("il n’y a pas de page `{page}`", "there is no page `{page}`"),
            help,
        ))
    }

    /// A path as a person types it, as one below `content/pages`.
    fn below(&self, typed: &str) -> String {
        let typed = typed.replace('\\', "/");
        let path = Path::new(&typed);
        let real = |path: &Path| path.canonicalize().ok();
        let below = path
            .strip_prefix(&self.folder)
            .map(Path::to_owned)
            .ok()
            .or_else(|| Some(real(path)?.strip_prefix(real(&self.folder)?).ok()?.to_owned()));
        let below = below.map_or(typed.clone(), |below| below.display().to_string());
        below.trim_start_matches("./").to_owned()
    }
}
