// As many tokens as it can get.
let answers = 0;
const ask = () => parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
addEventListener('message', ({ data }) => {
  if (typeof data?.token !== 'string') return;
  answers += 1;
  ask();
});
ask();
setTimeout(() => report('answers', answers), 10_000);
