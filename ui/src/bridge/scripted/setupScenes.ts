import type { AppError, Code, ConnectStep, Field, KeyView, SetupView, StepReport } from '../model';
import {
  blocked,
  clockWarned,
  type DiagnosisScene,
  intercepted,
  offlineDiagnosis,
  running,
  usualDiagnosis,
  wrongKey,
} from './diagnoses';
import { failure, setupCommunity, usualPreferences } from './data';

export interface SetupScene {
  readonly view: SetupView | null;
  /** What *Connect*, *Add widget* and *Sign in* report, in this order; a failed one ends them. */
  readonly steps?: readonly StepReport[];
  /** What *Find the cause* finds. */
  readonly diagnosis?: DiagnosisScene;
}

const all: readonly ConnectStep[] = ['check_input', 'reach_service', 'sign_in', 'keep_key', 'save'];

/** All steps pass up to `failing`. */
export function stepsUpTo(failing: ConnectStep, error: AppError, field: Field | null): StepReport[] {
  const passed = all.slice(0, all.indexOf(failing)).map((step): StepReport => ({ step, verdict: 'passed' }));
  return [...passed, { step: failing, verdict: 'failed', error, field }];
}

const first: SetupView = {
  demo: false,
  page: { page: 'start' },
  page_turn: 1,
  communities: [],
  keychain_prompts: false,
  language: 'en',
  preferences: usualPreferences,
  autostart: false,
  verbose_until_ms: null,
  removed: null,
  notice: null,
};
const connect: SetupView = { ...first, page: { page: 'connect' } };
const known: SetupView = { ...first, communities: [setupCommunity] };
const at = (page: 'community' | 'add_widget' | 'accounts'): SetupView => ({
  ...known,
  page: { page, community: setupCommunity.id },
});
const keyed = (key: KeyView, change: Partial<SetupView> = {}): SetupView => ({
  ...at('community'),
  communities: [{ ...setupCommunity, key }],
  ...change,
});
const diagnosing: SetupView = {
  ...known,
  page: { page: 'diagnosis', community: setupCommunity.id, widget: 'w-channels' },
};
const walking: SetupView = {
  ...known,
  page: { page: 'checklists', community: setupCommunity.id, widget: 'w-channels' },
};
const unreadable = (code: Code, detail: string | null = null): SetupView =>
  keyed({ state: 'unreadable', error: failure(code, detail) });

export const setupScenes = {
  start: { view: first },
  start_again: { view: known },
  start_two: {
    view: { ...known, communities: [setupCommunity, { ...setupCommunity, id: 'harbour', name: 'Harbour Club' }] },
  },
  start_demo: { view: { ...known, demo: true } },
  connect: { view: connect },
  connect_wrong_key: { view: connect, steps: stepsUpTo('sign_in', failure('key_refused', 'HTTP 401'), 'key') },
  connect_no_network: { view: connect, steps: stepsUpTo('reach_service', failure('unreachable'), null) },
  connect_no_keychain: { view: connect, steps: stepsUpTo('keep_key', failure('keychain_unavailable'), null) },
  connect_unlocking: {
    view: { ...connect, keychain_prompts: true },
    steps: [
      { step: 'check_input', verdict: 'passed' },
      { step: 'reach_service', verdict: 'passed' },
      { step: 'sign_in', verdict: 'passed' },
      { step: 'keep_key', verdict: 'running' },
    ],
  },
  connect_running: { view: connect, steps: [{ step: 'reach_service', verdict: 'running' }] },
  community: { view: at('community') },
  community_unreadable: { view: unreadable('keychain_locked') },
  community_unlocking: { view: keyed({ state: 'checking' }, { keychain_prompts: true }) },
  community_denied: { view: unreadable('keychain_denied') },
  community_no_keychain: { view: unreadable('keychain_unavailable') },
  community_silent_keychain: { view: unreadable('keychain_timed_out') },
  community_other_keychain: {
    view: unreadable('key_in_other_keychain', 'the key was kept in kwalletd6, and gnome-keyring-daemon is in use'),
  },
  community_damaged_key: { view: unreadable('key_corrupt') },
  community_two_keys: { view: unreadable('key_ambiguous') },
  community_this_session: { view: keyed({ state: 'this_session' }) },
  community_no_key: { view: keyed({ state: 'absent' }) },
  community_demo: {
    view: { ...at('community'), demo: true, communities: [{ ...setupCommunity, key: { state: 'this_session' } }] },
  },
  add_widget: { view: at('add_widget') },
  accounts: { view: at('accounts') },
  accounts_refused: { view: at('accounts'), steps: stepsUpTo('sign_in', failure('sign_in_forbidden'), 'email') },
  accounts_none: { view: { ...at('accounts'), communities: [{ ...setupCommunity, accounts: [] }] } },
  preferences: { view: { ...known, page: { page: 'preferences' } } },
  preferences_verbose: { view: { ...known, page: { page: 'preferences' }, verbose_until_ms: 1_800_000_000_000 } },
  recovery: { view: { ...known, page: { page: 'recovery' } } },
  safe_mode: { view: { ...known, page: { page: 'safe_mode' }, notice: failure('ended_unexpectedly') } },
  diagnosis: { view: diagnosing, diagnosis: usualDiagnosis },
  diagnosis_failed: { view: diagnosing, diagnosis: wrongKey },
  diagnosis_blocked: { view: diagnosing, diagnosis: blocked },
  diagnosis_intercepted: { view: diagnosing, diagnosis: intercepted },
  diagnosis_offline: { view: diagnosing, diagnosis: offlineDiagnosis },
  diagnosis_warned: { view: diagnosing, diagnosis: clockWarned },
  diagnosis_running: { view: diagnosing, diagnosis: running },
  checklists: { view: walking, diagnosis: usualDiagnosis },
  checklists_red: { view: walking, diagnosis: wrongKey },
  notice: { view: { ...known, notice: failure('settings_read_only') } },
} as const satisfies Record<string, SetupScene>;
