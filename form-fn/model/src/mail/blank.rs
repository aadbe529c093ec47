//! The blanks of each message, `{ref}` and the like. There are no others: what a message could tell of a person
//! is decided here.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

use super::Name;

/// The blanks of one message.
pub trait Blank: Copy + Debug + Ord + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The message.
    const MESSAGE: Name;
    /// All of its blanks. Each must stand in its text.
    const ALL: &'static [Self];

    /// As it stands in braces.
    fn name(self) -> &'static str;

    /// Where it may stand.
    fn room(self) -> Room;
}

/// Where a blank may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// In the text and in the subject.
    Anywhere,
    /// In the text. Subjects show on locked screens and in the logs of others.
    Text,
    /// In the text, alone in its paragraph, in whose place a list comes.
    Paragraph,
}

macro_rules! blanks {
    ($($(#[$about:meta])* $blanks:ident of $message:ident {
        $($(#[$doc:meta])* $blank:ident = $name:literal in $room:ident,)*
    })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $blanks { $($(#[$doc])* #[serde(rename = $name)] $blank,)* }

        impl Blank for $blanks {
            const MESSAGE: Name = Name::$message;
            const ALL: &'static [Self] = &[$(Self::$blank,)*];

            fn name(self) -> &'static str {
                match self { $(Self::$blank => $name,)* }
            }

            fn room(self) -> Room {
                match self { $(Self::$blank => Room::$room,)* }
            }
        }
    )*};
}

blanks! {
    /// The blanks of the receipt.
    ReceiptBlank of Receipt {
        /// The reference.
        Reference = "ref" in Anywhere,
        /// The last day for the call.
        ContactBy = "date" in Anywhere,
    }

    /// The blanks of the notice to the programme.
    NoticeBlank of Notice {
        /// The reference.
        Reference = "ref" in Anywhere,
        /// The type of partner.
        PartnerType = "type" in Text,
        /// The last day for the call.
        ContactBy = "date" in Anywhere,
    }

    /// The blanks of the daily digest.
    DigestBlank of Digest {
        /// Its day.
        Day = "day" in Anywhere,
        /// Applications whose call is due soon.
        Due = "due" in Paragraph,
        /// Those whose call is late.
        Late = "late" in Paragraph,
        /// Those that a robot may have sent.
        Suspect = "suspect" in Paragraph,
        /// Messages that could not be sent.
        Failed = "failed" in Paragraph,
        /// Records that should have been destroyed.
        Expired = "expired" in Paragraph,
    }
}
