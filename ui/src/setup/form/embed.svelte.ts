import type { SetupBridge } from '../../bridge/bridge';
import { asAppError } from '../../bridge/failure';
import type { AppError, EmbedCodeView } from '../../bridge/model';

const READ_AFTER_MS = 250;

/** The embed code in the field, and what Rust reads in it. */
export class Embed {
  text = $state('');
  code = $state.raw<EmbedCodeView | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #bridge: SetupBridge;
  readonly #onRead: (code: EmbedCodeView, before: EmbedCodeView | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: Promise<void> | undefined;
  #reading = 0;
  #last: EmbedCodeView | null = null;

  constructor(bridge: SetupBridge, onRead: (code: EmbedCodeView, before: EmbedCodeView | null) => void) {
    this.#bridge = bridge;
    this.#onRead = onRead;
  }

  /** A paste is read at once, typing after a pause. */
  changed(text: string, pasted: boolean): void {
    this.text = text;
    this.error = null;
    this.#stop();
    if (text.trim() === '') {
      this.code = null;
      return;
    }
    if (pasted) this.#pending = this.#read();
    else this.#timer = setTimeout(() => void this.settled(), READ_AFTER_MS);
  }

  /** Once what is in the field has been read. */
  async settled(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#pending = this.#read();
    }
    await this.#pending;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = undefined;
    this.#reading += 1;
  }

  async #read(): Promise<void> {
    const reading = this.#reading;
    try {
      const code = await this.#bridge.readEmbedCode(this.text);
      if (reading !== this.#reading) return;
      this.code = code;
      this.#onRead(code, this.#last);
      this.#last = code;
    } catch (reason) {
      if (reading !== this.#reading) return;
      this.code = null;
      this.error = asAppError(reason);
    }
  }
}
