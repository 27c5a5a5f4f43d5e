import type { Colour, CommunityView, MainView, PageAction, SetupPage, WidgetKind } from '../../bridge/model';
import * as m from '../../messages/generated/messages';
import { type Shortcut, shortcuts } from '../shortcuts/shortcuts';

/** Where an entry leads. */
export type Target =
  | { readonly to: 'widget'; readonly widget: string; readonly kind: WidgetKind }
  | { readonly to: 'setup'; readonly page: SetupPage }
  | { readonly to: 'action'; readonly action: PageAction };

export interface Entry {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly hint: string;
  /** Of the community that the hint names. */
  readonly colour?: Colour | null;
  readonly target: Target;
  readonly keys: readonly string[] | null;
}

/** All that can be gone to, in the order of the sidebar. */
export function entriesOf(view: MainView): Entry[] {
  return [
    ...view.communities.flatMap(widgets),
    action('reload', shortcuts.reload),
    action('toggle_sidebar', shortcuts.sidebar),
    action('show_beside', shortcuts.beside),
    action('take_out', shortcuts.take_out),
    action('show_shortcuts', shortcuts.sheet),
    page(m.preferences(), '', { page: 'preferences' }, shortcuts.preferences),
    page(m.connect_your_community(), '', { page: view.demo ? 'start' : 'connect' }),
    ...view.communities.flatMap((community) => pages(community, view.demo)),
  ];
}

/** What can be shown beside the selected widget: widgets of another page of the window can't. */
export function widgetsBeside(view: MainView, selected: string | null): Entry[] {
  const here = view.communities.filter(({ elsewhere }) => !elsewhere);
  return here.flatMap(widgets).filter(({ target }) => target.to === 'widget' && target.widget !== selected);
}

function widgets(community: CommunityView): Entry[] {
  return community.widgets.map(({ id, name, kind }) => ({
    id: `widget-${id}`,
    name,
    hint: community.name,
    colour: community.colour,
    target: { to: 'widget', widget: id, kind },
    keys: null,
  }));
}

function pages({ id, name, needs_account }: CommunityView, demo: boolean): Entry[] {
  return [
    ...(needs_account ? [page(name, m.open_accounts(), { page: 'accounts', community: id })] : []),
    // The demo community is as it is.
    ...(demo ? [] : [page(m.settings(), name, { page: 'community', community: id })]),
    ...(demo ? [] : [page(m.add_widget(), name, { page: 'add_widget', community: id })]),
  ];
}

function page(name: string, hint: string, to: SetupPage, shortcut?: Shortcut): Entry {
  const of = 'community' in to ? `-${to.community}` : '';
  return { id: `${to.page}${of}`, name, hint, target: { to: 'setup', page: to }, keys: shortcut?.keys[0] ?? null };
}

function action(does: PageAction, shortcut: Shortcut): Entry {
  const target = { to: 'action', action: does } as const;
  return { id: does, name: shortcut.name(), hint: '', target, keys: shortcut.keys[0] ?? null };
}
