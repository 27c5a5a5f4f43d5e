//! Reads tauri.conf.json, the capabilities and the permissions into the app.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // tauri-build watches its default folders only.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    let manifest = tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(manifest),
    )?;
    // It also writes schemas for editors to ./gen, which is ignored by git; the build reads copies of its own.
    Ok(())
}
