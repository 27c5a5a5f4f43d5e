/** The widget one frame shows. Every field is settled before the frame exists and never changes. */
export interface WidgetFrame {
  /** Where the widget's page is. */
  readonly url: string;
  /** The one origin that is listened to and answered. */
  readonly origin: string;
  readonly widgetId: string;
  /** The name people and assistive tools see. */
  readonly title: string;
  /** A public widget needs no sign-in, so it is never given a token. */
  readonly public: boolean;
}

export type FrameEvent = 'loaded' | 'token_asked' | 'token_handed_over' | 'token_refused' | 'ready' | 'error';

/** What the relay needs from the rest of the page. It imports nothing else. */
export interface RelayPorts {
  /** Rejects, or answers with an empty text, when there is no token to be had. */
  readonly requestToken: () => Promise<string>;
  readonly report: (event: FrameEvent) => void;
}
