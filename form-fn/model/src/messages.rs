//! What the form says besides its questions. Structs, not maps, so that code asks for a message that
//! is sure to exist; the lists of keys let the editor's file be checked against them.

use serde::{Deserialize, Serialize};

use crate::lang::{Lang, Localized};

/// Declares a struct of texts together with the keys an editor writes for them.
macro_rules! texts {
    ($(#[$about:meta])* $name:ident of $text:ty { $($(#[$doc:meta])* $key:ident [$($blank:literal)*],)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$doc])* pub $key: $text,)* }

        impl $name {
            /// Every key with the blanks, such as `{ref}`, that its text has to leave open.
            pub(crate) const KEYS: &[(&str, &[&str])] = &[$((stringify!($key), &[$($blank),*]),)*];

            /// Every key that an editor writes.
            pub fn keys() -> impl Iterator<Item = &'static str> {
                Self::KEYS.iter().map(|(key, _)| *key)
            }

            /// Builds the whole from a source that is asked for every key, even after one is lacking.
            pub(crate) fn collect(mut take: impl FnMut(&'static str) -> Option<$text>) -> Option<Self> {
                $(let $key = take(stringify!($key));)*
                Some(Self { $($key: $key?,)* })
            }
        }
    };
}

texts! {
    /// The form's own messages. Blanks in braces are filled when the message is shown.
    Messages of Localized {
        /// Title of the error summary and of alerts.
        summary_title [],
        /// One answer needs correcting.
        summary_one [],
        /// `{n}` answers need correcting.
        summary_many ["n"],
        /// Stands before each error and before the title of a page with errors; a space follows.
        error_prefix [],
        /// Stands after the label of an optional question.
        optional_suffix [],
        /// Title of the collection notice.
        notice_title [],
        /// The send button.
        submit [],
        /// The send button while sending.
        sending [],
        /// The application was not stored.
        server_error [],
        /// The browser has no connection.
        offline [],
        /// Too many submissions; wait `{minutes}`.
        rate_limited ["minutes"],
        /// The application was there already, as `{ref}`.
        duplicate ["ref"],
        /// The page is older than the form.
        stale_form [],
        /// Closed until `{date}`.
        closed ["date"],
        /// Closed, nobody knows until when.
        closed_open_end [],
        /// `{choice}` cannot be chosen before `{date}`.
        choice_closed_until ["choice" "date"],
        /// `{choice}` cannot be chosen, nobody knows until when.
        choice_closed ["choice"],
        /// The deadline of `{activity}` was `{date}`; what was written can be sent without it.
        activity_closed ["activity" "date"],
        /// The activity is no longer there; what was written can be sent without it.
        activity_gone [],
        /// Title of the confirmation.
        thanks_title [],
        /// Reference `{ref}`, contact by `{date}`.
        thanks_body ["ref" "date"],
        /// The same when the address names no date.
        thanks_body_undated ["ref"],
        /// How to correct or withdraw.
        thanks_change [],
        /// Heading above what happens next.
        next_title [],
        /// Keep or print the confirmation.
        print_hint [],
        /// Paper or phone instead.
        paper [],
        /// The form needs no JavaScript.
        no_js [],
    }
}

/// A page that says what went wrong and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The heading.
    pub title: Localized,
    /// What to do next, in plain words.
    pub message: Localized,
}

texts! {
    /// The pages for requests that the form cannot take; each names its HTTP status.
    Problems of Problem {
        /// 400: the request cannot be read.
        undecodable [],
        /// 403: the request comes from another site.
        cross_site [],
        /// 404: no such page or reference.
        not_found [],
        /// 405: the address takes another method.
        method [],
        /// 413: the request is too large.
        too_large [],
        /// 415: the request is of another type.
        unsupported_type [],
        /// 500: trouble on our side.
        internal [],
    }
}

/// Fills the blanks of a message: `{ref}` and the like; a blank without a value stays as it is.
#[must_use]
pub fn fill(message: &Localized, lang: &Lang, values: &[(&str, &str)]) -> String {
    let mut text = message.get(lang).to_owned();
    for (blank, value) in values {
        text = text.replace(&format!("{{{blank}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_in_the_language() {
        let message = Localized::new("Le {date} : {ref}").with(Lang::english(), "{ref} on {date}");
        let values = [("ref", "ABCD"), ("date", "1er mai")];
        assert_eq!(fill(&message, &Lang::french(), &values), "Le 1er mai : ABCD");
        assert_eq!(fill(&message, &Lang::english(), &values), "ABCD on 1er mai");
    }
}
