// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';
import type { Page } from '@playwright/test';

import type { IEntry, IOutcome } from './commandrunner';
import { installRunner } from './commandrunner';
import { expect, test } from './fixtures';
import { notebook } from './notebooks';

// The requests are watched from the page's load on. Galata's bookkeeping does not
// expect sessions to end by themselves.
test.use({ autoGoto: false, kernels: null, sessions: null, terminals: null });

/** A picture of one pixel. */
const PIXEL =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>';

/** The documents: name, factory, content. */
const DOCUMENTS: [string, string, string][] = [
  ['sums.ipynb', 'Notebook', notebook(['1 + 1', '2 + 2'])],
  ['code.py', 'Editor', '1 + 1']
];

/** Those that have fewer commands, in full runs. */
const OTHERS: [string, string, string][] = [
  ['page.md', 'Markdown Preview', '# Title'],
  ['table.csv', 'CSVTable', 'a;b\n1;2\n'],
  ['pixel.svg', 'Image', PIXEL]
];

/** Commands that are not run, and why. */
const NOT_RUN: [RegExp, string][] = [
  [/^s3-drive:/, 'ours: the other specs are about them'],
  [/^__internal:/, 'not for people'],
  [/^(filemenu:(shutdown|logout)|hub:)/, 'ends the server, or the visit'],
  [
    /^(apputils:reset|application:reset-layout|router:)/,
    'loads the page again'
  ],
  [/^workspace-ui:/, 'about the layout; some load the page again'],
  [/^settingeditor:/, 'about settings; its forms take ten seconds'],
  [
    /^(apputils|fileeditor|terminal):(change|incr|decr|theme|set-theme)/,
    'about settings, which are no longer valid where an argument is missing'
  ],
  [/^fileeditor:toggle-autoclosing-brackets-universal/, 'the same'],
  [
    /^(extension|plugin)manager:/,
    'about extensions; it looks for them in the internet'
  ],
  [/^help:/, 'a page of the internet, or about JupyterLab itself'],
  [/^running:show-modal/, 'presses a button that may be gone'],
  [/^application:close-right-tabs$/, 'depends on the order of the tabs'],
  [/^docmanager:open$/, 'needs a path'],
  [/^filebrowser:rename$/, 'waits for a name that is typed into the row'],
  [
    /^apputils:print$/,
    "waits for the browser's print dialog: see exports.spec.ts"
  ],
  [/^notebook:trust$/, 'asks only while what ran in the document was not saved']
];

/** The export that is run: those to other formats take the same way. */
const FORMAT = 'script';

/** Commands of which one entry of the menus is run: the others differ in a value that no path depends on. */
const ONE_OF =
  /^(fileeditor:change-|terminal:|application:(set-activity-bar-position|toggle-side-tabbar))/;

/** JupyterLab's search, in any notebook whose cells are replaced after it was used. */
const NOT_OURS = /CodeMirrorEditor already set/;

/** How long all commands may take on a busy machine (ms). */
const TIME_MS = 300_000;

for (const [name, factory, text] of [
  ...DOCUMENTS,
  ...(process.env.S3_DRIVE_TEST_FULL ? OTHERS : [])
]) {
  test(`every command does with ${name} of a bucket what it does in the workspace`, async ({
    page,
    bucket,
    store,
    server,
    tmpPath
  }) => {
    test.setTimeout(TIME_MS);
    await page.addInitScript(installRunner);
    await page.goto();
    await store.put(bucket, `dir/${name}`, text);
    const folder = path.join(server.root, tmpPath, 'dir');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
    const commands = new Commands(page, factory);
    const ours = `s3:${bucket}/dir/${name}`;
    const twin = `${tmpPath}/dir/${name}`;

    await commands.show(twin);
    await commands.show(ours);
    const entries = await commands.entries();
    let enabled: IEntry[] = [];
    // Some need the focus, which comes a moment later.
    await expect(async () => {
      enabled = await commands.enabled(ours, entries);
      expect(await commands.enabled(twin, entries)).toEqual(enabled);
    }).toPass();
    const failed: { [command: string]: string[] } = {};
    for (const entry of enabled) {
      const faults = await commands.compare(ours, twin, entry);
      if (faults.length > 0) {
        failed[`${entry.id} ${JSON.stringify(entry.args)}`] = faults;
      }
    }
    expect(failed).toEqual({});
  });
}

/**
 * Runs the commands of a page with documents of one kind.
 */
class Commands {
  constructor(
    private readonly page: Page,
    private readonly factory: string
  ) {}

  /** Open a document, or bring it to the front. */
  async show(path: string): Promise<void> {
    await this.page.evaluate(
      ([path, factory]) => window.commandRunner.show(path, factory),
      [path, this.factory] as const
    );
  }

  /** What is run. */
  async entries(): Promise<IEntry[]> {
    if (this.factory === 'Notebook') {
      // They come when the server has told them.
      await this.page.waitForFunction(() =>
        window.commandRunner
          .entries()
          .some(({ id, args }) => /export-to/.test(id) && !!args.format)
      );
    }
    const all = await this.page.evaluate(() => window.commandRunner.entries());
    const seen = new Set<string>();
    return all.filter(({ id, args }) => {
      if (id === 'notebook:export-to-format') {
        return args.format === FORMAT;
      }
      const isFirst = !seen.has(id) && Object.keys(args).length > 0;
      if (isFirst) {
        seen.add(id);
      }
      return ONE_OF.test(id)
        ? isFirst
        : !NOT_RUN.some(([pattern]) => pattern.test(id));
    });
  }

  /** Which of the entries can be run with a document in front. */
  async enabled(path: string, entries: IEntry[]): Promise<IEntry[]> {
    const are = await this.page.evaluate(
      async ([path, factory, entries]) => {
        await window.commandRunner.show(path, factory);
        const { commands } = window.jupyterapp;
        return entries.map(({ id, args }) =>
          commands.isEnabled(id, args as never)
        );
      },
      [path, this.factory, entries] as const
    );
    return entries.filter((_, i) => are[i]);
  }

  /**
   * Run a command with a document of a bucket in front.
   *
   * @returns What it did not do with the same document of the workspace. Both are
   * asked twice: what came late, of an earlier command, does not come again.
   */
  async compare(ours: string, twin: string, entry: IEntry): Promise<string[]> {
    let faults = await this._run(ours, entry);
    for (let i = 0; i < 3 && faults.length > 0; i++) {
      const its = await this._run(twin, entry);
      faults = faults.filter(fault => !its.includes(fault));
      if (faults.length > 0) {
        const again = await this._run(ours, entry);
        faults = faults.filter(fault => again.includes(fault));
      }
    }
    return faults;
  }

  private async _run(path: string, entry: IEntry): Promise<string[]> {
    const { dialogs, faults, urls }: IOutcome = await this.page.evaluate(
      async ([path, factory, entry]) => {
        await window.commandRunner.show(path, factory);
        return window.commandRunner.run(entry);
      },
      [path, this.factory, entry] as const
    );
    const said = [
      ...dialogs.map(title => `dialog: ${title}`),
      ...faults.filter(fault => !NOT_OURS.test(fault))
    ];
    for (const url of urls) {
      said.push(...(await this._missing(url)));
    }
    return said;
  }

  /** Whether a page of the server that was opened is not there. */
  private async _missing(url: string): Promise<string[]> {
    const { origin } = new URL(this.page.url());
    const target = new URL(url, origin);
    if (target.origin !== origin || target.protocol === 'blob:') {
      return [];
    }
    // Asked by the page itself: Jupyter refuses others than its own pages.
    const status = await this.page.evaluate(
      href => fetch(href).then(answer => answer.status),
      target.href
    );
    return status < 400 ? [] : [`page: ${status}`];
  }
}
