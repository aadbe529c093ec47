//! Texts that other software stumbles over go in and come out as they were written, or are refused in
//! the field's own words: the Big List of Naughty Strings, and names that people have.

use form_model::code::Code;
use form_model::lang::Lang;
use naughty_strings::BLNS;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::answers::{Answers, complete, of_person};
use crate::line::State;
use crate::site::{Seen, Site, broken, bundle, pages};

/// Names that people have, and some that a slip of the hand makes.
const NAMES: [&str; 24] = [
    "Ô",
    "A",
    "李",
    "Jean-François",
    "Anne-Marie-Ève",
    "O'Neil",
    "D’Arcy",
    "N’Guessan-Tremblay",
    "Nguyễn Thị",
    "Мария",
    "Zoe\u{301}",
    "ᐊᓛᓯ",
    "ᐃᓄᒃᑎᑐᑦ ᐊᑎᖅ",
    "Kahente Horn-Miller",
    "מרים",
    "محمد الأمين",
    "\u{200F}מרים\u{200F}",
    "Léa \u{202B}מרים\u{202C} Roy",
    "🦊",
    "Ana 👩‍👩‍👧 Lima",
    "Zo\u{0}é",
    "Zoé\tRoy",
    "\u{1B}[31mZoé",
    "  Zoé\u{A0}\u{FEFF}",
];

fn texts() -> impl Iterator<Item = &'static str> {
    BLNS.iter().copied().chain(NAMES)
}

/// What is kept of a text: its composed form, without what shows nothing around it.
fn kept(text: &str) -> String {
    let is_nothing = |c: char| {
        let marks = '\u{202A}'..='\u{202E}';
        let isolates = '\u{2066}'..='\u{2069}';
        let others = ['\u{200B}', '\u{200E}', '\u{200F}', '\u{2060}', '\u{FEFF}'];
        c.is_whitespace() || marks.contains(&c) || isolates.contains(&c) || others.contains(&c)
    };
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.nfc().collect::<String>().trim_matches(is_nothing).to_owned()
}

/// Whether one of the form's rules is against a text, with the rule.
fn refused(text: &str, max: usize, allowed: &[char]) -> Option<Code> {
    let is_control = |c: char| c.is_control() && !allowed.contains(&c);
    if text.contains(is_control) {
        Some(Code::CONTROL_CHARACTERS)
    } else {
        // Characters as a person counts them are never more than these.
        (text.chars().count() > max).then_some(Code::TOO_LONG)
    }
}

/// The record that a page's answer or JSON confirms.
async fn record(site: &Site, seen: &Seen) -> Value {
    let location = seen.header("location");
    let reference = &location["/api/fr/application/".len()..][..9];
    site.engine.record(reference).await
}

/// Posts a text as answers that keep it in the same way, each time as another person, and looks at what
/// is stored. (One person's texts that differ in their spaces alone are one application.)
async fn round_trip(
    site: &Site,
    keys: [&str; 2],
    (person, text): (usize, &str),
    max: usize,
    allowed: &[char],
) {
    let [first, second] = keys;
    let answers = of_person(person).with(first, text).with(second, text);
    let seen = site.post("fr").form(&answers).await;
    let kept = kept(text);
    if seen.status() == 303 {
        let stored = record(site, &seen).await["answers"].clone();
        for key in keys {
            assert_eq!(stored[key].as_str().unwrap_or_default(), kept, "{key}: {text:?}");
        }
        let again = site.post("fr").json(&answers.json()).await;
        assert_eq!(again.status(), 201, "{text:?}");
        assert_eq!(again.header("location"), seen.header("location"), "{text:?}");
    } else {
        assert_eq!(seen.status(), 422, "{text:?}");
        let code =
            if kept.is_empty() { Some(Code::REQUIRED) } else { refused(&kept, max, allowed) };
        let code = code.unwrap_or_else(|| panic!("refused: {text:?}"));
        let form = &site.bundle.form;
        let message = form.error_text(first, &code, &Lang::french());
        assert!(seen.words().contains(message), "{message}: {}", seen.words());
    }
}

#[tokio::test]
async fn as_a_name_each_is_stored_unchanged_or_refused_in_words() {
    let site = Site::open().await;
    for text in texts().enumerate() {
        round_trip(&site, ["first_name", "last_name"], text, 80, &[]).await;
    }
    let stored = site.engine.records().await.len();
    assert!(stored > 300, "{stored} are stored");
}

#[tokio::test]
async fn as_a_long_text_each_is_stored_unchanged_or_refused_in_words() {
    let site = Site::open().await;
    for (person, text) in texts().enumerate() {
        // With words around it, so that it is long enough; the other field takes it bare.
        let text = format!("Je veux aider. {text} Merci.");
        round_trip(&site, ["accommodations", "motivation"], (person, &text), 500, &['\n', '\t'])
            .await;
    }
    let stored = site.engine.records().await.len();
    assert!(stored > 400, "{stored} are stored");
}

#[tokio::test]
async fn beside_an_error_each_comes_back_as_it_was_written() {
    for pages in [pages(), broken(pages())] {
        let site = Site::with(bundle(), pages, State::Up).await;
        for text in texts() {
            let answers = complete()
                .without("language")
                .with("first_name", text)
                .with("phone", text)
                .with("email", text)
                .with("motivation", text)
                .with("accommodations", text);
            let seen = site.post("fr").form(&answers).await;
            assert_eq!(seen.status(), 422, "{text:?}");
            assert_eq!(seen.resent().of_questions(), in_html(&answers).of_questions(), "{text:?}");
        }
        assert!(site.engine.records().await.is_empty());
    }
}

/// What HTML can carry of answers: no zero byte, no line break on one line, line breaks of one kind;
/// and an address without spaces around it.
fn in_html(answers: &Answers) -> Answers {
    let lines =
        |text: &str| text.replace('\0', "\u{FFFD}").replace("\r\n", "\n").replace('\r', "\n");
    answers.clone().map(|key, value| match key {
        "motivation" | "accommodations" => lines(value).replace('\n', "\r\n"),
        "email" => lines(value).replace('\n', "").trim_ascii().to_owned(),
        _ => lines(value).replace('\n', ""),
    })
}
