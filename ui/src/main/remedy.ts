import type { Code, SetupPage } from '../bridge/model';
import * as m from '../messages/generated/messages';

export interface Remedy {
  readonly label: () => string;
  readonly page: SetupPage;
}

const key = new Set<Code>([
  'key_empty',
  'key_invalid',
  'key_refused',
  'key_missing',
  'key_in_other_keychain',
  'keychain_locked',
  'keychain_denied',
  'keychain_unavailable',
  'keychain_timed_out',
  'key_too_long',
  'key_corrupt',
  'key_ambiguous',
]);
const account = new Set<Code>([
  'email_invalid',
  'email_not_ascii',
  'sign_in_forbidden',
  'sign_in_rejected',
  'signed_out',
  'unknown_account',
]);
const settings = new Set<Code>([
  'origin_invalid',
  'origin_not_https',
  'community_id_invalid',
  'widget_type_invalid',
  'widget_id_invalid',
  'community_not_found',
  'redirected',
  'bad_reply',
  'reply_too_large',
  'name_not_resolved',
  'page_not_found',
  'page_not_html',
]);

/** The setup page that helps with an error, where one does. */
export function remedyFor(code: Code, community: string): Remedy | null {
  if (key.has(code)) return { label: m.open_key_settings, page: { page: 'community', community } };
  if (account.has(code)) return { label: m.open_accounts, page: { page: 'accounts', community } };
  if (settings.has(code)) return { label: m.open_settings, page: { page: 'community', community } };
  return null;
}
