import type { OnCheck, OnStep, SetupBridge } from '../bridge';
import type {
  AddWidgetForm,
  AppError,
  Colour,
  ConnectForm,
  Connected,
  Diagnosed,
  EmbedCodeView,
  ImportPlan,
  Preferences,
  SetupCommunityView,
  SetupView,
  StepReport,
} from '../model';
import { importPlan, readCode } from './data';
import { checklistsOf, endless, type DiagnosisScene, usualDiagnosis } from './diagnoses';
import type { SetupScene } from './setupScenes';

const passing: readonly StepReport[] = (['check_input', 'reach_service', 'sign_in', 'keep_key', 'save'] as const).map(
  (step) => ({ step, verdict: 'passed' }),
);

function moved<T extends { id: string }>(list: T[], id: string, before: string | null): T[] {
  const entry = list.find((each) => each.id === id);
  if (!entry || id === before) return list;
  const rest = list.filter((each) => each !== entry);
  const to = rest.findIndex((each) => each.id === before);
  return before === null ? [...rest, entry] : rest.toSpliced(to, 0, entry);
}

/** The setup window's bridge without Rust, for a plain browser and for tests. */
export class ScriptedSetup implements SetupBridge {
  /** Each call as it came, for tests. */
  readonly calls: unknown[][] = [];
  steps: readonly StepReport[];
  diagnosis: DiagnosisScene;
  /** A call named here rejects with the error. */
  refuse: Partial<Record<keyof SetupBridge, Error & AppError>> = {};
  /** What the chosen file would change; null as if none was chosen. */
  plan: ImportPlan | null = importPlan;
  /** The answer to what Rust asks. */
  agrees = true;
  #view: SetupView | null;
  #before: SetupCommunityView[] = [];
  #onView: ((view: SetupView) => void) | null = null;

  constructor(scene: SetupScene) {
    this.#view = scene.view;
    this.steps = scene.steps ?? passing;
    this.diagnosis = scene.diagnosis ?? usualDiagnosis;
  }

  push(change: Partial<SetupView>): void {
    if (!this.#view) return;
    this.#view = { ...this.#view, ...change };
    this.#onView?.(this.#view);
  }

  watchSetup(onView: (view: SetupView) => void): Promise<void> {
    return this.#do('watchSetup', [], () => {
      this.#onView = onView;
      if (this.#view) onView(this.#view);
    });
  }

  async readEmbedCode(text: string): Promise<EmbedCodeView> {
    await this.#do('readEmbedCode', [text]);
    return readCode(text);
  }

  async connect(form: ConnectForm, onStep: OnStep): Promise<Connected> {
    await this.#do('connect', [form]);
    return this.#walk(onStep);
  }

  async addWidget(form: AddWidgetForm, onStep: OnStep): Promise<Connected> {
    await this.#do('addWidget', [form]);
    return this.#walk(onStep);
  }

  async signIn(community: string, email: string, onStep: OnStep): Promise<Connected> {
    await this.#do('signIn', [community, email]);
    return this.#walk(onStep);
  }

  renameWidget(widget: string, name: string): Promise<void> {
    return this.#do('renameWidget', [widget, name], () =>
      this.#edit((community) => ({
        widgets: community.widgets.map((each) => (each.id === widget ? { ...each, name } : each)),
      })),
    );
  }

  removeWidget(widget: string): Promise<void> {
    return this.#do('removeWidget', [widget], () =>
      this.#remove((community) => ({ widgets: community.widgets.filter(({ id }) => id !== widget) })),
    );
  }

  removeCommunity(community: string): Promise<void> {
    return this.#do('removeCommunity', [community], () => this.#remove((each) => (each.id === community ? null : {})));
  }

  undoRemoval(): Promise<void> {
    return this.#do('undoRemoval', [], () => this.push({ communities: this.#before, removed: null }));
  }

  renameCommunity(community: string, name: string): Promise<void> {
    return this.#do('renameCommunity', [community, name], () =>
      this.#edit((each) => (each.id === community ? { name } : {})),
    );
  }

  decorateCommunity(community: string, colour: Colour | null): Promise<void> {
    return this.#do('decorateCommunity', [community, colour], () =>
      this.#edit((each) => (each.id === community ? { colour } : {})),
    );
  }

  moveCommunity(community: string, before: string | null): Promise<void> {
    return this.#do('moveCommunity', [community, before], () =>
      this.push({ communities: moved(this.#view?.communities ?? [], community, before) }),
    );
  }

  moveWidget(widget: string, before: string | null): Promise<void> {
    return this.#do('moveWidget', [widget, before], () =>
      this.#edit(({ widgets }) => ({ widgets: moved(widgets, widget, before) })),
    );
  }

  openInBrowser(widget: string): Promise<void> {
    return this.#do('openInBrowser', [widget]);
  }

  pinWidget(widget: string, pinned: boolean): Promise<void> {
    return this.#do('pinWidget', [widget, pinned], () =>
      this.#edit(({ widgets }) => ({
        widgets: widgets.map((each) => (each.id === widget ? { ...each, pinned } : each)),
      })),
    );
  }

  setKey(community: string, widget: string | null, key: string, keep: string): Promise<void> {
    return this.#do('setKey', [community, widget, key, keep], () =>
      this.#edit(() => (widget === null ? { key: { state: 'present' } } : {})),
    );
  }

  removeKey(community: string, widget: string | null): Promise<void> {
    return this.#do('removeKey', [community, widget], () =>
      this.#edit(() => (widget === null ? { key: { state: 'absent' } } : {})),
    );
  }

  checkKeys(): Promise<void> {
    return this.#do('checkKeys', []);
  }

  useAccount(community: string, email: string): Promise<void> {
    return this.#do('useAccount', [community, email], () => this.#signedIn(email));
  }

  signOut(community: string): Promise<void> {
    return this.#do('signOut', [community], () => this.#signedIn(null));
  }

  forgetAccount(community: string, email: string): Promise<void> {
    return this.#do('forgetAccount', [community, email], () =>
      this.#edit(({ accounts }) => ({ accounts: accounts.filter((account) => account.email !== email) })),
    );
  }

  openDemo(): Promise<void> {
    return this.#do('openDemo', []);
  }

  leaveDemo(): Promise<void> {
    return this.#do('leaveDemo', [], () => this.push({ demo: false }));
  }

  showMain(widget: string | null): Promise<void> {
    return this.#do('showMain', [widget]);
  }

  setPreferences(preferences: Preferences): Promise<void> {
    return this.#do('setPreferences', [preferences], () =>
      this.push({ preferences, language: preferences.language ?? 'en' }),
    );
  }

  setAutostart(on: boolean): Promise<void> {
    return this.#do('setAutostart', [on], () => this.push({ autostart: on }));
  }

  async exportSettings(): Promise<boolean> {
    await this.#do('exportSettings', []);
    return true;
  }

  async planImport(): Promise<ImportPlan | null> {
    await this.#do('planImport', []);
    return this.plan;
  }

  async takeImport(plan: string): Promise<boolean> {
    await this.#do('takeImport', [plan]);
    return this.agrees;
  }

  openLogFolder(): Promise<void> {
    return this.#do('openLogFolder', []);
  }

  logVerbosely(on: boolean): Promise<void> {
    return this.#do('logVerbosely', [on], () => this.push({ verbose_until_ms: on ? Date.now() + 600_000 : null }));
  }

  async diagnose(widget: string, onCheck: OnCheck): Promise<Diagnosed> {
    await this.#do('diagnose', [widget]);
    const { diagnosis, ends } = this.diagnosis;
    for (const report of diagnosis.checks) {
      await Promise.resolve();
      onCheck(report);
    }
    if (!ends) return endless();
    const checklists = checklistsOf(diagnosis);
    return {
      diagnosis,
      checklists,
      report: `# Returning Widgets: Diagnosis of ${diagnosis.widget_name}\n`,
      report_json: `${JSON.stringify({ report: 1, diagnosis }, null, 2)}\n`,
    };
  }

  async saveReport(widget: string): Promise<boolean> {
    await this.#do('saveReport', [widget]);
    return true;
  }

  async #walk(onStep: OnStep): Promise<Connected> {
    for (const report of this.steps) {
      await Promise.resolve();
      onStep(report);
      if (report.verdict === 'failed') throw Object.assign(new Error(report.error.code), report.error);
      if (report.verdict === 'running') return new Promise(() => undefined);
    }
    return { community: 'northwind', widget: 'w-channels' };
  }

  #signedIn(email: string | null): void {
    this.#edit(({ accounts }) => ({
      accounts: accounts.map((each) => ({ ...each, signed_in: each.email === email })),
    }));
  }

  #remove(change: (community: SetupCommunityView) => Partial<SetupCommunityView> | null): void {
    this.#before = this.#view?.communities ?? [];
    const names = new Map(this.#before.flatMap((each) => [each, ...each.widgets]).map(({ id, name }) => [id, name]));
    const left = this.#before.flatMap((each) => {
      const changed = change(each);
      return changed ? [{ ...each, ...changed }] : [];
    });
    for (const each of left) for (const { id } of [each, ...each.widgets]) names.delete(id);
    this.push({ communities: left, removed: [...names.values()][0] ?? null });
  }

  #edit(change: (community: SetupCommunityView) => Partial<SetupCommunityView>): void {
    this.push({ communities: this.#view?.communities.map((each) => ({ ...each, ...change(each) })) ?? [] });
  }

  #do(name: keyof SetupBridge, args: unknown[], act?: () => void): Promise<void> {
    this.calls.push([name, ...args]);
    const refusal = this.refuse[name];
    if (refusal) return Promise.reject(refusal);
    act?.();
    return Promise.resolve();
  }
}
