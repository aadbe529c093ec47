//! What is known of a picture before it is drawn anew: its size, its shapes, where each is published.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use form_model::{bilingual, bilingual::Bilingual};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, metadata::Orientation};
use serde_json::{Value as Json, json};

use super::svg;
use crate::{
    content::headings::slug,
    diagnostic::{Code, Diagnostic},
};

/// The widths that a picture is published in, in pixels: phones, columns of text, sharp screens.
const WIDTHS: [u32; 3] = [480, 800, 1200];

/// The most pixels of an original, in millions: more take more memory than a small machine has.
const MEGAPIXELS: u64 = 50;

/// The most pixels of a side of an original: a strip with more takes minutes to encode, and nobody can look at it.
const SIDE: u32 = 20_000;

/// The most bytes of an original in memory, once it is read.
const MEMORY: u64 = 256 * 1024 * 1024;

/// The most bytes of a picture's file.
const BYTES: u64 = 64 * 1024 * 1024;

/// Part of every picture's name: to be raised when pictures are drawn in another way.
const EDITION: &[u8] = b"1";

/// A picture.
#[derive(Debug)]
pub struct Picture {
    /// Where it lies.
    pub file: PathBuf,
    width: u32,
    height: u32,
    form: Form,
    name: String,
}

/// What a picture is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A drawing, published as it is.
    Svg,
    /// Pixels, some of them see-through.
    Transparent,
    /// Pixels.
    Opaque,
}

/// A picture in one width and format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// As it came.
    Svg,
    /// For every browser.
    Fallback {
        /// Pixels across.
        width: u32,
        /// With see-through pixels.
        transparent: bool,
    },
    /// Half the weight, for browsers that can (AV1 Image File Format).
    Avif {
        /// Pixels across.
        width: u32,
    },
}

impl Picture {
    /// Reads a picture's head.
    ///
    /// # Errors
    /// A file that is no picture of this type, or too large.
    pub fn read(file: &Path, extension: &str) -> Result<Self, Diagnostic> {
        let unreadable = |error| Diagnostic::unreadable(&file.display().to_string(), &error);
        let size = fs::metadata(file).map_err(unreadable)?.len();
        if size > BYTES {
            return Err(refused(file, too_heavy(size)).help(smaller()));
        }
        let bytes = fs::read(file).map_err(unreadable)?;
        let (form, (width, height)) = if extension == "svg" {
            (
                Form::Svg,
                svg::judge(&bytes).map_err(|message| {
                    refused(file, message).help(bilingual!(
                        "enregistrez le dessin en « SVG simple », sans script ni fichier lié",
                        "save the drawing as “plain SVG”, without scripts or linked files"
                    ))
                })?,
            )
        } else {
            head(&bytes, extension).map_err(|message| refused(file, message).help(smaller()))?
        };
        let stem = slug(&file.file_stem().unwrap_or_default().to_string_lossy());
        let digest = blake3::Hasher::new().update(EDITION).update(&bytes).finalize().to_hex();
        Ok(Self {
            file: file.to_owned(),
            width,
            height,
            form,
            name: format!("{stem}.{}", &digest[..12]),
        })
    }

    /// Every width and format that it is published in.
    #[must_use]
    pub fn shapes(&self) -> Vec<Shape> {
        let transparent = self.form == Form::Transparent;
        if self.form == Form::Svg {
            return vec![Shape::Svg];
        }
        let widths = self.widths().into_iter();
        widths
            .flat_map(|width| [Shape::Fallback { width, transparent }, Shape::Avif { width }])
            .collect()
    }

    /// The address of a shape; it changes with the picture, so that browsers may keep it for ever.
    #[must_use]
    pub fn address(&self, shape: Shape) -> String {
        format!("/media/{}", self.name(shape))
    }

    /// The file name of a shape.
    #[must_use]
    pub fn name(&self, shape: Shape) -> String {
        let name = &self.name;
        match shape {
            Shape::Svg => format!("{name}.svg"),
            Shape::Fallback { width, transparent: true } => format!("{name}-{width}.png"),
            Shape::Fallback { width, transparent: false } => format!("{name}-{width}.jpg"),
            Shape::Avif { width } => format!("{name}-{width}.avif"),
        }
    }

    /// The address for whoever takes one alone: the largest that every browser shows.
    #[must_use]
    pub fn src(&self) -> String {
        let fallback = |shape: &Shape| !matches!(shape, Shape::Avif { .. });
        self.shapes()
            .into_iter()
            .rfind(fallback)
            .map(|shape| self.address(shape))
            .unwrap_or_default()
    }

    /// What templates are given: `src`, `srcset`, `avif` (both empty for a drawing), `width`, `height`.
    #[must_use]
    pub fn context(&self) -> Json {
        let set = |wanted: fn(&Shape) -> Option<u32>| {
            let shapes = self.shapes().into_iter();
            let entry =
                |shape: Shape| Some(format!("{} {}w", self.address(shape), wanted(&shape)?));
            shapes.filter_map(entry).collect::<Vec<_>>().join(", ")
        };
        let fallback = |shape: &Shape| match shape {
            Shape::Fallback { width, .. } => Some(*width),
            Shape::Svg | Shape::Avif { .. } => None,
        };
        let avif = |shape: &Shape| match shape {
            Shape::Avif { width } => Some(*width),
            Shape::Svg | Shape::Fallback { .. } => None,
        };
        json!({
            "src": self.src(),
            "srcset": set(fallback),
            "avif": set(avif),
            "width": self.width,
            "height": self.height,
        })
    }

    /// Never larger than the original.
    fn widths(&self) -> Vec<u32> {
        let largest = self.width.min(WIDTHS[WIDTHS.len() - 1]);
        let smaller = WIDTHS.into_iter().filter(|width| *width < largest);
        smaller.chain([largest]).collect()
    }
}

/// Reads all pixels, the right way up, and nothing else of what the file holds.
///
/// # Errors
/// A broken file.
pub fn pixels(file: &Path) -> Result<DynamicImage, Diagnostic> {
    upright(file).map_err(|_| refused(file, damaged()))
}

fn upright(file: &Path) -> image::ImageResult<DynamicImage> {
    let mut decoder = ImageReader::open(file)?.with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn head(bytes: &[u8], extension: &str) -> Result<(Form, (u32, u32)), Bilingual> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| damaged())?;
    let format = reader.format();
    if format.is_none() || format != ImageFormat::from_extension(extension) {
        return Err(bilingual!(
            "ce fichier n’est pas une image `.{extension}`, quoi qu’en dise son nom",
            "this file is no `.{extension}` picture, whatever its name says"
        ));
    }
    let mut decoder = reader.into_decoder().map_err(|_| damaged())?;
    let (width, height) = decoder.dimensions();
    // Known from the file's head: nothing has been decoded yet.
    let is_too_large = u64::from(width) * u64::from(height) > MEGAPIXELS * 1_000_000;
    if is_too_large || width.max(height) > SIDE {
        return Err(bilingual!(
            "cette image est trop grande : {width} sur {height} pixels; {MEGAPIXELS} millions en tout et {SIDE} de côté au plus",
            "this picture is too large: {width} by {height} pixels; {MEGAPIXELS} million in all and {SIDE} on a side at most"
        ));
    }
    let memory = decoder.total_bytes();
    if memory > MEMORY {
        return Err(bilingual!(
            "cette image prendrait trop de mémoire : {memory} octets, et {MEMORY} au plus",
            "this picture would take too much memory: {memory} bytes, and {MEMORY} at most"
        ));
    }
    let form = if decoder.color_type().has_alpha() { Form::Transparent } else { Form::Opaque };
    // A camera held upright writes the picture lying, and how to turn it.
    let size = match decoder.orientation().unwrap_or(Orientation::NoTransforms) {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    };
    Ok((form, size))
}

fn too_heavy(size: u64) -> Bilingual {
    bilingual!(
        "cette image est trop lourde : {size} octets, et {BYTES} au plus",
        "this picture is too heavy: {size} bytes, and {BYTES} at most"
    )
}

fn smaller() -> Bilingual {
    bilingual!(
        "enregistrez l’image en JPEG ou en PNG, de moins de {MEGAPIXELS} mégapixels",
        "save the picture as JPEG or PNG, of less than {MEGAPIXELS} megapixels"
    )
}

fn damaged() -> Bilingual {
    bilingual!("cette image est endommagée ou incomplète", "this picture is damaged or incomplete")
}

fn refused(file: &Path, message: Bilingual) -> Diagnostic {
    Diagnostic::at_file(Code::UnusableFile, &file.display().to_string(), message)
}
