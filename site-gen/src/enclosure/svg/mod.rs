//! Drawings. They are published as they came, so nothing that acts or loads may be in them: they are read as a
//! browser reads them, as XML, and every element and attribute must be on a list (`allowed`).

mod allowed;
mod expansion;

use form_model::{bilingual, bilingual::Bilingual};
use roxmltree::{Document, Error, Node, NodeType, ParsingOptions};

use allowed::{ATTRIBUTES, ELEMENTS, NOTES, SVG, XLINK, XML, loads};

/// The most bytes of a drawing.
const BYTES: usize = 4 * 1024 * 1024;

/// The most pieces of a drawing: elements, and texts between them.
const PIECES: u32 = 200_000;

/// The size of a drawing, if it is one that does nothing but show.
///
/// # Errors
/// What keeps it from being published.
pub fn judge(bytes: &[u8]) -> Result<(u32, u32), Bilingual> {
    if bytes.len() > BYTES {
        return Err(bilingual!(
            "ce dessin est trop gros : {} octets, et {BYTES} au plus",
            "this drawing is too large: {} bytes, and {BYTES} at most",
            bytes.len()
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| other_encoding())?;
    if declares_other_encoding(text) {
        return Err(other_encoding());
    }
    let options = ParsingOptions { nodes_limit: PIECES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| unread(&error))?;
    if own_name(&document.root_element()) != Some("svg") {
        return Err(bilingual!("ceci n’est pas un dessin SVG", "this is not an SVG drawing"));
    }
    if let Some(wrong) = document.descendants().find_map(|node| wrong(&node)) {
        return Err(wrong);
    }
    if !expansion::is_bounded(&document) {
        let (elements, depth) = (expansion::ELEMENTS, expansion::DEPTH);
        return Err(bilingual!(
            "ce dessin devient trop grand : ses `<use>` répètent plus de {elements} éléments, ou il y en a plus de {depth} l’un dans l’autre",
            "this drawing becomes too large: its `<use>` repeat more than {elements} elements, or there are more than {depth} within each other"
        ));
    }
    size(&document.root_element()).ok_or_else(|| {
        bilingual!(
            "ce dessin ne dit pas sa taille : il lui faut `viewBox`, ou `width` et `height`",
            "this drawing does not say its size: it needs `viewBox`, or `width` and `height`"
        )
    })
}

/// The name of an element of drawings; none for anything else.
fn own_name<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    let tag = node.tag_name();
    (node.is_element() && tag.namespace().is_none_or(|namespace| namespace == SVG))
        .then_some(tag.name())
}

/// What is wrong with a piece of a drawing.
fn wrong(node: &Node<'_, '_>) -> Option<Bilingual> {
    match node.node_type() {
        NodeType::PI => Some(bilingual!(
            "ce dessin commence par une instruction `<?…?>`, qui charge un autre fichier",
            "this drawing holds an instruction `<?…?>`, which loads another file"
        )),
        NodeType::Element => wrong_element(node),
        NodeType::Root | NodeType::Comment | NodeType::Text => None,
    }
}

fn wrong_element(node: &Node<'_, '_>) -> Option<Bilingual> {
    let name = node.tag_name().name();
    let is_note = node.tag_name().namespace().is_some_and(|namespace| NOTES.contains(&namespace));
    if !is_note && !own_name(node).is_some_and(|name| ELEMENTS.contains(&name)) {
        return Some(if name == "image" || name == "feImage" {
            bilingual!(
                "ce dessin contient une image (`<{name}>`), et un dessin n’en montre pas d’autre",
                "this drawing holds a picture (`<{name}>`), and a drawing shows no other picture"
            )
        } else {
            bilingual!(
                "ce dessin contient `<{name}>`, qui ne fait pas que montrer",
                "this drawing holds `<{name}>`, which does more than show"
            )
        });
    }
    if name == "style" && style_loads(node) {
        return Some(bilingual!(
            "le `<style>` de ce dessin charge un autre fichier, ou on ne peut pas voir qu’il ne le fait pas",
            "the `<style>` of this drawing loads another file, or one cannot see that it does not"
        ));
    }
    let acts = node.attributes().find(|attribute| {
        let (name, value) = (attribute.name(), attribute.value());
        match attribute.namespace() {
            // Browsers do nothing with the attributes of an element that is a program's note.
            None => !is_note && acts(name, value),
            Some(XLINK) => name == "href" && leads_out(value),
            Some(XML) => !["space", "lang"].contains(&name),
            Some(namespace) => !NOTES.contains(&namespace),
        }
    });
    let name = acts?.name().to_owned();
    Some(bilingual!(
        "ce dessin a un attribut `{name}` qui agit, charge un autre fichier ou n’est pas connu",
        "this drawing has an attribute `{name}` that acts, loads another file or is not known"
    ))
}

/// A browser reads the texts of a `<style>` as one; what stands between them would hide how they continue.
fn style_loads(style: &Node<'_, '_>) -> bool {
    let texts: String = style.children().filter_map(|piece| piece.text()).collect();
    style.children().any(|piece| !piece.is_text()) || loads(&texts)
}

/// Whether a reference leads out of the drawing. A browser decodes `%`, and would find another part than we do.
fn leads_out(reference: &str) -> bool {
    !reference.starts_with('#') || reference.contains('%')
}

fn acts(name: &str, value: &str) -> bool {
    let is_plain =
        |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if ["aria-", "data-"].iter().any(|start| name.strip_prefix(start).is_some_and(is_plain)) {
        return false;
    }
    match name {
        "href" => leads_out(value),
        "id" | "class" => false,
        _ => !ATTRIBUTES.contains(&name) || loads(value),
    }
}

fn other_encoding() -> Bilingual {
    bilingual!(
        "ce dessin n’est pas écrit en UTF-8 : des programmes y liraient autre chose",
        "this drawing is not written in UTF-8: programs could read something else in it"
    )
}

/// Whether the first line says that the text is in another encoding than it is.
fn declares_other_encoding(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}');
    let declaration = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let encoding = declaration.and_then(|(declaration, _)| declaration.split_once("encoding"));
    encoding.is_some_and(|(_, value)| {
        let value = value.trim_start().trim_start_matches('=').trim_start();
        let value = value.trim_start_matches(['"', '\'']).to_ascii_lowercase();
        let name = value.split(['"', '\'']).next().unwrap_or_default();
        !["utf-8", "utf8", "us-ascii"].contains(&name)
    })
}

fn unread(error: &Error) -> Bilingual {
    match error {
        Error::DtdDetected => bilingual!(
            "ce dessin commence par `<!DOCTYPE …>`, qui peut le gonfler ou charger un autre fichier",
            "this drawing begins with `<!DOCTYPE …>`, which can inflate it or load another file"
        ),
        Error::NodesLimitReached => bilingual!(
            "ce dessin est trop grand : plus de {PIECES} éléments et textes",
            "this drawing is too large: more than {PIECES} elements and texts"
        ),
        other => {
            let place = other.pos();
            let (line, column) = (place.row, place.col);
            bilingual!(
                "ce dessin n’est pas du XML bien formé (ligne {line}, colonne {column}) : {other}",
                "this drawing is not well-formed XML (line {line}, column {column}): {other}"
            )
        }
    }
}

fn size(root: &Node<'_, '_>) -> Option<(u32, u32)> {
    let sides =
        |width: Option<&str>, height: Option<&str>| Some((pixels(width?)?, pixels(height?)?));
    sides(root.attribute("width"), root.attribute("height"))
        .or_else(|| view_box(root.attribute("viewBox")?))
}

fn view_box(view_box: &str) -> Option<(u32, u32)> {
    let parts = view_box.split([' ', ',', '\n', '\t']);
    let mut sides = parts.filter(|part| !part.is_empty()).skip(2);
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
mod tests;
