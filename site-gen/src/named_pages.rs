//! Pages that front matter names, such as an activity's level: each must be a page of the kind that the
//! theme asks for. Known only when all pages are.

use form_model::{bilingual, lang::Lang};
use serde_json::Value as Json;

use crate::{
    content::page::Page,
    diagnostic::{Code, Diagnostic, suggest},
    kind::{Field, Type},
    site::Site,
    yaml::locate,
};

/// Every name that is no page of its kind.
#[must_use]
pub fn unknown(site: &Site) -> Vec<Diagnostic> {
    let mut unknown = Vec::new();
    for page in &site.pages {
        let fields = site.theme.kinds.get(&page.kind).into_iter().flat_map(|kind| &kind.fields);
        for (key, field) in fields {
            // What is shared was read from the French file, and is told there.
            let told_here = !field.shared || page.lang == Lang::french();
            if let (Some(of), Some(value), true) = (&field.of, page.data.get(key), told_here) {
                unknown.extend(names(field, value).filter_map(|(item, name)| {
                    let path: Vec<_> = std::iter::once(key.clone()).chain(item).collect();
                    not_among(site, page, &path, of, name)
                }));
            }
        }
    }
    unknown
}

/// The names in a value, with the number of each in its list.
fn names<'a>(
    field: &Field,
    value: &'a Json,
) -> impl Iterator<Item = (Option<String>, &'a str)> + use<'a> {
    let one = (field.type_ == Type::Page).then(|| value.as_str().map(|name| (None, name)));
    let several = value.as_array().filter(|_| field.type_ == Type::Pages).into_iter().flatten();
    let several = several
        .enumerate()
        .filter_map(|(index, item)| Some((Some(index.to_string()), item.as_str()?)));
    one.flatten().into_iter().chain(several)
}

fn not_among(
    site: &Site,
    page: &Page,
    path: &[String],
    kind: &str,
    name: &str,
) -> Option<Diagnostic> {
    let of_kind = site.pages.iter().filter(|page| page.kind == kind && page.lang == Lang::french());
    let known: Vec<_> = of_kind.map(Page::name).collect();
    if known.contains(&name) {
        return None;
    }
    let path: Vec<_> = path.iter().map(String::as_str).collect();
    let span = locate(page.source.text(), page.front_matter.clone(), &path)
        .unwrap_or_else(|| page.source.to_line_end(page.front_matter.start));
    let is_meant = |other: &Page| other.kind == kind && other.name() == name;
    if let Some(absent) = site.unpublished.by_date().find(|absent| is_meant(&absent.page)) {
        let told = absent.why.told();
        let (told_fr, told_en) = (told.french(), told.english());
        let message = bilingual!(
            "`{name}` est une page qui {told_fr} : elle n’est pas montrée ici",
            "`{name}` is a page that {told_en}: it is not shown here"
        );
        return Some(page.at(Code::UnpublishedLink, span, message).warning());
    }
    let message = bilingual!(
        "`{name}` n’est pas une page du genre `{kind}`",
        "`{name}` is no page of the kind `{kind}`"
    );
    let help = if known.is_empty() {
        bilingual!(
            "écrivez-en d’abord une : site-gen new {kind} …",
            "write one first: site-gen new {kind} …"
        )
    } else {
        suggest(name, known)
    };
    Some(page.at(Code::UnknownPage, span, message).help(help))
}
