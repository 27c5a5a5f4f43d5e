//! Two files in turn, each with a generation and a checksum: a write that is torn costs the newer one only.

use super::migrations::{FORMAT, migrate};
use super::model::Settings;
use crate::error::{AppError, Code};
use serde_json::{Map, Value, json};

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    A,
    B,
}

impl Slot {
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// There is no file.
    Absent,
    /// There is a file that is no JSON object.
    Unreadable,
    Object(Map<String, Value>),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the settings file can't be accessed: {0}")]
pub struct SlotError(pub String);

/// Where the two files are. The rules are here; the files are somebody else's.
pub trait Slots: Send + Sync {
    fn read(&self, slot: Slot) -> Content;
    /// # Errors
    /// When the file can't be written whole.
    fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError>;
    /// Moves a damaged file out of the way, so that somebody can look at it.
    ///
    /// # Errors
    /// When it can't be moved.
    fn set_aside(&self, slot: Slot) -> Result<(), SlotError>;
}

/// The settings and where they are kept.
pub struct SettingsFile {
    slots: Box<dyn Slots>,
    settings: Settings,
    generation: u64,
    /// The slot that holds the settings; the next write goes to the other one.
    current: Slot,
    access: Access,
    notice: Option<AppError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    ReadWrite,
    /// The file comes from a newer version, which knows more than this one could write back.
    ReadOnly,
}

/// A slot whose checksum holds.
struct Sound {
    slot: Slot,
    generation: u64,
    format: u64,
    body: Value,
}

impl SettingsFile {
    /// Opens the newer of the two slots that is whole. Never fails: what can't be read is set aside and said.
    #[must_use]
    pub fn open(slots: Box<dyn Slots>) -> Self {
        let mut sound = Vec::new();
        let mut damaged = Vec::new();
        for slot in Slot::BOTH {
            match slots.read(slot) {
                Content::Absent => {}
                Content::Unreadable => damaged.push(slot),
                Content::Object(object) => match check(slot, object) {
                    Some(found) => sound.push(found),
                    None => damaged.push(slot),
                },
            }
        }
        sound.sort_by_key(|found| found.generation);
        let mut file = Self {
            slots,
            settings: Settings::default(),
            generation: 0,
            current: Slot::B,
            access: Access::ReadWrite,
            notice: None,
        };
        while let Some(found) = sound.pop() {
            let slot = found.slot;
            if file.take(found) {
                break;
            }
            damaged.push(slot);
        }
        file.report_damage(&damaged);
        file
    }

    /// Takes over a slot's settings. `false` when their content makes no sense to this version.
    fn take(&mut self, found: Sound) -> bool {
        let newer = found.format > FORMAT;
        let body = if newer { Some(found.body) } else { migrate(found.format, found.body) };
        let settings = body.and_then(|body| serde_json::from_value(body).ok());
        if newer {
            self.access = Access::ReadOnly;
            self.notice = Some(Code::SettingsReadOnly.into());
        }
        let Some(settings) = settings else { return newer };
        self.settings = settings;
        self.generation = found.generation;
        self.current = found.slot;
        true
    }

    fn report_damage(&mut self, damaged: &[Slot]) {
        // A torn write leaves one damaged slot beside a whole one: nothing is lost, so nothing is said.
        let lost = self.generation == 0 && self.access == Access::ReadWrite;
        for slot in damaged {
            if self.access == Access::ReadOnly {
                continue;
            }
            tracing::warn!(?slot, "a damaged settings file is set aside");
            if let Err(error) = self.slots.set_aside(*slot) {
                tracing::error!(%error, "the damaged settings file stays where it is");
            }
            if lost {
                self.notice = Some(Code::SettingsDamaged.into());
            }
        }
    }

    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Something about the file that the person should know.
    #[must_use]
    pub const fn notice(&self) -> Option<&AppError> {
        self.notice.as_ref()
    }

    /// Changes the settings and writes them. What can't be written still holds until the app ends, and is said in the
    /// notice.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Settings) -> T) -> T {
        let before = self.settings.clone();
        let result = change(&mut self.settings);
        if self.settings != before {
            self.write();
        }
        result
    }

    fn write(&mut self) {
        if self.access == Access::ReadOnly {
            return;
        }
        match self.try_write() {
            Ok(()) => self.notice = None,
            Err(error) => {
                tracing::error!(%error, "the settings are not saved");
                self.notice = Some(Code::SettingsNotSaved.into());
            }
        }
    }

    fn try_write(&mut self) -> Result<(), SlotError> {
        let body = serde_json::to_value(&self.settings).map_err(|error| SlotError(error.to_string()))?;
        let generation = self.generation + 1;
        let slot = self.current.other();
        let checksum = checksum(generation, FORMAT, &body);
        let object = json!({"format": FORMAT, "generation": generation, "checksum": checksum, "settings": body});
        let Value::Object(object) = object else { return Err(SlotError("no object".to_owned())) };
        self.slots.write(slot, object)?;
        self.generation = generation;
        self.current = slot;
        Ok(())
    }
}

fn check(slot: Slot, mut object: Map<String, Value>) -> Option<Sound> {
    let body = object.remove("settings")?;
    let generation = object.get("generation")?.as_u64()?;
    let format = object.get("format").map_or(Some(0), Value::as_u64)?;
    let claimed = object.get("checksum")?.as_u64()?;
    (claimed == checksum(generation, format, &body)).then_some(Sound { slot, generation, format, body })
}

/// CRC-32 over generation, format and the body's canonical text: against accidents, not against a person.
fn checksum(generation: u64, format: u64, body: &Value) -> u64 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(format!("{generation}:{format}:{body}").as_bytes());
    u64::from(hasher.finalize())
}

/// Slots in memory, for the demo and for tests.
#[derive(Default)]
pub struct MemorySlots {
    contents: std::sync::Mutex<[Option<Map<String, Value>>; 2]>,
}

impl MemorySlots {
    fn with<T>(&self, slot: Slot, act: impl FnOnce(&mut Option<Map<String, Value>>) -> T) -> T {
        let mut contents = self.contents.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let [a, b] = &mut *contents;
        act(match slot {
            Slot::A => a,
            Slot::B => b,
        })
    }
}

impl Slots for MemorySlots {
    fn read(&self, slot: Slot) -> Content {
        self.with(slot, |content| content.clone().map_or(Content::Absent, Content::Object))
    }

    fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
        self.with(slot, |content| *content = Some(object));
        Ok(())
    }

    fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
        self.with(slot, |content| *content = None);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Default)]
    struct Disk {
        slots: [Option<Content>; 2],
        set_aside: Vec<Slot>,
        full: bool,
    }

    #[derive(Clone, Default)]
    struct Fake(Arc<Mutex<Disk>>);

    impl Slots for Fake {
        fn read(&self, slot: Slot) -> Content {
            self.0.lock().unwrap().slots[slot as usize].clone().unwrap_or(Content::Absent)
        }
        fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
            let mut disk = self.0.lock().unwrap();
            if disk.full {
                return Err(SlotError("no space left".to_owned()));
            }
            disk.slots[slot as usize] = Some(Content::Object(object));
            Ok(())
        }
        fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
            let mut disk = self.0.lock().unwrap();
            disk.set_aside.push(slot);
            disk.slots[slot as usize] = None;
            Ok(())
        }
    }

    fn open(fake: &Fake) -> SettingsFile {
        SettingsFile::open(Box::new(fake.clone()))
    }

    fn select(file: &mut SettingsFile, id: &str) {
        file.change(|settings| settings.selected = Some(id.to_owned()));
    }

    fn selected(file: &SettingsFile) -> Option<&str> {
        file.settings().selected.as_deref()
    }

    #[test]
    fn what_was_changed_is_there_at_the_next_start() {
        let fake = Fake::default();
        assert_eq!(selected(&open(&fake)), None);
        for id in ["w1", "w2", "w3"] {
            select(&mut open(&fake), id);
            assert_eq!(selected(&open(&fake)), Some(id));
        }
    }

    #[test]
    fn writes_go_to_the_two_slots_in_turn_and_only_when_something_changed() {
        let fake = Fake::default();
        let mut file = open(&fake);
        select(&mut file, "w1");
        select(&mut file, "w1");
        assert!(fake.0.lock().unwrap().slots[1].is_none());
        select(&mut file, "w2");
        assert!(fake.0.lock().unwrap().slots[1].is_some());
    }

    #[test]
    fn a_torn_write_costs_nothing_but_itself() {
        for torn in [Content::Unreadable, Content::Object(Map::new())] {
            let fake = Fake::default();
            let mut file = open(&fake);
            select(&mut file, "older");
            select(&mut file, "newer");
            fake.0.lock().unwrap().slots[1] = Some(torn);
            let mut file = open(&fake);
            assert_eq!(selected(&file), Some("older"));
            assert_eq!(file.notice(), None);
            assert_eq!(fake.0.lock().unwrap().set_aside, [Slot::B]);
            select(&mut file, "again");
            assert_eq!(selected(&open(&fake)), Some("again"));
        }
    }

    #[test]
    fn a_changed_byte_is_noticed_by_the_checksum() {
        let fake = Fake::default();
        select(&mut open(&fake), "w1");
        let Some(Content::Object(mut object)) = fake.read(Slot::A).into() else { panic!() };
        object["settings"]["selected"] = json!("w9");
        fake.0.lock().unwrap().slots[0] = Some(Content::Object(object));
        let file = open(&fake);
        assert_eq!(selected(&file), None);
        assert_eq!(file.notice().map(|notice| notice.code), Some(Code::SettingsDamaged));
    }

    #[test]
    fn a_file_of_a_newer_version_is_shown_but_never_written() {
        let fake = Fake::default();
        let body = json!({"selected": "w1", "future": true});
        let object = json!({"format": FORMAT + 1, "generation": 9, "checksum": checksum(9, FORMAT + 1, &body), "settings": body});
        fake.write(Slot::A, object.as_object().unwrap().clone()).unwrap();
        let before = fake.0.lock().unwrap().slots.clone();
        let mut file = open(&fake);
        assert_eq!(selected(&file), Some("w1"));
        assert_eq!(file.notice().map(|notice| notice.code), Some(Code::SettingsReadOnly));
        select(&mut file, "w2");
        assert_eq!(selected(&file), Some("w2"));
        assert_eq!(fake.0.lock().unwrap().slots, before);
        assert_eq!(file.notice().map(|notice| notice.code), Some(Code::SettingsReadOnly));
    }

    #[test]
    fn a_full_disk_is_said_and_heals_with_the_next_write() {
        let fake = Fake::default();
        let mut file = open(&fake);
        select(&mut file, "w1");
        fake.0.lock().unwrap().full = true;
        select(&mut file, "w2");
        assert_eq!(selected(&file), Some("w2"));
        assert_eq!(file.notice().map(|notice| notice.code), Some(Code::SettingsNotSaved));
        assert_eq!(selected(&open(&fake)), Some("w1"));
        fake.0.lock().unwrap().full = false;
        select(&mut file, "w3");
        assert_eq!(file.notice(), None);
        assert_eq!(selected(&open(&fake)), Some("w3"));
    }
}
