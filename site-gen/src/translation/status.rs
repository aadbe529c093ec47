//! Which translations are missing, out of date or orphaned, and since when.

use std::{fs, path::Path};

use form_model::lang::Lang;
use jiff::Timestamp;
use serde::Serialize;
use serde_yaml::Value;

use crate::{
    content::file::PageFile,
    translation::{
        self,
        history::{History, NoHistory},
        pages::Pages,
        revision::Revision,
    },
};

/// All translations that need work, oldest first.
pub struct Status {
    /// What needs work.
    pub entries: Vec<Entry>,
    /// Translations that are looked at, those that need nothing among them.
    pub looked_at: usize,
    /// Languages for some pages only: their code, and how many pages are not in them.
    pub partial: Vec<(Lang, usize)>,
}

/// A translation that needs work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The page.
    pub page: String,
    /// The translation's language.
    pub lang: Lang,
    /// What is the matter.
    pub state: State,
    /// Since when, as far as git or the files tell.
    pub since: Timestamp,
    /// The translation's file, there or to be written.
    pub file: String,
    /// The French file.
    pub french: Option<String>,
    /// The revision of the French text now.
    pub revision: Option<Revision>,
    /// The revision that the translation was made from.
    pub translation_of: Option<Revision>,
}

/// What can be the matter with a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There is none.
    Missing,
    /// The French text is another one now, or nobody said which one it was made from.
    OutOfDate,
    /// There is no French page.
    Orphaned,
}

/// What a status looks at.
pub struct Scope<'a> {
    /// One language alone; else all of the site.
    pub lang: Option<&'a Lang>,
    /// French drafts are expected in other languages too.
    pub drafts: bool,
}

impl Status {
    /// Looks at all translations. Without a history, times are those of the files.
    #[must_use]
    pub fn of(pages: &Pages, history: Result<&History, &NoHistory>, scope: &Scope<'_>) -> Self {
        let times = Times { pages, history: history.ok() };
        let mut status = Self { entries: Vec::new(), looked_at: 0, partial: Vec::new() };
        let wanted = |lang: &&Lang| scope.lang.is_none_or(|only| only == *lang);
        for lang in pages.translations.iter().filter(wanted) {
            let may_lack = scope.lang.is_none() && pages.is_partial(lang);
            let mut lacking = 0;
            for (id, files) in pages.iter() {
                let entry = match (files.get(&Lang::french()), files.get(lang)) {
                    (Some(french), Some(translation)) => outdated(&times, french, translation),
                    (Some(french), None) if !pages.stands(id, lang) => {
                        if may_lack {
                            lacking += 1;
                            continue;
                        }
                        if is_draft(french) && !scope.drafts {
                            continue;
                        }
                        Some(missing(&times, french, lang))
                    }
                    (None, Some(translation)) if !pages.stands(id, &Lang::french()) => {
                        Some(orphaned(&times, translation))
                    }
                    // Neither is there, or one cannot be read, which was told.
                    _ => continue,
                };
                status.looked_at += 1;
                status.entries.extend(entry);
            }
            if lacking > 0 {
                status.partial.push((lang.clone(), lacking));
            }
        }
        status
            .entries
            .sort_by(|a, b| (a.since, &a.page, &a.lang).cmp(&(b.since, &b.page, &b.lang)));
        status
    }
}

/// The revision that a translation says it was made from.
#[must_use]
pub fn made_from(translation: &PageFile) -> Option<Revision> {
    translation.document.get(translation::KEY).and_then(Value::as_str)?.parse().ok()
}

fn is_draft(file: &PageFile) -> bool {
    file.document.get("draft").and_then(Value::as_bool).unwrap_or(false)
}

fn outdated(times: &Times<'_>, french: &PageFile, translation: &PageFile) -> Option<Entry> {
    let revision = times.pages.revision(french);
    let translation_of = made_from(translation);
    (translation_of.as_ref() != Some(&revision)).then(|| Entry {
        page: french.id.clone(),
        lang: translation.lang.clone(),
        state: State::OutOfDate,
        since: times.changed(french, translation_of.as_ref(), &revision),
        file: translation.source.name().to_owned(),
        french: Some(french.source.name().to_owned()),
        revision: Some(revision),
        translation_of,
    })
}

fn missing(times: &Times<'_>, french: &PageFile, lang: &Lang) -> Entry {
    let name = french.source.name();
    let stem = name.strip_suffix(".fr.md").unwrap_or(name);
    Entry {
        page: french.id.clone(),
        lang: lang.clone(),
        state: State::Missing,
        since: times.written(french),
        file: format!("{stem}.{lang}.md"),
        french: Some(name.to_owned()),
        revision: Some(times.pages.revision(french)),
        translation_of: None,
    }
}

fn orphaned(times: &Times<'_>, translation: &PageFile) -> Entry {
    Entry {
        page: translation.id.clone(),
        lang: translation.lang.clone(),
        state: State::Orphaned,
        since: times.removed(translation),
        file: translation.source.name().to_owned(),
        french: None,
        revision: None,
        translation_of: made_from(translation),
    }
}

/// When things happened: by git where it knows, else by the files' own times.
struct Times<'a> {
    pages: &'a Pages,
    history: Option<&'a History>,
}

impl Times<'_> {
    /// When the French text became another than the one that a translation was made from.
    fn changed(&self, french: &PageFile, from: Option<&Revision>, now: &Revision) -> Timestamp {
        let Some(history) = self.history else { return self.file_time(french) };
        let versions = history.versions(&french.path);
        let mut since = None;
        for version in versions {
            let text = history.text(version);
            let revision = text.and_then(|text| Revision::of_file(&text, &self.pages.kinds).ok());
            let is_known = match from {
                // The first change after the text that was translated is what counts.
                Some(from) => revision.as_ref() == Some(from),
                // Nobody knows which text was translated: the last change counts.
                None => revision.as_ref() != Some(now),
            };
            if is_known {
                break;
            }
            since = Some(version.time);
        }
        since.unwrap_or_else(|| self.file_time(french))
    }

    /// When the French page came into being.
    fn written(&self, french: &PageFile) -> Timestamp {
        let versions = self.history.map(|history| history.versions(&french.path));
        let first = versions.and_then(|versions| versions.last().map(|version| version.time));
        first.unwrap_or_else(|| self.file_time(french))
    }

    /// When the French page of an orphan was taken away.
    fn removed(&self, orphan: &PageFile) -> Timestamp {
        let french = orphan.path.replace(&format!(".{}.md", orphan.lang), ".fr.md");
        let versions = self.history.map(|history| history.versions(&french));
        let last = versions.and_then(|versions| versions.first().map(|version| version.time));
        last.unwrap_or_else(|| self.file_time(orphan))
    }

    /// When a file was written last; unknown is long ago.
    fn file_time(&self, file: &PageFile) -> Timestamp {
        modified(&self.pages.folder.join(&file.path)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

fn modified(path: &Path) -> Option<Timestamp> {
    fs::metadata(path).ok()?.modified().ok()?.try_into().ok()
}
