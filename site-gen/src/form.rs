//! `content/form.yaml`, made ready: its wording expanded, its choices taken from the pages, its rules
//! checked against each other by the model.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use form_model::{
    answers::Opportunity,
    bilingual,
    bundle::{Activity, Applications, Retention, Settings},
    definition::{Choice, Form},
    format,
    lang::{Lang, Localized},
    source::{Catalogue, FormProblem, FormSource},
};

use serde_json::{Map, Value as Json};

use crate::{
    content::page::Page,
    diagnostic::{Code, Diagnostic, Diagnostics},
    reference::{self, BadReference, is_phone},
    security,
    site::Site,
    source::Source,
    typography::typeset,
    yaml,
};

/// The name of the page kind that shows the form.
pub const KIND: &str = "form";

/// The name of the page kind that shows it on paper: blank, and nothing is sent from there.
pub const ON_PAPER: &str = "form-print";

/// Reads the form; none if it cannot be read.
pub fn read(content: &Path, site: &Site, diagnostics: &mut Diagnostics) -> Option<Form> {
    let source = diagnostics.keep(Source::read(&content.join("form.yaml")))?;
    let read = yaml::read_as::<FormSource>(&source);
    let is_whole = read.mistakes.is_empty();
    diagnostics.extend(read.mistakes);
    let mut form = read.value?;
    let facts = &site.settings.facts;
    let languages = languages(site);
    let mut bad = Vec::new();
    form.wordings_mut(|lang, text| {
        // Words of a language that is switched off may refer to what is no longer there.
        if !languages.contains(lang) {
            return;
        }
        let (expanded, wrong) = reference::expand(text, lang, facts);
        bad.extend(wrong.into_iter().map(|wrong| misplaced(&source, text, wrong)));
        *text = typeset(&expanded.text, lang);
    });
    let is_sound = is_whole && bad.is_empty() && site.theme.kinds_are_known;
    diagnostics.extend(bad);
    if !is_sound {
        return None;
    }
    let catalogue = catalogue(site);
    if catalogue.languages.is_empty() {
        // A page with something wrong may be the one that shows it.
        if !site.unpublished.has_mistakes {
            diagnostics.push(
                Diagnostic::new(
                    Code::MissingPage,
                    &source,
                    0..0,
                    bilingual!(
                        "aucune page du site ne montre ce formulaire",
                        "no page of the site shows this form"
                    ),
                )
                .help(bilingual!(
                    "écrivez une page avec `template: {KIND}`, comme pages/apply.fr.md",
                    "write a page with `template: {KIND}`, such as pages/apply.fr.md"
                )),
            );
        }
        return None;
    }
    diagnostics.extend(second_pages(site));
    let paths = paths(&form);
    diagnostics.extend(roles_to_add(&source, &form, &paths));
    match form.resolve(&catalogue) {
        Ok(form) => Some(form),
        Err(problems) => {
            diagnostics.extend(problems.into_iter().map(|problem| tell(&source, problem, &paths)));
            None
        }
    }
}

/// The languages that have a page with the form: a language for a few pages only needs no form.
#[must_use]
pub fn languages(site: &Site) -> Vec<Lang> {
    let has_form =
        |lang: &&Lang| site.pages.iter().any(|page| page.kind == KIND && page.lang == **lang);
    site.settings.languages.iter().filter(has_form).cloned().collect()
}

/// A reference that leads nowhere, in one of the form's texts: its place is where the file says the same,
/// comments apart.
fn misplaced(source: &Arc<Source>, text: &str, bad: BadReference) -> Diagnostic {
    let written = &text[bad.span];
    let in_comment = |at: usize| {
        let line_start = source.text()[..at].rfind('\n').map_or(0, |newline| newline + 1);
        source.text()[line_start..].trim_start().starts_with('#')
    };
    let mut places = source.text().match_indices(written).map(|(at, _)| at);
    let start = places.find(|at| !in_comment(*at)).unwrap_or(0);
    Diagnostic::new(bad.code, source, start..start + written.len(), bad.message).help(bad.help)
}

/// What the form's function needs of the site's settings; facts that it lacks are diagnostics.
pub fn settings(site: &Site, base_url: &str, diagnostics: &mut Diagnostics) -> Option<Settings> {
    let french = Lang::french();
    let facts = &site.settings.facts;
    let mut missing = Vec::new();
    let mut number = |name: &'static str| -> u16 {
        let number = facts.get(name, &french).and_then(Json::as_u64);
        number.and_then(|number| number.try_into().ok()).unwrap_or_else(|| {
            missing.push(name);
            0
        })
    };
    let reply_within_days = number("reply_within_days");
    let retention = Retention {
        declined_months: number("retention.declined_months"),
        kept_months: number("retention.kept_months"),
        transferred_days: number("retention.transferred_days"),
        unanswered_months: number("retention.unanswered_months"),
        access_log_months: number("retention.access_log_months"),
        backup_days: number("retention.backup_days"),
    };
    let phone = facts.get("phone", &french).and_then(Json::as_str).filter(|text| is_phone(text));
    missing.extend(phone.is_none().then_some("phone"));
    diagnostics.extend(missing.iter().map(|name| {
        let path: Vec<_> = std::iter::once("facts").chain(name.split('.')).collect();
        site.settings
            .at(
                Code::MissingKey,
                &path,
                bilingual!(
                    "le formulaire a besoin du fait `{name}`, et il manque",
                    "the form needs the fact `{name}`, and it is not there"
                ),
            )
            .help(bilingual!(
                "ajoutez-le sous `facts` : jours et mois en nombres entiers, le téléphone en texte",
                "add it under `facts`: days and months as whole numbers, the phone as a text"
            ))
    }));
    let activities = activities(site, diagnostics);
    missing.is_empty().then(|| Settings {
        languages: languages(site),
        base_url: base_url.to_owned(),
        apply: site
            .pages
            .iter()
            .enumerate()
            .filter(|(_, page)| page.kind == KIND)
            .map(|(index, page)| (page.lang.clone(), site.address(index).to_owned()))
            .collect(),
        phone: format::phone(&french, phone.unwrap_or_default()),
        reply_within_days,
        retention,
        applications: site.settings.applications,
        activities,
        headers: security::headers(site.theme.assets.scripts()),
    })
}

/// The choices that come from pages: each section's pages that say how they are called in the form. A page
/// that comes or went by itself stays a choice that rules can name; nobody is offered it.
fn catalogue(site: &Site) -> Catalogue {
    let mut choices: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    let french = Lang::french();
    let label = |page: &Page| page.data.get("choice")?.as_str().map(str::to_owned);
    let absent = site.unpublished.by_date().map(|withheld| (&withheld.page, false));
    let pages = site.pages.iter().map(|page| (page, true)).chain(absent);
    let mut in_french: Vec<_> = pages.clone().filter(|(page, _)| page.lang == french).collect();
    in_french.sort_by_key(|(page, _)| page.order);
    for (page, is_there) in in_french {
        let Some(((section, stem), label_fr)) = page.id.rsplit_once('/').zip(label(page)) else {
            continue;
        };
        let label = pages
            .clone()
            .filter(|(other, _)| other.id == page.id)
            .filter_map(|(other, _)| Some((other.lang.clone(), label(other)?)))
            .fold(Localized::new(label_fr), |localized, (lang, label)| localized.with(lang, label));
        let accepting = if is_there { accepting(&page.data) } else { Applications::Closed };
        choices.entry(section.to_owned()).or_default().push(Choice {
            value: stem.to_owned(),
            label,
            accepting,
        });
    }
    Catalogue { languages: languages(site), choices }
}

/// Whether a page's type takes applications: `accepting`, and `closed_until` a day.
fn accepting(data: &Map<String, Json>) -> Applications {
    let opening = data.get("closed_until").and_then(Json::as_str).and_then(|day| day.parse().ok());
    match (data.get("accepting").and_then(Json::as_bool), opening) {
        (Some(false), _) => Applications::Closed,
        (_, Some(opening)) => Applications::ClosedUntil(opening),
        _ => Applications::Open,
    }
}

/// The activities: pages with a `deadline`, by the last part of their id.
fn activities(site: &Site, diagnostics: &mut Diagnostics) -> BTreeMap<Opportunity, Activity> {
    let french = Lang::french();
    let mut activities = BTreeMap::new();
    let mut seen: BTreeMap<Opportunity, &str> = BTreeMap::new();
    for page in site.pages.iter().filter(|page| page.lang == french) {
        let Some(deadline) = page.data.get("deadline").and_then(Json::as_str) else { continue };
        let (Ok(deadline), Ok(name)) = (deadline.parse(), page.name().parse::<Opportunity>())
        else {
            continue;
        };
        if let Some(other) = seen.insert(name.clone(), &page.path) {
            let message = bilingual!(
                "l’activité « {name} » existe déjà : `{other}`",
                "there is an activity `{name}` already: `{other}`"
            );
            diagnostics.push(page.at(Code::Form, 0..0, message).help(bilingual!(
                "donnez un autre nom à l’un des deux fichiers : les candidatures s’en servent",
                "give one of the two files another name: applications go by it"
            )));
        }
        let mut title = Localized::new(&*page.title);
        let mut path = Localized::new("");
        for other in site.languages_of(&page.id) {
            let lang = &site.pages[other].lang;
            title = title.with(lang.clone(), &*site.pages[other].title);
            path = path.with(lang.clone(), site.address(other));
        }
        activities.insert(name, Activity { title, path, deadline });
    }
    activities
}

/// The function answers on one page in each language: a second one is a mistake.
fn second_pages(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&Lang, &str> = BTreeMap::new();
    let forms = site.pages.iter().filter(|page| page.kind == KIND);
    let seconds = forms.filter_map(|page| {
        let other = *first.entry(&page.lang).or_insert(&page.path);
        (other != page.path).then(|| {
            page.at_key(
                Code::Form,
                &["template"],
                bilingual!(
                    "`{other}` montre déjà le formulaire",
                    "`{other}` shows the form already"
                ),
            )
            .help(bilingual!(
                "gardez l’une des deux : le formulaire a une page dans chaque langue",
                "keep one of the two: the form has one page in each language"
            ))
        })
    });
    seconds.collect()
}

/// A form that was written before questions had roles: the lines to add.
fn roles_to_add(
    source: &Arc<Source>,
    form: &FormSource,
    paths: &BTreeMap<String, [String; 4]>,
) -> Option<Diagnostic> {
    let roles = form.assumed_roles();
    let lines: Vec<_> = roles.iter().map(|(role, key)| format!("{key} → `role: {role}`")).collect();
    let lines = lines.join(", ");
    let path = paths.get(roles.first()?.1).into_iter().flatten().map(String::as_str);
    let path: Vec<_> = path.chain(["key"]).collect();
    let message = bilingual!(
        "aucune question n’a de `role:`; elles sont encore reconnues à leurs clés, celles du formulaire d’origine",
        "no question has a `role:`; questions are still recognised by their keys, those of the original form"
    );
    Some(yaml::at_key(source, Code::Form, &path, message).warning().help(bilingual!(
        "ajoutez sous la clé de chaque question : {lines}",
        "add below the key of each question: {lines}"
    )))
}

/// Where each field stands in the file, as a path of keys and item numbers.
fn paths(form: &FormSource) -> BTreeMap<String, [String; 4]> {
    let mut paths = BTreeMap::new();
    for (part, fields) in form.parts.iter().map(|part| &part.fields).enumerate() {
        for (index, field) in fields.iter().enumerate() {
            let path =
                ["parts".to_owned(), part.to_string(), "fields".to_owned(), index.to_string()];
            paths.entry(field.key.clone()).or_insert(path);
        }
    }
    paths
}

fn tell(
    source: &Arc<Source>,
    problem: FormProblem,
    paths: &BTreeMap<String, [String; 4]>,
) -> Diagnostic {
    let field = problem.field.as_ref().and_then(|field| paths.get(field)).into_iter().flatten();
    let path: Vec<_> = field
        .map(String::as_str)
        .chain(problem.key.iter().flat_map(|key| key.split('.')))
        .collect();
    yaml::at_key(source, Code::Form, &path, problem.message).help(problem.help)
}
