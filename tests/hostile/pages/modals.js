// Holds the app up with what the web engine draws itself, over and over.
const modals = {
  'alert': () => alert('Your session has ended. Your password, please.'),
  'confirm': () => confirm('Your session has ended.'),
  'prompt': () => prompt('Your session has ended. Your password, please.'),
  'print': () => print(),
};

function attack() {
  report('tried');
  const start = performance.now();
  for (let time = 0; time < 1000; time += 1) modals['__MODAL__']();
  report('free-after', performance.now() - start);
}

if ('__CLICK__' === 'yes') onClick(attack);
else addEventListener('load', attack);
