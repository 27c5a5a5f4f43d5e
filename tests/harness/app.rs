//! The running app, by WebDriver.

use super::children::{Owned, end, living_in};
use super::{PATIENCE, Surroundings, until};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The app as it is tested.
pub const BINARY: &str = env!("CARGO_BIN_EXE_returning-widgets");

pub struct App<'a> {
    client: Client,
    around: &'a Surroundings,
    program: PathBuf,
    printed: PathBuf,
    _driver: Owned,
}

impl<'a> App<'a> {
    pub async fn start(around: &'a Surroundings, arguments: &[&str]) -> Self {
        Self::start_program(around, Path::new(BINARY), &[], arguments).await
    }

    /// Starts one of the builds of the app, with these variables besides the usual ones.
    pub async fn start_program(
        around: &'a Surroundings,
        program: &Path,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        let port = free_port();
        let mut command = around.command("WebKitWebDriver");
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.envs(variables.iter().copied());
        // The driver hands on its own output to the app.
        let (printed, file) = around.file_for("printed");
        command.stdout(file.try_clone().expect("the same file")).stderr(file);
        let driver = Owned::start(command.stdin(Stdio::null()));
        until("the driver", || async move { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok() }).await;
        let options = json!({"binary": program, "args": arguments});
        let Value::Object(capabilities) = json!({"webkitgtk:browserOptions": options}) else { unreachable!() };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://127.0.0.1:{port}");
        let connecting = builder.capabilities(capabilities).connect(&address);
        // The driver never answers when the app ends before it has a page.
        let connected = tokio::time::timeout(PATIENCE, connecting).await;
        let client = connected.expect("an app that starts").expect("a session with the app");
        for id in app_processes(around.home(), program) {
            for output in [1, 2] {
                let goes_to = std::fs::read_link(format!("/proc/{id}/fd/{output}")).ok();
                assert_eq!(goes_to.as_ref(), Some(&printed), "what the app prints is kept");
            }
        }
        Self { client, around, program: program.to_owned(), printed, _driver: driver }
    }

    /// Standard output and standard error so far, the driver's among it.
    pub fn printed(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.printed).unwrap_or_default()).into_owned()
    }

    /// The id of the app's process.
    pub fn id(&self) -> u32 {
        app_processes(self.around.home(), &self.program).pop().expect("an app that runs")
    }

    /// Ends the app as a crash would, and waits until it is gone.
    pub async fn kill(self) {
        let home = self.around.home().to_owned();
        until("the end of the app", || {
            let living = app_processes(&home, &self.program);
            living.iter().copied().for_each(end);
            async move { living.is_empty().then_some(()) }
        })
        .await;
    }

    /// Asks the app to end as the system does at a log-out, and waits until it is gone. Closing the driver's session
    /// instead would kill it.
    pub async fn quit(self) {
        let home = self.around.home().to_owned();
        let asked = std::process::Command::new("kill").args(["-TERM", &self.id().to_string()]).status();
        assert!(asked.expect("kill runs").success(), "the app had ended already");
        until("the end of the app", || {
            let ended = app_processes(&home, &self.program).is_empty();
            async move { ended.then_some(()) }
        })
        .await;
    }

    /// Closes the window with this title as a person does, and waits until the app has ended by itself.
    pub async fn close_window(self, title: &str) {
        let home = self.around.home().to_owned();
        until("the end of the app", || {
            // Asked again until there is a window manager that passes it on.
            let asked = self.around.command("wmctrl").args(["-F", "-c", title]).stderr(Stdio::null()).status();
            let ended = asked.is_ok() && app_processes(&home, &self.program).is_empty();
            async move { ended.then_some(()) }
        })
        .await;
    }

    /// Turns to the window that shows this page, once it is there.
    pub async fn in_window(&self, page: &str) {
        until(&format!("the window with {page}"), || async { self.has_window(page).await.then_some(()) }).await;
    }

    /// Whether a window shows this page; turns to it.
    pub async fn has_window(&self, page: &str) -> bool {
        for window in self.client.windows().await.unwrap_or_default() {
            let there = self.client.switch_to_window(window).await.is_ok();
            if there && self.client.current_url().await.is_ok_and(|url| url.path().ends_with(page)) {
                return true;
            }
        }
        false
    }

    /// Turns to the window that has such an element, once there is one.
    pub async fn in_window_with(&self, css: &str) {
        until(&format!("a window with {css}"), || async {
            for window in self.client.windows().await.unwrap_or_default() {
                let there = self.client.switch_to_window(window).await.is_ok();
                if there && self.is_there(css).await {
                    return Some(());
                }
            }
            None
        })
        .await;
    }

    /// Waits until no window shows this page.
    pub async fn without_window(&self, page: &str) {
        until(&format!("the end of the window with {page}"), || async { (!self.has_window(page).await).then_some(()) })
            .await;
    }

    pub async fn find(&self, css: &str) -> Element {
        until(css, || async { self.client.find(Locator::Css(css)).await.ok() }).await
    }

    pub async fn is_there(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    pub async fn gone(&self, css: &str) {
        until(&format!("the end of {css}"), || async {
            self.client.find(Locator::Css(css)).await.is_err().then_some(())
        })
        .await;
    }

    /// Clicks the visible button with this accessible name.
    pub async fn press(&self, name: &str) {
        let xpath = format!(
            "//button[normalize-space(.)='{name}' or @aria-label='{name}' or starts-with(normalize-space(.), '{name}')]"
        );
        until(&format!("a click on {name}"), || async {
            let buttons = self.client.find_all(Locator::XPath(&xpath)).await.ok()?;
            for button in buttons {
                if button.is_displayed().await.unwrap_or(false)
                    && button.is_enabled().await.unwrap_or(false)
                    && button.click().await.is_ok()
                {
                    return Some(());
                }
            }
            None
        })
        .await;
    }

    /// As `press`, for a button that closes its own window or another one: the driver may never hear what became of such
    /// a click, so the page makes it once the driver has its answer.
    pub async fn press_and_leave(&self, name: &str) {
        let script = "const [button] = [...document.querySelectorAll('button')].filter((button) => \
            button.innerText.trim() === arguments[0] && !button.disabled); \
            if (button) setTimeout(() => button.click()); return Boolean(button)";
        until(&format!("a click on {name}"), || async {
            let pressed = self.client.execute(script, vec![json!(name)]).await.ok()?;
            (pressed == true).then_some(())
        })
        .await;
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> Element {
        let xpath = format!("//label[contains(normalize-space(.), '{label}')]");
        until(&format!("the field {label}"), || async {
            let label = self.client.find(Locator::XPath(&xpath)).await.ok()?;
            let id = label.attr("for").await.ok()??;
            self.client.find(Locator::Id(&id)).await.ok()
        })
        .await
    }

    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.expect("an empty field");
        field.send_keys(text).await.expect("a field that takes text");
    }

    pub async fn value_of(&self, label: &str) -> String {
        self.field(label).await.prop("value").await.expect("a value").unwrap_or_default()
    }

    /// Waits for the error with this code.
    pub async fn alert(&self, code: &str) -> String {
        self.text(&format!("[role=alert][data-code={code}]")).await
    }

    /// Turns to the visible widget's frame, which has this name as its title.
    pub async fn in_frame(&self, title: &str) {
        self.client.clone().enter_parent_frame().await.expect("the page itself");
        let css = format!("iframe[title='{title}']");
        until(&format!("the frame {title}"), || async {
            let frame = self.client.find(Locator::Css(&css)).await.ok()?;
            frame.enter_frame().await.ok()
        })
        .await;
    }

    pub async fn out_of_frame(&self) {
        self.client.clone().enter_parent_frame().await.expect("the page itself");
    }

    /// The visible text of everything that matches.
    ///
    /// By a script, since the driver's own reading of text comes back empty for elements in a frame.
    async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText.trim())";
        let texts = self.client.execute(script, vec![json!(css)]).await.unwrap_or_default();
        serde_json::from_value(texts).unwrap_or_default()
    }

    pub async fn text(&self, css: &str) -> String {
        until(&format!("text in {css}"), || async { self.texts(css).await.into_iter().find(|text| !text.is_empty()) })
            .await
    }

    pub async fn shows(&self, css: &str, expected: &str) {
        until(&format!("{expected:?} in {css}"), || async {
            self.texts(css).await.iter().any(|text| text.contains(expected)).then_some(())
        })
        .await;
    }

    pub async fn click(&self, css: &str) {
        until(&format!("a click on {css}"), || async {
            self.client.find(Locator::Css(css)).await.ok()?.click().await.ok()
        })
        .await;
    }

    /// Clicks into a field and types. In a frame of another origin only a click gives the focus.
    pub async fn type_into(&self, css: &str, text: &str) {
        self.click(css).await;
        self.find(css).await.send_keys(text).await.expect("a field that takes text");
    }

    /// Runs a script in the page that is looked at.
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }
}

fn app_processes(home: &Path, program: &Path) -> Vec<u32> {
    let is_app = |id: &u32| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program);
    living_in(home).into_iter().filter(is_app).collect()
}

/// A port that nobody listens on at the moment.
fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    socket.local_addr().expect("its address").port()
}
