// Asks once, and sends back all that it hears.
let answers = 0;
addEventListener('message', ({ data, source }) => {
  if (typeof data?.token === 'string') answers += 1;
  source.postMessage(data, '*');
});
parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
setTimeout(() => report('answers', answers), 4000);
