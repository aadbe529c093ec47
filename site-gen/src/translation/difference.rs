//! What changed in a French text since a translation was made from it.

use anstyle::{AnsiColor, Style};
use form_model::{bilingual, bilingual::Bilingual, lang::Lang, visible::visible, zone};
use similar::{ChangeTag, DiffOp, TextDiff, udiff::UnifiedHunkHeader};

use crate::translation::{
    history::{History, NoHistory},
    pages::{Pages, Pair, Refusal},
    revision::Revision,
    status::made_from,
};

/// Lines around a change that are shown with it.
const CONTEXT: usize = 2;

/// Two texts, to be shown as one with its changes.
pub struct Difference {
    old: Text,
    new: Text,
}

struct Text {
    name: String,
    text: String,
}

impl Difference {
    /// What changed in the French text since the revision that a translation names, for a reader of
    /// a language; none if nothing did.
    ///
    /// # Errors
    /// A translation that names no revision, or one that is not in git's history.
    pub fn of(
        pages: &Pages,
        pair: &Pair<'_>,
        history: Result<&History, &NoHistory>,
        reader: &Lang,
    ) -> Result<Option<Self>, Refusal> {
        let french = pair.french;
        let name = french.source.name();
        let now = pages.revision(french);
        let file = pair.translation.source.name();
        let review = words_of_review(file);
        let Some(from) = made_from(pair.translation) else {
            let message = bilingual!(
                "`{file}` ne dit pas de quel texte français elle vient",
                "`{file}` does not say which French text it is made from"
            );
            return Err(Refusal::new(message, review));
        };
        if from == now {
            return Ok(None);
        }
        let (review_fr, review_en) = (review.french(), review.english());
        let history = history.map_err(|NoHistory(reason)| {
            let reason_fr = reason.french();
            let reason_en = reason.english();
            let message = bilingual!(
                "on ne sait pas ce que disait `{name}` à la version {from} : {reason_fr}",
                "what `{name}` said at revision {from} is not known: {reason_en}"
            );
            let help = bilingual!(
                "les textes d’avant se trouvent dans l’histoire de git; sans elle, {review_fr}",
                "earlier texts are found in git’s history; without it, {review_en}"
            );
            Refusal::new(message, help)
        })?;
        let versions = history.versions(&french.path);
        let found = versions.iter().find_map(|version| {
            let text = history.text(version)?;
            let revision = Revision::of_file(&text, &pages.kinds).ok()?;
            (revision == from).then_some((version, text))
        });
        let Some((version, text)) = found else {
            let looked = match versions.len() {
                0 => bilingual!("git ne connaît pas ce fichier", "git does not know this file"),
                1 => bilingual!(
                    "git connaît une version de ce fichier, et c’en est une autre",
                    "git knows one version of this file, and it is another"
                ),
                count => bilingual!(
                    "git connaît {count} versions de ce fichier, et ce n’est aucune d’elles",
                    "git knows {count} versions of this file, and it is none of them"
                ),
            };
            let help = if history.is_shallow {
                bilingual!(
                    "cette copie n’a que la fin de l’histoire : `git fetch --unshallow` apporte le reste",
                    "this copy holds only the newest part of the history: `git fetch --unshallow` gets the rest"
                )
            } else {
                bilingual!(
                    "elle n’a peut-être jamais été enregistrée dans git; {review_fr}",
                    "it may never have been committed; {review_en}"
                )
            };
            let looked_fr = looked.french();
            let looked_en = looked.english();
            let message = bilingual!(
                "on ne sait pas ce que disait `{name}` à la version {from} : {looked_fr}",
                "what `{name}` said at revision {from} is not known: {looked_en}"
            );
            return Err(Refusal::new(message, help));
        };
        let (day, commit) = (zone::day(version.time), version.short_commit());
        let old = bilingual!(
            "{name}  version {from}, {day} (commit {commit})",
            "{name}  revision {from}, {day} (commit {commit})"
        );
        let new = bilingual!("{name}  version {now}, maintenant", "{name}  revision {now}, now");
        let (old, new) = (old.in_lang(reader).to_owned(), new.in_lang(reader).to_owned());
        Ok(Some(Self {
            old: Text { name: old, text: text.text().to_owned() },
            new: Text { name: new, text: french.source.text().to_owned() },
        }))
    }

    /// As a unified diff; with `colour`, the words that changed stand out in their line.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let paint = |style: Style, text: &str| {
            let text = visible(text);
            if colour { format!("{style}{text}{style:#}") } else { text.into_owned() }
        };
        let bold = Style::new().bold();
        let mut shown = String::new();
        for (sign, text) in [("---", &self.old), ("+++", &self.new)] {
            shown.push_str(&paint(bold, &format!("{sign} {}", text.name)));
            shown.push('\n');
        }
        let diff = TextDiff::from_lines(&self.old.text, &self.new.text);
        for ops in diff.grouped_ops(CONTEXT) {
            let head = UnifiedHunkHeader::new(&ops).to_string();
            shown.push_str(&paint(AnsiColor::Cyan.on_default(), &head));
            shown.push('\n');
            for change in ops.iter().flat_map(|op| lines(&diff, op)) {
                let (sign, style) = match change.tag {
                    ChangeTag::Equal => (" ", Style::new()),
                    ChangeTag::Delete => ("-", AnsiColor::Red.on_default()),
                    ChangeTag::Insert => ("+", AnsiColor::Green.on_default()),
                };
                shown.push_str(&paint(style, sign));
                for (stands_out, piece) in &change.pieces {
                    let style = if *stands_out { style.bold().underline() } else { style };
                    shown.push_str(&paint(style, piece));
                }
                shown.push('\n');
            }
        }
        shown
    }
}

/// What is left to do without the earlier text.
fn words_of_review(file: &str) -> Bilingual {
    bilingual!(
        "comparez vous-même les deux textes, puis notez-le : `site-gen status --reviewed {file}`",
        "compare the two texts yourself, then note it: `site-gen status --reviewed {file}`"
    )
}

/// A line of a diff in pieces; those that changed within it stand out.
struct Line {
    tag: ChangeTag,
    pieces: Vec<(bool, String)>,
}

fn lines<'a>(
    diff: &'a TextDiff<'a, 'a, 'a, str>,
    op: &DiffOp,
) -> impl Iterator<Item = Line> + use<'a> {
    diff.iter_inline_changes(op).map(|change| Line {
        tag: change.tag(),
        pieces: change
            .iter_strings_lossy()
            .map(|(stands_out, piece)| (stands_out, piece.trim_end_matches('\n').to_owned()))
            .filter(|(_, piece)| !piece.is_empty())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference() -> Difference {
        let text = |name: &str, text: &str| Text { name: name.to_owned(), text: text.to_owned() };
        Difference {
            old: text("old", "un\ndeux\ntrois\nVous appelez le bureau.\ncinq\n"),
            new: text("new", "un\ndeux\ntrois\nVous écrivez au bureau.\ncinq\nsix"),
        }
    }

    #[test]
    fn without_colour_it_is_a_unified_diff() {
        insta::assert_snapshot!(difference().render(false), @r"
        --- old
        +++ new
        @@ -2,4 +2,5 @@
         deux
         trois
        -Vous appelez le bureau.
        +Vous écrivez au bureau.
         cinq
        +six
        ");
    }

    #[test]
    fn with_colour_the_words_that_changed_stand_out() {
        let shown = difference().render(true);
        let green = AnsiColor::Green.on_default();
        let words = green.bold().underline();
        assert!(shown.contains(&format!("{words}écrivez{words:#}")), "{shown:?}");
        assert!(shown.contains(&format!("{green}Vous {green:#}")), "{shown:?}");
    }
}
