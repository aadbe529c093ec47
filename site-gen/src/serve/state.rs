//! What the preview shows, and what stands in the way of showing more: told to every open page.

use std::{fs, path::Path, sync::Arc};

use form_model::{bilingual, bilingual::Bilingual, lang::Lang};
use serde::Serialize;

use crate::{diagnostic::Diagnostics, render::output::Manifest};

/// The preview at one moment. Both can be there: the last good pages, under the mistakes of the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The id of the build whose pages stand in the output folder.
    pub standing: Option<Arc<str>>,
    /// What is wrong since.
    pub broken: Option<Arc<Problems>>,
}

/// Mistakes as the overlay shows them, in the reader's language.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Problems {
    lang: Lang,
    title: String,
    close: String,
    /// One text each, with its place and its line.
    texts: Vec<String>,
}

impl State {
    /// A preview before its first build: what an earlier one left in the output folder, if it was finished.
    #[must_use]
    pub fn left_in(out: &Path) -> Self {
        let build = Manifest::read(out).build;
        let stands =
            !build.is_empty() && fs::exists(out.join("public/index.html")).unwrap_or(false);
        Self { standing: stands.then(|| build.into()), broken: None }
    }

    /// The state after a build that succeeded.
    #[must_use]
    pub fn good(build: &str) -> Self {
        Self { standing: Some(build.into()), broken: None }
    }

    /// The state after mistakes: the pages stay.
    #[must_use]
    pub fn broken(&self, problems: Problems) -> Self {
        Self { standing: self.standing.clone(), broken: Some(problems.into()) }
    }
}

impl Problems {
    /// The errors of a build; warnings stop nothing and stay in the terminal.
    #[must_use]
    pub fn of(diagnostics: &Diagnostics, lang: &Lang) -> Self {
        Self::new(diagnostics.errors_as_text(lang), lang)
    }

    /// One problem beyond the pages.
    #[must_use]
    pub fn one(text: String, lang: &Lang) -> Self {
        Self::new(vec![text], lang)
    }

    fn new(texts: Vec<String>, lang: &Lang) -> Self {
        let count = texts.len();
        let title = if count == 1 {
            bilingual!(
                "Une erreur à corriger : la page reste comme avant",
                "One error to mend: the page stays as it was"
            )
        } else {
            bilingual!(
                "{count} erreurs à corriger : la page reste comme avant",
                "{count} errors to mend: the page stays as it was"
            )
        };
        let close = bilingual!("Fermer (Échap)", "Close (Esc)");
        // The reader may ask for a language that messages do not have.
        let lang = if *lang == Lang::french() { Lang::french() } else { Lang::english() };
        let text = |text: &Bilingual| text.in_lang(&lang).to_owned();
        Self { title: text(&title), close: text(&close), texts, lang }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Code, Diagnostic},
        source::Source,
    };

    fn problems(lang: &Lang) -> Problems {
        let source = Source::new("contact.fr.md", "---\ntittle: A\n---\n");
        let mut told = Diagnostics::default();
        told.push(
            Diagnostic::new(Code::UnknownKey, &source, 4..10, Bilingual::same("no key `tittle`"))
                .help(Bilingual::same("`title`?")),
        );
        told.push(
            Diagnostic::at_file(Code::AltText, "b.fr.md", Bilingual::same("only a warning"))
                .warning(),
        );
        Problems::of(&told, lang)
    }

    #[test]
    fn the_overlay_tells_errors_alone_with_place_line_and_caret() {
        insta::assert_snapshot!(problems(&Lang::english()).texts.join("\n"), @r"
        error[unknown-key]: no key `tittle`
         --> contact.fr.md:2:1
          |
        2 | tittle: A
          | ^^^^^^
          |
          = help: `title`?
        ");
        assert_eq!(problems(&Lang::french()).title.split(' ').next(), Some("Une"));
    }

    #[test]
    fn the_last_good_pages_stay_under_a_mistake() {
        let good = State::good("a");
        let broken = good.broken(problems(&Lang::english()));
        assert_eq!(broken.standing.as_deref(), Some("a"));
        assert!(broken.broken.is_some());
        assert_eq!(State::good("a"), good);
    }

    #[test]
    fn a_folder_without_a_finished_build_shows_nothing() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(State::left_in(out.path()), State::default());
        fs::create_dir(out.path().join("public")).unwrap();
        fs::write(out.path().join("public/index.html"), "").unwrap();
        fs::write(out.path().join("manifest.json"), r#"{"build":"","files":{}}"#).unwrap();
        assert_eq!(State::left_in(out.path()), State::default());
        fs::write(out.path().join("manifest.json"), r#"{"build":"b1","files":{}}"#).unwrap();
        assert_eq!(State::left_in(out.path()), State::good("b1"));
    }
}
