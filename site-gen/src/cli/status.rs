//! `site-gen status`: which translations need work, what changed for them, and that they were reviewed.

use std::{io::IsTerminal, process::ExitCode};

use clap::Args;
use form_model::bilingual::words;
use form_model::{bilingual, lang::Lang};

use super::{complain, print_diagnostics, say, say_styled};
use crate::{
    Options,
    diagnostic::Diagnostics,
    translation::{
        difference::Difference,
        history::History,
        pages::{Pages, Refusal},
        review::{self, Review},
        status::{Scope, Status},
        table::Format,
    },
};

/// What `site-gen status` is told.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Show what changed in the French text of a page since its translation was made
    #[arg(long, value_name = "PAGE", conflicts_with_all = ["reviewed", "format"])]
    diff: Option<String>,
    /// Note in a page's translation that it says what the French text says now
    #[arg(long, value_name = "PAGE", conflicts_with = "format")]
    reviewed: Option<String>,
    /// Translations into this language alone
    #[arg(long, value_name = "LANGUAGE")]
    only: Option<Lang>,
    /// How to print the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `site-gen status`: success if all is up to date, or if what was asked for was done.
pub fn run(options: &Options, reader: &Lang, args: &StatusArgs) -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    let pages = Pages::read(options, &mut diagnostics);
    let unread = diagnostics.has_errors();
    print_diagnostics(&diagnostics.sorted(), reader);
    let Some(pages) = pages else { return ExitCode::FAILURE };
    let only = args.only.as_ref();
    let done = match (&args.diff, &args.reviewed) {
        (Some(page), _) => diff(&pages, options, page, only, reader),
        (_, Some(page)) => reviewed(&pages, page, only, reader),
        (None, None) => {
            let up_to_date = list(&pages, options, args, reader);
            if unread {
                let told = words(
                    "ce qui n’a pas pu être lu, plus haut, n’y figure pas",
                    "what could not be read, above, is not among them",
                );
                complain(told.in_lang(reader));
            }
            up_to_date.map(|up_to_date| up_to_date && !unread)
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(refusal) => {
            complain(refusal.told().in_lang(reader));
            ExitCode::FAILURE
        }
    }
}

/// Lists what needs work; whether that is nothing.
fn list(
    pages: &Pages,
    options: &Options,
    args: &StatusArgs,
    reader: &Lang,
) -> Result<bool, Refusal> {
    if let Some(lang) = args.only.as_ref().filter(|lang| !pages.translations.contains(lang)) {
        let known: Vec<_> = pages.translations.iter().map(|lang| format!("`{lang}`")).collect();
        return Err(Refusal::new(
            bilingual!(
                "le site n’a pas de traductions en `{lang}`",
                "the site has no translations in `{lang}`"
            ),
            bilingual!(
                "ses langues à part le français : {}",
                "its languages besides French: {}",
                known.join(", ")
            ),
        ));
    }
    let history = History::read(&options.content);
    let scope = Scope { lang: args.only.as_ref(), drafts: options.drafts };
    let status = Status::of(pages, history.as_ref(), &scope);
    say(&status.render(args.format, reader));
    Ok(status.entries.is_empty())
}

fn diff(
    pages: &Pages,
    options: &Options,
    page: &str,
    only: Option<&Lang>,
    reader: &Lang,
) -> Result<bool, Refusal> {
    let pair = pages.pair(page, only)?;
    let history = History::read(&options.content);
    if let Some(difference) = Difference::of(pages, &pair, history.as_ref(), reader)? {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        say_styled(&difference.render(colour));
    } else {
        let told = bilingual!(
            "{} : à jour, rien n’a changé en français",
            "{}: up to date, nothing changed in French",
            pair.translation.source.name()
        );
        say(&format!("{}\n", told.in_lang(reader)));
    }
    Ok(true)
}

fn reviewed(
    pages: &Pages,
    page: &str,
    only: Option<&Lang>,
    reader: &Lang,
) -> Result<bool, Refusal> {
    let pair = pages.pair(page, only)?;
    let name = pair.translation.source.name();
    match review::note(pages, &pair) {
        Ok(Review::Noted(revision)) => {
            let told = bilingual!(
                "{name} : noté, c’est une traduction de {revision}",
                "{name}: noted, it is a translation of {revision}"
            );
            say(&format!("{}\n", told.in_lang(reader)));
        }
        Ok(Review::Known(revision)) => {
            let told = bilingual!(
                "{name} : c’est déjà une traduction de {revision}",
                "{name}: it is a translation of {revision} already"
            );
            say(&format!("{}\n", told.in_lang(reader)));
        }
        Err(diagnostic) => {
            print_diagnostics(&diagnostic.into(), reader);
            return Ok(false);
        }
    }
    Ok(true)
}
