//! A copy of the real content and theme, to be edited as an editor would, then built or checked.
#![allow(dead_code, reason = "each test file uses what it needs")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use form_model::lang::Lang;
use site_gen::{
    Options,
    build::{self, Built},
    diagnostic::{Diagnostics, Format},
    render::output::Manifest,
};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A copy in a folder of its own.
pub struct Copy {
    folder: TempDir,
}

impl Copy {
    /// Copies the real content and themes.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Tests of other crates edit the content through this file too.
        let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let root = above.into_iter().find(|folder| folder.join("content").is_dir()).unwrap();
        for name in ["content", "themes"] {
            for entry in WalkDir::new(root.join(name)) {
                let entry = entry.unwrap();
                let target = folder.path().join(entry.path().strip_prefix(root).unwrap());
                if entry.file_type().is_dir() {
                    fs::create_dir_all(target).unwrap();
                } else {
                    fs::copy(entry.path(), target).unwrap();
                }
            }
        }
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the copy.
    pub fn write(&self, name: &str, text: &str) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// Replaces a text that stands in a file; it must stand there.
    pub fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold {from:?}");
        self.write(name, &text.replacen(from, to, 1))
    }

    /// Removes a file.
    pub fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// A file of the copy or of what was built from it.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A file of the function's bundle, as its first file names it: `pages`, `mail` or `forms`.
    pub fn read_bundled(&self, file: &str) -> String {
        let bundle: serde_json::Value =
            serde_json::from_str(&self.read("dist/form-fn/bundle.json")).unwrap();
        let name = bundle["files"][file].as_str().unwrap();
        self.read(&format!("dist/form-fn/{name}"))
    }

    /// What commands are told: everything in this copy, on a day of its own.
    pub fn options(&self) -> Options {
        Options {
            content: self.path("content"),
            themes: self.path("themes"),
            out: self.path("dist"),
            today: Some("2026-11-22".parse().unwrap()),
            base_url: None,
            drafts: false,
        }
    }

    /// Builds it; it must succeed.
    pub fn build(&self) -> Built {
        build::build(&self.options()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    }

    /// Builds it; it must fail. What was said, with names as in the real tree.
    pub fn fail(&self) -> String {
        let diagnostics = build::build(&self.options()).expect_err("the build should fail");
        self.text(&diagnostics)
    }

    /// Diagnostics as a person reads them, with names as in the real tree.
    pub fn text(&self, diagnostics: &Diagnostics) -> String {
        self.text_for(&Lang::english(), diagnostics)
    }

    /// The same for a reader of a language.
    pub fn text_for(&self, reader: &Lang, diagnostics: &Diagnostics) -> String {
        let folder = format!("{}/", self.folder.path().display());
        diagnostics.render(Format::Text, reader, false).replace(&folder, "")
    }

    /// Names of the content's files that end in this.
    pub fn content_files(&self, ending: &str) -> Vec<String> {
        let root = self.folder.path();
        let files =
            WalkDir::new(self.path("content")).sort_by_file_name().into_iter().map(Result::unwrap);
        files
            .map(|entry| entry.path().strip_prefix(root).unwrap().display().to_string())
            .filter(|name| name.ends_with(ending))
            .collect()
    }

    /// Names of the pages' files that end in this.
    pub fn pages(&self, ending: &str) -> Vec<String> {
        let files = self.content_files(ending).into_iter();
        files.filter(|name| name.starts_with("content/pages/")).collect()
    }

    /// Every file that was built, with its text or bytes.
    pub fn built_files(&self) -> Vec<(String, Vec<u8>)> {
        built_files(&self.path("dist")).into_iter().collect()
    }
}

/// Every file of an output folder but those that are kept for pages of the previous release, and the list of those.
pub fn built_files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<_, _> = WalkDir::new(out)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(out).unwrap();
            (name.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect();
    let mut manifest = Manifest::read(out);
    for name in std::mem::take(&mut manifest.kept).into_keys() {
        files.remove(&name);
    }
    if let Some(text) = files.get_mut("manifest.json") {
        *text = serde_json::to_vec_pretty(&manifest).unwrap();
    }
    files
}
