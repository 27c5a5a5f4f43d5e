/** What a widget may be saying. Everything else a frame can post is `other`. */
export type Incoming = 'token_request' | 'ready' | 'error' | 'other';

export const TOKEN_REQUEST = 'RETURNINGAI_WIDGET_REQUEST_TOKEN';
export const TOKEN = 'RETURNINGAI_WIDGET_TOKEN';

// Height updates are left out on purpose: the frame fills the window and does not follow the widget's height.
const MEANINGS: ReadonlyMap<string, Incoming> = new Map([
  [TOKEN_REQUEST, 'token_request'],
  // An older dialect has one type for both ways; classify() tells its request from an echo of an answer.
  [TOKEN, 'token_request'],
  ...spellings('READY', 'ready'),
  ...spellings('ERROR', 'error'),
]);

const LONGEST_TYPE = Math.max(...[...MEANINGS.keys()].map((type) => type.length));

/** Reads own properties of plain data only, so no shape of message makes it throw. */
export function classify(data: unknown): Incoming {
  const type = typeof data === 'string' ? data : own(data, 'type');
  // A long text is turned away by its length: looking it up would hash every character of it.
  if (typeof type !== 'string' || type.length > LONGEST_TYPE) return 'other';
  if (type === TOKEN && carriesToken(data)) return 'other';
  return MEANINGS.get(type) ?? 'other';
}

/**
 * Any filled field counts, whatever its type: taking an echo for a request would start an endless exchange,
 * while overlooking a malformed request only costs the sender its answer.
 */
function carriesToken(data: unknown): boolean {
  return [own(data, 'value'), own(data, 'token')].some(
    (field) => field !== undefined && field !== null && field !== '',
  );
}

/** Inherited properties do not count: a message says only what was put into it. */
function own(data: unknown, name: string): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return Object.getOwnPropertyDescriptor(data, name)?.value;
}

function spellings(name: string, meaning: Incoming): [string, Incoming][] {
  // Seen bare in the wild; the token messages' prefix is accepted because the service uses it elsewhere.
  return [`WIDGET_${name}`, `RETURNINGAI_WIDGET_${name}`, `RETURNINGAI_${name}`].map((type) => [type, meaning]);
}
