import { Channel, invoke } from '@tauri-apps/api/core';
import type { SetupBridge } from '../bridge';

export const setupBridge: SetupBridge = {
  watchSetup: (onView) => invoke('watch_setup', { channel: new Channel(onView) }),
  readEmbedCode: (text) => invoke('read_embed_code', { text }),
  connect: (form, onStep) => invoke('connect', { form, steps: new Channel(onStep) }),
  addWidget: (form, onStep) => invoke('add_widget', { form, steps: new Channel(onStep) }),
  renameWidget: (widget, name) => invoke('rename_widget', { widget, name }),
  removeWidget: (widget) => invoke('remove_widget', { widget }),
  removeCommunity: (community) => invoke('remove_community', { community }),
  undoRemoval: () => invoke('undo_removal'),
  decorateCommunity: (community, colour) => invoke('decorate_community', { community, colour }),
  renameCommunity: (community, name) => invoke('rename_community', { community, name }),
  moveCommunity: (community, before) => invoke('move_community', { community, before }),
  moveWidget: (widget, before) => invoke('move_widget', { widget, before }),
  setKey: (community, widget, key, keep) => invoke('set_key', { community, widget, key, keep }),
  removeKey: (community, widget) => invoke('remove_key', { community, widget }),
  checkKeys: () => invoke('check_keys'),
  signIn: (community, email, onStep) => invoke('sign_in', { community, email, steps: new Channel(onStep) }),
  useAccount: (community, email) => invoke('use_account', { community, email }),
  signOut: (community) => invoke('sign_out', { community }),
  forgetAccount: (community, email) => invoke('forget_account', { community, email }),
  openDemo: () => invoke('open_demo'),
  leaveDemo: () => invoke('leave_demo'),
  showMain: (widget) => invoke('show_main', { widget }),
  setPreferences: (preferences) => invoke('set_preferences', { preferences }),
};
