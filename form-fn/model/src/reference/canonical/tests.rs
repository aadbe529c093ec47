//! The same answers, however written, are the same bytes; other answers are others.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::answers::Posted;
use crate::reference::{Digest, ReferenceKey};
use crate::sample::{Sheet, day, form, sheet};

fn digest(posted: &Posted) -> Digest {
    let submission = form().validate(posted, day()).unwrap();
    ReferenceKey::new(b"a secret for tests").unwrap().digest(&submission)
}

fn of(sheet: Sheet) -> Digest {
    digest(&sheet.posted())
}

/// What people write on one line: letters of all scripts with their marks, and what stands between.
const WORD: &str = "[\\p{L}][\\p{L}\\p{M}'’-]{0,6}";
/// White space that keyboards, phones and word processors put between words.
const SPACE: &str = "[ \u{A0}\u{202F}\u{2009}]{1,3}";
/// The ends of lines of three systems.
const LINE_ENDS: [&str; 3] = ["\n", "\r\n", "\r"];

/// Words without the space between them, so that each test can space them.
fn words(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(WORD, count)
}

/// Complete applications.
fn sheets() -> impl Strategy<Value = Sheet> {
    let interests = vec!["committee", "story", "survey", "peer"];
    (
        words(1..=3),
        words(1..=3),
        words(1..=6),
        proptest::sample::subsequence(interests, 0..=4),
        any::<bool>(),
    )
        .prop_map(|(first, last, motivation, interests, news)| {
            let sheet = sheet()
                .with("first_name", &first.join(" "))
                .with("last_name", &last.join(" "))
                .with("motivation", &format!("Je veux aider, {}", motivation.join(" ")))
                .with("consent_news", &news.to_string())
                .without("interests");
            interests.iter().fold(sheet, |sheet, value| sheet.and("interests", value))
        })
}

proptest! {
    // Letters of all scripts are slow to make up without optimisation.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_the_answers_does_not_matter(
        (sheet, shuffled) in sheets().prop_flat_map(|sheet| {
            (Just(sheet.clone()), Just(sheet.pairs()).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(of(sheet), digest(&Posted::from_pairs(shuffled)));
    }

    #[test]
    fn the_spacing_of_the_words_does_not_matter(
        words in words(10..=12), between in SPACE, around in "[ \t\u{A0}\u{FEFF}\u{200B}]{0,3}",
    ) {
        for key in ["motivation", "first_name"] {
            let take = if key == "first_name" { 3 } else { words.len() };
            let plain = words[..take].join(" ");
            let spaced = format!("{around}{}{around}", words[..take].join(&between));
            prop_assert_eq!(of(sheet().with(key, &plain)), of(sheet().with(key, &spaced)));
        }
    }

    #[test]
    fn the_unicode_form_does_not_matter(sheet in sheets()) {
        let rewrite = |form: fn(&str) -> String| {
            let pairs = sheet.clone().pairs().into_iter();
            digest(&Posted::from_pairs(pairs.map(|(key, value)| (key, form(&value)))))
        };
        let first = of(sheet.clone());
        prop_assert_eq!(first, rewrite(|text| text.nfc().collect()));
        prop_assert_eq!(first, rewrite(|text| text.nfd().collect()));
    }

    #[test]
    fn the_ends_of_the_lines_do_not_matter(lines in words(3..=9), blank in "[ \t]{0,2}") {
        let written = |end: &str| {
            let text = format!("Première ligne.{blank}{end}{}{end}{end}", lines.join(end));
            of(sheet().with("motivation", &text))
        };
        let [unix, windows, old_mac] = LINE_ENDS.map(written);
        prop_assert_eq!(unix, windows);
        prop_assert_eq!(unix, old_mac);
    }

    #[test]
    fn a_page_and_a_program_say_the_same(sheet in sheets()) {
        let mut object = serde_json::Map::new();
        for (key, value) in sheet.clone().pairs() {
            match object.get_mut(&key) {
                None => drop(object.insert(key, value.into())),
                Some(serde_json::Value::Array(several)) => several.push(value.into()),
                Some(one) => *one = serde_json::json!([one, value]),
            }
        }
        let body = serde_json::Value::Object(object).to_string();
        prop_assert_eq!(of(sheet), digest(&Posted::from_json(body.as_bytes()).unwrap()));
    }

    #[test]
    fn other_words_are_another_application(
        sheet in sheets(), other in words(1..=3),
        key in proptest::sample::select(vec!["first_name", "last_name", "motivation"]),
    ) {
        let other = format!("{} Autrement dit, non.", other.join(" "));
        prop_assert_ne!(of(sheet.clone()), of(sheet.with(key, &other)));
    }

    #[test]
    fn words_do_not_pass_from_one_answer_to_another(one in words(1..=2), other in words(1..=2)) {
        let (one, other) = (one.join(" "), other.join(" "));
        let named = |first: &str, last: &str| of(sheet().with("first_name", first).with("last_name", last));
        let same = one.nfc().eq(other.nfc());
        prop_assert_eq!(named(&one, &other) == named(&other, &one), same);
        prop_assert_ne!(named(&format!("{one} {other}"), "X"), named(&one, &format!("{other} X")));
    }

    #[test]
    fn words_cannot_imitate_the_form_around_them(inside in "[\"{}:,\\\\]{1,9}") {
        let name = format!("A\",\"last_name\":\"B{inside}");
        let honest = of(sheet().with("first_name", "A").with("last_name", &format!("B{inside}")));
        prop_assert_ne!(of(sheet().with("first_name", &name)), honest);
    }
}

#[test]
fn what_is_not_an_answer_changes_nothing() {
    let first = of(sheet());
    assert_eq!(first, of(sheet().with("phone", "+1 (819) 555.0123 ext. 12")), "phone");
    assert_eq!(first, of(sheet().with("age_14", "on")), "tick");
    assert_eq!(first, of(sheet().with("community_link", "live")), "hidden question");
    assert_eq!(first, of(sheet().with("form_version", "another")), "version");
    assert_eq!(first, of(sheet().with("accommodations", " ")), "blank");
    assert_eq!(first, of(sheet().with("website", "https://spam.example")), "trap");
}

#[test]
fn an_answer_taken_back_or_a_letter_without_its_accent_is_another_application() {
    let first = of(sheet());
    assert_ne!(first, of(sheet().without("consent_keep")));
    assert_ne!(first, of(sheet().without("interests")));
    assert_ne!(first, of(sheet().with("first_name", "Zoe-Anne")));
}
