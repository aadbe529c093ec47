//! Where a link in a page leads.
//!
//! Editors link to files, `../levels/partnership.fr.md#promise`, as their own tools complete and follow
//! them; the generator turns that into the page's address. So a changed slug breaks no link.

use std::path::Path;

use form_model::bilingual::Bilingual;
use form_model::{bilingual, lang::Lang};

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    content::{allowed_html::Refusal, page::Page, scheme::Scheme},
    diagnostic::{Code, nearest},
    site::{PageIndex, Site},
    unpublished::Why,
};

/// A link, understood.
#[derive(Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Another site, a telephone, a mail address.
    Outside,
    /// A page of this site, at a heading if one is named.
    Page {
        /// The page.
        page: PageIndex,
        /// The heading's id.
        anchor: Option<&'a str>,
    },
    /// A file beside the pages, by its path below `content/pages`.
    File(&'a str),
    /// A page that comes or went by itself: there is nothing to link to today.
    Absent(Why),
}

/// A link that is not published.
#[derive(Debug, PartialEq, Eq)]
pub struct BadLink {
    /// The rule that it breaks.
    pub code: Code,
    /// What is wrong.
    pub message: Bilingual,
    /// How to fix it.
    pub help: Bilingual,
}

/// Reads a link's address as written on a page.
///
/// # Errors
/// A link that leads to no page, or somewhere that content cannot lead.
pub fn resolve<'a>(
    address: &'a str,
    from: PageIndex,
    site: &'a Site,
) -> Result<Target<'a>, BadLink> {
    let scheme = Scheme::of(address);
    match scheme.refusal() {
        Some(Refusal { message, help }) => {
            Err(BadLink { code: Code::ForbiddenAddress, message, help })
        }
        None if scheme == Scheme::Allowed => Ok(Target::Outside),
        None => resolve_within(address, from, site).map_err(|(message, help)| BadLink {
            code: Code::BrokenLink,
            message,
            help,
        }),
    }
}

/// Reads a link's address that has no scheme; otherwise what is wrong, and how to fix it.
fn resolve_within<'a>(
    address: &'a str,
    from: PageIndex,
    site: &'a Site,
) -> Result<Target<'a>, (Bilingual, Bilingual)> {
    let page = &site.pages[from];
    if address.is_empty() {
        return Err((
            bilingual!("ce lien n’a pas d’adresse", "this link has no address"),
            bilingual!(
                "écrivez entre les parenthèses le fichier d’une page, comme `{}`",
                "write a page’s file between the brackets, such as `{}`",
                relative(&page.path, "contact.fr.md")
            ),
        ));
    }
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (address, None),
    };
    if path.is_empty() {
        return Ok(Target::Page { page: from, anchor });
    }
    // As a browser writes it, or another system spells it.
    let decoded: String = percent_decode_str(path).decode_utf8_lossy().nfc().collect();
    let target = join(&page.path, &decoded);
    if let Some(found) = target.as_deref().and_then(|target| site.find_file(target)) {
        return Ok(Target::Page { page: found, anchor });
    }
    if let Some((file, _)) =
        target.as_deref().and_then(|target| site.enclosures.get_key_value(target))
    {
        return Ok(Target::File(file));
    }
    if let Some(there) = target.as_deref().filter(|target| site.unpublished.has_file(target)) {
        return match site.unpublished.pages.get(there).map(|withheld| withheld.why) {
            Some(Why::Draft) => Err((
                bilingual!(
                    "le lien mène à un brouillon : `{path}` n’est pas publié",
                    "the link leads to a draft: `{path}` is not published"
                ),
                bilingual!(
                    "retirez `draft: true` là-bas, ou le lien ici",
                    "take `draft: true` away there, or the link here"
                ),
            )),
            Some(why) => Ok(Target::Absent(why)),
            // What is wrong with that file is told there.
            None => Ok(Target::Outside),
        };
    }
    Err((
        if Path::new(path).extension().is_none_or(|extension| extension == "md") {
            bilingual!(
                "le lien ne mène nulle part : il n’y a pas de page `{path}`",
                "the link leads nowhere: there is no page `{path}`"
            )
        } else {
            bilingual!(
                "le lien ne mène nulle part : il n’y a pas de fichier `{path}`",
                "the link leads nowhere: there is no file `{path}`"
            )
        },
        mend(path, target, page, site),
    ))
}

/// A path relative to a file, as a path below `content/pages`; none if it leaves that folder.
fn join(file: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if !relative.starts_with('/') {
        parts.extend(file.split('/'));
        parts.pop();
    }
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The way from one file to another.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<_> = from.split('/').collect();
    let to: Vec<_> = to.split('/').collect();
    let folders = from.len() - 1;
    let shared = from[..folders].iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut steps = vec![".."; folders - shared];
    steps.extend(&to[shared..]);
    steps.join("/")
}

/// How to mend a link: the file that was meant, if one is near.
fn mend(path: &str, target: Option<String>, page: &Page, site: &Site) -> Bilingual {
    let by_address = |lang: &Lang| {
        let wanted = path.trim_matches('/');
        (0..site.pages.len()).find(|index| {
            site.pages[*index].lang == *lang && site.address(*index).trim_matches('/') == wanted
        })
    };
    let meant = site
        .settings
        .languages
        .iter()
        .find_map(by_address)
        .map(|index| site.pages[index].path.as_str())
        .or_else(|| {
            let same_language = format!(".{}.md", page.lang);
            let pages = site.files().filter(|file| file.ends_with(&same_language));
            let files = site.enclosures.keys().map(String::as_str);
            nearest(&target.unwrap_or_default(), pages.chain(files))
        });
    match meant {
        Some(file) if site.enclosures.contains_key(file) => {
            bilingual!("vouliez-vous dire `{}`?", "did you mean `{}`?", relative(&page.path, file))
        }
        Some(file) => bilingual!(
            "menez le lien au fichier de la page : `{}`",
            "link to the page’s file: `{}`",
            relative(&page.path, file)
        ),
        None => bilingual!(
            "menez le lien au fichier d’une page, comme `{}`",
            "link to a page’s file, such as `{}`",
            relative(&page.path, "index.fr.md")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(join("levels/index.fr.md", "../apply.fr.md").as_deref(), Some("apply.fr.md"));
        assert_eq!(join("a.fr.md", "levels/./b.fr.md").as_deref(), Some("levels/b.fr.md"));
        assert_eq!(join("levels/index.fr.md", "/contact.fr.md").as_deref(), Some("contact.fr.md"));
        assert_eq!(join("a.fr.md", "../outside.md"), None);
    }

    #[test]
    fn the_way_back_is_relative_too() {
        assert_eq!(relative("levels/index.fr.md", "levels/b.fr.md"), "b.fr.md");
        assert_eq!(relative("levels/index.fr.md", "types/c.fr.md"), "../types/c.fr.md");
        assert_eq!(relative("a.fr.md", "types/c.fr.md"), "types/c.fr.md");
    }
}
