//! The name of a new page: what an editor typed, as a path below `content/pages`.

use std::path::{Component, Path};

use form_model::bilingual;

use crate::{
    content::{headings, page::is_slug},
    diagnostic::{Code, Diagnostic},
};

/// A page's name: folders and the stem of its files, `opportunities/garden`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Reads what was typed. The folder of pages before it, a language and `.md` after it do no harm:
    /// that is how file names complete at a prompt.
    ///
    /// # Errors
    /// A path that leaves the folder of pages, or that cannot stand in an address.
    pub fn read(typed: &str, pages: &Path) -> Result<Self, Diagnostic> {
        let path = Path::new(typed);
        let below = path.strip_prefix(pages).unwrap_or(path);
        let outside =
            |part: Component<'_>| !matches!(part, Component::Normal(_) | Component::CurDir);
        if below.components().any(outside) {
            let message = bilingual!(
                "`{typed}` n’est pas sous `{}`",
                "`{typed}` is not below `{}`",
                pages.display()
            );
            return Err(Diagnostic::at_file(Code::FileName, typed, message).help(bilingual!(
                "écrivez le chemin à partir de là, comme `opportunities/garden`",
                "write the path from there on, such as `opportunities/garden`"
            )));
        }
        let mut parts: Vec<_> = below
            .components()
            .filter(|part| *part != Component::CurDir)
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        if let Some(stem) = parts.last_mut().and_then(|file| file.strip_suffix(".md").map(stem)) {
            parts.pop();
            parts.push(stem);
        }
        if parts.is_empty() || !parts.iter().all(|part| is_slug(part)) {
            let message = bilingual!(
                "`{typed}` ne peut pas faire partie d’une adresse",
                "`{typed}` cannot stand in an address"
            );
            let plain: Vec<_> = parts.iter().map(|part| headings::slug(part)).collect();
            let such = match plain.join("/") {
                plain if parts.is_empty() || plain.split('/').any(str::is_empty) => {
                    "opportunities/garden".to_owned()
                }
                plain => plain,
            };
            return Err(Diagnostic::at_file(Code::FileName, typed, message).help(bilingual!(
                "servez-vous de petites lettres sans accents, de chiffres et de `-`, comme `{such}`",
                "use small letters without accents, digits and `-`, such as `{such}`"
            )));
        }
        Ok(Self(parts.join("/")))
    }

    /// The file of a language, below the folder of pages.
    #[must_use]
    pub fn file(&self, lang: &impl std::fmt::Display) -> String {
        format!("{}.{lang}.md", self.0)
    }

    /// Every name that means the same page: `levels` is also `levels/index`.
    #[must_use]
    pub fn twins(&self) -> [Self; 2] {
        let other = match self.0.strip_suffix("/index") {
            Some(folder) => folder.to_owned(),
            None => format!("{}/index", self.0),
        };
        [self.clone(), Self(other)]
    }

    /// The folder that it stands in, and its page's name, if it stands in one.
    #[must_use]
    pub fn parent(&self) -> Option<(&str, Self)> {
        let page = self.0.strip_suffix("/index").unwrap_or(&self.0);
        let (folder, _) = page.rsplit_once('/')?;
        Some((folder, Self(folder.to_owned())))
    }
}

/// `garden.fr` is the French file of `garden`.
fn stem(file: &str) -> String {
    match file.rsplit_once('.') {
        Some((stem, lang)) if lang.parse::<form_model::lang::Lang>().is_ok() => stem.to_owned(),
        _ => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(typed: &str) -> Result<String, String> {
        let name = Name::read(typed, Path::new("content/pages"));
        name.map(|name| name.0).map_err(|diagnostic| diagnostic.to_string())
    }

    #[test]
    fn names_are_taken_as_they_complete_at_a_prompt() {
        for typed in [
            "opportunities/garden",
            "./opportunities/garden",
            "content/pages/opportunities/garden",
            "content/pages/opportunities/garden.md",
            "opportunities/garden.fr.md",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("opportunities/garden"), "{typed}");
        }
    }

    #[test]
    fn what_leaves_the_folder_or_no_address_can_hold_is_refused() {
        for typed in ["../x", "a/../../x", "/etc/x", "content/x/../../y"] {
            assert!(read(typed).unwrap_err().contains("is not below"), "{typed}");
        }
        for typed in ["", ".", "Jardin", "jardin d’été", "a//é", "a.b", "a\\b", "x.fr.en.md"] {
            assert!(read(typed).unwrap_err().contains("cannot stand"), "{typed}");
        }
    }

    #[test]
    fn an_index_is_the_page_of_its_folder() {
        let name = Name("levels/index".to_owned());
        assert_eq!(name.twins()[1], Name("levels".to_owned()));
        assert_eq!(name.parent(), None);
        let name = Name("levels/one".to_owned());
        assert_eq!(name.parent(), Some(("levels", Name("levels".to_owned()))));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_stays_below_the_folder(typed in "[a-zé./\\\\ -]{0,20}") {
            if let Ok(name) = read(&typed) {
                prop_assert!(name.split('/').all(is_slug), "{name}");
            }
        }
    }
}
