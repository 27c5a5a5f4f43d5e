//! What was said before the service started.

use std::collections::VecDeque;

use super::minutes_before;
use crate::club::MemberId;
use crate::club::channels::{Author, Channel};

const AMARA: Author = Author::Member(MemberId(0));
const LUCIA: Author = Author::Member(MemberId(1));
const MISAKI: Author = Author::Member(MemberId(2));
const HENRIK: Author = Author::Member(MemberId(3));
const THAO: Author = Author::Other("Nguyễn Thảo");
const OMAR: Author = Author::Other("Omar Haddad");
const PRIYA: Author = Author::Other("Priya Raman");
const JOAO: Author = Author::Other("João Teixeira");
const HOST: Author = Author::Other("Club host");

/// Who, how many minutes ago, what.
type Line = (Author, u64, &'static str);

const GENERAL: &[Line] = &[
    (
        HOST,
        2_980,
        "Good morning from the harbour! The Spring Trading Cup starts this week. Rules are pinned in the club.",
    ),
    (JOAO, 2_951, "Bom dia a todos. Anyone else joining from a train?"),
    (PRIYA, 2_944, "From a very slow lift, does that count?"),
    (HENRIK, 2_930, "From a ferry. Coverage ends in ten minutes, so talk fast."),
    (AMARA, 2_915, "Good morning! Two coffees in, calendar open, phone on silent."),
    (THAO, 2_702, "Chào cả nhà! The meetup in Đà Nẵng moved to Saturday, 10:00. Still four seats."),
    (LUCIA, 2_690, "¡Qué lindo! Acá en Córdoba somos seis para el próximo. Falta elegir el café."),
    (THAO, 2_684, "Choose the one with the good sockets. Always the sockets."),
    (OMAR, 1_633, "صباح الخير للجميع The recording of last night's workshop is up."),
    (MISAKI, 1_610, "ありがとうございます！ちょうど見逃したところでした。"),
    (OMAR, 1_602, "The part about sizing starts at 21 minutes, if you are short of time."),
    (PRIYA, 1_588, "That part alone was worth it. I rewrote my whole checklist afterwards."),
    (
        AMARA,
        1_455,
        "Small thing that helped me this month: I write down why I did NOT take a trade. Reading it back on Sunday is humbling and oddly calming.",
    ),
    (HENRIK, 1_449, "Stealing this."),
    (JOAO, 1_447, "Também vou roubar."),
    (LUCIA, 1_430, "Me sumo. Tres razones, máximo tres, si no escribo una novela."),
    (HOST, 486, "Reminder: workshop seats for Thursday are in the Store. Seven left as I write this."),
    (MISAKI, 342, "木曜日のワークショップ、日本語の字幕はありますか？"),
    (HOST, 335, "Yes, subtitles in Japanese, Spanish, Portuguese, Arabic and Vietnamese."),
    (MISAKI, 331, "助かります！"),
    (THAO, 94, "My headset from the Store just arrived. The whole open-plan office disappeared. Recommended."),
    (PRIYA, 88, "4,800 coins though… I have been saving since the monsoon."),
    (HENRIK, 41, "Back on land. What did I miss?"),
    (AMARA, 37, "Sockets, subtitles, and Thảo bragging about a headset."),
    (HENRIK, 33, "So, a normal Tuesday."),
    (LUCIA, 12, "Jajaja, exacto. ¿Alguien para el quiz de esta tarde?"),
    (OMAR, 6, "Count me in. Loser buys the winner a seedling."),
];

const MARKET_TALK: &[Line] = &[
    (HOST, 4_310, "A place to compare notes. No signals, no advice, be kind to newcomers."),
    (OMAR, 2_880, "Busy calendar this week: rate decision on Wednesday, jobs on Friday."),
    (PRIYA, 2_861, "I am sitting Wednesday out. My notes say I have never once enjoyed it."),
    (JOAO, 2_850, "Knowing which days to skip is half of it."),
    (MISAKI, 1_520, "円が動きましたね。今朝のスプレッドはかなり広かったです。"),
    (AMARA, 1_511, "Same here, spreads only settled after the first half hour."),
    (HENRIK, 1_500, "Gold did its usual thing where it looks asleep until the moment you look away."),
    (THAO, 1_492, "I set an alert and went to make bánh xèo. Best decision of the session."),
    (LUCIA, 420, "¿Cómo anotan el resultado cuando cierran en partes? Yo uso el promedio."),
    (OMAR, 411, "Average too, and one line for each part in the notes."),
    (AMARA, 72, "Reminder to self and others: the weekly range matters more than my mood."),
    (JOAO, 19, "Pinning that to my monitor."),
];

const NEWCOMERS: &[Line] = &[
    (HOST, 5_700, "Welcome! Tell us where you are and what you want to get better at."),
    (THAO, 5_640, "Xin chào! Da Nang, three years in. Working on patience."),
    (HENRIK, 5_610, "Bergen. Working on not checking the phone on the ferry. Failing so far."),
    (LUCIA, 4_020, "¡Hola! Lucía, de Córdoba. Quiero aprender a escribir un plan y respetarlo."),
    (MISAKI, 3_960, "福岡の林です。リスク管理を学びたいです。よろしくお願いします。"),
    (AMARA, 3_940, "Welcome, both! Start with Risk basics in Milestones, it pays 300 coins and a lot of calm."),
    (PRIYA, 1_210, "Kochi here. Happy to read anybody's first plan, my first one was terrible."),
];

const REWARDS: &[Line] = &[
    (HOST, 3_300, "Questions about coins, XP and the Store go here."),
    (JOAO, 3_120, "Do coins expire?"),
    (HOST, 3_111, "No. XP does not either. Tiers are reviewed once a year."),
    (PRIYA, 980, "The hoodie runs large, take one size down."),
    (LUCIA, 960, "Confirmo, pedí S y me queda bien."),
    (HOST, 150, "One hoodie left in this batch, more in two weeks."),
];

pub(crate) fn all(now: u64) -> Vec<Channel> {
    [
        ("general", "Say hello, share your day", GENERAL),
        ("market-talk", "Compare notes, kindly", MARKET_TALK),
        ("newcomers", "Where you are, what you want to learn", NEWCOMERS),
        ("rewards", "Coins, XP and the Store", REWARDS),
    ]
    .into_iter()
    .map(|(id, topic, lines)| {
        let mut channel = Channel { id, topic, messages: VecDeque::new() };
        for (author, minutes, text) in lines {
            channel.add(*author, minutes_before(now, *minutes), (*text).to_owned());
        }
        channel
    })
    .collect()
}
