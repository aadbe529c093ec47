//! Slips that editors make, and what they are told.

mod roles;

use crate::lang::Lang;
use crate::messages::{Messages, Problems};
use crate::sample::{YAML, catalogue, form, source};
use crate::source::{FormSource, Wording};

/// What is told about the real form after a slip: `place: message (help)` a line.
fn told(was: &str, is: &str) -> String {
    assert!(YAML.contains(was), "the form has no {was}");
    let source: FormSource = serde_yaml::from_str(&YAML.replacen(was, is, 1)).unwrap();
    told_of(source)
}

fn told_of(source: FormSource) -> String {
    let problems = source.resolve(&catalogue()).unwrap_err();
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The same after a change of something that editors are free to reword.
fn told_after(change: impl FnOnce(&mut FormSource)) -> String {
    let mut source = source();
    change(&mut source);
    told_of(source)
}

fn wording(yaml: &str) -> Wording {
    serde_yaml::from_str(yaml).unwrap()
}

/// What the reader of YAML says, but for the line, which every change of the file moves.
fn refused(was: &str, is: &str) -> String {
    assert!(YAML.contains(was), "the form has no {was}");
    let error = serde_yaml::from_str::<FormSource>(&YAML.replacen(was, is, 1)).unwrap_err();
    let error = error.to_string();
    error.split_once(" at line ").unwrap().0.to_owned()
}

#[test]
fn the_real_form_has_nineteen_fields_in_four_parts() {
    let form = form();
    assert_eq!(form.parts.len(), 4);
    let keys: Vec<_> = form.fields().map(|field| field.key.as_str()).collect();
    insta::assert_snapshot!(keys.join(" "), @"partner_type service_link community_link first_name last_name contact_method phone email call_times language motivation levels interests time_wish accommodations age_14 ack_process consent_keep consent_news");
}

#[test]
fn the_form_goes_through_json_unchanged() {
    let json = serde_json::to_string(&form()).unwrap();
    assert_eq!(serde_json::from_str::<crate::definition::Form>(&json).unwrap(), form());
}

#[test]
fn every_text_is_handed_out_to_be_changed() {
    let mut source = source();
    source.wordings_mut(|lang, text| *text = format!("{lang}{}", &text[..0]));
    let texts = |source: &mut FormSource| {
        let mut texts = Vec::new();
        source.wordings_mut(|lang, text| texts.push((lang.clone(), text.clone())));
        texts
    };
    assert!(texts(&mut source).iter().all(|(lang, text)| *text == lang.to_string()));
    let written = YAML.matches("fr: \"").count();
    assert_eq!(texts(&mut source).len(), 2 * written);
}

#[test]
fn a_language_switched_off_is_not_missed() {
    let mut catalogue = catalogue();
    catalogue.languages = vec![Lang::french()];
    let form = source().resolve(&catalogue).unwrap();
    let submit = &form.messages.submit;
    assert_eq!(submit.get(&Lang::english()), submit.get(&Lang::french()));
}

#[test]
fn an_unknown_key_is_refused_by_its_line() {
    insta::assert_snapshot!(
        refused("        required: true\n", "        requird: true\n"),
        @"parts[0].fields[0]: unknown field `requird`, expected one of `key`, `kind`, `role`, `label`, `hint`, `required`, `required_when`, `shown_when`, `min`, `max`, `choices_from`, `choices`, `errors`"
    );
    insta::assert_snapshot!(refused("kind: one-of", "kind: one"), @"parts[0].fields[0].kind: unknown variant `one`, expected one of `given-name`, `family-name`, `phone`, `email`, `long-text`, `one-of`, `several-of`, `tick`, `consent`");
}

#[test]
fn a_key_twice_is_refused_by_its_line() {
    insta::assert_snapshot!(refused("kind: given-name\n", "kind: given-name\n        kind: phone\n"), @"parts[1].fields[0]: duplicate field `kind`");
    insta::assert_snapshot!(refused("title: { fr: ", "title: { fr: Moi, fr: "), @"parts[0].title: `fr` is there twice");
    insta::assert_snapshot!(refused("  internal:\n", "  method:\n"), @"problems: `method` is there twice");
}

#[test]
fn a_missing_language() {
    insta::assert_snapshot!(told_after(|form| form.parts[0].title = wording("{ fr: Rôle }")), @"parts.role: the text in `en` is missing (add `en: …` beside the other languages)");
    insta::assert_snapshot!(told_after(|form| form.parts[1].fields[0].label = wording("{ fr: '', en: ' ' }")), @"
    first_name.label: the text in `fr` is missing (add `fr: …` beside the other languages)
    first_name.label: the text in `en` is missing (add `en: …` beside the other languages)
    ");
}

#[test]
fn a_field_twice() {
    insta::assert_snapshot!(told("key: last_name", "key: first_name"), @"first_name.key: the field `first_name` is there twice (rename one of them)");
}

#[test]
fn a_key_that_cannot_be_one() {
    insta::assert_snapshot!(told("key: first_name", "key: Prénom"), @"Prénom.key: `Prénom` cannot be a key (use small letters, digits and underscores, a letter first)");
    insta::assert_snapshot!(told("key: first_name", "key: website"), @"website.key: `website` is a key that the form needs for itself (choose another key)");
    insta::assert_snapshot!(told("- id: role", "- id: motivation"), @"parts.motivation: another part or field is called `motivation` (give the part another id)");
}

#[test]
fn a_rule_about_an_unknown_field() {
    insta::assert_snapshot!(told("{ field: contact_method, is: [email] }", "{ field: contact_metod, is: [email] }"), @"email.required_when: there is no field `contact_metod` (did you mean `contact_method`?)");
}

#[test]
fn a_rule_about_an_unknown_choice() {
    insta::assert_snapshot!(told("is: [partner-user, family-partner] }", "is: [partner-user, famly-partner] }"), @"service_link.required_when: `famly-partner` is no choice of `partner_type` (did you mean `family-partner`?)");
}

#[test]
fn a_rule_of_the_wrong_shape() {
    insta::assert_snapshot!(told("ticked: true", "is: [yes]"), @"email.required_when: `consent_news` has no choices (for a box write `ticked: true`)");
    insta::assert_snapshot!(told("is: [email] }", "ticked: true }"), @"email.required_when: `contact_method` is no box to tick (for a question with choices write `is: [choice, …]`)");
    insta::assert_snapshot!(told("is: [email] }", "is: [] }"), @"email.required_when: the rule does not say what the answer to `contact_method` has to be (write either `is: [choice, …]` or `ticked: true`)");
    insta::assert_snapshot!(told("is: [citizen-partner] }", "is: [citizen-partner], error: x }"), @"community_link.shown_when: a hidden question gives no error (move `error` to a rule under `required_when`)");
}

#[test]
fn a_question_shown_by_a_later_one_or_asked_for_by_itself() {
    insta::assert_snapshot!(told("{ field: partner_type, is: [citizen-partner] }", "{ field: contact_method, is: [phone] }"), @"community_link.shown_when: `contact_method` comes after the question that it shows (put the deciding question first)");
    insta::assert_snapshot!(told("{ field: partner_type, is: [partner-user, family-partner] }", "{ field: service_link, is: [yes] }"), @"service_link.required_when: the rule looks at its own field (name another field)");
}

#[test]
fn choices_that_are_empty_unknown_or_double() {
    insta::assert_snapshot!(told("choices_from: levels", "choices_from: level"), @"levels.choices_from: the site has no choices called `level` (did you mean `levels`?)");
    insta::assert_snapshot!(told("        choices_from: levels\n", ""), @"levels.choices: the question has no choices (add `choices:` or `choices_from:`)");
    insta::assert_snapshot!(told("value: work", "value: live"), @"community_link.choices: the choice `live` is there twice (take one out or give it another value)");
    insta::assert_snapshot!(told("value: work", "value: error"), @"community_link.choices: `error` cannot be the value of a choice (use small letters, digits and dashes; not hint, error or group)");
}

#[test]
fn limits_that_nothing_can_keep() {
    insta::assert_snapshot!(told("min: 10", "min: 2000"), @"motivation.max: no answer has 2000 to 1000 characters (make `max` the larger of the two and at least 1)");
    insta::assert_snapshot!(told("        max: 500\n", ""), @"accommodations.max: a long text needs a limit (add `max:` with the most characters)");
    insta::assert_snapshot!(told("kind: email", "kind: email\n        max: 300"), @"email.max: no mail server takes so long an address (RFC 5321) (write 254 or fewer)");
    insta::assert_snapshot!(told("kind: phone", "kind: phone\n        max: 10"), @"phone.max: `max` means nothing for this kind of question (take it out, or choose another `kind`)");
}

#[test]
fn a_consent_that_is_not_free() {
    insta::assert_snapshot!(told("kind: consent", "kind: consent\n        required: true"), @"
    consent_keep.required: a consent has to be free (A-2.1, s. 53.1) (take out the rule, or write `kind: tick`)
    consent_keep.errors.required: the error `required` has no words (add `required: { fr: …, en: … }` under the field’s `errors`)
    ");
}

#[test]
fn a_requirement_told_twice() {
    insta::assert_snapshot!(told("kind: phone", "kind: phone\n        required: true"), @"phone.required_when: the question is both always and sometimes required (keep `required` or `required_when`)");
}

#[test]
fn errors_without_words_and_words_without_errors() {
    insta::assert_snapshot!(told_after(|form| form.parts[1].fields[0].errors.clear()), @"
    first_name.errors.required: the error `required` has no words (add `required: { fr: …, en: … }` under the field’s `errors`)
    first_name.errors.too_long: the error `too_long` has no words (add `too_long: { fr: …, en: … }` under the field’s `errors`)
    ");
    insta::assert_snapshot!(told("          format:", "          fromat:"), @"
    phone.errors.format: the error `format` has no words (add `format: { fr: …, en: … }` under the field’s `errors`)
    phone.errors.fromat: this question never gives the error `fromat` (did you mean `format`?)
    ");
    insta::assert_snapshot!(told("  unknown_field:\n", "  unknown_fields:\n"), @"
    errors.unknown_field: the error `unknown_field` has no words (add `unknown_field: { fr: …, en: … }` under the form’s `errors`)
    errors.unknown_fields: no question gives the error `unknown_fields` (did you mean `unknown_field`?)
    ");
}

#[test]
fn messages_missing_unknown_or_with_other_blanks() {
    insta::assert_snapshot!(told("  next_title:", "  next_titel:"), @"
    messages.next_titel: `messages` has no `next_titel` (did you mean `next_title`?)
    messages.next_title: `next_title` is missing (add `next_title:` under `messages:`)
    ");
    let change = |form: &mut FormSource| {
        let message = wording("{ fr: '{nombre} réponses', en: '{n} answers' }");
        form.messages.insert("summary_many".to_owned(), message);
    };
    insta::assert_snapshot!(told_after(change), @"
    messages.summary_many: `{nombre}` in the text in `fr` is never filled in (this text is filled in at: {n})
    messages.summary_many: `{n}` is missing from the text in `fr` (this text is filled in at: {n})
    ");
    let change = |form: &mut FormSource| {
        form.parts[0].fields[0].label = wording("{ fr: 'Appelez le {phone}', en: 'Call' }");
    };
    insta::assert_snapshot!(told_after(change), @"partner_type.label: `{phone}` in the text in `fr` is never filled in (for a fact of the site write `{{ facts.… }}`)");
    insta::assert_snapshot!(told("  internal:\n", "  intern:\n"), @"
    problems.intern: `problems` has no `intern` (did you mean `internal`?)
    problems.internal: `internal` is missing (add `internal:` under `problems:`)
    ");
}

#[test]
fn everything_is_told_in_one_go() {
    let source: FormSource = serde_yaml::from_str(
        "{ parts: [], notice: [], errors: {}, messages: {}, next_steps: [], problems: {} }",
    )
    .unwrap();
    let lines = told_of(source).lines().count();
    let form_and_unknown_field = 2;
    assert_eq!(lines, form_and_unknown_field + Messages::KEYS.len() + Problems::KEYS.len());
}

/// A form of an earlier version says nothing about an error that came later.
#[test]
fn words_for_an_error_that_came_later_need_not_be_there() {
    let mut source = source();
    for field in source.parts.iter_mut().flat_map(|part| &mut part.fields) {
        field.errors.remove("email_letters");
    }
    assert!(source.resolve(&catalogue()).is_ok());
}
