// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DocumentWidget } from '@jupyterlab/docregistry';
import type { Menu, MenuBar } from '@lumino/widgets';

/**
 * A command, with the arguments that a menu gives it.
 */
export interface IEntry {
  readonly id: string;
  readonly args: { [name: string]: unknown };
}

/**
 * What a command led to, besides its work.
 */
export interface IOutcome {
  /** The titles of the dialogs that came, or their texts. */
  readonly dialogs: string[];
  /** What failed: its promise, the page, what a notification told. */
  readonly faults: string[];
  /** The pages that it opened or downloaded. */
  readonly urls: string[];
}

/**
 * Runs commands in the page.
 */
export interface ICommandRunner {
  /** All commands, and all entries of the menus that give arguments. */
  entries(): IEntry[];
  /** Open a document, or have it in front as it is stored, and no other thing. */
  show(path: string, factory: string): Promise<void>;
  /** Run a command until nothing goes on any more. */
  run(entry: IEntry): Promise<IOutcome>;
}

declare global {
  // TypeScript's own.
  // eslint-disable-next-line @typescript-eslint/naming-convention
  interface Window {
    commandRunner: ICommandRunner;
  }
}

/**
 * Make `window.commandRunner`. It runs in the page, before JupyterLab loads, and
 * uses nothing from outside.
 */
export function installRunner(): void {
  /** How long a command may take (ms). */
  const PATIENCE_MS = 30_000;
  /** How many frames without a request, one after the other, are its end. */
  const QUIET_FRAMES = 2;
  /** How many frames the title of a dialog may take; some have none. */
  const TITLE_FRAMES = 30;

  const urls: string[] = [];
  const errors: (ErrorEvent | PromiseRejectionEvent)[] = [];
  const told = new WeakSet<Element>();
  const stored = new Map<string, string>();
  let pending = 0;

  const { fetch } = window;
  window.fetch = (...args) => {
    pending++;
    return fetch(...args).finally(() => pending--);
  };
  window.open = url => {
    const location = { href: '' };
    Object.defineProperty(location, 'href', { set: to => urls.push(to) });
    if (url) {
      urls.push(String(url));
    }
    return { location, focus: () => undefined } as unknown as Window;
  };
  HTMLAnchorElement.prototype.click = function () {
    urls.push(this.href);
  };
  for (const type of ['error', 'unhandledrejection'] as const) {
    window.addEventListener(type, event => errors.push(event));
  }

  const app = (): JupyterFrontEnd => window.jupyterapp;
  const frame = () => new Promise(requestAnimationFrame);
  const textOf = (error: unknown) =>
    String((error as Error | null)?.message ?? error);

  /** The arguments that can be sent from and to the page. */
  const plain = (args: object) =>
    Object.fromEntries(
      Object.entries(args).filter(([, value]) => {
        try {
          return JSON.stringify(value) !== undefined;
        } catch {
          return false;
        }
      })
    );

  const entries = (): IEntry[] => {
    const { commands, shell } = app();
    const found = commands.listCommands().map(id => ({ id, args: {} }));
    const walk = ({ items }: Menu) => {
      for (const { type, command, submenu, args } of items) {
        if (submenu) {
          walk(submenu);
        } else if (type === 'command' && Object.keys(args).length > 0) {
          found.push({ id: command, args: plain(args) });
        }
      }
    };
    for (const widget of shell.widgets('menu')) {
      (widget as MenuBar).menus?.forEach(walk);
    }
    return found;
  };

  /** The widget of a document. What else is in the main area goes. */
  const alone = (path: string): DocumentWidget | null => {
    let found: DocumentWidget | null = null;
    for (const widget of [...app().shell.widgets('main')] as DocumentWidget[]) {
      if (!widget.context || (found && widget.context.path === path)) {
        widget.dispose();
      } else if (widget.context.path === path) {
        found = widget;
      }
    }
    return found;
  };

  const show = async (path: string, factory: string): Promise<void> => {
    const { commands, shell } = app();
    const { context, id }: DocumentWidget =
      alone(path) ??
      (await commands.execute('docmanager:open', { path, factory }));
    const { model, sessionContext } = context;
    await context.ready;
    if (!stored.has(path)) {
      stored.set(path, model.toString());
      // From then on it has a checkpoint.
      await context.save();
    } else if (model.dirty && model.toString() !== stored.get(path)) {
      model.fromString(stored.get(path)!);
    }
    model.dirty = false;
    shell.activateById(id);
    if (commands.isEnabled('documentsearch:end')) {
      // Its field would have the focus, and it fails when cells are replaced.
      await commands.execute('documentsearch:end');
    }
    if (sessionContext.kernelPreference.canStart) {
      await sessionContext.ready;
      if (!sessionContext.session?.kernel) {
        await sessionContext.changeKernel({ name: 'python3' });
      }
      await sessionContext.session?.kernel?.info;
    }
  };

  /** Leave a dialog by the button that does the least. */
  const leave = async (dialog: Element): Promise<string> => {
    // Its title comes some frames later.
    const textIn = (part: string) =>
      dialog.querySelector(`.jp-Dialog-${part}`)?.textContent ?? '';
    for (let i = 0; i < TITLE_FRAMES && !textIn('header'); i++) {
      await frame();
    }
    const text = textIn('header') || textIn('body');
    const buttons = dialog.querySelectorAll<HTMLElement>('.jp-Dialog-button');
    const cancel = [...buttons].find(each => each.matches('.jp-mod-reject'));
    (cancel ?? buttons[buttons.length - 1])?.click();
    while (dialog.isConnected) {
      await frame();
    }
    return text;
  };

  /** The errors among the notifications that came since the last call. */
  const toasts = (): string[] => {
    const all = [...document.querySelectorAll('.Toastify__toast--error')];
    const fresh = all.filter(toast => !told.has(toast));
    fresh.forEach(toast => told.add(toast));
    return fresh.map(({ textContent }) => `notification: ${textContent}`);
  };

  const run = async ({ id, args }: IEntry): Promise<IOutcome> => {
    urls.length = 0;
    errors.length = 0;
    const dialogs: string[] = [];
    const faults: string[] = [];
    let isDone = false;
    app()
      .commands.execute(id, args as never)
      .catch(error => faults.push(`rejected: ${textOf(error)}`))
      .finally(() => (isDone = true));
    const end = performance.now() + PATIENCE_MS;
    for (let quiet = 0; quiet < QUIET_FRAMES;) {
      await frame();
      const dialog = document.querySelector('.jp-Dialog');
      if (dialog) {
        dialogs.push(await leave(dialog));
      }
      quiet = dialog || !isDone || pending > 0 ? 0 : quiet + 1;
      if (performance.now() > end) {
        faults.push('does not end');
        break;
      }
    }
    for (const event of errors) {
      if (!event.defaultPrevented) {
        const error = 'reason' in event ? event.reason : event.error;
        faults.push(`page error: ${textOf(error)}`);
      }
    }
    return { dialogs, faults: [...faults, ...toasts()], urls: [...urls] };
  };

  window.commandRunner = { entries, show, run };
}
