//! `content/site.yaml`: the settings of the site and the facts that its pages share.

use std::path::Path;

use form_model::bilingual::words;
use form_model::{bilingual, bilingual::Bilingual, bundle::Applications, lang::Lang};

use crate::{
    alert::Alert,
    base_url::BaseUrl,
    check::Levels,
    diagnostic::{Code, Diagnostic, Diagnostics},
    facts::Facts,
    mail::MailSettings,
    security_txt::SecurityContact,
    source::Source,
    yaml::Document,
};

/// What `site.yaml` says.
pub struct Settings {
    /// Where the site will stand.
    pub base_url: BaseUrl,
    /// The folder of `themes/` that dresses the site.
    pub theme: String,
    /// The languages, French first.
    pub languages: Vec<Lang>,
    /// Page ids of the main navigation.
    pub navigation: Vec<String>,
    /// Page ids of the footer.
    pub footer: Vec<String>,
    /// Whether applications are taken.
    pub applications: Applications,
    /// The notice on top of every page.
    pub alert: Option<Alert>,
    /// Where security flaws are told.
    pub security: Option<SecurityContact>,
    /// Where messages come from and go to; none if that cannot be read.
    pub mail: Option<MailSettings>,
    /// The shared facts.
    pub facts: Facts,
    /// How grave the rules of `check` are here.
    pub checks: Levels,
    /// The keys whose values still carry `!example`.
    examples: Vec<Vec<String>>,
    document: Document,
}

/// A language that is listed twice would stand twice in every switch.
fn each_once(listed: Vec<Lang>, document: &Document, diagnostics: &mut Diagnostics) -> Vec<Lang> {
    let mut languages = Vec::with_capacity(listed.len());
    for (item, lang) in listed.into_iter().enumerate() {
        if languages.contains(&lang) {
            let message = bilingual!("`{lang}` est là deux fois", "`{lang}` is there twice");
            let at = document.at(Code::WrongValue, &["languages", &item.to_string()], message);
            diagnostics.push(at.help(bilingual!("retirez l’un des deux", "take one of them away")));
        } else {
            languages.push(lang);
        }
    }
    languages
}

impl Settings {
    /// Reads `site.yaml`. What can be read is returned even where something is wrong, so that pages
    /// are looked at in the same run.
    ///
    /// # Errors
    /// A file that cannot be read at all.
    pub fn read(content: &Path, diagnostics: &mut Diagnostics) -> Result<Self, Diagnostic> {
        let source = Source::read(&content.join("site.yaml"))?;
        let mut document = Document::parse(&source, 0..source.text().len())?;
        let examples = document.strip_tag("example");

        let base_url = document.require_as(
            "base_url",
            words(
                "l’adresse du site, comme https://example.org",
                "the site’s address, such as https://example.org",
            ),
            diagnostics,
        );
        let languages = document
            .require_as(
                "languages",
                words(
                    "une liste de codes de langue, le français d’abord : [fr, en]",
                    "a list of language codes, French first: [fr, en]",
                ),
                diagnostics,
            )
            .unwrap_or_else(|| vec![Lang::french()]);
        let languages = each_once(languages, &document, diagnostics);
        if languages.first() != Some(&Lang::french()) {
            diagnostics.push(
                document
                    .at(
                        Code::WrongValue,
                        &["languages"],
                        bilingual!(
                            "le français doit être la première langue",
                            "French must be the first language"
                        ),
                    )
                    .help(bilingual!(
                        "mettez `fr` d’abord : c’est la langue du site, à `/`",
                        "put `fr` first: it is the site's language, at `/`"
                    )),
            );
        }
        let facts = document.take("facts").unwrap_or_default();
        let mut facts = Facts::read(&facts, &languages, &document, diagnostics);
        let mut ids = |key: &str, diagnostics: &mut Diagnostics| {
            document
                .take_as(
                    key,
                    words(
                        "une liste de pages, comme [levels, contact]",
                        "a list of page ids, such as [levels, contact]",
                    ),
                    diagnostics,
                )
                .unwrap_or_default()
        };
        let navigation = ids("navigation", diagnostics);
        let footer = ids("footer", diagnostics);
        let theme = document
            .require_as(
                "theme",
                words("le nom d’un dossier de themes/", "the name of a folder in themes/"),
                diagnostics,
            )
            .unwrap_or_default();
        let applications = document
            .require_as(
                "applications",
                words(
                    "`open: true`, `open: false` ou `closed_until: 2027-01-15`",
                    "`open: true`, `open: false` or `closed_until: 2027-01-15`",
                ),
                diagnostics,
            )
            .unwrap_or(Applications::Closed);
        let alert = Alert::read(&mut document, &languages, &mut facts, diagnostics);
        let security = SecurityContact::read(&mut document, diagnostics);
        let mail = MailSettings::read(&mut document, &languages, diagnostics);
        let checks = Levels::read(&mut document, diagnostics);
        document.finish(diagnostics);

        Ok(Self {
            base_url: base_url.unwrap_or_else(BaseUrl::unknown),
            theme,
            languages,
            navigation,
            footer,
            applications,
            alert,
            security,
            mail,
            facts,
            checks,
            examples,
            document,
        })
    }

    /// An error at a key of `site.yaml`.
    #[must_use]
    pub fn at(&self, code: Code, path: &[&str], message: impl Into<Bilingual>) -> Diagnostic {
        self.document.at(code, path, message)
    }

    /// The keys that are read.
    pub fn known_keys(&self) -> impl Iterator<Item = &str> {
        self.document.known_keys()
    }

    /// What keeps the site from going live: every value that still is an example, and an address that not
    /// everybody can reach. An address from elsewhere takes the place of the one in `site.yaml`.
    pub fn unfit_for_release<'a>(
        &'a self,
        elsewhere: Option<&'a BaseUrl>,
    ) -> impl Iterator<Item = Diagnostic> + use<'a> {
        let base_url = elsewhere.unwrap_or(&self.base_url);
        let nowhere = (!base_url.is_public()).then(|| {
            let message = bilingual!(
                "`{}` n’est pas l’adresse d’un site en ligne",
                "`{}` is not the address of a site that is online",
                base_url.as_str()
            );
            self.at(Code::ExampleData, &["base_url"], message).help(bilingual!(
                "écrivez l’adresse où le public trouvera le site; elle commence par https://",
                "write the address where the public will find the site; it begins with https://"
            ))
        });
        let is_used = move |path: &&Vec<String>| elsewhere.is_none() || *path != &["base_url"];
        let examples = self.examples.iter().filter(is_used).map(|path| {
            let path: Vec<_> = path.iter().map(String::as_str).collect();
            let name = path.last().copied().unwrap_or_default();
            self.at(
                Code::ExampleData,
                &path,
                bilingual!("`{name}` est encore un exemple", "`{name}` is still an example"),
            )
            .help(bilingual!(
                "écrivez la donnée de votre établissement et retirez la marque `!example`",
                "write your institution’s own data and take the tag `!example` away"
            ))
        });
        examples.chain(nowhere)
    }
}
