import { ago, el, icon, number, progressBar } from './dom.js';
import { call } from './session.js';
import { open, persist, poll } from './shell.js';

let revision = 0;
const coins = el('strong', { class: 'amount', data: { testid: 'balance', currency: 'coins' } });
const xp = el('strong', { class: 'amount', data: { testid: 'xp', currency: 'xp' } });
const tierName = el('strong', { class: 'tier-name', data: { testid: 'tier' } });
const tierText = el('span', { class: 'soft' });
const [tierBar, moveTier] = progressBar('Progress to the next tier');
const history = el('ul', { class: 'history' });

function balance(symbol, kind, label, value) {
  return el(
    'div',
    { class: `card balance ${kind}` },
    el('span', { class: 'badge' }, icon(symbol)),
    el('div', {}, el('p', { class: 'soft' }, label), value),
  );
}

function entry({ at, what, currency, amount }) {
  const unit = currency === 'coins' ? 'coins' : 'XP';
  const spent = amount < 0;
  return el(
    'li',
    { data: { testid: 'history-entry' }, class: spent ? 'spent' : 'earned' },
    el('span', { class: `mark ${currency}` }, icon(currency === 'coins' ? 'coin' : 'spark')),
    el('span', { class: 'what' }, what),
    el('time', { class: 'soft', dateTime: new Date(at).toISOString() }, ago(at)),
    el('strong', { class: 'change' }, `${spent ? '−' : '+'}${number(Math.abs(amount))} ${unit}`),
  );
}

function show(view) {
  revision = view.revision;
  coins.textContent = number(view.coins);
  xp.textContent = number(view.xp);
  const { name, from, next } = view.tier;
  tierName.textContent = name;
  tierText.textContent = next === null ? 'The highest tier' : `${number(next.at - view.xp)} XP to ${next.name}`;
  if (next === null) moveTier(1, 1);
  else moveTier(view.xp - from, next.at - from);
  history.replaceChildren(...view.history.map(entry));
}

async function refresh() {
  const { status, body } = await call(`currency?revision=${revision}`);
  if (status === 200) show(body);
}

open({
  symbol: 'coin',
  async build(main) {
    main.append(
      el(
        'section',
        { class: 'overview' },
        balance('coin', 'coins', 'Coins', coins),
        balance('spark', 'xp', 'Experience (XP)', xp),
        el('div', { class: 'card tier' }, el('p', { class: 'soft' }, 'Your tier'), el('p', { class: 'line' }, tierName, tierText), tierBar),
      ),
      el('section', { class: 'card' }, el('h2', {}, 'History'), history),
    );
    await persist(refresh);
    poll(2_000, refresh);
  },
});
