import { avatar, dayName, el, icon, timeOfDay } from './dom.js';
import { call } from './session.js';
import { act, announce, open, persist, poll, toast } from './shell.js';

const LONGEST = 2_000;
/** Messages of one author within this time stand together. */
const TOGETHER = 5 * 60_000;
const MOST_SHOWN = 300;

let current = null;
/** What was typed in each channel, and the last message seen there. */
const drafts = new Map();
const seen = new Map();
/** The newest message shown: its ID, author and time. */
let last = null;
let round = 0;

const list = el('nav', { class: 'channel-list', aria: { label: 'Channels' } });
const heading = el('h2', {});
const topic = el('p', {});
const messages = el('ol', { class: 'messages', tabIndex: 0, aria: { label: 'Messages', live: 'polite' } });
const newer = el(
  'button',
  { class: 'newer', type: 'button', hidden: true, onclick: () => toEnd('smooth') },
  icon('down'),
  'New messages',
);
const input = el('textarea', { id: 'message-input', rows: 1, maxLength: LONGEST, aria: { label: 'Message' } });
const count = el('span', { class: 'count', role: 'status' });
const send = el('button', { id: 'send-button', class: 'button primary', type: 'submit', aria: { label: 'Send' } }, icon('send'));
const form = el('form', { class: 'composer', onsubmit: submit }, el('div', { class: 'field' }, input, count), send);

const isAtEnd = () => messages.scrollHeight - messages.scrollTop - messages.clientHeight < 60;

function toEnd(behavior = 'instant') {
  messages.scrollTo({ top: messages.scrollHeight, behavior });
  newer.hidden = true;
}

function messageRow(message, before) {
  const newDay = before === null || dayName(before.at) !== dayName(message.at);
  const together = !newDay && before.author === message.author && message.at - before.at < TOGETHER;
  const row = el(
    'li',
    { class: together ? 'message together' : 'message', data: { testid: 'message', id: String(message.id) } },
    together ? el('span', { class: 'gutter' }) : avatar(message.author),
    el(
      'div',
      { class: 'message-body' },
      together
        ? null
        : el(
            'p',
            { class: 'byline' },
            el('strong', { dir: 'auto' }, message.author),
            message.mine ? el('span', { class: 'you' }, 'You') : null,
            el('time', { dateTime: new Date(message.at).toISOString() }, timeOfDay(message.at)),
          ),
      el('p', { class: 'text', dir: 'auto' }, message.text),
    ),
  );
  return newDay ? [el('li', { class: 'day' }, el('span', {}, dayName(message.at))), row] : [row];
}

function show(news) {
  const stay = isAtEnd() || last === null || news.some((message) => message.mine);
  for (const message of news) {
    if (last !== null && message.id <= last.id) continue;
    messages.append(...messageRow(message, last));
    last = message;
  }
  while (messages.childElementCount > MOST_SHOWN) messages.firstElementChild.remove();
  if (stay) toEnd();
  else if (news.length > 0) newer.hidden = false;
}

function showUnread(lastIds) {
  for (const button of list.children) {
    const { channel } = button.dataset;
    if (channel === current.id || !seen.has(channel)) seen.set(channel, lastIds[channel]);
    button.classList.toggle('unread', lastIds[channel] > seen.get(channel));
  }
}

async function refresh() {
  const asked = round;
  const { status, body } = await call(`channels/${current.id}/messages?since=${last?.id ?? 0}`);
  // The person may have gone to another channel in the meantime.
  if (asked !== round || status !== 200) return;
  show(body.messages);
  showUnread(body.last_ids);
}

async function choose(channel) {
  if (current !== null) drafts.set(current.id, input.value);
  current = channel;
  round += 1;
  last = null;
  messages.replaceChildren();
  newer.hidden = true;
  heading.textContent = `#${channel.id}`;
  topic.textContent = channel.topic;
  input.value = drafts.get(channel.id) ?? '';
  input.placeholder = `Message #${channel.id}`;
  fit();
  for (const button of list.children) {
    button.setAttribute('aria-current', String(button.dataset.channel === channel.id));
  }
  await persist(refresh);
}

function fit() {
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
  const left = LONGEST - input.value.length;
  count.textContent = left <= 200 ? `${left} left` : '';
  send.disabled = input.value.trim() === '';
}

function submit(event) {
  event.preventDefault();
  const typed = input.value;
  if (typed.trim() === '') return;
  const channel = current;
  act(send, async () => {
    const { status, body } = await call(`channels/${channel.id}/messages`, { text: typed });
    if (status !== 200) {
      toast(body?.message ?? 'The message was not sent.', 'alert');
      return;
    }
    if (input.value === typed && current === channel) {
      input.value = '';
      fit();
    }
    announce(body.paid);
    await refresh();
    if (current === channel) toEnd();
  });
}

input.addEventListener('input', fit);
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
messages.addEventListener('scroll', () => {
  if (isAtEnd()) newer.hidden = true;
});

open({
  symbol: 'chat',
  async build(main) {
    const { body: channels } = await persist(() => call('channels'));
    for (const channel of channels) {
      const button = el(
        'button',
        { type: 'button', class: 'channel', data: { channel: channel.id }, onclick: () => choose(channel) },
        el('span', { class: 'hash', aria: { hidden: 'true' } }, '#'),
        el('span', { class: 'channel-name' }, channel.id),
        el('span', { class: 'dot', aria: { label: 'New messages' } }),
      );
      list.append(button);
    }
    main.append(
      list,
      el(
        'section',
        { class: 'conversation' },
        el('header', { class: 'conversation-head' }, heading, topic),
        el('div', { class: 'scroller' }, messages, newer),
        form,
      ),
    );
    await choose(channels[0]);
    // The list has no height until the content is shown.
    requestAnimationFrame(() => toEnd());
    new ResizeObserver(() => fit()).observe(main);
    poll(2_000, refresh);
  },
});
