// Says it wherever a page can say something.
const words = '\r\nh57-forged\u001b[31m\u009b32m\u202e<b id=h57-forged>';
document.title = words;
for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace']) console[level](words);
console.assert(false, words);
setTimeout(() => {
  throw new Error(words);
});
Promise.reject(new Error(words));
askForToken(parent, { type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN', widgetId: words }).then(() => {
  parent.postMessage({ type: words, value: words }, '*');
  parent.postMessage(words, '*');
  parent.postMessage({ type: 'WIDGET_ERROR', message: words, payload: { error: words } }, '*');
  report('loud');
});
