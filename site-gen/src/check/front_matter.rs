//! The prose of a page's front matter: title, description, the « En bref » box and the texts of its kind.

use super::{block::Block, body, places::Places, reading::Found};
use crate::{
    content::page::Page,
    kind::{Field, Type},
    mail, reference,
    site::Site,
    yaml::scalars,
};

/// What sort of prose a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prose {
    Plain,
    Markdown,
}

/// Reads all texts of a page's front matter. What stands for all languages is no prose of this one.
pub fn read(page: &Page, site: &Site, found: &mut Found) {
    let text = page.source.text();
    for scalar in scalars(text, page.front_matter.clone()) {
        let path: Vec<_> = scalar.path.iter().map(String::as_str).collect();
        let Some(prose) = prose_of(&path, page, site) else { continue };
        // A reference that leads nowhere has been told already.
        let (expanded, _) = reference::expand(&scalar.value, &page.lang, &site.settings.facts);
        let places = Places::written(&scalar.value, text, scalar.span);
        if prose == Prose::Markdown {
            body::read_markdown(&expanded, &places, &page.lang, found);
        } else {
            let mut block = Block::default();
            let range = 0..expanded.text.len();
            block.push_expanded(&expanded.text, range, &expanded, &places, false);
            found.blocks.extend(block.finish(&page.lang));
        }
    }
}

/// Whether a value is prose, and of what sort.
fn prose_of(path: &[&str], page: &Page, site: &Site) -> Option<Prose> {
    match path {
        ["title" | "description"] => Some(Prose::Plain),
        [mail::SUBJECT] if page.kind == mail::KIND => Some(Prose::Plain),
        ["summary", _] => Some(Prose::Markdown),
        [key, rest @ ..] => {
            let fields = &site.theme.kinds.get(&page.kind)?.fields;
            field(fields.get(*key)?, rest).then_some(Prose::Plain)
        }
        [] => None,
    }
}

fn field(field: &Field, path: &[&str]) -> bool {
    match (field.type_, path) {
        _ if field.shared => false,
        (Type::Text, []) | (Type::Texts, [_]) => true,
        (Type::List, [_, key, rest @ ..]) => {
            field.items.get(*key).is_some_and(|item| self::field(item, rest))
        }
        _ => false,
    }
}
