//! The settings of Tauri and of the build that the promises rest on.

use crate::files::{self, keys, list};
use serde_json::{Value, json};

#[test]
fn the_app_is_configured_as_the_promises_need() {
    let configuration = files::json("tauri.conf.json");
    let app = &configuration["app"];
    assert_eq!(keys(app), ["security", "windows", "withGlobalTauri"]);
    assert_eq!(app["withGlobalTauri"], false);
    // Windows are made in Rust, with every guard.
    assert_eq!(app["windows"], json!([]));
    // Among what is absent: `dangerous...`, `capabilities`, `assetProtocol`, `pattern`, `devCsp`.
    assert_eq!(keys(&app["security"]), ["csp", "freezePrototype"]);
    assert_eq!(app["security"]["freezePrototype"], true);
    let build = &configuration["build"];
    assert_eq!(keys(build), ["beforeBuildCommand", "frontendDist", "removeUnusedCommands"]);
    assert_eq!(build["removeUnusedCommands"], true);
    assert_eq!(build["frontendDist"], "ui/dist", "a folder that goes into the program, no address");
    assert!(configuration.get("plugins").is_none());
}

#[test]
fn no_file_of_tauris_configuration_has_a_dangerous_setting() {
    for name in files::names(".").iter().filter(|name| name.starts_with("tauri.")) {
        assert!(!files::text(name).contains("dangerous"), "{name}");
    }
}

#[test]
fn tauri_has_exactly_these_features() {
    let cargo = files::toml("Cargo.toml");
    let tauri = &cargo["dependencies"]["tauri"];
    assert_eq!(tauri["default-features"], false);
    // `devtools` is an inspector, and `test` a runtime that asks nobody.
    assert_eq!(list(&tauri["features"]), ["wry", "x11", "compression", "tracing"]);
    assert!(tauri["version"].as_str().expect("a version").starts_with('='));
    // Used from Rust alone: no capability gives a page anything of theirs.
    assert_eq!(plugins(&cargo), ["tauri-plugin-single-instance", "tauri-plugin-store"]);
}

/// Every plugin of Tauri, on whatever system, in order.
fn plugins(cargo: &Value) -> Vec<&str> {
    let systems = cargo["target"].as_object().expect("tables of systems").values();
    let tables = std::iter::once(cargo).chain(systems).map(|table| &table["dependencies"]);
    let mut plugins: Vec<&str> = tables.flat_map(keys).filter(|name| name.starts_with("tauri-plugin-")).collect();
    plugins.sort_unstable();
    plugins
}

#[test]
fn the_apps_own_features_are_for_the_bundler_and_for_the_hostile_suite() {
    let cargo = files::toml("Cargo.toml");
    assert_eq!(
        cargo["features"],
        json!({"custom-protocol": ["tauri/custom-protocol"], "weakened": ["tauri/dynamic-acl"]}),
        "none is on by default"
    );
    assert!(
        files::text("src-tauri/src/defences.rs")
            .contains("#[cfg(all(feature = \"weakened\", not(debug_assertions)))]\ncompile_error!")
    );
}

#[test]
fn a_release_has_nothing_of_a_debug_build() {
    let cargo = files::toml("Cargo.toml");
    assert_eq!(keys(&cargo["profile"]), ["dev", "quick", "release"]);
    // `debug-assertions` is absent: with them the app would let other programs drive it.
    assert_eq!(
        cargo["profile"]["release"],
        json!({"opt-level": "s", "lto": "fat", "codegen-units": 1, "panic": "abort", "strip": true})
    );
    assert_eq!(
        cargo["profile"]["quick"],
        json!({"inherits": "release", "opt-level": 1, "lto": false, "codegen-units": 16}),
        "what scripts/run builds differs in speed alone"
    );
    let settings = files::toml(".cargo/config.toml");
    assert_eq!(keys(&settings), ["env"], "no flags, profiles or other registries");
}

#[test]
fn the_demo_service_ships_without_its_faults() {
    let cargo = files::toml("Cargo.toml");
    assert_eq!(cargo["dependencies"]["demo-service"], json!({"workspace": true}));
    assert_eq!(cargo["workspace"]["dependencies"]["demo-service"], json!({"path": "demo-service"}));
    let service = files::toml("demo-service/Cargo.toml");
    assert_eq!(keys(&service["features"]), ["faults"], "none is on by default");
}

#[test]
fn every_dependency_of_the_workspace_is_pinned() {
    for file in [
        "Cargo.toml",
        "core/Cargo.toml",
        "demo-service/Cargo.toml",
        "fuzz/Cargo.toml",
        "tests/bench/Cargo.toml",
        "tests/bench/herd/Cargo.toml",
    ] {
        each_version(&files::toml(file), &mut |name, version| {
            assert!(version.starts_with('='), "{file}: {name} {version}");
        });
    }
    let package = files::json("package.json");
    assert!(package.get("dependencies").is_none());
    for (name, version) in package["devDependencies"].as_object().expect("dependencies") {
        let version = version.as_str().expect("a version");
        assert!(version.chars().all(|c| c.is_ascii_digit() || c == '.'), "{name} {version}");
    }
}

/// Every version in every table of dependencies, however deep.
fn each_version(table: &Value, look: &mut impl FnMut(&str, &str)) {
    for (key, value) in table.as_object().into_iter().flatten() {
        if !key.ends_with("dependencies") {
            each_version(value, look);
            continue;
        }
        for (name, entry) in value.as_object().expect("dependencies") {
            let version = entry.as_str().or_else(|| entry["version"].as_str());
            if let Some(version) = version {
                look(name, version);
            }
        }
    }
}
