for (const height of [NaN, Infinity, -Infinity, -1, 0, 1, 1e9, '1e9', '100%', {}, null]) {
  parent.postMessage({ type: 'WIDGET_HEIGHT_UPDATE', payload: { height } }, '*');
  parent.postMessage({ type: 'RETURNINGAI_WIDGET_HEIGHT_UPDATE', height, payload: { height: `${height}` } }, '*');
}
askForToken().then((answer) => report('proper', answer?.token ?? 'nothing'));
