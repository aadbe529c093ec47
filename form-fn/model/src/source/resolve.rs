//! From what editors wrote to a form that is sure to be whole, or to everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Findings, Place};
use super::{Catalogue, FormProblem, FormSource, ProblemSource, Wording};
use crate::answers::is_control;
use crate::bilingual;
use crate::code::Code;
use crate::definition::{Form, NoticeItem, Part, form_version, notice_version};
use crate::lang::{Lang, Localized};
use crate::messages::{Messages, Problem, Problems};
use crate::suggestion::suggest;

impl FormSource {
    /// The form, with its choices from content and its versions.
    ///
    /// # Errors
    /// Every mistake in the definition, in the order of the file as far as possible.
    pub fn resolve(self, catalogue: &Catalogue) -> Result<Form, Vec<FormProblem>> {
        let mut findings = Findings::default();
        let languages = &catalogue.languages;
        check_keys(&self, &mut findings);
        let roles = super::roles::resolve(&self, &mut findings);

        let mut parts = Vec::new();
        for part in self.parts {
            let key = format!("parts.{}", part.id);
            parts.push(Part {
                title: part.title.resolve(languages, &[], Place::form(&key), &mut findings),
                fields: part
                    .fields
                    .into_iter()
                    .map(|field| field.resolve(catalogue, &mut findings))
                    .collect(),
                id: part.id,
            });
        }
        super::rules::check(&parts, &mut findings);

        let mut text = |wording: Wording, key: String| {
            wording.resolve(languages, &[], Place::form(&key), &mut findings)
        };
        let notice = self.notice.into_iter().enumerate();
        let notice: Vec<_> = notice
            .map(|(n, item)| NoticeItem {
                term: text(item.term, format!("notice.{n}.term")),
                text: text(item.text, format!("notice.{n}.text")),
            })
            .collect();
        let next_steps = self.next_steps.into_iter().enumerate();
        let next_steps =
            next_steps.map(|(n, step)| text(step, format!("next_steps.{n}"))).collect();
        let errors = errors(self.errors, None, languages, &mut findings);
        check_errors(&parts, &errors, &mut findings);
        let messages = messages(self.messages, languages, &mut findings);
        let problems = problems(self.problems, languages, &mut findings);

        let whole = messages.zip(problems).zip(roles);
        let form = whole.map(|((messages, problems), roles)| Form {
            version: form_version(&parts),
            notice_version: notice_version(&notice),
            roles,
            parts,
            notice,
            errors,
            messages,
            next_steps,
            problems,
        });
        findings.into_result(form)
    }
}

/// Keys and ids: well formed, each once, none that the form needs for itself.
fn check_keys(source: &FormSource, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let fields = source.parts.iter().flat_map(|part| &part.fields);
    for key in fields.map(|field| field.key.as_str()) {
        let at = Place::field(key, "key");
        if !seen.insert(key) {
            findings.add(
                at,
                bilingual!(
                    "la question `{key}` est là deux fois",
                    "the field `{key}` is there twice"
                ),
                bilingual!("donnez un autre nom à l’une des deux", "rename one of them"),
            );
        }
        if !is_id(key, '_') {
            let help = bilingual!(
                "servez-vous de petites lettres, de chiffres et de traits bas, une lettre d’abord",
                "use small letters, digits and underscores, a letter first"
            );
            findings.add(
                at,
                bilingual!("`{key}` ne peut pas être une clé", "`{key}` cannot be a key"),
                help,
            );
        }
        if is_control(key) {
            let help = bilingual!("choisissez une autre clé", "choose another key");
            findings.add(
                at,
                bilingual!(
                    "le formulaire a besoin de la clé `{key}` pour lui-même",
                    "`{key}` is a key that the form needs for itself"
                ),
                help,
            );
        }
    }
    if seen.is_empty() {
        let at = Place::form("parts");
        findings.add(
            at,
            bilingual!("le formulaire n’a pas de questions", "the form has no questions"),
            bilingual!("ajoutez une partie avec des questions", "add a part with fields"),
        );
    }
    for id in source.parts.iter().map(|part| part.id.as_str()) {
        let key = format!("parts.{id}");
        let at = Place::form(&key);
        if !is_id(id, '-') {
            let help = bilingual!(
                "servez-vous de petites lettres, de chiffres et de traits d’union, une lettre d’abord",
                "use small letters, digits and dashes, a letter first"
            );
            findings.add(
                at,
                bilingual!(
                    "`{id}` ne peut pas être le nom d’une partie",
                    "`{id}` cannot be the id of a part"
                ),
                help,
            );
        }
        if !seen.insert(id) {
            let message = bilingual!(
                "une autre partie ou question se nomme `{id}`",
                "another part or field is called `{id}`"
            );
            findings.add(
                at,
                message,
                bilingual!("donnez un autre nom à la partie", "give the part another id"),
            );
        }
    }
}

fn is_id(text: &str, joint: char) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint)
}

/// Words for errors, of a field or of the form.
pub(super) fn errors(
    source: BTreeMap<String, Wording>,
    field: Option<&str>,
    languages: &[Lang],
    findings: &mut Findings,
) -> BTreeMap<Code, Localized> {
    let words = source.into_iter().map(|(code, wording)| {
        let key = format!("errors.{code}");
        let text = wording.resolve(languages, &[], Place { field, key: &key }, findings);
        (Code::named(code), text)
    });
    words.collect()
}

/// Every error that can happen has words, and all words belong to an error that can happen.
fn check_errors(parts: &[Part], general: &BTreeMap<Code, Localized>, findings: &mut Findings) {
    let mut possible = BTreeSet::from(Code::ALL);
    for field in parts.iter().flat_map(|part| &part.fields) {
        let codes = field.codes();
        for code in &codes {
            let has_words = field.errors.contains_key(code)
                || general.contains_key(code)
                || code.default_words().is_some();
            if !has_words {
                let key = format!("errors.{code}");
                let at = Place::field(&field.key, &key);
                let help = bilingual!(
                    "ajoutez `{code}: {{ fr: …, en: … }}` sous `errors` de la question",
                    "add `{code}: {{ fr: …, en: … }}` under the field’s `errors`"
                );
                findings.add(
                    at,
                    bilingual!(
                        "l’erreur `{code}` n’a pas de texte",
                        "the error `{code}` has no words"
                    ),
                    help,
                );
            }
        }
        for code in field.errors.keys().filter(|code| !codes.contains(code)) {
            let key = format!("errors.{code}");
            let at = Place::field(&field.key, &key);
            let message = bilingual!(
                "cette question ne donne jamais l’erreur `{code}`",
                "this question never gives the error `{code}`"
            );
            let help = suggest(code.as_str(), codes.iter().map(Code::as_str));
            findings.add(at, message, help);
        }
        possible.extend(codes);
    }
    if !general.contains_key(&Code::UNKNOWN_FIELD) {
        let at = Place::form("errors.unknown_field");
        let help = bilingual!(
            "ajoutez `unknown_field: {{ fr: …, en: … }}` sous `errors` du formulaire",
            "add `unknown_field: {{ fr: …, en: … }}` under the form’s `errors`"
        );
        findings.add(
            at,
            bilingual!(
                "l’erreur `unknown_field` n’a pas de texte",
                "the error `unknown_field` has no words"
            ),
            help,
        );
    }
    for code in general.keys().filter(|code| !possible.contains(code)) {
        let key = format!("errors.{code}");
        let message = bilingual!(
            "aucune question ne donne l’erreur `{code}`",
            "no question gives the error `{code}`"
        );
        let help = suggest(code.as_str(), possible.iter().map(Code::as_str));
        findings.add(Place::form(&key), message, help);
    }
}

fn messages(
    mut source: BTreeMap<String, Wording>,
    languages: &[Lang],
    findings: &mut Findings,
) -> Option<Messages> {
    check_names("messages", source.keys(), Messages::KEYS, findings);
    let blanks: BTreeMap<_, _> = Messages::KEYS.iter().copied().collect();
    Messages::collect(|name| {
        let key = format!("messages.{name}");
        let at = Place::form(&key);
        let wording = source.remove(name)?;
        Some(wording.resolve(languages, blanks.get(name).copied().unwrap_or(&[]), at, findings))
    })
}

fn problems(
    mut source: BTreeMap<String, ProblemSource>,
    languages: &[Lang],
    findings: &mut Findings,
) -> Option<Problems> {
    check_names("problems", source.keys(), Problems::KEYS, findings);
    Problems::collect(|name| {
        let problem = source.remove(name)?;
        let title = format!("problems.{name}.title");
        let message = format!("problems.{name}.message");
        Some(Problem {
            title: problem.title.resolve(languages, &[], Place::form(&title), findings),
            message: problem.message.resolve(languages, &[], Place::form(&message), findings),
        })
    })
}

/// The keys of a section: all that are needed, none besides.
fn check_names<'a>(
    section: &str,
    written: impl Iterator<Item = &'a String>,
    needed: &[(&str, &[&str])],
    findings: &mut Findings,
) {
    let written: Vec<&str> = written.map(String::as_str).collect();
    let needed: Vec<&str> = needed.iter().map(|(key, _)| *key).collect();
    for name in written.iter().filter(|name| !needed.contains(name)) {
        let key = format!("{section}.{name}");
        let message = bilingual!("`{section}` n’a pas de `{name}`", "`{section}` has no `{name}`");
        let help = suggest(name, needed.iter().copied());
        findings.add(Place::form(&key), message, help);
    }
    for name in needed.iter().filter(|name| !written.contains(name)) {
        let key = format!("{section}.{name}");
        let help =
            bilingual!("ajoutez `{name}:` sous `{section}:`", "add `{name}:` under `{section}:`");
        findings.add(Place::form(&key), bilingual!("`{name}` manque", "`{name}` is missing"), help);
    }
}
