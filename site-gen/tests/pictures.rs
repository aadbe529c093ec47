//! Pictures and documents that editors put beside their pages.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests may fail loudly")]

mod copy;

use std::{collections::BTreeMap, fs, io::Cursor};

use copy::Copy;
use image::{DynamicImage, ImageFormat, ImageReader, Rgb, RgbImage, Rgba, RgbaImage};
use site_gen::build;

/// A picture that is not one colour, so that formats have something to do.
fn photo(width: u32, height: u32) -> DynamicImage {
    let byte = |number: u32| u8::try_from(number % 256).unwrap();
    let colour = |x: u32, y: u32| Rgb([byte(x * 7), byte(y * 5), 90]);
    RgbImage::from_fn(width, height, colour).into()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG as a camera held upright writes it: lying, with a note on how to turn it and where it was taken.
fn turned(picture: &DynamicImage) -> Vec<u8> {
    let jpeg = written(picture, ImageFormat::Jpeg);
    // Orientation (0x0112) 6: turn by 90 degrees; then text that stands for a place.
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 45.4765 -75.7013");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

fn put(copy: &Copy, name: &str, bytes: &[u8]) {
    fs::create_dir_all(copy.path(name).parent().unwrap()).unwrap();
    fs::write(copy.path(name), bytes).unwrap();
}

fn page(body: &str) -> String {
    format!("---\ntitle: Essai\ndescription: Une page.\n---\n\n{body}\n")
}

/// Drawings that the real pages show; the tests look at their own.
const OF_THE_SITE: [&str; 2] = ["waiting-room.svg", "welcome-letter.svg"];

/// What was published under an address's folder, by name without fingerprint.
fn published(copy: &Copy, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let files = copy.built_files().into_iter();
    let below = files.filter_map(|(name, bytes)| {
        let name = name.strip_prefix(&format!("public/{folder}/"))?;
        let (stem, rest) = name.split_once('.')?;
        let rest = rest.split_at_checked(12).map_or(rest, |(_, rest)| rest);
        Some((format!("{stem}{rest}"), bytes))
    });
    below.filter(|(name, _)| !OF_THE_SITE.contains(&name.as_str())).collect()
}

#[test]
fn a_photo_comes_in_sizes_and_formats_upright_and_without_its_place() {
    let copy = Copy::new();
    put(&copy, "content/pages/Jardin d’été.jpg", &turned(&photo(900, 600)));
    copy.write("content/pages/essai.fr.md", &page("![Un jardin](<Jardin d’été.jpg>)"));
    copy.build();
    let files = published(&copy, "media");
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "jardin-d-ete-480.avif",
            "jardin-d-ete-480.jpg",
            "jardin-d-ete-600.avif",
            "jardin-d-ete-600.jpg"
        ]
    );
    for (name, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains("GPS"), "{name}");
    }
    let small = ImageReader::new(Cursor::new(&files["jardin-d-ete-480.jpg"]));
    assert_eq!(small.with_guessed_format().unwrap().into_dimensions().unwrap(), (480, 720));
    assert_eq!(&files["jardin-d-ete-480.avif"][4..12], b"ftypavif");

    let html = copy.read("dist/public/essai/index.html");
    let start = html.find("<picture").expect("a picture");
    let picture = &html[start..start + html[start..].find("</picture>").unwrap()];
    for part in [
        "<source type=\"image/avif\" srcset=\"/media/jardin-d-ete.",
        "-480.avif 480w, ",
        "-600.jpg 600w\"",
        "width=\"600\" height=\"900\"",
        "alt=\"Un jardin\"",
        "loading=\"lazy\"",
    ] {
        assert!(picture.contains(part), "{part} in {picture}");
    }
}

#[test]
fn a_picture_is_drawn_once_and_goes_when_nobody_refers_to_it() {
    let copy = Copy::new();
    copy.build();
    let drawn = || -> Vec<_> {
        let entries = fs::read_dir(copy.path("dist/.pictures")).unwrap().map(Result::unwrap);
        let times =
            entries.map(|entry| (entry.path(), entry.metadata().unwrap().modified().unwrap()));
        times.collect::<BTreeMap<_, _>>().into_iter().collect()
    };
    let of_the_site = drawn();
    put(&copy, "content/pages/a.png", &written(&photo(60, 40), ImageFormat::Png));
    copy.write("content/pages/essai.fr.md", &page("![Un dessin](a.png)"));
    copy.build();
    let first = drawn();
    assert_eq!(first.len(), of_the_site.len() + 2);
    assert!(!copy.build().changes.any());
    assert_eq!(drawn(), first);
    assert!(!copy.read("dist/manifest.json").contains(".pictures"));

    copy.write("content/pages/essai.fr.md", &page("Rien."));
    copy.build();
    assert_eq!(drawn(), of_the_site);
    assert!(published(&copy, "media").is_empty());
}

#[test]
fn see_through_pixels_stay_so_and_a_drawing_is_published_as_it_is() {
    let copy = Copy::new();
    let glass = RgbaImage::from_pixel(20, 10, Rgba([200, 0, 0, 0]));
    put(&copy, "content/pages/glass.webp", &written(&glass.into(), ImageFormat::WebP));
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"><path d=\"M0 0h9\"/></svg>";
    copy.write("content/pages/plan.svg", drawing).write(
        "content/pages/essai.fr.md",
        &page("![Du verre](glass.webp)\n\n![Un plan](plan.svg)"),
    );
    copy.build();
    let files = published(&copy, "media");
    assert_eq!(files["plan.svg"], drawing.as_bytes());
    let png = image::load_from_memory(&files["glass-20.png"]).unwrap().to_rgba8();
    assert_eq!(png.get_pixel(0, 0)[3], 0);
    assert!(copy.read("dist/public/essai/index.html").contains("width=\"40\" height=\"30\""));
}

#[test]
fn a_result_shows_its_picture() {
    let copy = Copy::new();
    put(&copy, "content/pages/results/hall.jpg", &written(&photo(50, 30), ImageFormat::Jpeg));
    copy.write(
        "content/pages/results/hall.fr.md",
        "---\ntitle: Le hall\ndescription: Une page.\ntemplate: result\ndate: 2026-05-12\nheard: A.\n\
         changed: B.\nimage:\n  file: hall.jpg\n  alt: \"Le hall : deux rangées de chaises\"\n---\n",
    );
    copy.build();
    let page = copy.read("dist/public/resultats/hall/index.html");
    assert!(page.contains("alt=\"Le hall\u{a0}: deux rangées de chaises\""), "{page}");
    assert!(page.contains("width=\"50\" height=\"30\"") && page.contains("/media/hall."));
}

#[test]
fn a_document_keeps_its_address_when_it_changes() {
    let copy = Copy::new();
    put(&copy, "content/pages/contact/Guide été.PDF", b"%PDF-1.7 one");
    copy.write("content/pages/essai.fr.md", &page("Lisez [le guide](<contact/Guide été.PDF>)."));
    copy.build();
    let address = "/files/contact/guide-ete.pdf";
    assert!(copy.read("dist/public/essai/index.html").contains(&format!("href=\"{address}\"")));
    assert_eq!(copy.read(&format!("dist/public{address}")), "%PDF-1.7 one");
    put(&copy, "content/pages/contact/Guide été.PDF", b"%PDF-1.7 two");
    copy.build();
    assert_eq!(copy.read(&format!("dist/public{address}")), "%PDF-1.7 two");
}

#[test]
fn what_cannot_be_published_is_told_all_at_once_and_nothing_changes() {
    let copy = Copy::new();
    copy.build();
    let before = copy.built_files();
    put(&copy, "content/pages/anim.gif", b"GIF89a");
    put(&copy, "content/pages/broken.jpg", b"\xff\xd8\xff\xe0 no picture");
    put(&copy, "content/pages/liar.jpg", &written(&photo(4, 4), ImageFormat::Png));
    copy.write("content/pages/acts.svg", "<svg viewBox='0 0 1 1'><script>x</script></svg>")
        .write("content/pages/guide.pdf", "%PDF")
        .edit(
            "content/pages/results/welcome-letter.fr.md",
            "file: welcome-letter.svg",
            "file: nowhere.jpg",
        )
        .write(
            "content/pages/essai.fr.md",
            &page(
                "![A](anim.gif) ![B](broken.jpg) ![C](liar.jpg) ![D](acts.svg)\n\n\
                 ![E](guide.pdf)\n\n![F](gide.pdf)\n\n![G](https://example.org/a.png)\n\n\
                 ![H](index.fr.md)\n\n[le guide](gide.pdf)",
            ),
        );
    insta::assert_snapshot!(copy.fail());
    assert_eq!(copy.built_files(), before);
}

#[test]
fn check_tells_of_files_that_nobody_uses_and_draws_nothing() {
    let copy = Copy::new();
    put(&copy, "content/pages/a.png", &written(&photo(6, 4), ImageFormat::Png));
    put(&copy, "content/pages/.DS_Store", b"x");
    copy.write("content/pages/guide.pdf", "%PDF")
        .write("content/pages/essai.fr.md", &page("![Un dessin](a.png)"));
    let told = copy.text(&build::check(&copy.options(), false));
    assert!(told.contains("no page refers to this file") && told.contains("guide.pdf"), "{told}");
    assert!(!told.contains("a.png") && !told.contains("DS_Store"), "{told}");
    assert!(!copy.path("dist").exists());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_is_refused() {
    let copy = Copy::new();
    copy.write("secret.txt", "secret").write("elsewhere/page.fr.md", &page("secret"));
    std::os::unix::fs::symlink(copy.path("secret.txt"), copy.path("content/pages/a.txt")).unwrap();
    std::os::unix::fs::symlink(copy.path("elsewhere"), copy.path("content/pages/folder")).unwrap();
    let told = copy.fail();
    assert_eq!(told.matches("this is a symbolic link").count(), 2, "{told}");
}
