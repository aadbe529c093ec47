//! Every rule of the form by its name, tried on the real form.

use super::NOTHING;
use crate::bundle::Applications;
use crate::code::Code;
use crate::definition::Kind;
use crate::lang::Lang;
use crate::sample::{day, form, sheet};

#[test]
fn partner_type_accepts_published_types_and_unsure() {
    assert_eq!(sheet().with("partner_type", "unsure").errors(), NOTHING);
    assert_eq!(
        sheet().with("partner_type", "usager-partenaire").errors(),
        ["partner_type: invalid"]
    );
}

#[test]
fn partner_type_refuses_a_type_that_is_not_accepting() {
    let mut form = form();
    if let Kind::OneOf { choices } = &mut form.parts[0].fields[0].kind {
        choices[0].accepting = Applications::Closed;
    }
    let invalid = form.validate(&sheet().posted(), day()).unwrap_err();
    assert_eq!(invalid.to_string(), "partner_type: closed");
}

#[test]
fn names_of_every_shape_are_taken() {
    for name in ["Ô", "Jean-François", "D’Arcy", "O'Neil", "李", "Мария", "ᐊᓛᓯ", "Nguyễn Thị"]
    {
        assert_eq!(sheet().with("first_name", name).errors(), NOTHING, "{name}");
    }
}

#[test]
fn names_have_80_characters_at_most_as_a_person_counts() {
    let long = "é".repeat(80);
    assert_eq!(sheet().with("first_name", &long).errors(), NOTHING);
    let decomposed = "e\u{301}".repeat(80);
    assert_eq!(sheet().with("last_name", &decomposed).errors(), NOTHING);
    assert_eq!(sheet().with("last_name", &(long + "e")).errors(), ["last_name: too_long"]);
}

#[test]
fn names_of_spaces_alone_are_missing() {
    assert_eq!(sheet().with("first_name", " \t\u{A0}").errors(), ["first_name: required"]);
}

#[test]
fn control_characters_are_refused() {
    for bad in ["Zo\u{0}é", "Zoé\nAnne", "Zoé\tAnne", "Zo\u{7F}é", "Zo\u{85}é", "\u{1B}[31mZoé"]
    {
        let errors = sheet().with("first_name", bad).errors();
        assert_eq!(errors, ["first_name: control_characters"], "{bad:?}");
    }
    let text = "Je veux aider\u{8} les autres.";
    assert_eq!(sheet().with("motivation", text).errors(), ["motivation: control_characters"]);
    let text = "Je veux aider :\r\n\t1. les autres;\n\t2. moi.";
    assert_eq!(sheet().with("motivation", text).errors(), NOTHING);
}

#[test]
fn phone_is_required_for_phone_and_relay() {
    for way in ["phone", "relay"] {
        let sheet = sheet().without("phone").with("contact_method", way);
        assert_eq!(sheet.errors(), ["phone: required"], "{way}");
    }
    assert_eq!(sheet().without("phone").with("contact_method", "email").errors(), NOTHING);
}

#[test]
fn phone_has_ten_digits() {
    assert_eq!(sheet().with("phone", "555-0123").errors(), ["phone: format"]);
}

#[test]
fn phone_is_checked_also_where_it_is_optional() {
    let sheet = sheet().with("contact_method", "email").with("phone", "plus tard");
    assert_eq!(sheet.errors(), ["phone: format"]);
}

#[test]
fn email_is_required_for_contact_by_email() {
    let sheet = sheet().without("email").with("contact_method", "email");
    assert_eq!(sheet.errors(), ["email: required"]);
}

#[test]
fn email_is_required_for_news_and_says_so_at_the_address() {
    let sheet = sheet().without("email").with("consent_news", "on");
    assert_eq!(sheet.clone().errors(), ["email: needs_email"]);
    assert_eq!(sheet.with("contact_method", "email").errors(), ["email: required"]);
}

#[test]
fn email_needs_a_dot_in_the_domain() {
    assert_eq!(sheet().with("email", "nom@exemple").errors(), ["email: format"]);
}

#[test]
fn email_that_cannot_be_written_to_says_why_in_the_readers_language() {
    let error = sheet().with("email", "zoé@exemple.ca").errors();
    assert_eq!(error, ["email: email_letters"]);
    let mut form = form();
    for has_words in [true, false] {
        // A form of an earlier version has no words for this error.
        form.parts.iter_mut().flat_map(|part| &mut part.fields).for_each(|field| {
            if !has_words {
                field.errors.remove(&Code::EMAIL_LETTERS);
            }
        });
        let text = |lang| form.error_text("email", &Code::EMAIL_LETTERS, &lang).to_owned();
        assert!(text(Lang::french()).contains("accent"), "{has_words}");
        assert!(
            text(Lang::english()).contains("accent")
                && text(Lang::english()) != text(Lang::french())
        );
    }
}

#[test]
fn email_is_stored_without_what_cannot_be_seen() {
    let sheet = sheet().with("email", "\u{FEFF}zo\u{200B}e@sant\u{AD}é.example\u{202C}");
    assert_eq!(sheet.submission().answers().text("email"), Some("zoe@santé.example"));
    for bad in ["\"zoe\"@exemple.ca", "zo\u{9B}e@exemple.ca", "\"zo\u{202E}e\"@exemple.ca"] {
        assert_eq!(super::sheet().with("email", bad).errors(), ["email: format"], "{bad:?}");
    }
}

#[test]
fn email_has_254_characters_at_most() {
    let label = "d".repeat(60);
    let address = |n: usize| format!("{}@{label}.{label}.{label}.ca", "x".repeat(n));
    assert_eq!(address(60).len(), 246);
    assert_eq!(sheet().with("email", &address(60)).errors(), NOTHING);
    assert_eq!(sheet().with("email", &address(69)).errors(), ["email: too_long"]);
}

#[test]
fn email_keeps_the_case_of_the_local_part() {
    let submission = sheet().with("email", "  Zoe.ANNE@Exemple.ca ").submission();
    assert_eq!(submission.answers().text("email"), Some("Zoe.ANNE@Exemple.ca"));
}

#[test]
fn call_times_belong_to_calls_and_are_dropped_otherwise() {
    let answers = sheet().with("contact_method", "email").submission();
    assert!(answers.answers().get("call_times").is_none());
    let sheet = sheet().with("contact_method", "email").with("call_times", "midnight");
    assert_eq!(sheet.errors(), NOTHING);
}

#[test]
fn call_times_are_those_of_the_list() {
    assert_eq!(sheet().and("call_times", "midnight").errors(), ["call_times: invalid"]);
}

#[test]
fn service_link_is_required_for_users_and_families() {
    for who in ["partner-user", "family-partner"] {
        let sheet = sheet().without("service_link").with("partner_type", who);
        assert_eq!(sheet.errors(), ["service_link: required"], "{who}");
    }
}

#[test]
fn service_link_is_optional_for_unsure_and_kept() {
    let unsure = sheet().with("partner_type", "unsure");
    assert_eq!(unsure.clone().without("service_link").errors(), NOTHING);
    assert_eq!(unsure.submission().answers().text("service_link"), Some("yes"));
}

#[test]
fn service_link_is_dropped_for_citizens() {
    let citizen = sheet().with("partner_type", "citizen-partner").with("community_link", "live");
    assert!(citizen.clone().submission().answers().get("service_link").is_none());
    assert_eq!(citizen.with("service_link", "nonsense").errors(), NOTHING);
}

#[test]
fn a_no_to_service_link_blocks_nothing() {
    assert_eq!(sheet().with("service_link", "no").errors(), NOTHING);
}

#[test]
fn community_link_is_required_for_citizens_and_dropped_otherwise() {
    let citizen = sheet().with("partner_type", "citizen-partner");
    assert_eq!(citizen.errors(), ["community_link: required"]);
    let user = sheet().with("community_link", "live").submission();
    assert!(user.answers().get("community_link").is_none());
}

#[test]
fn motivation_has_10_to_1000_characters_as_a_person_counts() {
    let errors = |text: &str| sheet().with("motivation", text).errors();
    assert_eq!(errors(" Aider."), ["motivation: too_short"]);
    assert_eq!(errors("123456789"), ["motivation: too_short"]);
    assert_eq!(errors("1234567890"), NOTHING);
    assert_eq!(errors(&"👩‍👩‍👧".repeat(1000)), NOTHING);
    assert_eq!(errors(&"a".repeat(1001)), ["motivation: too_long"]);
    assert_eq!(errors(""), ["motivation: required"]);
}

#[test]
fn accommodations_have_500_characters_at_most() {
    let errors = |n| sheet().with("accommodations", &"a".repeat(n)).errors();
    assert_eq!(errors(500), NOTHING);
    assert_eq!(errors(501), ["accommodations: too_long"]);
}

#[test]
fn interests_are_limited_in_number() {
    let mut form = form();
    for field in form.parts.iter_mut().flat_map(|part| &mut part.fields) {
        if let Kind::SeveralOf { max: max @ Some(12), .. } = &mut field.kind {
            *max = Some(2);
        }
    }
    let two = sheet().and("interests", "story").and("interests", "story");
    assert!(form.validate(&two.clone().posted(), day()).is_ok());
    let invalid = form.validate(&two.and("interests", "peer").posted(), day()).unwrap_err();
    assert_eq!(invalid.to_string(), "interests: too_many");
}

#[test]
fn choices_are_those_offered() {
    for key in ["contact_method", "language", "service_link", "levels", "interests", "time_wish"] {
        assert_eq!(sheet().with(key, "nonsense").errors()[0], format!("{key}: invalid"));
    }
}

#[test]
fn age_and_steps_have_to_be_confirmed() {
    for key in ["age_14", "ack_process"] {
        for value in ["", "false", "off", "0"] {
            assert_eq!(sheet().with(key, value).errors(), [format!("{key}: required")]);
        }
        for value in ["true", "on", "yes", "1", " TRUE "] {
            assert_eq!(sheet().with(key, value).errors(), NOTHING);
        }
        assert_eq!(sheet().with(key, "maybe").errors(), [format!("{key}: invalid")]);
    }
}

#[test]
fn consents_are_free() {
    let sheet = sheet().without("consent_keep");
    assert!(!sheet.submission().answers().is_ticked("consent_keep"));
}
