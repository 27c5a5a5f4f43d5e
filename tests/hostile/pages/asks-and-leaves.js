parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
location.href = '__STRANGER__/elsewhere';
