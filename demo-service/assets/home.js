import { el, icon, number } from './dom.js';
import { call } from './session.js';
import { open, persist, poll } from './shell.js';

const EVENTS = [
  ['Thursday', 'Live workshop: position sizing', '18:00 UTC · with subtitles in six languages'],
  ['Saturday', 'Meetup in Đà Nẵng', '10:00 local time · four seats left'],
  ['Sunday', 'Spring Trading Cup, week three', 'Results at 20:00 UTC'],
];

let revision = 0;
const greeting = el('h2', {});
const coins = el('strong', { data: { testid: 'balance' } });
const xp = el('strong', {});
const tier = el('strong', {});

function fact(symbol, label, value) {
  return el('div', { class: 'card fact' }, icon(symbol), el('p', { class: 'soft' }, label), value);
}

async function refresh() {
  const { status, body } = await call(`currency?revision=${revision}`);
  if (status !== 200) return;
  revision = body.revision;
  coins.textContent = number(body.coins);
  xp.textContent = number(body.xp);
  tier.textContent = body.tier.name;
}

open({
  symbol: 'lantern',
  async build(main) {
    const { body: me } = await persist(() => call('me'));
    greeting.textContent = `Welcome back, ${me.name}`;
    main.append(
      el('section', { class: 'hero' }, greeting, el('p', {}, 'The lights are on. Here is where you stand, and what comes next.')),
      el('section', { class: 'facts' }, fact('coin', 'Coins', coins), fact('spark', 'XP', xp), fact('trophy', 'Tier', tier)),
      el(
        'section',
        { class: 'card' },
        el('h2', {}, 'This week'),
        el(
          'ul',
          { class: 'events' },
          ...EVENTS.map(([day, title, text]) =>
            el('li', {}, el('span', { class: 'event-day' }, day), el('div', {}, el('h3', {}, title), el('p', { class: 'soft' }, text))),
          ),
        ),
      ),
    );
    await persist(refresh);
    poll(4_000, refresh);
  },
});
