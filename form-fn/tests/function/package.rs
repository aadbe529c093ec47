//! The binary as it is deployed: in a folder of its own as `bootstrap`, beside its bundle, with nothing
//! but Lambda's own variables, the table and the secret.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::answers::complete;
use crate::runtime::{Runtime, binary, end, environment, event, posted, start_at};
use crate::site::Site;

/// The unpacked zip that `FORM_FN_PACKAGE` names; else a folder that is laid out like one.
fn unpacked(site: &Site) -> (PathBuf, Option<TempDir>) {
    if let Some(folder) = std::env::var_os("FORM_FN_PACKAGE") {
        return (folder.into(), None);
    }
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("form-fn");
    std::fs::create_dir(&bundle).unwrap();
    std::fs::copy(binary(), folder.path().join("bootstrap")).unwrap();
    for name in ["bundle.json", "pages.json"] {
        std::fs::copy(site.folder.path().join(name), bundle.join(name)).unwrap();
    }
    (folder.path().to_owned(), Some(folder))
}

#[tokio::test]
async fn the_unpacked_zip_runs_and_finds_its_bundle() {
    let site = Site::open().await;
    let mut runtime = Runtime::start().await;
    let (root, _kept) = unpacked(&site);
    let mut variables = environment(&site, &runtime);
    variables.retain(|(name, _)| *name != "BUNDLE");
    variables.push(("LAMBDA_TASK_ROOT", root.to_str().unwrap().to_owned()));
    let mut function = start_at(&root.join("bootstrap"), variables);

    let health = runtime.invoke(&mut function, event("GET", "/api/health", "")).await;
    assert_eq!(health["statusCode"], 200);
    let health: serde_json::Value = serde_json::from_str(health["body"].as_str().unwrap()).unwrap();
    assert_eq!(health["build"], build(&root.join("form-fn")));

    let stored = runtime.invoke(&mut function, posted(&complete())).await;
    assert_eq!(stored["statusCode"], 303, "{stored}");
    assert_eq!(site.engine.records().await.len(), 1);
    let location = stored["headers"]["location"].as_str().unwrap();
    let (path, query) = location.split_once('?').unwrap();
    let page = runtime.invoke(&mut function, event("GET", path, query)).await;
    assert_eq!(page["statusCode"], 200);
    end(function).await;
}

/// The id of a bundle's build.
fn build(bundle: &Path) -> serde_json::Value {
    let json = std::fs::read(bundle.join("bundle.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&json).unwrap()["build"].clone()
}
