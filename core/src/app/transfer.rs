//! Everything but secrets, to a file and from one. What a file would change is shown first, and what is taken is what
//! was shown.

use super::App;
use crate::error::{AppError, Code};
use crate::service::origin::Origin;
use crate::settings::model::Settings;
use crate::transfer::difference::Difference;
use crate::transfer::{Document, DocumentError, Merged, merge};
use serde::Serialize;
use std::sync::{MutexGuard, PoisonError};
use ts_rs::TS;

/// Most addresses that a question can name and still be read.
const MOST_ADDRESSES: usize = 12;

/// What a file would change, by the name under which it can be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportPlan {
    pub plan: String,
    pub difference: Difference,
}

/// A plan that was shown, and the settings that it was made for.
pub(super) struct Planned {
    plan: String,
    before: Settings,
    merged: Merged,
}

/// How taking a plan goes on.
#[must_use]
pub enum Taking {
    Taken,
    /// It adds communities: the person is asked, and not by a page.
    Ask(ImportQuestion),
}

/// What the person has to agree to before a plan is taken. It is made here alone, so that none is passed by.
pub struct ImportQuestion(Box<Planned>);

impl ImportQuestion {
    /// Where the keys of the added communities would be sent to, once they are entered.
    #[must_use]
    pub fn addresses(&self) -> &[Origin] {
        &self.0.merged.new_communities
    }
}

impl App {
    /// Everything that is set, as a file's text. No secret is in it.
    ///
    /// # Errors
    /// `Internal`, when it can't be written as text.
    pub fn export(&self) -> Result<String, AppError> {
        let document = Document::of(self.settings().settings());
        document.write().map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))
    }

    /// Reads a file and says what taking it would change. Nothing is taken, and a plan of before is forgotten.
    ///
    /// # Errors
    /// Why the file can't be taken.
    pub fn plan_import(&self, bytes: &[u8]) -> Result<ImportPlan, AppError> {
        *self.planned() = None;
        let document = Document::read(bytes)?;
        let before = self.settings().settings().clone();
        let merged = merge(&before, document, &|| self.fresh_id());
        if merged.new_communities.len() > MOST_ADDRESSES {
            let detail = format!("communities of more than {MOST_ADDRESSES} addresses");
            return Err(DocumentError::Invalid(detail).into());
        }
        let shown = ImportPlan { plan: self.fresh_id(), difference: merged.difference.clone() };
        *self.planned() = Some(Planned { plan: shown.plan.clone(), before, merged });
        Ok(shown)
    }

    /// Takes the plan that was shown under this name; one that adds a community comes back as a question.
    ///
    /// # Errors
    /// `ImportOutdated` when it is no longer the last plan, or when something was changed since.
    pub fn take_import(&self, plan: &str) -> Result<Taking, AppError> {
        let Some(planned) = self.planned().take_if(|planned| planned.plan == plan) else {
            tracing::warn!("an import was asked for that was not shown last, and nothing was taken");
            return Err(Code::ImportOutdated.into());
        };
        if planned.merged.new_communities.is_empty() {
            return self.take(planned).map(|()| Taking::Taken);
        }
        Ok(Taking::Ask(ImportQuestion(Box::new(planned))))
    }

    /// Takes a plan that the person agreed to.
    ///
    /// # Errors
    /// `ImportOutdated` when something was changed since it was shown.
    pub fn take_agreed(&self, agreed: ImportQuestion) -> Result<(), AppError> {
        self.take(*agreed.0)
    }

    /// Keeps a plan that the person did not agree to, so that they can decide otherwise.
    pub fn keep_declined(&self, declined: ImportQuestion) {
        self.planned().get_or_insert(*declined.0);
    }

    fn take(&self, planned: Planned) -> Result<(), AppError> {
        let Planned { mut before, mut merged, .. } = planned;
        self.change(|settings| {
            // A window that was closed meanwhile left what it showed.
            before.selected.clone_from(&settings.selected);
            merged.settings.selected.clone_from(&settings.selected);
            if *settings != before {
                return Err(Code::ImportOutdated.into());
            }
            *settings = merged.settings;
            Ok(())
        })
    }

    fn planned(&self) -> MutexGuard<'_, Option<Planned>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
