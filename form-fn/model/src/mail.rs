//! What `notify` sends: the wording of three messages, cut into pieces when the site is built, and what fills them.
//! Each message knows its blanks as a type, and what fills it has something for every one of them. So no message
//! goes out with a blank left open, and none has room for an answer, a name or a phone number.

mod blank;
mod message;
mod values;

use serde::{Deserialize, Serialize};

pub use crate::answers::{Address, AddressError};
pub use blank::{Blank, DigestBlank, NoticeBlank, ReceiptBlank, Room};
pub use message::{Fault, Filled, Message, Piece};
pub use values::{Digest, Notice, Receipt, Value, Values};

use crate::lang::{FrenchMissing, Lang, Localized};

/// The messages of a build, with their addresses: the file `mail` of the function’s bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address that messages come from.
    pub from: Address,
    /// The name beside it: the programme's.
    pub sender: Localized,
    /// The address that the programme's own messages go to.
    pub staff: Address,
    /// The language of those.
    pub staff_lang: Lang,
    /// To the applicant, in each language of the form.
    pub receipt: Receipts,
    /// To the programme, for each application.
    pub notice: Message<NoticeBlank>,
    /// To the programme, each day.
    pub digest: Message<DigestBlank>,
}

/// A message by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Name {
    /// Tells the applicant that the application is here.
    Receipt,
    /// Tells the programme of a new application.
    Notice,
    /// Tells the programme each day what is to be done.
    Digest,
}

impl Name {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Receipt, Self::Notice, Self::Digest];

    /// As files, records and programs name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Notice => "notice",
            Self::Digest => "digest",
        }
    }
}

/// The receipt in the languages of the form. French is always there, for whoever applied in a language that is
/// no longer among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Message<ReceiptBlank>>", into = "Vec<Message<ReceiptBlank>>")]
pub struct Receipts {
    french: Message<ReceiptBlank>,
    others: Vec<Message<ReceiptBlank>>,
}

impl Receipts {
    /// The receipt in a language; in French where that language has none.
    #[must_use]
    pub fn get(&self, lang: &Lang) -> &Message<ReceiptBlank> {
        self.others.iter().find(|other| other.lang() == lang).unwrap_or(&self.french)
    }
}

impl TryFrom<Vec<Message<ReceiptBlank>>> for Receipts {
    type Error = FrenchMissing;

    fn try_from(mut messages: Vec<Message<ReceiptBlank>>) -> Result<Self, FrenchMissing> {
        let french = messages.iter().position(|message| *message.lang() == Lang::french());
        let french = messages.remove(french.ok_or(FrenchMissing)?);
        Ok(Self { french, others: messages })
    }
}

impl From<Receipts> for Vec<Message<ReceiptBlank>> {
    fn from(Receipts { french, others }: Receipts) -> Self {
        std::iter::once(french).chain(others).collect()
    }
}

#[cfg(test)]
mod tests;
