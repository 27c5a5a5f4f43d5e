// Asks until it is answered, and says which of the loads it is that hears a token.
const load = crypto.randomUUID();
const asking = setInterval(() => parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*'), 50);
addEventListener('message', ({ data }) => {
  if (typeof data?.token !== 'string') return;
  clearInterval(asking);
  report('heard', load);
});
report('loaded', load);
setTimeout(report, 12000, 'waited');
