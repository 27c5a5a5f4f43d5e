import type {
  Cause,
  Check,
  ChecklistItem,
  ChecklistLine,
  Checklists,
  CheckReport,
  Diagnosis,
  Fact,
  Light,
  Outcome,
} from '../model';
import { failure } from './data';

export interface DiagnosisScene {
  readonly diagnosis: Diagnosis;
  /** Without an end it runs on after the checks that it has. */
  readonly ends: boolean;
}

const order: readonly Check[] = [
  'configuration',
  'keychain',
  'proxy',
  'name',
  'connection',
  'tls',
  'sign_in',
  'frame_page',
  'frame_loaded',
  'token_asked',
  'token_handed_over',
  'ready',
  'storage',
];

const times: Readonly<Partial<Record<Check, readonly [number, number]>>> = {
  configuration: [0, 1],
  keychain: [1, 14],
  proxy: [15, 3],
  name: [18, 22],
  connection: [40, 31],
  tls: [71, 64],
  sign_in: [135, 412],
  frame_page: [547, 188],
  storage: [735, 2],
};

const page = 'https://prod-widgets.returning.ai/channel-widget/65b1f0c2a4d9e8b7c6a5f432';

const found: Readonly<Partial<Record<Check, readonly Fact[]>>> = {
  configuration: [
    { fact: 'service_address', origin: 'https://prod-widgets.returning.ai' },
    { fact: 'community_id', id: '65b1f0c2a4d9e8b7c6a5f432' },
    { fact: 'page_address', address: page },
    { fact: 'account', email: 'm***@***.example' },
  ],
  keychain: [
    { fact: 'key_store', name: 'gnome-keyring-daemon' },
    { fact: 'key_kept', place: 'keychain' },
    { fact: 'key_of', owner: { owner: 'community' } },
  ],
  proxy: [{ fact: 'no_proxy' }],
  name: [
    { fact: 'host', name: 'prod-widgets.returning.ai' },
    { fact: 'addresses', addresses: ['203.0.113.7', '2001:db8::7'] },
  ],
  connection: [{ fact: 'connected_to', address: '203.0.113.7:443' }],
  tls: [
    {
      fact: 'certificate',
      issuer: 'CN=Example TLS CA 3,O=Example',
      valid_from_unix: 1_790_000_000,
      expires_unix: 1_797_776_000,
    },
    { fact: 'trust_store', store: 'system' },
  ],
  sign_in: [
    { fact: 'status', status: 200 },
    { fact: 'reply', shape: 'token' },
    { fact: 'token', kind: 'jwt' },
    { fact: 'token_life', seconds: 3600 },
    { fact: 'clock_ahead', seconds: -2 },
  ],
  frame_page: [
    { fact: 'status', status: 200 },
    { fact: 'content_type', value: 'text/html; charset=utf-8' },
  ],
  frame_loaded: [
    { fact: 'frame', state: 'open' },
    { fact: 'after_opening', ms: 310 },
  ],
  token_asked: [
    { fact: 'after_opening', ms: 342 },
    { fact: 'times_asked', count: 1 },
  ],
  token_handed_over: [{ fact: 'after_opening', ms: 348 }],
  ready: [{ fact: 'after_opening', ms: 590 }],
  storage: [{ fact: 'storage_outlives_app', outlives: true }],
};

function report(check: Check, outcome: Outcome, facts = found[check] ?? []): CheckReport {
  const [started_ms, took_ms] = times[check] ?? [735, 0];
  return { check, ...outcome, started_ms, took_ms, facts: [...facts] };
}

function diagnosis(cause: Cause | null, checks: CheckReport[]): Diagnosis {
  return {
    widget: 'w-channels',
    widget_name: 'Channels',
    community_name: 'Northwind Traders Club',
    at_unix: 1_795_559_452,
    took_ms: 737,
    cause,
    checks,
  };
}

const passedBefore = (check: Check): CheckReport[] =>
  order.slice(0, order.indexOf(check)).map((each) => report(each, { outcome: 'passed' }));

/** All is well up to a check; what comes after it is not reached, but for what can be told all the same. */
function failedAt(cause: Cause, failed: CheckReport): DiagnosisScene {
  const after = order.slice(order.indexOf(failed.check) + 1).map((each) => {
    if (each === 'storage') return report(each, { outcome: 'passed' });
    return report(each, { outcome: 'not_reached' }, []);
  });
  return { diagnosis: diagnosis(cause, [...passedBefore(failed.check), failed, ...after]), ends: true };
}

export const usualDiagnosis: DiagnosisScene = {
  diagnosis: diagnosis(
    null,
    order.map((check) => report(check, { outcome: 'passed' })),
  ),
  ends: true,
};

export const wrongKey = failedAt(
  'wrong_key',
  report('sign_in', { outcome: 'failed', error: failure('key_refused', 'HTTP 401') }, [
    { fact: 'status', status: 401 },
  ]),
);

const manyHosts = Array.from({ length: 14 }, (_, number) => `https://portal-${number + 1}.northwind.example`).join(' ');
const refusal = {
  header: 'content_security_policy',
  value: `frame-ancestors 'self' ${manyHosts}`,
  wanted: `frame-ancestors 'self' ${manyHosts} tauri://localhost`,
  parent_origin: 'tauri://localhost',
  page,
} as const;

export const blocked = failedAt(
  'blocked_by_allow_list',
  report('frame_page', { outcome: 'failed', error: failure('framing_refused') }, [
    { fact: 'status', status: 200 },
    { fact: 'framing', ...refusal },
  ]),
);

export const intercepted = failedAt(
  'tls_intercepted',
  report('tls', { outcome: 'failed', error: failure('tls_unknown_issuer') }, [
    {
      fact: 'certificate',
      issuer: 'CN=Northwind Web Inspection 2,O=Northwind',
      valid_from_unix: 1_790_000_000,
      expires_unix: 1_797_776_000,
    },
    { fact: 'trust_store', store: 'system' },
  ]),
);

export const offlineDiagnosis = failedAt(
  'offline',
  report('name', { outcome: 'failed', error: failure('name_not_resolved') }, [
    { fact: 'host', name: 'prod-widgets.returning.ai' },
    { fact: 'no_network' },
  ]),
);

export const clockWarned: DiagnosisScene = {
  diagnosis: diagnosis(
    'clock_wrong',
    order.map((check) => {
      if (check === 'sign_in') {
        return report(check, { outcome: 'warned', error: failure('tls_expired') }, [
          { fact: 'clock_ahead', seconds: 5400 },
        ]);
      }
      if (check === 'frame_loaded')
        return report(check, { outcome: 'unknown' }, [{ fact: 'frame', state: 'never_opened' }]);
      if (check === 'keychain') return report(check, { outcome: 'not_needed' }, []);
      return report(check, { outcome: 'passed' });
    }),
  ),
  ends: true,
};

/** In the middle of the sign-in. */
export const running: DiagnosisScene = { diagnosis: diagnosis(null, passedBefore('sign_in')), ends: false };

const security: readonly (readonly [ChecklistItem, Check])[] = [
  ['key_not_in_code', 'keychain'],
  ['key_not_in_front_end', 'keychain'],
  ['sign_in_validated', 'sign_in'],
  ['listener_checks_origin', 'token_handed_over'],
  ['https', 'tls'],
  ['key_not_in_version_control', 'keychain'],
];
const quickStart: readonly (readonly [ChecklistItem, Check])[] = [
  ['credentials_in_hand', 'configuration'],
  ['sign_in_side', 'connection'],
  ['token_hand_over', 'token_handed_over'],
  ['frame_type_and_id', 'frame_page'],
  ['sign_in_tested', 'sign_in'],
  ['widget_works', 'ready'],
];
const lights: Readonly<Record<Outcome['outcome'], Light>> = {
  passed: 'green',
  warned: 'green',
  failed: 'red',
  not_reached: 'red',
  not_needed: 'not_applicable',
  unknown: 'not_applicable',
};

/** A rough stand-in for what Rust derives. */
export function checklistsOf({ checks }: Diagnosis): Checklists {
  const line = ([item, check]: readonly [ChecklistItem, Check]): ChecklistLine => {
    const outcome = checks.find((each) => each.check === check)?.outcome ?? 'unknown';
    return { item, check, light: lights[outcome] };
  };
  return { security: security.map(line), quick_start: quickStart.map(line) };
}

/** What never comes. */
export function endless(): Promise<never> {
  return new Promise(() => undefined);
}
