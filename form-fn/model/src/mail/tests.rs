use proptest::prelude::*;

use super::*;
use crate::sample;

fn words<B>(text: &str) -> Piece<B> {
    Piece::Words(text.to_owned())
}

fn open<B>(blank: B) -> Piece<B> {
    Piece::Open { blank }
}

/// A message that says each blank, and the name of each before it.
fn message<B: Blank>(lang: Lang) -> Message<B> {
    let all = || B::ALL.iter().flat_map(|blank| [words(blank.name()), words("="), open(*blank)]);
    Message::new(lang, vec![words("Bonjour")], all().collect(), all().collect()).unwrap()
}

fn receipt(lang: Lang) -> Message<ReceiptBlank> {
    message(lang)
}

fn day() -> jiff::civil::Date {
    sample::day()
}

#[test]
fn each_blank_is_filled_in_the_language_of_the_message() {
    let values = Receipt { reference: "0123-4565".parse().unwrap(), contact_by: day() };
    assert_eq!(receipt(Lang::french()).fill(&values).text, "ref=0123-4565date=22 novembre 2026");
    assert_eq!(receipt(Lang::english()).fill(&values).html, "ref=0123-4565date=November 22, 2026");
}

#[test]
fn a_list_is_a_list_and_an_empty_one_says_so() {
    let items = ["a <b>".to_owned(), "c\nd".to_owned()];
    let digest = Digest {
        day: day(),
        due: &items,
        late: &[],
        suspect: &[],
        failed: &[],
        expired: &[],
        none: "L’aucun & rien.",
    };
    let filled = message::<DigestBlank>(Lang::french()).fill(&digest);
    insta::assert_snapshot!(filled.html, @"
    day=22 novembre 2026due=<ul>
    <li>a &lt;b&gt;</li>
    <li>c d</li>
    </ul>late=<p>L’aucun &amp; rien.</p>suspect=<p>L’aucun &amp; rien.</p>failed=<p>L’aucun &amp; rien.</p>expired=<p>L’aucun &amp; rien.</p>
    ");
    insta::assert_snapshot!(filled.text, @"
    day=22 novembre 2026due=- a <b>
    - c dlate=L’aucun & rien.suspect=L’aucun & rien.failed=L’aucun & rien.expired=L’aucun & rien.
    ");
}

#[test]
fn what_lacks_a_blank_or_tells_too_much_in_its_subject_is_no_message() {
    let [reference, kind] = [NoticeBlank::Reference, NoticeBlank::PartnerType];
    let text = || vec![open(reference), open(kind)];
    let faults = Message::new(
        Lang::french(),
        vec![words("Une ligne\n"), open(kind), open(reference)],
        vec![open(reference)],
        text(),
    );
    let contact_by = Fault::Lacking(NoticeBlank::ContactBy);
    assert_eq!(
        faults.unwrap_err(),
        [Fault::Lacking(kind), contact_by, Fault::InSubject(kind), Fault::Subject]
    );
    let faults = Message::new(Lang::french(), Vec::new(), text(), text());
    assert_eq!(faults.unwrap_err(), [contact_by, Fault::Subject]);
}

fn mail() -> Mail {
    Mail {
        from: "ne-pas-repondre@exemple.ca".parse().unwrap(),
        sender: Localized::new("Partenaires"),
        staff: "partenaires@exemple.ca".parse().unwrap(),
        staff_lang: Lang::french(),
        receipt: vec![receipt(Lang::english()), receipt(Lang::french())].try_into().unwrap(),
        notice: message(Lang::french()),
        digest: message(Lang::french()),
    }
}

#[test]
fn all_of_it_goes_through_json_and_what_is_unsound_does_not() {
    let json = serde_json::to_string(&mail()).unwrap();
    assert_eq!(serde_json::from_str::<Mail>(&json).unwrap(), mail());
    for (sound, unsound, told) in [
        (r#"{"blank":"day"}"#, r#""day""#, "Lacking(Day)"),
        (r#"{"blank":"day"}"#, r#"{"blank":"name"}"#, "did not match any variant"),
        (r#""Bonjour""#, r#""Bon\njour""#, "Subject"),
        (r#""lang":"fr""#, r#""lang":"iu""#, "French text"),
        ("partenaires@exemple.ca", "partenaires", "e-mail address"),
    ] {
        assert!(json.contains(sound), "{sound}");
        let error = serde_json::from_str::<Mail>(&json.replace(sound, unsound)).unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[test]
fn a_language_without_a_receipt_gets_the_french_one() {
    let receipts = mail().receipt;
    assert_eq!(receipts.get(&Lang::english()).lang(), &Lang::english());
    assert_eq!(receipts.get(&"iu".parse().unwrap()).lang(), &Lang::french());
}

#[test]
fn a_name_is_the_same_in_json() {
    for name in Name::ALL {
        assert_eq!(serde_json::to_value(name).unwrap(), name.as_str());
    }
}

/// What a browser shows of a piece of HTML without tags.
fn shown(html: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.into_iter().fold(html.to_owned(), |html, (entity, sign)| html.replace(entity, sign))
}

proptest! {
    #[test]
    fn whatever_fills_a_message_no_blank_is_left_and_nothing_becomes_html(
        kind: String,
        items in prop::collection::vec(any::<String>(), 0..4),
        none: String,
    ) {
        let reference = "0123-4565".parse().unwrap();
        let notice = Notice { reference, partner_type: &kind, contact_by: day() };
        let filled = message::<NoticeBlank>(Lang::french()).fill(&notice);
        let line = kind.replace(char::is_control, " ");
        let expected = format!("ref=0123-4565type={line}date=22 novembre 2026");
        prop_assert!(!filled.html.contains(['<', '>', '"', '\'']));
        prop_assert_eq!(shown(&filled.html), expected.clone());
        prop_assert_eq!(filled.text, expected);

        let items: &[String] = &items;
        let digest = Digest {
            day: day(), due: items, late: items, suspect: items, failed: items, expired: items, none: &none,
        };
        let filled = message::<DigestBlank>(Lang::english()).fill(&digest);
        let (tags, lines) = if items.is_empty() { (5, 1) } else { (5 * (1 + items.len()), 5 * items.len()) };
        prop_assert_eq!(filled.html.matches("</").count(), tags);
        prop_assert_eq!(filled.text.lines().count(), lines - if items.is_empty() { 0 } else { 4 });
        prop_assert_eq!(filled.subject, "Bonjour");
    }
}
