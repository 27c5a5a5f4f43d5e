import type { FrameVerdict, MainView, PageAction } from '../model';
import { community, failure, framingRefused, mainView, pageFault, widget } from './data';

/** What the scripted main window starts with, and how its frames behave. */
export interface MainScene {
  readonly view: MainView | null;
  /** Answers a frame's request; absent means that the answer never comes. */
  readonly token?: string;
  /** The page of each frame; a quiet one asks for nothing. */
  readonly frame?: 'talking' | 'quiet';
  /** What Rust says of a quiet page; absent means that it is as it should be. */
  readonly verdict?: FrameVerdict;
  /** A shortcut that is pressed once the page is there. */
  readonly press?: PageAction;
  /** More than is ever on a screen: for measurements, not to be looked at in each look. */
  readonly many?: true;
}

const signedIn = { state: 'signed_in' } as const;
const longEmail = 'a.really.quite.long.address.of.an.operator@community-operations.northwind.example';

export const mainScenes = {
  signed_in: { view: mainView(signedIn), token: 'scripted' },
  switcher: { view: mainView(signedIn), token: 'scripted', press: 'switch' },
  shortcut_sheet: { view: mainView(signedIn), token: 'scripted', press: 'show_shortcuts' },
  side_by_side: {
    view: mainView(signedIn, { beside: { widget: 'w-store', selected_on: 'start' }, share: 60 }),
    token: 'scripted',
  },
  own_window: {
    view: mainView(signedIn, {
      alone: true,
      communities: [community(signedIn, { widgets: [widget('w-channels', 'Channels', 'channels', signedIn)] })],
    }),
    token: 'scripted',
  },
  elsewhere: {
    view: mainView(signedIn, {
      communities: [
        community(signedIn, {
          widgets: [
            { ...widget('w-channels', 'Channels', 'channels', signedIn), own_window: true },
            widget('w-store', 'Store', 'store', signedIn),
          ],
        }),
      ],
    }),
    token: 'scripted',
  },
  starting: { view: null },
  signing_in: { view: mainView({ state: 'signing_in' }) },
  unlocking: { view: mainView({ state: 'signing_in' }, { keychain_prompts: true }) },
  opening: { view: mainView(signedIn), frame: 'quiet' },
  framing_refused: { view: mainView(signedIn), frame: 'quiet', verdict: framingRefused },
  page_not_found: {
    view: mainView(signedIn),
    frame: 'quiet',
    verdict: pageFault('page_not_found', 'the service has no such page (status 404)'),
  },
  page_unreachable: { view: mainView(signedIn), frame: 'quiet', verdict: pageFault('unreachable') },
  waiting: {
    view: mainView({ state: 'waiting', error: failure('service_down', 'HTTP 503'), retry_in_ms: 24_000 }),
  },
  failed: { view: mainView({ state: 'failed', error: failure('key_refused', 'HTTP 401') }) },
  failed_keychain: { view: mainView({ state: 'failed', error: failure('keychain_locked') }) },
  failed_other_keychain: {
    view: mainView({
      state: 'failed',
      error: failure('key_in_other_keychain', 'the key was kept in kwalletd6, and gnome-keyring-daemon is in use'),
    }),
  },
  failed_network: { view: mainView({ state: 'failed', error: failure('tls_failed') }) },
  failed_account: { view: mainView({ state: 'failed', error: failure('sign_in_forbidden') }) },
  signed_out: { view: mainView({ state: 'signed_out' }) },
  empty: {
    view: mainView(signedIn, { communities: [community(signedIn, { widgets: [] })], selected: null }),
  },
  no_community: { view: mainView(signedIn, { communities: [], selected: null }) },
  demo: {
    view: mainView(signedIn, {
      demo: true,
      communities: [
        community(signedIn, { name: 'Demo community', host: '127.0.0.1:43117', account: 'member@demo.example' }),
      ],
    }),
    token: 'scripted',
  },
  notice: { view: mainView(signedIn, { notice: failure('settings_damaged') }), token: 'scripted' },
  deep_link_unknown: { view: mainView(signedIn, { notice: failure('deep_link_unknown') }), token: 'scripted' },
  ended_unexpectedly: { view: mainView(signedIn, { notice: failure('ended_unexpectedly') }), token: 'scripted' },
  offline: { view: mainView(signedIn, { offline: true }), token: 'scripted' },
  offline_unopened: {
    view: mainView({ state: 'waiting', error: failure('unreachable'), retry_in_ms: 24_000 }, { offline: true }),
    frame: 'quiet',
  },
  public: {
    view: mainView(signedIn, {
      communities: [
        community(signedIn, {
          account: null,
          needs_account: false,
          widgets: [widget('w-board', 'Leaderboard', 'leaderboard', { state: 'not_needed' })],
        }),
      ],
      selected: 'w-board',
    }),
  },
  crowded: {
    view: mainView(signedIn, {
      communities: [
        community(signedIn, {
          name: 'Northwind Traders Club for Members of the Northern Region and Friends',
          host: 'widgets.a-very-long-tenant-name.community-operations.example',
          account: longEmail,
          widgets: [
            widget('w-channels', 'Channels of the Northern Region and all its friends', 'channels', signedIn),
            widget('w-store', 'Store', 'store', signedIn),
            widget('w-milestones', 'Milestones', 'milestones', signedIn),
            widget('w-currency', 'Currency Overview', 'currency', signedIn),
            widget('w-social', 'Social', 'social', signedIn),
            widget('w-board', 'Leaderboard', 'leaderboard', { state: 'not_needed' }),
          ],
        }),
        community(signedIn, {
          id: 'harbour',
          name: 'Harbour Guild',
          widgets: [
            widget('h-custom', 'Welcome board', 'custom', signedIn),
            widget('h-other', 'Quests', 'other', signedIn),
            widget('h-store', 'Store', 'store', signedIn),
          ],
        }),
      ],
    }),
    token: 'scripted',
  },
  five_hundred: {
    view: mainView(signedIn, {
      communities: [
        community(signedIn, {
          widgets: [
            widget('w-channels', 'Channels', 'channels', signedIn),
            ...Array.from({ length: 499 }, (_, place) => widget(`w-${place}`, `Widget ${place}`, 'other', signedIn)),
          ],
        }),
      ],
    }),
    token: 'scripted',
    press: 'switch',
    many: true,
  },
} as const satisfies Record<string, MainScene>;
