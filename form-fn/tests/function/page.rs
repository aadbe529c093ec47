//! Reads a page as a browser does before it sends the form on it again, so that "every answer is
//! kept" is tested by what would be sent, not by what the markup looks like.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use crate::answers::Answers;

/// What sending the form of a page again would post.
pub fn resent(html: &str) -> Answers {
    let mut pairs = Vec::new();
    let mut area: Option<(String, String)> = None;
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let Some(name) = attribute(&tag, "name") else { continue };
                match tag.name.as_slice() {
                    b"textarea" => area = Some((name, String::new())),
                    b"input" => pairs.extend(typed(&tag).map(|value| (name, value))),
                    _ => {}
                }
            }
            Token::String(text) => {
                if let Some((_, written)) = &mut area {
                    written.push_str(&string(&text));
                }
            }
            Token::EndTag(tag) if *tag.name == b"textarea" => {
                let (name, written) = area.take().expect("an open text area");
                // A parser drops the first line break; line breaks are sent as CR LF.
                let written = written.strip_prefix('\n').unwrap_or(&written);
                pairs.push((name, written.replace('\n', "\r\n")));
            }
            _ => {}
        }
    }
    Answers::of(pairs)
}

/// What an `input` sends: nothing, if it is a box without a tick.
fn typed(tag: &StartTag<()>) -> Option<String> {
    let value = attribute(tag, "value").unwrap_or_default();
    match attribute(tag, "type").unwrap_or_default().as_str() {
        "radio" | "checkbox" => attribute(tag, "checked").map(|_| value),
        "text" | "tel" => Some(value.replace(['\n', '\r'], "")),
        "email" => Some(value.replace(['\n', '\r'], "").trim_ascii().to_owned()),
        _ => Some(value),
    }
}

/// The page's words, for a look at what it says: without tags, white space evened.
pub fn words(html: &str) -> String {
    let text: String = tokens(html)
        .map(|token| match token {
            Token::String(text) => string(&text),
            _ => " ".to_owned(),
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).map(Result::unwrap)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| string(value))
}

fn string(text: &HtmlString) -> String {
    String::from_utf8(text.to_vec()).unwrap()
}

#[test]
fn a_page_is_read_as_a_browser_would() {
    let html = "<p a=\">\">x</p><input type=\"text\" name=\"a\" value=\"&lt;&quot;&amp;amp;\">\
                <input type=\"radio\" name=\"b\" value=\"1\">\
                <input type=\"radio\" name=\"b\" value=\"2\" checked>\
                <input type=\"email\" name=\"e\" value=\" a@b.ca\n\">\
                <textarea name=\"c\">\n\nun\ndeux &lt;</textarea><button name=\"d\" value=\"3\">";
    let expected = [("a", "<\"&amp;"), ("b", "2"), ("e", "a@b.ca"), ("c", "\r\nun\r\ndeux <")];
    assert_eq!(resent(html), Answers::of(expected));
    assert_eq!(words("<p>un&amp;\n deux</p>trois"), "un& deux trois");
}
