import type {
  AppError,
  Code,
  CommunityView,
  EmbedCodeView,
  FrameVerdict,
  ImportPlan,
  MainView,
  Preferences,
  SessionView,
  SetupCommunityView,
  WidgetKind,
  WidgetView,
} from '../model';

export function failure(code: Code, detail: string | null = null): AppError {
  return { code, retryable: false, retry_after_ms: null, detail };
}

/** The same as an `Error`, for throwing. */
export function rejection(code: Code, detail: string | null = null): Error & AppError {
  return Object.assign(new Error(code), failure(code, detail));
}

/** A page that is as it should be, and silent. */
export const silentPage: FrameVerdict = { error: failure('frame_timed_out'), refusal: null };

/** A page with something wrong about it. */
export function pageFault(code: Code, detail: string | null = null): FrameVerdict {
  return { error: failure(code, detail), refusal: null };
}

/** A page that the service lets nobody show but itself. */
export const framingRefused: FrameVerdict = {
  error: failure('framing_refused', 'the page may not be shown in this app'),
  refusal: {
    header: 'content_security_policy',
    value: "frame-ancestors 'self' https://crm.northwind.example",
    wanted: "frame-ancestors 'self' https://crm.northwind.example tauri://localhost",
    parent_origin: 'tauri://localhost',
    page: 'https://prod-widgets.returning.ai/channel-widget/65b1f0c2a4d9e8b7c6a5f432',
  },
};

export const usualPreferences: Preferences = {
  theme: 'system',
  language: null,
  on_close: 'ask',
  start_hidden: false,
  sleep_after_minutes: '30',
  live_frames: '6',
};

/** What a file of another computer would change. */
export const importPlan: ImportPlan = {
  plan: 'plan-1',
  difference: {
    added: [
      { what: 'community', name: 'Lantern Bay', address: 'https://widgets.lantern-bay.example' },
      { what: 'widget', name: 'Channels', community: 'Lantern Bay' },
      { what: 'account', email: 'amara@lantern-bay.example', community: 'Lantern Bay' },
    ],
    changed: [
      { what: 'theme', from: 'system', to: 'dark' },
      { what: 'language', from: null, to: 'es' },
      { what: 'renamed', from: 'Northwind', to: 'Northwind Traders' },
      { what: 'zoom', widget: 'Store', from: 100, to: 125 },
    ],
    same: [{ what: 'widget', name: 'Milestones', community: 'Northwind Traders' }],
    kept: [
      { what: 'key_choice', widget: 'Store' },
      { what: 'order', community: 'Northwind Traders' },
    ],
  },
};

export function widget(id: string, name: string, kind: WidgetKind, session: SessionView): WidgetView {
  return { id, name, kind, session, zoom: 100, own_window: false, pinned: false };
}

export function community(session: SessionView, change: Partial<CommunityView> = {}): CommunityView {
  return {
    id: 'northwind',
    name: 'Northwind Traders Club',
    colour: 'blue',
    host: 'prod-widgets.returning.ai',
    account: session.state === 'signed_out' ? null : 'mara.lindqvist@northwind.example',
    account_count: 2,
    needs_account: true,
    elsewhere: false,
    widgets: [
      widget('w-channels', 'Channels', 'channels', session),
      widget('w-store', 'Store', 'store', session),
      widget('w-milestones', 'Milestones', 'milestones', session),
      widget('w-currency', 'Currency Overview', 'currency', session),
    ],
    ...change,
  };
}

export function mainView(session: SessionView, change: Partial<MainView> = {}): MainView {
  return {
    demo: false,
    alone: false,
    communities: [community(session)],
    selected: 'w-channels',
    beside: null,
    share: 50,
    in_front: true,
    frames_elsewhere: 0,
    offline: false,
    network_came: 0,
    keychain_prompts: false,
    hidden: false,
    language: 'en',
    preferences: usualPreferences,
    presses: [],
    notice: null,
    ...change,
  };
}

/** The same view with one widget drawn in another size. */
export function magnified(view: MainView, id: string, zoom: number): MainView {
  const sized = (each: WidgetView) => (each.id === id ? { ...each, zoom } : each);
  return {
    ...view,
    communities: view.communities.map((each) => ({ ...each, widgets: each.widgets.map(sized) })),
  };
}

export const setupCommunity: SetupCommunityView = {
  id: 'northwind',
  name: 'Northwind Traders Club',
  colour: 'blue',
  origin: 'https://prod-widgets.returning.ai',
  community_id: '65b1f0c2a4d9e8b7c6a5f432',
  key: { state: 'present' },
  accounts: [
    { email: 'mara.lindqvist@northwind.example', signed_in: true },
    { email: 'a.really.quite.long.address.of.an.operator@community-operations.northwind.example', signed_in: false },
  ],
  widgets: [
    {
      id: 'w-channels',
      name: 'Channels',
      kind: 'channels',
      widget_type: 'channel-widget',
      public: false,
      own_key: null,
      pinned: false,
    },
    {
      id: 'w-store',
      name: 'Spring store',
      kind: 'store',
      widget_type: 'store-widget',
      public: false,
      own_key: null,
      pinned: false,
    },
    {
      id: 'w-milestones',
      name: 'Milestones',
      kind: 'milestones',
      widget_type: 'milestone-widget',
      public: false,
      own_key: { state: 'present' },
      pinned: true,
    },
    {
      id: 'w-board',
      name: 'Monthly leaderboard',
      kind: 'leaderboard',
      widget_type: 'custom-leaderboards',
      public: true,
      own_key: null,
      pinned: false,
    },
    {
      id: 'w-quests',
      name: 'Quests',
      kind: 'other',
      widget_type: 'quest-board',
      public: false,
      own_key: null,
      pinned: false,
    },
  ],
};

const kinds: Readonly<Record<string, WidgetKind>> = {
  'channel-widget': 'channels',
  'store-widget': 'store',
  store: 'store',
  'milestone-widget': 'milestones',
  'currency-overview-widget': 'currency',
  'social-widget': 'social',
  'custom-leaderboards': 'leaderboard',
  'custom-widget': 'custom',
};

/** A rough stand-in for what Rust reads; throws an `AppError`. */
export function readCode(text: string): EmbedCodeView {
  const address = /https?:\/\/[^\s"'<>]+/.exec(text)?.[0];
  if (address === undefined) throw rejection('embed_unreadable');
  const url = new URL(address);
  const [type, id, extra] = url.pathname.split('/').filter(Boolean);
  if (type === undefined) throw rejection('embed_no_type');
  if (id === undefined) throw rejection('embed_no_id');
  const kind = kinds[type] ?? 'other';
  return {
    origin: url.origin,
    widget_type: type,
    widget_id: id,
    extra_segment: extra ?? null,
    kind,
    public: kind === 'leaderboard',
    community_id: kind === 'leaderboard' ? id : null,
  };
}
