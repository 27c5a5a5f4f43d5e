import type { MainBridge } from '../bridge';
import type { FrameVerdict, MainView, OpenFrame, PageAction, WidgetView } from '../model';
import { rejection, silentPage } from './data';
import type { MainScene } from './mainScenes';

/** The main window's bridge without Rust, for a plain browser and for tests. */
export class ScriptedMain implements MainBridge {
  /** Each call as it came, for tests. */
  readonly calls: unknown[][] = [];
  /** Replaced by a test that needs other answers. */
  answerToken: (nonce: string) => Promise<{ token: string }>;
  answerFrame: ((widget: string) => Promise<OpenFrame>) | null = null;
  answerVerdict: () => Promise<FrameVerdict>;
  refuse: Partial<Record<keyof MainBridge, Error>> = {};
  #view: MainView | null;
  #onView: ((view: MainView) => void) | null = null;
  #count = 0;
  readonly #scene: MainScene;

  constructor(scene: MainScene) {
    this.#scene = scene;
    this.#view = scene.view;
    const { token, verdict = silentPage } = scene;
    this.answerToken = () => (token === undefined ? new Promise(() => undefined) : Promise.resolve({ token }));
    this.answerVerdict = () => Promise.resolve(verdict);
  }

  push(view: MainView): void {
    this.#view = view;
    this.#onView?.(view);
  }

  /** As if the keys were pressed. */
  press(action: PageAction): void {
    if (!this.#view) return;
    const number = (this.#view.presses.at(-1)?.number ?? 0) + 1;
    this.push({ ...this.#view, presses: [...this.#view.presses, { number, action }] });
  }

  watchView(onView: (view: MainView) => void): Promise<void> {
    return this.#answer('watchView', [], () => {
      this.#onView = onView;
      if (this.#view) onView(this.#view);
      const { press } = this.#scene;
      if (press) setTimeout(() => this.press(press));
    });
  }

  async openFrame(widget: string): Promise<OpenFrame> {
    await this.#answer('openFrame', [widget], () => undefined);
    if (this.answerFrame) return this.answerFrame(widget);
    const found = this.#view?.communities.flatMap(({ widgets }) => widgets).find(({ id }) => id === widget);
    if (!found) return Promise.reject(rejection('unknown_widget'));
    this.#count += 1;
    const page = this.#scene.frame === 'quiet' ? 'quiet' : found.kind;
    return {
      nonce: `nonce-${this.#count}`,
      url: `${location.origin}/dev/widget.html?kind=${page}`,
      origin: location.origin,
      widget_id: widget,
      title: found.name,
      public: found.session.state === 'not_needed',
    };
  }

  async frameToken(nonce: string): Promise<{ token: string }> {
    await this.#answer('frameToken', [nonce], () => undefined);
    return this.answerToken(nonce);
  }

  frameEvent(nonce: string, event: string): Promise<void> {
    return this.#answer('frameEvent', [nonce, event], () => undefined);
  }

  async judgeFrame(nonce: string): Promise<FrameVerdict> {
    await this.#answer('judgeFrame', [nonce], () => undefined);
    return this.answerVerdict();
  }

  closeFrame(nonce: string): Promise<void> {
    return this.#answer('closeFrame', [nonce], () => undefined);
  }

  selectWidget(widget: string): Promise<void> {
    return this.#answer('selectWidget', [widget], () => {
      if (!this.#view) return;
      const { selected, beside } = this.#view;
      const turned =
        beside !== null && beside.widget === widget && selected !== null && selected !== widget
          ? ({ ...beside, widget: selected, selected_on: beside.selected_on === 'start' ? 'end' : 'start' } as const)
          : beside;
      this.push({ ...this.#view, selected: widget, beside: turned });
    });
  }

  showBeside(widget: string | null, share: number): Promise<void> {
    return this.#answer('showBeside', [widget, share], () => {
      if (!this.#view) return;
      const { beside } = this.#view;
      const shown = widget === null ? null : { widget, selected_on: beside?.selected_on ?? ('start' as const) };
      this.push({ ...this.#view, beside: shown, share });
    });
  }

  takeOut(widget: string): Promise<void> {
    return this.#answer('takeOut', [widget], () => {
      if (!this.#view) return;
      const mark = (each: WidgetView): WidgetView => (each.id === widget ? { ...each, own_window: true } : each);
      const communities = this.#view.communities.map((each) => ({ ...each, widgets: each.widgets.map(mark) }));
      this.push({ ...this.#view, communities });
    });
  }

  openSetup(page: unknown): Promise<void> {
    return this.#answer('openSetup', [page], () => undefined);
  }

  #answer(name: keyof MainBridge, args: unknown[], act: () => void): Promise<void> {
    this.calls.push([name, ...args]);
    const refusal = this.refuse[name];
    if (refusal !== undefined) return Promise.reject(refusal);
    act();
    return Promise.resolve();
  }
}
