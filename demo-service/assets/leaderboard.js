import { avatar, el, number } from './dom.js';
import { open, persist } from './shell.js';

function move(places) {
  if (places === 0) return el('span', { class: 'move', aria: { label: 'Unchanged' } }, '–');
  const up = places > 0;
  const text = `${up ? 'Up' : 'Down'} ${Math.abs(places)}`;
  return el('span', { class: up ? 'move up' : 'move down', aria: { label: text } }, `${up ? '▲' : '▼'} ${Math.abs(places)}`);
}

function row({ name, place, points, moved }, position, best) {
  const share = el('span', { class: 'share' });
  share.style.width = `${(points / best) * 100}%`;
  return el(
    'tr',
    { class: position < 3 ? `top top-${position + 1}` : '', data: { testid: 'rank' } },
    el('td', { class: 'rank' }, el('span', {}, String(position + 1))),
    el(
      'td',
      { class: 'trader' },
      el('div', {}, avatar(name), el('div', {}, el('strong', { dir: 'auto' }, name), el('p', { class: 'soft', dir: 'auto' }, place))),
    ),
    el('td', { class: 'moved' }, move(moved)),
    el('td', { class: 'points' }, el('strong', {}, number(points)), share),
  );
}

open({
  symbol: 'trophy',
  isPublic: true,
  async build(main, side) {
    const rows = await persist(async () => {
      const response = await fetch('/demo/api/leaderboard', { credentials: 'omit' });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return response.json();
    });
    side.append(el('span', { class: 'pill' }, 'Week 3 of 6'));
    const heading = (text, name) => el('th', { scope: 'col', class: name }, text);
    const head = el('tr', {}, heading('Rank', 'rank'), heading('Trader', 'trader'), heading('Change', 'moved'), heading('Points', 'points'));
    const best = rows[0]?.points ?? 1;
    main.append(
      el(
        'div',
        { class: 'card board' },
        el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows.map((entry, position) => row(entry, position, best)))),
      ),
      el('p', { class: 'soft foot' }, 'Practice accounts only. Points are counted once a day.'),
    );
  },
});
