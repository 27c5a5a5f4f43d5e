import { Channel, invoke } from '@tauri-apps/api/core';
import type { MainBridge } from '../bridge';

export const mainBridge: MainBridge = {
  watchView: (onView) => invoke('watch_view', { channel: new Channel(onView) }),
  openFrame: (widget) => invoke('open_frame', { widget }),
  frameToken: (nonce) => invoke('frame_token', { nonce }),
  frameEvent: (nonce, event) => invoke('frame_event', { nonce, event }),
  judgeFrame: (nonce) => invoke('judge_frame', { nonce }),
  closeFrame: (nonce) => invoke('close_frame', { nonce }),
  selectWidget: (widget) => invoke('select_widget', { widget }),
  showBeside: (widget, share) => invoke('show_beside', { widget, share }),
  takeOut: (widget) => invoke('take_out', { widget }),
  openSetup: (page) => invoke('open_setup', { page }),
};
