//! Noting in a translation which French text it is right for.
//!
//! The file is an editor's: one line of it is written, everything else stays as it is, byte for byte.

use std::{fs, io, io::Write, path::Path};

use serde_yaml::{Mapping, Value};

use form_model::bilingual;

use crate::{
    content::file,
    diagnostic::{Code, Diagnostic},
    source::Source,
    translation::{
        self,
        pages::{Pages, Pair},
        revision::Revision,
        status::made_from,
    },
    yaml,
};

/// What a review did.
#[derive(Debug, PartialEq, Eq)]
pub enum Review {
    /// The translation names this revision now.
    Noted(Revision),
    /// It named this revision already.
    Known(Revision),
}

/// Notes that a translation says what the French text says now.
///
/// # Errors
/// A file that cannot be written, or whose front matter is so unusual that the line cannot be set.
pub fn note(pages: &Pages, pair: &Pair<'_>) -> Result<Review, Diagnostic> {
    let revision = pages.revision(pair.french);
    if made_from(pair.translation).as_ref() == Some(&revision) {
        return Ok(Review::Known(revision));
    }
    let path = pages.folder.join(&pair.translation.path);
    let name = pair.translation.source.name();
    let unwritable = |error: io::Error| Diagnostic::unwritable(name, &error);
    let text = fs::read_to_string(&path).map_err(unwritable)?;
    let text = set(&text, &revision).ok_or_else(|| {
        Diagnostic::new(
            Code::FrontMatter,
            &pair.translation.source,
            pair.translation.document.span(&[translation::KEY]),
            bilingual!(
                "`{}` ne peut pas s’écrire dans cet en-tête",
                "`{}` cannot be set in this front matter",
                translation::KEY
            ),
        )
        .help(bilingual!(
            "écrivez la ligne vous-même : {}",
            "write the line yourself: {}",
            line(&revision)
        ))
    })?;
    replace(&path, &text).map_err(unwritable)?;
    Ok(Review::Noted(revision))
}

/// The line of front matter. Quotes keep digits from being read as a number.
fn line(revision: &Revision) -> String {
    format!("{}: \"{revision}\"", translation::KEY)
}

/// The text of a file with its line set; none where that would change more than the line.
fn set(text: &str, revision: &Revision) -> Option<String> {
    let old = Source::from_bytes("", text.as_bytes().to_vec()).ok()?;
    let (front_matter, _) = file::split(&old).ok()?;
    let there = yaml::locate(old.text(), front_matter.clone(), &[translation::KEY]);
    // Marks and line ends are unlike in the two texts; lines are the same.
    let at = old.place(there.as_ref().map_or(front_matter.end, |span| span.start)).line - 1;
    let mut lines: Vec<_> = text.split_inclusive('\n').map(str::to_owned).collect();
    let end = if lines.first()?.ends_with("\r\n") { "\r\n" } else { "\n" };
    if there.is_some() {
        let line_end = lines.get(at)?.trim_end_matches(['\r', '\n']).len();
        let (content, line_end) = lines.get(at)?.split_at(line_end);
        let comment = content.find(" #").map_or("", |comment| &content[comment..]);
        lines[at] = format!("{}{comment}{line_end}", line(revision));
    } else {
        lines.insert(at, format!("{}{end}", line(revision)));
    }
    let text = lines.concat();
    says_the_same(&old, &text, revision).then_some(text)
}

/// Whether two texts differ in the revision alone.
fn says_the_same(old: &Source, new: &str, revision: &Revision) -> bool {
    let parts = |text: &str| -> Option<(Mapping, Option<Value>, String)> {
        let source = Source::from_bytes("", text.as_bytes().to_vec()).ok()?;
        let (front_matter, body) = file::split(&source).ok()?;
        let front_matter = yaml::parse(&source, front_matter).ok()?;
        let mut keys = if front_matter.is_null() {
            Mapping::new()
        } else {
            front_matter.as_mapping()?.clone()
        };
        let noted = keys.remove(translation::KEY);
        Some((keys, noted, source.text()[body].to_owned()))
    };
    let (Some(old), Some(new)) = (parts(old.text()), parts(new)) else { return false };
    (old.0, old.2) == (new.0, new.2) && new.1 == Some(Value::from(revision.as_str()))
}

/// Puts a new text in a file's place, whole or not at all, with the file's permissions; what a link
/// leads to is replaced, not the link.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut file = tempfile::Builder::new().prefix(".reviewed-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set_in(text: &str) -> Option<String> {
        set(text, &"0123456789ab".parse().unwrap())
    }

    #[test]
    fn the_line_is_added_at_the_end_of_the_front_matter() {
        assert_eq!(
            set_in("---\ntitle: A\n---\n\nText\n").as_deref(),
            Some("---\ntitle: A\ntranslation_of: \"0123456789ab\"\n---\n\nText\n")
        );
        assert_eq!(
            set_in("---\n---").as_deref(),
            Some("---\ntranslation_of: \"0123456789ab\"\n---")
        );
    }

    #[test]
    fn the_line_is_replaced_where_it_stands_with_its_comment() {
        assert_eq!(
            set_in("---\ntranslation_of: 12 # Anne\ntitle: A\n---\ntranslation_of: 12\n")
                .as_deref(),
            Some(
                "---\ntranslation_of: \"0123456789ab\" # Anne\ntitle: A\n---\ntranslation_of: 12\n"
            )
        );
    }

    #[test]
    fn marks_and_line_ends_of_other_systems_stay() {
        assert_eq!(
            set_in("\u{feff}---\r\ntitle: A\r\n---\r\nText").as_deref(),
            Some("\u{feff}---\r\ntitle: A\r\ntranslation_of: \"0123456789ab\"\r\n---\r\nText")
        );
    }

    #[test]
    fn what_cannot_be_set_without_harm_is_left() {
        assert_eq!(set_in("---\n{ title: A }\n---\n"), None);
        assert_eq!(set_in("---\ntranslation_of:\n  - 1\n---\n"), None);
        assert_eq!(set_in("no front matter"), None);
    }

    proptest! {
        #[test]
        fn one_line_changes_and_a_second_time_nothing(
            title in "[A-Za-z]{1,9}",
            noted in proptest::option::of("[0-9a-f]{12}"),
            body in "(\\PC|\n){0,60}",
            windows in any::<bool>(),
        ) {
            let noted = noted.map(|noted| format!("translation_of: \"{noted}\"\n"));
            let text = format!("---\n{}title: {title}\n---\n{body}", noted.as_deref().unwrap_or_default());
            let text = if windows { text.replace('\n', "\r\n") } else { text };
            let once = set_in(&text).unwrap();
            prop_assert_eq!(set_in(&once), Some(once.clone()));
            let others = |text: &str| -> String {
                text.split_inclusive('\n').enumerate()
                    .filter(|(number, line)| *number > 3 || !line.starts_with("translation_of:"))
                    .map(|(_, line)| line).collect()
            };
            prop_assert_eq!(others(&once), others(&text));
        }
    }
}
