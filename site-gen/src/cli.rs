//! The `site-gen` command: its options, what it prints, how it ends.

pub mod reader;
mod status;

use std::{
    io::{self, IsTerminal, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};

use clap::{Args, Parser, Subcommand};
use form_model::bilingual::words;
use form_model::{bilingual, bilingual::Bilingual, lang::Lang, visible::visible};
use jiff::civil::Date;

use self::reader::Reader;
use crate::{
    Options,
    base_url::BaseUrl,
    build::{self, Recorded},
    diagnostic::{Diagnostics, Format},
    new,
    redirects::record,
    schema,
    serve::{self, Loopback},
    translation::table,
};

/// Builds, checks and shows the bilingual site.
#[derive(Debug, Parser)]
#[command(name = "site-gen", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Common {
    /// Folder of what editors write
    #[arg(long, global = true, default_value = "content", value_name = "FOLDER")]
    content: PathBuf,
    /// Folder of themes
    #[arg(long, global = true, default_value = "themes", value_name = "FOLDER")]
    themes: PathBuf,
    /// Folder that the built site goes to
    #[arg(long, global = true, default_value = "dist", value_name = "FOLDER")]
    out: PathBuf,
    /// Day that "open" and "closed" are reckoned from [default: today in Québec]
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// Where the site will stand, instead of `base_url` in site.yaml
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<BaseUrl>,
    /// With pages that are marked `draft`
    #[arg(long, global = true)]
    drafts: bool,
    #[command(flatten)]
    reader: Reader,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the site and the bundle of the form's function
    Build,
    /// Look for mistakes; write nothing
    Check {
        /// How to print what is found
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// Also refuse what must not be published: example data
        #[arg(long)]
        release: bool,
    },
    /// Print the JSON Schema of a kind's front matter, of site.yaml, form.yaml or theme.yaml
    Schema {
        /// A kind of page, `message`, `site.yaml`, `form.yaml` or `theme.yaml`
        kind: String,
    },
    /// Write a new page's files, one for each language, with every key explained
    New {
        /// A kind of page: page, opportunity, partner-type, result, level…
        kind: String,
        /// The page below content/pages, such as opportunities/garden
        path: String,
    },
    /// List how easy every page is to read, the hardest first
    Readability {
        /// How to print the list
        #[arg(long, value_enum, default_value_t)]
        format: table::Format,
    },
    /// List translations that are missing or out of date; show what changed, note a review
    Status(status::StatusArgs),
    /// Note in the content the addresses that visitors know and the form as it is now, so that a changed address
    /// redirects and old applications stay readable
    Record,
    /// Show the site on this machine, rebuilt and reloaded at each change
    Serve {
        /// Address of this machine to listen on; port 0 takes a free one
        #[arg(long, default_value = "127.0.0.1:8080", value_name = "HOST:PORT")]
        addr: Loopback,
    },
}

/// Runs the command and tells how it ended.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let (options, lang) = cli.common.split();
    let lang = &lang;
    match cli.command {
        Command::Build => build_site(&options, lang),
        Command::Check { format, release } => check_site(&options, lang, format, release),
        Command::Schema { kind } => print_or_tell(
            schema::schema(&options, &kind, lang)
                .map(|schema| serde_json::to_string_pretty(&schema).unwrap_or_default()),
            lang,
        ),
        Command::New { kind, path } => {
            print_or_tell(new::page(&options, &kind, &path).map(|page| page.tell(lang)), lang)
        }
        Command::Record => print_or_tell(
            build::record(&options).map(|recorded| tell_recorded(&options, &recorded, lang)),
            lang,
        ),
        Command::Readability { format } => {
            print_or_tell(build::scores(&options).map(|scores| scores.render(format, lang)), lang)
        }
        Command::Status(args) => status::run(&options, lang, &args),
        Command::Serve { addr } => serve_site(options, lang, addr),
    }
}

impl Common {
    /// What a build is told, and the language of who reads what it says.
    fn split(self) -> (Options, Lang) {
        let Self { content, themes, out, today, base_url, drafts, reader } = self;
        (Options { content, themes, out, today, base_url, drafts }, reader.language())
    }
}

fn build_site(options: &Options, lang: &Lang) -> ExitCode {
    let start = Instant::now();
    match build::build(options) {
        Ok(built) => {
            print_diagnostics(&built.warnings, lang);
            let (pages, time) = (built.pages, start.elapsed().as_millis());
            let told = bilingual!("{pages} pages en {time} ms", "{pages} pages in {time} ms");
            say(&format!("{}, {}\n", told.in_lang(lang), built.changes.told().in_lang(lang)));
            ExitCode::SUCCESS
        }
        Err(diagnostics) => {
            print_diagnostics(&diagnostics, lang);
            ExitCode::FAILURE
        }
    }
}

fn check_site(options: &Options, lang: &Lang, format: Format, release: bool) -> ExitCode {
    let diagnostics = build::check(options, release);
    let failed = diagnostics.has_errors();
    match format {
        Format::Text if diagnostics.is_empty() => {
            say(words("rien à corriger\n", "nothing to mend\n").in_lang(lang));
        }
        Format::Text => print_diagnostics(&diagnostics, lang),
        format => say(&diagnostics.render(format, lang, false)),
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A line for the addresses, another for the form where it is new.
fn tell_recorded(options: &Options, recorded: &Recorded, lang: &Lang) -> String {
    let addresses = new_addresses(options, recorded.addresses);
    let form = recorded.form.as_ref().map(|file| {
        let file = file.display();
        bilingual!(
            "{file} : le formulaire tel qu’il est. Gardez ce fichier avec le contenu (git add).",
            "{file}: the form as it is now. Keep this file with the content (git add)."
        )
    });
    let lines: Vec<_> = [addresses].into_iter().chain(form).collect();
    lines.iter().map(|line| line.in_lang(lang)).collect::<Vec<_>>().join("\n")
}

fn new_addresses(options: &Options, new: usize) -> Bilingual {
    let file = options.content.join(record::FILE);
    let file = file.display();
    match new {
        0 => bilingual!("{file} : aucune adresse nouvelle.", "{file}: no new address."),
        1 => bilingual!(
            "{file} : 1 adresse nouvelle. Gardez ce fichier avec le contenu (git add).",
            "{file}: 1 new address. Keep this file with the content (git add)."
        ),
        _ => bilingual!(
            "{file} : {new} adresses nouvelles. Gardez ce fichier avec le contenu (git add).",
            "{file}: {new} new addresses. Keep this file with the content (git add)."
        ),
    }
}

fn print_or_tell(outcome: Result<String, Diagnostics>, lang: &Lang) -> ExitCode {
    match outcome {
        Ok(text) => {
            say(&(text + "\n"));
            ExitCode::SUCCESS
        }
        Err(diagnostics) => {
            print_diagnostics(&diagnostics, lang);
            ExitCode::FAILURE
        }
    }
}

fn serve_site(options: Options, lang: &Lang, addr: Loopback) -> ExitCode {
    match serve::run(options, lang, addr) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.told().in_lang(lang));
            ExitCode::FAILURE
        }
    }
}

/// Prints to standard output; characters that a terminal does not show become marks. A reader such as `head` may stop before
/// the end, which is no failure.
pub fn say(text: &str) {
    say_styled(&visible(text));
}

/// The same for a text with colours, in which whatever people wrote is visible already.
pub fn say_styled(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints a line to standard error, as [`say`] does.
pub fn complain(text: &str) {
    eprintln!("{}", visible(text));
}

/// Prints to standard error for a reader of a language, in colour where that is a terminal.
pub fn print_diagnostics(diagnostics: &Diagnostics, lang: &Lang) {
    if !diagnostics.is_empty() {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        eprint!("{}", diagnostics.render(Format::Text, lang, colour));
    }
}
