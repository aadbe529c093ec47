use super::judge;

fn drawing(inside: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
         viewBox='0 0 1 1'>{inside}</svg>"
    )
}

fn is_refused(text: &str) -> bool {
    judge(text.as_bytes()).is_err()
}

#[test]
fn a_drawing_says_its_size() {
    assert_eq!(judge(b"<svg width='30' height='20px'></svg>"), Ok((30, 20)));
    assert_eq!(judge(b"<svg width='100%' viewBox='0 0 64.4 48'></svg>"), Ok((64, 48)));
    assert!(is_refused("<svg></svg>") && is_refused("<g viewBox='0 0 1 1'/>"));
}

#[test]
fn what_drawing_programs_write_passes() {
    for inside in [
        "<use href='#a'/><use xlink:href='#a'/>",
        "<g fill='url(#a)' style='fill:#000; mask: url(\"#b\")'><title>A</title></g>",
        "<style type='text/css'>.a{fill:url(#b)} .c{opacity:.5}</style>",
        "<style><![CDATA[.st0{fill:none;}]]></style>",
        "<text xml:space='preserve' font-family='sans-serif'>a <tspan>b</tspan></text>",
        "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
        "<g xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' inkscape:label='a'/>",
        "<s:namedview xmlns:s='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' id='base' pagecolor='#ffffff' showgrid='false'/>",
        "<filter id='f'><feGaussianBlur stdDeviation='2'/></filter>",
        "<path d='M0 0h9' data-name='a@b' aria-hidden='true'/>",
    ] {
        assert_eq!(judge(drawing(inside).as_bytes()), Ok((1, 1)), "{inside}");
    }
    let declared =
        format!("\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -->{}", drawing(""));
    assert_eq!(judge(declared.as_bytes()), Ok((1, 1)));
}

#[test]
fn a_drawing_that_acts_or_loads_is_refused() {
    for inside in [
        "<script>x</script>",
        "<script xmlns='http://www.w3.org/1999/xhtml'>x</script>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>x</x:script>",
        "<metadata><script xmlns='http://www.w3.org/1999/xhtml'>x</script></metadata>",
        "<h:body xmlns:h='http://www.w3.org/1999/xhtml' onload='x'/>",
        "<g onload='x'/>",
        "<g ONLOAD='x'/>",
        "<a href='#a'/>",
        "<a xlink:href='&#106;avascript:x'><text>a</text></a>",
        "<foreignObject/>",
        "<iframe/>",
        "<set attributeName='href' to='javascript:x'/>",
        "<animate attributeName='xlink:href' values='javascript:x'/>",
        "<animateTransform/>",
        "<handler/>",
        "<image href='https://example.org/a.png'/>",
        "<image href='data:image/svg+xml;base64,x'/>",
        "<feImage href='a.png'/>",
        "<use xlink:href='other.svg#a'/>",
        "<use href='data:image/svg+xml,x#a'/>",
        "<use xmlns:l='http://www.w3.org/1999/xlink' l:href='https://example.org#a'/>",
        "<g xml:base='https://example.org/'/>",
        "<g style='fill: url(https://example.org)'/>",
        "<g style='fill: ur\\6c (https://example.org)'/>",
        "<g fill='url(//example.org#a)'/>",
        "<g filter=\"URL( 'a.svg#a')\"/>",
        "<style>a{fill:ur<!-- -->l(https://example.org/x)}</style>",
        "<style>a{fill:imag<desc/>e-set('https://example.org/x' 1x)}</style>",
        "<style>a{fill:ur<desc>x</desc>l(https://example.org/x)}</style>",
        "<use href='#p%31'/>",
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>a{background:image-set('https://example.org/a.png' 1x)}</style>",
        "<?xml-stylesheet href='a.xsl'?>",
        "<g unknown='x'/>",
    ] {
        assert!(is_refused(&drawing(inside)), "{inside}");
    }
    let styled = format!("<?xml-stylesheet href='javascript:x'?>{}", drawing(""));
    assert!(is_refused(&styled));
}

#[test]
fn another_encoding_is_refused() {
    let script = "<svg viewBox='0 0 1 1'><script/></svg>";
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(script.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(judge(&utf16).is_err());
    for encoding in ["UTF-7", "ISO-2022-JP", "utf-16"] {
        let text = format!("<?xml version=\"1.0\" encoding = '{encoding}'?>{}", drawing(""));
        assert!(is_refused(&text), "{encoding}");
    }
}

#[test]
fn drawings_that_inflate_are_refused() {
    let entities = "<!DOCTYPE svg [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    let told = judge(format!("{entities}{}", drawing("<text>&b;</text>")).as_bytes()).unwrap_err();
    assert!(told.english().contains("<!DOCTYPE"), "{told:?}");

    let twice = |part: usize| {
        format!("<g id='p{part}'><use href='#p{0}'/><use href='#p{0}'/></g>", part + 1)
    };
    let parts: String = (0..60).map(twice).collect();
    let told = judge(drawing(&format!("{parts}<g id='p60'/>")).as_bytes()).unwrap_err();
    assert!(told.english().contains("becomes too large"), "{told:?}");
    assert!(is_refused(&drawing("<g id='a'><use href='#a'/></g>")));
    let named_twice = format!("{parts}<g id='p60'/><g id='p1'/><g id='p30'/>");
    assert!(is_refused(&drawing(&named_twice)));

    let deep = format!("{}{}", "<g>".repeat(50_000), "</g>".repeat(50_000));
    assert!(is_refused(&drawing(&deep)));
    assert!(is_refused(&drawing(&"<g/>".repeat(250_000))));
    assert!(is_refused(&drawing(&" ".repeat(5 * 1024 * 1024))));
}
