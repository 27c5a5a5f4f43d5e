import type { KeyView } from '../bridge/model';
import * as m from '../messages/generated/messages';

export const keyWords: Readonly<Record<KeyView['state'], () => string>> = {
  checking: m.key_checking,
  present: m.key_present,
  this_session: m.key_this_session,
  absent: m.key_absent,
  unreadable: m.key_unreadable,
};
