//! The rules that diagnostics speak of, by name. The names are stable: settings, comments that accept a
//! case, and other programs rely on them.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The rule that a diagnostic speaks of; its text is stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as people and programs read it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A file could not be read.
    UnreadableFile = "unreadable-file",
    /// A file could not be written.
    UnwritableFile = "unwritable-file",
    /// Bytes that are not UTF-8.
    NotUtf8 = "not-utf8",
    /// A file beside pages that cannot be published.
    UnusableFile = "unusable-file",
    /// A file's name says neither a page nor a language.
    FileName = "file-name",
    /// A new page where one is already.
    PageExists = "page-exists",
    /// No front matter between two `---` lines.
    FrontMatter = "front-matter",
    /// YAML that cannot be read.
    YamlSyntax = "yaml-syntax",
    /// A key that nothing knows.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A value of the wrong kind.
    WrongValue = "wrong-value",
    /// A key of the French file alone stands in a translation.
    SharedKey = "shared-key",
    /// A key of translations alone stands in the French file.
    TranslationKey = "translation-key",
    /// A text lacks one of the site's languages.
    MissingLanguage = "missing-language",
    /// A page in another language without its French one.
    MissingFrench = "missing-french",
    /// Pages in a language that `site.yaml` does not list.
    UnknownLanguage = "unknown-language",
    /// Two pages at one address.
    DuplicateAddress = "duplicate-address",
    /// An old address that cannot lead to its page.
    Alias = "alias",
    /// Days on which a page cannot come or go.
    PageDates = "page-dates",
    /// An address part with characters that do not belong there.
    BadSlug = "bad-slug",
    /// A link to a page or file that is not there.
    BrokenLink = "broken-link",
    /// HTML that pages cannot hold.
    ForbiddenHtml = "forbidden-html",
    /// An address that content cannot lead to.
    ForbiddenAddress = "forbidden-address",
    /// A link to a page that is not published today.
    UnpublishedLink = "unpublished-link",
    /// A link to a heading that is not there.
    BrokenAnchor = "broken-anchor",
    /// A reference to a fact that `site.yaml` does not hold.
    UnknownFact = "unknown-fact",
    /// A reference to a shared fact that cannot be read.
    BadReference = "bad-reference",
    /// A page that the site cannot do without.
    MissingPage = "missing-page",
    /// A page id in `site.yaml` that is no page.
    UnknownPage = "unknown-page",
    /// A kind of page that the theme does not have.
    UnknownKind = "unknown-kind",
    /// The theme lacks something.
    Theme = "theme",
    /// A template that cannot be read or rendered.
    Template = "template",
    /// The form's definition contradicts itself.
    Form = "form",
    /// An earlier version of the form that cannot be read.
    FormHistory = "form-history",
    /// A version of the form that the content does not keep.
    UnrecordedForm = "unrecorded-form",
    /// A message that could not be sent as it is.
    Message = "message",
    /// Example data that must be replaced before publishing.
    ExampleData = "example-data",
    /// A picture without a text alternative.
    AltText = "alt-text",
    /// A second title of first level.
    OneH1 = "one-h1",
    /// A heading that skips a level.
    HeadingOrder = "heading-order",
    /// A link whose text does not say where it leads.
    LinkText = "link-text",
    /// The same id twice on a page.
    DuplicateId = "duplicate-id",
    /// A table without headers.
    TableHeaders = "table-headers",
    /// A shared fact typed by hand.
    TypedFact = "typed-fact",
    /// A passage in another language that does not say so.
    ForeignLang = "foreign-lang",
    /// A page that is hard to read.
    Readability = "readability",
    /// A sentence that is too long.
    LongSentence = "long-sentence",
    /// Signs and spaces that are not those of the language.
    Typography = "typography",
    /// The privacy policy lacks something.
    PrivacyItems = "privacy-items",
    /// A file beside pages that no page refers to.
    UnusedFile = "unused-file",
    /// A published address that no record keeps.
    UnrecordedAddress = "unrecorded-address",
    /// A recorded address that leads nowhere.
    LostAddress = "lost-address",
    /// A page that no day dates in the feed.
    FeedDate = "feed-date",
    /// Where security flaws are told is missing or out of date.
    SecurityContact = "security-contact",
    /// An `accept` that does not hold.
    Accept = "accept",
}
