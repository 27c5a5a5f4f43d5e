import type { Fact } from '../../bridge/model';
import * as m from '../../messages/generated/messages';
import { inMilliseconds, inSeconds, onDay } from '../../messages/language.svelte';

type Of<Name extends Fact['fact']> = Extract<Fact, { fact: Name }>;
type Owner = Of<'key_of'>['owner'];

const places: Readonly<Record<Of<'key_kept'>['place'], () => string>> = {
  keychain: m.key_present,
  this_session: m.key_this_session,
  given: m.fact_key_given,
};
const stores: Readonly<Record<Of<'trust_store'>['store'], () => string>> = {
  system: m.fact_store_system,
  named: m.fact_store_named,
};
const shapes: Readonly<Record<Of<'reply'>['shape'], () => string>> = {
  token: m.fact_shape_token,
  unusable: m.fact_shape_unusable,
  markup: m.fact_shape_markup,
  too_large: m.fact_shape_too_large,
};
const states: Readonly<Record<Of<'frame'>['state'], () => string>> = {
  never_opened: m.fact_state_never_opened,
  open: m.fact_state_open,
  closed: m.fact_state_closed,
};

export const headerNames = {
  x_frame_options: 'X-Frame-Options',
  content_security_policy: 'Content-Security-Policy',
} as const;

const ownerName = (owner: Owner): string => (owner.owner === 'community' ? m.fact_owner_community() : owner.name);
const labelled = (label: () => string, value: string): string => `${label()}: ${value}`;
const yes = (is: boolean): string => (is ? m.fact_yes() : m.fact_no());

const texts: { readonly [Name in Fact['fact']]: (fact: Of<Name>) => string } = {
  service_address: ({ origin }) => labelled(m.field_origin, origin),
  community_id: ({ id }) => labelled(m.field_community_id, id),
  page_address: m.fact_page_address,
  account: ({ email }) => labelled(m.field_email, email),
  key_store: m.fact_key_store,
  key_kept: ({ place }) => m.fact_key_kept({ place: places[place]() }),
  key_of: ({ owner }) => m.fact_key_of({ owner: ownerName(owner) }),
  proxy_address: ({ address }) => labelled(m.check_proxy, address),
  proxy_has_password: m.fact_proxy_has_password,
  no_proxy: m.fact_no_proxy,
  host: ({ name }) => labelled(m.check_name, name),
  addresses: ({ addresses }) => m.fact_addresses({ addresses: addresses.join(', ') }),
  connected_to: ({ address }) => labelled(m.check_connection, address),
  no_network: m.fact_no_network,
  certificate: ({ issuer, valid_from_unix: from, expires_unix: to }) =>
    m.fact_certificate({ issuer, valid_from_unix: onDay(from), expires_unix: onDay(to) }),
  trust_store: ({ store }) => m.fact_trust_store({ store: stores[store]() }),
  status: m.fact_status,
  reply: ({ shape }) => m.fact_reply({ shape: shapes[shape]() }),
  token: ({ kind }) => m.fact_token({ kind: kind === 'jwt' ? 'JWT' : m.fact_kind_opaque() }),
  token_life: ({ seconds }) => m.fact_token_life({ seconds: inSeconds(seconds) }),
  clock_ahead: ({ seconds }) => m.fact_clock_ahead({ seconds: inSeconds(seconds, 'exceptZero') }),
  pause_asked: ({ ms }) => m.fact_pause_asked({ ms: inMilliseconds(ms) }),
  other_key: ({ of, accepted }) => m.fact_other_key({ of: ownerName(of), accepted: yes(accepted) }),
  content_type: m.fact_content_type,
  type_alone: m.fact_type_alone,
  type_known: ({ known }) => m.fact_type_known({ known: yes(known) }),
  framing: ({ header, value }) => m.fact_framing({ header: headerNames[header], value }),
  frame: ({ state }) => m.fact_frame({ state: states[state]() }),
  after_opening: ({ ms }) => m.fact_after_opening({ ms: inMilliseconds(ms) }),
  open_for: ({ ms }) => m.fact_open_for({ ms: inMilliseconds(ms) }),
  times_asked: m.fact_times_asked,
  error_seen: ({ after_ms }) => m.fact_error_seen({ after_ms: inMilliseconds(after_ms) }),
  other_widget_ready: m.fact_other_widget_ready,
  storage_outlives_app: ({ outlives }) => m.fact_storage_outlives_app({ outlives: yes(outlives) }),
};

/** What a step found, in the person's language. */
export function factText<Name extends Fact['fact']>(fact: Of<Name>): string {
  return (texts[fact.fact] as (fact: Of<Name>) => string)(fact);
}
