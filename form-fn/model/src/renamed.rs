//! The keys of the questions belong to `form.yaml`: with other keys, the same answers give the same record, the same
//! day of destruction and the same summary.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::answers::{Posted, is_control};
use crate::application::{Application, Receipt};
use crate::bundle::{Bundle, FormVersions, Forms};
use crate::definition::Form;
use crate::lang::Lang;
use crate::reference::ReferenceKey;
use crate::sample::{bundle, catalogue, day, form, settings, source};
use crate::source::FormSource;
use crate::stage::Stage;
use crate::summary::{Summary, SummaryParts, Tombstone};

/// Other keys, by those of the form.
type Keys = BTreeMap<String, String>;

/// Keys that nobody has seen before, or the form's own in another order: then `phone` may be the key of the
/// question for the e-mail address.
fn keys() -> impl Strategy<Value = Keys> {
    let own: Vec<_> = form().fields().map(|field| field.key.clone()).collect();
    let count = own.len();
    let is_free =
        |key: &String| !is_control(key) && !form().parts.iter().any(|part| part.id == *key);
    let new =
        proptest::collection::btree_set("[a-z][a-z0-9_]{0,14}".prop_filter("free", is_free), count)
            .prop_map(|keys| keys.into_iter().collect::<Vec<_>>());
    let others = prop_oneof![new.prop_shuffle(), Just(own.clone()).prop_shuffle()];
    others.prop_map(move |others| own.iter().cloned().zip(others).collect())
}

/// Answers, most of them valid: sometimes one question is left out, or answered as nobody can.
fn answers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let one_of = |values: &'static [&'static str]| proptest::sample::select(values);
    let some = |values: &'static [&'static str]| {
        proptest::sample::subsequence(values.to_vec(), 0..=values.len())
    };
    let consents = (any::<bool>(), any::<bool>());
    (
        "[\\p{L}]{1,3}[\\p{L} '’-]{0,20}[\\p{L}]",
        one_of(&["partner-user", "family-partner", "citizen-partner", "unsure", "nobody"]),
        one_of(&["phone", "email", "relay"]),
        one_of(&["fr", "en"]),
        some(&["information", "consultation", "collaboration", "partnership"]),
        some(&["morning", "evening"]),
        consents,
        proptest::option::weighted(0.3, 0..9_usize),
    )
        .prop_map(|(name, who, way, lang, levels, times, (keep, news), left_out)| {
            let mut pairs = vec![
                ("partner_type", who.to_owned()),
                ("service_link", "yes".to_owned()),
                ("community_link", "study".to_owned()),
                ("first_name", name.clone()),
                ("last_name", format!("{name} Roy")),
                ("contact_method", way.to_owned()),
                ("phone", "819 555-0123 poste 7".to_owned()),
                ("email", "Zoe.Anne@exemple.ca".to_owned()),
                ("language", lang.to_owned()),
                ("motivation", "Aider les autres, simplement.".to_owned()),
                ("age_14", "true".to_owned()),
                ("ack_process", "true".to_owned()),
                ("consent_keep", keep.to_string()),
                ("consent_news", news.to_string()),
            ];
            if let Some(index) = left_out {
                pairs.remove(index);
            }
            pairs.extend(levels.into_iter().map(|level| ("levels", level.to_owned())));
            pairs.extend(times.into_iter().map(|time| ("call_times", time.to_owned())));
            pairs
        })
}

/// The form with other keys, as it is read by the function.
fn renamed(keys: &Keys) -> Form {
    let mut source: FormSource = source();
    for field in source.parts.iter_mut().flat_map(|part| &mut part.fields) {
        field.key.clone_from(&keys[&field.key]);
        for rule in field.required_when.iter_mut().chain(&mut field.shown_when) {
            rule.field.clone_from(&keys[&rule.field]);
        }
    }
    let form = source.resolve(&catalogue()).unwrap();
    serde_json::from_str(&serde_json::to_string(&form).unwrap()).unwrap()
}

fn record(form: &Form, posted: &Posted) -> Result<Application, Vec<(String, String)>> {
    let submission = form.validate(posted, day()).map_err(|invalid| {
        let told = invalid.errors.iter();
        told.map(|error| (error.field.clone(), error.code.to_string())).collect::<Vec<_>>()
    })?;
    let key = ReferenceKey::new(b"a secret for tests").unwrap();
    let digest = key.digest(&submission);
    let receipt = Receipt {
        lang: &Lang::french(),
        received_at: "2026-11-22T15:00:00Z".parse().unwrap(),
        digest,
        // What is sent has other keys, and so another reference.
        reference: "0123-4565".parse().unwrap(),
        contacts: &key.contacts(form, &submission),
        mailbox: key.mailbox(form, &submission),
    };
    let bundle = Bundle { form: form.clone(), ..bundle() };
    Ok(Application::received(&bundle, &submission, &receipt).unwrap())
}

/// A record as it is stored, with the form's own keys, and without what is computed from keys.
fn stored(record: &Application, own: &Keys) -> Value {
    let mut record = serde_json::to_value(record).unwrap();
    for part in ["answers", "consents"] {
        let answers = std::mem::take(record[part].as_object_mut().unwrap());
        let renamed: Map<_, _> =
            answers.into_iter().map(|(key, answer)| (own[&key].clone(), answer)).collect();
        record[part] = renamed.into();
    }
    for computed in ["digest", "form_version"] {
        record[computed].take();
    }
    record
}

/// What the programs read out of a record.
fn read(record: &Application, form: &Form) -> Vec<String> {
    let forms = Forms::default();
    let forms = FormVersions::new(form, &forms);
    let parts: SummaryParts =
        serde_json::from_value(serde_json::to_value(record).unwrap()).unwrap();
    let summary = Summary::of(record, form);
    assert_eq!(parts.summary(forms), summary);
    let lang = Lang::english();
    vec![
        record.full_name(form),
        format!("{:?} {:?}", record.phone(form), record.email(form)),
        format!("{:?} {:?}", record.reply_language(form), record.levels(form)),
        format!("{:?}", record.partner_type(form).map(|id| form.partner_type_name(id, &lang))),
        format!("{} {}", record.agreed_to_keep(form), record.agreed_to_news(form)),
        format!("{summary:?}"),
        format!("{:?}", Tombstone::of(record, form)),
    ]
}

/// The record after each step of its life that changes when it is destroyed.
fn life(record: &Application, form: &Form) -> Vec<i64> {
    let retention = settings().retention;
    let mut days = vec![record.destroy_after];
    for end in [Stage::Declined, Stage::Withdrawn, Stage::PhoneInterview] {
        let mut record = record.clone();
        let at = "2026-11-30T15:00:00Z".parse().unwrap();
        record.advance(end, at, form, &retention).unwrap();
        days.push(record.destroy_after);
        let no = [(form.roles.consent_to_keep.clone().unwrap(), Vec::new())].into();
        record.correct(form, &no, at, &retention).unwrap();
        days.push(record.destroy_after);
    }
    days
}

proptest! {
    #[test]
    fn other_keys_change_nothing(keys in keys(), pairs in answers()) {
        let (form, other) = (form(), renamed(&keys));
        let own: Keys = keys.iter().map(|(own, other)| (other.clone(), own.clone())).collect();
        let same: Keys = keys.keys().map(|key| (key.clone(), key.clone())).collect();
        let of_other = pairs.iter().map(|(key, value)| (keys[*key].clone(), value.clone()));
        let (posted, of_other) = (Posted::from_pairs(pairs.clone()), Posted::from_pairs(of_other));
        match (record(&form, &posted), record(&other, &of_other)) {
            (Ok(record), Ok(of_other)) => {
                prop_assert_eq!(stored(&record, &same), stored(&of_other, &own));
                prop_assert_eq!(life(&record, &form), life(&of_other, &other));
                prop_assert_eq!(read(&record, &form), read(&of_other, &other));
            }
            (Err(told), Err(of_other)) => {
                let of_other: Vec<_> =
                    of_other.into_iter().map(|(key, code)| (own[&key].clone(), code)).collect();
                prop_assert_eq!(told, of_other);
            }
            (one, another) => prop_assert!(false, "{:?} {:?}", one, another),
        }
    }
}
