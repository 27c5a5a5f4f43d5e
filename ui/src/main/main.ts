import '../shell/tokens.css';
import '../shell/base.css';
import { mainBridge } from '../bridge/tauri/main';
import { openWidgetFrame } from '../relay/frame';
import { startMain } from './start';

// In a frame this page would run for a stranger: then it does nothing.
if (window.top === window.self) startMain(mainBridge, openWidgetFrame);
