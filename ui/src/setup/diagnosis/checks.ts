import type { Check, Outcome } from '../../bridge/model';
import * as m from '../../messages/generated/messages';

/** In the order in which they run. */
export const checkNames: Readonly<Record<Check, () => string>> = {
  configuration: m.check_configuration,
  keychain: m.check_keychain,
  proxy: m.check_proxy,
  name: m.check_name,
  connection: m.check_connection,
  tls: m.check_tls,
  sign_in: m.check_sign_in,
  frame_page: m.check_frame_page,
  frame_loaded: m.check_frame_loaded,
  token_asked: m.check_token_asked,
  token_handed_over: m.check_token_handed_over,
  ready: m.check_ready,
  storage: m.check_storage,
};

/** What is shown of a check: also where it has no outcome yet. */
export type Shown = Outcome['outcome'] | 'waiting' | 'running';

export const outcomeWords: Readonly<Record<Shown, () => string>> = {
  waiting: m.verdict_waiting,
  running: m.verdict_running,
  passed: m.outcome_passed,
  warned: m.outcome_warned,
  failed: m.verdict_failed,
  not_needed: m.verdict_not_needed,
  not_reached: m.outcome_not_reached,
  unknown: m.outcome_unknown,
};
