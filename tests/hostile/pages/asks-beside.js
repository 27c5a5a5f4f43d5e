// A widget beside the one that is attacked, which asks whoever listens.
addEventListener('message', ({ data }) => report('heard', data?.token));
setInterval(() => top.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*'), 100);
setTimeout(report, 3000, 'waited');
