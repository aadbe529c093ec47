//! Drawings. They are published as they came, so nothing that acts may be in them.

use form_model::{bilingual, bilingual::Bilingual};
use html5gum::{Token, Tokenizer};

/// The size of a drawing, if it is one that does nothing but show: no script, no handler, nothing from
/// elsewhere.
///
/// # Errors
/// What keeps it from being published.
pub fn judge(text: &str) -> Result<(u32, u32), Bilingual> {
    let mut size = None;
    for Ok(token) in Tokenizer::new(text) {
        let Token::StartTag(tag) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if ["script", "foreignobject", "iframe"].contains(&name.as_str()) {
            return Err(bilingual!(
                "ce dessin contient `<{name}>`, qui ne fait pas que montrer",
                "this drawing holds `<{name}>`, which does more than show"
            ));
        }
        let attributes: Vec<_> = (tag.attributes.iter())
            .map(|(key, value)| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                (text(key), text(value))
            })
            .collect();
        let value = |wanted: &str| {
            attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str())
        };
        if let Some((key, _)) = attributes.iter().find(|(key, value)| acts(key, value)) {
            return Err(bilingual!(
                "ce dessin a un attribut `{key}` qui agit ou charge un autre fichier",
                "this drawing has an attribute `{key}` that acts or loads another file"
            ));
        }
        if name == "svg" && size.is_none() {
            size = sides(value("width"), value("height")).or_else(|| view_box(value("viewbox")?));
        }
    }
    size.ok_or_else(|| {
        bilingual!(
            "ce dessin ne dit pas sa taille : il lui faut `viewBox`, ou `width` et `height`",
            "this drawing does not say its size: it needs `viewBox`, or `width` and `height`"
        )
    })
}

fn acts(key: &str, value: &str) -> bool {
    let loads = key == "href" || key.ends_with(":href") || key == "src";
    key.starts_with("on") || (loads && !value.trim().starts_with('#')) || value.contains("url(http")
}

fn sides(width: Option<&str>, height: Option<&str>) -> Option<(u32, u32)> {
    Some((pixels(width?)?, pixels(height?)?))
}

fn view_box(view_box: &str) -> Option<(u32, u32)> {
    let mut sides = view_box.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
}

/// Whole pixels; percentages and other units say nothing.
fn pixels(side: &str) -> Option<u32> {
    let number: f64 = side.trim().trim_end_matches("px").parse().ok()?;
    // In range, so nothing is cut off but the fraction.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (1.0..=100_000.0).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_says_its_size() {
        assert_eq!(judge("<svg width='30' height='20px'></svg>"), Ok((30, 20)));
        assert_eq!(judge("<svg width='100%' viewBox='0 0 64.4 48'></svg>"), Ok((64, 48)));
        assert!(judge("<svg></svg>").is_err());
    }

    #[test]
    fn a_drawing_that_acts_is_refused() {
        for inside in [
            "<script>x</script>",
            "<a onclick='x'/>",
            "<image href='https://example.org/a.png'/>",
            "<use xlink:href='other.svg#a'/>",
            "<g style='fill: url(https://example.org)'/>",
        ] {
            assert!(judge(&format!("<svg viewBox='0 0 1 1'>{inside}</svg>")).is_err(), "{inside}");
        }
        assert!(judge("<svg viewBox='0 0 1 1'><use href='#a'/></svg>").is_ok());
    }
}
