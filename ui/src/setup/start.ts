import { mount } from 'svelte';
import type { SetupBridge } from '../bridge/bridge';
import type { SetupView } from '../bridge/model';
import { Watch } from '../shell/watch.svelte';
import SetupWindow from './SetupWindow.svelte';

/** Paints the shell at once, before the first view is there. */
export function startSetup(bridge: SetupBridge): void {
  const target = document.getElementById('app');
  if (!target) return;
  const watch = new Watch<SetupView>((onView) => bridge.watchSetup(onView));
  watch.start();
  mount(SetupWindow, { target, props: { bridge, watch } });
}
