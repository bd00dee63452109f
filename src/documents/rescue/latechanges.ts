// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { PartialJSONValue } from '@lumino/coreutils';
import { JSONExt } from '@lumino/coreutils';
import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';

import type { IContext, IStartedSave } from '../../internals/context';
import { aroundSteps, contentOf } from '../../internals/context';

/**
 * How often a document is saved at most while it is being closed: a kernel that
 * goes on writing must not keep the tab open.
 */
const SAVES_AT_CLOSING = 3;

/**
 * Keeps documents marked as unsaved that were changed while they were being
 * saved.
 *
 * JupyterLab clears `model.dirty` when a save ends, even if the person has
 * typed, or a kernel has written, after the content was taken
 * (`docregistry/src/context.ts`, `_save`). Closing the tab then would lose
 * these changes. A save to S3 takes long enough to type a sentence.
 */
export class LateChanges {
  /** Follow the saves of a document, and the closing of its widget. */
  adopt(context: IContext, widget: Widget): void {
    if (!this._adopted.has(context)) {
      this._adopted.add(context);
      this._followSaves(context);
      const save = context.save.bind(context);
      context.save = () => this._saveAll(context, save);
    }
    this._contexts.set(widget, context);
    MessageLoop.installMessageHook(widget, this._hook);
  }

  private _followSaves(context: IContext): void {
    // The content sent by each save in progress.
    const running = new Set<{ content: PartialJSONValue }>();
    const contentNow = () => contentOf(context).content ?? null;
    const save = async (start: () => IStartedSave) => {
      const { model } = context;
      const { content, ended } = start();
      const sent = { content };
      let isChanged = false;
      const onChanged = () => {
        isChanged = true;
      };
      running.add(sent);
      model.contentChanged.connect(onChanged);
      try {
        await ended;
      } finally {
        running.delete(sent);
        model.contentChanged.disconnect(onChanged);
      }
      // A large notebook takes long to compare: only after a change.
      if (
        isChanged &&
        !context.isDisposed &&
        !JSONExt.deepEqual(sent.content, contentNow())
      ) {
        model.dirty = true;
      }
    };
    const revert = async (run: () => Promise<void>) => {
      await run();
      if (!context.isDisposed && running.size > 0) {
        // Content loaded during a save, for example by "Revert", is not a
        // change.
        const content = contentNow();
        running.forEach(sent => (sent.content = content));
      }
    };
    aroundSteps(context, { save, revert });
  }

  /**
   * Save a document. If it is being closed, save until nothing is unsaved: its
   * tab stays open until the save ends.
   */
  private async _saveAll(
    context: IContext,
    save: () => Promise<void>
  ): Promise<void> {
    const isUnsaved = () => !context.isDisposed && context.model.dirty;
    try {
      let times = 0;
      do {
        await save();
        times++;
      } while (
        this._closing.has(context) &&
        times < SAVES_AT_CLOSING &&
        isUnsaved()
      );
    } finally {
      this._closing.delete(context);
    }
  }

  private readonly _hook = (widget: object, { type }: Message): boolean => {
    const context = this._contexts.get(widget);
    if (context && type === 'close-request') {
      this._closing.add(context);
    }
    return true;
  };

  private readonly _contexts = new WeakMap<object, IContext>();
  private readonly _adopted = new WeakSet<IContext>();
  /** Documents that are being closed, which may wait for a save. */
  private readonly _closing = new WeakSet<IContext>();
}
