import '../shell/tokens.css';
import '../shell/base.css';
import { setupBridge } from '../bridge/tauri/setup';
import { startSetup } from './start';

// In a frame this page would run for a stranger: then it does nothing.
if (window.top === window.self) startSetup(setupBridge);
