// Posts all that `messages` yields, counts the answers, and then asks as a widget should.
let answers = 0;
addEventListener('message', ({ data }) => {
  if (typeof data?.token === 'string') answers += 1;
});
let posted = 0;
for (const [message, transfer = []] of messages()) {
  parent.postMessage(message, '*', transfer);
  posted += 1;
}
report('posted', posted);
setTimeout(async () => {
  report('answers', answers);
  report('proper', (await askForToken())?.token ?? 'nothing');
}, 2000);
