//! The scripts that a theme's templates load. The policy knows each script by its digest, and a browser runs it only
//! where the page names that digest too: so each `<script>` that loads an asset gets the attribute `integrity` here,
//! and whoever writes a theme need not think of it.

use std::{ops::Range, sync::LazyLock};

use form_model::{bilingual, bilingual::Bilingual};
use regex_lite::Regex;

use crate::assets::Assets;

/// A script that no browser would run.
#[derive(Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Where its tag stands in the template.
    pub span: Range<usize>,
    /// Why it would not run.
    pub message: Bilingual,
    /// What to do.
    pub help: Bilingual,
}

/// An asset that a tag loads: `src="{{ assets["name.js"] }}"`.
static ASSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"\ssrc\s*=\s*["']?\s*\{\{-?\s*assets\s*\[\s*["'`]([^"'`]+)["'`]\s*\]"#).ok()
});

/// A kind of script that is data.
static DATA: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\stype\s*=\s*["']?[a-z]+/(ld\+json|json)\b"#).ok());

/// A template with the digests of its scripts, and the scripts that would not run.
#[must_use]
pub fn with_digests(template: &str, assets: &Assets) -> (String, Vec<Stopped>) {
    let mut text = String::with_capacity(template.len());
    let mut stopped = Vec::new();
    let mut written = 0;
    for tag in tags(template) {
        let start = &template[tag.clone()];
        let is = |pattern: &LazyLock<Option<Regex>>| {
            pattern.as_ref().is_some_and(|pattern| pattern.is_match(start))
        };
        if is(&DATA) || start.contains(" integrity=") {
            continue;
        }
        let name = ASSET.as_ref().and_then(|asset| Some(asset.captures(start)?.get(1)?.as_str()));
        match name.map(|name| assets.script(name)) {
            Some(Some(digest)) => {
                let end = tag.end - 1;
                text.push_str(&template[written..end]);
                text.push_str(" integrity=\"");
                text.push_str(digest);
                text.push('"');
                written = end;
            }
            // That there is no such asset is said where the template is rendered.
            Some(None) => {}
            None => stopped.push(not_an_asset(tag)),
        }
    }
    text.push_str(&template[written..]);
    (text, stopped)
}

/// The tags of a template that begin a script, with their ends.
fn tags(template: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = template[at..].find(['{', '<']) {
        let start = at + found;
        let rest = &template[start..];
        let is_tag = rest.get(..7).is_some_and(|name| name.eq_ignore_ascii_case("<script"))
            && rest[7..].starts_with(|after: char| !after.is_alphanumeric() && after != '-');
        let length = if is_tag { tag_length(rest) } else { comment_length(rest) };
        let Some(length) = length else { break };
        if is_tag {
            tags.push(start..start + length);
        }
        at = start + length;
    }
    tags
}

/// The length of a comment of the template engine, or of the one sign that is none.
fn comment_length(rest: &str) -> Option<usize> {
    if rest.starts_with("{#") { Some(rest.find("#}")? + 2) } else { Some(1) }
}

/// The length of a tag; what the template engine fills in may hold a `>`.
fn tag_length(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + rest[at..].find(['{', '>'])?;
        if rest[found..].starts_with('>') {
            return Some(found + 1);
        }
        let close = match rest[found..].get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            _ => "{",
        };
        at = found + rest[found..].find(close)? + close.len();
    }
}

fn not_an_asset(span: Range<usize>) -> Stopped {
    Stopped {
        span,
        message: bilingual!(
            "aucun navigateur ne lancerait ce script : seuls ceux du dossier `assets` du thème sont permis",
            "no browser would run this script: only those of the theme’s folder `assets` are allowed"
        ),
        help: bilingual!(
            "mettez-le dans un fichier de `assets`, puis écrivez `<script type=\"module\" src=\"{{{{ assets[\"nom.js\"] }}}}\"></script>`",
            "put it into a file of `assets`, then write `<script type=\"module\" src=\"{{{{ assets[\"name.js\"] }}}}\"></script>`"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.js");
        std::fs::write(&path, "").unwrap();
        let mut told = crate::diagnostic::Diagnostics::default();
        Assets::read(&[("a.js".to_owned(), path)].into(), &mut told)
    }

    #[test]
    fn a_script_of_the_theme_gets_its_digest() {
        let digest = crate::security::digest(b"");
        for (before, after) in [
            ("<script type=\"module\" src=\"{{ assets[\"a.js\"] }}\"", "></script>"),
            (
                "a {# <script> #}<SCRIPT\n  src='{{ assets['a.js'] }}'{% if a > 1 %} defer{% endif %}",
                "></script>",
            ),
            ("<script src={{- assets[`a.js`] -}}", ">"),
        ] {
            let (text, stopped) = with_digests(&format!("{before}{after}"), &assets());
            assert_eq!(text, format!("{before} integrity=\"{digest}\"{after}"));
            assert_eq!(stopped, []);
        }
    }

    #[test]
    fn data_and_what_only_looks_like_a_script_stay() {
        for text in [
            "<script type=\"application/ld+json\">{{ page.structured | safe }}</script>",
            "{#- a `<script>` in a comment -#}",
            "<script-x>",
            "<script src=\"{{ assets[\"a.js\"] }}\" integrity=\"x\">",
            "<script src=\"{{ assets[\"missing.js\"] }}\">",
        ] {
            assert_eq!(with_digests(text, &assets()), (text.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn a_script_that_no_browser_would_run_is_told() {
        for text in [
            "a<script>alert(1)</script>",
            "a<script src=\"https://example.org/a.js\"></script>",
            "a<script src=\"/a.js\" type=module></script>",
        ] {
            let (same, stopped) = with_digests(text, &assets());
            assert_eq!(same, text);
            assert_eq!(stopped.len(), 1, "{text}");
            assert_eq!(stopped[0].span.start, 1);
        }
    }
}
