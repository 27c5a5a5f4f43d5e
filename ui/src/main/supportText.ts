import type { FramingRefusal } from '../bridge/model';
import * as m from '../messages/generated/messages';

/** What to send to the service's support so that the app may show a page. */
export function supportText({ header, value, wanted, parent_origin: parent, page }: FramingRefusal): string {
  const request = { value, wanted, parent };
  const change = header === 'x_frame_options' ? m.support_frame_options(request) : m.support_frame_ancestors(request);
  return [m.support_opening({ parent }), page, change, m.support_closing()].join('\n\n');
}
