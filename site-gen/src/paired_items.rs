//! Lists whose items each language writes for itself, such as the terms of the glossary. A key pairs them: an
//! item that only a translation has leads to nothing, one that it lacks leaves a gap that nobody would see.

use std::collections::BTreeSet;

use form_model::{bilingual, lang::Lang};

use crate::{
    content::page::Page,
    diagnostic::{Code, Diagnostic, suggest},
    site::Site,
};

/// Every item without its twin, and every key that stands twice.
#[must_use]
pub fn unpaired(site: &Site) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for page in &site.pages {
        let fields = site.theme.kinds.get(&page.kind).into_iter().flat_map(|kind| &kind.fields);
        for (list, field) in fields {
            let Some(by) = &field.paired_by else { continue };
            told.extend(twice(page, list, by));
            let french = site.find(&page.id, &Lang::french()).map(|french| &site.pages[french]);
            if let Some(french) = french.filter(|french| french.lang != page.lang) {
                told.extend(beside(page, french, list, by));
            }
        }
    }
    told
}

/// The keys of a page's items, in their order.
fn keys<'a>(page: &'a Page, list: &str, by: &str) -> Vec<&'a str> {
    let items = page.data.get(list).and_then(|list| list.as_array()).into_iter().flatten();
    items.map(|item| item[by].as_str().unwrap_or_default()).collect()
}

fn twice(page: &Page, list: &str, by: &str) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let again = |(item, key): (usize, &str)| {
        let message = bilingual!("`{key}` est déjà là", "`{key}` is there already");
        let told = page.at_key(Code::WrongValue, &[list, &item.to_string(), by], message);
        told.help(bilingual!(
            "donnez une autre clé à l’un des deux",
            "give one of the two another key"
        ))
    };
    let repeated =
        keys(page, list, by).into_iter().enumerate().filter(|(_, key)| !seen.insert(*key));
    repeated.map(again).collect()
}

/// A translation's items beside those of its French page.
fn beside(page: &Page, french: &Page, list: &str, by: &str) -> Vec<Diagnostic> {
    let (own, wanted) = (keys(page, list, by), keys(french, list, by));
    let unknown = own.iter().enumerate().filter(|(_, key)| !wanted.contains(key));
    let mut told: Vec<_> = unknown
        .map(|(item, key)| {
            let message = bilingual!("`{}` n’a pas de `{key}`", "`{}` has no `{key}`", french.path);
            page.at_key(Code::WrongValue, &[list, &item.to_string(), by], message)
                .help(suggest(key, wanted.iter().copied()))
        })
        .collect();
    let missing: Vec<_> = wanted.into_iter().filter(|key| !own.contains(key)).collect();
    if !missing.is_empty() {
        let names = missing.join("`, `");
        let message = bilingual!("il manque ici `{names}`", "missing here: `{names}`");
        let help = bilingual!(
            "traduisez ce qui est dans `{}`; d’ici là, une langue le montre sans l’autre",
            "translate what stands in `{}`; until then one language shows it without the other",
            french.path
        );
        told.push(page.at_key(Code::MissingLanguage, &[list], message).help(help).warning());
    }
    told
}
