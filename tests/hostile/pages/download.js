// Has a file written to the disk, the way that the test fills in.
const MARK = ['evil', 'download', 'canary'].join('-');

function follow(href, download) {
  const link = Object.assign(document.createElement('a'), { href, download });
  document.body.append(link);
  link.click();
}

function embed(src) {
  document.body.append(Object.assign(document.createElement('iframe'), { src }));
}

const ways = {
  'link': () => follow('/file', 'evil.sh'),
  'blob': () => follow(URL.createObjectURL(new Blob([MARK])), 'evil.sh'),
  'data': () => follow(`data:text/plain,${MARK}`, 'evil.sh'),
  'location': () => (location.href = '/attachment'),
  'frame': () => embed('/attachment'),
  'form': () => {
    const form = Object.assign(document.createElement('form'), { action: '/attachment', method: 'post' });
    document.body.append(form);
    form.submit();
  },
  'window': () => window.open('/attachment'),
  'names': () => [0, 1, 2, 3, 4, 5].forEach((number) => embed(`/name/${number}`)),
  'turned name': () => follow('/file', 'evil\u202efdp.sh'),
};

function attack() {
  ways['__WAY__']();
  setTimeout(() => report('done'), 2000);
}

if ('__CLICK__' === 'yes') onClick(attack);
else addEventListener('load', attack);
