//! What is made of the command line's description: the shells' completions and the manual pages. They are kept as files,
//! so that a package can bring them and a change of them is seen.

use crate::files::{self, json};
use clap::builder::Resettable;
use clap_complete::{Shell, generate};
use clap_mangen::Man;
use returning_widgets::{command_line_description, command_line_exit_codes};
use std::collections::BTreeMap;

const NAME: &str = "returning-widgets";
const FOLDER: &str = "src-tauri/linux";

/// Each file in the project, where a package puts it, and what is in it.
fn made() -> Vec<(String, String, String)> {
    let completions = [
        (Shell::Bash, "completions/returning-widgets.bash", "/usr/share/bash-completion/completions/returning-widgets"),
        (Shell::Zsh, "completions/_returning-widgets", "/usr/share/zsh/vendor-completions/_returning-widgets"),
        (
            Shell::Fish,
            "completions/returning-widgets.fish",
            "/usr/share/fish/vendor_completions.d/returning-widgets.fish",
        ),
    ];
    let completions = completions.map(|(shell, file, place)| (file.to_owned(), place.to_owned(), completion(shell)));
    let pages = pages().into_iter().map(|(name, text)| {
        let file = format!("{name}.1");
        (format!("man/{file}"), format!("/usr/share/man/man1/{file}"), text)
    });
    let made = completions.into_iter().chain(pages);
    made.map(|(file, place, text)| (format!("{FOLDER}/{file}"), place, text)).collect()
}

fn completion(shell: Shell) -> String {
    let mut text = Vec::new();
    generate(shell, &mut command_line_description(), NAME, &mut text);
    let text = String::from_utf8(text).expect("text");
    // For a program with a hyphen in its name the script for bash calls its places by two spellings, and finds none of them
    // (clap's issue 6421).
    text.replace("returning__subcmd__widgets", "returning__widgets")
}

/// One page for the program, and one for each command.
fn pages() -> Vec<(String, String)> {
    let mut description = command_line_description();
    description.build();
    let commands: Vec<_> = description.get_subcommands().cloned().collect();
    let commands = commands.into_iter().map(|command| (format!("{NAME}-{}", command.get_name()), command));
    let all = std::iter::once((NAME.to_owned(), description.after_help(Resettable::Reset))).chain(commands);
    all.map(|(name, command)| (name, page(command))).collect()
}

fn page(command: clap::Command) -> String {
    let mut text = Vec::new();
    Man::new(command).source(format!("{NAME} {}", env!("CARGO_PKG_VERSION"))).render(&mut text).expect("a page");
    let text = String::from_utf8(text).expect("text");
    let codes: String =
        command_line_exit_codes().iter().map(|(code, meaning)| format!(".TP\n{code}\n{meaning}\n")).collect();
    format!("{}\n.SH \"EXIT STATUS\"\n{codes}", text.trim_end())
}

#[test]
fn the_completions_and_the_manual_are_those_of_the_command_line() {
    for (file, _, text) in made() {
        assert!(files::text(&file) == text, "{file} is out of date: cargo test --test golden write_what -- --ignored");
    }
    let kept: usize =
        ["completions", "man"].map(|folder| files::names(&format!("{FOLDER}/{folder}")).len()).iter().sum();
    assert_eq!(kept, made().len(), "no file is left of what is no longer there");
}

#[test]
#[ignore = "writes the files that the test above holds against the command line"]
fn write_what_is_made_of_the_command_line() {
    for (file, _, text) in made() {
        let path = files::path(&file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}

/// What bash offers after these words, the last of which is being typed.
fn offered(words: &[&str]) -> Vec<String> {
    let script = r#"source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        "$(complete -p returning-widgets | sed 's/.*-F \([^ ]*\) .*/\1/')" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let file = files::path(&format!("{FOLDER}/completions/returning-widgets.bash"));
    let mut bash = std::process::Command::new("bash");
    let output = bash.args(["-c", script, "bash"]).arg(file).arg(NAME).args(words).output().expect("bash runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_the_commands_and_the_arguments_of_each() {
    let description = command_line_description();
    for command in description.get_subcommands() {
        let name = command.get_name();
        assert_eq!(offered(&[name]), [name]);
        let flags = command.get_arguments().filter_map(clap::Arg::get_long);
        for flag in flags.map(|flag| format!("--{flag}")) {
            assert!(offered(&[name, "--"]).contains(&flag), "{name} {flag}");
        }
    }
    assert_eq!(offered(&["sign-in", "--key"]), ["--key-from-stdin"]);
    assert_eq!(offered(&["--de"]), ["--demo"]);
}

#[test]
fn both_packages_bring_the_completions_and_the_manual() {
    let linux = &json("tauri.conf.json")["bundle"]["linux"];
    // Where zsh looks for what a package brings is the distribution's.
    for (package, zsh) in [("deb", "vendor-completions"), ("rpm", "site-functions")] {
        let place = |place: &str| place.replace("vendor-completions", zsh);
        let places: BTreeMap<String, String> = made().into_iter().map(|(file, to, _)| (place(&to), file)).collect();
        assert_eq!(linux[package]["files"], serde_json::to_value(places).expect("JSON"), "{package}");
    }
}

#[test]
fn the_exit_codes_are_written_down() {
    let text = files::text("docs/COMMAND_LINE.md");
    for (code, meaning) in command_line_exit_codes() {
        assert!(text.contains(&format!("| {code} | {meaning} |")), "{code}");
    }
    for command in command_line_description().get_subcommands() {
        assert!(text.contains(&format!("## `{}", command.get_name())), "{}", command.get_name());
    }
}
