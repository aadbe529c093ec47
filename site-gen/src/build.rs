//! The whole build: read, put in order, draw in parallel, write what changed. Or only look for mistakes.

use std::{collections::BTreeSet, path::PathBuf};

use blake3::Hash;
use form_model::bilingual::Bilingual;
use form_model::{bilingual, lang::Lang, zone};
use jiff::Timestamp;

use crate::{
    Options,
    check::{self, scores::Scores},
    content::{
        self, file,
        page::{Page, Surroundings},
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    draw::{Hands, Recall, draw},
    enclosure::{self, Used},
    fallback, form,
    form_history::FormHistory,
    mail,
    memory::{self, Memory},
    named_pages, paired_items,
    redirects::{self, record::Record},
    render::output::{Changes, Durability, Output},
    settings::Settings,
    site::{HOME, NOT_FOUND, Site},
    theme::{Lineage, Theme},
    unpublished::Unpublished,
};

/// Where drawn pictures are kept from build to build, in the output folder.
const PICTURES: &str = ".pictures";

/// A build that succeeded.
#[derive(Debug)]
pub struct Built {
    /// Pages published, all languages together.
    pub pages: usize,
    /// Pages drawn for it; the others are as the build before drew them.
    pub drawn: usize,
    /// Its id, a digest of all files.
    pub id: String,
    /// What changed in the output folder.
    pub changes: Changes,
    /// What is worth a look.
    pub warnings: Diagnostics,
}

/// Builds the site into the output folder.
///
/// # Errors
/// Everything that is wrong, sorted; the output folder is then as it was.
pub fn build(options: &Options) -> Result<Built, Diagnostics> {
    produce(options, None)
}

/// Builds it, and draws only pages that may have changed since the last good build that the memory holds.
/// What is written and told is the same as without memory.
///
/// # Errors
/// As [`build`]; the memory is then as it was.
pub fn rebuild(options: &Options, memory: &mut Memory) -> Result<Built, Diagnostics> {
    produce(options, Some(memory))
}

fn produce(options: &Options, memory: Option<&mut Memory>) -> Result<Built, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let site = load(options, &mut diagnostics);
    let output = diagnostics.keep(Output::open(&options.out));
    let (Some((site, named)), Some(output)) = (site, output) else {
        return Err(diagnostics.sorted());
    };
    let put = |path: &str, bytes: &[u8]| output.put(path, bytes);
    let known = memory.as_deref();
    let recall = |page: &Page, path: &str, from: Hash| {
        let known = known?;
        let drawn = known.recall(page, from)?;
        output.keep(path, &known.files).then_some(drawn)
    };
    let around = known.map(|_| memory::around(options, &site));
    let hands = Hands { put: &put, recall: around.map(|around| (around, &recall as Recall<'_>)) };
    let mut drawn = draw(options, &site, hands, &mut diagnostics);
    if !diagnostics.has_errors() {
        drawn.files.extend(named);
        let cache = options.out.join(PICTURES);
        diagnostics.extend(enclosure::publish(&site.enclosures, &drawn.files, &cache, &put));
    }
    let (Some(mut bundle), false) = (drawn.bundle, diagnostics.has_errors()) else {
        return Err(diagnostics.sorted());
    };
    let id = output.build_id(&bundle.put_pages(&put)?);
    bundle.put(&id, &put)?;
    let durability = if memory.is_some() { Durability::InMemory } else { Durability::OnDisk };
    let (changes, files) = output.commit(&id, durability)?;
    if let Some(memory) = memory {
        memory.keep(&site, drawn.pages, files);
    }
    let warnings = diagnostics.sorted();
    Ok(Built { pages: site.pages.len(), drawn: drawn.anew, id, changes, warnings })
}

/// Looks for every mistake, also those of the rules in `check/`, and errors that the coming days hold;
/// writes nothing. For a `release`, example data is a mistake too.
#[must_use]
pub fn check(options: &Options, release: bool) -> Diagnostics {
    let (site, mut diagnostics) = look(options);
    if let Some(site) = &site {
        if !diagnostics.has_errors() {
            diagnostics.extend(coming(options, site));
        }
        if release {
            diagnostics.extend(site.settings.unfit_for_release(options.base_url.as_ref()));
            diagnostics.extend(sample_pages(site));
        }
    }
    diagnostics.sorted()
}

/// How easy every page is to read.
///
/// # Errors
/// Everything that keeps pages from being read.
pub fn scores(options: &Options) -> Result<Scores, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    match load(options, &mut diagnostics) {
        Some((site, _)) if !diagnostics.has_errors() => Ok(Scores::of(&site)),
        _ => Err(diagnostics.sorted()),
    }
}

/// What is wrong on the day of the build.
fn look(options: &Options) -> (Option<Site>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let Some((site, named)) = load(options, &mut diagnostics) else { return (None, diagnostics) };
    let hands = Hands { put: &|_, _| Ok(()), recall: None };
    let mut drawn = draw(options, &site, hands, &mut diagnostics);
    drawn.files.extend(named);
    if site.theme.kinds_are_known {
        diagnostics.extend(check::run(&site, &drawn));
    }
    (Some(site), diagnostics)
}

/// Errors that come with a page's first day, or after its last: on that day a nightly build would fail,
/// with nobody there to mend it.
fn coming(options: &Options, site: &Site) -> Vec<Diagnostic> {
    let absent = site.unpublished.by_date().map(|withheld| &withheld.page);
    let pages = site.pages.iter().chain(absent);
    let days: BTreeSet<_> = pages.flat_map(|page| page.period.changes()).collect();
    let mut known = BTreeSet::new();
    let mut told = Vec::new();
    for day in days.into_iter().filter(|day| *day > site.today) {
        let (_, on_the_day) = look(&Options { today: Some(day), ..options.clone() });
        // What is published then is recorded then.
        let is_new_then = |told: &Diagnostic| told.code() == Code::UnrecordedAddress;
        let errors = on_the_day.into_iter().filter(|told| told.is_error() && !is_new_then(told));
        let new = errors.filter(|error| known.insert(error.to_string()));
        told.extend(new.map(|error| error.from_day(day)));
    }
    told
}

/// What [`record`] added to the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// How many addresses.
    pub addresses: usize,
    /// The file of the form, if it is new or its wording changed.
    pub form: Option<PathBuf>,
}

/// Adds to the content the published addresses that its record does not know, and the form as it is now. While a
/// page, the settings, an address or the form is wrong, nothing is recorded.
///
/// # Errors
/// Everything that is wrong, or a record that cannot be written.
pub fn record(options: &Options) -> Result<Recorded, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let site = load(options, &mut diagnostics).map(|(site, _)| site);
    let form = site.as_ref().and_then(|site| form::read(&options.content, site, &mut diagnostics));
    let history = FormHistory::read(&options.content, &mut diagnostics);
    match site.zip(form) {
        Some((site, form)) if !diagnostics.has_errors() => {
            Ok(Recorded { addresses: site.record.update(&site)?, form: history.update(&form)? })
        }
        _ => Err(diagnostics.sorted()),
    }
}

/// Reads everything into the index, with the files that front matter names. What is wrong in one file does
/// not keep the others from being read.
fn load(options: &Options, diagnostics: &mut Diagnostics) -> Option<(Site, Used)> {
    let settings = Settings::read(&options.content, diagnostics);
    let settings = diagnostics.keep(settings)?;
    let theme = diagnostics.keep_all(Lineage::find(&options.themes, &settings))?;
    let theme = Theme::read(&theme, &settings.languages, diagnostics);
    let files = file::read_all(&options.content.join("pages"), &settings, diagnostics);
    let kinds = Some(&theme.kinds).filter(|_| theme.kinds_are_known);
    let surroundings = Surroundings { kinds, facts: &settings.facts, drafts: options.drafts };
    let pages = content::page::read_all(files, &surroundings, diagnostics);
    let mut unpublished = Unpublished {
        folder: options.content.join("pages"),
        has_mistakes: diagnostics.has_errors(),
        ..Unpublished::default()
    };
    let today = options.today.unwrap_or_else(|| zone::day(Timestamp::now()));
    let pages = unpublished.sift(pages, today, options.drafts);
    let record = Record::read(&options.content, diagnostics);
    let mut site = Site::new(settings, theme, pages, today, unpublished, record, diagnostics);
    site.enclosures = enclosure::find(&options.content.join("pages"), diagnostics);
    let named = enclosure::complete(&mut site, diagnostics);
    site.messages = mail::read(&options.content, &site.settings, diagnostics);
    diagnostics.extend(fallback::judge(&site));
    diagnostics.extend(named_pages::unknown(&site));
    diagnostics.extend(paired_items::unpaired(&site));
    diagnostics.extend(redirects::mistakes(&site));
    diagnostics.extend(missing_pages(&site));
    Some((site, named))
}

/// Pages that are invented, at the key that says so.
fn sample_pages(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let french = site.pages.iter().filter(|page| page.lang == Lang::french());
    french.filter(|page| page.sample).map(|page| {
        let message = bilingual!("cette page est un exemple", "this page is an example");
        page.at_key(Code::ExampleData, &["sample"], message).help(bilingual!(
            "écrivez la vôtre et retirez `sample: true`, ou supprimez la page dans toutes les langues",
            "write your own and take `sample: true` away, or delete the page in every language"
        ))
    })
}

/// Pages that a site cannot do without: a home and a page for what is not there, in French and in every
/// language that has a home.
fn missing_pages(site: &Site) -> Vec<Diagnostic> {
    let missing = |id: &str, lang: &Lang, message: Bilingual| {
        let file = format!("{id}.{lang}.md");
        let is_missing = site.find(id, lang).is_none() && !site.unpublished.has_file(&file);
        let path = site.unpublished.folder.join(file).display().to_string();
        is_missing.then(|| {
            Diagnostic::at_file(Code::MissingPage, &path, message)
                .help(bilingual!("écrivez ce fichier", "write this file"))
        })
    };
    let languages = site.settings.languages.iter();
    let with_home = languages.filter(|lang| site.find(HOME, lang).is_some());
    let no_home = bilingual!("le site n’a pas d’accueil", "the site has no home page");
    missing(HOME, &Lang::french(), no_home)
        .into_iter()
        .chain(with_home.filter_map(|lang| {
            let message = bilingual!(
                "le site n’a pas de page en `{lang}` pour une adresse qui ne mène nulle part",
                "the site has no page in `{lang}` for an address that leads nowhere"
            );
            missing(NOT_FOUND, lang, message)
        }))
        .collect()
}
