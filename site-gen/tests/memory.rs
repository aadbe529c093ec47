//! A process that builds again and again draws only what may have changed, and makes what a fresh build makes.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::{collections::BTreeMap, fs};

use copy::Copy;
use form_model::lang::Lang;
use proptest::prelude::*;
use site_gen::{
    Options,
    build::{self, Built},
    diagnostic::{Diagnostics, Format},
    memory::Memory,
};

/// What an editor, a designer or the clock may do.
#[derive(Debug, Clone)]
enum Edit {
    Body(usize, u8),
    FrontMatter(usize, u8),
    Slug(usize, u8),
    Heading(usize),
    Link(usize),
    Draft(usize),
    Break(usize),
    Delete(usize),
    New(u8),
    Picture(usize, u8),
    Restore,
    Fact(u8),
    Form(u8),
    Message(u8),
    Template(u8),
    Word(u8),
    Style(u8),
    Day(u8),
    Drafts,
    TouchBuilt(usize, bool),
}

fn edits() -> impl Strategy<Value = Edit> {
    let page = 0..1000usize;
    prop_oneof![
        3 => (page.clone(), any::<u8>()).prop_map(|(page, n)| Edit::Body(page, n)),
        2 => (page.clone(), any::<u8>()).prop_map(|(page, n)| Edit::FrontMatter(page, n)),
        1 => (page.clone(), any::<u8>()).prop_map(|(page, n)| Edit::Slug(page, n)),
        1 => page.clone().prop_map(Edit::Heading),
        2 => page.clone().prop_map(Edit::Link),
        1 => page.clone().prop_map(Edit::Draft),
        1 => page.clone().prop_map(Edit::Break),
        1 => page.clone().prop_map(Edit::Delete),
        2 => any::<u8>().prop_map(Edit::New),
        2 => (page.clone(), 1u8..9).prop_map(|(page, n)| Edit::Picture(page, n)),
        3 => Just(Edit::Restore),
        1 => any::<u8>().prop_map(Edit::Fact),
        1 => any::<u8>().prop_map(Edit::Form),
        1 => any::<u8>().prop_map(Edit::Message),
        1 => any::<u8>().prop_map(Edit::Template),
        1 => any::<u8>().prop_map(Edit::Word),
        1 => any::<u8>().prop_map(Edit::Style),
        1 => any::<u8>().prop_map(Edit::Day),
        1 => Just(Edit::Drafts),
        2 => (page, any::<bool>()).prop_map(|(page, gone)| Edit::TouchBuilt(page, gone)),
    ]
}

/// A copy that is edited, with the memory of its builds.
struct Series {
    copy: Copy,
    options: Options,
    memory: Memory,
}

impl Series {
    fn new() -> Self {
        let copy = Copy::new();
        let options = copy.options();
        Self { copy, options, memory: Memory::default() }
    }

    /// Replaces a text where it still stands: an edit before may have taken it away.
    fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.copy.read(name);
        self.copy.write(name, &text.replacen(from, to, 1));
    }

    fn page(&self, number: usize) -> String {
        let pages = self.copy.pages(".md");
        pages[number % pages.len()].clone()
    }

    fn apply(&mut self, edit: &Edit) {
        let copy = &self.copy;
        let add = |name: &str, text: &str| {
            copy.write(name, &format!("{}{text}", copy.read(name)));
        };
        let first_line =
            |name: &str, line: &str| self.replace(name, "---\n", &format!("---\n{line}"));
        match edit {
            Edit::Body(page, n) => add(&self.page(*page), &format!("\nEncore {n}.\n")),
            Edit::FrontMatter(page, n) => {
                self.replace(&self.page(*page), "title: \"", &format!("title: \"{n} "));
            }
            Edit::Slug(page, n) => {
                self.replace(&self.page(*page), "slug: ", &format!("slug: s{n}-"));
            }
            Edit::Heading(page) => self.replace(&self.page(*page), "{#", "{#x-"),
            Edit::Link(page) => add(&self.page(*page), "\n[Nouveau](/new.fr.md)\n"),
            Edit::Draft(page) => first_line(&self.page(*page), "draft: true\n"),
            Edit::Break(page) => self.replace(&self.page(*page), "title:", "tittle:"),
            Edit::Delete(page) => {
                copy.remove(&self.page(*page));
            }
            Edit::New(n) => {
                copy.write(
                    "content/pages/new.fr.md",
                    &format!("---\ntitle: Nouveau {n}\ndescription: Une page.\n---\n\nTexte.\n"),
                );
            }
            Edit::Picture(page, n) => {
                copy.write("content/pages/plan.svg", &format!("<svg viewBox='0 0 {n} 3'></svg>"));
                add(&self.page(*page), "\n![Un plan](/plan.svg)\n");
            }
            Edit::Restore => {
                let real = Copy::new();
                for name in [".md", ".yaml"].map(|ending| real.content_files(ending)).concat() {
                    copy.write(&name, &real.read(&name));
                }
            }
            Edit::Fact(n) => {
                self.replace("content/site.yaml", "819-555-0", &format!("819-555-{}", n % 10));
            }
            Edit::Form(n) => self.replace("content/form.yaml", "Prénom", &format!("Prénom {n}")),
            Edit::Message(n) => {
                add("content/messages/receipt.fr.md", &format!("\nEncore {n}.\n"));
            }
            Edit::Template(n) => {
                add("themes/circles/templates/base.html", &format!("<!-- {n} -->"));
            }
            Edit::Word(n) => {
                self.replace("themes/circles/strings.yaml", "Aller au", &format!("{n} Aller au"));
            }
            Edit::Style(n) => add("themes/circles/assets/style.css", &format!("/* {n} */")),
            Edit::Day(n) => self.options.today = format!("2026-11-{:02}", n % 28 + 1).parse().ok(),
            Edit::Drafts => self.options.drafts = !self.options.drafts,
            Edit::TouchBuilt(number, gone) => {
                let built = files(&self.options);
                let Some(name) = built.keys().nth(number % built.len().max(1)) else { return };
                if name.starts_with("public/") {
                    let path = self.options.out.join(name);
                    if *gone {
                        fs::remove_file(path).unwrap();
                    } else {
                        fs::write(path, "x").unwrap();
                    }
                }
            }
        }
    }

    fn rebuild(&mut self) -> Result<Built, Diagnostics> {
        build::rebuild(&self.options, &mut self.memory)
    }

    /// Builds with memory and afresh, each into its own folder: everything must be the same.
    fn compare(&mut self) {
        let fresh = Options { out: self.copy.path("fresh"), ..self.options.clone() };
        match (self.rebuild(), build::build(&fresh)) {
            (Ok(again), Ok(built)) => {
                assert_eq!((again.pages, &again.id), (built.pages, &built.id));
                assert_eq!(text(&again.warnings), text(&built.warnings));
                assert!(files(&self.options) == files(&fresh), "the same files");
            }
            (Err(again), Err(fresh)) => assert_eq!(text(&again), text(&fresh)),
            (Ok(_), Err(fresh)) => panic!("only the fresh build fails: {}", text(&fresh)),
            (Err(again), Ok(_)) => panic!("only the build with memory fails: {}", text(&again)),
        }
    }
}

fn text(diagnostics: &Diagnostics) -> String {
    diagnostics.render(Format::Text, &Lang::english(), false)
}

fn files(options: &Options) -> BTreeMap<String, Vec<u8>> {
    copy::built_files(&options.out)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 8,
        max_shrink_iters: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn any_series_of_edits_ends_as_a_fresh_build_does(
        series in prop::collection::vec(prop::collection::vec(edits(), 1..3), 1..8)
    ) {
        let mut on = Series::new();
        on.compare();
        for edits in &series {
            for edit in edits {
                on.apply(edit);
            }
            on.compare();
        }
    }
}

#[test]
fn a_changed_text_draws_its_own_page_alone() {
    let mut on = Series::new();
    let all = on.rebuild().unwrap();
    assert_eq!(all.drawn, all.pages);
    on.copy.edit("content/pages/contact.fr.md", "---\n\n", "---\n\nUn mot de plus.\n\n");
    let again = on.rebuild().unwrap();
    assert_eq!((again.drawn, again.pages), (1, all.pages));
    assert!(on.copy.read("dist/public/nous-joindre/index.html").contains("Un mot de plus."));
    assert_eq!(on.rebuild().unwrap().drawn, 0);
}

/// A page of a section of its own, in French.
fn sheet(on: &Series, name: &str, title: &str) {
    let text = format!("---\ntitle: {title}\ndescription: Une page.\n---\n\nTexte.\n");
    on.copy.write(&format!("content/pages/sheets/{name}.fr.md"), &text);
}

#[test]
fn a_changed_title_draws_the_pages_that_show_it_alone() {
    let mut on = Series::new();
    for name in ["index", "one", "one/below", "two"] {
        sheet(&on, name, name);
    }
    on.rebuild().unwrap();
    // The page itself, the one above it, and the map of the site.
    sheet(&on, "two", "deux");
    assert_eq!(on.rebuild().unwrap().drawn, 3);
    // The one below, too, which names those above it.
    sheet(&on, "one", "un");
    assert_eq!(on.rebuild().unwrap().drawn, 4);
    // Every menu in French names this one, and no English page does.
    on.copy.edit("content/pages/contact.fr.md", "title: \"Nous", "title: \"Oui, nous");
    let again = on.rebuild().unwrap();
    assert_eq!(again.drawn, on.copy.pages(".fr.md").len());
    assert!(again.drawn < again.pages);
}

#[test]
fn a_mistake_and_its_mend_draw_nothing_twice() {
    let mut on = Series::new();
    on.rebuild().unwrap();
    on.copy.edit("content/pages/contact.fr.md", "title:", "tittle:");
    assert!(on.rebuild().is_err());
    on.copy.edit("content/pages/contact.fr.md", "tittle:", "title:");
    assert_eq!(on.rebuild().unwrap().drawn, 0);
}

#[test]
fn a_heading_that_goes_is_missed_by_pages_that_are_not_drawn() {
    let mut on = Series::new();
    on.copy.edit("content/pages/contact.fr.md", "---\n\n", "---\n\n## Ici {#ici}\n\n");
    on.copy.edit("content/pages/criteria.fr.md", "---\n\n", "---\n\n[Là](contact.fr.md#ici)\n\n");
    on.rebuild().unwrap();
    on.copy.edit("content/pages/contact.fr.md", "{#ici}", "{#autre}");
    assert!(text(&on.rebuild().unwrap_err()).contains("broken-anchor"));
}

#[test]
fn a_built_file_that_somebody_changed_is_put_right() {
    let mut on = Series::new();
    on.rebuild().unwrap();
    let good = on.copy.read("dist/public/index.html");
    on.copy.write("dist/public/index.html", "mine");
    on.copy.remove("dist/public/en/index.html");
    on.rebuild().unwrap();
    assert_eq!(on.copy.read("dist/public/index.html"), good);
    assert!(on.copy.path("dist/public/en/index.html").is_file());
}
