//! From the site's index to files: contexts for templates, files for machines, the output folder.

pub mod context;
pub mod feed;
pub mod known;
pub mod machines;
pub mod output;
pub mod page;
pub mod robots;
pub mod structured;
pub mod tree;
pub mod web_manifest;
pub mod xml;
