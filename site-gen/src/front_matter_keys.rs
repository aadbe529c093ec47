//! The keys that front matter has on every page, whatever its kind, declared once: the schema for editors'
//! tools and the files that `new` writes are made from this table. A kind's own keys are the theme's.

use form_model::lang::{Lang, Localized};

use crate::kind::Type;

/// A key that every page knows.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key itself.
    pub name: &'static str,
    /// What its value is.
    pub type_: Type,
    /// In whose files it stands.
    pub stands: Stands,
    /// Whether it must be there.
    pub required: bool,
    example: &'static str,
    english_example: &'static str,
    french: &'static str,
    english: &'static str,
}

/// In which of a page's files a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In each language's own.
    Everywhere,
    /// In the French one alone, for all languages.
    InFrench,
    /// In the translations alone.
    InTranslations,
}

impl Key {
    /// What it is for, for editors.
    #[must_use]
    pub fn description(&self) -> Localized {
        Localized::new(self.french).with(Lang::english(), self.english)
    }

    /// A value as it may be written, in YAML.
    #[must_use]
    pub fn example(&self, lang: &Lang) -> &'static str {
        if *lang == Lang::english() { self.english_example } else { self.example }
    }

    const fn in_english(self, example: &'static str) -> Self {
        Self { english_example: example, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn only(self, stands: Stands) -> Self {
        Self { stands, ..self }
    }
}

const fn key(
    name: &'static str,
    type_: Type,
    example: &'static str,
    french: &'static str,
    english: &'static str,
) -> Key {
    Key {
        name,
        type_,
        stands: Stands::Everywhere,
        required: false,
        example,
        english_example: example,
        french,
        english,
    }
}

/// All of them, in the order in which they are written.
pub const KEYS: [Key; 12] = [
    key(
        "title",
        Type::Text,
        "\"…\"",
        "Le nom de la page : son titre, les menus, les liens.",
        "The page’s name: its title, menus, links.",
    )
    .required(),
    key(
        "description",
        Type::Text,
        "\"…\"",
        "Une phrase sur la page : sous son titre et dans les moteurs de recherche.",
        "One sentence on the page: below its title and in search engines.",
    )
    .required(),
    key(
        "slug",
        Type::Text,
        "mon-adresse",
        "La fin de l’adresse : petites lettres sans accents, chiffres et traits d’union. Sans elle, le nom du fichier.",
        "The end of the address: small letters without accents, digits and dashes. Without it, the file’s name.",
    )
    .in_english("my-address"),
    key(
        "template",
        Type::Text,
        "page",
        "Le genre de la page, tel que le thème le nomme. Sans lui, une page de texte.",
        "The kind of the page, as the theme names it. Without it, a page of text.",
    )
    .only(Stands::InFrench),
    key(
        "order",
        Type::Integer,
        "10",
        "La place parmi les pages voisines : la plus petite vient d’abord.",
        "The place among the pages beside it: the lowest comes first.",
    )
    .only(Stands::InFrench),
    key(
        "summary",
        Type::Texts,
        "[\"…\", \"…\"]",
        "L’encadré « En bref » : de deux à quatre phrases courtes.",
        "The “In short” box: two to four short sentences.",
    ),
    key(
        "draft",
        Type::Boolean,
        "true",
        "Un brouillon (true) n’est pas publié. Un brouillon en français retient aussi ses traductions.",
        "A draft (true) is not published. A draft in French keeps its translations back too.",
    ),
    key(
        "sample",
        Type::Boolean,
        "true",
        "Une page inventée (true) : elle porte la marque « Exemple », et le site ne peut pas être mis en ligne avec elle.",
        "An invented page (true): it is marked as an example, and the site cannot go live with it.",
    )
    .only(Stands::InFrench),
    key(
        "publish_on",
        Type::Date,
        "2027-01-15",
        "Le premier jour où la page est publiée, au Québec.",
        "The first day on which the page is published, in Québec.",
    )
    .only(Stands::InFrench),
    key(
        "expires_on",
        Type::Date,
        "2027-06-30",
        "Le dernier jour où la page est publiée; elle disparaît le lendemain.",
        "The last day on which the page is published; it is gone the day after.",
    )
    .only(Stands::InFrench),
    key(
        "aliases",
        Type::Texts,
        "[/ancienne-adresse/]",
        "Les anciennes adresses de la page : elles mènent ici. Celles que « site-gen record » a retenues y mènent déjà.",
        "The page’s old addresses: they lead here. Those that “site-gen record” noted do already.",
    )
    .in_english("[/en/old-address/]"),
    key(
        "translation_of",
        Type::Text,
        "\"…\"",
        "La version du texte français que cette page traduit. « site-gen status --reviewed » l’écrit.",
        "The version of the French text that this page translates. “site-gen status --reviewed” writes it.",
    )
    .only(Stands::InTranslations),
];
