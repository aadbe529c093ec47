//! What editors write, read into pages: files, front matter, Markdown.

pub mod file;
pub mod markdown;
pub mod page;
pub mod period;
