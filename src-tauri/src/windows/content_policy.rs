//! The Content-Security-Policy of a page, with the frame origins that it may show.

use crate::defences::{Defence, stands};
use tauri::http::{HeaderValue, Request, Response, header::CONTENT_SECURITY_POLICY};
use widget_core::service::origin::Origin;

/// The page that may hold frames. Every other page keeps the shipped `frame-src 'none'`.
pub const MAIN_PAGE: &str = "main.html";

/// Writes the frame origins into the policy of the main page.
///
/// The web engine asks the first window of the process for the files of all windows, so this goes by the file and not
/// by the window.
pub fn apply<T>(request: &Request<Vec<u8>>, response: &mut Response<T>, origins: &[Origin]) {
    if request.uri().path().trim_start_matches('/') != MAIN_PAGE {
        return;
    }
    if !stands(Defence::ContentPolicy) {
        response.headers_mut().remove(CONTENT_SECURITY_POLICY);
        return;
    }
    let Some(shipped) = response.headers().get(CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok()) else {
        tracing::error!("the main page has no content policy");
        return;
    };
    match HeaderValue::from_str(&with_frame_src(shipped, origins)) {
        Ok(policy) => {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        Err(error) => tracing::error!(%error, "the content policy is no header value"),
    }
}

/// Replaces the `frame-src` directive. Origins are validated, so none can break out of it.
fn with_frame_src(policy: &str, origins: &[Origin]) -> String {
    let sources = match origins {
        [] => "'none'".to_owned(),
        origins => origins.iter().map(Origin::as_str).collect::<Vec<_>>().join(" "),
    };
    let kept =
        policy.split(';').map(str::trim).filter(|directive| !directive.is_empty() && name_of(directive) != "frame-src");
    kept.map(ToOwned::to_owned).chain([format!("frame-src {sources}")]).collect::<Vec<_>>().join("; ")
}

fn name_of(directive: &str) -> &str {
    directive.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(texts: &[&str]) -> Vec<Origin> {
        texts.iter().map(|text| Origin::parse(text).unwrap()).collect()
    }

    #[test]
    fn frame_src_is_exactly_the_origins() {
        let shipped = "default-src 'none'; frame-src 'none'; script-src 'self' 'sha256-x'";
        assert_eq!(
            with_frame_src(shipped, &origins(&["https://a.example", "http://127.0.0.1:4000"])),
            "default-src 'none'; script-src 'self' 'sha256-x'; frame-src https://a.example http://127.0.0.1:4000"
        );
        assert_eq!(with_frame_src("frame-src https://old.example", &[]), "frame-src 'none'");
    }

    #[test]
    fn of_the_shipped_policy_nothing_changes_but_the_frames_of_the_main_page() {
        let golden: Vec<&str> = include_str!("../../../tests/golden/content-policy.txt").lines().collect();
        let shipped = golden.join("; ");
        for (path, frames) in [("/main.html", "frame-src https://a.example"), ("/setup.html", "frame-src 'none'")] {
            let request = Request::builder().uri(format!("tauri://localhost{path}")).body(Vec::new()).unwrap();
            let mut response = Response::builder().header(CONTENT_SECURITY_POLICY, &shipped).body(()).unwrap();
            apply(&request, &mut response, &origins(&["https://a.example"]));
            let served = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
            let mut served: Vec<&str> = served.split("; ").collect();
            let mut expected = golden.clone();
            *expected.iter_mut().find(|directive| name_of(directive) == "frame-src").unwrap() = frames;
            served.sort_unstable();
            expected.sort_unstable();
            assert_eq!(served, expected);
        }
    }

    #[test]
    fn only_the_main_page_may_hold_frames() {
        for (path, policy) in [
            ("/main.html", "frame-src https://a.example"),
            ("/setup.html", "frame-src 'none'"),
            ("/x/main.html", "frame-src 'none'"),
        ] {
            let request = Request::builder().uri(format!("tauri://localhost{path}")).body(Vec::new()).unwrap();
            let mut response =
                Response::builder().header(CONTENT_SECURITY_POLICY, "frame-src 'none'").body(()).unwrap();
            apply(&request, &mut response, &origins(&["https://a.example"]));
            assert_eq!(response.headers()[CONTENT_SECURITY_POLICY], policy);
        }
    }
}
