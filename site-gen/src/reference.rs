//! References to shared facts inside texts: `{{ facts.phone | phone }}`.
//!
//! They look as in templates but are a language of their own, small on purpose: a fact and at most one
//! filter. So an editor cannot write a program by accident, and every mistake has its exact place.
//! They are replaced before Markdown is read, so that they work in tables, links and headings alike.

use std::ops::Range;

use form_model::bilingual::Bilingual;
use form_model::{bilingual, format, lang::Lang};
use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, suggest},
    facts::Facts,
};

/// The filters that a reference can name.
const FILTERS: [&str; 8] = ["date", "money", "number", "percent", "phone", "tel", "time", "words"];

/// What a reference begins with. After `\` it is itself, in code and titles too.
const BRACES: &str = "{{";

/// A text with its references replaced, and the way back from it to the text as written.
#[derive(Debug, PartialEq, Eq)]
pub struct Expanded {
    /// The text to read on.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
struct Piece {
    written: usize,
    expanded: usize,
    is_fact: bool,
}

/// A stretch of an expanded text: one fact, or what stands between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands in the expanded text.
    pub range: Range<usize>,
    /// Whether it is a fact.
    pub is_fact: bool,
}

/// What is wrong with a reference.
#[derive(Debug, PartialEq, Eq)]
pub struct BadReference {
    /// Where it stands in the text as written.
    pub span: Range<usize>,
    /// The rule that it breaks.
    pub code: Code,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    pub help: Bilingual,
}

impl Expanded {
    /// Where an offset of the expanded text stands in the text as written.
    #[must_use]
    pub fn written(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.expanded <= offset);
        self.pieces[..after].last().map_or(offset, |piece| {
            if piece.is_fact { piece.written } else { piece.written + offset - piece.expanded }
        })
    }

    /// The stretch that an offset of the expanded text belongs to.
    #[must_use]
    pub fn stretch(&self, offset: usize) -> Stretch {
        let after = self.pieces.partition_point(|piece| piece.expanded <= offset);
        let end = self.pieces.get(after).map_or(self.text.len(), |next| next.expanded);
        match self.pieces[..after].last() {
            Some(piece) => Stretch { range: piece.expanded..end, is_fact: piece.is_fact },
            None => Stretch { range: 0..end, is_fact: false },
        }
    }
}

/// Replaces all references of a text by facts in a language. What cannot be replaced stays as it was
/// written and is told; the rest of the text is read all the same.
#[must_use]
pub fn expand(text: &str, lang: &Lang, facts: &Facts) -> (Expanded, Vec<BadReference>) {
    let mut expanded = String::with_capacity(text.len());
    let mut pieces = Vec::new();
    let mut bad = Vec::new();
    let mut at = 0;
    // Of several on one line that are never closed, the first is enough to tell.
    let mut told_until = 0;
    while let Some(found) = text[at..].find(BRACES) {
        let start = at + found;
        pieces.push(Piece { written: at, expanded: expanded.len(), is_fact: false });
        if let Some(before) = text[at..start].strip_suffix('\\') {
            expanded.push_str(before);
            pieces.push(Piece { written: start, expanded: expanded.len(), is_fact: false });
            expanded.push_str(BRACES);
            at = start + BRACES.len();
            continue;
        }
        expanded.push_str(&text[at..start]);
        let (end, value) = match reference_end(&text[start..]) {
            Some(length) => {
                let end = start + length;
                (end, value(&text[start + 2..end - 2], lang, facts))
            }
            None => (start + 2, Err(never_closed())),
        };
        let is_closed = end > start + 2;
        match value {
            Ok(value) => {
                pieces.push(Piece { written: start, expanded: expanded.len(), is_fact: true });
                expanded.push_str(&value);
            }
            Err((code, message, help)) => {
                pieces.push(Piece { written: start, expanded: expanded.len(), is_fact: false });
                expanded.push_str(&text[start..end]);
                if is_closed || start >= told_until {
                    bad.push(BadReference { span: start..end, code, message, help });
                }
                if !is_closed && start >= told_until {
                    told_until =
                        text[start..].find('\n').map_or(text.len(), |length| start + length);
                }
            }
        }
        at = end;
    }
    pieces.push(Piece { written: at, expanded: expanded.len(), is_fact: false });
    expanded.push_str(&text[at..]);
    (Expanded { text: expanded, pieces }, bad)
}

/// The length of the reference that a text begins with: it ends on its own line, before another begins.
fn reference_end(text: &str) -> Option<usize> {
    let mut at = BRACES.len();
    loop {
        // No further than the next sign that decides, so that many references on a line cost no more than few.
        at += text[at..].find(['{', '}', '\n'])?;
        match &text[at..] {
            rest if rest.starts_with("}}") => return Some(at + 2),
            rest if rest.starts_with(BRACES) || rest.starts_with('\n') => return None,
            _ => at += 1,
        }
    }
}

fn never_closed() -> (Code, Bilingual, Bilingual) {
    (
        Code::BadReference,
        bilingual!(
            "cette référence à un fait n’est jamais fermée",
            "this reference to a fact is never closed"
        ),
        bilingual!(
            "écrivez `{{{{ facts.nom }}}}`, avec `}}}}` à la fin, sur une seule ligne",
            "write `{{{{ facts.name }}}}`, with `}}}}` at its end, on one line"
        ),
    )
}

/// The text that stands for `facts.name | filter`; otherwise the rule, what is wrong, and the mend.
fn value(
    reference: &str,
    lang: &Lang,
    facts: &Facts,
) -> Result<String, (Code, Bilingual, Bilingual)> {
    let (path, filter) = match reference.split_once('|') {
        Some((path, filter)) => (path.trim(), Some(filter.trim())),
        None => (reference.trim(), None),
    };
    let Some(name) = path.strip_prefix("facts.") else {
        return Err((
            Code::BadReference,
            bilingual!("`{path}` n’est pas un fait", "`{path}` is not a fact"),
            bilingual!(
                "une référence nomme un fait de site.yaml : `{{{{ facts.nom }}}}`; pour écrire deux accolades, mettez `\\` devant",
                "a reference names a fact of site.yaml: `{{{{ facts.name }}}}`; to write two braces, put `\\` before them"
            ),
        ));
    };
    let fact = facts.get(name, lang).filter(|fact| !fact.is_object()).ok_or_else(|| {
        (
            Code::UnknownFact,
            bilingual!("il n’y a pas de fait nommé `{name}`", "there is no fact named `{name}`"),
            suggest(name, facts.names()),
        )
    })?;
    let text = match fact {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let wrong_value = |filter: &str| {
        (
            Code::BadReference,
            bilingual!(
                "le fait `{name}` (`{text}`) ne va pas avec le filtre `{filter}`",
                "the fact `{name}` (`{text}`) does not go with the filter `{filter}`"
            ),
            bilingual!(
                "servez-vous d’un autre filtre, ou corrigez le fait dans site.yaml",
                "use another filter, or mend the fact in site.yaml"
            ),
        )
    };
    match filter {
        None => Ok(text),
        Some("phone") if is_phone(&text) => Ok(format::phone(lang, &text)),
        Some("tel") if is_phone(&text) => Ok(format::tel(&text)),
        Some(filter @ ("phone" | "tel")) => Err(wrong_value(filter)),
        Some("words") => {
            let number = fact.as_u64().ok_or_else(|| wrong_value("words"))?;
            Ok(format::words(lang, number))
        }
        Some("date") => {
            let date = text.parse().map_err(|_| wrong_value("date"))?;
            Ok(format::date(lang, date))
        }
        Some("time") => {
            let time = text.parse().map_err(|_| wrong_value("time"))?;
            Ok(format::time(lang, time))
        }
        Some("number") => format::number(lang, &text).ok_or_else(|| wrong_value("number")),
        Some("money") => format::money(lang, &text).ok_or_else(|| wrong_value("money")),
        Some("percent") => format::percent(lang, &text).ok_or_else(|| wrong_value("percent")),
        Some(other) => Err((
            Code::BadReference,
            bilingual!(
                "il n’y a pas de filtre nommé `{other}`",
                "there is no filter named `{other}`"
            ),
            suggest(other, FILTERS.iter().copied()),
        )),
    }
}

/// Whether a text is a telephone number: ten digits, with what people write between them.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 10 && text.chars().all(|letter| !letter.is_alphabetic() || "extpos".contains(letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{source::Source, yaml::Document};

    fn facts() -> Facts {
        let text = "facts:\n  phone: 819-555-0123\n  years: 2\n  fee: 1000.5\n  starts: \"14:30\"\n  opens: 2026-12-06\n  hours:\n    fr: le jour\n    en: by day\n";
        let source = Source::new("site.yaml", text);
        let mut document = Document::parse(&source, 0..text.len()).unwrap();
        let languages = [Lang::french(), Lang::english()];
        let value = document.take("facts").unwrap();
        Facts::read(&value, &languages, &document, &mut crate::diagnostic::Diagnostics::default())
    }

    fn expanded(text: &str) -> String {
        let (expanded, bad) = expand(text, &Lang::english(), &facts());
        assert_eq!(bad, []);
        expanded.text
    }

    fn messages(text: &str) -> Vec<String> {
        let (_, bad) = expand(text, &Lang::french(), &facts());
        bad.into_iter()
            .map(|bad| format!("{}: {}", &text[bad.span], bad.message.english()))
            .collect()
    }

    #[test]
    fn facts_stand_in_for_their_references() {
        assert_eq!(
            expanded("Call {{ facts.phone | phone }}, {{facts.hours}}."),
            "Call 819-555-0123, by day."
        );
        assert_eq!(expanded("{{ facts.phone | tel }}"), "+18195550123");
        assert_eq!(expanded("{{ facts.years | words }} years"), "two years");
        assert_eq!(expanded("{{ facts.opens | date }}"), "December 6, 2026");
        assert_eq!(expanded("{{ facts.starts | time }}"), "2:30\u{a0}p.m.");
        assert_eq!(
            expanded("{{ facts.fee | money }}, {{ facts.fee | number }}"),
            "$1,000.50, 1,000.5"
        );
        assert_eq!(expanded("{{ facts.years | percent }}"), "2%");
    }

    #[test]
    fn two_braces_can_be_written_too() {
        assert_eq!(expanded("`\\{{ facts.phone }}` is \\{{"), "`{{ facts.phone }}` is {{");
        assert_eq!(expanded("\\{{{{ facts.years }}"), "{{2");
    }

    #[test]
    fn references_that_are_never_closed_are_told_once_a_line_however_many() {
        let many = "{{ ".repeat(300_000);
        let never = "{{: this reference to a fact is never closed";
        assert_eq!(
            messages(&format!("{many}\n{many}\n{{{{ phone }}}}")),
            [never, never, "{{ phone }}: `phone` is not a fact"]
        );
    }

    #[test]
    fn every_mistake_of_a_text_is_told_and_hides_no_other() {
        assert_eq!(
            messages(
                "{{ facts.phon }} {{ facts.phone | phone } et\n{{ phone }} {{ facts.hours | tel }}"
            ),
            [
                "{{ facts.phon }}: there is no fact named `phon`",
                "{{: this reference to a fact is never closed",
                "{{ phone }}: `phone` is not a fact",
                "{{ facts.hours | tel }}: the fact `hours` (`le jour`) does not go with the filter `tel`",
            ]
        );
        assert_eq!(
            messages("{{ facts.years | wrods }}"),
            ["{{ facts.years | wrods }}: there is no filter named `wrods`"]
        );
    }

    proptest! {
        #[test]
        fn every_offset_leads_back_to_where_it_was_written(
            parts in prop::collection::vec(prop_oneof!["[a-zé .]{0,8}", Just("\\{{".to_owned()), Just("{{ facts.years | words }}".to_owned()), Just("{{ facts.no }}".to_owned())], 0..8)
        ) {
            let text = parts.concat();
            let (expanded, _) = expand(&text, &Lang::french(), &facts());
            let marks = expanded.text.char_indices().filter(|(_, letter)| *letter == '.');
            for (at, _) in marks {
                prop_assert_eq!(&text[expanded.written(at)..=expanded.written(at)], ".");
            }
            prop_assert_eq!(expanded.written(expanded.text.len()), text.len());
        }
    }
}
