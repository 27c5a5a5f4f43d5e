// Takes the focus and the keys, all the time, and the place of the sidebar if it can have that.
const field = document.createElement('input');
document.body.append(field);

for (const type of ['keydown', 'keypress', 'keyup']) {
  const take = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    report('key', event.key);
  };
  addEventListener(type, take, true);
}

let times = 0;
function takeFocus() {
  self.focus();
  field.focus();
  times += 1;
  if (times === 100) report('tried');
}

for (const type of ['blur', 'focusout', 'visibilitychange']) addEventListener(type, takeFocus, true);
addEventListener('focus', () => report('focused'));
setInterval(takeFocus, 10);
onClick(() => {
  parent.postMessage({ type: 'WIDGET_HEIGHT_UPDATE', payload: { height: 100000 } }, '*');
  report('clicked');
});
