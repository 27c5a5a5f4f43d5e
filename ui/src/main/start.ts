import { mount } from 'svelte';
import type { MainBridge } from '../bridge/bridge';
import type { MainView } from '../bridge/model';
import { Watch } from '../shell/watch.svelte';
import type { OpenWidgetFrame } from './frame.svelte';
import { Frames } from './frames.svelte';
import MainWindow from './MainWindow.svelte';

/** Paints the shell at once, before the first view is there. */
export function startMain(bridge: MainBridge, open: OpenWidgetFrame): void {
  const target = document.getElementById('app');
  if (!target) return;
  const watch = new Watch<MainView>((onView) => bridge.watchView(onView));
  watch.start();
  mount(MainWindow, { target, props: { bridge, watch, frames: new Frames(bridge, open) } });
}
