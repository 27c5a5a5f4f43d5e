import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import causeSource from '../../bridge/types/Cause.ts?raw';
import factSource from '../../bridge/types/Fact.ts?raw';
import type { Diagnosed, Fact, SetupView } from '../../bridge/model';
import { rejection } from '../../bridge/scripted/data';
import { clockWarned, usualDiagnosis } from '../../bridge/scripted/diagnoses';
import { ScriptedSetup } from '../../bridge/scripted/setup';
import { type SetupScene, setupScenes } from '../../bridge/scripted/setupScenes';
import { Watch } from '../../shell/watch.svelte';
import SetupWindow from '../SetupWindow.svelte';
import { causeTexts } from './causes';
import { DiagnosisRun } from './diagnosisRun.svelte';
import { factText } from './facts';

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const row = (check: string) => document.querySelector<HTMLElement>(`[data-check=${check}]`);
const outcome = (check: string) => row(check)?.dataset['outcome'];
const headline = () => document.querySelector<HTMLElement>('[data-cause]');

async function show(scene: SetupScene) {
  const bridge = new ScriptedSetup(scene);
  const watch = new Watch<SetupView>((onView) => bridge.watchSetup(onView));
  watch.start();
  render(SetupWindow, { bridge, watch });
  await tick();
  return bridge;
}

async function showEnded(scene: SetupScene) {
  const bridge = await show(scene);
  await waitFor(() => expect(button('Copy report').getAttribute('aria-disabled')).toBe('false'));
  return bridge;
}

function withClipboard(writeText: (text: string) => Promise<void>) {
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as Navigator, { clipboard: { writeText } }));
}

describe('the page of a diagnosis', () => {
  it('runs_by_itself_and_says_that_all_works', async () => {
    const bridge = await showEnded(setupScenes.diagnosis);
    expect(bridge.calls).toContainEqual(['diagnose', 'w-channels']);
    expect(screen.getByRole('heading', { name: 'Every step works.' })).toBeTruthy();
    expect(screen.getByText('Channels in Northwind Traders Club')).toBeTruthy();
    const rows = [...document.querySelectorAll<HTMLElement>('[data-check]')];
    expect(rows.map((each) => each.dataset['outcome'])).toEqual(rows.map(() => 'passed'));
    expect(rows).toHaveLength(13);
  });

  it('names_the_cause_first_and_says_why_next_to_the_step_that_failed', async () => {
    await showEnded(setupScenes.diagnosis_failed);
    expect(headline()?.dataset['cause']).toBe('wrong_key');
    expect(headline()?.textContent).toContain('The service refused the Widget API key.');
    expect(outcome('tls')).toBe('passed');
    expect(outcome('sign_in')).toBe('failed');
    expect(outcome('ready')).toBe('not_reached');
    const why = row('sign_in')?.nextElementSibling as HTMLElement;
    expect(why.hidden).toBe(false);
    expect(why.textContent).toContain('The service refused the Widget API key.');
    expect(why.textContent).toContain('Status: 401');
    expect((row('tls')?.nextElementSibling as HTMLElement).hidden).toBe(true);
  });

  it('a_step_s_result_and_time_are_words_in_a_table', async () => {
    await showEnded(setupScenes.diagnosis_failed);
    const table = screen.getByRole('table', { name: 'Steps' });
    const names = within(table)
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent);
    expect(names[0]).toBe('Step');
    expect(names[1]).toBe('Result');
    const failed = within(table).getByRole('row', { name: /^Sign-in/u });
    expect(within(failed).getByText('Failed')).toBeTruthy();
    expect(within(failed).getByText('from 135 ms on, for 412 ms')).toBeTruthy();
  });

  it('each_step_that_took_place_has_a_bar_and_those_of_the_window_start_at_its_opening', async () => {
    await showEnded(setupScenes.diagnosis);
    const bars = [...document.querySelectorAll<HTMLElement>('.bar')];
    expect(bars).toHaveLength(13);
    const place = (check: string) => {
      const style = row(check)?.querySelector<HTMLElement>('.bar')?.style;
      return [style?.getPropertyValue('--start'), style?.getPropertyValue('--length')];
    };
    expect(place('connection')).toEqual(['4%', '3.1%']);
    expect(place('frame_loaded')).toEqual(['0%', '31%']);
    expect(place('ready')).toEqual(['0%', '59%']);
    const ready = within(screen.getByRole('table', { name: 'Steps' })).getByRole('row', { name: /^Widget ready/u });
    expect(within(ready).getByText('590 ms after opening').closest('[aria-hidden]')).toBeNull();
    expect(ready.querySelector('.bar')?.closest('[aria-hidden]')).not.toBeNull();
  });

  it('a_cause_that_says_nothing_of_its_own_is_told_by_the_step', async () => {
    const { diagnosis } = clockWarned;
    await showEnded({
      ...setupScenes.diagnosis,
      diagnosis: { diagnosis: { ...diagnosis, cause: 'other' }, ends: true },
    });
    expect(headline()?.textContent).toContain('The service’s certificate has expired');
  });

  it('the_header_to_set_is_there_to_copy', async () => {
    const written: string[] = [];
    withClipboard((text) => Promise.resolve(void written.push(text)));
    await showEnded(setupScenes.diagnosis_blocked);
    const block = screen.getByRole('region', { name: 'Header to set' });
    expect(block.textContent).toMatch(/^Content-Security-Policy: frame-ancestors 'self' .* tauri:\/\/localhost$/u);
    await fireEvent.click(button('Copy'));
    expect(written).toEqual([block.textContent]);
  });

  it('steps_come_in_one_by_one_and_nothing_unfolds_before_the_end', async () => {
    const bridge = await show(setupScenes.diagnosis_running);
    await waitFor(() => expect(outcome('sign_in')).toBe('running'));
    expect(outcome('tls')).toBe('passed');
    expect(outcome('frame_page')).toBe('waiting');
    expect(headline()?.textContent).toContain('Looking for the cause…');
    expect(document.querySelector('[aria-expanded=true]')).toBeNull();
    await fireEvent.click(button('Run again'));
    await fireEvent.click(button('Copy report'));
    await fireEvent.click(button('Copy as JSON'));
    await fireEvent.click(button('Save report…'));
    expect(bridge.calls.filter(([name]) => name !== 'watchSetup')).toEqual([['diagnose', 'w-channels']]);
  });

  it('what_a_step_found_unfolds', async () => {
    await showEnded(setupScenes.diagnosis);
    await fireEvent.click(button('Sign-in'));
    expect(button('Sign-in').getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByText('This computer’s clock against the service’s: -2 sec')).toBeTruthy();
    await fireEvent.click(button('Sign-in'));
    expect((row('sign_in')?.nextElementSibling as HTMLElement).hidden).toBe(true);
  });

  it('runs_again_by_a_button', async () => {
    const bridge = await showEnded(setupScenes.diagnosis_failed);
    bridge.diagnosis = usualDiagnosis;
    await fireEvent.click(button('Run again'));
    await waitFor(() => expect(headline()?.textContent).toContain('Every step works.'));
    expect(bridge.calls.filter(([name]) => name === 'diagnose')).toHaveLength(2);
  });

  it('a_diagnosis_that_cannot_run_says_so_and_can_be_tried_again', async () => {
    const bridge = await show({ ...setupScenes.diagnosis });
    await waitFor(() => expect(outcome('storage')).toBe('passed'));
    bridge.refuse = { diagnose: rejection('unknown_widget') };
    await fireEvent.click(button('Run again'));
    await waitFor(() => expect(document.querySelector('[data-code=unknown_widget]')).not.toBeNull());
    expect(button('Run again').getAttribute('aria-disabled')).toBe('false');
  });

  it('the_report_is_copied_by_one_click', async () => {
    const written: string[] = [];
    withClipboard((text) => Promise.resolve(void written.push(text)));
    await showEnded(setupScenes.diagnosis);
    await fireEvent.click(button('Copy report'));
    await waitFor(() => expect(screen.getByText('Copied')).toBeTruthy());
    expect(written).toEqual(['# Returning Widgets: Diagnosis of Channels\n']);
  });

  it('the_report_is_copied_as_json_too', async () => {
    const written: string[] = [];
    withClipboard((text) => Promise.resolve(void written.push(text)));
    await showEnded(setupScenes.diagnosis_failed);
    await fireEvent.click(button('Copy as JSON'));
    await waitFor(() => expect(screen.getByText('Copied')).toBeTruthy());
    expect(written.map((text) => JSON.parse(text) as unknown)).toEqual([
      expect.objectContaining({ diagnosis: expect.objectContaining({ cause: 'wrong_key' }) as unknown }),
    ]);
  });

  it('a_report_that_cannot_be_copied_is_shown_to_be_copied_by_hand', async () => {
    withClipboard(() => Promise.reject(new Error('no clipboard')));
    await showEnded(setupScenes.diagnosis);
    await fireEvent.click(button('Copy report'));
    await waitFor(() =>
      expect(screen.getByRole('region', { name: 'Report' }).textContent).toContain('Diagnosis of Channels'),
    );
    await fireEvent.click(button('Copy as JSON'));
    await waitFor(() =>
      expect(screen.getByRole('region', { name: 'Report' }).textContent).toContain('"widget_name": "Channels"'),
    );
  });

  it('the_report_is_saved_and_what_failed_is_said', async () => {
    const bridge = await showEnded(setupScenes.diagnosis);
    await fireEvent.click(button('Save report…'));
    await waitFor(() => expect(screen.getByText('The report was written.')).toBeTruthy());
    expect(bridge.calls).toContainEqual(['saveReport', 'w-channels']);
    bridge.refuse = { saveReport: rejection('file_not_written') };
    await fireEvent.click(button('Save report…'));
    await waitFor(() => expect(document.querySelector('[data-code=file_not_written]')).not.toBeNull());
  });

  it('each_widget_of_a_community_leads_to_it', async () => {
    const bridge = await show(setupScenes.community);
    const widget = document.querySelector<HTMLElement>('[data-widget=w-store]');
    await fireEvent.click(within(widget as HTMLElement).getByText('Find the cause'));
    await waitFor(() => expect(bridge.calls).toContainEqual(['diagnose', 'w-store']));
    await fireEvent.click(button('Back'));
    expect(document.querySelector<HTMLElement>('[data-page]')?.dataset['page']).toBe('community');
  });
});

describe('one diagnosis', () => {
  it('takes_no_step_of_a_run_that_is_over', async () => {
    const run = new DiagnosisRun();
    let late: ((report: Diagnosed['diagnosis']['checks'][number]) => void) | undefined;
    const { diagnosis } = usualDiagnosis;
    await run.start((onCheck) => {
      late = onCheck;
      return Promise.resolve({ diagnosis, report: '', report_json: '', checklists: { security: [], quick_start: [] } });
    });
    const [first] = diagnosis.checks;
    if (first) late?.({ ...first, outcome: 'not_reached' });
    expect(run.of('configuration')?.outcome).toBe('passed');
  });
});

describe('what a diagnosis says', () => {
  const causes = [...causeSource.matchAll(/"([a-z_]+)"/gu)].map(([, cause]) => cause ?? '');
  const facts = [...factSource.matchAll(/"fact": "([a-z_]+)"/gu)].map(([, fact]) => fact ?? '');

  it('every_cause_of_rust_is_known_and_no_other_is', () => {
    expect(causes.length).toBeGreaterThan(20);
    expect(Object.keys(causeTexts).sort()).toEqual([...causes].sort());
  });

  it.each(Object.entries(causeTexts))('%s_says_what_is_wrong_and_what_to_do', (_, text) => {
    if (!text) return;
    expect(text.title()).toMatch(/^[A-Z].{10,80}\.$/u);
    expect(text.action()).toMatch(/^[A-Z].{10,200}\.$/u);
  });

  const one: Fact[] = [
    { fact: 'key_kept', place: 'given' },
    { fact: 'key_of', owner: { owner: 'widget', name: 'Shop' } },
    { fact: 'proxy_address', address: 'http://proxy.example:3128' },
    { fact: 'proxy_has_password' },
    { fact: 'no_network' },
    { fact: 'token', kind: 'opaque' },
    { fact: 'pause_asked', ms: 1200 },
    { fact: 'other_key', of: { owner: 'community' }, accepted: true },
    { fact: 'other_key', of: { owner: 'community' }, accepted: false },
    { fact: 'type_alone', status: 404 },
    { fact: 'type_known', known: false },
    { fact: 'open_for', ms: 9000 },
    { fact: 'error_seen', after_ms: 800 },
    { fact: 'other_widget_ready', name: 'Store' },
    ...(['never_opened', 'open', 'closed'] as const).map((state): Fact => ({ fact: 'frame', state })),
    ...(['token', 'unusable', 'markup', 'too_large'] as const).map((shape): Fact => ({ fact: 'reply', shape })),
    ...(['system', 'named'] as const).map((store): Fact => ({ fact: 'trust_store', store })),
    {
      fact: 'framing',
      header: 'x_frame_options',
      value: 'DENY',
      wanted: 'frame-ancestors tauri://localhost',
      parent_origin: 'tauri://localhost',
      page: 'https://a.example/store-widget/1',
    },
    ...usualDiagnosis.diagnosis.checks.flatMap(({ facts: found }) => found),
  ];

  it('every_fact_of_rust_has_a_text', () => {
    expect(new Set(one.map(({ fact }) => fact))).toEqual(new Set(facts));
    const texts = one.map((fact) => factText(fact));
    for (const text of texts) expect(text).toMatch(/^\S.+$/u);
    for (const text of texts) expect(text).not.toMatch(/[{}]|undefined|NaN|fact_/u);
    expect(texts).toContain('Works with the key of the community: yes');
    expect(texts).toContain('X-Frame-Options: DENY');
  });
});
