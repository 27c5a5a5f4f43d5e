import '../src/shell/tokens.css';
import '../src/shell/base.css';
import { ScriptedMain } from '../src/bridge/scripted/main';
import { type MainScene, mainScenes } from '../src/bridge/scripted/mainScenes';
import { startMain } from '../src/main/start';
import { openWidgetFrame } from '../src/relay/frame';

const scenes: Readonly<Record<string, MainScene>> = mainScenes;
const name = new URLSearchParams(location.search).get('scripted') ?? '';
startMain(new ScriptedMain(scenes[name] ?? mainScenes.signed_in), openWidgetFrame);
