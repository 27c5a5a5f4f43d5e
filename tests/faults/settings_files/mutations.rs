//! What becomes of a file by accident: many ways to damage one, each by chance.

use rand::rngs::StdRng;
use rand::{Rng, RngExt};
use serde_json::{Value, json};

/// A way to damage a file.
pub struct Mutation {
    pub name: &'static str,
    pub damage: fn(&mut StdRng, &[u8]) -> Vec<u8>,
}

const fn by(name: &'static str, damage: fn(&mut StdRng, &[u8]) -> Vec<u8>) -> Mutation {
    Mutation { name, damage }
}

pub const MUTATIONS: [Mutation; 26] = [
    by("cut off", |random, good| good[..place(random, good)].to_vec()),
    by("empty", |_, _| Vec::new()),
    by("begins late", |random, good| good[place(random, good)..].to_vec()),
    by("a flipped bit", |random, good| {
        let mut bytes = good.to_vec();
        bytes[random.random_range(0..good.len())] ^= 1 << random.random_range(0..8);
        bytes
    }),
    by("many flipped bits", |random, good| {
        let mut bytes = good.to_vec();
        for _ in 0..random.random_range(2..200) {
            bytes[random.random_range(0..good.len())] ^= 1 << random.random_range(0..8);
        }
        bytes
    }),
    by("swapped blocks", |random, good| {
        let mut places = [place(random, good), place(random, good), place(random, good)];
        places.sort_unstable();
        let [a, b, c] = places;
        [&good[..a], &good[b..c], &good[a..b], &good[c..]].concat()
    }),
    by("a lost block", |random, good| {
        let (a, b) = two_places(random, good);
        [&good[..a], &good[b..]].concat()
    }),
    by("a block twice", |random, good| {
        let (a, b) = two_places(random, good);
        [&good[..b], &good[a..]].concat()
    }),
    by("twice over", |_, good| [good, good].concat()),
    by("inserted bytes", |random, good| {
        let more: Vec<u8> = (0..random.random_range(1..50)).map(|_| random.random()).collect();
        inserted(random, good, &more)
    }),
    by("inserted spaces", |random, good| inserted(random, good, b" \r\n\t ")),
    by("zeros in the middle", |random, good| {
        let (a, b) = two_places(random, good);
        let mut bytes = good.to_vec();
        bytes[a..b].fill(0);
        bytes
    }),
    by("all zeros", |_, good| vec![0; good.len()]),
    by("noise", |random, good| {
        let mut bytes = good.to_vec();
        random.fill_bytes(&mut bytes);
        bytes
    }),
    by("a byte order mark", |_, good| [b"\xef\xbb\xbf", good].concat()),
    by("UTF-16", |_, good| utf16(good).flat_map(u16::to_le_bytes).collect()),
    by("UTF-16, big end first", |_, good| utf16(good).flat_map(u16::to_be_bytes).collect()),
    by("a byte that is no UTF-8", |random, good| inserted(random, good, b"\xff")),
    by("nested without end", |random, good| {
        let opening: &[u8] = if random.random() { b"[" } else { b"{\"settings\":" };
        let opening = opening.repeat(random.random_range(100..20_000));
        inserted(random, good, &opening)
    }),
    by("a huge number", |random, good| {
        const NUMBERS: [&str; 6] = ["1e999", "-1", "18446744073709551616", "1e-400", "0.1", "9007199254740993"];
        let text = String::from_utf8_lossy(good);
        let Value::Object(fields) = serde_json::from_str(&text).expect("a good file") else { return Vec::new() };
        let field = ["generation", "checksum", "format"][random.random_range(0..3)];
        let number = NUMBERS[random.random_range(0..NUMBERS.len())];
        let was = format!("\"{field}\": {}", fields[field]);
        text.replace(&was, &format!("\"{field}\": {number}")).into_bytes()
    }),
    by("a key twice", |random, good| {
        const FIELDS: [&str; 5] =
            ["\"settings\": {}", "\"settings\": null", "\"generation\": 99", "\"checksum\": 0", "\"format\": 9"];
        let field = FIELDS[random.random_range(0..FIELDS.len())];
        let text = String::from_utf8_lossy(good);
        let inner = text.trim().trim_start_matches('{').trim_end_matches('}');
        let first = if random.random() { format!("{{{field},{inner}}}") } else { format!("{{{inner},{field}}}") };
        first.into_bytes()
    }),
    by("not an object", |random, _| {
        const TEXTS: [&str; 6] = ["[]", "null", "17", "\"settings\"", "{}", "true"];
        TEXTS[random.random_range(0..TEXTS.len())].as_bytes().to_vec()
    }),
    by("a field that is gone", |random, good| {
        without(good, ["settings", "generation", "checksum", "format"][random.random_range(0..4)])
    }),
    by("a wrong type with the right checksum", |random, good| {
        let bodies = [
            json!(null),
            json!([]),
            json!("settings"),
            json!(17),
            json!({"communities": 5}),
            json!({"communities": [5]}),
            json!({"communities": [{}]}),
            json!({"selected": {}}),
            json!({"communities": {"0": {}}}),
        ];
        let body = &bodies[random.random_range(0..bodies.len())];
        let generation = json!(generation(good) + random.random_range(0..9));
        sealed(&generation, 1, body)
    }),
    by("a generation beyond counting with the right checksum", |random, good| {
        let body = parsed(good)["settings"].clone();
        sealed(&json!(u64::MAX - random.random_range(0..3)), 1, &body)
    }),
    by("a wrong value with the right checksum", |random, good| {
        let mut body = parsed(good)["settings"].clone();
        let values = [json!("http://a.example"), json!(""), json!(null), json!("a\nb"), json!(3), json!(["x"])];
        body["communities"][0]["origin"] = values[random.random_range(0..values.len())].clone();
        sealed(&json!(generation(good)), 1, &body)
    }),
];

fn place(random: &mut StdRng, good: &[u8]) -> usize {
    random.random_range(0..=good.len())
}

fn two_places(random: &mut StdRng, good: &[u8]) -> (usize, usize) {
    let (a, b) = (place(random, good), place(random, good));
    (a.min(b), a.max(b))
}

fn inserted(random: &mut StdRng, good: &[u8], more: &[u8]) -> Vec<u8> {
    let at = place(random, good);
    [&good[..at], more, &good[at..]].concat()
}

fn utf16(good: &[u8]) -> impl Iterator<Item = u16> {
    String::from_utf8_lossy(good).encode_utf16().collect::<Vec<_>>().into_iter()
}

fn parsed(good: &[u8]) -> Value {
    serde_json::from_slice(good).expect("a good file")
}

fn generation(good: &[u8]) -> u64 {
    parsed(good)["generation"].as_u64().expect("a generation")
}

fn without(good: &[u8], field: &str) -> Vec<u8> {
    let mut value = parsed(good);
    value.as_object_mut().expect("an object").remove(field);
    value.to_string().into_bytes()
}

/// A file with any body at all and the checksum that belongs to it.
fn sealed(generation: &Value, format: u64, body: &Value) -> Vec<u8> {
    let checksum = crc32fast::hash(format!("{generation}:{format}:{body}").as_bytes());
    json!({"generation": generation, "format": format, "checksum": checksum, "settings": body}).to_string().into_bytes()
}
