import type { ChecklistItem, Light } from '../../bridge/model';
import * as m from '../../messages/generated/messages';

export const itemTexts: Readonly<Record<ChecklistItem, () => string>> = {
  key_not_in_code: m.item_key_not_in_code,
  key_not_in_front_end: m.item_key_not_in_front_end,
  sign_in_validated: m.item_sign_in_validated,
  listener_checks_origin: m.item_listener_checks_origin,
  https: m.item_https,
  key_not_in_version_control: m.item_key_not_in_version_control,
  credentials_in_hand: m.item_credentials_in_hand,
  sign_in_side: m.item_sign_in_side,
  token_hand_over: m.item_token_hand_over,
  frame_type_and_id: m.item_frame_type_and_id,
  sign_in_tested: m.item_sign_in_tested,
  widget_works: m.item_widget_works,
};

export const lightWords: Readonly<Record<Light, () => string>> = {
  green: m.light_green,
  red: m.light_red,
  not_applicable: m.light_not_applicable,
};
