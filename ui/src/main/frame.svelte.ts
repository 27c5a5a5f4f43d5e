import type { MainBridge } from '../bridge/bridge';
import { appError, asAppError } from '../bridge/failure';
import type { AppError, FrameEvent, FrameVerdict, OpenFrame } from '../bridge/model';
import type { openWidgetFrame } from '../relay/frame';
import { isCalm } from './verdict';

export type OpenWidgetFrame = typeof openWidgetFrame;
type RelayEvent = Parameters<Parameters<OpenWidgetFrame>[2]['report']>[0];

/** A widget that has not spoken by then is looked into. With the few seconds that takes, all is said within ten. */
const JUDGE_AFTER_MS = 4_500;
/** That a page in order stays silent is not said before: it may only be slow. */
const SAY_SILENT_AFTER_MS = 8_500;

/** One load of one widget, from `open_frame` to its end. Never used again once closed. */
export class Frame {
  /** The widget's page can be used: it has its token, said that it is ready, or needs neither. */
  shown = $state(false);
  /** The web engine is done with loading, whatever it loaded. */
  loaded = $state(false);
  /** It takes longer than widgets do. */
  slow = $state(false);
  /** What is wrong with the page of a widget that has not spoken. */
  verdict = $state.raw<FrameVerdict | null>(null);
  error = $state.raw<AppError | null>(null);

  /** Something lies over it. */
  covered = false;
  /** Its sign-in had to wait at some time of its life, for the network or the service. */
  waited = false;

  /** When it was last in view, on the wall clock. */
  seenAt = Date.now();

  readonly widget: string;
  /** It takes the place of a page that was put to sleep. */
  readonly waking: boolean;
  /** The account it was opened for. A frame is never handed over to another one. */
  readonly account: string | null;
  readonly slot: HTMLElement;
  readonly #bridge: MainBridge;
  readonly #open: OpenWidgetFrame;
  #opened: OpenFrame | null = null;
  #begun = 0;
  #element: { close(): void } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #judging = false;
  #closed = false;
  #spoke = false;
  #inOrder = false;

  constructor(
    { widget, account, waking }: Pick<Frame, 'widget' | 'account' | 'waking'>,
    slot: HTMLElement,
    bridge: MainBridge,
    open: OpenWidgetFrame,
  ) {
    this.widget = widget;
    this.waking = waking;
    this.account = account;
    this.slot = slot;
    this.#bridge = bridge;
    this.#open = open;
    bridge.openFrame(widget).then(
      (opened) => this.#begin(opened),
      (reason: unknown) => this.#fail(reason),
    );
  }

  /** What came of the load is a widget: it spoke, or its page was found in order. */
  get alive(): boolean {
    return this.#spoke || this.#inOrder;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#element?.close();
    this.slot.remove();
    if (this.#opened) this.#release(this.#opened.nonce);
  }

  #begin(opened: OpenFrame): void {
    if (this.#closed) {
      this.#release(opened.nonce);
      return;
    }
    this.#opened = opened;
    this.#begun = performance.now();
    const { url, origin, widget_id: widgetId, title, public: isPublic } = opened;
    try {
      this.#element = this.#open(
        this.slot,
        { url, origin, widgetId, title, public: isPublic },
        { requestToken: () => this.#token(opened.nonce), report: (event) => this.#hear(opened, event) },
      );
    } catch (reason) {
      this.#fail(reason);
      return;
    }
    this.#judgeIn(opened, JUDGE_AFTER_MS);
  }

  async #token(nonce: string): Promise<string> {
    try {
      return (await this.#bridge.frameToken(nonce)).token;
    } catch (reason) {
      this.#fail(reason);
      throw reason;
    }
  }

  #hear(opened: OpenFrame, event: RelayEvent): void {
    if (this.#closed) return;
    switch (event) {
      case 'loaded':
        this.#onLoad(opened);
        break;
      case 'token_asked':
        this.#speak();
        break;
      case 'token_handed_over':
      case 'ready':
        this.#show();
        break;
      case 'error':
        this.#speak();
        this.error ??= appError('widget_error');
        break;
      case 'token_refused':
        // The rejection that led here is shown already, and Rust knows that it refused.
        return;
    }
    this.#tell(opened.nonce, event);
  }

  /** A page that was refused or is missing loads as well, so this alone says nothing. */
  #onLoad(opened: OpenFrame): void {
    const first = !this.loaded;
    this.loaded = true;
    if (this.#spoke) return;
    // A public widget need never say anything.
    if (opened.public) this.shown = true;
    // Slow to load, it gets the same time to speak as any other.
    const undecided = this.verdict === null || isCalm(this.verdict);
    if (first && this.slow && !this.#judging && undecided) this.#judgeIn(opened, JUDGE_AFTER_MS);
  }

  #show(): void {
    this.#speak();
    this.shown = true;
    this.error = null;
  }

  #speak(): void {
    this.#spoke = true;
    this.slow = false;
    this.verdict = null;
    clearTimeout(this.#timer);
  }

  #judgeIn(opened: OpenFrame, milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.slow = true;
      this.#judging = true;
      this.#bridge.judgeFrame(opened.nonce).then(
        (verdict) => this.#conclude(opened, verdict),
        (reason: unknown) => this.#fail(reason),
      );
    }, milliseconds);
  }

  #conclude(opened: OpenFrame, verdict: FrameVerdict): void {
    this.#judging = false;
    // Without an error it is a public widget's page, and in order.
    this.#inOrder = verdict.error === null;
    if (this.#closed || this.alive) return;
    clearTimeout(this.#timer);
    const early = SAY_SILENT_AFTER_MS - (performance.now() - this.#begun);
    if (!isCalm(verdict) || early <= 0) this.#pronounce(opened, verdict);
    else this.#timer = setTimeout(() => this.#pronounce(opened, verdict), early);
  }

  #pronounce(opened: OpenFrame, verdict: FrameVerdict): void {
    this.verdict = verdict;
    this.#tell(opened.nonce, 'timed_out');
  }

  #tell(nonce: string, event: FrameEvent): void {
    this.#bridge.frameEvent(nonce, event).catch((reason: unknown) => this.#fail(reason));
  }

  #release(nonce: string): void {
    // Nothing is left of this frame that could show an error, and Rust drops the nonce in any case.
    this.#bridge.closeFrame(nonce).catch(() => undefined);
  }

  #fail(reason: unknown): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.error = asAppError(reason);
  }
}
