//! Reads a page as a browser does before it sends the form on it again, so that "every answer is
//! kept" is tested by what would be sent, not by what the markup looks like.

use crate::answers::Answers;

/// What sending the form of a page again would post.
pub fn resent(html: &str) -> Answers {
    let mut pairs = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = tag_end(rest);
        let (tag, after) = rest.split_at(end);
        let name = attribute(tag, "name");
        if let (true, Some(name)) = (tag.starts_with("textarea"), name.clone()) {
            let close = after.find("</textarea>").expect("a closed text area");
            let text = &after[1..close];
            let text = text.strip_prefix('\n').unwrap_or(text);
            pairs.push((name, unescaped(text).replace("\r\n", "\n").replace('\n', "\r\n")));
        } else if let (true, Some(name)) = (tag.starts_with("input"), name) {
            let kind = attribute(tag, "type").unwrap_or_default();
            let is_box = kind == "radio" || kind == "checkbox";
            if !is_box || tag.split_whitespace().any(|word| word == "checked") {
                pairs.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        }
        rest = after;
    }
    Answers::of(pairs)
}

/// The page's words, for a look at what it says: tags and entities out, white space evened.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        text.push(' ');
        rest = &rest[start + 1..];
        rest = &rest[(tag_end(rest) + 1).min(rest.len())..];
    }
    text.push_str(rest);
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a tag ends: the first `>` outside quotation marks.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })
    .expect("a closed tag")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescaped(value))
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'")]
        .iter()
        .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
        .replace("&amp;", "&")
}

#[test]
fn a_page_is_read_as_a_browser_would() {
    let html = "<p a=\">\">x</p><input type=\"text\" name=\"a\" value=\"&lt;&quot;&amp;amp;\">\
                <input type=\"radio\" name=\"b\" value=\"1\">\
                <input type=\"radio\" name=\"b\" value=\"2\" checked>\
                <textarea name=\"c\">\n\nun\ndeux</textarea><button name=\"d\" value=\"3\">";
    let expected = [("a", "<\"&amp;"), ("b", "2"), ("c", "\r\nun\r\ndeux")];
    assert_eq!(resent(html), Answers::of(expected));
    assert_eq!(words("<p>un&amp;\n deux</p>trois"), "un& deux trois");
}
