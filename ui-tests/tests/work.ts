// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { hold } from './drag';

/**
 * The notebooks, consoles and editors of the page, as a person works in them.
 */
export class Work {
  constructor(private readonly page: Page) {}

  /** The cells of the notebook that is shown. */
  get cells(): Locator {
    return this.page.locator('.jp-NotebookPanel:visible .jp-Notebook-cell');
  }

  /** The results below the cells. */
  get results(): Locator {
    return this.page.locator('.jp-NotebookPanel:visible .jp-OutputArea-output');
  }

  /**
   * The text of the cells, line by line.
   */
  async sources(): Promise<string[]> {
    return this.page.evaluate(() => {
      const panel = window.jupyterapp.shell.currentWidget as unknown as {
        content: {
          model: {
            cells: Iterable<{ sharedModel: { getSource(): string } }>;
          };
        };
      };
      return Array.from(panel.content.model.cells, cell =>
        cell.sharedModel.getSource()
      );
    });
  }

  /** Make a notebook with a Python kernel that is ready. */
  async newNotebook(): Promise<void> {
    await this._run('notebook:create-new', { kernelName: 'python3' });
    await this.cells.first().waitFor();
    await this._kernelReady();
    await expect(
      this.page.locator(
        '.jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator'
      )
    ).toHaveAttribute('data-status', 'idle');
  }

  /** Open a console with a Python kernel that is ready. */
  async newConsole(): Promise<void> {
    await this._run('console:create', {
      kernelPreference: { name: 'python3' }
    });
    await this.prompt.waitFor();
    await this._kernelReady();
  }

  /** What stands at the prompt of the console. */
  get prompt(): Locator {
    return this.page.locator('.jp-CodeConsole-promptCell .cm-content');
  }

  /**
   * Make a text file and open it.
   *
   * @param ext - The end of its name.
   */
  async newFile(ext: string): Promise<void> {
    await this._run('fileeditor:create-new', { fileExt: ext });
    await this.editor.waitFor();
  }

  /** The text of the file editor. */
  get editor(): Locator {
    return this.page.locator('.jp-FileEditor:visible .cm-content');
  }

  /** Run the active cell; the next one is active then. */
  async runCell(): Promise<void> {
    await this._run('notebook:run-cell-and-select-next', {});
  }

  /** Run all cells, and then some code in a new one at the end. */
  async runAllAnd(code: string): Promise<void> {
    await this._run('notebook:run-all-cells', {});
    await this.cells.last().locator('.jp-InputPrompt').click();
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('b');
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.type(code);
    await this.runCell();
  }

  /**
   * Drag something by the mouse.
   *
   * @param to - Where it is dropped.
   * @param at - From the upper edge of that: 0, to the lower one: 1.
   */
  async drag(from: Locator, to: Locator, at = 0.5): Promise<void> {
    await this.hold(from, to, at);
    await this.page.mouse.up();
  }

  /** The same, and hold it there. */
  async hold(from: Locator, to: Locator, at = 0.5): Promise<void> {
    await hold(from, to, { x: 100, y: at });
  }

  /**
   * Wait for the first answer of the kernel: "idle" is shown before that one is
   * connected, and what is run then is lost at times.
   */
  private async _kernelReady(): Promise<void> {
    await this.page.evaluate(async () => {
      const panel = window.jupyterapp.shell.currentWidget as unknown as {
        sessionContext: {
          ready: Promise<void>;
          session: { kernel: { info: Promise<unknown> } };
        };
      };
      await panel.sessionContext.ready;
      await panel.sessionContext.session.kernel.info;
    });
  }

  private async _run(
    command: string,
    args: { [name: string]: string | object }
  ): Promise<void> {
    await this.page.evaluate(
      async ([command, args]) => {
        await window.jupyterapp.commands.execute(command, args as never);
      },
      [command, args] as const
    );
  }
}
