// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { ConflictAsker, isConflict, numberedName } from '../dialogs/conflicts';
import type { LazyDrive } from '../drive/lazy';

/**
 * A file to upload.
 */
export interface IUploadItem {
  readonly file: File;
  /** The folder that it goes to, as a local path (`bucket/prefix`). */
  readonly dir: string;
}

/**
 * What became of one file. Neither model nor error: it was skipped.
 */
export interface IUploadResult {
  readonly item: IUploadItem;
  readonly model?: Contents.IModel;
  readonly error?: unknown;
}

/**
 * How far a batch of uploads is.
 */
export interface IUploadProgress {
  readonly files: number;
  readonly finished: number;
  readonly bytes: number;
  readonly sent: number;
}

/**
 * Shows one batch of uploads to the person.
 */
export interface IUploadReporter {
  /** The batch began; `cancel` ends it. */
  start(items: IUploadItem[], cancel: () => void): void;
  progress(progress: IUploadProgress): void;
  finish(results: IUploadResult[], cancelled: boolean): void;
}

/**
 * Uploads files through the drive, asking about names that exist.
 */
export class Uploads {
  constructor(options: Uploads.IOptions) {
    this._drive = options.drive;
    this._trans = options.trans;
    this._reporter = options.reporter;
    this._asker =
      options.asker ?? (several => new ConflictAsker(this._trans, several));
  }

  /** How many batches are under way. */
  get active(): number {
    return this._active;
  }

  /**
   * Upload files, a few at a time. Never rejects: what failed says so in its
   * result, and is told by the reporter.
   */
  async run(items: IUploadItem[]): Promise<IUploadResult[]> {
    if (items.length === 0) {
      return [];
    }
    const batch = new Private.Batch(items, this._asker(items.length > 1));
    const report = this._reporter();
    this._active++;
    Private.guardPage(this._active > 0);
    report.start(items, () => batch.abort.abort());
    const next = items.entries();
    const work = async () => {
      for (const [index, item] of next) {
        batch.results[index] = await this._one(item, index, batch, report);
        report.progress(batch.progress());
      }
    };
    try {
      await Promise.all(Array.from({ length: Private.AT_ONCE }, work));
    } finally {
      this._active--;
      Private.guardPage(this._active > 0);
      report.finish(batch.results, batch.abort.signal.aborted);
    }
    return batch.results;
  }

  private async _one(
    item: IUploadItem,
    index: number,
    batch: Private.Batch,
    report: IUploadReporter
  ): Promise<IUploadResult> {
    const send = (file: File, onExisting: 'fail' | 'replace') =>
      this._drive.upload(item.dir, file, {
        onExisting,
        signal: batch.abort.signal,
        onProgress: done => {
          batch.sent[index] = done;
          report.progress(batch.progress());
        }
      });
    if (batch.abort.signal.aborted) {
      return { item };
    }
    try {
      try {
        return { item, model: await send(item.file, 'fail') };
      } catch (error) {
        if (!isConflict(error)) {
          throw error;
        }
      }
      switch (await batch.asker.ask(item.file.name)) {
        case 'replace':
          return { item, model: await send(item.file, 'replace') };
        case 'both':
          return { item, model: await Private.sendNumbered(item.file, send) };
        case 'cancel':
          batch.abort.abort();
          return { item };
        default:
          return { item };
      }
    } catch (error) {
      return batch.abort.signal.aborted ? { item } : { item, error };
    }
  }

  private readonly _drive: Pick<LazyDrive, 'upload'>;
  private readonly _trans: TranslationBundle;
  private readonly _reporter: () => IUploadReporter;
  private readonly _asker: (several: boolean) => ConflictAsker;
  private _active = 0;
}

/**
 * The namespace of `Uploads` statics.
 */
export namespace Uploads {
  /**
   * What uploads are made with.
   */
  export interface IOptions {
    drive: Pick<LazyDrive, 'upload'>;
    trans: TranslationBundle;
    /** Makes the reporter of a batch. */
    reporter: () => IUploadReporter;
    /** Makes the asker of a batch. */
    asker?: (several: boolean) => ConflictAsker;
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** How many files are sent at a time; each may send several parts. */
  export const AT_ONCE = 2;

  /** How many numbers are tried for a free name. */
  const TRIES = 100;

  /**
   * The state of one batch.
   */
  export class Batch {
    constructor(
      readonly items: IUploadItem[],
      readonly asker: ConflictAsker
    ) {}

    readonly abort = new AbortController();
    readonly results: IUploadResult[] = [];
    readonly sent: number[] = [];

    progress(): IUploadProgress {
      const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
      return {
        files: this.items.length,
        finished: this.results.filter(result => !!result).length,
        bytes: sum(this.items.map(item => item.file.size)),
        sent: sum(this.sent.map(bytes => bytes ?? 0))
      };
    }
  }

  export async function sendNumbered(
    file: File,
    send: (file: File, onExisting: 'fail') => Promise<Contents.IModel>
  ): Promise<Contents.IModel> {
    for (let n = 1; ; n++) {
      const name = numberedName(PathExt.basename(file.name), n);
      try {
        const renamed = new File([file], name, {
          type: file.type,
          lastModified: file.lastModified
        });
        return await send(renamed, 'fail');
      } catch (error) {
        if (!isConflict(error) || n >= TRIES) {
          throw error;
        }
      }
    }
  }

  /**
   * Have the browser ask before the page is left while files are sent.
   */
  export function guardPage(on: boolean): void {
    window.removeEventListener('beforeunload', ask);
    if (on) {
      window.addEventListener('beforeunload', ask);
    }
  }

  function ask(event: BeforeUnloadEvent): void {
    event.preventDefault();
  }
}
