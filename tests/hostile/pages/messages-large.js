const REQUEST = 'RETURNINGAI_WIDGET_REQUEST_TOKEN';
const big = 'x'.repeat(10_000_000);

function nestedIn(make, depth) {
  let value = { type: REQUEST };
  for (let level = 0; level < depth; level += 1) value = make(value);
  return value;
}

function* messages() {
  for (let count = 0; count < 5; count += 1) {
    yield [big];
    yield [REQUEST + big];
    yield [{ type: big }];
    yield [{ type: 'WIDGET_READY', payload: big }];
    yield [{ type: 'RETURNINGAI_WIDGET_TOKEN', token: big }];
  }
  yield [nestedIn((value) => ({ value }), 10_000)];
  yield [nestedIn((value) => [value], 10_000)];
  yield [nestedIn((value) => new Map([['type', value]]), 10_000)];
  const cyclic = { data: [] };
  cyclic.type = cyclic;
  cyclic.data.push(cyclic, cyclic.data);
  yield [cyclic];
  yield [Object.fromEntries(Array.from({ length: 100_000 }, (_, number) => [`key ${number}`, REQUEST]))];
  yield [Array.from({ length: 1_000_000 }, () => REQUEST)];
  for (const Kind of [Uint8Array, Float64Array, BigInt64Array]) yield [new Kind(1_250_000)];
  const buffer = new ArrayBuffer(10_000_000);
  yield [{ type: buffer }, [buffer]];
  // Whoever gets a port of the app's page could talk past the relay.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => report('port', JSON.stringify(data));
  yield [{ type: port2, port: port2 }, [port2]];
  port1.postMessage({ type: REQUEST });
  yield [new Blob([big])];
  yield [new ImageData(1000, 1000)];
  yield [new RegExp('(x+x+)+y')];
}
