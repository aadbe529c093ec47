//! What machines are told of the pages of a kind: what they are in the words of schema.org, and which day
//! dates them in the feed. A theme says which fields hold that; they must be fields of the right type.

use form_model::{bilingual, bilingual::Bilingual};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{Kind, Type};
use crate::content::period::PUBLISH_ON;

/// What a page is, as a type of schema.org; the keys are its properties, the values name fields. Only types
/// that these pages truly are, each with what it cannot do without.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Thing {
    /// Something that happens on days, somewhere. A page that does not say when is told of as no event.
    Event {
        /// Its first day.
        start_date: String,
        /// Its last day.
        end_date: Option<String>,
        /// Where.
        location: String,
        /// How many people can come.
        maximum_attendee_capacity: Option<String>,
        /// Whether people can take part from afar.
        remote: Option<String>,
    },
    /// An account of something, made on a day.
    Report {
        /// That day.
        date_published: String,
        /// A picture of it.
        image: Option<String>,
    },
    /// Questions, the headings of the page, each with its answer below.
    #[serde(rename = "FAQPage")]
    Questions {},
}

impl Thing {
    /// The fields that it names, with their types.
    fn named(&self) -> Vec<(&str, Type)> {
        let fields = match self {
            Self::Event { start_date, end_date, location, maximum_attendee_capacity, remote } => {
                vec![
                    (Some(start_date), Type::Date),
                    (end_date.as_ref(), Type::Date),
                    (Some(location), Type::Text),
                    (maximum_attendee_capacity.as_ref(), Type::Integer),
                    (remote.as_ref(), Type::Boolean),
                ]
            }
            Self::Report { date_published, image } => {
                vec![(Some(date_published), Type::Date), (image.as_ref(), Type::Image)]
            }
            Self::Questions {} => Vec::new(),
        };
        fields.into_iter().filter_map(|(field, type_)| Some((field?.as_str(), type_))).collect()
    }
}

impl Kind {
    /// The day that dates a page in the feed: its first day, or the one in the field that the kind names.
    #[must_use]
    pub fn feed_day(&self, first: Option<Date>, data: &Map<String, Json>) -> Option<Date> {
        let field = self.feed.as_ref()?;
        first.or_else(|| data.get(field)?.as_str()?.parse().ok())
    }

    /// What it says of fields that it does not have: the key that says so, and what is wrong.
    #[must_use]
    pub fn misnamed(&self) -> Vec<(&'static str, Bilingual)> {
        let feed = self.feed.as_deref().filter(|field| *field != PUBLISH_ON);
        let feed = feed.map(|field| ("feed", field, Type::Date));
        let thing = self.schema_org.iter().flat_map(Thing::named);
        let named = thing.map(|(field, type_)| ("schema_org", field, type_)).chain(feed);
        let wrong = named.filter(|(_, field, type_)| {
            self.fields.get(*field).is_none_or(|field| field.type_ != *type_)
        });
        wrong
            .map(|(key, field, type_)| {
                let type_ = format!("{type_:?}").to_lowercase();
                let message = bilingual!(
                    "`{key}` nomme `{field}`, qui n’est pas un champ du type `{type_}` de ce genre",
                    "`{key}` names `{field}`, which is no field of the type `{type_}` of this kind"
                );
                (key, message)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(yaml: &str) -> Kind {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[test]
    fn a_field_that_is_not_there_or_of_another_type_is_told() {
        let kind = kind(
            "{ feed: day, schema_org: { type: Event, startDate: day, location: place, endDate: end },
               fields: { day: { type: text }, place: { type: text } } }",
        );
        let told: Vec<_> = kind.misnamed().into_iter().map(|(key, _)| key).collect();
        assert_eq!(told, ["schema_org", "schema_org", "feed"]);
    }

    #[test]
    fn the_first_day_of_a_page_dates_it_before_its_field() {
        let kind = kind("{ feed: date, fields: { date: { type: date } } }");
        let data = serde_json::json!({ "date": "2026-06-15" });
        let data = data.as_object().unwrap();
        let day = jiff::civil::date;
        assert_eq!(kind.feed_day(None, data), Some(day(2026, 6, 15)));
        assert_eq!(kind.feed_day(Some(day(2026, 7, 1)), data), Some(day(2026, 7, 1)));
        assert_eq!(kind.feed_day(None, &Map::new()), None);
    }

    #[test]
    fn a_property_that_no_type_has_is_refused() {
        let read = |yaml| serde_yaml::from_str::<Thing>(yaml).is_ok();
        assert!(read("{ type: FAQPage }"));
        assert!(read("{ type: Report, datePublished: date }"));
        for wrong in [
            "{ type: Report }",
            "{ type: Report, datePublished: a, where: b }",
            "{ type: JobPosting }",
        ] {
            assert!(!read(wrong), "{wrong}");
        }
    }
}
