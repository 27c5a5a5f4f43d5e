// Reads what the person copied elsewhere: without a click, then with one.
function seen(text) {
  if (String(text).includes('of the person')) report('read', text);
}

const field = document.createElement('textarea');
document.body.append(field);
addEventListener('paste', (event) => seen(event.clipboardData.getData('text/plain')));

const ways = [
  () => navigator.clipboard.readText().then(seen),
  async () => {
    for (const item of await navigator.clipboard.read()) seen(await (await item.getType('text/plain')).text());
  },
  () => document.execCommand('paste'),
  () => {
    field.focus();
    document.execCommand('paste');
    seen(field.value);
  },
];

async function attack(name) {
  for (const way of ways) await outcome(way);
  report(name);
}

attack('tried-without').then(() => onClick(() => attack('tried')));
