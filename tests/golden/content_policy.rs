//! The content policy that the windows ship with. What the engine then has in force is looked at by
//! `tests/hostile/release.rs`.

use crate::files;

#[test]
fn the_policy_is_the_golden_one_directive_by_directive() {
    let configuration = files::json("tauri.conf.json");
    let policy = configuration["app"]["security"]["csp"].as_object().expect("a policy by directives");
    let mut shipped: Vec<String> =
        policy.iter().map(|(name, sources)| format!("{name} {}", sources.as_str().expect("sources"))).collect();
    let mut golden: Vec<&str> = include_str!("content-policy.txt").lines().collect();
    shipped.sort();
    golden.sort_unstable();
    assert_eq!(shipped, golden);
}

#[test]
fn no_other_configuration_has_a_policy() {
    for name in files::names(".").iter().filter(|name| name.starts_with("tauri.") && *name != "tauri.conf.json") {
        assert!(files::json(name).get("app").is_none(), "{name} changes the app and not only its packages");
    }
}

#[test]
fn no_page_has_a_policy_script_or_style_of_its_own() {
    for page in ["ui/main.html", "ui/setup.html"] {
        let text = files::text(page);
        for forbidden in ["http-equiv", "<style", " style=", " onload=", " onclick=", "javascript:"] {
            assert!(!text.contains(forbidden), "{page} has {forbidden}");
        }
        assert_eq!(
            text.matches("<script").count(),
            text.matches(r#"<script type="module" src="/src/"#).count(),
            "{page}"
        );
    }
}
