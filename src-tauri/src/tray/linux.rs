//! The icon as a StatusNotifierItem on the session bus. The bus, the tray or both may be missing, and may come later.

use crate::desktop::Desktop;
use crate::texts;
use crate::windows::background::{self, Background};
use crate::windows::{bring_up, setup};
use ksni::menu::StandardItem;
use ksni::{Handle, Icon, MenuItem, TextDirection, ToolTip, Tray, TrayMethods};
use std::time::Duration;
use tauri::image::Image;
use tauri::{AppHandle, Manager};
use widget_core::language::Language;
use widget_core::view::SetupPage;

const ID: &str = "returning-widgets";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
/// Nobody waits longer for a bus that does not answer.
const PATIENCE: Duration = Duration::from_secs(1);
const PICTURES: [Image<'static>; 3] = [
    tauri::include_image!("icons/24x24.png"),
    tauri::include_image!("icons/48x48.png"),
    tauri::include_image!("icons/64x64.png"),
];

/// Whether there is a tray that would show an icon.
pub async fn has_host() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER).await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(true)))
}

/// Has the icon there while the app may be without a window, in the language of the windows.
pub fn keep(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let desktop = app.state::<Desktop>();
        let mut turns = desktop.turns();
        let mut sight = app.state::<Background>().changes();
        let mut shown = None;
        loop {
            let mut changes = desktop.current().changes();
            shown = match follow(&app, shown).await {
                Ok(shown) => shown,
                Err(error) => {
                    tracing::info!(%error, "there is no icon in the tray");
                    return;
                }
            };
            tokio::select! {
                turned = turns.changed() => if turned.is_err() { return },
                seen = sight.changed() => if seen.is_err() { return },
                // An app that is gone was the demo's: the turn that took it away tells the rest.
                _ = changes.changed() => {}
            }
        }
    });
}

/// Has the icon as it is to be.
async fn follow(app: &AppHandle, shown: Option<Handle<Item>>) -> Result<Option<Handle<Item>>, ksni::Error> {
    let core = app.state::<Desktop>().current();
    let wanted = core.background().in_tray(background::is_hidden(app));
    let language = core.language();
    match shown {
        None if wanted => {
            let item = Item { app: app.clone(), language };
            // Without a tray it waits for one.
            Ok(Some(item.assume_sni_available(true).spawn().await?))
        }
        Some(handle) if !wanted => {
            handle.shutdown().await;
            Ok(None)
        }
        Some(handle) => {
            handle.update(|item| item.language = language).await;
            Ok(Some(handle))
        }
        None => Ok(None),
    }
}

struct Item {
    app: AppHandle,
    language: Language,
}

impl Item {
    /// Not on the bus's own thread, which waits for the answer.
    fn later(&self, act: impl FnOnce(&AppHandle) -> tauri::Result<()> + Send + 'static) {
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move {
            if let Err(error) = act(&app) {
                tracing::error!(%error, "the icon in the tray did nothing");
            }
        });
    }

    fn entry(label: &str, act: fn(&AppHandle) -> tauri::Result<()>) -> MenuItem<Self> {
        // An underscore would underline the letter after it.
        let label = label.replace('_', "__");
        StandardItem { label, activate: Box::new(move |item: &mut Self| item.later(act)), ..StandardItem::default() }
            .into()
    }
}

impl Tray for Item {
    fn id(&self) -> String {
        ID.to_owned()
    }

    fn title(&self) -> String {
        texts::main_title(self.language)
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: self.title(), ..ToolTip::default() }
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        PICTURES.iter().map(picture).collect()
    }

    fn text_direction(&self) -> TextDirection {
        if self.language == Language::Arabic { TextDirection::RightToLeft } else { TextDirection::LeftToRight }
    }

    fn activate(&mut self, _: i32, _: i32) {
        self.later(bring_up);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        vec![
            Self::entry(&texts::tray_open(self.language), bring_up),
            Self::entry(&texts::tray_preferences(self.language), open_preferences),
            MenuItem::Separator,
            Self::entry(&texts::tray_quit(self.language), quit),
        ]
    }
}

fn open_preferences(app: &AppHandle) -> tauri::Result<()> {
    app.state::<Desktop>().turn_to(SetupPage::Preferences);
    setup::open(app)
}

#[allow(clippy::unnecessary_wraps, reason = "an entry of the menu can fail")]
fn quit(app: &AppHandle) -> tauri::Result<()> {
    app.exit(0);
    Ok(())
}

/// The bus wants alpha first.
fn picture(image: &Image<'_>) -> Icon {
    let mut data = image.rgba().to_vec();
    data.chunks_exact_mut(4).for_each(|point| point.rotate_right(1));
    let side = |length: u32| i32::try_from(length).unwrap_or_default();
    Icon { width: side(image.width()), height: side(image.height()), data }
}
