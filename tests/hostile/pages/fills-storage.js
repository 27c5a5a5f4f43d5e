const MB = 2 ** 20;

/** How many times `put` can be done, up to `most` times. */
async function fill(most, put) {
  for (let done = 0; done < most; done += 1) {
    try {
      await put(done);
    } catch {
      return done;
    }
  }
  return most;
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = request.oncomplete = () => resolve(request.result);
    request.onerror = request.onabort = () => reject(request.error);
  });
}

askForToken().then(async () => {
  const local = await fill(1000, (part) => localStorage.setItem(part, 'x'.repeat(100_000)));
  await report('local', local / 10);

  const part = new Uint8Array(16 * MB);
  const opening = indexedDB.open('filled', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('parts');
  const database = await done(opening);
  const indexed = await fill(16, (number) => {
    const transaction = database.transaction('parts', 'readwrite');
    transaction.objectStore('parts').put(part, number);
    return done(transaction);
  });
  await report('indexed', indexed * 16);
  const store = await caches.open('filled');
  const cached = await fill(64, (number) => store.put(`/part/${number}`, new Response(part)));
  await report('cached', cached * 16);
  report('proper', (await askForToken())?.token ? 'answered' : 'nothing');
});
