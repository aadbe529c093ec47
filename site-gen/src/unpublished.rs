//! Page files that are there and give no page today: drafts, pages whose day has not come or is over, and
//! those in which something is wrong. Whoever points at one of them is not told that there is nothing.

use std::{collections::BTreeMap, path::PathBuf};

use form_model::{bilingual, bilingual::Bilingual};
use jiff::civil::Date;

use crate::content::page::Page;

/// All of them.
#[derive(Debug, Default)]
pub struct Unpublished {
    /// The folder of all page files.
    pub folder: PathBuf,
    /// Pages that are held back, by their paths.
    pub pages: BTreeMap<String, Withheld>,
    /// Whether something was wrong while pages were read: then more may be missing than is known.
    pub has_mistakes: bool,
}

/// A page that is held back.
#[derive(Debug)]
pub struct Withheld {
    /// The page.
    pub page: Page,
    /// Why it is.
    pub why: Why,
}

/// Why a page is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is marked `draft`.
    Draft,
    /// It is published from a day on.
    Until(Date),
    /// It was published through a day.
    After(Date),
}

impl Unpublished {
    /// Holds back what is not to be published on a day; the pages that are. Drafts are, where `drafts`
    /// says so.
    pub fn sift(&mut self, pages: Vec<Page>, day: Date, drafts: bool) -> Vec<Page> {
        let mut published = Vec::with_capacity(pages.len());
        for page in pages {
            let draft = (page.draft && !drafts).then_some(Why::Draft);
            match draft.or_else(|| page.period.absence(day)) {
                Some(why) => {
                    self.pages.insert(page.path.clone(), Withheld { page, why });
                }
                None => published.push(page),
            }
        }
        published
    }

    /// Whether a file is there, whatever it holds.
    #[must_use]
    pub fn has_file(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// Whether a page has a French file, whatever it holds.
    #[must_use]
    pub fn has_page(&self, id: &str) -> bool {
        self.has_file(&format!("{id}.fr.md")) || self.has_file(&format!("{id}/index.fr.md"))
    }

    /// The pages that come or went by themselves, on a day that they name.
    pub fn by_date(&self) -> impl Iterator<Item = &Withheld> + Clone {
        self.pages.values().filter(|withheld| withheld.why != Why::Draft)
    }
}

impl Why {
    /// To be said after "a page that".
    #[must_use]
    pub fn told(&self) -> Bilingual {
        match self {
            Self::Draft => bilingual!("est un brouillon", "is a draft"),
            Self::Until(day) => bilingual!("paraît le {day}", "is published on {day}"),
            Self::After(day) => {
                bilingual!("a été retirée après le {day}", "was taken down after {day}")
            }
        }
    }
}
