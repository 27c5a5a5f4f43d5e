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

/** The web engine refuses it as well, whatever it was told in its own request. */
const certain = new Set<Code>(['page_not_html', 'framing_refused']);

/** Whether a panel takes the place of the frame. A page that was shown may be at work: the engine is not answered like us. */
export function takesPlace(verdict: FrameVerdict, shown: boolean): boolean {
  if (!isFinal(verdict) || verdict.error === null) return false;
  return !shown || certain.has(verdict.error.code);
}

function isFinal(verdict: FrameVerdict): boolean {
  return verdict.error !== null && final.has(verdict.error.code);
}

/** Nothing is known to be wrong: the widget may only be slow. */
export function isCalm({ error }: FrameVerdict): boolean {
  return error === null || error.code === 'frame_timed_out' || error.code === 'timed_out';
}
