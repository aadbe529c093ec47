//! What the generator tells people: where, what is wrong, how to mend it.
//!
//! A diagnostic is data; how it looks is decided when it is printed (for a terminal, as JSON for a
//! program, as annotations for a forge). All of a run are collected and sorted, never the first alone.

mod code;
mod file;

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
    ops::Range,
    sync::Arc,
};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use form_model::{
    bilingual,
    bilingual::Bilingual,
    lang::Lang,
    visible::{escaped, visible},
};
use jiff::civil::Date;
use serde::Serialize;

pub use code::Code;
pub use file::reason;
pub use form_model::suggestion::{nearest, suggest};

use crate::source::Source;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published while it stands.
    Error,
    /// Worth a look; publishes all the same.
    Warning,
}

/// One thing to tell a person about one place.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    severity: Severity,
    code: Code,
    source: Arc<Source>,
    span: Range<usize>,
    message: Bilingual,
    help: Bilingual,
    drawn: Box<[String]>,
}

impl Diagnostic {
    /// An error about a part of a source.
    #[must_use]
    pub fn new(
        code: Code,
        source: &Arc<Source>,
        span: Range<usize>,
        message: impl Into<Bilingual>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            source: Arc::clone(source),
            span,
            message: message.into(),
            help: Bilingual::default(),
            drawn: Box::default(),
        }
    }

    /// An error about a file as a whole, one that cannot be quoted.
    #[must_use]
    pub fn at_file(code: Code, name: &str, message: impl Into<Bilingual>) -> Self {
        Self::new(code, &Source::new(name, ""), 0..0, message)
    }

    /// Says it in other words.
    #[must_use]
    pub fn message(mut self, message: impl Into<Bilingual>) -> Self {
        self.message = message.into();
        self
    }

    /// Says that it will be so from a day on.
    #[must_use]
    pub fn from_day(mut self, day: Date) -> Self {
        let [fr, en] = [Lang::french(), Lang::english()];
        let (fr, en) = (self.message.in_lang(&fr), self.message.in_lang(&en));
        self.message = bilingual!("dès le {day} : {fr}", "from {day} on: {en}");
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Bilingual>) -> Self {
        self.help = help.into();
        self
    }

    /// Says where else it showed: the pages that were being drawn.
    #[must_use]
    pub fn while_drawing(mut self, pages: &[&str]) -> Self {
        self.drawn = pages.iter().map(|page| (*page).to_owned()).collect();
        self
    }

    /// What is wrong, and the pages where it showed.
    fn told(&self, lang: &Lang) -> String {
        let Some((first, others)) = self.drawn.split_first() else {
            return self.message.in_lang(lang).to_owned();
        };
        let where_ = match others.len() {
            0 => bilingual!("dans {first}", "while drawing {first}"),
            1 => {
                bilingual!("dans {first} et 1 autre page", "while drawing {first} and 1 other page")
            }
            count => bilingual!(
                "dans {first} et {count} autres pages",
                "while drawing {first} and {count} other pages"
            ),
        };
        format!("{} ({})", self.message.in_lang(lang), where_.in_lang(lang))
    }

    /// Makes it a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Whether it stops the build.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The rule it speaks of.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    fn sort_key(&self) -> (&str, usize, Code, &Bilingual) {
        (self.source.name(), self.span.start, self.code, &self.message)
    }

    fn row(&self, lang: &Lang) -> Row<'_> {
        let place = self.source.place(self.span.start);
        Row {
            file: self.source.name(),
            line: place.line,
            column: place.column,
            severity: self.severity,
            code: self.code.as_str(),
            message: self.told(lang),
            help: self.help.in_lang(lang).to_owned(),
        }
    }

    fn text(&self, renderer: &Renderer, lang: &Lang) -> String {
        let (level, name) = match self.severity {
            Severity::Error => (Level::ERROR, bilingual!("erreur", "error")),
            Severity::Warning => (Level::WARNING, bilingual!("avertissement", "warning")),
        };
        let (name, help) = (name.in_lang(lang), bilingual!("aide", "help"));
        let message = self.told(lang);
        let [message, file, advice] =
            [&message, self.source.name(), self.help.in_lang(lang)].map(visible);
        let title = level.with_name(name).primary_title(&*message).id(self.code.as_str());
        let text = self.source.text();
        let start = text.floor_char_boundary(self.span.start);
        let end = text.floor_char_boundary(self.span.end).max(start);
        let (first, lines) = self.source.lines(start..end);
        let part = start - lines.start..end - lines.start;
        let (quoted, part) = visible_part(&text[lines], part);
        let mut group = if text.is_empty() {
            title.element(annotate_snippets::Origin::path(&*file).line(1).char_column(1))
        } else {
            title.element(
                Snippet::source(&*quoted)
                    .path(&*file)
                    .line_start(first)
                    .annotation(AnnotationKind::Primary.span(part)),
            )
        };
        if !self.help.is_empty() {
            group = group.element(Level::HELP.with_name(help.in_lang(lang)).message(&*advice));
        }
        renderer.render(&[group])
    }
}

/// A text with all of its characters shown, and where a part of it is then.
fn visible_part(text: &str, part: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let shown = visible(text);
    if let Cow::Borrowed(_) = shown {
        return (shown, part);
    }
    let [start, end] = [part.start, part.end]
        .map(|offset| shown.floor_char_boundary(visible(&text[..offset]).len()));
    (shown, start..end.max(start))
}

/// In one line: file, line, column, what is wrong.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}",
            self.source.name(),
            self.source.place(self.span.start),
            self.told(&Lang::english())
        )
    }
}

/// A diagnostic as programs read it; part of the stable interface.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    severity: Severity,
    code: &'static str,
    message: String,
    help: String,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Text,
    /// An array of objects.
    Json,
    /// Annotations as GitHub's workflow commands.
    Github,
}

/// All that one run has to say.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Keeps the value of a result, or its diagnostic.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Keeps the value of a result, or all of its diagnostics.
    pub fn keep_all<T>(&mut self, result: Result<T, Self>) -> Option<T> {
        result.map_err(|diagnostics| self.extend(diagnostics)).ok()
    }

    /// Leaves out what breaks one rule: a draft may have gaps.
    pub fn forgive(&mut self, code: Code) {
        self.0.retain(|diagnostic| diagnostic.code != code);
    }

    /// Whether nothing may be published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Diagnostic::is_error)
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of files and places.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.0.dedup_by(|a, b| a.sort_key() == b.sort_key());
        self
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The whole as one text in a format and a language; `colour` only where a terminal shows it.
    #[must_use]
    pub fn render(&self, format: Format, lang: &Lang, colour: bool) -> String {
        match format {
            Format::Text => self.as_text(lang, colour),
            Format::Json => {
                let rows: Vec<_> = self.0.iter().map(|diagnostic| diagnostic.row(lang)).collect();
                escaped(serde_json::to_string_pretty(&rows).unwrap_or_default()) + "\n"
            }
            Format::Github => {
                self.0.iter().map(|diagnostic| github(&diagnostic.row(lang))).collect()
            }
        }
    }

    /// Each error as a text of its own, for a reader of a language.
    #[must_use]
    pub fn errors_as_text(&self, lang: &Lang) -> Vec<String> {
        let errors = self.0.iter().filter(|diagnostic| diagnostic.is_error());
        errors.map(|error| error.text(&Renderer::plain(), lang)).collect()
    }

    fn as_text(&self, lang: &Lang, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut text = String::new();
        for diagnostic in &self.0 {
            text.push_str(&diagnostic.text(&renderer, lang));
            text.push_str("\n\n");
        }
        let errors = self.0.iter().filter(|diagnostic| diagnostic.is_error()).count();
        let warnings = self.0.len() - errors;
        let nouns = [bilingual!("erreur", "error"), bilingual!("avertissement", "warning")];
        let counts =
            [errors, warnings].into_iter().zip(&nouns).filter(|(count, _)| *count > 0).map(
                |(count, noun)| {
                    let plural = if count == 1 { "" } else { "s" };
                    format!("{count} {}{plural}", noun.in_lang(lang))
                },
            );
        let _ = writeln!(text, "{}", counts.collect::<Vec<_>>().join(", "));
        text
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.0.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_text(&Lang::english(), false))
    }
}

/// One workflow command; `%`, line ends and, in properties, `:` and `,` are escaped as GitHub's runner asks.
fn github(row: &Row<'_>) -> String {
    let data =
        |text: &str| visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let level = match row.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let tail = if row.help.is_empty() { String::new() } else { format!("\n{}", row.help) };
    format!(
        "::{level} file={},line={},col={},title={}::{}\n",
        property(row.file),
        row.line,
        row.column,
        row.code,
        data(&format!("{}{tail}", row.message)),
    )
}
