import type { Code, Field } from '../../bridge/model';

const fields: Readonly<Partial<Record<Code, Field>>> = {
  embed_empty: 'embed_code',
  embed_unreadable: 'embed_code',
  embed_several: 'embed_code',
  embed_no_type: 'embed_code',
  embed_no_id: 'embed_code',
  widget_type_invalid: 'embed_code',
  widget_id_invalid: 'embed_code',
  widget_exists: 'embed_code',
  origin_mismatch: 'embed_code',
  origin_invalid: 'origin',
  origin_not_https: 'origin',
  name_not_resolved: 'origin',
  redirected: 'origin',
  community_id_invalid: 'community_id',
  community_not_found: 'community_id',
  key_empty: 'key',
  key_invalid: 'key',
  key_refused: 'key',
  key_missing: 'key',
  key_too_long: 'key',
  email_invalid: 'email',
  email_not_ascii: 'email',
  sign_in_forbidden: 'email',
};

/** The field a code is about, for when no step said it. */
export function fieldOf(code: Code): Field | null {
  return fields[code] ?? null;
}
