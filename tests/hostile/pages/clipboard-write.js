// Puts something else into the clipboard, without a click. What the person pastes afterwards shows whether it worked.
const field = Object.assign(document.createElement('textarea'), { value: 'of the attacker' });
document.body.append(field);

async function attack() {
  await outcome(() => {
    getSelection().selectAllChildren(document.body);
    return document.execCommand('copy');
  });
  await outcome(() => navigator.clipboard.write([new ClipboardItem({ 'text/plain': 'of the attacker' })]));
  await outcome(() => navigator.clipboard.writeText('of the attacker'));
}

addEventListener('paste', (event) => report('pasted', event.clipboardData.getData('text/plain')), true);
attack().then(() =>
  onClick(() => {
    field.focus();
    report('tried');
  }),
);
