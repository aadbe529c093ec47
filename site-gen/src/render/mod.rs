//! From the site's index to files: contexts for templates, special files, the output folder.

pub mod context;
pub mod known;
pub mod output;
pub mod page;
pub mod robots;
pub mod tree;
