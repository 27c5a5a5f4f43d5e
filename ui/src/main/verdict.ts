import type { Code, FrameVerdict } from '../bridge/model';

/** The page itself answered, with something that can't become a widget: nothing is hidden by a panel in its place. */
const final = new Set<Code>([
  'page_not_found',
  'page_refused',
  'page_not_html',
  'framing_refused',
  'redirected',
  'service_down',
]);

export function isFinal(verdict: FrameVerdict): boolean {
  return verdict.error !== null && final.has(verdict.error.code);
}

/** Nothing is known to be wrong: the widget may only be slow. */
export function isCalm({ error }: FrameVerdict): boolean {
  return error === null || error.code === 'frame_timed_out' || error.code === 'timed_out';
}
