//! What was posted in Socials.

use super::minutes_before;
use crate::club::socials::Post;

const POSTS: [(&str, &str, u64, u64, &str); 6] = [
    (
        "Priya Raman",
        "Kochi, India",
        42,
        18,
        "Our little meetup by the Chinese fishing nets: nine people, four languages, one very patient waiter.",
    ),
    (
        "João Teixeira",
        "Porto, Portugal",
        195,
        31,
        "Um ano de diário de trading, todos os dias. O melhor hábito que o clube me deu.",
    ),
    ("Siti Rahmawati", "Yogyakarta, Indonesia", 540, 12, "Mug sudah sampai! Kopi pagi terasa lebih serius sekarang."),
    ("Omar Haddad", "Amman, Jordan", 1_310, 24, "شكراً لكل من حضر ورشة إدارة المخاطر. التسجيل متاح الآن في القناة."),
    (
        "Κατερίνα Βλάχου",
        "Patras, Greece",
        2_050,
        9,
        "Finished Risk basics on the ferry to Ithaca. Lesson three is worth reading twice.",
    ),
    ("陳 志明", "Tainan, Taiwan", 3_420, 15, "第一次參加春季盃，雖然名次還在後面，但學到很多。大家加油！"),
];

pub(crate) fn all(now: u64) -> Vec<Post> {
    (1_u64..)
        .zip(POSTS)
        .map(|(id, (author, place, minutes, cheers, text))| Post {
            id,
            author,
            place,
            at: minutes_before(now, minutes),
            text,
            cheers,
        })
        .collect()
}
