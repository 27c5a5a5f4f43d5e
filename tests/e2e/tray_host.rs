//! A system tray of the test's own, as a desktop has it: the StatusNotifierItem protocol on the test's session bus.

use crate::harness::until;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use zbus::zvariant::{OwnedValue, Value};

const NAME: &str = "org.kde.StatusNotifierWatcher";
const MENU: &str = "com.canonical.dbusmenu";

type Properties = HashMap<String, OwnedValue>;
/// A menu: its number, what is said of it, and its entries.
type Layout = (i32, Properties, Vec<OwnedValue>);

struct Watcher(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str) {
        self.0.lock().expect("a lock").push(service.to_owned());
    }

    #[zbus(property)]
    const fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

pub struct TrayHost {
    bus: zbus::Connection,
    registered: Arc<Mutex<Vec<String>>>,
}

impl TrayHost {
    pub async fn start(bus: &str) -> Self {
        let registered = Arc::<Mutex<Vec<String>>>::default();
        let builder = zbus::connection::Builder::address(bus).expect("an address");
        let builder = builder.serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&registered))).expect("a place");
        let bus = builder.name(NAME).expect("a name").build().await.expect("a tray on the bus");
        Self { bus, registered }
    }

    /// The name of the icon that came last.
    pub fn item(&self) -> Option<String> {
        self.registered.lock().expect("a lock").last().cloned()
    }

    async fn menu(&self, item: &str) -> zbus::Proxy<'static> {
        let icon = zbus::Proxy::new(&self.bus, item.to_owned(), "/StatusNotifierItem", "org.kde.StatusNotifierItem");
        let path = icon.await.expect("an icon").get_property::<zbus::zvariant::OwnedObjectPath>("Menu").await;
        let menu = zbus::Proxy::new(&self.bus, item.to_owned(), path.expect("a menu"), MENU);
        menu.await.expect("a menu that answers")
    }

    /// The menu's entries by number and label.
    async fn entries(&self, item: &str) -> Vec<(i32, String)> {
        let menu = self.menu(item).await;
        let asked = (0, -1, Vec::<String>::new());
        let (_, (_, _, entries)): (u32, Layout) = menu.call("GetLayout", &asked).await.expect("a menu's entries");
        let read = |entry: OwnedValue| {
            let (number, said, _): Layout = entry.try_into().expect("an entry");
            let label = said.get("label").and_then(|label| label.downcast_ref::<String>().ok());
            (number, label.unwrap_or_default())
        };
        entries.into_iter().map(read).collect()
    }

    pub async fn labels(&self, item: &str) -> Vec<String> {
        self.entries(item).await.into_iter().map(|(_, label)| label).collect()
    }

    /// Clicks on the entry with this label.
    pub async fn choose(&self, item: &str, label: &str) {
        let number = until(label, || async {
            self.entries(item).await.into_iter().find(|(_, found)| found == label).map(|(number, _)| number)
        })
        .await;
        let click = (number, "clicked", Value::from(0), 0_u32);
        self.menu(item).await.call::<_, _, ()>("Event", &click).await.expect("a click that is taken");
    }
}
