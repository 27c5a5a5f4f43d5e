//! Whatever a file of exported settings has, nothing panics; what is taken is written as it was read, and nothing that
//! misleads comes through as a name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use widget_core::error::{AppError, Code};
use widget_core::settings::model::Settings;
use widget_core::transfer::document::{Document, LONGEST};
use widget_core::transfer::merge;

fuzz_target!(|input: &[u8]| match Document::read(input) {
    Ok(document) => taken(document),
    Err(error) => {
        let at_edge = AppError::from(error);
        assert!(matches!(at_edge.code, Code::ImportNotOurs | Code::ImportOtherVersion | Code::ImportInvalid));
        // A place in the file, in words of ours.
        assert!(at_edge.detail.is_some_and(|detail| detail.is_ascii() && !detail.contains(char::is_control)));
    }
});

fn taken(document: Document) {
    let names = document.communities.iter().flat_map(|community| {
        std::iter::once(&community.name).chain(community.widgets.iter().map(|widget| &widget.name))
    });
    for name in names {
        assert!((1..=80).contains(&name.chars().count()) && !name.contains(char::is_control));
        assert!(!name.contains(['\u{202e}', '\u{2066}', '\u{200f}', '\u{feff}']));
    }
    let written = document.write().expect("text");
    if written.len() <= LONGEST {
        assert_eq!(Document::read(written.as_bytes()).as_ref(), Ok(&document));
    }
    let first = merge(&Settings::default(), document.clone(), &|| "id".to_owned());
    assert!(first.difference.changed.len() <= 2, "a preference or two, where nothing was");
    assert_eq!(first.new_communities.is_empty(), document.communities.is_empty());
    // Taken twice, it is there.
    let second = merge(&first.settings, document, &|| "id".to_owned());
    assert!(second.difference.is_empty() && second.difference.kept.is_empty());
    assert_eq!(second.settings, first.settings);
}
