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
const yes = (is: boolean): string => (is ? m.fact_yes() : m.fact_no());

const texts: { readonly [Name in Fact['fact']]: (fact: Of<Name>) => string } = {
  service_address: ({ origin }) => m.fact_service_address({ origin }),
  community_id: ({ id }) => m.fact_community_id({ id }),
  page_address: ({ address }) => m.fact_page_address({ address }),
  account: ({ email }) => m.fact_account({ email }),
  key_store: ({ name }) => m.fact_key_store({ name }),
  key_kept: ({ place }) => m.fact_key_kept({ place: places[place]() }),
  key_of: ({ owner }) => m.fact_key_of({ owner: ownerName(owner) }),
  proxy_address: ({ address }) => m.fact_proxy_address({ address }),
  proxy_has_password: () => m.fact_proxy_has_password(),
  no_proxy: () => m.fact_no_proxy(),
  host: ({ name }) => m.fact_host({ name }),
  addresses: ({ addresses }) => m.fact_addresses({ addresses: addresses.join(', ') }),
  connected_to: ({ address }) => m.fact_connected_to({ address }),
  no_network: () => m.fact_no_network(),
  certificate: ({ issuer, valid_from_unix: from, expires_unix: to }) =>
    m.fact_certificate({ issuer, valid_from_unix: onDay(from), expires_unix: onDay(to) }),
  trust_store: ({ store }) => m.fact_trust_store({ store: stores[store]() }),
  status: ({ status }) => m.fact_status({ status }),
  reply: ({ shape }) => m.fact_reply({ shape: shapes[shape]() }),
  token: ({ kind }) => m.fact_token({ kind: kind === 'jwt' ? 'JWT' : m.fact_kind_opaque() }),
  token_life: ({ seconds }) => m.fact_token_life({ seconds: inSeconds(seconds) }),
  clock_ahead: ({ seconds }) => m.fact_clock_ahead({ seconds: inSeconds(seconds, 'exceptZero') }),
  pause_asked: ({ ms }) => m.fact_pause_asked({ ms: inMilliseconds(ms) }),
  other_key: ({ of, accepted }) =>
    m.fact_other_key({ of: ownerName(of), accepted: accepted ? m.fact_taken() : m.fact_refused() }),
  content_type: ({ value }) => m.fact_content_type({ value }),
  type_alone: ({ status }) => m.fact_type_alone({ status }),
  type_known: ({ known }) => m.fact_type_known({ known: yes(known) }),
  framing: ({ header, value }) => m.fact_framing({ header: headerNames[header], value }),
  frame: ({ state }) => m.fact_frame({ state: states[state]() }),
  after_opening: ({ ms }) => m.fact_after_opening({ ms: inMilliseconds(ms) }),
  open_for: ({ ms }) => m.fact_open_for({ ms: inMilliseconds(ms) }),
  times_asked: ({ count }) => m.fact_times_asked({ count }),
  error_seen: ({ after_ms }) => m.fact_error_seen({ after_ms: inMilliseconds(after_ms) }),
  other_widget_ready: ({ name }) => m.fact_other_widget_ready({ name }),
  storage_outlives_app: ({ outlives }) => m.fact_storage_outlives_app({ outlives: yes(outlives) }),
};

/** What a step found, in the person's language. */
export function factText<Name extends Fact['fact']>(fact: Of<Name>): string {
  return (texts[fact.fact] as (fact: Of<Name>) => string)(fact);
}
