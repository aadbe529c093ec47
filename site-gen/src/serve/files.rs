//! Answers from the built site's folder, as a web host gives them.

use std::{
    io,
    path::{Component, Path, PathBuf},
};

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use percent_encoding::percent_decode_str;

use super::events::with_script;

/// The folder of a site, of a build that its pages are marked with.
pub struct Files<'a> {
    pub root: &'a Path,
    pub build: &'a str,
}

impl Files<'_> {
    /// The answer to a path: a file, a redirect to a folder's address, or the page for what is not there.
    pub async fn answer(&self, path: &str) -> Response {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let Some(below) = below(&decoded) else {
            return self.not_found(path).await;
        };
        let file = self.root.join(below);
        if file.is_dir() {
            if !decoded.ends_with('/') {
                return Redirect::permanent(&format!("{path}/")).into_response();
            }
            return match self.read(&file.join("index.html")).await {
                Ok(page) => page,
                Err(_) => self.not_found(path).await,
            };
        }
        match self.read(&file).await {
            Ok(page) => page,
            Err(_) => self.not_found(path).await,
        }
    }

    async fn read(&self, file: &Path) -> io::Result<Response> {
        let bytes = tokio::fs::read(file).await?;
        let kind = mime_guess::from_path(file).first_or_octet_stream();
        if kind == mime_guess::mime::TEXT_HTML {
            let page = with_script(&String::from_utf8_lossy(&bytes), self.build);
            return Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response());
        }
        Ok(([(header::CONTENT_TYPE, kind.to_string())], bytes).into_response())
    }

    /// The page that says "not found", in the language of the path.
    async fn not_found(&self, path: &str) -> Response {
        let first = path.split('/').nth(1).unwrap_or_default();
        let own = self.root.join(first).join("404.html");
        let page =
            if below(first).is_some() && own.is_file() { own } else { self.root.join("404.html") };
        let body = match self.read(&page).await {
            Ok(page) => page,
            Err(_) => "There is nothing here.".into_response(),
        };
        (StatusCode::NOT_FOUND, body).into_response()
    }
}

/// A path that stays below the folder; none for one that tries to leave it.
fn below(path: &str) -> Option<PathBuf> {
    let path = Path::new(path.strip_prefix('/').unwrap_or(path));
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_folder() {
        assert_eq!(below("/en/levels/"), Some(PathBuf::from("en/levels/")));
        assert_eq!(below("/../secret"), None);
        assert_eq!(below("/a/../../secret"), None);
        assert_eq!(below("//elsewhere.example"), None);
    }
}
