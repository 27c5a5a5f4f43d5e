// A stand-in for a widget's page: asks for its token and says whether it came.
const kind = new URLSearchParams(location.search).get('kind') ?? 'other';

function add(tag: string, text: string): void {
  const element = document.createElement(tag);
  element.textContent = text;
  document.body.append(element);
}

add('h1', kind);
for (let line = 1; line <= 30; line += 1) add('p', `Line ${line} of the ${kind} page, long enough to be scrolled.`);
document.body.append(document.createElement('textarea'));

if (kind !== 'quiet' && kind !== 'leaderboard') {
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === parent) add('p', 'The token is here.');
  });
  parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, location.origin);
}
