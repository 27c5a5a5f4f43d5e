import type { Code } from '../bridge/model';
import * as m from './generated/messages';

export interface ErrorText {
  /** What is wrong. */
  readonly title: () => string;
  /** What to do about it. */
  readonly action: () => string;
}

/** The text of each code. The type makes a code without a text a compile error. */
export const errorTexts: Readonly<Record<Code, ErrorText>> = {
  embed_empty: { title: m.error_embed_empty_title, action: m.error_embed_empty_action },
  embed_unreadable: { title: m.error_embed_unreadable_title, action: m.error_embed_unreadable_action },
  embed_several: { title: m.error_embed_several_title, action: m.error_embed_several_action },
  embed_no_type: { title: m.error_embed_no_type_title, action: m.error_embed_no_type_action },
  embed_no_id: { title: m.error_embed_no_id_title, action: m.error_embed_no_id_action },
  origin_invalid: { title: m.error_origin_invalid_title, action: m.error_origin_invalid_action },
  origin_not_https: { title: m.error_origin_not_https_title, action: m.error_origin_not_https_action },
  community_id_invalid: { title: m.error_community_id_invalid_title, action: m.error_community_id_invalid_action },
  widget_type_invalid: { title: m.error_widget_type_invalid_title, action: m.error_widget_type_invalid_action },
  widget_id_invalid: { title: m.error_widget_id_invalid_title, action: m.error_widget_id_invalid_action },
  key_empty: { title: m.error_key_empty_title, action: m.error_key_empty_action },
  key_invalid: { title: m.error_key_invalid_title, action: m.error_key_invalid_action },
  email_invalid: { title: m.error_email_invalid_title, action: m.error_email_invalid_action },
  email_not_ascii: { title: m.error_email_not_ascii_title, action: m.error_email_not_ascii_action },
  origin_mismatch: { title: m.error_origin_mismatch_title, action: m.error_origin_mismatch_action },
  widget_exists: { title: m.error_widget_exists_title, action: m.error_widget_exists_action },
  key_refused: { title: m.error_key_refused_title, action: m.error_key_refused_action },
  sign_in_forbidden: { title: m.error_sign_in_forbidden_title, action: m.error_sign_in_forbidden_action },
  community_not_found: { title: m.error_community_not_found_title, action: m.error_community_not_found_action },
  rate_limited: { title: m.error_rate_limited_title, action: m.error_rate_limited_action },
  service_down: { title: m.error_service_down_title, action: m.error_service_down_action },
  sign_in_rejected: { title: m.error_sign_in_rejected_title, action: m.error_sign_in_rejected_action },
  redirected: { title: m.error_redirected_title, action: m.error_redirected_action },
  bad_reply: { title: m.error_bad_reply_title, action: m.error_bad_reply_action },
  reply_too_large: { title: m.error_reply_too_large_title, action: m.error_reply_too_large_action },
  name_not_resolved: { title: m.error_name_not_resolved_title, action: m.error_name_not_resolved_action },
  unreachable: { title: m.error_unreachable_title, action: m.error_unreachable_action },
  tls_failed: { title: m.error_tls_failed_title, action: m.error_tls_failed_action },
  proxy_failed: { title: m.error_proxy_failed_title, action: m.error_proxy_failed_action },
  timed_out: { title: m.error_timed_out_title, action: m.error_timed_out_action },
  connection_lost: { title: m.error_connection_lost_title, action: m.error_connection_lost_action },
  key_missing: { title: m.error_key_missing_title, action: m.error_key_missing_action },
  keychain_locked: { title: m.error_keychain_locked_title, action: m.error_keychain_locked_action },
  keychain_denied: { title: m.error_keychain_denied_title, action: m.error_keychain_denied_action },
  keychain_unavailable: { title: m.error_keychain_unavailable_title, action: m.error_keychain_unavailable_action },
  keychain_timed_out: { title: m.error_keychain_timed_out_title, action: m.error_keychain_timed_out_action },
  key_too_long: { title: m.error_key_too_long_title, action: m.error_key_too_long_action },
  key_corrupt: { title: m.error_key_corrupt_title, action: m.error_key_corrupt_action },
  key_ambiguous: { title: m.error_key_ambiguous_title, action: m.error_key_ambiguous_action },
  settings_read_only: { title: m.error_settings_read_only_title, action: m.error_settings_read_only_action },
  settings_not_saved: { title: m.error_settings_not_saved_title, action: m.error_settings_not_saved_action },
  settings_damaged: { title: m.error_settings_damaged_title, action: m.error_settings_damaged_action },
  signed_out: { title: m.error_signed_out_title, action: m.error_signed_out_action },
  unknown_community: { title: m.error_unknown_community_title, action: m.error_unknown_community_action },
  unknown_widget: { title: m.error_unknown_widget_title, action: m.error_unknown_widget_action },
  unknown_account: { title: m.error_unknown_account_title, action: m.error_unknown_account_action },
  frame_closed: { title: m.error_frame_closed_title, action: m.error_frame_closed_action },
  frame_timed_out: { title: m.error_frame_timed_out_title, action: m.error_frame_timed_out_action },
  widget_error: { title: m.error_widget_error_title, action: m.error_widget_error_action },
  demo_failed: { title: m.error_demo_failed_title, action: m.error_demo_failed_action },
  internal: { title: m.error_internal_title, action: m.error_internal_action },
};
