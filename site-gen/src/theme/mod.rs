//! A theme: templates, interface words, kinds of pages and assets, in a folder of `themes/` and in those
//! of the themes that it extends.

pub mod lineage;
pub mod reach;
mod scripts;
mod strings;

use std::{collections::BTreeMap, ops::Range, path::Path, sync::Arc};

use form_model::bilingual::Bilingual;
use form_model::{bilingual, lang::Lang, render};
use tera::{ErrorKind, Tera};

use crate::{
    assets::Assets,
    diagnostic::{Code, Diagnostic, Diagnostics},
    fallback::Borrowed,
    kind::{self, Kinds},
    mail,
    render::web_manifest::{self, Look},
    source::Source,
    yaml,
};

pub use lineage::Lineage;
pub use reach::Reach;

/// Templates that the form's function and its messages cannot do without.
const FORM_TEMPLATES: [&str; 5] =
    ["form.html", "confirmation.html", "problem.html", mail::HTML, mail::TEXT];

/// A theme, read.
pub struct Theme {
    /// Kinds of pages.
    pub kinds: Kinds,
    /// Whether they could be read: if not, there are none, and what follows from that is not told.
    pub kinds_are_known: bool,
    /// Interface words, as templates get them: `t.key`.
    pub strings: BTreeMap<Lang, BTreeMap<String, String>>,
    /// Words that a language does not have, and shows in French.
    pub borrowed: Vec<Borrowed>,
    /// Files that pages load, under immutable names.
    pub assets: Assets,
    /// What its web manifests show.
    pub look: Option<Look>,
    /// What the template of each kind reaches.
    reaches: BTreeMap<String, Reach>,
    /// The templates, ready to render.
    pub engine: Tera,
    templates: BTreeMap<String, Arc<Source>>,
}

impl Theme {
    /// Reads a theme for the languages of a site.
    #[must_use]
    pub fn read(theme: &Lineage, languages: &[Lang], diagnostics: &mut Diagnostics) -> Self {
        let (kinds_file, kinds) = kind::read(&theme.file(kind::FILE), diagnostics);
        let kinds_are_known = kinds.is_some();
        let kinds = kinds.unwrap_or_default();
        let mut borrowed = Vec::new();
        let strings = strings::read(theme, languages, &mut borrowed, diagnostics);
        let assets = Assets::read(&theme.files("assets"), diagnostics);
        let templates = read_templates(theme, &assets, diagnostics);
        if let Some(source) = &kinds_file {
            diagnostics.extend(unfit_kinds(source, &kinds, &templates));
        }
        for name in FORM_TEMPLATES.iter().filter(|name| !templates.contains_key(**name)) {
            diagnostics.push(
                Diagnostic::at_file(
                    Code::Theme,
                    &theme.file(&format!("templates/{name}")).display().to_string(),
                    bilingual!(
                        "la fonction du formulaire a besoin de ce modèle, et le thème ne l’a pas",
                        "the form’s function needs this template, and the theme does not have it"
                    ),
                )
                .help(bilingual!(
                    "écrivez-le; themes/circles montre ce qu’il contient",
                    "write it; themes/circles shows what it holds"
                )),
            );
        }
        let engine = engine(&templates, diagnostics);
        let look = Look::read(&theme.file(web_manifest::FILE), &assets, diagnostics);
        let reach = |kind: &String| Reach::of(&templates, &format!("{kind}.html"));
        let reaches = kinds.keys().map(|kind| (kind.clone(), reach(kind))).collect();
        Self { kinds, kinds_are_known, strings, borrowed, assets, look, reaches, engine, templates }
    }

    /// What the template of a kind reaches.
    #[must_use]
    pub fn reach(&self, kind: &str) -> Option<&Reach> {
        self.reaches.get(kind)
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
        let first = failures(&self.templates, template, error).into_iter().next();
        first.unwrap_or_else(|| {
            Diagnostic::at_file(Code::Template, template, Bilingual::same(&error.to_string()))
        })
    }
}

/// Kinds without a template, and what kinds say of fields that they do not have.
fn unfit_kinds(
    source: &Arc<Source>,
    kinds: &Kinds,
    templates: &BTreeMap<String, Arc<Source>>,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for (name, kind) in kinds {
        if !templates.contains_key(&format!("{name}.html")) {
            let message = bilingual!(
                "le genre `{name}` n’a pas de modèle",
                "the kind `{name}` has no template"
            );
            let help = bilingual!("écrivez templates/{name}.html", "write templates/{name}.html");
            told.push(yaml::at_key(source, Code::Theme, &[name], message).help(help));
        }
        let misnamed = kind.misnamed().into_iter();
        told.extend(
            misnamed.map(|(key, message)| yaml::at_key(source, Code::Theme, &[name, key], message)),
        );
    }
    told
}

/// The templates, their scripts with the digests that the policy knows them by.
fn read_templates(
    theme: &Lineage,
    assets: &Assets,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Arc<Source>> {
    let mut templates = BTreeMap::new();
    for (name, path) in theme.files("templates").into_iter().filter(|(_, path)| is_template(path)) {
        let Some(source) = diagnostics.keep(Source::read(&path)) else { continue };
        let (text, stopped) = scripts::with_digests(source.text(), assets);
        diagnostics.extend(stopped.into_iter().map(|stopped| {
            Diagnostic::new(Code::Theme, &source, stopped.span, stopped.message).help(stopped.help)
        }));
        templates.insert(name, Source::new(source.name(), text));
    }
    templates
}

fn is_template(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| ["html", "txt", "xml"].iter().any(|known| extension == *known))
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
                        .then(|| failures(templates, name, &error))
                })
                .collect();
            if alone.is_empty() {
                diagnostics.extend(failures(templates, "", &error));
            }
            diagnostics.extend(alone.into_iter().flatten());
            Tera::default()
        }
    }
}

/// Everything that an error of the template engine tells, each at its place.
fn failures(
    templates: &BTreeMap<String, Arc<Source>>,
    template: &str,
    error: &tera::Error,
) -> Vec<Diagnostic> {
    let at = |name: &str, place: &dyn Fn(&Source) -> Range<usize>, message: Bilingual| {
        match templates.get(name) {
            Some(source) => Diagnostic::new(Code::Template, source, place(source), message),
            None => Diagnostic::at_file(Code::Template, name, message),
        }
        .help(bilingual!(
            "corrigez le modèle; ARCHITECTURE.md énumère ce que les modèles reçoivent",
            "mend the template; ARCHITECTURE.md lists what templates are given"
        ))
    };
    let first = |needle: &str, source: &Source| {
        let start = source.text().find(needle);
        start.map_or(0..0, |start| start..start + needle.len())
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![at(report.filename(), &|_| report.span().range.clone(), told(report.message()))]
        }
        ErrorKind::MissingParent { current, parent } => {
            let message =
                bilingual!("il n’y a pas de modèle `{parent}`", "there is no template `{parent}`");
            vec![at(current, &|source| first(parent, source), message)]
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            vec![at(
                tpl,
                &|source| first("extends", source),
                bilingual!(
                    "des modèles s’étendent l’un l’autre en rond",
                    "templates extend each other in a circle"
                ),
            )]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            vec![at(
                tpl,
                &|source| first("include", source),
                bilingual!(
                    "des modèles s’incluent l’un l’autre en rond",
                    "templates include each other in a circle"
                ),
            )]
        }
        other => {
            let text = other.to_string();
            let reports: Vec<_> = reports(&text).collect();
            if reports.is_empty() {
                return vec![at(
                    template,
                    &|_| 0..0,
                    Bilingual::same(text.lines().next().unwrap_or_default()),
                )];
            }
            let tell = |(message, name, line, column): (&str, &str, usize, usize)| {
                at(
                    name,
                    &|source| source.to_line_end(source.offset(line, column)),
                    Bilingual::same(message),
                )
            };
            reports.into_iter().map(tell).collect()
        }
    }
}

/// What the engine says, in French where it says what it says most often.
fn told(message: &str) -> Bilingual {
    let french = || {
        let (name, rest) = message.split_once(" `")?.1.split_once('`')?;
        let known = rest.split_once("Available fields: ").map(|(_, known)| known);
        Some(match (message.split_once(' ')?.0, known) {
            ("Field", Some(known)) => {
                format!("il n’y a pas de champ `{name}` ici; il y a\u{a0}: {known}")
            }
            ("Field" | "Variable", _) if rest.contains("not defined") => {
                format!("`{name}` n’existe pas ici")
            }
            ("Unknown", _) => format!("`{name}` est inconnu"),
            _ => return None,
        })
    };
    french().map_or_else(|| Bilingual::same(message), |french| Bilingual::new(french, message))
}

/// What the engine has drawn for a person, several errors in one text: message, template, line, column.
fn reports(text: &str) -> impl Iterator<Item = (&str, &str, usize, usize)> {
    text.split("error: ").filter_map(|report| {
        let mut lines = report.lines();
        let message = lines.next()?.trim();
        let place = lines.find_map(|line| line.trim().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some((message, parts.next()?, line, column))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(templates: &[(&str, &str)]) -> Vec<String> {
        let sources =
            templates.iter().map(|(name, text)| ((*name).to_owned(), Source::new(*name, *text)));
        let mut diagnostics = Diagnostics::default();
        engine(&sources.collect(), &mut diagnostics);
        diagnostics.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_kind_of_mistake_has_its_template_line_and_column() {
        assert_eq!(told(&[("a.html", "x\n{% if %}")]).len(), 1);
        assert_eq!(
            told(&[("a.html", "{% extends \"bas.html\" %}")]),
            ["a.html:1:13: there is no template `bas.html`"]
        );
        assert_eq!(
            told(&[("a.html", "{{ x | nope }}"), ("b.html", "y\n{{ x | never }}")]),
            ["a.html:1:8: Unknown filter `nope`", "b.html:2:8: Unknown filter `never`"]
        );
        assert_eq!(
            told(&[("a.html", "{% extends \"b.html\" %}"), ("b.html", "{% extends \"a.html\" %}")]),
            ["a.html:1:4: templates extend each other in a circle"]
        );
    }
}
