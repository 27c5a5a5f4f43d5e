//! Names as they travel.

/// Longest name, in characters: what a person can give.
const LONGEST: usize = 80;

/// Whether a name can be shown as it is. Marks that turn the direction of writing make a text read as another.
pub fn is_fit(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && name.chars().count() <= LONGEST && !name.chars().any(misleads)
}

/// A name that is fit; that of somebody who typed it may have what no name in a file may have.
pub fn fit(name: &str, otherwise: &str) -> String {
    let shown = |text: &str| {
        let kept: String = text.chars().filter(|each| !misleads(*each)).collect();
        let cut: String = kept.trim().chars().take(LONGEST).collect();
        cut.trim().to_owned()
    };
    match shown(name) {
        empty if empty.is_empty() => shown(otherwise),
        kept => kept,
    }
}

fn misleads(each: char) -> bool {
    each.is_control()
        || matches!(each, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_fit_in_any_language_and_not_when_it_misleads() {
        let longest = "港".repeat(80);
        for good in ["Club", "港", "قناة", "می‌خواهم", "👩‍👩‍👧", "a b", longest.as_str()] {
            assert!(is_fit(good), "{good}");
            assert_eq!(fit(good, "x"), good);
        }
        let long = "x".repeat(81);
        for bad in ["", " ", " a", "a\n", "a\u{202e}b", "\u{2066}a", "a\u{feff}", "a\u{200b}", "a\u{2028}b", &long] {
            assert!(!is_fit(bad), "{bad:?}");
            assert!(is_fit(&fit(bad, "otherwise")), "{bad:?}");
        }
    }
}
