// Asks, takes the token, and says nothing more.
addEventListener('message', (event) => {
  if (event.source === parent && event.data?.type === 'RETURNINGAI_WIDGET_TOKEN') {
    document.getElementById('step').textContent = 'Token received';
  }
});
parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
