import type { WidgetKind } from '../bridge/model';
import * as m from '../messages/generated/messages';

export const kindNames: Readonly<Record<WidgetKind, () => string>> = {
  channels: m.kind_channels,
  store: m.kind_store,
  milestones: m.kind_milestones,
  currency: m.kind_currency,
  social: m.kind_social,
  leaderboard: m.kind_leaderboard,
  custom: m.kind_custom,
  other: m.kind_other,
};
