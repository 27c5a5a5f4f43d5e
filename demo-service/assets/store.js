import { el, icon, number } from './dom.js';
import { call, tellHeight } from './session.js';
import { act, announce, balancePill, open, persist, poll, toast } from './shell.js';

let revision = 0;
let setBalance;
const shelf = el('div', { class: 'shelf' });
const cards = new Map();

function card(item) {
  const note = el('span', { class: 'note' });
  const stock = el('span', { class: 'stock' });
  const redeem = el('button', { class: 'button primary', type: 'button', data: { item: item.id } }, 'Redeem');
  const confirm = el('button', { class: 'button primary', type: 'button', data: { confirm: item.id } }, `Spend ${number(item.price)} coins`);
  const cancel = el('button', { class: 'button', type: 'button', data: { cancel: item.id } }, 'Cancel');
  const question = el(
    'div',
    { class: 'question', hidden: true, role: 'group', aria: { label: `Redeem ${item.name}?` } },
    cancel,
    confirm,
  );
  const offer = el('div', { class: 'offer' }, redeem);
  const ask = (asking) => {
    question.hidden = !asking;
    offer.hidden = asking;
    (asking ? confirm : redeem).focus();
  };
  redeem.addEventListener('click', () => ask(true));
  cancel.addEventListener('click', () => ask(false));
  question.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') ask(false);
  });
  confirm.addEventListener('click', () =>
    act(confirm, async () => {
      const { status, body } = await call('store/redeem', { item: item.id });
      ask(false);
      if (status !== 200) {
        toast(body?.message ?? 'The item was not redeemed.', 'alert');
        await refresh(true);
        return;
      }
      show(body.store);
      toast(`${body.name} is yours.`);
      announce(body.paid);
    }),
  );
  const element = el(
    'article',
    { class: 'card item', data: { itemCard: item.id } },
    el('div', { class: `art hue-${item.hue}` }, icon(item.icon), stock),
    el(
      'div',
      { class: 'item-body' },
      el('h2', {}, item.name),
      el('p', { class: 'soft' }, item.text),
      el('p', { class: 'price' }, icon('coin'), el('strong', { aria: { label: `${number(item.price)} coins` } }, number(item.price)), note),
      offer,
      question,
    ),
  );
  return { element, redeem, note, stock, ask, question };
}

function show(store) {
  revision = store.revision;
  setBalance(number(store.balance));
  for (const item of store.items) {
    let parts = cards.get(item.id);
    if (parts === undefined) {
      parts = card(item);
      cards.set(item.id, parts);
      shelf.append(parts.element);
    }
    const missing = item.price - store.balance;
    const soldOut = item.stock === 0;
    const possible = missing <= 0 && !soldOut;
    if (!possible && !parts.question.hidden) parts.ask(false);
    parts.redeem.disabled = !possible;
    parts.redeem.textContent = soldOut ? 'Sold out' : 'Redeem';
    parts.stock.textContent = soldOut ? 'Sold out' : `${number(item.stock)} left`;
    parts.element.classList.toggle('sold-out', soldOut);
    if (!soldOut && missing > 0) parts.note.textContent = `You need ${number(missing)} more`;
    else if (item.redeemed > 0) parts.note.textContent = item.redeemed === 1 ? 'Redeemed once' : `Redeemed ${item.redeemed} times`;
    else parts.note.textContent = '';
  }
}

async function refresh(all = false) {
  const { status, body } = await call(all ? 'store' : `store?revision=${revision}`);
  if (status === 200) show(body);
}

open({
  symbol: 'bag',
  async build(main, side) {
    setBalance = balancePill(side);
    main.append(shelf);
    await persist(() => refresh(true));
    poll(4_000, refresh);
    tellHeight(main.parentElement);
  },
});
