//! What a page is, in the words of schema.org, as JSON-LD: for search engines and assistants. It repeats what
//! the page says and claims nothing else.
//!
//! It stands in the page as a block of data, which no browser runs, so that the policy against inline scripts
//! holds.

use form_model::format;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::{
    content::{headings::Heading, markdown::Body, page::Page},
    kind::Thing,
    site::{HOME, NOT_FOUND, PageIndex, Site},
};

/// The block of a page, ready to stand between script tags; empty where there is nothing to say.
#[must_use]
pub fn block(site: &Site, base_url: &str, index: PageIndex, body: &Body) -> String {
    let about = About { site, base_url, index, page: &site.pages[index] };
    let graph = match about.page.id.as_str() {
        NOT_FOUND => Vec::new(),
        HOME => vec![about.institution(), about.website()],
        _ => about.thing(body).into_iter().chain([about.breadcrumbs()]).collect(),
    };
    if graph.is_empty() { String::new() } else { text(&Document { graph }) }
}

/// JSON that no HTML parser takes for anything else: without `<`, nothing in it can end the block.
fn text(document: &impl Serialize) -> String {
    serde_json::to_string(document).unwrap_or_default().replace('<', "\\u003c")
}

#[derive(Serialize)]
#[serde(tag = "@context", rename = "https://schema.org")]
struct Document {
    #[serde(rename = "@graph")]
    graph: Vec<Json>,
}

/// A page that is told of.
struct About<'a> {
    site: &'a Site,
    base_url: &'a str,
    index: PageIndex,
    page: &'a Page,
}

impl About<'_> {
    fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.base_url)
    }

    fn url(&self) -> String {
        self.absolute(self.site.address(self.index))
    }

    fn fact(&self, name: &str) -> Option<&str> {
        let text = self.site.settings.facts.get(name, &self.page.lang)?.as_str()?;
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// The institution by name. It is of the government where it reports to a body above it: that is how
    /// public institutions of Québec stand, and others do not.
    fn named_institution(&self) -> Map<String, Json> {
        let is_public = self.fact("parent_body").is_some();
        let mut institution = object([
            (
                "@type",
                Some(if is_public { "GovernmentOrganization" } else { "Organization" }.into()),
            ),
            ("@id", Some(self.absolute("/#institution").into())),
        ]);
        let name = self.fact("institution_official").or_else(|| self.fact("institution"));
        institution.extend(object([
            ("name", name.map(Json::from)),
            ("url", Some(self.absolute("/").into())),
        ]));
        institution
    }

    fn institution(&self) -> Json {
        let mut institution = self.named_institution();
        let official = self.fact("institution_official");
        let other = self.fact("institution").filter(|name| Some(*name) != official);
        let parent = self.fact("parent_body");
        institution.extend(object([
            ("alternateName", other.map(Json::from)),
            ("telephone", self.fact("phone").map(|phone| format::tel(phone).into())),
            ("email", self.fact("email").map(Json::from)),
            ("address", self.fact("address").map(Json::from)),
            (
                "parentOrganization",
                parent.map(|name| json!({ "@type": "GovernmentOrganization", "name": name })),
            ),
        ]));
        institution.into()
    }

    fn website(&self) -> Json {
        let url = self.url();
        object([
            ("@type", Some("WebSite".into())),
            ("@id", Some(format!("{url}#website").into())),
            ("url", Some(url.into())),
            ("name", self.fact("programme").map(Json::from)),
            ("description", Some(self.page.description.as_str().into())),
            ("inLanguage", Some(self.page.lang.tag().into())),
            ("publisher", Some(self.named_institution().into())),
        ])
        .into()
    }

    /// The way from the home page to this one.
    fn breadcrumbs(&self) -> Json {
        let above = Site::ancestors(&self.page.id);
        let above = above.into_iter().filter_map(|id| self.site.find(id, &self.page.lang));
        let item = |(number, page): (usize, PageIndex)| {
            json!({
                "@type": "ListItem",
                "position": number + 1,
                "name": self.site.pages[page].title,
                "item": self.absolute(self.site.address(page)),
            })
        };
        let items: Vec<_> = above.chain([self.index]).enumerate().map(item).collect();
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }

    /// What the page is, where its kind says so and its data holds what that needs.
    fn thing(&self, body: &Body) -> Option<Json> {
        let kind = self.site.theme.kinds.get(&self.page.kind)?;
        let mut thing = object([
            ("name", Some(self.page.title.as_str().into())),
            ("description", Some(self.page.description.as_str().into())),
            ("url", Some(self.url().into())),
            ("inLanguage", Some(self.page.lang.tag().into())),
        ]);
        thing.extend(match kind.schema_org.as_ref()? {
            Thing::Event { start_date, end_date, location, maximum_attendee_capacity, remote } => {
                let from_afar = remote.as_ref().and_then(|field| self.data(field)?.as_bool());
                let mode = if from_afar == Some(true) { "Mixed" } else { "Offline" };
                let mode = format!("https://schema.org/{mode}EventAttendanceMode");
                let place = self.data(location)?;
                object([
                    ("@type", Some("Event".into())),
                    ("startDate", Some(self.data(start_date)?)),
                    ("endDate", end_date.as_ref().and_then(|field| self.data(field))),
                    ("eventAttendanceMode", Some(mode.into())),
                    ("location", Some(json!({ "@type": "Place", "name": place }))),
                    (
                        "maximumAttendeeCapacity",
                        maximum_attendee_capacity.as_ref().and_then(|field| self.data(field)),
                    ),
                    ("organizer", Some(self.named_institution().into())),
                ])
            }
            Thing::Report { date_published, image } => {
                let image = image.as_ref().and_then(|field| self.data(field));
                let image =
                    image.and_then(|image| Some(self.absolute(image.get("src")?.as_str()?)));
                object([
                    ("@type", Some("Report".into())),
                    ("headline", Some(self.page.title.as_str().into())),
                    ("datePublished", Some(self.data(date_published)?)),
                    ("image", image.map(Json::from)),
                    ("publisher", Some(self.named_institution().into())),
                ])
            }
            Thing::Questions {} => object([
                ("@type", Some("FAQPage".into())),
                ("mainEntity", Some(questions(&body.headings, &body.prose)?.into())),
            ]),
        });
        Some(thing.into())
    }

    fn data(&self, field: &str) -> Option<Json> {
        self.page.data.get(field).filter(|value| !value.is_null()).cloned()
    }
}

/// Each heading of second level with all that stands below it; none where there is no question.
fn questions(headings: &[Heading], prose: &[String]) -> Option<Vec<Json>> {
    let mut questions: Vec<(&str, String)> = Vec::new();
    for (heading, text) in headings.iter().zip(prose.iter().skip(1)) {
        match questions.last_mut() {
            Some((_, answer)) if heading.level > 2 => {
                for part in [&heading.title, text.as_str()] {
                    answer.push(' ');
                    answer.push_str(part.trim());
                }
            }
            _ => questions.push((&heading.title, text.trim().to_owned())),
        }
    }
    let question = |(name, text): (&str, String)| {
        let answer = json!({ "@type": "Answer", "text": text });
        json!({ "@type": "Question", "name": name, "acceptedAnswer": answer })
    };
    let questions: Vec<_> = questions.into_iter().map(question).collect();
    (!questions.is_empty()).then_some(questions)
}

/// Properties, less those that have no value.
fn object<const N: usize>(properties: [(&str, Option<Json>); N]) -> Map<String, Json> {
    let known = properties.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    known.collect()
}

#[cfg(test)]
mod tests {
    use html5gum::{Token, Tokenizer};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_ends_the_block(title in ".*", end in prop_oneof![
            Just("</script>"), Just("</SCRIPT\t>"), Just("<!--<script>"), Just("]]>"), Just(""),
        ]) {
            let title = format!("{title}{end}{title}");
            let block = text(&Document { graph: vec![json!({ "name": title })] });
            let html = format!("<script type=\"application/ld+json\">{block}</script><p>");
            let tags: Vec<_> = Tokenizer::new(&html)
                .filter_map(|Ok(token)| match token {
                    Token::StartTag(tag) => Some(String::from_utf8_lossy(&tag.name).into_owned()),
                    _ => None,
                })
                .collect();
            prop_assert_eq!(tags, ["script", "p"]);
            let read: Json = serde_json::from_str(&block).unwrap();
            prop_assert_eq!(read["@graph"][0]["name"].as_str(), Some(title.as_str()));
        }
    }

    #[test]
    fn an_answer_holds_its_lesser_headings() {
        let heading =
            |title: &str, level| Heading { id: String::new(), title: title.to_owned(), level };
        let headings = [heading("Payé?", 2), heading("Et le transport", 3), heading("Âge?", 2)];
        let prose =
            ["Avant. ", "Non. ", "Stationnement gratuit. ", "Dès 14 ans. "].map(str::to_owned);
        let read = questions(&headings, &prose).unwrap();
        let answers: Vec<_> = read
            .iter()
            .map(|question| question["acceptedAnswer"]["text"].as_str().unwrap())
            .collect();
        assert_eq!(answers, ["Non. Et le transport Stationnement gratuit.", "Dès 14 ans."]);
        assert!(questions(&[], &[String::new()]).is_none());
    }
}
