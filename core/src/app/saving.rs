//! What could not be saved is tried again until it is.

use super::App;

impl App {
    /// Tries again and again, with pauses that grow, to save what could not be saved. Never ends: to be run beside the
    /// app.
    pub async fn keep_saving(&self) {
        let mut changes = self.changes();
        loop {
            let pause = self.settings().retry_in();
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
                self.save_again();
            } else if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Tries once more to save what could not be saved; for the end of the app as well.
    pub fn save_again(&self) {
        let (before, after) = {
            let mut settings = self.settings();
            let before = settings.notice();
            settings.save_again();
            (before, settings.notice())
        };
        if before != after {
            self.announce();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Parts;
    use crate::error::Code;
    use crate::service::http::HttpSignIn;
    use crate::session::clock::{SystemClock, SystemRandomness};
    use crate::settings::file::{Content, MemorySlots, SettingsFile, Slot, SlotError, Slots};
    use crate::vault::Vault;
    use serde_json::{Map, Value};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::Duration;
    use tokio::time::Instant;

    #[derive(Default)]
    struct Disk {
        memory: MemorySlots,
        full: AtomicBool,
        tries: AtomicUsize,
    }

    impl Slots for Arc<Disk> {
        fn read(&self, slot: Slot) -> Content {
            self.memory.read(slot)
        }
        fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
            self.tries.fetch_add(1, Ordering::SeqCst);
            if self.full.load(Ordering::SeqCst) {
                return Err(SlotError("no space left".to_owned()));
            }
            self.memory.write(slot, object)
        }
        fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
            self.memory.set_aside(slot)
        }
    }

    fn app_on(disk: &Arc<Disk>) -> Arc<App> {
        let http = Arc::new(HttpSignIn::default());
        Arc::new(App::new(Parts {
            settings: SettingsFile::open(Box::new(Arc::clone(disk))),
            vault: Vault::in_memory(),
            network: http.clone(),
            pages: http,
            clock: Arc::new(SystemClock::start()),
            randomness: Arc::new(SystemRandomness),
            clear_frame_storage: Arc::new(|_| Box::pin(async {})),
            system_language: crate::language::Language::English,
            notice: None,
            demo: false,
        }))
    }

    fn notice(app: &App) -> Option<Code> {
        app.main_view().notice.map(|notice| notice.code)
    }

    #[tokio::test(start_paused = true)]
    async fn f32_what_a_full_disk_refused_is_saved_when_there_is_room_again() {
        let disk = Arc::new(Disk::default());
        let app = app_on(&disk);
        let saving = tokio::spawn({
            let app = Arc::clone(&app);
            async move { app.keep_saving().await }
        });
        disk.full.store(true, Ordering::SeqCst);
        app.change(|settings| settings.selected = Some("w1".to_owned()));
        assert_eq!(notice(&app), Some(Code::SettingsNotSaved));
        tokio::time::sleep(Duration::from_secs(3600)).await;
        let tries = disk.tries.load(Ordering::SeqCst);
        assert!((200..240).contains(&tries), "{tries} tries in an hour");
        disk.full.store(false, Ordering::SeqCst);
        let (freed, mut changes) = (Instant::now(), app.changes());
        changes.changed().await.unwrap();
        assert!(freed.elapsed() <= Duration::from_secs(16), "saved after {:?}", freed.elapsed());
        assert_eq!(notice(&app), None);
        let tries = disk.tries.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(3600)).await;
        assert_eq!(disk.tries.load(Ordering::SeqCst), tries, "what is saved is left alone");
        saving.abort();
    }
}
