//! Where an attack takes place: a connected community whose Channels widget is the attacker's page.

use crate::harness::community::{start_service, widget};
use crate::harness::{App, Furnished, Keyring, Process, Surroundings, until};
use crate::proof::Build;
use demo_service::{DemoService, Staged};
use std::path::Path;

/// What every page of an attack can do: report, wait for a click, ask for a token.
const KIT: &str = include_str!("pages/kit.js");

pub struct Scene {
    pub around: Surroundings,
    /// The community's service, which is the attacker's: its Channels widget is shown when the app starts.
    pub service: DemoService,
    /// Another origin of the attacker's, which no community has.
    pub stranger: DemoService,
}

impl Scene {
    /// A home with the service's community connected and its first member signed in.
    pub async fn new() -> Self {
        let scene = Self::bare().await;
        scene.around.furnish(&[Furnished::with_first_member(&scene.service)]);
        scene
    }

    /// A home in which nothing is connected yet.
    pub async fn bare() -> Self {
        let around = Surroundings::new(Keyring::Unlocked);
        Self { around, service: start_service().await, stranger: start_service().await }
    }

    /// Makes the Channels widget a page that runs this script.
    pub fn attack_with(&self, script: &str) {
        self.put_page(&self.service, &self.channels(), script);
    }

    /// The path of the Channels widget.
    pub fn channels(&self) -> String {
        widget(&self.service, "Channels").path()
    }

    /// Puts a page that runs this script under a path of one of the services.
    pub fn put_page(&self, service: &DemoService, path: &str, script: &str) {
        service.faults().stage(path, Staged::page(self.page(script)));
    }

    /// A page with the kit and this script. `__HOME__` and `__STRANGER__` are the two origins of the attacker.
    pub fn page(&self, script: &str) -> String {
        format!("<!doctype html><title>evil</title><body><script>{}\n{}</script>", self.fill(KIT), self.fill(script))
    }

    fn fill(&self, script: &str) -> String {
        script.replace("__HOME__", self.service.origin()).replace("__STRANGER__", self.stranger.origin())
    }

    /// Starts a build of the app as a person does.
    pub fn start(&self, build: &Build) -> Process<'_> {
        Process::start(&self.around, &build.program, &build.variables(), &[])
    }

    /// Starts a build of the app under the driver, which can look into the app's own page.
    pub async fn start_driven(&self, build: &Build) -> App<'_> {
        App::start_program(&self.around, Path::new(&build.program), &build.variables(), &[]).await
    }

    /// All that the attacker's pages reported so far: name and value.
    pub fn reports(&self) -> Vec<(String, String)> {
        let requests = self.service.faults().requests();
        let reports = requests.iter().filter_map(|request| request.path.strip_prefix("/report/"));
        reports
            .map(|report| {
                let (name, value) = report.split_once('?').unwrap_or((report, ""));
                let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
                (name.to_owned(), value.into_owned())
            })
            .collect()
    }

    /// The last report of this name so far.
    pub fn report(&self, name: &str) -> Option<String> {
        self.reports().into_iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Waits for a report.
    pub async fn reported(&self, name: &str) -> String {
        until(&format!("the report {name}"), || async { self.report(name) }).await
    }
}
