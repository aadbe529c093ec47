//! The form as the programs know it: checked, complete, and the same in the generator and in the
//! function. It comes out of [`crate::source`] at build time and out of the bundle's JSON at run time.

mod fingerprint;
mod roles;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::bundle::Applications;
use crate::code::Code;
use crate::lang::{Lang, Localized};
use crate::messages::{Messages, Problems};

pub(crate) use fingerprint::{form_version, notice_version, text_version};
pub use roles::{Role, Roles, RolesError};

/// The application form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredForm")]
pub struct Form {
    /// Fingerprint of what the form means: keys, kinds, rules, limits, choice values; not wording, not
    /// order, not whether a choice is offered now. A page drawn with another version is stale.
    pub version: String,
    /// Fingerprint of the collection notice in all languages; stored with each record (A-2.1, s. 65).
    pub notice_version: String,
    /// Which question plays which role. Not part of the version: a record is read with the roles that
    /// `form.yaml` says now, so that a wrong role can be corrected.
    pub roles: Roles,
    /// The parts, in the order of the page.
    pub parts: Vec<Part>,
    /// The collection notice, above the send button.
    pub notice: Vec<NoticeItem>,
    /// Words for errors that any field can give, where the field has none of its own.
    pub errors: BTreeMap<Code, Localized>,
    /// What the form says besides its questions.
    pub messages: Messages,
    /// What happens after sending, one sentence a step.
    pub next_steps: Vec<Localized>,
    /// Pages for requests that the form cannot take.
    pub problems: Problems,
}

/// A [`Form`] as JSON, whose roles are missing if it was stored before forms had roles.
#[derive(Deserialize)]
struct StoredForm {
    version: String,
    notice_version: String,
    roles: Option<Roles>,
    parts: Vec<Part>,
    notice: Vec<NoticeItem>,
    errors: BTreeMap<Code, Localized>,
    messages: Messages,
    next_steps: Vec<Localized>,
    problems: Problems,
}

impl TryFrom<StoredForm> for Form {
    type Error = RolesError;

    fn try_from(stored: StoredForm) -> Result<Self, RolesError> {
        Ok(Self {
            version: stored.version,
            notice_version: stored.notice_version,
            roles: Roles::of_stored(stored.roles, &stored.parts)?,
            parts: stored.parts,
            notice: stored.notice,
            errors: stored.errors,
            messages: stored.messages,
            next_steps: stored.next_steps,
            problems: stored.problems,
        })
    }
}

/// A part of the form with a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its id on the page.
    pub id: String,
    /// Its heading.
    pub title: Localized,
    /// Its questions, in order.
    pub fields: Vec<Field>,
}

/// One item of the collection notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeItem {
    /// What the item is about, such as “What it is for”.
    pub term: Localized,
    /// What is so.
    pub text: Localized,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The key of the answer in what is posted and in the record; never changes once in use.
    pub key: String,
    /// The question.
    pub label: Localized,
    /// A word of help under the question.
    pub hint: Option<Localized>,
    /// What an answer looks like.
    pub kind: Kind,
    /// When an answer is necessary.
    pub requirement: Requirement,
    /// When the question is put at all; always, if none. The answer to a question that is not put is
    /// dropped without a word: without JavaScript the question is on the page all the same.
    pub shown_when: Option<Condition>,
    /// This field's own words for errors.
    pub errors: BTreeMap<Code, Localized>,
}

/// What an answer looks like, with just the limits that this kind has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Kind {
    /// A name on one line.
    Name {
        /// Which name, for the browser to fill in (WCAG 1.3.5).
        part: NamePart,
        /// The most characters (grapheme clusters).
        max: usize,
    },
    /// A North American phone number; see [`crate::answers::Phone`].
    Phone,
    /// An e-mail address.
    Email {
        /// The most octets, which are characters but for rare addresses; 254 by RFC 5321, 4.5.3.1.3.
        max: usize,
    },
    /// Several lines of text.
    LongText {
        /// The fewest characters (grapheme clusters) of an answer.
        min: usize,
        /// The most characters (grapheme clusters).
        max: usize,
    },
    /// One of several choices.
    OneOf {
        /// The choices, in the order of the page.
        choices: Vec<Choice>,
    },
    /// Any of several choices.
    SeveralOf {
        /// The choices, in the order of the page.
        choices: Vec<Choice>,
        /// The most that may be chosen; any number, if none.
        max: Option<usize>,
    },
    /// A box that states something.
    Tick,
    /// A box that allows something: free, and kept with its time and wording (A-2.1, s. 53.1).
    Consent,
}

/// Which part of a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamePart {
    /// First name.
    Given,
    /// Last name.
    Family,
}

/// One choice of a question. Site generators make them from pages, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is posted and stored: an id, the same in all languages.
    pub value: String,
    /// What the person reads.
    pub label: Localized,
    /// Whether it can be chosen; while it cannot, it is not drawn, and posting it gives `closed`.
    pub accepting: Applications,
}

/// When an answer is necessary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// Never: the question is marked as optional.
    Never,
    /// Always.
    Always,
    /// When one of these holds; the first that does gives the error's code.
    When(Vec<Trigger>),
}

/// One reason for an answer to be necessary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// What has to hold.
    pub condition: Condition,
    /// The error if the answer is missing then.
    pub code: Code,
}

/// Something about the answer to another question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// One of these values is chosen.
    Chosen {
        /// The other question.
        field: String,
        /// The values.
        any_of: BTreeSet<String>,
    },
    /// The box is ticked.
    Ticked {
        /// The box.
        field: String,
    },
}

impl Form {
    /// The form's name, part of what a reference number is reckoned from.
    pub const NAME: &str = "application";

    /// All questions, in the order of the page.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().flat_map(|part| &part.fields)
    }

    /// The question with a key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// What a type of partner is called, without what explains it to applicants after a colon; its id where the
    /// form does not know it (any more).
    #[must_use]
    pub fn partner_type_name<'a>(&'a self, id: &'a str, lang: &Lang) -> &'a str {
        let choices = self.field(&self.roles.partner_type).map_or(&[][..], Field::choices);
        let named = choices.iter().find(|choice| choice.value == id);
        let label = named.map_or(id, |choice| choice.label.get(lang));
        label.split(':').next().unwrap_or(label).trim()
    }

    /// The words for an error: the field's own, else the form's, else those that the code brings; the bare code if
    /// there are none, which only a damaged bundle can bring about.
    #[must_use]
    pub fn error_text<'a>(&'a self, field: &str, code: &'a Code, lang: &Lang) -> &'a str {
        let own = self.field(field).and_then(|field| field.errors.get(code));
        match (own.or_else(|| self.errors.get(code)), code.default_words()) {
            (Some(words), _) => words.get(lang),
            (None, Some(words)) => words.in_lang(lang),
            (None, None) => code.as_str(),
        }
    }
}

impl Field {
    /// The choices of the question; none if it has no choices.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            Kind::OneOf { choices } | Kind::SeveralOf { choices, .. } => choices,
            _ => &[],
        }
    }

    /// Whether the question takes one value alone.
    #[must_use]
    pub fn is_single(&self) -> bool {
        !matches!(self.kind, Kind::SeveralOf { .. })
    }

    /// Whether the question is a box to tick.
    #[must_use]
    pub fn is_box(&self) -> bool {
        matches!(self.kind, Kind::Tick | Kind::Consent)
    }

    /// Every code that an answer to this question can earn, so that each can be given words.
    #[must_use]
    pub fn codes(&self) -> BTreeSet<Code> {
        let mut codes = BTreeSet::from([Code::WRONG_TYPE]);
        if self.is_single() {
            codes.insert(Code::REPEATED);
        }
        match &self.requirement {
            Requirement::Never => {}
            Requirement::Always => {
                codes.insert(Code::REQUIRED);
            }
            Requirement::When(triggers) => {
                codes.extend(triggers.iter().map(|trigger| trigger.code.clone()));
            }
        }
        codes.extend(match &self.kind {
            Kind::Name { .. } | Kind::LongText { min: 0 | 1, .. } => {
                vec![Code::TOO_LONG, Code::CONTROL_CHARACTERS]
            }
            Kind::LongText { .. } => {
                vec![Code::TOO_SHORT, Code::TOO_LONG, Code::CONTROL_CHARACTERS]
            }
            Kind::Phone => vec![Code::FORMAT],
            Kind::Email { .. } => vec![Code::TOO_LONG, Code::FORMAT, Code::EMAIL_LETTERS],
            Kind::OneOf { .. } | Kind::SeveralOf { max: None, .. } => {
                vec![Code::INVALID, Code::CLOSED]
            }
            Kind::SeveralOf { max: Some(_), .. } => {
                vec![Code::INVALID, Code::CLOSED, Code::TOO_MANY]
            }
            Kind::Tick | Kind::Consent => vec![Code::INVALID],
        });
        codes
    }
}

impl Condition {
    /// The key of the question whose answer decides.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Chosen { field, .. } | Self::Ticked { field } => field,
        }
    }
}
