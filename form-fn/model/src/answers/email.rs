//! E-mail addresses that the mail service can write to. The form, corrections by staff and the messages all use
//! this one type, so that a message can be sent to any address that the form accepts.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};

/// The longest address that can be written to (RFC 5321, 4.5.3.1.3, less the angle brackets).
const MAX: usize = 254;

/// An e-mail address, without a name beside it. Before the `@` it has only the ASCII characters of RFC 5322's
/// dot-atom; the domain can have letters of any language.
///
/// ```
/// use form_model::answers::Address;
///
/// let address: Address = "zoe@santé.example".parse()?;
/// assert_eq!(address.as_str(), "zoe@santé.example");
/// assert_eq!(address.ascii(), "zoe@xn--sant-epa.example");
/// # Ok::<(), form_model::answers::AddressError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    written: String,
    ascii: String,
}

/// Why a text cannot be an [`Address`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It does not have the form of an address.
    Form,
    /// Before the `@` it has a letter that is not ASCII. Amazon SES, like many mail servers, cannot write to it.
    Letters,
}

impl Address {
    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address in ASCII, as mail servers take it: the domain encoded by IDNA.
    #[must_use]
    pub fn ascii(&self) -> &str {
        &self.ascii
    }

    /// What stands for the mailbox that the address belongs to: addresses that differ in capitals, in dots or in a
    /// tag after a `+` have the same, because large mail services deliver them to one mailbox. It limits messages;
    /// it is not an address to write to.
    #[must_use]
    pub fn mailbox(&self) -> String {
        let address = self.ascii.to_ascii_lowercase();
        let Some((local, domain)) = address.split_once('@') else { return address };
        let name = local.split('+').next().unwrap_or(local).replace('.', "");
        let name = if name.is_empty() { local } else { &name };
        // Google's other name.
        let domain = if domain == "googlemail.com" { "gmail.com" } else { domain };
        format!("{name}@{domain}")
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (local, domain) = text.split_once('@').ok_or(AddressError::Form)?;
        let (read, domain) = self::domain(domain).ok_or(AddressError::Form)?;
        // Only letters and the like, so that the message about letters is true.
        let has_letters =
            !local.is_ascii() && local.chars().all(|c| c.is_alphanumeric() || c.is_ascii_graphic());
        if has_letters {
            return Err(AddressError::Letters);
        }
        let ascii = format!("{local}@{domain}");
        let options = Options::default()
            .with_minimum_sub_domains(2)
            .without_domain_literal()
            .without_display_text();
        // The crate also accepts quoted local parts, which hold anything. People do not have such addresses.
        let is_plain = ascii.is_ascii() && !local.contains(['"', '\\']) && ascii.len() <= MAX;
        if is_plain && EmailAddress::parse_with_options(&ascii, options).is_ok() {
            Ok(Self { written: format!("{local}@{read}"), ascii })
        } else {
            Err(AddressError::Form)
        }
    }
}

/// A domain as people read it and in ASCII. IDNA maps what is written: it drops invisible characters, so they are
/// dropped from what is stored as well.
fn domain(written: &str) -> Option<(String, String)> {
    let uts46 = Uts46::new();
    let deny = AsciiDenyList::STD3;
    let ascii = uts46.to_ascii(written.as_bytes(), deny, Hyphens::Allow, DnsLength::Verify).ok()?;
    if written.is_ascii() {
        return Some((written.to_owned(), ascii.into_owned()));
    }
    let (read, result) = uts46.to_unicode(ascii.as_bytes(), deny, Hyphens::Allow);
    result.ok()?;
    Some((read.into_owned(), ascii.into_owned()))
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.written
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Without the address, which is personal.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "write an e-mail address alone, such as partenaires@exemple.ca",
            Self::Letters => "write an e-mail address without accents before the @",
        })
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests;
