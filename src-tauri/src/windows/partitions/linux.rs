//! GTK's web views, moved from one window to another. A web view does not notice.

use super::partition_of;
use gtk::prelude::*;
use tauri::WebviewWindow;
use webkit2gtk::WebView;

/// Moves a page into the main window, behind what is in front.
pub fn move_into(page: &WebviewWindow, main: &WebviewWindow) -> tauri::Result<()> {
    let (label, main) = (page.label().to_owned(), main.clone());
    page.with_webview(move |webview| {
        let view = webview.inner();
        match main.default_vbox() {
            Ok(column) => put(&view, &label, &column),
            Err(error) => tracing::error!(%error, "a page has no window to be in"),
        }
    })
}

fn put(view: &WebView, label: &str, column: &gtk::Box) {
    if let Some(before) = view.parent().and_then(|parent| parent.downcast::<gtk::Container>().ok()) {
        before.remove(view);
    }
    view.set_widget_name(label);
    // A window that is shown again shows all that is in it, but for these.
    pages(column).for_each(|page| page.set_no_show_all(true));
    view.set_no_show_all(true);
    view.set_visible(false);
    column.pack_start(view, true, true, 0);
}

/// Shows this page of the main window and hides the others; its own where none is named. What is not there changes
/// nothing.
pub fn bring_to_front(main: &WebviewWindow, label: Option<String>) -> tauri::Result<()> {
    let showing = main.clone();
    main.run_on_main_thread(move || match showing.default_vbox() {
        Ok(column) => show(&column, label.as_deref()),
        Err(error) => tracing::error!(%error, "the main window's pages can't be told apart"),
    })
}

fn show(column: &gtk::Box, label: Option<&str>) {
    let Some(wanted) = pages(column).find(|page| is_page(page, label)) else { return };
    // Not `is_visible`, which is false in a window that is hidden.
    if wanted.get_visible() {
        return;
    }
    pages(column).filter(|page| *page != wanted).for_each(|page| page.set_visible(false));
    wanted.set_visible(true);
    wanted.grab_focus();
}

fn pages(column: &gtk::Box) -> impl Iterator<Item = WebView> {
    column.children().into_iter().filter_map(|child| child.downcast::<WebView>().ok())
}

fn is_page(page: &WebView, label: Option<&str>) -> bool {
    let name = page.widget_name();
    match label {
        Some(label) => name == label,
        None => partition_of(&name).is_none(),
    }
}
