// Asks as the widget beside it, and as another member.
const widgetId = '__NEIGHBOUR__';
addEventListener('message', ({ data }) => report('answered', data?.widgetId));
report('armed');

function ask() {
  const who = { widgetId, widget_id: widgetId, email: 'lucia@demo.example', nonce: '' };
  const containerId = `returning-ai-widget-${widgetId}`;
  parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN', ...who, containerId, payload: who }, '*');
  setTimeout(report, 2000, 'waited');
}
