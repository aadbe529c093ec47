//! The blanks of a message on their way from braces, `{ref}`, to pieces. In between each is one character that no
//! text has (Unicode sets it aside for programs), so that Markdown, typography and templates let it through.

use std::ops::Range;

use form_model::{
    bilingual,
    bilingual::Bilingual,
    mail::{Blank, Piece, Room},
    suggestion::nearest,
};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// The first of 32 characters that are none (Unicode 17, 23.7).
const FIRST: u32 = 0xFDD0;
/// The last of them.
const LAST: u32 = 0xFDEF;

/// What is wrong with a blank: where, what, how to mend it.
pub type Mistake = (Range<usize>, Bilingual, Bilingual);

/// Whether a character stands for a blank.
#[must_use]
pub fn is_mark(letter: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(letter))
}

/// The character that stands for a blank.
fn mark_of<B: Blank>(blank: B) -> char {
    let place = B::ALL.iter().zip(FIRST..=LAST).find(|(other, _)| **other == blank);
    place.and_then(|(_, code)| char::from_u32(code)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// What stands in single braces, each with its braces, as far as its line goes; two braces are a fact's.
fn in_braces(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let opens = text.match_indices('{').map(|(at, _)| at);
    opens.filter(|at| !text[..*at].ends_with('{')).filter_map(|at| {
        let rest = &text[at + 1..];
        let length = rest.find(['{', '}', '\n'])?;
        let closes = rest[length..].starts_with('}');
        closes.then(|| (at..at + length + 2, rest[..length].trim()))
    })
}

/// Blanks that the message does not have.
pub fn unknown<B: Blank>(text: &str) -> Vec<Mistake> {
    let names = || B::ALL.iter().map(|blank| blank.name());
    let all: Vec<_> = names().map(|name| format!("`{{{name}}}`")).collect();
    let all = all.join(", ");
    let is_known = |name: &str| names().any(|known| known == name);
    let found = in_braces(text).filter(|(_, name)| !is_known(name));
    found
        .map(|(span, name)| {
            let message = bilingual!(
                "`{{{name}}}` n’est jamais rempli dans ce message",
                "`{{{name}}}` is never filled in in this message"
            );
            let help = match nearest(name, names()) {
                Some(near) => {
                    bilingual!("vouliez-vous dire `{{{near}}}`?", "did you mean `{{{near}}}`?")
                }
                None => bilingual!(
                    "ce message se remplit à {all}, et à rien qui dise qui est la personne",
                    "this message is filled in at {all}, and at nothing that says who the person is"
                ),
            };
            (span, message, help)
        })
        .collect()
}

/// A text with a character for each blank.
#[must_use]
pub fn mark<B: Blank>(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut end = 0;
    let known = |name: &str| B::ALL.iter().find(|blank| blank.name() == name);
    for (span, name) in in_braces(text) {
        let Some(blank) = known(name) else { continue };
        marked.extend(text[end..span.start].chars().filter(|letter| !is_mark(*letter)));
        marked.push(mark_of(*blank));
        end = span.end;
    }
    marked.extend(text[end..].chars().filter(|letter| !is_mark(*letter)));
    marked
}

/// Prose and code with a character for each blank.
pub fn mark_events<B: Blank>(events: &mut [Event<'_>]) {
    for event in events {
        if let Event::Text(text) | Event::Code(text) = event {
            *text = CowStr::from(mark::<B>(text));
        }
    }
}

/// Whether every list has a paragraph of its own; otherwise the first blank that does not.
pub fn misplaced_list<B: Blank>(events: &[Event<'_>]) -> Option<B> {
    let lists = B::ALL.iter().copied().filter(|blank| blank.room() == Room::Paragraph);
    lists.into_iter().find(|blank| {
        let mark = mark_of(*blank);
        let all = events.iter().map(|event| match event {
            Event::Text(text) | Event::Code(text) => text.matches(mark).count(),
            _ => 0,
        });
        let alone = events.windows(3).filter(|three| {
            matches!(three, [Event::Start(Tag::Paragraph), Event::Text(text), Event::End(TagEnd::Paragraph)]
                if text.trim().chars().eq([mark]))
        });
        all.sum::<usize>() != alone.count()
    })
}

/// HTML in which lists no longer have a paragraph around them.
#[must_use]
pub fn free_lists<B: Blank>(html: &str) -> String {
    let lists = B::ALL.iter().filter(|blank| blank.room() == Room::Paragraph);
    lists.fold(html.to_owned(), |html, blank| {
        let mark = mark_of(*blank);
        html.replace(&format!("<p>{mark}</p>"), &mark.to_string())
    })
}

/// A text cut at its blanks.
#[must_use]
pub fn pieces<B: Blank>(marked: &str) -> Vec<Piece<B>> {
    let mut pieces = Vec::new();
    let words = |text: &str| (!text.is_empty()).then(|| Piece::Words(text.to_owned()));
    let mut end = 0;
    for (at, mark) in marked.match_indices(is_mark) {
        let blank = B::ALL.iter().copied().find(|blank| mark.starts_with(mark_of(*blank)));
        pieces.extend(words(&marked[end..at]));
        pieces.extend(blank.map(|blank| Piece::Open { blank }));
        end = at + mark.len();
    }
    pieces.extend(words(&marked[end..]));
    pieces
}

#[cfg(test)]
mod tests {
    use form_model::mail::{DigestBlank, NoticeBlank, ReceiptBlank};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_blank_of_each_message_has_a_character_of_its_own() {
        fn holds<B: Blank>() {
            for blank in B::ALL {
                let text = format!("{{{}}}", blank.name());
                assert_eq!(pieces::<B>(&mark::<B>(&text)), [Piece::Open { blank: *blank }]);
            }
        }
        holds::<ReceiptBlank>();
        holds::<NoticeBlank>();
        holds::<DigestBlank>();
    }

    #[test]
    fn what_is_no_blank_is_told_and_braces_alone_are_braces() {
        let told = |text| {
            let mistakes = unknown::<ReceiptBlank>(text).into_iter();
            let told =
                mistakes.map(|(span, _, help)| format!("{} {}", &text[span], help.english()));
            told.collect::<Vec<_>>()
        };
        assert_eq!(
            told("{ref}, { date }, { et }, {}\n{\n}"),
            [
                "{ et } this message is filled in at `{ref}`, `{date}`, and at nothing that says who the person is",
                "{} this message is filled in at `{ref}`, `{date}`, and at nothing that says who the person is",
            ]
        );
        assert_eq!(told("{reff}"), ["{reff} did you mean `{ref}`?"]);
    }

    proptest! {
        #[test]
        fn a_text_keeps_all_but_its_blanks(text in "([a-z{} \u{fdd0}-\u{fdd9}]|\\{ref\\}|\\{date\\}){0,40}") {
            let back: String = pieces::<ReceiptBlank>(&mark::<ReceiptBlank>(&text))
                .into_iter()
                .map(|piece| match piece {
                    Piece::Words(words) => words,
                    Piece::Open { blank } => format!("{{{}}}", blank.name()),
                })
                .collect();
            let kept = |text: &str| text.replace(is_mark, "").replace(' ', "");
            prop_assert_eq!(kept(&back), kept(&text));
        }
    }
}
