//! The public leaderboard: a contest with invented traders (protocol.md 6).

pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) place: &'static str,
    pub(crate) points: u32,
    /// Ranks gained (or lost, below zero) since yesterday.
    pub(crate) moved: i8,
}

/// Best first.
pub(crate) const ROWS: [Row; 14] = [
    row("Nguyễn Thảo", "Đà Nẵng, Vietnam", 18_420, 1),
    row("Amara Okafor", "Lagos, Nigeria", 17_985, -1),
    row("João Teixeira", "Porto, Portugal", 16_310, 2),
    row("林 美咲", "Fukuoka, Japan", 15_740, 0),
    row("Omar Haddad", "Amman, Jordan", 14_905, -2),
    row("Priya Raman", "Kochi, India", 13_660, 3),
    row("Lucía Ferreyra", "Córdoba, Argentina", 13_120, 0),
    row("Henrik Dahl", "Bergen, Norway", 12_475, -1),
    row("Siti Rahmawati", "Yogyakarta, Indonesia", 11_890, 4),
    row("Κατερίνα Βλάχου", "Patras, Greece", 11_205, -1),
    row("Tomasz Zieliński", "Gdańsk, Poland", 10_640, 0),
    row("Wanjiru Kamau", "Nakuru, Kenya", 9_985, -3),
    row("陳 志明", "Tainan, Taiwan", 9_310, 1),
    row("Mateo Quispe", "Arequipa, Peru", 8_870, 0),
];

const fn row(name: &'static str, place: &'static str, points: u32, moved: i8) -> Row {
    Row { name, place, points, moved }
}
