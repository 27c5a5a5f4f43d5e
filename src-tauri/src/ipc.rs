//! The way in for commands: requests of our own pages and of nobody else.
//!
//! Tauri's own way in hands on what any page asks for, keeps requests with a wrong key open for ever, and prints the
//! right key for each of them. It also asks no permission for data that wait for a channel of the window. So a stranger's
//! request ends here, before it is read. What a page of ours asks for goes to Tauri as ever, which looks at the key and
//! the permissions.

use std::sync::atomic::{AtomicBool, Ordering};
use tauri::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_TYPE, HeaderMap,
    HeaderValue, ORIGIN,
};
use tauri::http::{Method, Request, Response, StatusCode};
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponse, InvokeResponseBody};
use tauri::webview::InvokeRequest;
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Url, Wry};

/// The scheme that pages ask by.
pub const SCHEME: &str = "ipc";
/// The origin of our own pages.
pub const OURS: &str = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
const RESPONSE: &str = "Tauri-Response";

type Answer = Response<Vec<u8>>;

/// Answers a request for a command.
pub fn answer(context: &UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    if header(request.headers(), ORIGIN.as_str()) != Some(OURS) {
        note_stranger();
        return responder.respond(refusal(StatusCode::FORBIDDEN));
    }
    if request.method() == Method::OPTIONS {
        return responder.respond(allowed(Response::new(Vec::new())));
    }
    let Some(webview) = context.app_handle().get_webview_window(context.webview_label()) else {
        return responder.respond(refusal(StatusCode::GONE));
    };
    match read(context.app_handle().invoke_key(), request) {
        Some(invoke) => webview
            .on_message(invoke, Box::new(move |_, _, response, _, _| responder.respond(allowed(written(response))))),
        None => responder.respond(refusal(StatusCode::BAD_REQUEST)),
    }
}

/// The request as Tauri takes it; `None` for what Tauri's own script, which knows this key, does not send.
fn read(key: &str, request: Request<Vec<u8>>) -> Option<InvokeRequest> {
    let (parts, body) = request.into_parts();
    let number = |name| header(&parts.headers, name)?.parse().ok().map(CallbackFn);
    let invoke_key = header(&parts.headers, "Tauri-Invoke-Key").filter(|sent| *sent == key)?.to_owned();
    let body = match header(&parts.headers, CONTENT_TYPE.as_str())? {
        JSON => InvokeBody::Json(serde_json::from_slice(&body).ok()?),
        BYTES => InvokeBody::Raw(body),
        _ => return None,
    };
    Some(InvokeRequest {
        cmd: percent_encoding::percent_decode_str(parts.uri.path().trim_start_matches('/')).decode_utf8().ok()?.into(),
        callback: number("Tauri-Callback")?,
        error: number("Tauri-Error")?,
        url: Url::parse(OURS).ok()?,
        body,
        invoke_key,
        headers: parts.headers,
    })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The answer as Tauri's own script reads it.
fn written(response: InvokeResponse) -> Answer {
    let (outcome, content_type, body) = match response {
        InvokeResponse::Ok(InvokeResponseBody::Json(text)) => ("ok", JSON, text.into_bytes()),
        InvokeResponse::Ok(InvokeResponseBody::Raw(bytes)) => ("ok", BYTES, bytes),
        InvokeResponse::Err(error) => ("error", JSON, error.0.to_string().into_bytes()),
    };
    let mut answer = Response::new(body);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer.headers_mut().insert(RESPONSE, HeaderValue::from_static(outcome));
    answer
}

/// Lets our pages read the answer.
fn allowed(mut answer: Answer) -> Answer {
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(OURS));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RESPONSE));
    answer
}

/// An answer that says nothing.
fn refusal(status: StatusCode) -> Answer {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = status;
    answer
}

/// Says once that a stranger tried: a page can ask a million times.
fn note_stranger() {
    static NOTED: AtomicBool = AtomicBool::new(false);
    if !NOTED.swap(true, Ordering::Relaxed) {
        tracing::warn!("a stranger's page asked for a command and was refused; it is not said again");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(changes: &[(&'static str, &'static str)], body: &str) -> Request<Vec<u8>> {
        let mut request = Request::new(body.as_bytes().to_vec());
        *request.uri_mut() = "ipc://localhost/plugin%3Ax%7Cy".parse().unwrap();
        let usual =
            [("Tauri-Invoke-Key", "key"), ("Tauri-Callback", "7"), ("Tauri-Error", "8"), ("Content-Type", JSON)];
        for (name, value) in usual.iter().chain(changes) {
            request.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
        request
    }

    #[test]
    fn what_tauri_s_own_script_sends_is_read_whole() {
        let read = read("key", request(&[("Tauri-Channel-Id", "3")], r#"{"a":1}"#)).unwrap();
        assert_eq!((read.cmd.as_str(), read.callback.0, read.error.0), ("plugin:x|y", 7, 8));
        assert_eq!((read.invoke_key.as_str(), read.url.as_str()), ("key", OURS));
        assert_eq!(header(&read.headers, "Tauri-Channel-Id"), Some("3"));
        assert!(matches!(read.body, InvokeBody::Json(value) if value["a"] == 1));
    }

    #[test]
    fn nothing_else_is_read() {
        for changes in [
            ("Tauri-Invoke-Key", "another"),
            ("Tauri-Invoke-Key", ""),
            ("Tauri-Callback", "-1"),
            ("Tauri-Error", "x"),
            ("Content-Type", "text/plain"),
        ] {
            assert!(read("key", request(&[changes], "{}")).is_none(), "{changes:?}");
        }
        assert!(read("key", request(&[], "no JSON")).is_none());
        assert!(read("key", Request::new(Vec::new())).is_none());
    }

    #[test]
    fn answers_say_whether_it_went_well_and_to_whom() {
        let ok = allowed(written(InvokeResponse::Ok(InvokeResponseBody::Raw(vec![1]))));
        assert_eq!((header(ok.headers(), RESPONSE), ok.body().as_slice()), (Some("ok"), &[1][..]));
        assert_eq!(header(ok.headers(), ACCESS_CONTROL_ALLOW_ORIGIN.as_str()), Some(OURS));
        let error = written(InvokeResponse::Err(tauri::ipc::InvokeError("no".into())));
        assert_eq!((header(error.headers(), RESPONSE), error.body().as_slice()), (Some("error"), &br#""no""#[..]));
        assert_eq!(header(refusal(StatusCode::FORBIDDEN).headers(), ACCESS_CONTROL_ALLOW_ORIGIN.as_str()), None);
    }
}
