//! Drawing pictures anew, each shape once: what was drawn is kept beside the output by the picture's name,
//! which changes with its content.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use image::{DynamicImage, codecs::jpeg::JpegEncoder, imageops::FilterType};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ravif::{Encoder, Img, RGBA8};
use rayon::prelude::*;

use super::{Enclosure, Enclosures, Picture, Shape, Used, picture::pixels};
use crate::{diagnostic::Diagnostic, draw::Put};

/// Qualities out of 100, and the encoder's speed out of 10: a picture of 1,200 pixels in about a second.
const JPEG_QUALITY: u8 = 82;
const AVIF_QUALITY: f32 = 62.0;
const AVIF_SPEED: u8 = 8;

/// How long drawing may take before its progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Hands on every shape of every picture and every document that pages refer to. Shapes that the folder
/// `cache` does not hold are drawn and put there; what nobody refers to any more is taken out.
#[must_use]
pub fn publish(
    enclosures: &Enclosures,
    used: &Used,
    cache: &Path,
    put: Put<'_>,
) -> Vec<Diagnostic> {
    let used: Vec<_> = used.iter().filter_map(|path| enclosures.get(path)).collect();
    let pictures: Vec<_> = (used.iter())
        .filter_map(|enclosure| match enclosure {
            Enclosure::Picture(picture) => Some(picture),
            Enclosure::Document { .. } | Enclosure::Unusable => None,
        })
        .collect();
    let mut told = draw_missing(&pictures, cache);
    let shapes = pictures.iter().flat_map(|picture| {
        picture
            .shapes()
            .into_iter()
            .map(|shape| (cache.join(picture.name(shape)), picture.address(shape)))
    });
    let documents = used.iter().filter_map(|enclosure| match enclosure {
        Enclosure::Document { file, address } => Some((file.clone(), address.clone())),
        Enclosure::Picture(_) | Enclosure::Unusable => None,
    });
    if told.is_empty() {
        let files: Vec<_> = shapes.chain(documents).collect();
        told.extend(files.iter().filter_map(|(file, address)| {
            let bytes = fs::read(file).map_err(|error| failed(file, &error));
            bytes.and_then(|bytes| put(&format!("public{address}"), &bytes)).err()
        }));
    }
    forget(&pictures, cache);
    told
}

/// Draws what is missing, pictures in parallel.
fn draw_missing(pictures: &[&Picture], cache: &Path) -> Vec<Diagnostic> {
    let missing: Vec<_> = (pictures.iter())
        .map(|picture| {
            let is_missing = |shape: &Shape| !cache.join(picture.name(*shape)).is_file();
            (*picture, picture.shapes().into_iter().filter(is_missing).collect::<Vec<_>>())
        })
        .filter(|(_, shapes)| !shapes.is_empty())
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    if let Err(error) = fs::create_dir_all(cache) {
        return vec![failed(cache, &error)];
    }
    let progress = Progress::of(missing.iter().map(|(_, shapes)| shapes.len()).sum());
    let told = (missing.par_iter())
        .filter_map(|(picture, shapes)| draw(picture, shapes, cache, &progress).err())
        .collect();
    progress.bar.finish_and_clear();
    told
}

fn draw(
    picture: &Picture,
    shapes: &[Shape],
    cache: &Path,
    progress: &Progress,
) -> Result<(), Diagnostic> {
    let place = |shape| cache.join(picture.name(shape));
    if shapes == [Shape::Svg] {
        let copied = fs::read(&picture.file).and_then(|bytes| keep(&place(Shape::Svg), &bytes));
        return copied.map_err(|error| failed(&picture.file, &error));
    }
    let original = pixels(&picture.file)?;
    shapes.par_iter().try_for_each(|shape| {
        let bytes = encoded(&original, *shape).map_err(|error| failed(&picture.file, &error))?;
        progress.step();
        keep(&place(*shape), &bytes).map_err(|error| failed(cache, &error))
    })
}

fn encoded(original: &DynamicImage, shape: Shape) -> io::Result<Vec<u8>> {
    let at_width = |width: u32| {
        if width >= original.width() {
            return original.clone();
        }
        // As high as need be: the width decides.
        original.resize(width, u32::MAX, FilterType::Lanczos3)
    };
    let mut bytes = io::Cursor::new(Vec::new());
    match shape {
        Shape::Svg => {}
        Shape::Fallback { width, transparent: true } => at_width(width)
            .write_to(&mut bytes, image::ImageFormat::Png)
            .map_err(io::Error::other)?,
        Shape::Fallback { width, transparent: false } => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            at_width(width).to_rgb8().write_with_encoder(encoder).map_err(io::Error::other)?;
        }
        Shape::Avif { width } => return avif(&at_width(width)),
    }
    Ok(bytes.into_inner())
}

fn avif(picture: &DynamicImage) -> io::Result<Vec<u8>> {
    let picture = picture.to_rgba8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let rgba = |pixel: &image::Rgba<u8>| RGBA8::new(pixel[0], pixel[1], pixel[2], pixel[3]);
    let pixels: Vec<_> = picture.pixels().map(rgba).collect();
    let encoder = Encoder::new().with_quality(AVIF_QUALITY).with_speed(AVIF_SPEED);
    let written =
        encoder.encode_rgba(Img::new(&pixels, width, height)).map_err(io::Error::other)?;
    Ok(written.avif_file)
}

/// Writes whole or not at all: a build that is stopped leaves no half picture under a picture's name.
fn keep(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    file.persist(place)?;
    Ok(())
}

/// Takes out of the cache what belongs to none of these pictures.
fn forget(pictures: &[&Picture], cache: &Path) {
    let names = pictures.iter().flat_map(|picture| {
        picture.shapes().into_iter().map(|shape| PathBuf::from(picture.name(shape)))
    });
    let known: BTreeSet<_> = names.map(|name| cache.join(name)).collect();
    let entries = fs::read_dir(cache).into_iter().flatten().filter_map(Result::ok);
    for stale in entries.map(|entry| entry.path()).filter(|path| !known.contains(path)) {
        // One that cannot be removed costs room, nothing else.
        let _ = fs::remove_file(stale);
    }
}

/// Progress on a terminal, once it has taken a while.
struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    fn of(shapes: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(shapes as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("Images {bar:30} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, started: Instant::now() }
    }

    fn step(&self) {
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::unwritable(&path.display().to_string(), error)
}
