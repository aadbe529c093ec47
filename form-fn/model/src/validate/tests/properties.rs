//! What holds for every submission, whatever a person or a program sends.

use proptest::prelude::*;

use super::canonical;
use crate::answers::Posted;
use crate::sample::{day, form};

/// Answers that are valid, in every way of writing them.
fn valid_pairs() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let one_of = |values: &'static [&'static str]| proptest::sample::select(values);
    (
        "[\\p{L}]{1,3}[\\p{L}\\p{M} '’-]{0,30}[\\p{L}]",
        "[ \t]{0,2}[a-zé]{10}[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} \r\n\t]{0,200}",
        one_of(&["819 555-0123", "+1 (819) 555-0123 ext 7", "1.819.555.0123", "8195550123x000"]),
        one_of(&["a@b.ca", " Nom.Long+x@Courriel.Exemple.QC.CA "]),
        one_of(&["partner-user", "family-partner", "citizen-partner", "unsure"]),
        one_of(&["phone", "email", "relay"]),
        proptest::sample::subsequence(vec!["committee", "story", "survey", "peer"], 0..=4),
        any::<bool>(),
    )
        .prop_map(|(name, motivation, phone, email, who, way, interests, ticked)| {
            let mut pairs = vec![
                ("partner_type", who.to_owned()),
                ("service_link", "yes".to_owned()),
                ("community_link", "study".to_owned()),
                ("first_name", name.clone()),
                ("last_name", name),
                ("contact_method", way.to_owned()),
                ("phone", phone.to_owned()),
                ("email", email.to_owned()),
                ("language", "en".to_owned()),
                ("motivation", motivation),
                ("age_14", "on".to_owned()),
                ("ack_process", "1".to_owned()),
                ("consent_news", ticked.to_string()),
            ];
            pairs.extend(interests.into_iter().map(|value| ("interests", value.to_owned())));
            pairs
        })
}

proptest! {
    #[test]
    fn normalised_answers_are_valid_and_normalise_to_themselves(pairs in valid_pairs()) {
        let form = form();
        let once = canonical(&form, &Posted::from_pairs(pairs));
        let again = canonical(&form, &Posted::from_json(once.as_bytes()).unwrap());
        prop_assert_eq!(once, again);
    }

    #[test]
    fn no_json_makes_it_panic(key in "[a-z_0-9]{1,12}|phone|levels|age_14", text in any::<String>()) {
        let body = serde_json::json!({ key: [text] }).to_string();
        let posted = Posted::from_json(body.as_bytes()).unwrap();
        prop_assert!(form().validate(&posted, day()).is_err());
    }

    #[test]
    fn no_pairs_make_it_panic(pairs in proptest::collection::vec((any::<String>(), any::<String>()), 0..8)) {
        prop_assert!(form().validate(&Posted::from_pairs(pairs), day()).is_err());
    }
}
