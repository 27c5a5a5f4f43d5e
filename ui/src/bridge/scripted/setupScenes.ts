import type { AppError, ConnectStep, Field, SetupView, StepReport } from '../model';
import { failure, setupCommunity } from './data';

export interface SetupScene {
  readonly view: SetupView | null;
  /** What *Connect*, *Add widget* and *Sign in* report, in this order; a failed one ends them. */
  readonly steps?: readonly StepReport[];
}

const all: readonly ConnectStep[] = ['check_input', 'reach_service', 'sign_in', 'keep_key', 'save'];

/** All steps pass up to `failing`. */
export function stepsUpTo(failing: ConnectStep, error: AppError, field: Field | null): StepReport[] {
  const passed = all.slice(0, all.indexOf(failing)).map((step): StepReport => ({ step, verdict: 'passed' }));
  return [...passed, { step: failing, verdict: 'failed', error, field }];
}

const first: SetupView = { demo: false, page: { page: 'start' }, page_turn: 1, communities: [], notice: null };
const connect: SetupView = { ...first, page: { page: 'connect' } };
const known: SetupView = { ...first, communities: [setupCommunity] };
const at = (page: 'community' | 'add_widget' | 'accounts'): SetupView => ({
  ...known,
  page: { page, community: setupCommunity.id },
});

export const setupScenes = {
  start: { view: first },
  start_again: { view: known },
  start_demo: { view: { ...known, demo: true } },
  connect: { view: connect },
  connect_wrong_key: { view: connect, steps: stepsUpTo('sign_in', failure('key_refused', 'HTTP 401'), 'key') },
  connect_no_network: { view: connect, steps: stepsUpTo('reach_service', failure('unreachable'), null) },
  connect_no_keychain: { view: connect, steps: stepsUpTo('keep_key', failure('keychain_unavailable'), null) },
  connect_running: { view: connect, steps: [{ step: 'reach_service', verdict: 'running' }] },
  community: { view: at('community') },
  community_unreadable: {
    view: {
      ...at('community'),
      communities: [{ ...setupCommunity, key: { state: 'unreadable', error: failure('keychain_locked') } }],
    },
  },
  community_no_key: { view: { ...at('community'), communities: [{ ...setupCommunity, key: { state: 'absent' } }] } },
  community_demo: {
    view: { ...at('community'), demo: true, communities: [{ ...setupCommunity, key: { state: 'this_session' } }] },
  },
  add_widget: { view: at('add_widget') },
  accounts: { view: at('accounts') },
  accounts_refused: { view: at('accounts'), steps: stepsUpTo('sign_in', failure('sign_in_forbidden'), 'email') },
  accounts_none: { view: { ...at('accounts'), communities: [{ ...setupCommunity, accounts: [] }] } },
  recovery: { view: { ...known, page: { page: 'recovery' } } },
  safe_mode: { view: { ...known, page: { page: 'safe_mode' }, notice: failure('ended_unexpectedly') } },
  notice: { view: { ...known, notice: failure('settings_read_only') } },
} as const satisfies Record<string, SetupScene>;
