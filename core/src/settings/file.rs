//! Two files in turn, each with a generation and a checksum: a write that is torn costs the newer one only.

use super::migrations::{FORMAT, migrate};
use super::model::Settings;
use crate::error::{AppError, Code};
use serde_json::{Map, Value};
use std::time::Duration;

/// The pause before what failed is tried again, twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(16);

/// The highest generation that is believed: no count of changes gets there, and one more is still a number.
const HIGHEST_GENERATION: u64 = 1 << 53;

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
    /// Looks whether files can be written, and leaves none. Slots in memory always can.
    ///
    /// # Errors
    /// When they can't.
    fn check_place(&self) -> Result<(), SlotError> {
        Ok(())
    }
}

/// The settings and where they are kept.
pub struct SettingsFile {
    slots: Box<dyn Slots>,
    settings: Settings,
    generation: u64,
    /// The slot that holds the settings; the next write goes to the other one.
    current: Slot,
    access: Access,
    /// Damaged slots that are still where they were. None is written over: it may hold what can be read another time.
    in_the_way: Vec<Slot>,
    /// Whether settings were there and none of them could be read.
    lost: bool,
    /// Whether the settings are others than those in the current slot.
    unsaved: bool,
    /// The pause before the next try, after one that failed.
    retry_in: Option<Duration>,
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
            in_the_way: Vec::new(),
            lost: false,
            unsaved: false,
            retry_in: None,
        };
        let mut taken = false;
        for found in sound.into_iter().rev() {
            let slot = found.slot;
            taken = file.take(found);
            if taken {
                break;
            }
            damaged.push(slot);
        }
        file.begin(damaged, taken);
        file
    }

    /// Takes over a slot's settings. `false` when their content makes no sense to this version.
    fn take(&mut self, found: Sound) -> bool {
        let newer = found.format > FORMAT;
        if newer {
            self.access = Access::ReadOnly;
        }
        let body = if newer { Some(found.body) } else { migrate(found.format, found.body) };
        let Some(settings) = body.and_then(|body| serde_json::from_value(body).ok()) else { return false };
        self.settings = settings;
        self.settings.separate();
        self.generation = found.generation;
        self.current = found.slot;
        true
    }

    fn begin(&mut self, damaged: Vec<Slot>, taken: bool) {
        let place = self.slots.check_place();
        if self.access == Access::ReadOnly {
            return;
        }
        // A torn write leaves one damaged slot beside a whole one: nothing is lost, so nothing is said.
        self.lost = !taken && !damaged.is_empty();
        self.in_the_way = damaged;
        let aside = self.set_damaged_aside();
        self.note(place.and(aside));
    }

    fn set_damaged_aside(&mut self) -> Result<(), SlotError> {
        while let Some(slot) = self.in_the_way.last().copied() {
            self.slots.set_aside(slot)?;
            tracing::warn!(?slot, "a damaged settings file was set aside");
            self.in_the_way.pop();
        }
        Ok(())
    }

    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Something about the file that the person should know.
    #[must_use]
    pub fn notice(&self) -> Option<AppError> {
        let code = match (self.access, self.retry_in) {
            (Access::ReadOnly, _) => Some(Code::SettingsReadOnly),
            (Access::ReadWrite, Some(_)) => Some(Code::SettingsNotSaved),
            (Access::ReadWrite, None) => self.lost.then_some(Code::SettingsDamaged),
        };
        code.map(AppError::new)
    }

    /// Changes the settings and writes them. What can't be written still holds until the app ends, and is said in the
    /// notice.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Settings) -> T) -> T {
        let before = self.settings.clone();
        let result = change(&mut self.settings);
        self.settings.separate();
        if self.settings != before && self.access == Access::ReadWrite {
            self.unsaved = true;
            let written = self.write();
            self.note(written);
        }
        result
    }

    /// How long to wait before the next [`Self::save_again`]; `None` while nothing is to be tried again.
    #[must_use]
    pub const fn retry_in(&self) -> Option<Duration> {
        self.retry_in
    }

    /// Tries once more to write what could not be written. When that fails, the next pause is longer.
    pub fn save_again(&mut self) {
        let Some(pause) = self.retry_in else { return };
        let tried = if self.unsaved { self.write() } else { self.clear_the_way() };
        self.note(tried);
        if self.retry_in.is_some() {
            self.retry_in = Some(LONGEST_PAUSE.min(pause * 2));
        }
    }

    /// Looks whether the next change could be saved.
    fn clear_the_way(&mut self) -> Result<(), SlotError> {
        self.slots.check_place()?;
        self.set_damaged_aside()
    }

    fn note(&mut self, tried: Result<(), SlotError>) {
        let Err(error) = tried else {
            self.retry_in = None;
            return;
        };
        // Said once: the tries that follow fail for the same reason.
        if self.retry_in.is_none() {
            tracing::error!(%error, "the settings can't be saved");
        }
        self.retry_in.get_or_insert(FIRST_PAUSE);
    }

    fn write(&mut self) -> Result<(), SlotError> {
        self.set_damaged_aside()?;
        let generation = self.generation + 1;
        let slot = self.current.other();
        self.slots.write(slot, sealed(&self.settings, generation).map_err(|error| SlotError(error.to_string()))?)?;
        self.generation = generation;
        self.current = slot;
        self.unsaved = false;
        self.lost = false;
        Ok(())
    }
}

/// The settings as they are written.
fn sealed(settings: &Settings, generation: u64) -> serde_json::Result<Map<String, Value>> {
    let mut object = Map::new();
    object.insert("settings".to_owned(), serde_json::to_value(settings)?);
    // The checksum is over what a reader will find: a number with a fraction may come back a trifle smaller, and what is
    // nested too deep does not come back at all.
    let found: Map<String, Value> = serde_json::from_str(&Value::Object(object.clone()).to_string())?;
    let checksum = checksum(generation, FORMAT, found.get("settings").unwrap_or(&Value::Null));
    object.extend([
        ("format".to_owned(), FORMAT.into()),
        ("generation".to_owned(), generation.into()),
        ("checksum".to_owned(), checksum.into()),
    ]);
    Ok(object)
}

fn check(slot: Slot, mut object: Map<String, Value>) -> Option<Sound> {
    let body = object.remove("settings")?;
    let generation = object.get("generation")?.as_u64().filter(|generation| *generation <= HIGHEST_GENERATION)?;
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
    use serde_json::json;
    use std::sync::{Arc, Mutex};

    #[derive(Default)]
    struct Disk {
        slots: [Option<Content>; 2],
        set_aside: Vec<Slot>,
        /// Nothing can be written; what is written over is lost.
        full: bool,
        /// Nothing can be written or moved.
        read_only: bool,
    }

    impl Disk {
        fn moves(&self) -> Result<(), SlotError> {
            if self.read_only { Err(SlotError("read-only".to_owned())) } else { Ok(()) }
        }
    }

    #[derive(Clone, Default)]
    struct Fake(Arc<Mutex<Disk>>);

    impl Slots for Fake {
        fn read(&self, slot: Slot) -> Content {
            self.0.lock().unwrap().slots[slot as usize].clone().unwrap_or(Content::Absent)
        }
        fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
            let mut disk = self.0.lock().unwrap();
            disk.moves()?;
            if disk.full {
                disk.slots[slot as usize] = Some(Content::Unreadable);
                return Err(SlotError("no space left".to_owned()));
            }
            // By way of text, as it is with files.
            let text = Value::Object(object).to_string();
            disk.slots[slot as usize] = Some(serde_json::from_str(&text).map_or(Content::Unreadable, Content::Object));
            Ok(())
        }
        fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
            let mut disk = self.0.lock().unwrap();
            disk.moves()?;
            disk.set_aside.push(slot);
            disk.slots[slot as usize] = None;
            Ok(())
        }
        fn check_place(&self) -> Result<(), SlotError> {
            self.0.lock().unwrap().moves()
        }
    }

    /// A file with any body at all and the checksum that belongs to it.
    fn with_checksum(format: u64, generation: u64, body: &Value) -> Content {
        let object = json!({
            "format": format, "generation": generation, "settings": body,
            "checksum": checksum(generation, format, body),
        });
        Content::Object(object.as_object().unwrap().clone())
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

    fn code(file: &SettingsFile) -> Option<Code> {
        file.notice().map(|notice| notice.code)
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
        assert_eq!(code(&file), Some(Code::SettingsDamaged));
    }

    #[test]
    fn a_file_of_a_newer_version_is_shown_but_never_written() {
        let fake = Fake::default();
        let body = json!({"selected": "w1", "future": true});
        fake.0.lock().unwrap().slots[0] = Some(with_checksum(FORMAT + 1, 9, &body));
        let before = fake.0.lock().unwrap().slots.clone();
        let mut file = open(&fake);
        assert_eq!(selected(&file), Some("w1"));
        assert_eq!(code(&file), Some(Code::SettingsReadOnly));
        select(&mut file, "w2");
        file.save_again();
        assert_eq!(selected(&file), Some("w2"));
        assert_eq!(fake.0.lock().unwrap().slots, before);
        assert_eq!(code(&file), Some(Code::SettingsReadOnly));
        assert_eq!(file.retry_in(), None);
    }

    #[test]
    fn a_newer_version_that_makes_no_sense_leaves_the_older_settings_to_be_shown() {
        let fake = Fake::default();
        select(&mut open(&fake), "older");
        fake.0.lock().unwrap().slots[1] = Some(with_checksum(FORMAT + 1, 9, &json!([])));
        let before = fake.0.lock().unwrap().slots.clone();
        let mut file = open(&fake);
        assert_eq!(selected(&file), Some("older"));
        assert_eq!(code(&file), Some(Code::SettingsReadOnly));
        select(&mut file, "w2");
        assert_eq!(fake.0.lock().unwrap().slots, before);
    }

    #[test]
    fn what_has_a_checksum_and_makes_no_sense_is_set_aside() {
        let senseless =
            [json!(null), json!([]), json!({"communities": 5}), json!({"selected": {}}), json!({"communities": [{}]})];
        for body in senseless {
            let fake = Fake::default();
            select(&mut open(&fake), "older");
            fake.0.lock().unwrap().slots[1] = Some(with_checksum(FORMAT, 9, &body));
            let file = open(&fake);
            assert_eq!(selected(&file), Some("older"), "{body}");
            assert_eq!(code(&file), None);
            assert_eq!(fake.0.lock().unwrap().set_aside, [Slot::B]);
        }
    }

    #[test]
    fn a_generation_beyond_counting_is_not_believed() {
        for (generation, believed) in [(HIGHEST_GENERATION, true), (HIGHEST_GENERATION + 1, false), (u64::MAX, false)] {
            let fake = Fake::default();
            fake.0.lock().unwrap().slots[0] = Some(with_checksum(FORMAT, generation, &json!({"selected": "w1"})));
            let mut file = open(&fake);
            assert_eq!(selected(&file), believed.then_some("w1"), "{generation}");
            select(&mut file, "w2");
            assert_eq!(code(&file), None);
        }
    }

    #[test]
    fn what_is_written_can_be_read_again_whatever_a_later_version_left_in_it() {
        let fractions = (1..2000).map(|n| json!(f64::from(n) / 7.0e-5 + 1.0e-3));
        for value in fractions.chain([json!(u64::MAX), json!(i64::MIN), json!(5e-324), json!(f64::MAX), json!("\u{0}")])
        {
            let fake = Fake::default();
            open(&fake).change(|settings| settings.unknown.insert("later".to_owned(), value.clone()));
            let file = open(&fake);
            assert_eq!(code(&file), None, "{value}");
            assert!(file.settings().unknown.contains_key("later"), "{value}");
        }
    }

    #[test]
    fn what_could_not_be_read_again_is_not_written() {
        let fake = Fake::default();
        let mut file = open(&fake);
        select(&mut file, "older");
        select(&mut file, "newer");
        let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
        file.change(|settings| settings.unknown.insert("deep".to_owned(), deep));
        assert_eq!(code(&file), Some(Code::SettingsNotSaved));
        assert_eq!(selected(&open(&fake)), Some("newer"));
    }

    #[test]
    fn f32_a_full_disk_is_said_costs_nothing_and_heals_without_a_further_change() {
        let fake = Fake::default();
        let mut file = open(&fake);
        select(&mut file, "w1");
        assert_eq!(file.retry_in(), None);
        fake.0.lock().unwrap().full = true;
        select(&mut file, "w2");
        select(&mut file, "w3");
        assert_eq!(selected(&file), Some("w3"));
        assert_eq!(code(&file), Some(Code::SettingsNotSaved));
        assert_eq!(selected(&open(&fake)), Some("w1"));
        fake.0.lock().unwrap().full = false;
        file.save_again();
        assert_eq!((code(&file), file.retry_in()), (None, None));
        assert_eq!(selected(&open(&fake)), Some("w3"));
    }

    #[test]
    fn f32_the_pauses_between_the_tries_grow_and_begin_anew_after_a_good_one() {
        let fake = Fake::default();
        let mut file = open(&fake);
        fake.0.lock().unwrap().full = true;
        select(&mut file, "w1");
        let pauses = (0..7).map(|_| {
            let pause = file.retry_in().unwrap();
            file.save_again();
            pause.as_secs()
        });
        assert_eq!(pauses.collect::<Vec<_>>(), [1, 2, 4, 8, 16, 16, 16]);
        fake.0.lock().unwrap().full = false;
        file.save_again();
        fake.0.lock().unwrap().full = true;
        select(&mut file, "w2");
        assert_eq!(file.retry_in(), Some(FIRST_PAUSE));
    }

    #[test]
    fn f32_a_place_that_can_not_be_written_is_said_from_the_start_and_heals() {
        let fake = Fake::default();
        select(&mut open(&fake), "w1");
        fake.0.lock().unwrap().read_only = true;
        let mut file = open(&fake);
        assert_eq!(selected(&file), Some("w1"));
        assert_eq!(code(&file), Some(Code::SettingsNotSaved));
        file.save_again();
        assert_eq!(code(&file), Some(Code::SettingsNotSaved));
        fake.0.lock().unwrap().read_only = false;
        file.save_again();
        assert_eq!((code(&file), file.retry_in()), (None, None));
        assert!(fake.0.lock().unwrap().slots[1].is_none(), "there was nothing to write");
    }

    #[test]
    fn what_can_not_be_set_aside_is_not_written_over() {
        let fake = Fake::default();
        let bad = [Some(Content::Unreadable), Some(Content::Object(Map::new()))];
        fake.0.lock().unwrap().slots = bad.clone();
        fake.0.lock().unwrap().read_only = true;
        let mut file = open(&fake);
        select(&mut file, "w1");
        file.save_again();
        assert_eq!(code(&file), Some(Code::SettingsNotSaved));
        assert_eq!(fake.0.lock().unwrap().slots, bad);
        fake.0.lock().unwrap().read_only = false;
        file.save_again();
        assert_eq!(code(&file), None);
        assert_eq!(fake.0.lock().unwrap().set_aside.len(), 2);
        assert_eq!(selected(&open(&fake)), Some("w1"));
    }
}
