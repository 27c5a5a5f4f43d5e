//! GLib's network monitor, which follows the kernel's routes, or NetworkManager where it runs.

use gtk::gio::NetworkMonitor;
use gtk::gio::prelude::NetworkMonitorExt;
use tokio::sync::watch;

/// Tells whether there is a network: at once if there is none, and at each change.
pub fn watch(told: watch::Sender<bool>) {
    let monitor = NetworkMonitor::default();
    if !monitor.is_network_available() {
        told.send_replace(false);
    }
    // The monitor is GLib's own and lives as long as the process.
    monitor.connect_network_changed(move |_, available| {
        told.send_replace(available);
    });
}
