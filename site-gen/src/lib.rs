//! The site generator: Markdown that editors write becomes a bilingual site and the bundle of the
//! form's function.
//!
//! Data flows one way: `content` reads files into pages, `site` puts them in order, `render` and `draw`
//! make HTML of them, `build` joins the three and writes; `check` reads the prose, `serve` builds again at each change. Everything that can be wrong
//! becomes a `diagnostic`, and a run tells all of them.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::base_url::BaseUrl;

pub mod alert;
pub mod assets;
pub mod base_url;
pub mod build;
pub mod check;
pub mod cli;
pub mod content;
pub mod diagnostic;
pub mod draw;
pub mod enclosure;
pub mod facts;
pub mod fallback;
pub mod form;
pub mod form_history;
pub mod front_matter_keys;
pub mod function;
pub mod kind;
pub mod links;
pub mod mail;
pub mod memory;
pub mod named_pages;
pub mod new;
pub mod paired_items;
pub mod redirects;
pub mod reference;
pub mod render;
pub mod schema;
pub mod search;
pub mod security;
pub mod security_txt;
pub mod serve;
pub mod settings;
pub mod site;
pub mod source;
pub mod theme;
pub mod translation;
pub mod typography;
pub mod unpublished;
pub mod yaml;

pub use form_model::{bilingual, bilingual::Bilingual};

/// What a build is told from outside.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of what editors write.
    pub content: PathBuf,
    /// Folder of themes.
    pub themes: PathBuf,
    /// Folder that the built site goes to.
    pub out: PathBuf,
    /// Day that "open" and "closed" are reckoned from; today in Québec if none.
    pub today: Option<Date>,
    /// Where the site will stand, instead of `base_url` in `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Whether drafts are published too.
    pub drafts: bool,
}
