//! Whether a page lets the app show it in a frame: `X-Frame-Options` and the content policy's `frame-ancestors`, judged
//! as web engines do (HTML, "check a navigation response's adherence to `X-Frame-Options`"; CSP 3, 6.4.2 and 6.7.2).

use crate::view::RefusingHeader;
use std::collections::BTreeSet;
use url::Url;

/// Most that is told of a header, in characters.
const LONGEST_VALUE: usize = 300;

const FRAME_ANCESTORS: &str = "frame-ancestors";
/// In the place of what is too long to be shown.
const LEFT_OUT: &str = "...";
const NONE: &str = "'none'";
const SELF: &str = "'self'";

/// The app's own page, in which every frame is: its origin.
#[derive(Debug, Clone)]
pub struct Parent {
    text: String,
    url: Url,
}

impl Parent {
    /// # Errors
    /// For what is no URL with a host.
    pub fn parse(origin: &str) -> Result<Self, url::ParseError> {
        let url = Url::parse(origin)?;
        if url.host_str().is_none() {
            return Err(url::ParseError::EmptyHost);
        }
        Ok(Self { text: origin.to_owned(), url })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Why a page can't be shown. Bounded, printable ASCII: the texts are a server's and are shown to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub header: RefusingHeader,
    /// What the header says; of a content policy only the directive.
    pub value: String,
    /// The directive of a content policy that would let the app in, and whoever else it lets in already.
    pub wanted: String,
}

/// Judges a page's headers of both kinds, each value as it came. `None` means that it may be shown.
#[must_use]
pub fn refusal(frame_options: &[String], policies: &[String], page: &Url, parent: &Parent) -> Option<Refusal> {
    let mut directives = policies.iter().flat_map(|value| value.split(',')).filter_map(ancestors).peekable();
    // A page that says who may frame it by the newer way means that, whatever it says by the older one.
    if directives.peek().is_some() {
        let refused = directives.find(|sources| !sources.iter().any(|source| matches(source, page, &parent.url)));
        return refused.map(|sources| refused_by_policy(&sources, parent));
    }
    refuses_by_options(frame_options, page, parent).then(|| refused_by_options(frame_options, parent))
}

/// The sources of a policy's first `frame-ancestors`; later ones do not count.
fn ancestors(policy: &str) -> Option<Vec<&str>> {
    policy.split(';').find_map(|directive| {
        let mut words = directive.split_ascii_whitespace();
        let is_it = words.next().is_some_and(|name| name.eq_ignore_ascii_case(FRAME_ANCESTORS));
        is_it.then(|| words.collect())
    })
}

fn matches(source: &str, page: &Url, parent: &Url) -> bool {
    if source == "*" {
        return matches!(parent.scheme(), "http" | "https") || parent.scheme() == page.scheme();
    }
    if source.eq_ignore_ascii_case(SELF) {
        return page.origin() == parent.origin();
    }
    if let Some((scheme, rest)) = source.split_once("://") {
        return scheme_matches(scheme, parent) && host_matches(rest, parent);
    }
    if let Some(scheme) = source.strip_suffix(':') {
        return scheme_matches(scheme, parent);
    }
    // Other keywords, such as 'none', are no host of anybody.
    scheme_matches(page.scheme(), parent) && host_matches(source, parent)
}

fn scheme_matches(scheme: &str, parent: &Url) -> bool {
    scheme.eq_ignore_ascii_case(parent.scheme()) || scheme.eq_ignore_ascii_case("http") && parent.scheme() == "https"
}

/// Matches `host[:port][/path]`.
fn host_matches(source: &str, parent: &Url) -> bool {
    let (place, path) = source.find('/').map_or((source, ""), |at| source.split_at(at));
    let (host, port) = place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port)));
    name_matches(host, parent.host_str().unwrap_or_default())
        && port_matches(port, parent)
        && path_matches(path, parent.path())
}

fn name_matches(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    match pattern.strip_prefix('*') {
        Some("") => true,
        Some(rest) => rest.starts_with('.') && host.len() > rest.len() && host.ends_with(rest),
        None => pattern == host,
    }
}

fn port_matches(pattern: Option<&str>, parent: &Url) -> bool {
    match pattern {
        // A parsed URL has no port where it is the scheme's usual one.
        None => parent.port().is_none(),
        Some("*") => true,
        Some(number) => number.parse().ok().is_some_and(|number| parent.port_or_known_default() == Some(number)),
    }
}

/// The standard has `/` match an empty path; WebKit, where a parent such as `tauri://localhost` has one, does not.
fn path_matches(pattern: &str, path: &str) -> bool {
    pattern.is_empty() || pattern == path || pattern.ends_with('/') && path.starts_with(pattern)
}

fn refuses_by_options(values: &[String], page: &Url, parent: &Parent) -> bool {
    let words = values.iter().flat_map(|value| value.split(','));
    let words: BTreeSet<String> = words.map(|word| word.trim().to_ascii_lowercase()).collect();
    let known = |word: &String| matches!(word.as_str(), "deny" | "allowall" | "sameorigin");
    match words.first() {
        // Words that contradict each other refuse, if an engine knows any of them.
        Some(_) if words.len() > 1 => words.iter().any(known),
        Some(word) if word == "deny" => true,
        Some(word) if word == "sameorigin" => page.origin() != parent.url.origin(),
        _ => false,
    }
}

fn refused_by_policy(sources: &[&str], parent: &Parent) -> Refusal {
    let kept: Vec<&str> = sources.iter().filter(|source| !source.eq_ignore_ascii_case(NONE)).copied().collect();
    Refusal {
        header: RefusingHeader::ContentSecurityPolicy,
        value: clean(&directive(sources.iter().copied())),
        wanted: format!("{} {}", clean(&directive(that_fit(&kept))), parent.as_str()),
    }
}

fn refused_by_options(values: &[String], parent: &Parent) -> Refusal {
    let value = clean(&values.join(", "));
    let kept = value.eq_ignore_ascii_case("sameorigin").then_some(SELF);
    Refusal {
        header: RefusingHeader::XFrameOptions,
        wanted: format!("{} {}", directive(kept.into_iter()), parent.as_str()),
        value,
    }
}

/// Whole sources only, with a mark where some are left out: a piece of one would let in nobody.
fn that_fit<'a>(sources: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let mut room = LONGEST_VALUE - FRAME_ANCESTORS.len() - LEFT_OUT.len() - 1;
    let fits = |source: &&&str| {
        let left = room.checked_sub(source.len() + 1);
        room = left.unwrap_or_default();
        left.is_some()
    };
    let fitting: Vec<&'a str> = sources.iter().take_while(fits).copied().collect();
    let mark = (fitting.len() < sources.len()).then_some(LEFT_OUT);
    fitting.into_iter().chain(mark)
}

fn directive<'a>(sources: impl Iterator<Item = &'a str>) -> String {
    std::iter::once(FRAME_ANCESTORS).chain(sources).collect::<Vec<_>>().join(" ")
}

/// What can be shown to people and sent on by them: no control character, nothing that turns the line around.
fn clean(text: &str) -> String {
    let printable = |c: char| if c == ' ' || c.is_ascii_graphic() { c } else { '?' };
    text.chars().map(printable).take(LONGEST_VALUE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://widgets.example/channel-widget/1";

    fn judged(frame_options: &[&str], policies: &[&str], parent: &str) -> Option<Refusal> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (page, parent) = (Url::parse(PAGE).unwrap(), Parent::parse(parent).unwrap());
        refusal(&owned(frame_options), &owned(policies), &page, &parent)
    }

    fn allows(policy: &str, parent: &str) -> bool {
        judged(&[], &[policy], parent).is_none()
    }

    #[test]
    fn each_source_lets_in_what_it_names() {
        // For each: the page of the app on Linux and macOS, on Windows, a page of the service, another site.
        let parents =
            ["tauri://localhost", "http://tauri.localhost", "https://widgets.example", "https://a.b.example:444"];
        for (sources, expected) in [
            ("*", [false, true, true, true]),
            ("", [false, false, false, false]),
            ("'none'", [false, false, false, false]),
            ("'self'", [false, false, true, false]),
            ("'SELF'", [false, false, true, false]),
            ("tauri:", [true, false, false, false]),
            ("TAURI:", [true, false, false, false]),
            ("https:", [false, false, true, true]),
            ("http:", [false, true, true, true]),
            ("tauri://localhost", [true, false, false, false]),
            ("Tauri://LocalHost", [true, false, false, false]),
            ("tauri://localhost:*", [true, false, false, false]),
            ("tauri://localhost:80", [false, false, false, false]),
            ("tauri://*", [true, false, false, false]),
            ("tauri://*.localhost", [false, false, false, false]),
            ("tauri://localhost/", [false, false, false, false]),
            ("tauri://localhost/main.html", [false, false, false, false]),
            ("tauri://other", [false, false, false, false]),
            ("localhost", [false, false, false, false]),
            ("http://tauri.localhost", [false, true, false, false]),
            ("http://tauri.localhost:80", [false, true, false, false]),
            ("http://tauri.localhost:81", [false, false, false, false]),
            ("http://tauri.localhost/", [false, true, false, false]),
            ("http://tauri.localhost/main", [false, false, false, false]),
            ("https://tauri.localhost", [false, false, false, false]),
            ("http://*.localhost", [false, true, false, false]),
            ("widgets.example", [false, false, true, false]),
            ("widgets.example:443", [false, false, true, false]),
            ("http://widgets.example", [false, false, true, false]),
            ("*.example", [false, false, true, false]),
            ("*.example:444", [false, false, false, true]),
            ("*.example:*", [false, false, true, true]),
            ("*.b.example:*", [false, false, false, true]),
            ("*.a.b.example:*", [false, false, false, false]),
            ("*example:*", [false, false, false, false]),
            ("b.example:444", [false, false, false, false]),
            ("'none' tauri:", [true, false, false, false]),
            ("https://x.example tauri://localhost http://tauri.localhost", [true, true, false, false]),
            ("'nonce-tauri' tauri", [false, false, false, false]),
        ] {
            let got = parents.map(|parent| allows(&format!("frame-ancestors {sources}"), parent));
            assert_eq!(got, expected, "{sources}");
        }
    }

    #[test]
    fn every_policy_has_to_let_the_app_in_and_of_each_the_first_word_counts() {
        let tauri = "tauri://localhost";
        for (policies, allowed) in [
            (&[][..], true),
            (&["default-src 'none'; script-src 'self'"], true),
            (&["default-src 'none';FRAME-ANCESTORS\ttauri: ;"], true),
            (&["frame-ancestors tauri:; frame-ancestors 'none'"], true),
            (&["frame-ancestors 'none'; frame-ancestors tauri:"], false),
            (&["frame-ancestors tauri:, frame-ancestors 'none'"], false),
            (&["frame-ancestors tauri:, default-src 'none'"], true),
            (&["frame-ancestors tauri:", "frame-ancestors https:"], false),
            (&["frame-ancestors tauri:", "frame-ancestors tauri://localhost"], true),
            (&["frame-ancestorsx 'none'"], true),
        ] {
            assert_eq!(judged(&[], policies, tauri).is_none(), allowed, "{policies:?}");
        }
    }

    #[test]
    fn frame_options_count_only_where_no_policy_says_who_may() {
        for (options, policies, allowed) in [
            (&["DENY"][..], &[][..], false),
            (&["deny"], &[], false),
            (&["SAMEORIGIN"], &[], false),
            (&["DENY, DENY"], &[], false),
            (&["DENY", "SAMEORIGIN"], &[], false),
            (&["ALLOWALL"], &[], true),
            (&["ALLOWALL", "DENY"], &[], false),
            (&["ALLOW-FROM tauri://localhost"], &[], true),
            (&["nonsense"], &[], true),
            (&["nonsense, rubbish"], &[], true),
            (&["nonsense, DENY"], &[], false),
            (&[""], &[], true),
            (&["DENY"], &["frame-ancestors tauri:"], true),
            (&["ALLOWALL"], &["frame-ancestors 'none'"], false),
            (&["DENY"], &["default-src 'none'"], false),
        ] {
            assert_eq!(judged(options, policies, "tauri://localhost").is_none(), allowed, "{options:?} {policies:?}");
        }
        assert_eq!(judged(&["SAMEORIGIN"], &[], "https://widgets.example"), None);
    }

    #[test]
    fn a_refusal_says_which_words_refuse_and_which_would_not() {
        for (options, policies, header, value, wanted) in [
            (&["DENY"][..], &[][..], RefusingHeader::XFrameOptions, "DENY", "frame-ancestors tauri://localhost"),
            (
                &["SameOrigin"],
                &[],
                RefusingHeader::XFrameOptions,
                "SameOrigin",
                "frame-ancestors 'self' tauri://localhost",
            ),
            (
                &["DENY"],
                &["default-src 'self'; Frame-Ancestors  'none'"],
                RefusingHeader::ContentSecurityPolicy,
                "frame-ancestors 'none'",
                "frame-ancestors tauri://localhost",
            ),
            (
                &[],
                &["frame-ancestors tauri:", "frame-ancestors 'self' https://crm.example"],
                RefusingHeader::ContentSecurityPolicy,
                "frame-ancestors 'self' https://crm.example",
                "frame-ancestors 'self' https://crm.example tauri://localhost",
            ),
        ] {
            let refusal = judged(options, policies, "tauri://localhost").unwrap();
            assert_eq!((refusal.header, refusal.value.as_str(), refusal.wanted.as_str()), (header, value, wanted));
            assert!(allows(&refusal.wanted, "tauri://localhost"), "{wanted}");
        }
    }

    #[test]
    fn what_a_server_sends_is_told_bounded_and_printable() {
        let long = format!("frame-ancestors {}", "https://a.example ".repeat(1000));
        let refusal = judged(&[], &[&long], "tauri://localhost").unwrap();
        assert_eq!(refusal.value.len(), LONGEST_VALUE);
        assert!(refusal.wanted.ends_with(" tauri://localhost") && refusal.wanted.len() < 2 * LONGEST_VALUE);
        let odd =
            judged(&["DENY\u{1b}[2J\u{202e}é"], &["frame-ancestors \u{7}x\u{2066}"], "tauri://localhost").unwrap();
        assert_eq!(odd.value, "frame-ancestors ?x?");
    }

    #[test]
    fn a_list_that_is_too_long_is_cut_between_its_sources_and_marked() {
        let hosts: Vec<String> = (0..40).map(|number| format!("https://host-{number}.example")).collect();
        let policy = format!("frame-ancestors {}", hosts.join(" "));
        let refusal = judged(&[], &[&policy], "tauri://localhost").unwrap();
        let wanted: Vec<&str> = refusal.wanted.split(' ').collect();
        let [first, kept @ .., mark, parent] = wanted.as_slice() else { panic!("{wanted:?}") };
        assert_eq!((*first, *mark, *parent), ("frame-ancestors", "...", "tauri://localhost"));
        assert!(kept.len() > 5 && kept.iter().zip(&hosts).all(|(kept, host)| kept == host), "{kept:?}");
    }
}
