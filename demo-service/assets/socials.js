import { ago, avatar, el, icon, number } from './dom.js';
import { call } from './session.js';
import { act, open, persist, poll } from './shell.js';

let revision = 0;
const feed = el('div', { class: 'feed' });
const cards = new Map();

function card(post) {
  const count = el('span', {});
  const cheer = el('button', { class: 'button cheer', type: 'button', data: { cheer: String(post.id) } }, icon('heart'), count);
  cheer.addEventListener('click', () =>
    act(cheer, async () => {
      const { status, body } = await call('socials/cheer', { post: post.id });
      if (status === 200) show(body);
    }),
  );
  const element = el(
    'article',
    { class: 'card post', data: { testid: 'post' } },
    el(
      'header',
      {},
      avatar(post.author),
      el('div', {}, el('h2', { dir: 'auto' }, post.author), el('p', { class: 'soft' }, `${post.place} · ${ago(post.at)}`)),
    ),
    el('p', { class: 'text', dir: 'auto' }, post.text),
    cheer,
  );
  return { element, cheer, count };
}

function show(view) {
  revision = view.revision;
  for (const post of view.posts) {
    let parts = cards.get(post.id);
    if (parts === undefined) {
      parts = card(post);
      cards.set(post.id, parts);
      feed.append(parts.element);
    }
    parts.count.textContent = `${number(post.cheers)} cheers`;
    parts.cheer.setAttribute('aria-pressed', String(post.cheered));
  }
}

async function refresh() {
  const { status, body } = await call(`socials?revision=${revision}`);
  if (status === 200) show(body);
}

open({
  symbol: 'heart',
  async build(main) {
    main.append(feed);
    await persist(refresh);
    poll(4_000, refresh);
  },
});
