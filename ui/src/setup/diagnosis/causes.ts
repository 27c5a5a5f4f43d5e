import type { Cause } from '../../bridge/model';
import type { ErrorText } from '../../messages/errors';
import * as m from '../../messages/generated/messages';

/** What each cause says; `null` where the error of the step that failed says just that. */
export const causeTexts: Readonly<Record<Cause, ErrorText | null>> = {
  signed_out: null,
  key_missing: null,
  keychain_shut: null,
  clock_wrong: { title: m.cause_clock_wrong_title, action: m.cause_clock_wrong_action },
  offline: { title: m.cause_offline_title, action: m.cause_offline_action },
  proxy_needs_password: null,
  proxy_failed: null,
  name_not_found: null,
  unreachable: null,
  tls_intercepted: { title: m.cause_tls_intercepted_title, action: m.error_tls_unknown_issuer_action },
  certificate_refused: null,
  captive_portal: null,
  wrong_community_id: { title: m.cause_wrong_community_id_title, action: m.cause_wrong_community_id_action },
  wrong_key: null,
  key_of_another_feature: {
    title: m.cause_key_of_another_feature_title,
    action: m.cause_key_of_another_feature_action,
  },
  unknown_email: null,
  rate_limited: null,
  service_down: null,
  unexpected_answer: null,
  wrong_widget_type: { title: m.cause_wrong_widget_type_title, action: m.error_page_not_found_action },
  wrong_widget_id: { title: m.cause_wrong_widget_id_title, action: m.error_page_not_found_action },
  blocked_by_allow_list: null,
  page_refused: null,
  not_a_page: null,
  never_asked: null,
  asked_but_never_ready: { title: m.cause_asked_but_never_ready_title, action: m.cause_asked_but_never_ready_action },
  widget_failed: null,
  other: null,
};
