//! `export`: what is set, in the file that the app imports. No key is in it, and no email: the windows' own export asks
//! the person where to, and has them.

use super::exit::Exit;
use super::failure::Failure;
use super::{Answer, print, settings};
use crate::arguments;
use crate::transfer::file;
use std::path::Path;
use widget_core::error::{AppError, Code};
use widget_core::settings::model::Settings;
use widget_core::transfer::Document;

const STANDARD_OUTPUT: &str = "-";

pub fn run(wanted: &arguments::Export) -> Result<Answer, Failure> {
    let text = document(settings::look()?.settings())?;
    if wanted.file == Path::new(STANDARD_OUTPUT) {
        return Ok(Answer { exit: Exit::Fine, text });
    }
    let written = file::write(&wanted.file, &text);
    written.map_err(|error| AppError::new(Code::FileNotWritten).with_detail(error.kind().to_string()))?;
    Ok(Answer { exit: Exit::Fine, text: String::new() })
}

fn document(settings: &Settings) -> Result<String, AppError> {
    let mut document = Document::of(settings);
    document.communities.iter_mut().for_each(|community| community.accounts.clear());
    let text = document.write();
    let text = text.map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))?;
    Ok(print::escaped(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exported_can_be_imported_and_has_no_email() {
        let settings: Settings = serde_json::from_value(serde_json::json!({
            "communities": [{
                "id": "c1", "name": "Club", "origin": "https://a.example", "community_id": "64a1",
                "accounts": [{"email": "ada@example.com", "signed_in": true}],
                "widgets": [{"id": "w1", "name": "Store", "widget_type": "store-widget", "widget_id": "ID1"}],
            }],
        }))
        .unwrap();
        let text = document(&settings).unwrap();
        assert!(!text.contains('@'), "{text}");
        let read = Document::read(text.as_bytes()).unwrap();
        assert_eq!(read.communities.len(), 1);
        assert_eq!(read.communities[0].widgets.len(), 1);
    }
}
