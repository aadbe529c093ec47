//! The HTML that pages may hold: elements and attributes that say what a text is, and nothing that acts, loads, or
//! changes the page around it.
//!
//! The lists say what is allowed; whatever they do not name is refused, so that an unknown spelling cannot pass. The
//! rest of this file finds the words for a refusal: the reason, and what to do instead.

use form_model::{bilingual, bilingual::Bilingual};

use super::html::Tag;

/// The elements.
pub const ELEMENTS: [&str; 74] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// The attributes of every element, besides those that begin with `aria-`.
const GLOBAL: [&str; 9] =
    ["class", "dir", "hidden", "id", "lang", "role", "tabindex", "title", "translate"];

/// Why something is not published.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, and why.
    pub message: Bilingual,
    /// What to do instead.
    pub help: Bilingual,
}

fn refusal(message: Bilingual, help: Bilingual) -> Refusal {
    Refusal { message, help }
}

/// Whether pages may hold an element.
#[must_use]
pub fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&name)
}

/// Whether the value of an attribute is the address of something.
#[must_use]
pub fn is_address(attribute: &str) -> bool {
    ["href", "src", "poster", "cite"].contains(&attribute)
}

/// Whether a browser loads what is at the address in an attribute, without being asked.
#[must_use]
pub fn is_loaded(attribute: &str) -> bool {
    ["src", "poster"].contains(&attribute)
}

/// What is wrong with a tag: with its element, or else with its attributes.
#[must_use]
pub fn judge(tag: &Tag) -> Vec<Refusal> {
    if !is_element(&tag.name) {
        return vec![element(&tag.name)];
    }
    let attributes = tag.attributes.iter();
    attributes.filter_map(|(name, value)| judge_attribute(&tag.name, name, value)).collect()
}

/// What is wrong with an attribute of an element that pages may hold.
#[must_use]
pub fn judge_attribute(element: &str, name: &str, value: &str) -> Option<Refusal> {
    let is_known = GLOBAL.contains(&name) || own(element).contains(&name) || is_aria(name);
    let fits = match name {
        "tabindex" => ["0", "-1"].contains(&value.trim()),
        "target" => value == "_blank",
        _ => true,
    };
    (!is_known || !fits).then(|| attribute(element, name))
}

fn is_aria(name: &str) -> bool {
    let rest = name.strip_prefix("aria-");
    rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The attributes of an element besides the global ones.
fn own(element: &str) -> &'static [&'static str] {
    match element {
        "a" => &["href", "hreflang", "rel", "target", "download", "name"],
        "img" => &["src", "alt", "width", "height", "loading", "decoding"],
        "audio" => &["src", "controls", "preload", "loop", "muted"],
        "video" => &[
            "src",
            "controls",
            "preload",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "width",
            "height",
        ],
        "source" => &["src", "type"],
        "track" => &["src", "kind", "srclang", "label", "default"],
        "blockquote" | "q" => &["cite"],
        "ins" | "del" => &["cite", "datetime"],
        "time" => &["datetime"],
        "ol" => &["start", "reversed", "type"],
        "data" | "li" => &["value"],
        "details" => &["open", "name"],
        "td" => &["colspan", "rowspan", "headers"],
        "th" => &["colspan", "rowspan", "headers", "scope", "abbr"],
        "col" | "colgroup" => &["span"],
        _ => &[],
    }
}

/// Why an element is refused.
fn element(name: &str) -> Refusal {
    match name {
        "script" | "noscript" | "template" | "slot" => refusal(
            bilingual!(
                "`<{name}>` est un programme, et le contenu n’en contient pas",
                "`<{name}>` is a program, and content does not hold any"
            ),
            bilingual!(
                "retirez-le; ce qu’une page sait faire vient du thème",
                "remove it; what a page can do comes from the theme"
            ),
        ),
        "style" | "font" | "center" | "big" | "tt" | "strike" | "marquee" | "blink" => refusal(
            bilingual!(
                "`<{name}>` change l’apparence, qui vient du thème",
                "`<{name}>` changes how things look, and that comes from the theme"
            ),
            bilingual!(
                "retirez-le; pour insister, écrivez `**mot**` ou `*mot*`",
                "remove it; for emphasis, write `**word**` or `*word*`"
            ),
        ),
        "iframe" | "frame" | "frameset" | "object" | "embed" | "applet" | "portal" => refusal(
            bilingual!(
                "`<{name}>` montre un autre site dans la page : il saurait qui la lit, et pourrait s’y faire passer pour elle",
                "`<{name}>` shows another site inside the page: that site would know who reads it, and could pass for it"
            ),
            bilingual!(
                "écrivez un lien : `[ce que l’on y trouve](https://…)`",
                "write a link: `[what is there](https://…)`"
            ),
        ),
        "form" | "input" | "button" | "select" | "textarea" | "option" | "label" | "fieldset" => {
            refusal(
                bilingual!(
                    "`<{name}>` fait partie d’un formulaire : ce que les gens y écrivent pourrait partir ailleurs",
                    "`<{name}>` belongs to a form: what people write there could be sent elsewhere"
                ),
                bilingual!(
                    "menez un lien à la page du formulaire, ou à une adresse `mailto:`; les questions sont dans form.yaml",
                    "link to the page with the form, or to a `mailto:` address; the questions are in form.yaml"
                ),
            )
        }
        "base" | "meta" | "link" | "title" | "head" | "html" | "body" | "main" => refusal(
            bilingual!(
                "`<{name}>` parle du document entier, que le thème écrit",
                "`<{name}>` is about the whole document, which the theme writes"
            ),
            bilingual!(
                "retirez-le; le titre et la description sont entre les `---`, une ancienne adresse sous `aliases`",
                "remove it; title and description are between the `---`, an old address is under `aliases`"
            ),
        ),
        "svg" | "math" | "canvas" | "picture" | "map" | "area" => refusal(
            bilingual!(
                "`<{name}>` ne peut pas être écrit dans une page",
                "`<{name}>` cannot be written in a page"
            ),
            bilingual!(
                "mettez l’image à côté de la page et montrez-la : `![ce qu’elle montre](dessin.svg)`",
                "put the picture beside the page and show it: `![what it shows](drawing.svg)`"
            ),
        ),
        _ => refusal(
            bilingual!(
                "`<{name}>` n’est pas un élément que les pages peuvent contenir",
                "`<{name}>` is not an element that pages can hold"
            ),
            bilingual!(
                "pour montrer le signe `<`, écrivez `&lt;`; sinon retirez l’élément : site-gen/RULES.md énumère ceux qui vont",
                "to show the sign `<`, write `&lt;`; otherwise remove the element: site-gen/RULES.md lists those that work"
            ),
        ),
    }
}

/// Why an attribute is refused.
fn attribute(element: &str, name: &str) -> Refusal {
    let remove = || bilingual!("retirez `{name}`", "remove `{name}`");
    match name {
        _ if name.starts_with("on") => refusal(
            bilingual!(
                "`{name}` lance un programme, et le contenu n’en contient pas",
                "`{name}` runs a program, and content does not hold any"
            ),
            bilingual!(
                "retirez `{name}`; ce qu’une page sait faire vient du thème",
                "remove `{name}`; what a page can do comes from the theme"
            ),
        ),
        "style" | "align" | "valign" | "bgcolor" | "border" | "cellpadding" | "cellspacing"
        | "color" | "face" | "size" | "nowrap" | "width" | "height" => refusal(
            bilingual!(
                "`{name}` change l’apparence, qui vient du thème",
                "`{name}` changes how things look, and that comes from the theme"
            ),
            remove(),
        ),
        "srcset" | "sizes" => refusal(
            bilingual!(
                "les tailles d’une image se font toutes seules",
                "the sizes of a picture are made automatically"
            ),
            bilingual!(
                "retirez `{name}` et gardez `src`, avec la plus grande image",
                "remove `{name}` and keep `src`, with the largest picture"
            ),
        ),
        "autoplay" => refusal(
            bilingual!(
                "ceci commencerait sans qu’on le demande, ce qui couvre la voix d’un lecteur d’écran",
                "this would start without being asked, over the voice of a screen reader"
            ),
            bilingual!("écrivez `controls` à la place", "write `controls` instead"),
        ),
        "target" => refusal(
            bilingual!(
                "un lien s’ouvre dans la même fenêtre, ou dans une nouvelle avec `target=\"_blank\"`",
                "a link opens in the same window, or in a new one with `target=\"_blank\"`"
            ),
            remove(),
        ),
        "tabindex" => refusal(
            bilingual!(
                "`tabindex` ne peut être que 0 ou -1 : l’ordre au clavier est celui du texte",
                "`tabindex` can only be 0 or -1: the keyboard follows the order of the text"
            ),
            remove(),
        ),
        _ => refusal(
            bilingual!(
                "`<{element}>` ne peut pas avoir l’attribut `{name}` dans une page",
                "`<{element}>` cannot have the attribute `{name}` in a page"
            ),
            remove(),
        ),
    }
}

/// A tag, a comment or a declaration that goes on to the end of its block, or that is no part of a page.
#[must_use]
pub fn not_closed() -> Refusal {
    refusal(
        bilingual!(
            "cette balise n’est jamais fermée par `>` : elle avalerait le texte qui suit",
            "this tag is never closed by `>`: it would swallow the text that follows"
        ),
        bilingual!(
            "fermez-la dans le même paragraphe; pour montrer le signe `<`, écrivez `&lt;`",
            "close it in the same paragraph; to show the sign `<`, write `&lt;`"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::html::{Part, parts};

    fn refusals(html: &str) -> usize {
        let open = |part| match part {
            Part::Open(tag) => Some(judge(&tag).len()),
            _ => None,
        };
        parts(html).into_iter().filter_map(open).sum()
    }

    #[test]
    fn what_says_what_a_text_is_passes() {
        for html in [
            "<details open><summary>A</summary>B</details>",
            "<abbr title=\"a\">b</abbr> H<sub>2</sub>O <kbd>A</kbd>",
            "<div class=note id=a lang=en dir=ltr role=note aria-label=b tabindex=0>",
            "<table><caption>A</caption><tr><th scope=row colspan=2>B<td headers=a>",
            "<a href=a hreflang=en target=_blank rel=noopener download>",
            "<video src=a poster=b controls width=4 height=3><track src=c kind=captions srclang=fr>",
            "<ol start=3 type=a reversed><li value=2>",
        ] {
            assert_eq!(refusals(html), 0, "{html}");
        }
    }

    #[test]
    fn what_acts_loads_or_reaches_the_page_around_it_does_not() {
        for html in [
            "<script>",
            "<SCRIPT SRC=a>",
            "<ScRiPt/x>",
            "<style>",
            "<iframe srcdoc=a>",
            "<base href=a>",
            "<meta http-equiv=refresh>",
            "<form action=a>",
            "<button formaction=a>",
            "<object data=a>",
            "<embed src=a>",
            "<applet>",
            "<svg>",
            "<math>",
            "<link rel=stylesheet>",
            "<noscript>",
            "<template>",
            "<plaintext>",
            "<textarea>",
            "<xmp>",
            "<title>",
            "<x-a>",
            "<image>",
            "<p style=a>",
            "<p onclick=a>",
            "<p OnClick=a>",
            "<p/onclick=a>",
            "<p \n onclick=a>",
            "<a href=a onfocus=b>",
            "<a ping=a>",
            "<a target=a>",
            "<p background=a>",
            "<p is=a>",
            "<p data-a=b>",
            "<p contenteditable>",
            "<p accesskey=a>",
            "<p xlink:href=a>",
            "<img src=a srcset=b>",
            "<video src=a autoplay controls>",
            "<p tabindex=1>",
            "<p aria-x\u{e9}=b>",
            "<p nonce=a>",
            "<p itemprop=a>",
            "<votre nom>",
        ] {
            assert!(refusals(html) > 0, "{html}");
        }
    }
}
