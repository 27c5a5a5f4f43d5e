import type {
  AddWidgetForm,
  CheckReport,
  Colour,
  ConnectForm,
  Connected,
  Diagnosed,
  EmbedCodeView,
  FrameEvent,
  FrameToken,
  FrameVerdict,
  ImportPlan,
  KeepKey,
  MainView,
  OpenFrame,
  Preferences,
  SetupPage,
  SetupView,
  StepReport,
} from './model';

export type OnStep = (report: StepReport) => void;
export type OnCheck = (report: CheckReport) => void;

/** What the main window may do. Every call rejects with an `AppError`. */
export interface MainBridge {
  /** Resolves once the watch stands; views then come for as long as the window lives. */
  watchView(onView: (view: MainView) => void): Promise<void>;
  openFrame(widget: string): Promise<OpenFrame>;
  /** Pending while a sign-in runs or waits for its next attempt. */
  frameToken(nonce: string): Promise<FrameToken>;
  frameEvent(nonce: string, event: FrameEvent): Promise<void>;
  /** Takes a few seconds at the most. */
  judgeFrame(nonce: string): Promise<FrameVerdict>;
  closeFrame(nonce: string): Promise<void>;
  selectWidget(widget: string): Promise<void>;
  /** Beside the selected one; `null` to end that. The share is that of the pane where lines start, in percent. */
  showBeside(widget: string | null, share: number): Promise<void>;
  /** Opens the widget's own window, or brings it to the front. */
  takeOut(widget: string): Promise<void>;
  openSetup(page: SetupPage): Promise<void>;
}

/** What the setup window may do. Every call rejects with an `AppError`. */
export interface SetupBridge {
  watchSetup(onView: (view: SetupView) => void): Promise<void>;
  readEmbedCode(text: string): Promise<EmbedCodeView>;
  connect(form: ConnectForm, onStep: OnStep): Promise<Connected>;
  addWidget(form: AddWidgetForm, onStep: OnStep): Promise<Connected>;
  renameWidget(widget: string, name: string): Promise<void>;
  removeWidget(widget: string): Promise<void>;
  removeCommunity(community: string): Promise<void>;
  /** Puts back what was removed last. */
  undoRemoval(): Promise<void>;
  decorateCommunity(community: string, colour: Colour | null): Promise<void>;
  renameCommunity(community: string, name: string): Promise<void>;
  /** Before another one; to the end without it. */
  moveCommunity(community: string, before: string | null): Promise<void>;
  /** Before another one of its community; to the end without it. */
  moveWidget(widget: string, before: string | null): Promise<void>;
  /** A pinned widget's page is never put to sleep. */
  /** In the system's browser, where nobody is signed in by this app. */
  openInBrowser(widget: string): Promise<void>;
  pinWidget(widget: string, pinned: boolean): Promise<void>;
  setKey(community: string, widget: string | null, key: string, keep: KeepKey): Promise<void>;
  removeKey(community: string, widget: string | null): Promise<void>;
  checkKeys(): Promise<void>;
  signIn(community: string, email: string, onStep: OnStep): Promise<Connected>;
  useAccount(community: string, email: string): Promise<void>;
  signOut(community: string): Promise<void>;
  forgetAccount(community: string, email: string): Promise<void>;
  openDemo(): Promise<void>;
  leaveDemo(): Promise<void>;
  /** Opens the main window and closes this one. */
  showMain(widget: string | null): Promise<void>;
  setPreferences(preferences: Preferences): Promise<void>;
  /** Whether the system starts the app at log-in. */
  setAutostart(on: boolean): Promise<void>;
  /** False when the person chose no file. */
  exportSettings(): Promise<boolean>;
  /** What a file would change; null when the person chose none. */
  planImport(): Promise<ImportPlan | null>;
  /** False when the person was asked and declined. */
  takeImport(plan: string): Promise<boolean>;
  /** Tries each step of a widget's way, and tells each as it ends. */
  diagnose(widget: string, onCheck: OnCheck): Promise<Diagnosed>;
  /** Of the widget's last diagnosis. False when the person chose no file. */
  saveReport(widget: string): Promise<boolean>;
}
