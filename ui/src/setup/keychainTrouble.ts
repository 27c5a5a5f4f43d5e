import type { Code } from '../bridge/model';

const codes = new Set<Code>([
  'key_in_other_keychain',
  'keychain_locked',
  'keychain_denied',
  'keychain_unavailable',
  'keychain_timed_out',
  'key_too_long',
]);

/** Whether the keychain stands in the way, so that keeping a key for this session only helps. */
export function isKeychainTrouble(code: Code): boolean {
  return codes.has(code);
}
