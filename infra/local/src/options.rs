//! What the local system can be told.

use std::path::PathBuf;

use clap::Parser;
use site_gen::{cli::reader::Reader, serve::Loopback};

/// The site, its form and its database on this machine. The site follows every change of content and
/// theme; applications are kept.
#[derive(Debug, Parser)]
#[command(name = "local", version, max_term_width = 100)]
pub struct Options {
    /// Address of this machine to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "HOST:PORT")]
    pub addr: Loopback,
    /// Folder that applications are kept in
    #[arg(long, default_value = ".data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// Folder of what editors write
    #[arg(long, default_value = "content", value_name = "FOLDER")]
    pub content: PathBuf,
    /// Folder of themes
    #[arg(long, default_value = "themes", value_name = "FOLDER")]
    pub themes: PathBuf,
    /// Folder that the built site goes to
    #[arg(long, default_value = "dist", value_name = "FOLDER")]
    pub out: PathBuf,
    /// Answer the form alone, of the site built in --out, behind a web server (infra/hosts/README.md):
    /// nothing is built or watched; SIGHUP takes a new build
    #[arg(long)]
    pub service: bool,
    /// Who reads what is told.
    #[command(flatten)]
    pub reader: Reader,
}

impl Options {
    /// The generator's part of it.
    #[must_use]
    pub fn build(&self) -> site_gen::Options {
        site_gen::Options {
            content: self.content.clone(),
            themes: self.themes.clone(),
            out: self.out.clone(),
            today: None,
            base_url: None,
            drafts: false,
        }
    }
}
