//! The spelling of what is typed into a widget is checked. Needs the American dictionary for hunspell.

use crate::harness::{App, BINARY, Keyring, MAIN_TITLE, Surroundings, until};
use crate::shortcuts::focus;
use serde_json::json;
use std::path::Path;

/// How many points in the lower part of the main window, where the message is written, are of the red that the web
/// engine underlines with.
fn red_points(around: &Surroundings) -> Option<usize> {
    let window = around.windows(&format!("^{MAIN_TITLE}$")).pop()?;
    let taken = around.command("import").args(["-window", &window, "-depth", "8", "rgb:-"]).output().ok()?.stdout;
    let lower = taken.get(taken.len() / 2..)?;
    let is_red = |point: &&[u8]| point[0] > 200 && point[1] < 110 && point[2] < 110;
    Some(lower.chunks_exact(3).filter(is_red).count())
}

/// Types as a person does, over what is there.
async fn write(around: &Surroundings, app: &App<'_>, text: &str) {
    app.in_frame("Channels").await;
    app.click("#message-input").await;
    around.xdotool(&["key", "ctrl+a", "Delete"]);
    around.xdotool(&["type", "--delay", "20", text]);
    let read = "return document.querySelector('#message-input').value";
    until("the text", || async { (app.script(read).await == json!(text)).then_some(()) }).await;
    app.out_of_frame().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelled_word_is_underlined_and_a_good_one_is_not() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start_program(&around, Path::new(BINARY), &[("LANG", "en_US.UTF-8")], &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    write(&around, &app, "hello world ").await;
    let usual = red_points(&around).expect("a picture");
    write(&around, &app, "helllo wrold ").await;
    until("an underline", || async { (red_points(&around)? > usual + 20).then_some(()) }).await;
    write(&around, &app, "hello world ").await;
    until("no underline", || async { (red_points(&around)? <= usual).then_some(()) }).await;
    app.quit().await;
}

/// A Spanish in which these two are words.
fn put_dictionary(around: &Surroundings) {
    let folder = around.home().join("config/enchant/hunspell");
    std::fs::create_dir_all(&folder).expect("a folder for dictionaries");
    std::fs::write(folder.join("es_ES.aff"), "SET UTF-8\n").expect("the rules of a dictionary");
    std::fs::write(folder.join("es_ES.dic"), "2\nhelllo\nwrold\n").expect("a dictionary");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_spelling_follows_a_choice_of_language_while_the_app_runs() {
    let around = Surroundings::new(Keyring::Missing);
    put_dictionary(&around);
    let _manager = around.start_window_manager();
    let app = App::start_program(&around, Path::new(BINARY), &[("LANG", "en_US.UTF-8")], &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    write(&around, &app, "hello world ").await;
    let usual = red_points(&around).expect("a picture");
    write(&around, &app, "helllo wrold ").await;
    until("an underline", || async { (red_points(&around)? > usual + 20).then_some(()) }).await;
    around.xdotool(&["key", "ctrl+comma"]);
    app.in_window("setup.html").await;
    app.field("Language").await;
    app.script(
        "const choice = [...document.querySelectorAll('select')].find((select) => select.querySelector('[value=es]'));\
         choice.value = 'es'; choice.dispatchEvent(new Event('change', { bubbles: true })); return 0",
    )
    .await;
    app.find("html[lang=es]").await;
    around.xdotool(&["search", "--onlyvisible", "--name", &format!("^{MAIN_TITLE}$"), "windowactivate"]);
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    write(&around, &app, "helllo wrold ").await;
    until("no underline", || async { (red_points(&around)? <= usual).then_some(()) }).await;
    app.quit().await;
}
