//! Words and numbers of a report, in French and English.

use std::fmt::Display;

use form_model::bilingual::{Words, words};
use form_model::definition::{Form, Role};
use form_model::format;
use form_model::lang::Lang;
use jiff::civil::Date;

use super::disclosure::Cell;
use super::figures::Step;
use crate::staff::statistics::{Age, NO_ANSWER};

/// One language's words.
#[derive(Clone, Copy, Debug)]
pub struct Phrases<'a> {
    /// The language.
    pub lang: &'a Lang,
    /// Where the words of answers stand.
    pub form: &'a Form,
}

const HIDDEN: Words = words("masqué", "hidden");

impl Phrases<'_> {
    /// The one of two words for the reader.
    pub fn say(self, fr: &'static str, en: &'static str) -> String {
        words(fr, en).in_lang(self.lang).to_owned()
    }

    /// A number in digits.
    pub fn number(self, number: impl Display) -> String {
        let digits = number.to_string();
        format::number(self.lang, &digits).unwrap_or(digits)
    }

    /// A count, or that it is hidden.
    pub fn cell(self, cell: Cell) -> String {
        match cell {
            Cell::Count(count) => self.number(count),
            Cell::Hidden => HIDDEN.in_lang(self.lang).to_owned(),
        }
    }

    /// A thing and what is said of it.
    pub fn pair(self, thing: &str, said: &str) -> String {
        let colon = words("\u{A0}: ", ": ").in_lang(self.lang);
        format!("{thing}{colon}{said}")
    }

    /// A number of things, of which French has a singular for none as well.
    pub fn count(self, count: u64, one: Words, many: Words) -> String {
        let is_one = count == 1 || count == 0 && *self.lang == Lang::french();
        let noun = if is_one { one } else { many };
        format!("{}\u{A0}{}", self.number(count), noun.in_lang(self.lang))
    }

    /// A number of applications.
    pub fn applications(self, count: u64) -> String {
        self.count(
            count,
            words("candidature", "application"),
            words("candidatures", "applications"),
        )
    }

    /// A number of days.
    pub fn days(self, count: u32) -> String {
        self.count(count.into(), words("jour", "day"), words("jours", "days"))
    }

    /// A day.
    pub fn date(self, date: Date) -> String {
        format::date(self.lang, date)
    }

    /// A month: its first day, without the day.
    pub fn month(self, month: Date) -> String {
        let whole = format::date(self.lang, month);
        let without = whole.strip_prefix("1er ").map(str::to_owned);
        without.unwrap_or_else(|| whole.replacen(" 1,", "", 1))
    }

    /// A stage or an end, as a row of its own begins.
    pub fn step(self, step: Step) -> String {
        match step {
            Step::At(stage) => capital(stage.words().in_lang(self.lang)),
            Step::Lapsed => self.say("Sans suite dans les délais", "Not followed up in time"),
        }
    }

    /// A band of age.
    pub fn age(self, age: Age) -> String {
        let Age { from, to, .. } = age;
        match to {
            Some(to) => self
                .say("{from} à {to} jours", "{from} to {to} days")
                .replace("{from}", &from.to_string())
                .replace("{to}", &to.to_string()),
            None => self
                .say("Plus de {from} jours", "Over {from} days")
                .replace("{from}", &from.saturating_sub(1).to_string()),
        }
    }

    /// The words of a choice; the id where the form does not know it any more.
    pub fn choice(self, role: Role, id: &str) -> String {
        if id == NO_ANSWER {
            return self.say("Sans réponse", "No answer");
        }
        let field = self.form.roles.key(role).and_then(|key| self.form.field(key));
        let choices = field.map_or(&[][..], |field| field.choices());
        let choice = choices.iter().find(|choice| choice.value == id);
        choice.map_or(id, |choice| choice.label.get(self.lang)).to_owned()
    }
}

/// A language, by its name in itself.
pub fn language(code: &str) -> String {
    code.parse::<Lang>().map_or_else(|_| code.to_owned(), |lang| lang.endonym().to_owned())
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters.clone()).collect()
}
