import type { MainBridge } from '../bridge/bridge';
import { appError, asAppError } from '../bridge/failure';
import type { AppError, FrameEvent, OpenFrame } from '../bridge/model';
import type { openWidgetFrame } from '../relay/frame';

export type OpenWidgetFrame = typeof openWidgetFrame;
type RelayEvent = Parameters<Parameters<OpenWidgetFrame>[2]['report']>[0];

/** A widget that asks for no token within this time of its load may be the wrong page. */
const SILENT_AFTER_LOAD_MS = 15_000;
/** A page that has not even loaded by then gets the same hint. */
const SILENT_AFTER_OPENING_MS = 30_000;

/** One load of one widget, from `open_frame` to its end. Never used again once closed. */
export class Frame {
  /** The widget's page can be used: it has its token, said that it is ready, or needs neither. */
  shown = $state(false);
  /** Loaded, and silent ever since. */
  silent = $state(false);
  error = $state.raw<AppError | null>(null);

  readonly widget: string;
  /** The account it was opened for. A frame is never handed over to another one. */
  readonly account: string | null;
  readonly slot: HTMLElement;
  readonly #bridge: MainBridge;
  readonly #open: OpenWidgetFrame;
  #opened: OpenFrame | null = null;
  #element: { close(): void } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #spoke = false;

  constructor(widget: string, account: string | null, slot: HTMLElement, bridge: MainBridge, open: OpenWidgetFrame) {
    this.widget = widget;
    this.account = account;
    this.slot = slot;
    this.#bridge = bridge;
    this.#open = open;
    bridge.openFrame(widget).then(
      (opened) => this.#begin(opened),
      (reason: unknown) => this.#fail(reason),
    );
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
    this.#watchSilence(SILENT_AFTER_OPENING_MS);
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
        if (opened.public) this.#show();
        else if (!this.#spoke) this.#watchSilence(SILENT_AFTER_LOAD_MS);
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

  #show(): void {
    this.#speak();
    this.shown = true;
    this.error = null;
  }

  #speak(): void {
    this.#spoke = true;
    this.silent = false;
    clearTimeout(this.#timer);
  }

  #watchSilence(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.silent = true;
      if (this.#opened) this.#tell(this.#opened.nonce, 'timed_out');
    }, milliseconds);
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
