//! Which of the main window's pages a community's widgets are in.
//!
//! Each page has a storage of its own, and in a storage whatever is of one origin is shared, whoever is signed in there, and
//! cookies even among the hosts of one site. So communities on one site are in different partitions. Communities on
//! different sites share one: each partition costs a web process.

use crate::service::origin::Origin;
use crate::settings::model::{Community, Settings};
use crate::settings::removed::Removed;
use serde::{Deserialize, Serialize};

/// What shares cookies. The last two labels of a name are never more than that: where they are no site but a public
/// suffix, as `co.uk` is, communities are kept apart for nothing.
///
/// An address without a name is taken with its port, though cookies know no ports: only this machine has such services.
fn site(origin: &Origin) -> &str {
    let host = origin.host();
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    let Some(last) = name.rfind('.').filter(|_| name.ends_with(|c: char| c.is_ascii_alphabetic())) else { return host };
    let before_last = name.get(..last).and_then(|rest| rest.rfind('.'));
    before_last.and_then(|dot| name.get(dot + 1..)).unwrap_or(name)
}

/// A page of the main window with its storage. The first one is always there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Partition(u16);

impl Partition {
    pub const FIRST: Self = Self(0);

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(crate) fn is_first(&self) -> bool {
        *self == Self::FIRST
    }

    /// Reads the number that [`Display`](std::fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let read = text.parse().ok().map(Self)?;
        (read.to_string() == text).then_some(read)
    }

    /// The first one of which `taken` does not hold.
    fn free(taken: impl Fn(Self) -> bool) -> Self {
        (0..=u16::MAX).map(Self).find(|each| !taken(*each)).unwrap_or_default()
    }
}

impl std::fmt::Display for Partition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Settings {
    /// Those that have a community, or one that can be put back.
    pub(crate) fn partitions(&self) -> Vec<Partition> {
        let removed = self.removed.iter().filter_map(|removed| match removed {
            Removed::Community { community, .. } => Some(community),
            Removed::Widget { .. } => None,
        });
        self.communities.iter().chain(removed).map(|community| community.partition).collect()
    }

    /// Puts communities on one site into different partitions. One that is alone where it is stays there, since its
    /// widgets would have to load anew; one that can be put back keeps its place free.
    pub(crate) fn separate(&mut self) {
        let removed = match &self.removed {
            Some(Removed::Community { community, .. }) => Some((community.origin.clone(), community.partition)),
            Some(Removed::Widget { .. }) | None => None,
        };
        let mut taken: Vec<(Origin, Partition)> = removed.into_iter().collect();
        for Community { origin, partition, .. } in &mut self.communities {
            let is_taken = |wanted| taken.iter().any(|(other, held)| site(other) == site(origin) && *held == wanted);
            if is_taken(*partition) {
                *partition = Partition::free(is_taken);
            }
            taken.push((origin.clone(), *partition));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(communities: &[(&str, &str)]) -> Settings {
        let communities: Vec<_> = communities
            .iter()
            .map(|(id, host)| json!({"id": id, "name": id, "origin": format!("https://{host}"), "community_id": id}))
            .collect();
        serde_json::from_value(json!({ "communities": communities })).unwrap()
    }

    fn partitions(settings: &Settings) -> Vec<u16> {
        settings.communities.iter().map(|community| community.partition.0).collect()
    }

    #[test]
    fn communities_share_a_partition_unless_they_are_on_one_site() {
        let mut settings = settings(&[("a", "x.example"), ("b", "y.example"), ("c", "x.example"), ("d", "x.example")]);
        settings.separate();
        assert_eq!(partitions(&settings), [0, 0, 1, 2]);
    }

    #[test]
    fn hosts_of_one_site_share_cookies_and_so_no_partition() {
        let of = |text: &str| site(&Origin::parse(text).unwrap()).to_owned();
        for (origin, expected) in [
            ("https://prod-widgets.returning.ai", "returning.ai"),
            ("https://gtc.returning.ai:8443", "returning.ai"),
            ("https://returning.ai", "returning.ai"),
            ("https://club.example.co.uk", "co.uk"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("http://[::1]:8080", "[::1]:8080"),
            ("http://localhost:8080", "localhost:8080"),
        ] {
            assert_eq!(of(origin), expected, "{origin}");
        }
        let mut settings = settings(&[("a", "a.x.example"), ("b", "b.x.example"), ("c", "a.y.example")]);
        settings.separate();
        assert_eq!(partitions(&settings), [0, 1, 0]);
    }

    #[test]
    fn a_community_stays_where_it_is_whatever_happens_to_the_others() {
        let mut settings = settings(&[("a", "x.example"), ("b", "x.example"), ("c", "x.example")]);
        settings.separate();
        settings.communities.rotate_left(1);
        settings.separate();
        assert_eq!(partitions(&settings), [1, 2, 0]);
        settings.communities.pop();
        settings.separate();
        assert_eq!(partitions(&settings), [1, 2]);
    }

    #[test]
    fn the_place_of_one_that_can_be_put_back_is_kept_free() {
        let mut settings = settings(&[("a", "x.example"), ("b", "x.example")]);
        settings.separate();
        settings.take_out_community("a").unwrap();
        let mut other = settings.communities[0].clone();
        (other.id, other.partition) = ("c".to_owned(), Partition::FIRST);
        settings.communities.push(other);
        settings.separate();
        assert_eq!(partitions(&settings), [1, 2]);
    }

    #[test]
    fn a_number_is_read_as_it_is_written_and_in_no_other_way() {
        assert_eq!(Partition::parse("12"), Some(Partition(12)));
        for text in ["", "+1", "01", "-1", "65536", "a", "1 "] {
            assert_eq!(Partition::parse(text), None, "{text}");
        }
    }
}
