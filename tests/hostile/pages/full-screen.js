// Takes the whole screen, in each way that there is, with a click.
const ways = [
  () => document.documentElement.requestFullscreen(),
  () => document.documentElement.requestFullscreen({ navigationUI: 'hide' }),
  () => document.documentElement.webkitRequestFullscreen(),
  () => document.body.webkitRequestFullScreen(),
  () => document.body.appendChild(document.createElement('video')).webkitEnterFullscreen(),
];

for (const type of ['fullscreenchange', 'webkitfullscreenchange']) {
  addEventListener(type, () => report('full-screen'), true);
}

onClick(async () => {
  for (const way of ways) await outcome(way);
  report('tried');
});
