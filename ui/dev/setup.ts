import '../src/shell/tokens.css';
import '../src/shell/base.css';
import { ScriptedSetup } from '../src/bridge/scripted/setup';
import { type SetupScene, setupScenes } from '../src/bridge/scripted/setupScenes';
import { startSetup } from '../src/setup/start';

const scenes: Readonly<Record<string, SetupScene>> = setupScenes;
const name = new URLSearchParams(location.search).get('scripted') ?? '';
startSetup(new ScriptedSetup(scenes[name] ?? setupScenes.start));
