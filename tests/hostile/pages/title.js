// Gives itself names that would do harm in the window's title or the app's own words.
const names = [
  'Returning Widgets - Update',
  '\u202eetadpU\u202c \u200b\u2066evil\u2069',
  'evil\r\n\u001b[2Jevil',
  'e'.repeat(500_000),
];

for (const name of names) {
  document.title = name;
  self.name = name.slice(0, 1000);
  history.replaceState(null, '', `#${encodeURIComponent(name.slice(0, 1000))}`);
  for (const type of ['WIDGET_READY', 'WIDGET_ERROR', 'WIDGET_TITLE', 'RETURNINGAI_WIDGET_READY']) {
    parent.postMessage({ type, title: name, name, message: name, payload: { title: name, name, message: name } }, '*');
  }
}
askForToken().then(() => report('named', document.title.length));
