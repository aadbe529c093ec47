//! What editors write, read into pages: files, front matter, Markdown.

pub mod allowed_html;
pub mod file;
mod front_matter;
pub mod headings;
pub mod html;
pub mod markdown;
pub mod page;
pub mod period;
mod raw_html;
pub mod scheme;
