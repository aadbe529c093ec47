//! The digest of a submission and the references that it may get. HMAC-SHA256 with a secret key: a
//! plain hash of a name and a phone number could be guessed back.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::Reference;
use crate::answers::{Answers, Opportunity};
use crate::definition::Form;
use crate::validate::ValidSubmission;

/// The secret that references are reckoned with. Changing it gives every later repetition of an old
/// submission a new reference.
#[derive(Clone)]
pub struct ReferenceKey(Hmac<Sha256>);

impl ReferenceKey {
    /// A key from secret bytes; 32 random bytes are enough. None if there are no bytes at all.
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        if secret.is_empty() {
            return None;
        }
        Hmac::new_from_slice(secret).ok().map(Self)
    }

    /// The digest of a submission: of its answers, the form's name and the activity. Not of the language
    /// of the page, nor of the form's version: those change nothing of what a person says.
    #[must_use]
    pub fn digest(&self, submission: &ValidSubmission) -> Digest {
        #[derive(Serialize)]
        struct Canonical<'a> {
            form: &'static str,
            opportunity: Option<&'a Opportunity>,
            answers: &'a Answers,
        }
        let canonical = Canonical {
            form: Form::NAME,
            opportunity: submission.opportunity(),
            answers: submission.answers(),
        };
        // Texts, sets of texts and `true` under sorted keys: writing them cannot fail.
        let canonical = serde_json::to_vec(&canonical).unwrap_or_default();
        Digest(self.code(b"digest", &canonical))
    }

    /// The references for a digest, in the order in which they are to be tried; the next one is for the
    /// rare case that the one before belongs to another submission.
    pub fn candidates(&self, digest: &Digest) -> impl Iterator<Item = Reference> + use<'_> {
        let Digest(digest) = *digest;
        (0_u32..).map(move |n| {
            let code = self.code(b"reference", &[digest.as_slice(), &n.to_be_bytes()].concat());
            let first = code.iter().take(8);
            Reference::from_bits(first.fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
        })
    }

    /// The code of a message; its purpose keeps codes for different ends apart.
    fn code(&self, purpose: &[u8], message: &[u8]) -> [u8; 32] {
        let mut code = self.0.clone();
        code.update(purpose);
        code.update(&[0]);
        code.update(message);
        code.finalize().into_bytes().into()
    }
}

impl fmt::Debug for ReferenceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReferenceKey(…)")
    }
}

/// The digest of a submission: tells whether a stored record is the same. As text, 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not the text of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestError;

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a digest has 64 hexadecimal digits")
    }
}

impl std::error::Error for DigestError {}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let nibble = |c: u8| char::from(c).to_digit(16).and_then(|it| u8::try_from(it).ok());
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(DigestError);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let (high, low) = (nibble(pair[0]), nibble(pair[1]));
            *byte = high.zip(low).map(|(high, low)| high << 4 | low).ok_or(DigestError)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sample::{Sheet, sheet};

    fn key() -> ReferenceKey {
        ReferenceKey::new(b"a secret for tests").unwrap()
    }

    fn digest(sheet: Sheet) -> Digest {
        key().digest(&sheet.submission())
    }

    #[test]
    fn the_same_words_have_the_same_digest_however_they_come() {
        let first = digest(sheet());
        assert_eq!(first, digest(sheet().reversed()), "order");
        assert_eq!(first, digest(sheet().with("first_name", " Zoe\u{301}-Anne\u{A0}")), "NFD");
        assert_eq!(first, digest(sheet().with("phone", "+1 (819) 555.0123 ext. 12")), "phone");
        assert_eq!(first, digest(sheet().with("age_14", "on")), "tick");
        assert_eq!(first, digest(sheet().with("community_link", "live")), "hidden question");
        assert_eq!(first, digest(sheet().with("form_version", "another")), "version");
        assert_eq!(first, digest(sheet().with("accommodations", " ")), "blank");
    }

    #[test]
    fn line_ends_do_not_change_the_digest() {
        let unix = sheet().with("motivation", "Aider.\nEncore et encore.");
        let windows = sheet().with("motivation", "Aider.\r\nEncore et encore.\r\n");
        assert_eq!(digest(unix), digest(windows));
    }

    #[test]
    fn other_words_another_activity_or_another_key_have_another_digest() {
        let first = digest(sheet());
        assert_ne!(first, digest(sheet().with("first_name", "Zoe-Anne")));
        assert_ne!(first, digest(sheet().with("opportunity", "comite")));
        assert_ne!(first, digest(sheet().without("consent_keep")));
        let other = ReferenceKey::new(b"another secret").unwrap();
        assert_ne!(first, other.digest(&sheet().submission()));
    }

    #[test]
    fn candidates_are_always_the_same_and_all_different() {
        let digest = digest(sheet());
        let some = |key: ReferenceKey| key.candidates(&digest).take(50).collect::<Vec<_>>();
        let first = some(key());
        assert_eq!(first, some(key()));
        assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), 50);
        assert_ne!(first, some(ReferenceKey::new(b"another secret").unwrap()));
    }

    /// Stored records depend on this: a change here means that repetitions are stored twice.
    #[test]
    fn the_way_of_reckoning_stays() {
        let digest = digest(sheet());
        let references: Vec<_> = key().candidates(&digest).take(2).collect();
        insta::assert_debug_snapshot!((digest, references));
    }

    #[test]
    fn a_key_needs_bytes_and_shows_none() {
        assert!(ReferenceKey::new(b"").is_none());
        assert_eq!(format!("{:?}", key()), "ReferenceKey(…)");
    }

    #[test]
    fn a_digest_reads_back_the_same() {
        let digest = digest(sheet());
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for wrong in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<Digest>(), Err(DigestError));
        }
    }
}
