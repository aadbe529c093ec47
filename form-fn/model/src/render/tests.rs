//! What templates get, tried with templates as small as can be.

use super::{Alert, ConfirmationView, Filled, FormView};
use crate::answers::Posted;
use crate::bundle::Applications;
use crate::lang::Lang;
use crate::sample::{day, form, settings, sheet};
use jiff::civil::Date;

fn view(lang: &Lang, filled: &Filled<'_>) -> FormView {
    FormView::new(&form(), &settings(), lang, day(), filled)
}

/// The page after sending this, in French.
fn answered(posted: &Posted) -> FormView {
    let errors =
        form().validate(posted, day()).map_or_else(|invalid| invalid.errors, |_| Vec::new());
    view(&Lang::french(), &Filled { posted: Some(posted), errors: &errors, alert: None })
}

/// One line a field: what a person would see and hear.
fn sketch(form: &FormView) -> String {
    let fields = form.parts.iter().flat_map(|part| &part.fields);
    let lines = fields.map(|field| {
        let chosen = field.choices.iter().filter(|choice| choice.checked);
        let chosen: Vec<_> = chosen.map(|choice| choice.value.as_str()).collect();
        format!(
            "{} [{}{}] {:?} {} {} <{}>",
            field.key,
            field.control,
            if field.optional { "?" } else { "" },
            field.value,
            chosen.join("+"),
            if field.checked { "x" } else { "" },
            field.described_by,
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_empty_form_has_nothing_chosen_and_no_error() {
    let form = view(&Lang::french(), &Filled::default());
    insta::assert_snapshot!(sketch(&form));
    assert!(form.errors.is_empty() && form.alert.is_none() && form.closed.is_none());
    assert_eq!(form.summary_count, "");
    assert_eq!(form.action, "/api/fr/application#form-summary");
    assert_eq!(form.error_prefix, "Erreur : ");
    assert_eq!((form.version, form.notice.version), {
        let form = crate::sample::form();
        (form.version, form.notice_version)
    });
}

#[test]
fn every_answer_stays_on_the_page_as_it_was_written() {
    let posted = sheet()
        .with("phone", " 555-0123 ")
        .with("first_name", "")
        .with("partner_type", "citizen-partner")
        .with("age_14", "on")
        .with("accommodations", "<b>Interprète</b>\r\n")
        .posted();
    let form = answered(&posted);
    insta::assert_snapshot!(sketch(&form));
    let links: Vec<_> = form.errors.iter().map(|error| error.id.as_str()).collect();
    assert_eq!(links, ["community_link", "first_name", "phone"]);
    assert!(form.summary_count.contains('3'));
}

#[test]
fn errors_say_the_same_beside_the_field_and_in_the_summary() {
    let form = answered(&sheet().without("language").posted());
    assert_eq!(form.summary_count, crate::sample::form().messages.summary_one.get(&Lang::french()));
    let fields = form.parts.iter().flat_map(|part| &part.fields);
    let beside: Vec<_> = fields.filter_map(|field| field.error.clone()).collect();
    assert_eq!(beside, [form.errors[0].message.clone()]);
    assert_eq!(form.errors[0].key, "language");
}

#[test]
fn an_error_links_to_a_control_that_is_there() {
    let form = answered(&Posted::from_pairs([("x<y", "1")]));
    let fields = form.parts.iter().flat_map(|part| &part.fields);
    let controls = fields.flat_map(|field| match field.choices.as_slice() {
        [] => vec![field.key.clone()],
        choices => choices.iter().map(|choice| choice.id.clone()).collect(),
    });
    let mut ids: Vec<_> = controls.collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    let (unknown, known) = form.errors.split_last().unwrap();
    assert!(known.iter().all(|error| ids.contains(&error.id)));
    assert_eq!(unknown.id, form.summary_id);
}

#[test]
fn a_choice_that_is_not_accepting_is_not_drawn() {
    let mut form = form();
    if let crate::definition::Kind::OneOf { choices } = &mut form.parts[0].fields[0].kind {
        choices[0].accepting = Applications::Closed;
    }
    let view = FormView::new(&form, &settings(), &Lang::english(), day(), &Filled::default());
    let question = &view.parts[0].fields[0];
    assert_eq!(question.choices[0].value, "family-partner");
    assert_eq!(question.choices[0].id, "partner_type");
    assert_eq!(question.closed_choices, ["Closed to applications for now: “Partner user”"]);
}

#[test]
fn a_choice_that_is_closed_until_a_day_comes_back_on_it() {
    let mut form = form();
    let opening = jiff::civil::date(2027, 1, 15);
    if let crate::definition::Kind::OneOf { choices } = &mut form.parts[0].fields[0].kind {
        choices[0].accepting = Applications::ClosedUntil(opening);
    }
    let question = |day| {
        let view = FormView::new(&form, &settings(), &Lang::english(), day, &Filled::default());
        view.parts[0].fields[0].clone()
    };
    let closed = question(opening.yesterday().unwrap());
    assert_eq!(closed.choices[0].value, "family-partner");
    let sentence = "Closed to applications until January 15, 2027: “Partner user”";
    assert_eq!(closed.closed_choices, [sentence]);
    let open = question(opening);
    assert_eq!(open.choices[0].value, "partner-user");
    assert!(open.closed_choices.is_empty());
}

#[test]
fn a_question_is_marked_as_required_only_if_everybody_has_to_answer() {
    let form = view(&Lang::french(), &Filled::default());
    let fields = form.parts.iter().flat_map(|part| &part.fields);
    let required: Vec<_> = fields.filter(|field| field.required).map(|field| &field.key).collect();
    let expected = [
        "partner_type",
        "first_name",
        "last_name",
        "contact_method",
        "language",
        "motivation",
        "age_14",
        "ack_process",
    ];
    assert_eq!(required, expected);
}

#[test]
fn a_script_learns_when_a_question_is_put() {
    let form = view(&Lang::french(), &Filled::default());
    let fields = form.parts.iter().flat_map(|part| &part.fields);
    let shown: Vec<_> = fields
        .filter_map(|field| Some((field.key.as_str(), field.shown_when.as_ref()?)))
        .map(|(key, when)| format!("{key} when {} is {}", when.field, when.values.join(" or ")))
        .collect();
    let expected = [
        "service_link when partner_type is family-partner or partner-user or unsure",
        "community_link when partner_type is citizen-partner",
        "call_times when contact_method is phone or relay",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn alerts_have_words() {
    let alert = |alert| {
        let form = view(&Lang::english(), &Filled { alert: Some(alert), ..Filled::default() });
        form.alert.unwrap().message
    };
    let messages = form().messages;
    assert_eq!(alert(Alert::NotStored), messages.server_error.get(&Lang::english()));
    assert_eq!(alert(Alert::Stale), messages.stale_form.get(&Lang::english()));
}

#[test]
fn the_other_languages_post_to_their_own_address() {
    let form = view(&Lang::english(), &Filled::default());
    insta::assert_debug_snapshot!(form.languages, @r#"
    [
        LanguageView {
            lang: "fr",
            tag: "fr-CA",
            name: "Français",
            action: "/api/fr/application",
        },
    ]
    "#);
}

#[test]
fn the_opportunity_stays_with_the_form() {
    let posted = sheet().with("opportunity", "comite-accueil").posted();
    let activity = answered(&posted).activity.unwrap();
    assert_eq!(
        (activity.id.as_str(), activity.title.as_str()),
        ("comite-accueil", "Le comité d’accueil")
    );
    assert_eq!(activity.url, "/activites/comite/");
}

#[test]
fn a_closed_activity_leaves_the_form_and_is_told() {
    let seen = |named: &str, day: Date| {
        let posted = sheet().with("opportunity", named).posted();
        let filled = Filled { posted: Some(&posted), ..Filled::default() };
        let form = FormView::new(&form(), &settings(), &Lang::english(), day, &filled);
        (form.activity.is_some(), form.alert.map(|alert| alert.message).unwrap_or_default())
    };
    let last = settings().activities.into_values().next().unwrap().deadline;
    assert_eq!(seen("comite-accueil", last), (true, String::new()));
    let (is_kept, message) = seen("comite-accueil", last.tomorrow().unwrap());
    assert!(
        !is_kept && message.contains("“The welcome committee” was November 30, 2026"),
        "{message}"
    );
    let (is_kept, message) = seen("nowhere", last);
    assert!(!is_kept && message.contains("no longer on offer"), "{message}");
}

#[test]
fn closed_says_until_when() {
    let closed = |applications, lang: &Lang| {
        let mut settings = settings();
        settings.applications = applications;
        FormView::new(&form(), &settings, lang, day(), &Filled::default()).closed
    };
    let until = Applications::ClosedUntil(jiff::civil::date(2027, 1, 1));
    let french = closed(until, &Lang::french()).unwrap();
    assert!(french.contains("1er janvier 2027"));
    let english = closed(until, &Lang::english()).unwrap();
    assert!(english.contains("January 1, 2027"));
    let open_end = form().messages.closed_open_end;
    let english = Lang::english();
    assert_eq!(closed(Applications::Closed, &english).as_deref(), Some(open_end.get(&english)));
    assert!(closed(Applications::ClosedUntil(day()), &Lang::french()).is_none());
}

#[test]
fn a_confirmation_knows_the_reference_and_the_date_alone() {
    let confirmation = |by: Option<Date>| {
        let view = ConfirmationView::new(&form(), &Lang::english(), reference(), by);
        (view.body, view.contact_by)
    };
    let (body, contact_by) = confirmation(Some(jiff::civil::date(2026, 12, 22)));
    assert!(body.contains("7YXG-2ABB") && body.contains("December 22, 2026"), "{body}");
    assert_eq!(contact_by.as_deref(), Some("2026-12-22"));
    let (body, contact_by) = confirmation(None);
    assert!(body.contains("7YXG-2ABB") && !body.contains("{ref}"), "{body}");
    assert_eq!(contact_by, None);
}

fn reference() -> crate::reference::Reference {
    "7YXG-2ABB".parse().unwrap()
}

#[test]
fn a_filter_in_a_component_without_the_language_says_what_to_do() {
    let text = "{% component c() %}{{ '2026-12-06' | date }}{% endcomponent c %}{{ <c /> }}";
    let engine = super::engine([("it.html", text)]).unwrap();
    let mut context = tera::Context::new();
    context.insert("lang", "fr");
    let error = engine.render("it.html", &context).unwrap_err().to_string();
    assert!(error.contains("let the component take `@lang`"), "{error}");
}

#[test]
fn a_question_that_depends_on_another_says_on_which_and_how() {
    let form = view(&Lang::english(), &Filled::default());
    let fields: Vec<_> = form.parts.iter().flat_map(|part| &part.fields).collect();
    let question = |key| *fields.iter().find(|field| field.key == key).unwrap();
    let numbers: Vec<_> = fields.iter().map(|field| field.number).collect();
    assert_eq!(numbers, (1..=fields.len()).collect::<Vec<_>>());

    let asked = question("service_link").shown_when.as_ref().unwrap();
    assert_eq!((asked.field.as_str(), asked.number), ("partner_type", 1));
    let roles = ["Partner user", "Family or caregiver partner", "I don’t know yet"];
    assert_eq!(asked.choices, roles, "in the order of the form, not of the values");

    let needed = &question("email").required_when;
    let [answer, news] = needed.as_slice() else { panic!("{needed:?}") };
    assert_eq!(answer.number, question("contact_method").number);
    assert_eq!(answer.choices, ["By email"]);
    assert_eq!((news.number, &news.choices), (question("consent_news").number, &vec![]));
    assert!(question("first_name").required_when.is_empty());
}

#[test]
fn only_a_form_that_holds_answers_says_so() {
    let holds = |posted: Option<&Posted>| {
        view(&Lang::french(), &Filled { posted, ..Filled::default() }).answered
    };
    assert!(!holds(None));
    // An activity’s page leads to a form that nobody has filled in.
    assert!(!holds(Some(&Posted::from_pairs([("opportunity", "comite-accueil")]))));
    assert!(holds(Some(&sheet().posted())));
}
