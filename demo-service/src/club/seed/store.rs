//! What is on the shelf.

use crate::club::store::Item;

pub(crate) fn all() -> Vec<Item> {
    vec![
        Item {
            id: "mug",
            name: "Harbour mug",
            text: "Stoneware, 350 ml, with the club's lantern on it.",
            icon: "cup",
            hue: "amber",
            price: 350,
            stock: 42,
        },
        Item {
            id: "journal",
            name: "Trading journal",
            text: "Hardcover, dated pages, room for what you thought and why.",
            icon: "book",
            hue: "teal",
            price: 600,
            stock: 18,
        },
        Item {
            id: "webinar",
            name: "Live workshop seat",
            text: "Ninety minutes on position sizing, with questions.",
            icon: "screen",
            hue: "violet",
            price: 450,
            stock: 7,
        },
        Item {
            id: "credit",
            name: "25 USD trading credit",
            text: "Added to your trading account within one working day.",
            icon: "card",
            hue: "green",
            price: 1_200,
            stock: 100,
        },
        Item {
            id: "seedling",
            name: "Seedling in your name",
            text: "Planted with a mangrove project in the Mekong Delta.",
            icon: "leaf",
            hue: "green",
            price: 150,
            stock: 480,
        },
        Item {
            id: "hoodie",
            name: "Club hoodie",
            text: "Organic cotton, unisex, sizes XS to 3XL.",
            icon: "shirt",
            hue: "blue",
            price: 900,
            stock: 1,
        },
        Item {
            id: "strategy-call",
            name: "One-to-one session",
            text: "45 minutes with a coach of your choice, in six languages.",
            icon: "headset",
            hue: "rose",
            price: 2_400,
            stock: 3,
        },
        Item {
            id: "headset",
            name: "Quiet headphones",
            text: "Noise-cancelling, for busy market mornings.",
            icon: "headphones",
            hue: "violet",
            price: 4_800,
            stock: 5,
        },
        Item {
            id: "ferry-weekend",
            name: "Island ferry weekend",
            text: "Two nights for two. New dates every quarter.",
            icon: "ferry",
            hue: "blue",
            price: 1_500,
            stock: 0,
        },
    ]
}
