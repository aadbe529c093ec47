//! What is reckoned with the secret key: a submission's digest, the references that it may get, and the
//! codes of a person's contacts. HMAC-SHA256: a plain hash of a name or a phone number could be
//! guessed back.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Contact, Digest, Reference, canonical};
use crate::answers::Address;
use crate::definition::Form;
use crate::validate::ValidSubmission;

/// The secret that references are reckoned with. Changing it gives every later repetition of an old
/// submission a new reference.
#[derive(Clone)]
pub struct ReferenceKey {
    code: Hmac<Sha256>,
    /// How many bits of a code make a reference.
    bits: u32,
}

impl ReferenceKey {
    /// A key from secret bytes; 32 random bytes are enough. None if there are no bytes at all.
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        if secret.is_empty() {
            return None;
        }
        let code = Hmac::new_from_slice(secret).ok()?;
        Some(Self { code, bits: Reference::BITS })
    }

    /// The same key with references of fewer bits, the rest of them zeros: so a test can have hundreds
    /// of applications fall on a few references, which takes millions otherwise.
    #[must_use]
    pub fn cut_to(self, bits: u32) -> Self {
        Self { bits, ..self }
    }

    /// The digest of a submission: of its answers, the form's name and the activity. Not of the language
    /// of the page, nor of the form's version: those change nothing of what a person says.
    #[must_use]
    pub fn digest(&self, submission: &ValidSubmission) -> Digest {
        Digest(self.code(b"digest", &canonical::bytes(submission)))
    }

    /// The references for a digest, in the order in which they are to be tried; the next one is for the
    /// rare case that the one before belongs to another submission.
    pub fn candidates(&self, digest: &Digest) -> impl Iterator<Item = Reference> + use<'_> {
        let Digest(digest) = *digest;
        let dropped = u64::MAX.checked_shr(self.bits).unwrap_or(0);
        (0_u32..).map(move |n| {
            let code = self.code(b"reference", &[digest.as_slice(), &n.to_be_bytes()].concat());
            let first = code.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte));
            Reference::from_bits(first & !dropped)
        })
    }

    /// The codes of the person's phone number and e-mail address: the answers to the questions with those roles.
    /// Another number, such as a relative's, tells nothing about who applies.
    #[must_use]
    pub fn contacts(&self, form: &Form, submission: &ValidSubmission) -> Vec<Contact> {
        let contact =
            |purpose, text: &str| Contact::of(Digest(self.code(purpose, text.as_bytes())));
        let answer = |key: Option<&str>| submission.answers().text(key?);
        let phone = answer(form.roles.phone.as_deref()).map(|text| contact(b"contact phone", text));
        // No mail server in use tells capitals from small letters.
        let email = answer(form.roles.email.as_deref())
            .map(|text| contact(b"contact email", &text.to_lowercase()));
        phone.into_iter().chain(email).collect()
    }

    /// The code of the mailbox that the e-mail address of a submission belongs to; see
    /// [`Address::mailbox`](crate::answers::Address::mailbox).
    #[must_use]
    pub fn mailbox(&self, form: &Form, submission: &ValidSubmission) -> Option<Contact> {
        let text = submission.answers().text(form.roles.email.as_deref()?)?;
        let address: Address = text.parse().ok()?;
        Some(Contact::of(Digest(self.code(b"mailbox", address.mailbox().as_bytes()))))
    }

    /// The code of a message; its purpose keeps codes for different ends apart.
    fn code(&self, purpose: &[u8], message: &[u8]) -> [u8; 32] {
        let mut code = self.code.clone();
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sample::{Sheet, form, sheet};

    fn key() -> ReferenceKey {
        ReferenceKey::new(b"a secret for tests").unwrap()
    }

    fn other_key() -> ReferenceKey {
        ReferenceKey::new(b"another secret").unwrap()
    }

    fn digest(sheet: Sheet) -> Digest {
        key().digest(&sheet.submission())
    }

    fn contacts(sheet: Sheet) -> Vec<Contact> {
        key().contacts(&form(), &sheet.submission())
    }

    #[test]
    fn another_activity_or_another_key_has_another_digest() {
        let first = digest(sheet());
        assert_ne!(first, digest(sheet().with("opportunity", "comite")));
        assert_ne!(first, other_key().digest(&sheet().submission()));
    }

    #[test]
    fn candidates_are_always_the_same_and_all_different() {
        let digest = digest(sheet());
        let some = |key: ReferenceKey| key.candidates(&digest).take(50).collect::<Vec<_>>();
        let first = some(key());
        assert_eq!(first, some(key()));
        assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), 50);
        assert_ne!(first, some(other_key()));
    }

    #[test]
    fn a_key_can_be_cut_to_as_few_references_as_a_test_wants() {
        let digest = digest(sheet());
        for (bits, most) in [(0, 1), (1, 2), (4, 16)] {
            let key = key().cut_to(bits);
            let references: BTreeSet<_> = key.candidates(&digest).take(200).collect();
            assert_eq!(references.len(), most, "{bits}");
        }
        let whole: Vec<_> = key().candidates(&digest).take(9).collect();
        for bits in [Reference::BITS, 64] {
            let key = key().cut_to(bits);
            assert_eq!(key.candidates(&digest).take(9).collect::<Vec<_>>(), whole, "{bits}");
        }
    }

    #[test]
    fn a_contact_has_one_code_however_it_is_written() {
        let first = contacts(sheet());
        assert_eq!(first.len(), 2);
        let same = sheet()
            .with("phone", "+1 (819) 555.0123 ext. 12")
            .with("email", " zoe.anne@EXEMPLE.ca")
            .with("first_name", "Zoé")
            .with("motivation", "Tout autre chose.");
        assert_eq!(contacts(same), first);
    }

    #[test]
    fn another_contact_or_another_key_has_another_code() {
        let [phone, email] = contacts(sheet()).try_into().unwrap();
        assert_ne!(phone, email);
        let moved = contacts(sheet().with("phone", "819 555-0124"));
        assert_ne!(moved[0], phone);
        assert_eq!(moved[1], email);
        assert_eq!(contacts(sheet().without("email")), [phone]);
        let others = other_key().contacts(&form(), &sheet().submission());
        assert!(others.iter().all(|other| *other != phone && *other != email));
    }

    #[test]
    fn a_mailbox_has_one_code_however_its_address_is_written() {
        let mailbox = |sheet: Sheet| key().mailbox(&form(), &sheet.submission());
        let first = mailbox(sheet().with("email", "zoe.anne@exemple.ca")).unwrap();
        let same = sheet().with("email", "Zoeanne+1@EXEMPLE.ca").with("phone", "819 555-0124");
        assert_eq!(mailbox(same), Some(first));
        assert_ne!(mailbox(sheet().with("email", "zoe@exemple.ca")), Some(first));
        assert_eq!(mailbox(sheet().without("email")), None);
        let codes = contacts(sheet().with("email", "zoe.anne@exemple.ca"));
        assert!(!codes.contains(&first), "codes for different ends are kept apart");
    }

    /// Stored records depend on this: a change here means that repetitions are stored twice.
    #[test]
    fn the_way_of_reckoning_stays() {
        let digest = digest(sheet());
        let references: Vec<_> = key().candidates(&digest).take(2).collect();
        insta::assert_debug_snapshot!((digest, references, contacts(sheet())));
    }

    #[test]
    fn a_key_needs_bytes_and_shows_none() {
        assert!(ReferenceKey::new(b"").is_none());
        assert_eq!(format!("{:?}", key()), "ReferenceKey(…)");
    }
}
