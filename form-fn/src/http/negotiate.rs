//! Whether an answer is a page or JSON. Pages are for people and are what everybody gets who
//! does not ask: JSON goes only to those who name it, or who sent it and take anything.

use http::{HeaderMap, header};

/// The two shapes of every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// HTML in the language of the path.
    Page,
    /// What programs read.
    Json,
}

/// What the sender takes. `sent_json` decides when `Accept` leaves it open.
pub fn shape(headers: &HeaderMap, sent_json: bool) -> Shape {
    let otherwise = if sent_json { Shape::Json } else { Shape::Page };
    let ranges: Vec<Range> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Range::read)
        .collect();
    let (html, json) = (wish(&ranges, "text/html"), wish(&ranges, "application/json"));
    // Thousandths, as in the header: whole numbers compare exactly.
    match json.weight.cmp(&html.weight) {
        std::cmp::Ordering::Greater => Shape::Json,
        std::cmp::Ordering::Less => Shape::Page,
        std::cmp::Ordering::Equal => match (json.named, html.named) {
            (true, false) if json.weight > 0 => Shape::Json,
            (_, true) if html.weight > 0 => Shape::Page,
            _ => otherwise,
        },
    }
}

/// One entry of `Accept`: a media range and its weight in thousandths.
struct Range<'h> {
    media: &'h str,
    weight: u16,
}

impl<'h> Range<'h> {
    fn read(entry: &'h str) -> Option<Self> {
        let mut parts = entry.split(';').map(str::trim);
        let media = parts.next().filter(|media| media.contains('/'))?;
        let weight = parts
            .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .map_or(1000, thousandths);
        Some(Self { media, weight })
    }
}

/// `0.8` is 800. What is not a weight counts as a full one: the type was named, after all.
fn thousandths(weight: &str) -> u16 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    match (whole, format!("{part:0<3.3}").parse::<u16>()) {
        ("0", Ok(part)) => part,
        _ => 1000,
    }
}

/// How much a type is wished for, and whether by its own name.
struct Wish {
    weight: u16,
    named: bool,
}

/// The most specific range that covers a type decides (RFC 9110, 12.5.1).
fn wish(ranges: &[Range<'_>], media: &str) -> Wish {
    let family = media.split_once('/').map_or(media, |(family, _)| family);
    let named = |range: &&Range<'_>| range.media.eq_ignore_ascii_case(media);
    let covered = |range: &&Range<'_>| {
        range.media.strip_suffix("/*").is_some_and(|name| name.eq_ignore_ascii_case(family))
    };
    let any = |range: &&Range<'_>| range.media == "*/*";
    let exact = ranges.iter().find(named);
    let weight = exact
        .or_else(|| ranges.iter().find(covered))
        .or_else(|| ranges.iter().find(any))
        .map_or(0, |range| range.weight);
    Wish { weight, named: exact.is_some() }
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape};
    use http::{HeaderMap, HeaderValue, header};

    fn of(accept: Option<&'static str>, sent_json: bool) -> Shape {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        }
        shape(&headers, sent_json)
    }

    #[test]
    fn browsers_get_pages_whatever_they_send() {
        let chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        assert_eq!(of(Some(chromium), false), Shape::Page);
        assert_eq!(of(Some(chromium), true), Shape::Page);
        assert_eq!(of(Some("text/html, application/json"), false), Shape::Page);
    }

    #[test]
    fn json_goes_to_those_who_ask() {
        assert_eq!(of(Some("application/json"), false), Shape::Json);
        assert_eq!(of(Some("Application/JSON; q=0.5"), false), Shape::Json);
        assert_eq!(of(Some("application/json, text/plain, */*"), false), Shape::Json);
        assert_eq!(of(Some("text/html;q=0.8, application/json;q=0.9"), false), Shape::Json);
    }

    #[test]
    fn who_leaves_it_open_gets_what_was_sent() {
        for open in [None, Some("*/*"), Some("text/plain"), Some("nonsense")] {
            assert_eq!(of(open, false), Shape::Page, "{open:?}");
            assert_eq!(of(open, true), Shape::Json, "{open:?}");
        }
    }

    #[test]
    fn a_weight_of_zero_refuses() {
        assert_eq!(of(Some("application/json;q=0, text/html;q=0.1"), true), Shape::Page);
        assert_eq!(of(Some("text/html;q=0, */*"), false), Shape::Json);
        assert_eq!(of(Some("text/*;q=0.5, application/*;q=0.2"), true), Shape::Page);
    }
}
