//! A theme: templates, interface words, kinds of pages and assets, one folder of `themes/`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use form_model::{lang::Lang, render};
use tera::{ErrorKind, Tera};
use walkdir::WalkDir;

use crate::{
    assets::Assets,
    diagnostic::{Code, Diagnostic, Diagnostics, suggest},
    fallback::Borrowed,
    kind::Kinds,
    settings::Settings,
    source::Source,
    typography::typeset,
    yaml,
};

/// Templates that the form's function cannot do without.
const FORM_TEMPLATES: [&str; 3] = ["form.html", "confirmation.html", "problem.html"];

/// A theme, read.
pub struct Theme {
    /// Kinds of pages.
    pub kinds: Kinds,
    /// Interface words, as templates get them: `t.key`.
    pub strings: BTreeMap<Lang, BTreeMap<String, String>>,
    /// Words that a language does not have, and shows in French.
    pub borrowed: Vec<Borrowed>,
    /// Files that pages load, under immutable names.
    pub assets: Assets,
    /// The templates, ready to render.
    pub engine: Tera,
    templates: BTreeMap<String, Arc<Source>>,
}

impl Theme {
    /// The folder of the theme that `site.yaml` names.
    ///
    /// # Errors
    /// A theme that is not there, with the one that was probably meant.
    pub fn folder(themes: &Path, settings: &Settings) -> Result<PathBuf, Diagnostic> {
        let folder = themes.join(&settings.theme);
        if folder.is_dir() {
            return Ok(folder);
        }
        let entries = fs::read_dir(themes).into_iter().flatten().filter_map(Result::ok);
        let names: Vec<_> = entries
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        let message = format!("there is no theme `{}` in {}", settings.theme, themes.display());
        Err(settings
            .at(Code::Theme, &["theme"], message)
            .help(suggest(&settings.theme, names.iter().map(String::as_str))))
    }

    /// Reads a theme's folder for the languages of a site.
    #[must_use]
    pub fn read(folder: &Path, languages: &[Lang], diagnostics: &mut Diagnostics) -> Self {
        let (kinds_file, kinds) = read_kinds(folder, diagnostics);
        let mut borrowed = Vec::new();
        let strings = read_strings(folder, languages, &mut borrowed, diagnostics);
        let templates = read_templates(&folder.join("templates"), diagnostics);
        if let Some(source) = &kinds_file {
            for kind in kinds.keys().filter(|kind| !templates.contains_key(&format!("{kind}.html")))
            {
                let span =
                    yaml::locate(source.text(), 0..source.text().len(), &[kind]).unwrap_or(0..0);
                diagnostics.push(
                    Diagnostic::new(
                        Code::Theme,
                        source,
                        span,
                        format!("the kind `{kind}` has no template"),
                    )
                    .help(format!("write templates/{kind}.html")),
                );
            }
        }
        for name in FORM_TEMPLATES.iter().filter(|name| !templates.contains_key(**name)) {
            diagnostics.push(
                Diagnostic::at_file(
                    Code::Theme,
                    &folder.join("templates").join(name).display().to_string(),
                    "the form’s function needs this template, and the theme does not have it",
                )
                .help("write it; themes/circles shows what it holds"),
            );
        }
        let engine = engine(&templates, diagnostics);
        let assets = Assets::read(&folder.join("assets"), diagnostics);
        Self { kinds, strings, borrowed, assets, engine, templates }
    }

    /// The templates' texts, by name.
    #[must_use]
    pub fn template_texts(&self) -> BTreeMap<String, String> {
        self.templates
            .iter()
            .map(|(name, source)| (name.clone(), source.text().to_owned()))
            .collect()
    }

    /// A template's failure, at the place in the template.
    #[must_use]
    pub fn failure(&self, template: &str, error: &tera::Error) -> Diagnostic {
        failure(&self.templates, template, error)
    }
}

/// Reads the kinds of pages, and the file they stand in.
pub fn read_kinds(folder: &Path, diagnostics: &mut Diagnostics) -> (Option<Arc<Source>>, Kinds) {
    let file = diagnostics.keep(Source::read(&folder.join("kinds.yaml")));
    let kinds = file.as_ref().and_then(|source| diagnostics.keep(yaml::parse_as::<Kinds>(source)));
    (file, kinds.unwrap_or_default())
}

/// Reads the words. What a language lacks it borrows from French.
fn read_strings(
    folder: &Path,
    languages: &[Lang],
    borrowed: &mut Vec<Borrowed>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Lang, BTreeMap<String, String>> {
    let Some(source) = diagnostics.keep(Source::read(&folder.join("strings.yaml"))) else {
        return BTreeMap::new();
    };
    let Some(strings) =
        diagnostics.keep(yaml::parse_as::<BTreeMap<String, BTreeMap<Lang, String>>>(&source))
    else {
        return BTreeMap::new();
    };
    for (key, wording) in &strings {
        for lang in languages.iter().filter(|lang| !wording.contains_key(lang)) {
            let span = yaml::locate(source.text(), 0..source.text().len(), &[key]).unwrap_or(0..0);
            let message = format!("the word `{key}` has no `{lang}` text");
            let missing = Diagnostic::new(Code::MissingLanguage, &source, span, message)
                .help(format!("add `{lang}: …`"));
            if *lang == Lang::french() {
                diagnostics.push(missing);
            } else {
                borrowed.push(Borrowed { lang: lang.clone(), name: key.clone(), missing });
            }
        }
    }
    let in_language = |lang: &Lang| {
        let words = strings.iter().filter_map(|(key, wording)| {
            let (lang, text) =
                wording.get_key_value(lang).or_else(|| wording.get_key_value(&Lang::french()))?;
            Some((key.clone(), typeset(text, lang)))
        });
        (lang.clone(), words.collect())
    };
    languages.iter().map(in_language).collect()
}

fn read_templates(folder: &Path, diagnostics: &mut Diagnostics) -> BTreeMap<String, Arc<Source>> {
    let mut templates = BTreeMap::new();
    let files = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    for path in files.map(walkdir::DirEntry::into_path).filter(|path| is_template(path)) {
        let name =
            path.strip_prefix(folder).unwrap_or(&path).display().to_string().replace('\\', "/");
        if let Some(source) = diagnostics.keep(Source::read(&path)) {
            templates.insert(name, source);
        }
    }
    templates
}

fn is_template(path: &Path) -> bool {
    path.is_file()
        && path.extension().is_some_and(|extension| extension == "html" || extension == "xml")
}

/// All templates together; where that fails, each alone, so that every syntax error is told.
fn engine(templates: &BTreeMap<String, Arc<Source>>, diagnostics: &mut Diagnostics) -> Tera {
    let texts = |name: &String, source: &Arc<Source>| (name.clone(), source.text().to_owned());
    match render::engine(templates.iter().map(|(name, source)| texts(name, source))) {
        Ok(engine) => engine,
        Err(error) => {
            let alone: Vec<_> = templates
                .iter()
                .filter_map(|(name, source)| {
                    let error = render::engine([texts(name, source)]).err()?;
                    matches!(error.kind(), ErrorKind::SyntaxError(_))
                        .then(|| failure(templates, name, &error))
                })
                .collect();
            if alone.is_empty() {
                diagnostics.push(failure(templates, "", &error));
            }
            diagnostics.extend(alone);
            Tera::default()
        }
    }
}

fn failure(
    templates: &BTreeMap<String, Arc<Source>>,
    template: &str,
    error: &tera::Error,
) -> Diagnostic {
    let (name, span, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.filename(), report.span().range.clone(), report.message().to_owned())
        }
        other => (template, 0..0, other.to_string()),
    };
    match templates.get(name) {
        Some(source) => Diagnostic::new(Code::Template, source, span, message),
        None => Diagnostic::at_file(Code::Template, name, message),
    }
    .help("mend the template; ARCHITECTURE.md lists what templates are given")
}
