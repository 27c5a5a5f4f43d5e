import { el, icon, number, progressBar } from './dom.js';
import { call } from './session.js';
import { act, announce, balancePill, open, persist, poll, toast } from './shell.js';

const STREAK = 'seven-day-streak';

let revision = 0;
let setBalance;
const days = el('ol', { class: 'days', aria: { hidden: 'true' } });
const headline = el('h2', {});
const hint = el('p', { class: 'soft' });
const checkIn = el('button', { id: 'check-in', class: 'button primary', type: 'button' }, 'Check in today');
const list = el('ul', { class: 'milestone-list' });
const rows = new Map();

checkIn.addEventListener('click', () =>
  act(checkIn, async () => {
    const { status, body } = await call('milestones/check-in', {});
    if (status !== 200) {
      toast(body?.message ?? 'The check-in did not work.', 'alert');
      await refresh(true);
      return;
    }
    show(body.milestones);
    toast('Checked in: +10 XP', 'calendar');
    announce(body.paid);
  }),
);

function row(milestone) {
  const [bar, move] = progressBar(milestone.title);
  const count = el('span', { class: 'count' });
  const reward = el('span', { class: 'reward' });
  const element = el(
    'li',
    { class: 'card milestone', data: { testid: 'milestone', milestone: milestone.id } },
    el('span', { class: 'badge' }, icon(milestone.icon), el('span', { class: 'tick' }, icon('check'))),
    el(
      'div',
      { class: 'milestone-body' },
      el('div', { class: 'line' }, el('h3', {}, milestone.title), reward),
      el('p', { class: 'soft' }, milestone.text),
      el('div', { class: 'line' }, bar, count),
    ),
  );
  return { element, move, count, reward };
}

function showStreak({ progress, goal }, done) {
  days.replaceChildren(
    ...Array.from({ length: goal }, (_, position) =>
      el('li', { class: position < progress ? 'done' : '' }, position < progress ? icon('check') : String(position + 1)),
    ),
  );
  const left = goal - progress;
  headline.textContent = left > 0 ? `${progress} of ${goal} days` : 'Streak complete';
  if (left === 0) hint.textContent = done ? 'See you tomorrow.' : 'Your daily check-in still earns 10 XP.';
  else hint.textContent = left === 1 ? 'One more day to 250 coins.' : `${left} more days to 250 coins.`;
}

function show(view) {
  revision = view.revision;
  setBalance(number(view.balance));
  checkIn.disabled = view.checked_in_today;
  checkIn.replaceChildren(...(view.checked_in_today ? [icon('check'), 'Checked in today'] : ['Check in today']));
  for (const milestone of view.milestones) {
    if (milestone.id === STREAK) showStreak(milestone, view.checked_in_today);
    let parts = rows.get(milestone.id);
    if (parts === undefined) {
      parts = row(milestone);
      rows.set(milestone.id, parts);
      list.append(parts.element);
    }
    const done = milestone.progress >= milestone.goal;
    parts.element.classList.toggle('done', done);
    parts.move(milestone.progress, milestone.goal);
    parts.count.textContent = `${milestone.progress} / ${milestone.goal}`;
    parts.reward.textContent = done ? `${number(milestone.coins)} coins earned` : `${number(milestone.coins)} coins`;
  }
}

async function refresh(all = false) {
  const { status, body } = await call(all ? 'milestones' : `milestones?revision=${revision}`);
  if (status === 200) show(body);
}

open({
  symbol: 'trophy',
  async build(main, side) {
    setBalance = balancePill(side);
    const text = el('div', { class: 'streak-text' }, headline, hint);
    main.append(el('section', { class: 'card streak', aria: { label: 'Daily check-in' } }, text, days, checkIn), list);
    await persist(() => refresh(true));
    poll(4_000, refresh);
  },
});
