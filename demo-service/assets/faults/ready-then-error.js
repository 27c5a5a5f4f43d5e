// Asks, takes the token, says that it is ready, and then that it failed.
addEventListener('message', (event) => {
  if (event.source === parent && event.data?.type === 'RETURNINGAI_WIDGET_TOKEN') {
    document.getElementById('step').textContent = 'Ready, then error';
    parent.postMessage({ type: 'WIDGET_READY' }, '*');
    setTimeout(() => parent.postMessage({ type: 'WIDGET_ERROR' }, '*'), 200);
  }
});
parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
