//! Content is data: nothing in it runs, loads another site, or changes the page around it.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::fs;

use copy::Copy;
use form_model::lang::Lang;
use site_gen::{
    build,
    content::{allowed_html::Refusal, markdown},
    diagnostic::Diagnostics,
};

const FILE: &str = "content/pages/essai.fr.md";

fn page(body: &str) -> String {
    format!("---\ntitle: Essai\ndescription: Une page.\nslug: essai\n---\n\n{body}\n")
}

/// What `build` says of a copy; `check` says all of it too.
fn refused(copy: &Copy) -> Diagnostics {
    let built = build::build(&copy.options()).expect_err("the build should fail");
    let checked: Vec<_> =
        build::check(&copy.options(), false).iter().map(ToString::to_string).collect();
    for told in built.iter().filter(|told| told.is_error()).map(ToString::to_string) {
        assert!(checked.contains(&told), "check does not say: {told}");
    }
    built
}

/// What rendering a text refuses; what goes out all the same.
fn rendered(body: &str) -> (Vec<String>, String) {
    struct Refusals(Vec<String>);
    impl markdown::References for Refusals {
        fn link(&mut self, written: &str, _: std::ops::Range<usize>) -> Option<String> {
            let refusal = site_gen::content::scheme::Scheme::of(written).refusal();
            self.0.extend(refusal.map(|refusal| refusal.message.english().to_owned()));
            Some("#".to_owned())
        }
        fn picture(&mut self, _: &str, _: &str, _: std::ops::Range<usize>) -> String {
            String::new()
        }
        fn refuse(&mut self, refusal: Refusal, _: std::ops::Range<usize>) {
            self.0.push(refusal.message.english().to_owned());
        }
        fn is_taken(&self, _: &str) -> bool {
            false
        }
    }
    let mut refusals = Refusals(Vec::new());
    let html = markdown::render(body, &Lang::french(), &mut refusals).html;
    (refusals.0, html)
}

#[test]
fn active_html_is_refused_at_its_place_in_both_languages() {
    let copy = Copy::new();
    copy.write(
        FILE,
        &page(
            "<script>alert(1)</script>\n\n<div style=\"color: red\">x</div>\n\n\
             Un <b onclick=\"x()\">mot</b> et <iframe src=\"https://exemple.ca\"></iframe>.\n\n\
             > <p>\n> é <a href=\"&#106;avascript:x\">y</a></p>\n\n\
             Écrivez à <votre nom>.\n\n## Titre {onclick=x}\n\n<svg><path/></svg>\n\n\
             [lien](JaVaScRiPt:x), ![image](data:image/png;base64,x), <vbscript:x>\n\n\
             <form action=\"https://exemple.ca\"><input></form>\n\n<div title=\"\n\nfin",
        ),
    );
    let told = refused(&copy);
    insta::assert_snapshot!("active_html_en", copy.text(&told));
    insta::assert_snapshot!("active_html_fr", copy.text_for(&Lang::french(), &told));
}

#[test]
fn no_spelling_of_active_html_goes_out() {
    for body in [
        "<ScRiPt>x</sCrIpT>",
        "<script/src=x>",
        "<p>\n<script\n>x</script>",
        "<!--> <script>x</script> -->",
        "<!-- x --!><script>x</script>\n-->",
        "<? x ><script>x</script>",
        "<p title='>'><img/src='x'/onerror=x>",
        "a <b\nonmouseover\n=\nx>b</b>",
        "<details open ontoggle=x>",
        "<p title=\"a\"onclick=x>",
        "<p x=\"&quot;\" onclick='x'>",
        "<div title=\"\n\n\" onclick=\"x()\n\n>",
        "<div <script>x</script>",
        "> <p\n> onclick=x>",
        "- <p style=x>",
        "<a href=\"java&Tab;script:x\">y</a>",
        "<a href=\"&#x6A;&#97vascript:x\">y</a>",
        "<a href='\u{1}javascript:x'>y</a>",
        "<a href=\" \njava\nscript\n:x\">y</a>",
        "[a](javascript&colon;x)",
        "[a](<java&#10;script:x>)",
        "[a][b]\n\n[b]: JAVASCRIPT:x",
        "<javascript:x>",
        "<data:text/html,x>",
        "# Titre {#a style=x}",
        "# Titre {ONCLICK=x}",
        "<base href=//exemple.ca>",
        "<meta http-equiv=refresh content='0;url=https://exemple.ca'>",
        "<link rel=stylesheet href=x>",
        "<iframe srcdoc='<script>x</script>'>",
        "<object data=x>",
        "<embed src=x>",
        "<math><mtext><style><img src=x onerror=x></style></mtext></math>",
        "<svg/onload=x>",
        "<template><script>x</script></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=x>\">",
        "<button formaction=javascript:x>y</button>",
        "<plaintext>",
        "<video><source onerror=x></video>",
    ] {
        let (refusals, html) = rendered(body);
        // What Markdown does not take for a tag is text.
        assert!(!refusals.is_empty() || html.contains("&lt;"), "{body:?} gives {html}");
        // Nothing active is left of it either; what stands in code or in text is no tag.
        let small = html.to_lowercase();
        for part in ["<script", "<iframe", "<svg", "<base", "<meta", "<style", "\"javascript:"] {
            assert!(!small.contains(part), "{body:?} gives {html}");
        }
        let tags = small.split('<').skip(1).filter_map(|tag| tag.split('>').next());
        for tag in tags {
            let attributes = tag.split('"').step_by(2);
            let acts = |outside: &str| {
                outside.split_whitespace().any(|word| {
                    word.starts_with("on")
                        || word.starts_with("style")
                        || word.starts_with("formaction")
                })
            };
            assert!(!attributes.into_iter().any(acts), "{body:?} gives {html}");
        }
    }
}

#[test]
fn what_says_what_a_text_is_goes_out() {
    let body = "<details open><summary>L'aide</summary>\n\n**Voici**\n\n</details>\n\n\
                H<sub>2</sub>O, <abbr title='a \"b\" & c'>d</abbr>, <KBD>l'a</KBD><br/>\n\n\
                <table>\n<tr><th scope=row colspan=2>A\n<td>1 < 2</table>\n\n\
                <a href='https://exemple.ca' target=_blank>x</a> <!-- À vérifier avec Julie -->\n\n\
                <video src='v.mp4' controls><track src='v.vtt' kind='captions' srclang='fr'></video>\n";
    let (refusals, html) = rendered(body);
    assert_eq!(refusals, [""; 0]);
    insta::assert_snapshot!(html);
}

#[test]
fn the_summary_and_the_messages_are_held_to_the_same() {
    let copy = Copy::new();
    copy.write(
        FILE,
        "---\ntitle: Essai\ndescription: Une page.\nslug: essai\n\
         summary: [\"<img src=x onerror=x>\", \"[a](javascript:x)\"]\n---\n\nTexte.\n",
    );
    copy.edit(
        "content/messages/receipt.fr.md",
        "\n\n",
        "\n\n<b onclick=x>a</b> [b](javascript:x)\n\n",
    );
    let told = copy.text(&refused(&copy));
    for place in ["essai.fr.md:5", "receipt.fr.md"] {
        for code in ["error[forbidden-html]", "error[forbidden-address]"] {
            let found = told.split("\n\n").any(|one| one.contains(place) && one.contains(code));
            assert!(found, "{place} {code}: {told}");
        }
    }
}

#[test]
fn a_fact_cannot_bring_a_program_into_a_link() {
    let copy = Copy::new();
    copy.edit(
        "content/site.yaml",
        "facts:\n",
        "facts:\n  trap: \"javascript:x\"\n  bold: \"<b onclick=x>a</b>\"\n",
    );
    copy.write(FILE, &page("[a]({{ facts.trap }}) {{ facts.bold }}"));
    let told = copy.text(&refused(&copy));
    assert!(
        told.contains("error[forbidden-address]") && told.contains("essai.fr.md:7:1"),
        "{told}"
    );
    assert!(told.contains("error[forbidden-html]") && told.contains("essai.fr.md:7:23"), "{told}");
}

#[test]
fn files_that_act_in_a_browser_are_refused_with_what_to_do_instead() {
    let copy = Copy::new();
    let utf16 = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let drawing = |inside: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">{inside}</svg>")
    };
    for (name, bytes) in [
        ("a.js", b"alert(1)".to_vec()),
        ("b.html", b"<p>x</p>".to_vec()),
        ("c.xml", b"<a/>".to_vec()),
        ("d.pdf", b"<!doctype html><script>x</script>".to_vec()),
        ("e.png", b"<!doctype html><script>x</script>".to_vec()),
        ("f.svg", drawing("<set attributeName=\"href\" to=\"javascript:x\"/>").into_bytes()),
        ("g.svg", utf16(&drawing("<script>x</script>"))),
        ("h.svg", format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{}", drawing("")).into_bytes()),
        ("i.docm", b"PK\x03\x04".to_vec()),
        ("j", b"x".to_vec()),
    ] {
        fs::write(copy.path("content/pages").join(name), bytes).unwrap();
    }
    let told = refused(&copy);
    insta::assert_snapshot!("active_files_en", copy.text(&told));
    insta::assert_snapshot!("active_files_fr", copy.text_for(&Lang::french(), &told));
}

#[test]
fn the_html_that_pages_can_hold_is_documented() {
    let documented = include_str!("../RULES.md").split("\n## HTML in pages\n").nth(1).unwrap();
    let documented = documented
        .split("\n\n")
        .next()
        .unwrap()
        .replace("`h1` to `h6`", "`h1` `h2` `h3` `h4` `h5` `h6`");
    let names = documented.split('`').skip(1).step_by(2).collect::<Vec<_>>();
    assert_eq!(names, site_gen::content::allowed_html::ELEMENTS);
}

#[test]
fn a_video_is_not_loaded_from_another_site() {
    for loaded in ["src='https://tracker.example/v.mp4'", "poster='https://tracker.example/p.png'"]
    {
        let copy = Copy::new();
        copy.write(FILE, &page(&format!("<video {loaded} controls></video>")));
        let told = refused(&copy);
        let from_elsewhere = |message: String| message.contains("comes from another site");
        assert!(told.iter().any(|one| from_elsewhere(one.to_string())), "{loaded}");
    }
}
