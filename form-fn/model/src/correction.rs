//! The right to have one's information corrected (A-2.1, s. 89): answers of a record, changed by staff as the
//! person asks. They are judged by the rules of the form that checked the record, as the first ones were.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::answers::{Answer, Answers, Posted};
use crate::application::{Application, Consent};
use crate::bundle::Retention;
use crate::definition::{Form, Kind, text_version};
use crate::validate::Invalid;

/// Why answers cannot be changed so.
#[derive(Debug)]
pub enum CorrectionError {
    /// They break rules of the form.
    Invalid(Invalid),
    /// A day to be reckoned lies after the year 9999.
    Calendar(jiff::Error),
}

impl Application {
    /// Gives questions, by key, new answers: several for a question that takes several, none to take an
    /// answer back. A consent that is taken back ends, and one that is given begins at this moment; the day
    /// of destruction follows. Returns the keys whose answer changed. The digest stays: it tells what was sent.
    ///
    /// # Errors
    /// See [`CorrectionError`]; nothing is changed then.
    pub fn correct(
        &mut self,
        form: &Form,
        changes: &BTreeMap<String, Vec<String>>,
        at: Timestamp,
        retention: &Retention,
    ) -> Result<Vec<String>, CorrectionError> {
        let mut kept = Answers::default();
        for (key, answer) in self.answers.iter().filter(|(key, _)| !changes.contains_key(*key)) {
            kept.insert(key, answer.clone());
        }
        let old = kept.iter();
        let old = old.flat_map(|(key, answer)| texts(answer).map(move |text| (key, text)));
        let new = changes
            .iter()
            .flat_map(|(key, texts)| texts.iter().map(move |text| (key.as_str(), text.as_str())));
        let posted = Posted::from_pairs(old.chain(new));
        let submission =
            form.validate_correction(&posted, &kept).map_err(CorrectionError::Invalid)?;
        let answers = submission.answers();
        let consents = self.consents_after(form, answers, at);
        let keep = form.roles.consent_to_keep.as_ref();
        let agreed = keep.is_some_and(|key| consents.contains_key(key));
        let until = retention
            .of_record(self.stage, agreed, self.stage_since())
            .map_err(CorrectionError::Calendar)?;
        let is_other = |key: &&str| answers.get(key) != self.answers.get(key);
        let keys = form.fields().map(|field| field.key.as_str());
        let corrected = keys.filter(is_other).map(str::to_owned).collect();
        self.answers = answers.clone();
        self.consents = consents;
        self.destroy_after = until.as_second();
        Ok(corrected)
    }

    fn consents_after(
        &self,
        form: &Form,
        answers: &Answers,
        at: Timestamp,
    ) -> BTreeMap<String, Consent> {
        form.fields()
            .filter(|field| field.kind == Kind::Consent && answers.is_ticked(&field.key))
            .map(|field| {
                let given = self.consents.get(&field.key).cloned();
                let now = || Consent { given_at: at, text_version: text_version(&field.label) };
                (field.key.clone(), given.unwrap_or_else(now))
            })
            .collect()
    }
}

/// An answer as it would be posted.
fn texts(answer: &Answer) -> impl Iterator<Item = &str> {
    let (one, several) = match answer {
        Answer::Ticked(true) => (Some("true"), None),
        Answer::Ticked(false) => (None, None),
        Answer::One(text) => (Some(text.as_str()), None),
        Answer::Several(values) => (None, Some(values)),
    };
    one.into_iter().chain(several.into_iter().flatten().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{form, received, settings, sheet};
    use crate::stage::Stage;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn correct(
        application: &mut Application,
        key: &str,
        values: &[&str],
    ) -> Result<String, String> {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let changes = [(key.to_owned(), values)].into();
        let at = moment("2026-12-01T15:00:00Z");
        match application.correct(&form(), &changes, at, &settings().retention) {
            Ok(corrected) => Ok(corrected.join(" ")),
            Err(CorrectionError::Invalid(invalid)) => Err(invalid.to_string()),
            Err(CorrectionError::Calendar(error)) => Err(error.to_string()),
        }
    }

    #[test]
    fn nothing_asked_is_nothing_changed() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        let before = application.clone();
        assert_eq!(
            correct(&mut application, "phone", &["819 555-0123 poste 12"]),
            Ok(String::new())
        );
        assert_eq!(application, before);
    }

    #[test]
    fn a_new_answer_is_normalised_like_the_first() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        assert_eq!(correct(&mut application, "phone", &["(819) 555-0199"]), Ok("phone".to_owned()));
        assert_eq!(application.answers.text("phone"), Some("+18195550199"));
        let levels = ["consultation", "information"];
        assert_eq!(correct(&mut application, "levels", &levels), Ok("levels".to_owned()));
    }

    #[test]
    fn a_wrong_answer_changes_nothing() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        let before = application.clone();
        assert_eq!(correct(&mut application, "phone", &["1"]), Err("phone: format".to_owned()));
        assert_eq!(
            correct(&mut application, "first_name", &[]),
            Err("first_name: required".to_owned())
        );
        assert_eq!(
            correct(&mut application, "fone", &["1"]),
            Err("fone: unknown_field".to_owned())
        );
        assert_eq!(application, before);
    }

    #[test]
    fn an_answer_that_would_be_refused_today_does_not_keep_others_from_being_corrected() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        let accepted_once = Answer::One("zoé@exemple.ca".to_owned());
        application.answers.insert("email", accepted_once);
        assert_eq!(correct(&mut application, "consent_keep", &[]), Ok("consent_keep".to_owned()));
        assert_eq!(application.answers.text("email"), Some("zoé@exemple.ca"));
        assert_eq!(
            correct(&mut application, "email", &["zoë@exemple.ca"]),
            Err("email: email_letters".to_owned())
        );
        assert_eq!(correct(&mut application, "email", &["zoe@exemple.ca"]), Ok("email".to_owned()));
    }

    #[test]
    fn a_consent_taken_back_brings_the_day_of_destruction_forward() {
        let mut application = received(sheet(), "2026-11-22T15:00:00Z");
        let retention = settings().retention;
        let declined = moment("2026-11-30T15:00:00Z");
        application.advance(Stage::Declined, declined, &form(), &retention).unwrap();
        let until = |application: &Application| {
            Timestamp::from_second(application.destroy_after).unwrap().to_string()
        };
        assert_eq!(until(&application), "2027-11-30T15:00:00Z");
        assert_eq!(correct(&mut application, "consent_keep", &[]), Ok("consent_keep".to_owned()));
        assert!(application.consents.is_empty());
        assert_eq!(until(&application), "2027-05-30T14:00:00Z");
        correct(&mut application, "consent_news", &["true"]).unwrap();
        assert_eq!(application.consents["consent_news"].given_at, moment("2026-12-01T15:00:00Z"));
    }
}
